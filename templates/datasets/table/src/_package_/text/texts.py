"""One table of text: its form, what its columns hold, and its rows in blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from _package_ import counting
from _package_.errors import UserError
from _package_.text import arrowed, kinds, located, look, refusals, stream, unpacked
from _package_.text.form import Settings
from _package_.text.kinds import ABSENT, NUMBERS, Column
from _package_.text.seen import Cells
from _package_.text.stream import Block, Found
from _package_.text.unpacked import Opener
from _package_.values import Column as Values

LOOKED_AT = 1 << 18  # bytes of rows that say what the columns hold


class Text:
    """A table of text; UserError where it is none, or where a person must decide."""

    def __init__(self, path: Path, settings: Settings, opened: Opener = unpacked.opened) -> None:
        self.path, self.settings, self.opened = path, settings, opened
        self.more: dict[str, Any] = {}  # what else stands in the decision: sheet, others
        self.form = look.form(path, settings, opened)
        self.found = Found()
        self.missing: dict[str, Counter[str]] = {}
        self.left_out: dict[str, str] = {}
        self.index: str | None = None
        self.columns = self._decide()

    def _decide(self) -> dict[str, Column]:
        """What each column holds."""
        size, tables, first = 0, list[Any](), None
        places = {name: place for place, name in enumerate(self.form.names) if name}
        for block in self._blocks(Found()):
            first = first or block
            if block.text:
                tables.append(arrowed.table(self.path, block, self.form, dict.fromkeys(places.values(), pa.string())))
            size += len(block.text)
            if size > LOOKED_AT:
                break
        cells = {name: Cells.of(tables, place) for name, place in places.items()}
        self._leave_out_index(places, tables, cells)
        made = kinds.together(places, cells, {**self.settings, "separator": self.form.separator})
        return made | {name: Column(name, ABSENT, NUMBERS) for name in self.form.absent}

    def _leave_out_index(self, places: dict[str, int], tables: Sequence[Any], cells: dict[str, Any]) -> None:
        """Takes the first column out where it has no name and only counts the rows."""
        wanted = self.settings.get("index")
        name = wanted if wanted in places else next(iter(places), None)
        if name is None or wanted == "none" or (wanted is None and not self._nameless(places[name])):
            return
        words = [word for table in tables for word in table[str(places[name])].to_pylist()]
        plain = all(word is not None and word.strip().isdigit() for word in words) and len(places) > 1
        if wanted == name or (plain and counting.counts(np.array(words, dtype=np.float64))):
            self.index = name
            self.left_out[name] = counting.WHY
            del places[name], cells[name]

    def _nameless(self, place: int) -> bool:
        return place == 0 and self.form.header > 0 and counting.nameless(self.form.names[place])

    def _blocks(self, found: Found) -> Iterator[Block]:
        footer = self.settings.get("footer")
        encoding = self.settings.get("encoding")
        return stream.blocks(
            self.path, self.form, encoding, None if footer is None else int(footer), found, self.opened
        )

    def read(self, wanted: Sequence[str], words: frozenset[str]) -> Iterator[dict[str, Values]]:
        """The rows in blocks; columns among `words` are read as words whatever they hold."""
        columns = [
            Column(name, self.columns[name].place, set_missing=self.columns[name].set_missing)
            if name in words
            else self.columns[name]
            for name in wanted
        ]
        for column in columns:
            if column.refusal is not None:
                self._refuse(column)
        found, missing = Found(), dict[str, Counter[str]]()
        for block in stream.ahead(self._blocks(found)):
            made = arrowed.columns(self.path, block, self.form, columns, missing)
            columns = [arrowed.learnt(one, missing) for one in columns]
            if made:
                yield made
        self.found = found
        self.missing.update(missing)

    def _refuse(self, column: Column) -> None:
        what, remedy, word = column.refusal or ("", "", "")
        for block in self._blocks(Found()):
            for row in located.block_rows(block, self.form):
                if located.holds(row, column.place, word):
                    where = f"{self.path.name}, line {row.line}: {word[: refusals.SHOWN]!r}: {what}"
                    raise UserError(where + ".", remedy)
        raise UserError(f"{self.path.name}: {what}.", remedy)
