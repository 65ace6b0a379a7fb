"""How the rows of these very files are split: what the data say of it themselves, else what the options say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import splitting, suited, units
from _package_.errors import UserError
from _package_.source import Source
from _package_.splitting import COLUMN, RANDOM, Plan
from _package_.values import WORDS, Column, labels

MIX = (
    "`make data OPTION=split=random` splits anew and keeps groups whole; `make data OPTION=group=` forgets the groups."
)


def planned(source: Source, options: Mapping[str, Any]) -> Plan:
    """How the rows are split; reads the column of the option `split`, and one whose name says that it holds splits."""
    shares, name = splitting.shares(options), options.get("split")
    if source.parts:
        files: dict[str, list[str]] = {}
        for split, one in source.parts:
            files.setdefault(split, []).extend(path.name for path in one.files)
        return Plan(shares, splitting.by_files(files))
    for column in holding(source, options):
        said = splitting.by_column(words(source, column))
        if said:
            given = {} if name == RANDOM else dict.fromkeys(said.values(), f"the rows that the column {column!r} names")
            return Plan(shares, given, column)
    if name is None or name == RANDOM:
        return Plan(shares)
    suited.choose_order(options, source.columns)
    every = np.concatenate([suited.ordered(cells[name], name) for cells in source.read([name])])
    return Plan(shares, time=name, cuts=splitting.cuts(every, name, shares))


def holding(source: Source, options: Mapping[str, Any]) -> list[str]:
    """The columns that may say the split of each row: the one that is named, else those that are called so."""
    name, taken = options.get("split"), {options.get(key) for key in ("target", "group", "weight")}
    called = [column for column in source.columns if COLUMN.fullmatch(units.bare(column))]
    found = called if name in (None, RANDOM) else [column for column in source.columns if column == name]
    return [column for column in found if column not in taken]


def words(source: Source, column: str) -> set[str]:
    """The different words of a column, "" where one is missing; more than a few are no names of splits."""
    found: set[str] = set()
    for cells in source.read([column]):
        if cells[column].dtype.kind not in "UO" or len(found) > WORDS:
            return set()
        found |= set(labels(cells[column]).tolist())
    return found


def parts(
    plan: Plan, cells: Mapping[str, Column], part: str | None
) -> Iterator[tuple[str | None, NDArray[np.bool_] | slice]]:
    """The split that rows come with, that of their file or None, and which rows these are."""
    if plan.column is None or not plan.given:
        yield part, slice(None)
        return
    found = labels(cells[plan.column])
    for word, split in splitting.by_column({*found.tolist(), "train", "test"}).items():
        chosen = found == word
        if chosen.any():
            yield split, chosen


class Groups:
    """Takes note of the splits that the data give to each group: a group in two of them would be learned by heart."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}
        self._cut: dict[str, str] = {}  # a group -> its second split

    def add(self, names: NDArray[np.str_], split: str) -> None:
        for name in np.unique(names).tolist():
            if self._first.setdefault(name, split) != split:
                self._cut[name] = split

    def check(self, options: Mapping[str, Any]) -> None:
        """UserError where a group has rows in two of the splits that the data come with."""
        if not self._cut:
            return
        name, second = next(iter(self._cut.items()))
        more = f", and so have {len(self._cut) - 1} others" if len(self._cut) > 1 else ""
        what = f"The group {name!r} of {options['group']} has rows in the splits {self._first[name]} and {second}"
        raise UserError(f"{what} that the data come with{more}.", f"Choose one: {MIX}")
