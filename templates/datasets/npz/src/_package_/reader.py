"""Arrays of NumPy as columns, a block of rows at a time: .npy files and the members of .npz files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from _package_ import npzfile
from _package_.npzfile import Member
from _package_.plain import Names, taken
from _package_.source import Source, pick
from _package_.stacks import Piece, source
from _package_.values import Column

ENDINGS = (".npz", ".npy")


def opened(files: Sequence[Path], options: Mapping[str, Any]) -> Source:
    """The arrays and their columns; UserError where a file holds none."""
    return source(pick(files, ENDINGS), options, pieces)


@contextmanager
def pieces(path: Path) -> Iterator[list[Piece]]:
    """The arrays of one file."""
    with npzfile.opened(path) as found:
        yield [piece(member) for member in found]


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
