"""Columns that only number the rows."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from _package_.finding import Finding
from _package_.look_alike import digest

LEAST = 20  # rows of which anything is said
REPEATED = 0.25  # share of rows that may repeat another beside an identifier
IDENTIFIER = re.compile(r"(^|[\W_])(id|idx|index|nr|no|number|row|uuid|key|serial)([\W_]|$)", re.IGNORECASE)


def identifiers(x: NDArray[np.float64], labels: list[str]) -> list[Finding]:
    """Whole numbers, another in every row, that are dense or are called so; rows that repeat another aside."""
    found: list[Finding] = []
    first = np.unique(digest([x]), return_index=True)[1]
    x = x[np.sort(first)] if len(first) >= (1 - REPEATED) * len(x) else x
    count = len(x)
    for place, label in enumerate(labels if count >= LEAST else []):
        column = x[:, place]
        if not np.isfinite(column).all() or (column != np.floor(column)).any() or len(np.unique(column)) < count:
            continue
        if IDENTIFIER.search(label) or np.ptp(column) < 2 * count:
            said = f"{label} is another whole number in every row, as a row number or an identifier is"
            found.append(Finding("identifier", label, count, said))
    return found
