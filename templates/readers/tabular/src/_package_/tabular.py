"""The recipe of every tabular format: columns become features, one of them the target, a group stays in one split.

Options: `target`, `task`, `group` (rows with the same value belong together), `weight` (how much each row counts),
`drop` (columns to leave out), `times` (features: their seconds), `index` (the column that only counts the rows; none),
`split` (a column by which the rows are in order: the latest are the test; random: mixes files that come with their
split), `seed`, and the shares `val` and `test`.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from _package_ import columns, described, planning, splitting, suited, told
from _package_.columns import Block, Contents
from _package_.decisions import Decision, remembered
from _package_.schema import Array, Chunk
from _package_.source import ONE_FORM, Source, pick, stamps, step
from _package_.splits import uniform
from _package_.splitting import Plan
from _package_.strata import Strata
from _package_.values import labels

__all__ = ["ONE_FORM", "SPLITS", "Source", "chunks", "decisions", "layout", "pick", "splits", "step", "with_splits"]
SPLITS = Plan({}).how(False)  # splits() says how they were made


class Learnt(NamedTuple):
    """What the first pass has found, kept for chunks(), which comes after layout()."""

    contents: Contents
    plan: Plan
    source: Source  # whose decisions are whole now


_learnt: dict[tuple[Any, ...], Learnt] = {}


def with_splits(source: Source, options: Mapping[str, Any], one: Callable[[Path], Source]) -> Source:
    """The source with the rows of each file by themselves, where the names of the files tell their splits."""
    found = splitting.published(source.files) if options.get("split") is None else {}
    return dataclasses.replace(source, parts=tuple((split, one(path)) for path, split in found.items()))


def layout(source: Source, options: Mapping[str, Any]) -> dict[str, Array]:
    """features (F), target (1), or () for classes, group () and weight () where named. Reads the files once."""
    contents = learn(source, options).contents
    contents = dataclasses.replace(contents, left_out={**contents.left_out, **told.left_out(source, options)})
    return described.layout(contents, options, source.about, source.units, len(together(source, options)) > 0)


def chunks(source: Source, options: Mapping[str, Any]) -> Iterator[Chunk]:
    """The rows in the order of the files' names; only the columns that became features are read again."""
    contents, plan, _ = learn(source, options)
    for block in blocks(source, options, contents.features, plan):
        yield columns.chunk(block, contents, options)


def splits(source: Source, options: Mapping[str, Any]) -> dict[str, str]:
    """Each split -> how it was made, in words."""
    return learn(source, options).plan.how(classified(options), ", ".join(together(source, options)) or None)


def decisions(source: Source, options: Mapping[str, Any], files: Sequence[Path] = ()) -> dict[Path, Decision]:
    """How each of the files was read, as the first pass has left it; `files` are all of the dataset's."""
    contents, _, read = learn(source, options)
    return told.decisions(read, contents, options, files)


def learn(source: Source, options: Mapping[str, Any]) -> Learnt:
    """The first pass, made once. UserError when the options do not fit the columns."""
    every = [*source.columns, *source.left_out, *source.families]
    goals = source.columns if source.targets is None else source.targets
    known = {"target": goals, "group": goals, "weight": goals, "drop": every}
    suited.choose(options, known, "column", source.hints)
    said = [dict(remembered(path)) for path in source.files]
    key = (stamps(source.files), json.dumps([dict(options), said], sort_keys=True))
    if key not in _learnt:
        _learnt.clear()
        plan, groups = planning.planned(source, options), planning.Groups()
        dropped = {one for name in options.get("drop") or [] for one in source.families.get(name, (name,))}
        named = {options[key] for key in ("target", "group", "weight") if options.get(key) is not None}
        wanted = [
            one for one in source.columns if one not in {*dropped, *named, *source.keys, *source.labels, plan.column}
        ]
        strata = Strata() if plan.time is None and (classified(options) or options.get("group") is not None) else None
        more = source.counters, source.indexed
        contents = columns.survey(blocks(source, options, wanted, plan, strata, groups), options, *more)
        groups.check(options)
        if strata is not None:
            strata.settle()
            plan = dataclasses.replace(plan, strata=strata)
            if told.filled(contents):  # what fills them is a mean over the rows that now are those for training
                again = blocks(source, options, wanted, plan)
                contents = columns.survey(again, options, *more)
        contents = dataclasses.replace(contents, left_out={**contents.left_out, **told.split(plan)})
        _learnt[key] = Learnt(contents, plan, source)
    return _learnt[key]


def classified(options: Mapping[str, Any]) -> bool:
    return options.get("task") == "classification"


def together(source: Source, options: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns whose values say which rows belong together."""
    return source.keys if options.get("group") is None else (str(options["group"]),)


def blocks(
    source: Source,
    options: Mapping[str, Any],
    wanted: Iterable[str],
    plan: Plan,
    strata: Strata | None = None,
    groups: planning.Groups | None = None,
) -> Iterator[Block]:
    """The rows of some columns with their target, split, group and weight.

    `strata` takes note of their classes, `groups` of the splits that groups come with.
    """
    target, keys, weight = options["target"], together(source, options), options.get("weight")
    also = [name for name in (target, *keys, weight, plan.time, plan.column) if name is not None]
    read, wanted = list(dict.fromkeys([*wanted, *also])), list(wanted)
    seed, row = int(options.get("seed", 0)), 0
    for part, one in source.parts or [(None, source)]:
        for cells in one.read(read):
            rows = len(cells[target])
            key: list[NDArray[Any]] = [labels(cells[name]) for name in keys] or [np.arange(row, row + rows)]
            row += rows
            u = uniform(*key, seed=seed)
            parts = planning.parts(plan, cells, part)
            classes = labels(cells[target]) if classified(options) else np.full(rows, "every")
            split = np.empty(rows, dtype="<U5")
            for own, chosen in parts:
                if strata is not None:
                    strata.add(u[chosen], own, classes[chosen])
                if groups is not None and own is not None and options.get("group") is not None:
                    groups.add(key[0][chosen], own)
                time = None if plan.time is None else suited.ordered(cells[plan.time][chosen], plan.time)
                split[chosen] = plan.assign(u[chosen], own, time)
            group = (uniform(*key) * 2.0**53).astype(np.int64) if keys else None
            weights = None if weight is None else suited.weights(cells[weight], weight)
            yield Block(split, cells[target], group, {name: cells[name] for name in wanted}, weights)
