"""What one column holds: numbers, a few words, times, or nothing to learn from.

The reader of the format has decided it: numbers come as numeric arrays (NaN: missing), words as arrays of objects (str;
None or "": missing), times as datetime64 (NaT: missing). No word is read as a number or taken for missing here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

WORDS = 20  # a column with more different words is left out
EXACT = 2**53  # beyond it float64 does not tell every integer from the next
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
TIME = "a time, no feature unless OPTION=times=features"
Column = NDArray[Any]  # (rows,) of numbers, of str and None, or of times


class Feature(NamedTuple):
    """One number made of a column: the column itself, or 1 where it holds `word`."""

    name: str
    word: str | None
    filling: float  # what a missing value becomes


@dataclass
class Seen:
    """What one column has shown so far."""

    times: bool = False  # whether times are wanted, as seconds
    numeric: bool = True
    is_time: bool = False
    low: float = np.inf
    high: float = -np.inf
    total: float = 0.0  # over the training rows
    count: int = 0
    missing: int = 0  # in any row
    inexact: bool = False  # holds integers that float64 cannot tell apart
    words: set[str] = field(default_factory=set[str])

    def add(self, values: Column, training: NDArray[np.bool_]) -> None:
        """Takes note of more rows, (rows,), of which `training` marks those that a mean may be taken of."""
        text = values.dtype.kind in "UO"
        if values.dtype.kind == "M":
            self.is_time = True
        elif text or len(self.words) <= WORDS:  # of numbers, too: a reader may find words in a later block
            found, inverse = different(values)
            if len(self.words) <= WORDS:  # and three more are enough to know that there are too many
                self.words |= {label(value) for value in found[: WORDS + 3]} - {""}
            if text:
                blank = np.array([label(value) == "" for value in found], dtype=bool)
                self.missing += int(np.sum(blank[inverse]))
                self.numeric = self.numeric and bool(blank.all())
        x = np.full(len(values), np.nan) if text else numbers(values)
        known = np.isfinite(x)
        self.missing += 0 if text else int(np.sum(~known))
        if not self.numeric:
            return
        self.low, self.high = float(np.min(x[known], initial=self.low)), float(np.max(x[known], initial=self.high))
        self.inexact |= values.dtype.kind in "iu" and max(-self.low, self.high) >= EXACT
        self.total += float(np.sum(x[known & training]))
        self.count += int(np.sum(known & training))

    def useless(self) -> str | None:
        """Why nothing can be learnt from the column, or None."""
        if self.is_time and not self.times:
            return TIME
        if self.numeric:
            return None if self.low < self.high else "one value only" if self.low == self.high else "no value"
        if len(self.words) > WORDS:
            return f"more than {WORDS} different words"
        return None if len(self.words) > 1 else "one value only"

    def features(self, name: str) -> list[Feature]:
        """The numbers that are made of the column."""
        if self.numeric:
            return [Feature(name, None, self.total / self.count if self.count else 0.0)]
        return [Feature(f"{name}={word}", word, 0.0) for word in sorted(self.words)]


def numbers(values: Column) -> NDArray[np.float64]:
    """float64, NaN for what is missing or not finite; times and durations in s. ValueError for a word."""
    if values.dtype.kind in "UO":
        words, inverse = different(values)
        x = np.array([number(label(word)) for word in words], dtype=np.float64)[inverse]
    elif values.dtype.kind in "mM":
        since = values - np.datetime64(0, "s") if values.dtype.kind == "M" else values
        x = since / np.timedelta64(1, "s")
    else:
        x = values.astype(np.float64)
    return np.where(np.isfinite(x), x, np.nan)


def number(word: str) -> float:
    """A number as text says it, NaN for ""; ValueError for any other word, such as nan or 1_000."""
    if word and not NUMBER.fullmatch(word):
        raise ValueError(f"{word!r} is no number")
    return float(word or "nan")


def labels(values: Column) -> NDArray[np.str_]:
    """Each value as one word, "" for what is missing; 1 and 1.0, as numbers, are the same word."""
    if values.dtype.kind == "M":
        return np.where(np.isnat(values), "", values.astype(np.str_))
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
        return number(word or "-"), ""
    except ValueError:
        return np.inf, word


def label(value: Any) -> str:
    """One value as a word: text as it stands, whole numbers with all their digits, "" for None and NaN."""
    if isinstance(value, str):
        return value
    if value is None or value != value:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}" if np.isfinite(value) else ""
    return str(value)
