"""The forms in which a jet can be given to a model: what the arrays are, and how they are made of the variables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import jets
from _package_.jets import Block
from _package_.neighbours import nearest
from _package_.schema import Array, Field
from _package_.variables import JETS, TRACKS, VERTICES

NEIGHBOURS = 7
VARIABLES: dict[str, tuple[Field, ...]] = {  # form -> what it is made of
    "clouds": (*TRACKS, *VERTICES),
    "cloud": TRACKS,
    "graph": TRACKS,
    "table": JETS,
}


def layout(form: str) -> dict[str, Array]:
    """`clouds`: tracks (60, 30) and vertices (5, 14), each with a mask; `cloud`: the tracks alone; `table`: 27 columns.

    `graph`: the tracks and, as edges, the 7 nearest of each in (etarel, phirel).
    """
    if form == "table":
        return {"features": Array("input", "table", "float32", (len(JETS),), "standard", JETS)}
    if form == "clouds":
        return _cloud("tracks", jets.TRACKS, TRACKS) | _cloud("vertices", jets.VERTICES, VERTICES)
    return _cloud("tracks", jets.TRACKS, TRACKS, form)


def arrays(form: str, rows: Block) -> dict[str, NDArray[Any]]:
    """The arrays of the layout for the jets of a block."""
    if form == "table":
        return {"features": stacked(rows, JETS)}
    made: dict[str, NDArray[Any]] = {"tracks": stacked(rows, TRACKS), "tracks_mask": real(rows["ntracks"], jets.TRACKS)}
    if form == "graph":
        points = np.stack([rows["track_etarel"], rows["track_phirel"]], axis=-1)
        made["tracks_edges"] = nearest(points, made["tracks_mask"], NEIGHBOURS)
    if form == "clouds":
        made |= {"vertices": stacked(rows, VERTICES), "vertices_mask": real(rows["nsv"], jets.VERTICES)}
    return made


def stacked(rows: Block, fields: Sequence[Field]) -> NDArray[np.float32]:
    """The variables along the last axis: (jets, fields) or (jets, stored, fields)."""
    return np.stack([rows[field.name] for field in fields], axis=-1, dtype=np.float32, casting="same_kind")


def real(counts: NDArray[Any], size: int) -> NDArray[np.uint8]:
    """Mask (jets, size): the first entries are real, as many as the jet has."""
    return (np.arange(size) < counts[:, None]).astype(np.uint8)


def _cloud(name: str, size: int, fields: tuple[Field, ...], kind: str = "cloud") -> dict[str, Array]:
    mask, edges = f"{name}_mask", f"{name}_edges" if kind == "graph" else None
    made = {name: Array("input", kind, "float32", (size, len(fields)), "standard", fields, mask=mask, edges=edges)}
    made[mask] = Array("mask", "table", "uint8", (size,), description=f"1 where one of the {name} is real")
    if edges:
        made[edges] = Array("edges", "table", "int16", (size, NEIGHBOURS), description=f"nearest {name}, -1 for none")
    return made
