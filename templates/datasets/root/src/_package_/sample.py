"""A synthetic ROOT tree with flat and jagged branches, and a planted relation to the target.

Synthetic, not measured. With x the flat branches and h the first entry of Hit_e, 0 where an event has no hit, the
target of a regression is WEIGHTS * x + HIT * h + NOISE * (normal). In a classification each class shifts every x by
SHIFT times the number of the class. Two entries in turn share an Event.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import awkward as ak
import numpy as np
import uproot

from _package_.errors import UserError

WEIGHTS = (1.0, -0.5, 0.25, 2.0)
HIT = 0.5
NOISE = 0.1
SHIFT = 1.0


def write(folder: Path, rows: int, seed: int, options: Mapping[str, Any]) -> list[Path]:
    """Writes `rows` entries into folder/sample.root, in the tree that the options name, else `events`.

    UserError when the options name no target.
    """
    random = np.random.default_rng(seed)
    target, group = options.get("target"), options.get("group")
    if target is None:  # the sample's own names would be no advice: the real data have others
        remedy = "`make data` lists the branches, `make data OPTION=target=NAME` chooses one."
        raise UserError("No target is chosen.", remedy)
    names = [name for name in ("x1", "x2", "x3", "x4", "x5", "x6") if name not in (target, group)][:4]
    x = random.standard_normal((rows, 4))
    length = random.poisson(2, rows)
    hits = np.abs(random.standard_normal(length.sum()))
    leading = np.zeros(rows)
    leading[length > 0] = hits[(np.cumsum(length) - length)[length > 0]]
    if options.get("task") == "classification":
        goal = random.integers(2, size=rows).astype(np.int32)
        x += SHIFT * goal[:, None]
    else:
        goal = x @ np.array(WEIGHTS) + HIT * leading + NOISE * random.standard_normal(rows)
    event = (np.arange(rows) // 2).astype(np.int32)
    columns = {"Run": np.ones(rows, np.int32), "Event": event, **dict(zip(names, x.T, strict=True))}
    columns |= {} if group is None else {group: event}
    hit = ak.zip({"e": ak.unflatten(hits, length), "t": ak.unflatten(random.uniform(0, 1, length.sum()), length)})
    unknown = {*(options.get("drop") or [])} - {*columns, "Hit_e", "Hit_t", "nHit"}
    columns |= {
        name: random.standard_normal(rows) for name in sorted(unknown)
    }  # the recipe wants to find what it drops
    columns[target] = goal

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "sample.root"
    with uproot.recreate(path) as file:
        types = {name: column.dtype for name, column in columns.items()}
        tree = file.mktree(options.get("tree") or "events", {**types, "Hit": hit.type.content})
        tree.extend({**columns, "Hit": hit})
    return [path]
