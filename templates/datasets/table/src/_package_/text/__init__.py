"""How tables of text are written: found in their first bytes, checked in every row."""
