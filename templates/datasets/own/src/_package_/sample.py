"""A synthetic table in NumPy's own format: see planted.py for the relation to the target. Synthetic, not measured."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from _package_ import planted


def write(folder: Path, rows: int, seed: int, options: Mapping[str, Any]) -> list[Path]:
    """Writes `rows` rows into folder/sample.npz; UserError when the options name no target."""
    columns = planted.columns(rows, seed, options)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "sample.npz"
    np.savez(path, **columns)  # type: ignore[arg-type]
    return [path]
