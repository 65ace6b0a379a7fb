"""A synthetic file of pd4ml's top tagging: planted_jets.py says what the classes differ in. Synthetic, not measured."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from _package_ import pd4ml, planted_jets
from _package_.pd4ml import ROWS

__all__ = ["ROWS", "write"]


def write(folder: Path, rows: int, seed: int, options: Mapping[str, Any]) -> list[Path]:
    """Writes `rows` jets into folder/1_top_tagging_2M.npz: four-momenta in GeV, the flag ttv, and the class."""
    momenta, label = planted_jets.momenta(rows, np.random.default_rng(seed))
    return pd4ml.write(folder, "1_top_tagging_2M.npz", [momenta, np.zeros(rows, dtype=np.int64)], label)
