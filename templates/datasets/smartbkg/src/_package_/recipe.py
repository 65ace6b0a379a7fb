"""pd4ml, smartBKG of Belle II: the decay tree of a generated event; will it pass the selection after reconstruction?

Source of the form and of the features: erum-data-idt/pd4ml, pd4ml/pd4ml.py and pd4ml/load_data.py, at commit 644d3a0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import pd4ml
from _package_.errors import UserError
from _package_.schema import Array, Chunk, Field

INPUTS = ("graph", "cloud")
SPLITS = pd4ml.SPLITS
PARTICLES, COLUMNS = 100, 9
SHAPES = {0: (PARTICLES, COLUMNS), 1: (PARTICLES,)}
CLASSES = ("fail", "pass")
FIELDS = (  # the first eight columns of X_train_0; the ninth is the kind. Units are not documented.
    Field("prod_time", None, "Time of production, in the unit of the file"),
    Field("energy", None, "Energy, in the unit of the file"),
    *(Field(axis, None, f"Place of production along {axis}, in the unit of the file") for axis in "xyz"),
    *(Field(f"p{axis}", None, f"Momentum along {axis}, in the unit of the file") for axis in "xyz"),
)
MOTHER = Field("mother", None, "Place of the mother in the list of particles, -1 for none")


def layout(files: Sequence[Path], options: Mapping[str, Any]) -> dict[str, Array]:
    """particles (100, features), real (100,), for a graph mother (100, 1), and the class; UserError for other files."""
    graph = form(options) == "graph"
    species = kinds(files, options)
    fields = [*FIELDS, *(Field(f"kind_{one}", None, f"1 for a particle of the kind {one}") for one in species)]
    fields += [] if graph else [MOTHER]
    label = (Field("passes", None, "Whether the event passes the selection (1) or fails (0)"),)
    found = {
        "particles": Array(
            "input",
            INPUTS[0] if graph else INPUTS[1],
            "float32",
            (PARTICLES, len(fields)),
            "standard",
            tuple(fields),
            mask="real",
            edges="mother" if graph else None,
        ),
        "real": Array("mask", "table", "uint8", (PARTICLES,), description="1 where the event has a particle"),
    }
    if graph:
        found["mother"] = Array("edges", "table", "int16", (PARTICLES, 1), description="the mother of each particle")
    return found | {"target": Array("target", "table", "int64", (), "none", label, CLASSES)}


def chunks(files: Sequence[Path], options: Mapping[str, Any]) -> Iterator[Chunk]:
    """The events in file order. Options: `input`, `kinds` of kinds(), and `val` and `seed` of pd4ml.blocks."""
    graph = form(options) == "graph"
    species = np.array(kinds(files, options), dtype=np.int64)
    for split, inputs, y in pd4ml.blocks(files, options, SHAPES):
        real = np.any(inputs[0] != 0, axis=-1)
        numbers = inputs[0][..., : len(FIELDS)].astype(np.float32)
        kind = inputs[0][..., -1].astype(np.int64)
        found = [numbers, ((kind[..., None] == species) & real[..., None]).astype(np.float32)]
        above = mothers(inputs[1], real)
        if not graph:
            found.append(np.where(real, above, 0)[..., None].astype(np.float32))
        arrays: dict[str, NDArray[Any]] = {
            "particles": np.concatenate(found, axis=-1),
            "real": real.astype(np.uint8),
            "target": y.astype(np.int64),
        }
        yield Chunk(split, arrays | ({"mother": above[..., None]} if graph else {}))


def form(options: Mapping[str, Any]) -> str:
    """The form asked for; UserError for one that the recipe has not."""
    found = str(options.get("input", INPUTS[0]))
    if found not in INPUTS:
        raise UserError(f"Decays are not laid out as {found!r}.", f"Set recipe.options.input to {' or '.join(INPUTS)}.")
    return found


def kinds(files: Sequence[Path], options: Mapping[str, Any]) -> list[int]:
    """The `kinds` (32) most frequent kinds of particles among the training rows, in the order of their numbers.

    Each becomes a column of 0 or 1; particles of other kinds have 0 in all of them. It takes a pass over X_train_0.
    """
    counts: dict[int, int] = {}
    for split, inputs, _ in pd4ml.blocks(files, options, {0: SHAPES[0]}):
        if (split == "test").any():
            break
        particles = inputs[0][split == "train"]
        found = particles[..., -1][np.any(particles != 0, axis=-1)].astype(np.int64)
        for one, number in zip(*np.unique(found, return_counts=True), strict=True):
            counts[int(one)] = counts.get(int(one), 0) + int(number)
    frequent = sorted(counts, key=lambda one: (-counts[one], one))
    return sorted(frequent[: int(options.get("kinds", 32))])


def mothers(raw: NDArray[Any], real: NDArray[np.bool_]) -> NDArray[np.int16]:
    """Place of each particle's mother, (rows, 100); -1 for none, one that is not stored, or the particle itself."""
    place = np.where(np.isfinite(raw), raw, -1).astype(np.int64)
    inside = real & (place >= 0) & (place < PARTICLES) & (place != np.arange(PARTICLES))
    stored = np.take_along_axis(real, np.where(inside, place, 0), axis=1)
    return np.where(inside & stored, place, -1).astype(np.int16)
