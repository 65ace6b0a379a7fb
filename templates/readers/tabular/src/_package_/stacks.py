"""Several arrays in one file, of which those of equal length together are a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple

from _package_.errors import UserError
from _package_.plain import Names
from _package_.source import ONE_FORM, Source, step
from _package_.values import Column


class Piece(NamedTuple):
    """One array of an open file: rows and columns, and how to read them. Blocks are asked for in their order."""

    name: str
    rows: int
    names: Names
    read: Callable[[int, int], Mapping[str, Column]]


Opener = Callable[[Path], AbstractContextManager[Sequence[Piece]]]


def source(files: Sequence[Path], options: Mapping[str, Any], opened: Opener) -> Source:
    """The files as one table; UserError where their columns differ or repeat."""
    target = options.get("target")
    names = gathered(files[0], opened, target)
    for path in files[1:]:
        if gathered(path, opened, target).columns != names.columns:
            raise UserError(f"{path.name} has other arrays than {files[0].name}.", ONE_FORM)

    def read(wanted: Sequence[str]) -> Iterator[dict[str, Column]]:
        for path in files:
            with opened(path) as pieces:
                kept, rows = equal(pieces, target)
                needed = [piece for piece in kept if not set(wanted).isdisjoint(piece.names.columns)]
                size = step(sum(len(piece.names.columns) for piece in needed))
                for start in range(0, rows, size):
                    cells: dict[str, Column] = {}
                    for piece in needed:
                        cells |= piece.read(start, min(start + size, rows))
                    yield {name: cells[name] for name in wanted}

    return Source(tuple(files), tuple(names.columns), read, names.left_out, names.about)


def gathered(path: Path, opened: Opener, target: str | None) -> Names:
    """The columns of one file, and what is left out of it."""
    together = Names()
    with opened(path) as pieces:
        kept, rows = equal(pieces, target)
        for piece in pieces:
            together.left_out |= piece.names.left_out
            if piece in kept:
                together.columns += piece.names.columns
                together.about |= piece.names.about
            elif piece.names.columns:
                together.left_out[piece.name] = f"{piece.rows} rows, not {rows}"
    if not together.columns:
        why = ", ".join(f"{name} ({reason})" for name, reason in list(together.left_out.items())[:8])
        raise UserError(f"{path.name} holds no column{f': {why}' if why else ''}.", "Choose other files with FILES=.")
    repeated = sorted({name for name in together.columns if together.columns.count(name) > 1})
    if repeated:
        raise UserError(f"{path.name} has several columns called {', '.join(repeated)}.", "Give each its own name.")
    return together


def equal(pieces: Sequence[Piece], target: str | None) -> tuple[list[Piece], int]:
    """The arrays that are as long as the one that holds the target, else as the longest; and that length."""
    usable = [piece for piece in pieces if piece.names.columns]
    holding = [piece.rows for piece in usable if target in piece.names.columns]
    rows = max(holding or [piece.rows for piece in usable], default=0)
    return [piece for piece in usable if piece.rows == rows], rows
