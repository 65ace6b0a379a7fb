"""Numbers in any spelling as Arrow casts them, and whether they are what they seem."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

from _package_.text.numerals import BLANKS, Numeral

compute = cast(Any, pyarrow.compute)  # its functions are made when it is imported


def rewritten(array: Any, numeral: Numeral) -> Any:
    """Cells in that spelling as Arrow casts them to numbers: as numerals.number() makes them, thousands at once."""
    if compute.any(compute.match_substring_regex(array, "[^0-9.,eE-]")).as_py():
        for pattern, plainly in ((f"[{BLANKS}%+]", ""), ("[\u2212\u2013]", "-"), ("[dD]", "e")):
            array = compute.replace_substring_regex(array, pattern, plainly)
    if numeral.thousands and numeral.thousands not in BLANKS:
        array = compute.replace_substring(array, numeral.thousands, "")
    return array if numeral.decimal == "." else compute.replace_substring(array, numeral.decimal, ".")


def plain(array: Any) -> NDArray[np.float64] | None:
    """Numbers as Arrow reads them; None where it reads a word, or takes one such as nan or inf for a number."""
    try:
        found = compute.cast(array, pa.float64())
    except pa.ArrowInvalid:
        return None
    made = found.to_numpy(zero_copy_only=False)
    return made if finite(made, found.null_count) else None


def finite(made: NDArray[np.float64], nulls: int) -> bool:
    """Whether all of the numbers are, but for those of empty cells."""
    return int(np.count_nonzero(np.isfinite(made))) == len(made) - nulls


def largest(made: NDArray[np.float64]) -> float:
    """The largest absolute value; 0 of no number."""
    return float(max(np.fmax.reduce(made, initial=0.0), -np.fmin.reduce(made, initial=0.0)))
