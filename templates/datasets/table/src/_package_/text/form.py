"""How one table of text is written: everything that is decided about it before its rows are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TABULATOR, SPACE, SPACES = "\t", " ", "spaces"  # SPACES: runs of blanks, as in aligned columns
SEPARATORS = (",", ";", TABULATOR, "|", "^", ":", SPACE, SPACES)


@dataclass(frozen=True)
class Form:
    """A dialect, and where the table begins. Lines are counted as an editor counts them."""

    separator: str = ","
    quote: str = '"'  # "": none is used
    escape: bool = False  # a quote inside a cell stands after a backslash, instead of being doubled
    comment: str = ""  # what a line begins with that is none of the table
    skip: int = 0  # lines before the header, or before the first row
    header: int = 1  # lines of the header, units row included
    lines: int = 1  # physical lines that skip and header take together
    first_line: str = ""  # of the header, which may come again further down
    blanks: bool = False  # blanks stand between separators and quotes
    names: tuple[str, ...] = ()  # of all cells of a row; "" for those that are no column
    kinds: tuple[str, ...] = ()  # what most cells of each column are
    units: Mapping[str, str] = field(default_factory=dict[str, str])
    units_row: bool = False
    empty: tuple[int, ...] = ()  # the last place, where every row ends in a separator and the header does not
    absent: tuple[str, ...] = ()  # names in the header behind which no row has a cell
    told: tuple[str, ...] = ()  # what else was decided, in words

    @property
    def cells(self) -> int:
        """Cells of each row."""
        return len(self.names)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(name for name in self.names if name)

    @property
    def delimiter(self) -> str:
        """What stands between two cells once runs of blanks are made one."""
        return SPACE if self.separator == SPACES else self.separator

    @property
    def letter(self) -> bytes:
        return self.delimiter.encode()


def said(form: Form) -> dict[str, Any]:
    """The form as a decision."""
    made: dict[str, Any] = {"separator": form.delimiter, "quote": form.quote}
    made |= {"skip": form.skip, "header": form.header, **({"comment": form.comment} if form.comment else {})}
    return {**made, "units_row": True} if form.units_row else made


Settings = Mapping[str, Any]  # what a person has set, over what an earlier run has decided
