"""Arrays of an .npz file that anybody may have made: no objects, and no more than the file is worth."""

from __future__ import annotations

import tokenize
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.errors import UserError

DAMAGED = (OSError, EOFError, ValueError, KeyError, TypeError, MemoryError, NotImplementedError, RuntimeError)
DAMAGED += (zipfile.BadZipFile, zlib.error, SyntaxError, AttributeError, tokenize.TokenError)
# Numbers of a measurement shrink by little; a file of zeros that unpacks to the whole memory does by a thousand.
FREE, TIMES = 64 << 20, 20


def read(path: Path, remedy: str) -> dict[str, NDArray[Any]]:
    """The arrays by name; UserError with `remedy` for a damaged file, one of objects, and one that unpacks to far more
    than it is."""
    try:
        bounded(path)
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except DAMAGED as error:
        said = " ".join("".join(sign if sign.isprintable() else " " for sign in str(error)).split())[:200]
        raise UserError(f"{path.name} cannot be read: {said or type(error).__name__}", remedy) from error


def bounded(path: Path) -> None:
    """ValueError for a zip whose parts are, by its own account, out of proportion; more than this no reader unpacks."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    size, packed = sum(part.file_size for part in parts), path.stat().st_size
    if size > FREE + TIMES * packed:
        raise ValueError(f"it unpacks to {size} bytes from {packed}")
    if len({part.filename for part in parts}) < len(parts):
        raise ValueError("two of its parts have the same name")
