"""How many rows there are: of each class, of each split, and against the columns."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from _package_.arrays import Arrays
from _package_.finding import Finding, share
from _package_.schema import Schema

FEW = 50  # rows of a split: fewer give no interval
RARE = 10  # rows of a class


def class_counts(arrays: Arrays) -> dict[str, dict[str, int]]:
    """Class -> split -> rows, exact; empty where the target has no classes."""
    found: dict[str, dict[str, int]] = {}
    for name, target in arrays.schema.by_role("target").items():
        for split in arrays.schema.splits if target.classes else ():
            counts = np.bincount(np.asarray(arrays.open(split, name)).reshape(-1), minlength=len(target.classes or ()))
            for word, count in zip(target.classes or (), counts.tolist(), strict=False):
                found.setdefault(word, {})[split] = count
    return found


def classes(counts: Mapping[str, Mapping[str, int]]) -> list[Finding]:
    """Classes of few rows, those that a split lacks, and one that nearly all rows are of."""
    found: list[Finding] = []
    for word, by_split in counts.items():
        total, lacking = sum(by_split.values()), [split for split, count in by_split.items() if count == 0]
        if total < RARE:
            found.append(
                Finding("rare class", word, total, f"class {word!r} has {total} row{'s' * (total != 1)} in all")
            )
        elif lacking:
            found.append(Finding("class missing", word, total, f"class {word!r} is not in {', '.join(lacking)}"))
    most = max((sum(by_split.values()) for by_split in counts.values()), default=0)
    total = sum(sum(by_split.values()) for by_split in counts.values())
    if total and most > 0.95 * total:
        word = max(counts, key=lambda one: sum(counts[one].values()))
        said = f"{share(most, total)} of the rows are of class {word!r}: accuracy says little"
        found.append(Finding("majority", word, most, said))
    return found


def sizes(schema: Schema) -> list[Finding]:
    """Fewer rows than columns, and splits of few rows."""
    found: list[Finding] = []
    width = sum(math.prod(one.shape) for one in schema.inputs.values() if one.kind == "table")
    train = schema.splits["train"].rows if "train" in schema.splits else sum(s.rows for s in schema.splits.values())
    if train < width:
        said = f"{train} rows to learn from and {width} columns: a linear fit can give any answer"
        found.append(Finding("fewer rows than columns", "train", train, said))
    for name, split in schema.splits.items():
        if split.rows < FEW:
            said = f"{name} has {split.rows} row{'s' * (split.rows != 1)}: its numbers will hang on single rows"
            found.append(Finding("small split", name, split.rows, said))
    return found
