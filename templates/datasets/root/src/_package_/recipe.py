"""Any ROOT tree: flat branches become features, jagged ones their first values, one is the target; events stay whole.

Options: `target`, `task`, `tree` (null: the longest), `group` (null: run, lumi block and event), `first` (values kept
of a jagged branch), `drop`, `seed`, and the shares `val` and `test`.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from _package_ import columns, suited, trees
from _package_.columns import Block, Contents
from _package_.errors import UserError
from _package_.schema import Array, Chunk
from _package_.splits import assign, uniform
from _package_.trees import Branches

_HOW = "a seeded share by the hash of run, lumi block and event, or of the group branch, or else of the entry number"
SPLITS = {"train": _HOW, "val": _HOW, "test": _HOW}
Tree = tuple[Path, str]  # a file and the name of its tree


def layout(files: Sequence[Path], options: Mapping[str, Any]) -> dict[str, Array]:
    """features (F), target (1), or () for classes, and group () where entries belong together. Reads the trees once."""
    chosen, found = look(files, options)
    learnt = contents(chosen, options)
    never = dict.fromkeys(found.left_out, "cannot be a column")
    learnt = dataclasses.replace(learnt, left_out={**learnt.left_out, **never})
    about = {column: found.titles.get(column.split("[")[0]) for column in learnt.features}
    return columns.layout(learnt, options, about, {}, len(keys(found, options)) > 0)


def chunks(files: Sequence[Path], options: Mapping[str, Any]) -> Iterator[Chunk]:
    """The entries in the order of the files' names."""
    chosen, _ = look(files, options)
    learnt = contents(chosen, options)
    for block in blocks(chosen, options):
        yield columns.chunk(block, learnt, options)


def look(files: Sequence[Path], options: Mapping[str, Any]) -> tuple[list[Tree], Branches]:
    """The trees and their branches; UserError when the options do not fit them."""
    chosen = trees.choose(files, options.get("tree"))
    found = trees.branches(*chosen[0])
    for path, tree in chosen[1:]:
        if set(trees.branches(path, tree).usable) != set(found.usable):
            remedy = "Choose files of one form: with FILES=, or inside an archive with recipe.options.members."
            raise UserError(f"{path.name} has other branches than {chosen[0][0].name}.", remedy)
    every = [*found.usable, *found.left_out]
    suited.choose(options, {"target": found.flat, "group": found.flat, "drop": every}, "flat branch")
    return chosen, found


def contents(chosen: Sequence[Tree], options: Mapping[str, Any]) -> Contents:
    """What the branches hold; kept for chunks(), which comes after layout(): the first pass is made once."""
    stamped = tuple((path, tree, path.stat().st_mtime_ns) for path, tree in chosen)
    return _contents(stamped, json.dumps(dict(options)))


@functools.lru_cache(maxsize=4)
def _contents(stamped: tuple[tuple[Path, str, int], ...], options: str) -> Contents:
    chosen = json.loads(options)
    return columns.survey(blocks([(path, tree) for path, tree, _ in stamped], chosen), chosen)


def keys(found: Branches, options: Mapping[str, Any]) -> tuple[str, ...]:
    """The branches that say which entries belong together; a run or lumi block alone does not."""
    if options.get("group") is not None:
        return (options["group"],)
    return found.keys if any(name.lower().startswith("ev") for name in found.keys) else ()


def blocks(chosen: Sequence[Tree], options: Mapping[str, Any]) -> Iterator[Block]:
    """The entries with their split and group; neither target, keys nor dropped branches among the columns."""
    found = trees.branches(*chosen[0])
    together, target = keys(found, options), options["target"]
    aside = {target, *together, *found.keys, *(options.get("drop") or [])}
    wanted = [name for name in found.usable if name not in aside]
    read = list(dict.fromkeys([*wanted, target, *together]))
    seed, entry = int(options.get("seed", 0)), 0
    for path, tree in chosen:
        for values in trees.blocks(path, tree, read, int(options.get("first", 2))):
            goal, rows = values[target], len(values[target])
            key = [values[name] for name in together] or [np.arange(entry, entry + rows)]
            entry += rows
            group = (uniform(*key) * 2.0**53).astype(np.int64) if together else None
            features = {name: column for name, column in values.items() if name not in {*aside, *trees.counts(found)}}
            yield Block(assign(*key, fractions=shares(options), seed=seed), goal, group, features)


def shares(options: Mapping[str, Any]) -> dict[str, float]:
    """Fraction of each split."""
    val, test = float(options.get("val", 0.15)), float(options.get("test", 0.2))
    return {"train": 1 - val - test, "val": val, "test": test}
