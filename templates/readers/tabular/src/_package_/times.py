"""Times that a format without a type for them writes as text."""

from __future__ import annotations

import datetime
import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

ISO = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?")


def is_time(word: str) -> bool:
    """Whether it is a date, or a date and a time, as ISO 8601 writes them."""
    if not ISO.fullmatch(word):
        return False
    try:
        datetime.datetime.fromisoformat(word)
    except ValueError:
        return False
    return True


def times(words: list[str | None]) -> NDArray[Any]:
    """datetime64[us] of words that are times, in UTC where they say a zone; NaT for nothing."""
    made: list[datetime.datetime | None] = []
    for word in words:
        moment = datetime.datetime.fromisoformat(word) if word else None
        made.append(moment.astimezone(datetime.UTC).replace(tzinfo=None) if moment and moment.tzinfo else moment)
    return np.array(made, dtype="datetime64[us]")
