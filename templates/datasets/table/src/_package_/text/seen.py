"""The first cells of a column, each once, and which of them look like something; thousands are asked at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute

PROVING = 1000  # different cells that are asked for their signs
# Whole numbers, and such as no thousands sign stands in.
PLAINLY = (r"[+-]?\d+", *(rf"[+-]?(?:\d+[{sign}](?:\d\d?|\d{{4,}})|\d{{4,}}[{sign}]\d+)" for sign in ".,"))
compute = cast(Any, pyarrow.compute)  # its functions are made when it is imported


def fits(array: Any, pattern: str) -> Any:
    """Which cells are as the pattern says, from their first letter to their last; null of null."""
    return compute.match_substring_regex(array, rf"^(?:{pattern})$")


def among(array: Any, wanted: Iterable[str]) -> Any:
    """Which cells are some of these words."""
    return compute.is_in(array, value_set=strings(wanted))


def strings(words: Iterable[str]) -> Any:
    """Words as an array of Arrow; pyarrow.array() imports pandas where that is installed, which takes half a second."""
    coded = [word.encode() for word in words]
    offsets = np.cumsum([0, *map(len, coded)], dtype=np.int32)
    return pa.StringArray.from_buffers(len(coded), pa.py_buffer(offsets), pa.py_buffer(b"".join(coded)))


class Cells:
    """The different cells of a column, without blanks around them, and how often each stands there."""

    def __init__(self, words: Any, counts: Any) -> None:
        self.words, self.counts = words, counts

    @classmethod
    def of(cls, tables: Iterable[Any], place: int) -> Cells:
        """The cells of a column in some tables of text, the earlier ones first."""
        array = pa.chunked_array([chunk for one in tables for chunk in one[str(place)].chunks], pa.string())
        counted = compute.value_counts(compute.utf8_trim_whitespace(array.drop_null()))
        return cls(counted.field(0), counted.field(1))

    def __len__(self) -> int:
        return len(self.words)

    @property
    def total(self) -> int:
        """How many cells there are."""
        return int(np.sum(self.counts.to_numpy(zero_copy_only=False)))

    def first(self, count: int | None = None) -> list[str]:
        return self.words.slice(0, count).to_pylist()

    def those(self, mask: Any) -> Cells:
        return Cells(self.words.filter(mask), self.counts.filter(mask))

    def like(self, pattern: str) -> Cells:
        """Those that are as the pattern says, from their first letter to their last."""
        return self.those(fits(self.words, pattern))

    def unlike(self, pattern: str) -> Cells:
        return self.those(compute.invert(fits(self.words, pattern)))

    def parted(self, mask: Any) -> tuple[Cells, Cells]:
        """Those of the mask, and the others."""
        return self.those(mask), self.those(compute.invert(mask))

    def proving(self) -> list[str]:
        """Those that say how the numbers are written: one of each plain form, and the first that have another one."""
        rest, chosen = self, list[str]()
        for form in PLAINLY:
            like, rest = rest.parted(fits(rest.words, form))
            chosen += like.first(1)
        return chosen + rest.first(PROVING)
