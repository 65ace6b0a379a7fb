"""Several arrays in one file, of which those of equal length together are a table."""

from __future__ import annotations

import os
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


TRANSPOSE = "Take the last axis as the rows: `make data OPTION=transpose=yes`."
Opener = Callable[[Path], AbstractContextManager[Sequence[Piece]]]


def source(files: Sequence[Path], options: Mapping[str, Any], opened: Opener) -> Source:
    """The files as one table, columns by their names; UserError where one lacks a column of the first."""
    target = options.get("target")
    found = {path: gathered(path, opened, target) for path in files}
    names, first = found[files[0]], files[0]
    for path in files[1:]:
        lacking = sorted({*names.columns} ^ {*found[path].columns})
        if lacking:
            what = f"{path.name} has other arrays than {first.name}: {', '.join(lacking[:8])} in one of them only."
            raise UserError(what, ONE_FORM)

    def read(wanted: Sequence[str]) -> Iterator[dict[str, Column]]:
        for path in files:
            with opened(path) as pieces:
                kept, rows = equal(pieces, target)
                own = apart(kept)
                needed = [(piece, called) for piece, called in zip(kept, own, strict=True) if {*called} & {*wanted}]
                size = step(sum(len(piece.names.columns) for piece, _ in needed))
                for start in range(0, rows, size):
                    cells: dict[str, Column] = {}
                    for piece, called in needed:
                        values = piece.read(start, min(start + size, rows))
                        cells |= {name: values[inner] for name, inner in called.items()}
                    yield {name: cells[name] for name in wanted}

    hints = {name: hint(name, shape) for name, shape in names.shapes.items() if name not in names.columns}
    decisions = {path: decided(one) for path, one in found.items()}
    return Source(
        tuple(files), tuple(names.columns), read, names.left_out, names.about, names.units, decisions, hints=hints
    )


def gathered(path: Path, opened: Opener, target: str | None) -> Names:
    """The columns of one file, and what is left out of it."""
    together = Names()
    with opened(path) as pieces:
        kept, rows = equal(pieces, target)
        for piece in pieces:
            together.left_out |= piece.names.left_out
            together.shapes |= piece.names.shapes
            if piece in kept:
                together.places.append(piece.name)
            elif piece.names.columns:
                together.left_out[piece.name] = f"{piece.rows} rows, not {rows}"
        for piece, called in zip(kept, apart(kept), strict=True):
            together.columns += called
            for name, inner in called.items():
                told = {name: piece.names.about[inner]} if inner in piece.names.about else {}
                told |= {name: f"{inner} of the array {piece.name}"} if name != inner else {}
                together.about |= told
                together.units |= {name: piece.names.units[inner]} if inner in piece.names.units else {}
                if name != inner:
                    together.renamed[name] = f"{inner} of the array {piece.name}"
    if not together.columns:
        why = ", ".join(f"{name} ({reason})" for name, reason in list(together.left_out.items())[:8])
        raise UserError(f"{path.name} holds no column{f': {why}' if why else ''}.", "Choose other files with FILES=.")
    return together


def equal(pieces: Sequence[Piece], target: str | None) -> tuple[list[Piece], int]:
    """The arrays that are as long as the one that holds the target, else as the longest; and that length."""
    usable = [piece for piece in pieces if piece.names.columns]
    holding = [piece.rows for piece in usable if target in piece.names.columns]
    rows = max(holding or [piece.rows for piece in usable], default=0)
    return [piece for piece in usable if piece.rows == rows], rows


def apart(pieces: Sequence[Piece]) -> list[dict[str, str]]:
    """For each array the names of its columns -> those that it has itself: one that was met before gets a number."""
    taken: set[str] = set()
    made: list[dict[str, str]] = []
    for piece in sorted(pieces, key=lambda piece: len(piece.names.columns)):  # an array called a_0 before a_0 of a
        called: dict[str, str] = {}
        for inner in piece.names.columns:
            name, number = inner, 1
            while name in taken:
                number += 1
                name = f"{inner} {number}"
            taken.add(name)
            called[name] = inner
        made.append(called)
    order = sorted(range(len(pieces)), key=lambda place: len(pieces[place].names.columns))
    return [made[order.index(place)] for place in range(len(pieces))]


def hint(name: str, shape: tuple[int, ...]) -> tuple[str, str]:
    """Why an array is no column, with its shape, and what to do."""
    what = f"{name} has shape {shape}"
    if len(shape) == 2 and shape[0] == 1 and shape[1] > 1:
        return f"{what}, which is one row of {shape[1]} numbers", TRANSPOSE
    return f"{what}: its columns are called {name}_0 and so on", "Name one of its columns."


def turned(shape: tuple[int, ...]) -> tuple[int, ...]:
    """The shape of an array whose last axis comes first: one row of numbers is a column of them."""
    return (shape[-1],) if shape[:-1] == (1,) else (shape[-1], *shape[:-1])


def decided(names: Names) -> dict[str, Any]:
    """What was read of a file, where it could have been something else."""
    group = os.path.commonpath([f"/{name}" for name in names.places]) if len(names.places) > 1 else ""
    said: dict[str, Any] = {"group": group} if group not in ("", "/") else {}
    return said | ({"renamed": dict(names.renamed)} if names.renamed else {})
