"""Which split a row comes into: that of its file or of a column, by time, or a seeded share by hash, each class by
itself."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.errors import UserError
from _package_.strata import Strata

ORDER: tuple[str, ...] = ("train", "val", "test")
NAMES = {"train": "train", "training": "train", "test": "test", "testing": "test"}
NAMES |= dict.fromkeys(("val", "valid", "validation", "dev"), "val")
RANDOM = "random"  # the option that mixes what comes with its split
COLUMN = re.compile(r"(?:data)?[-_ ]?(?:split|set|subset|partition|fold|usage)", re.IGNORECASE)  # what may hold splits
HASH = "by the hash of the row number, or of the group where one is named"


def published(files: Sequence[Path]) -> dict[Path, str]:
    """The split of each file by a word in its name, or in those of its folders; nothing unless all of them have one.

    train.csv and test.csv, or train/0.parquet and val/0.parquet; `latest` holds no word `test`.
    """
    root = os.path.commonpath([path.parent for path in files])
    found = {path: split for path in files if (split := role(path.relative_to(root)))}
    whole = len(found) == len(files) and len(set(found.values())) > 1 and "train" in found.values()
    return found if whole else {}


def role(path: Path) -> str | None:
    """The one split that the file's name tells, else the nearest of its folders."""
    for name in (path.name.partition(".")[0], *reversed(path.parts[:-1])):
        words = {NAMES.get(word.lower()) for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)} - {None}
        if len(words) == 1:
            return words.pop()
    return None


def shares(options: Mapping[str, Any]) -> dict[str, float]:
    """Fraction of each split; UserError where nothing is left to train on."""
    val, test = float(options.get("val", 0.15)), float(options.get("test", 0.2))
    if val < 0 or test < 0 or val + test >= 1:
        raise UserError(f"The shares val={val:g} and test={test:g} leave no row to train on.", "Such as 0.15 and 0.2.")
    return {"train": 1 - val - test, "val": val, "test": test}


@dataclass
class Plan:
    """How rows are split."""

    shares: Mapping[str, float]
    given: Mapping[str, str] = field(
        default_factory=dict[str, str]
    )  # a split that the data come with -> how they say it
    column: str | None = None  # whose words say the split
    strata: Strata | None = None  # of a classification, once they are known
    time: str | None = None  # the column by which rows are in order
    cuts: NDArray[Any] = field(default_factory=lambda: np.empty(0))  # where the next split begins

    def fractions(self, part: str | None) -> dict[str, float]:
        """Shares of the splits that rows of the split `part` come into; None: the data come with no split."""
        if part is None:
            return dict(self.shares)
        if part != "train":
            return {part: 1.0}
        lacking = {name: self.shares[name] for name in ("val", "test") if name not in self.given}
        return {"train": 1 - sum(lacking.values()), **lacking}

    def assign(self, u: NDArray[np.float64], part: str | None, time: NDArray[Any] | None) -> NDArray[np.str_]:
        """Name of the split of each row, (rows,); `u` is uniform in [0, 1) and made of the row or its group."""
        if time is not None:  # a row without a time is no test of what comes later
            late = np.searchsorted(self.cuts, np.where(np.isfinite(time), time, -np.inf), side="right")
            return np.array(ORDER)[late]
        fractions = self.fractions(part)
        names, edges = np.array(list(fractions)), np.cumsum(list(fractions.values()))[:-1]
        place = np.searchsorted(edges, u, side="right")
        if self.strata is not None and len(names) > 1:
            place = self.strata.placed(place, u, part, fractions)
        return names[place]

    def how(self, classify: bool, group: str | None = None) -> dict[str, str]:
        """Each split -> how it was made, in words; `group` is the column whose values keep rows together."""
        if self.time is not None:
            until = {"train": "the oldest", "val": "the next", "test": "the latest"}
            return {
                name: f"{words} {self.shares[name]:.0%} of the rows, by {self.time}" for name, words in until.items()
            }
        each = "of each class, " if classify else ""
        each += HASH if group is None else f"by the hash of {group}, whose rows stay together"
        told: dict[str, str] = dict.fromkeys(ORDER, f"a seeded share of the rows, {each}")
        for name in ORDER if self.given else ():
            told[name] = self.given.get(name, f"a seeded share of the rows for training, {each}")
        if self.given and len(self.given) < len(ORDER):
            told["train"] += ", but for those that another split takes"
        return told


def by_files(files: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Split -> how the names of its files say it."""
    return {
        split: f"the rows of {', '.join(names[:3])}{' …' if len(names) > 3 else ''}, by the names of the files"
        for split, names in files.items()
    }


def by_column(words: Collection[str]) -> dict[str, str]:
    """A word of a column -> the split that it names; nothing unless all of them name one, and one is for training."""
    found = {word: split for word in sorted(words) if (split := NAMES.get(word.strip().lower()))}
    splits = {*found.values()}
    return found if len(found) == len(words) and "train" in splits and len(splits) > 1 else {}


def cuts(time: NDArray[np.float64], name: str, shares: Mapping[str, float]) -> NDArray[np.float64]:
    """The times at which val and test begin; rows of one time are never parted. UserError where there are too few."""
    known = np.sort(time[np.isfinite(time)])
    places = (np.cumsum([shares[name] for name in ORDER[:-1]]) * len(known)).round().astype(int)
    found = known[np.minimum(places, len(known) - 1)] if len(known) else np.empty(0)
    if len(found) < 2 or not known[0] < found[0] or (shares["val"] > 0 and not found[0] < found[1]):
        raise UserError(f"The column {name!r} has too few different times to split by.", "Choose another for split=.")
    return found
