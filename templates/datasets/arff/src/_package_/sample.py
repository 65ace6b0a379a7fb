"""A synthetic ARFF relation: see planted.py for the relation to the target. Synthetic, not measured."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import arff

from _package_ import planted


def write(folder: Path, rows: int, seed: int, options: Mapping[str, Any]) -> list[Path]:
    """Writes `rows` rows into folder/sample.arff; UserError when the options name no target."""
    columns = planted.columns(rows, seed, options)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "sample.arff"
    kinds = [sorted(set(values.tolist())) if values.dtype.kind == "U" else "REAL" for values in columns.values()]
    relation = {
        "relation": "sample",
        "attributes": list(zip(columns, kinds, strict=True)),
        "data": [list(row) for row in zip(*(values.tolist() for values in columns.values()), strict=True)],
    }
    with path.open("w", encoding="utf-8") as file:
        arff.dump(relation, file)
    return [path]
