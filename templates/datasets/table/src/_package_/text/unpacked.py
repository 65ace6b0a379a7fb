"""The bytes of a file, decompressed by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa

from _package_ import packed

Opener = Callable[[Path], Any]  # a context with the bytes of a file of text


def opened(path: Path) -> Any:
    """The bytes of the table, decompressed."""
    if path.suffix.lower() == ".zst":
        return pa.CompressedInputStream(str(path), "zstd")
    return packed.opened(path)


def damaged(path: Path, error: Exception) -> tuple[str, str]:
    return f"{path.name} cannot be read: {error}", "Run `make data VERIFY=1`, which fetches a damaged file anew."
