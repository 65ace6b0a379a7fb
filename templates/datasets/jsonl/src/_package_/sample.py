"""A synthetic file of JSON lines: see planted.py for the relation to the target. Synthetic, not measured."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from _package_ import planted


def write(folder: Path, rows: int, seed: int, options: Mapping[str, Any]) -> list[Path]:
    """Writes `rows` rows into folder/sample.jsonl; UserError when the options name no target."""
    columns = planted.columns(rows, seed, options)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "sample.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for cells in zip(*(values.tolist() for values in columns.values()), strict=True):
            file.write(json.dumps(dict(zip(columns, cells, strict=True)), ensure_ascii=False) + "\n")
    return [path]
