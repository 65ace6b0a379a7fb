"""Arrays of NumPy as columns, a block of rows at a time: .npy files and the members of .npz files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from _package_ import npzfile
from _package_.npzfile import Header, Member
from _package_.plain import Names, taken
from _package_.source import Source, pick
from _package_.stacks import Piece, source, turned
from _package_.values import Column

ENDINGS = (".npz", ".npy")


def opened(files: Sequence[Path], options: Mapping[str, Any]) -> Source:
    """The arrays and their columns; UserError where a file holds none."""
    return source(pick(files, ENDINGS), options, partial(pieces, turn=bool(options.get("transpose"))))


@contextmanager
def pieces(path: Path, turn: bool) -> Iterator[list[Piece]]:
    """The arrays of one file; `turn`: their last axis are the rows."""
    with npzfile.opened(path) as found:
        yield [piece(lastfirst(member) if turn else member) for member in found]


def lastfirst(member: Member) -> Member:
    """An array with its last axis first; it is held in memory, since each row is spread over all of it."""
    name, (shape, _, dtype), read = member
    if len(shape) < 2 or not member.header.readable:
        return member
    whole = cache(lambda: np.moveaxis(read(0, shape[0]), -1, 0).reshape(turned(shape)))
    return Member(name, Header(turned(shape), False, dtype), lambda start, stop: whole()[start:stop])


def piece(member: Member) -> Piece:
    """An array as columns, or with the reason why it is none."""
    name, (shape, _, dtype), read = member
    names = Names()
    if not shape:
        names.left_out[name] = "a single value"
    elif dtype.hasobject:
        names.left_out[name] = "objects, which are pickled"
    else:
        label = "" if dtype.fields is not None and len(shape) == 1 else name
        names.add(label, dtype, shape[1:])
        names.shapes[name] = shape

        def columns(start: int, stop: int) -> dict[str, Column]:
            return taken(label, read(start, stop))

        return Piece(name, shape[0], names, columns)
    return Piece(name, 0, names, lambda start, stop: {})
