"""A synthetic table of text: see planted.py for the relation to the target. Synthetic, not measured."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from _package_ import planted


def write(folder: Path, rows: int, seed: int, options: Mapping[str, Any]) -> list[Path]:
    """Writes `rows` rows into folder/sample.csv; UserError when the options name no target."""
    columns = planted.columns(rows, seed, options)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "sample.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(columns)
        table.writerows(zip(*(values.tolist() for values in columns.values()), strict=True))
    return [path]
