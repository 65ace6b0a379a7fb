"""What one column holds: numbers, a few words, or nothing to learn from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

WORDS = 20  # a column with more different words is left out
WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
MISSING = ("", "na", "n/a", "nan", "null", "none")
Column = NDArray[Any]  # (rows,) numbers, or text as it stands in the file: str in an array of objects or of fixed width


class Feature(NamedTuple):
    """One number made of a column: the column itself, or 1 where it holds `word`."""

    name: str
    word: str | None
    filling: float  # what a missing value becomes


@dataclass
class Seen:
    """What one column has shown so far."""

    numeric: bool = True  # from the start False for categories, whose words may look like numbers
    low: float = np.inf
    high: float = -np.inf
    total: float = 0.0  # over the training rows
    count: int = 0
    words: set[str] = field(default_factory=set[str])

    def add(self, values: Column, training: NDArray[np.bool_]) -> None:
        """Takes note of more rows, (rows,), of which `training` marks those that a mean may be taken of."""
        if len(self.words) <= WORDS:  # of numbers, too: a word may follow in a later block
            first = different(values)[0][: WORDS + 2 * len(MISSING)]  # enough to know that there are too many
            self.words |= {label(value) for value in first} - {""}
        if not self.numeric:
            return
        try:
            x = numbers(values)
        except ValueError:
            self.numeric = False
            return
        known = np.isfinite(x)
        self.low, self.high = float(np.min(x[known], initial=self.low)), float(np.max(x[known], initial=self.high))
        self.total += float(np.sum(x[known & training]))
        self.count += int(np.sum(known & training))

    def useless(self) -> str | None:
        """Why nothing can be learnt from the column, or None."""
        if self.numeric:
            return None if self.low < self.high else "one value only"
        if len(self.words) > WORDS:
            return f"more than {WORDS} different words"
        return None if len(self.words) > 1 else "one value only"

    def features(self, name: str) -> list[Feature]:
        """The numbers that are made of the column."""
        if self.numeric:
            return [Feature(name, None, self.total / self.count if self.count else 0.0)]
        return [Feature(f"{name}={word}", word, 0.0) for word in sorted(self.words)]


def numbers(values: Column) -> NDArray[np.float64]:
    """float64, NaN for what is missing or not finite; ValueError for a word."""
    if values.dtype.kind in "UO":
        words, inverse = different(values)
        x = np.array([np.nan if label(word) == "" else float(word) for word in words])[inverse]
    else:
        x = values.astype(np.float64)
    return np.where(np.isfinite(x), x, np.nan)


def labels(values: Column) -> NDArray[np.str_]:
    """Each value as one word, "" for what is missing; 1 and 1.0 are the same word."""
    words, inverse = different(values)
    return np.array([label(word) for word in words], dtype=np.str_)[inverse]


def different(values: Column) -> tuple[list[Any], NDArray[np.int64]]:
    """The different values, and for each row the place of its own."""
    if values.dtype.kind != "O":
        found, inverse = np.unique(values, return_inverse=True)
        return found.tolist(), inverse
    listed = values.tolist()
    places = {word: place for place, word in enumerate(dict.fromkeys(listed))}
    return list(places), np.fromiter(map(places.__getitem__, listed), np.int64, len(listed))


def order(word: str) -> tuple[float, str]:
    """Sorts labels: numbers by value, then words by letter."""
    try:
        return float(word), ""
    except ValueError:
        return np.inf, word


def label(value: Any) -> str:
    """One value as a word; whole numbers keep all their digits."""
    word = str(value).strip()
    if word.lower() in MISSING:
        return ""
    if WHOLE.fullmatch(word):
        return str(int(word))
    try:
        number = float(word)
    except ValueError:
        return word
    return f"{number:.15g}" if np.isfinite(number) else ""
