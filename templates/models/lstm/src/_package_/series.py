"""What an encoder and decoder must know of a forecast's arrays, before any framework has a say.

T steps of the past, F columns of it, K steps ahead, G columns known in advance.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from _package_.config import Config
from _package_.errors import UserError
from _package_.feeds import IDENTITY, target_scaling
from _package_.normalise import Normaliser, normaliser
from _package_.schema import Schema


class Units(NamedTuple):
    """From one array's normalised values to another's: x · scale + shift."""

    scale: NDArray[np.float32]
    shift: NDArray[np.float32]


class Series(NamedTuple):
    """Names of the arrays, and how the column that is predicted stands in them."""

    past: str  # (T, F)
    future: str | None  # (K, G)
    features: int  # F
    steps: int  # K
    column: int  # of the past: the series itself
    known: list[int]  # columns of the past that `future` goes on with, (G,)
    future_to_past: Units  # (G,)
    past_to_target: Units  # of the column; () or (K,)


def series(schema: Schema, config: Config) -> Series:
    """UserError where the arrays are not those of a forecast, as docs/ describes them."""
    inputs = [(name, array) for name, array in schema.inputs.items() if array.kind == "sequence"]
    if not inputs:
        raise UserError("The data have no sequence.", "Choose another model, such as fcn.")
    (past, seen), target = inputs[0], schema.target[1]
    names = [field.name for field in seen.fields]
    wanted = target.fields[0].name.rpartition("(+")[0] if target.fields else ""
    if wanted not in names:
        raise UserError(
            f"The past {past!r} has no column {wanted!r}, which the target goes on with; it has {', '.join(names)}.",
            "Name the target's fields '<column>(+1 step)' and so on in recipe.py.",
        )
    column, steps = names.index(wanted), schema.outputs
    before = each(config, schema, past)
    here = Normaliser(before.offset[column], before.scale[column])
    future, ahead = inputs[1] if len(inputs) > 1 else (None, None)
    known: list[int] = []
    if ahead is not None:
        given = [field.name for field in ahead.fields]
        strange = [name for name in given if name not in names]
        if strange or not given or ahead.shape != (steps, len(given)):
            raise UserError(
                f"{future!r} {ahead.shape} must have the target's {steps} steps and columns that {past!r} has, too.",
                f"Correct it in recipe.py: {past!r} has {', '.join(names)}.",
            )
        known = [names.index(name) for name in given]
    there = IDENTITY if future is None else each(config, schema, future)
    seen_there = Normaliser(before.offset[known], before.scale[known])
    return Series(
        past,
        future,
        len(names),
        steps,
        column,
        known,
        units(there, seen_there),
        units(here, target_scaling(schema, config)),
    )


def each(config: Config, schema: Schema, name: str) -> Normaliser:
    """The scaling of an input, one entry for each of its columns."""
    array = schema.inputs[name]
    found = normaliser(array, config.fit_on) if config.train.get("normalise_inputs", True) else IDENTITY
    width = array.shape[-1:]
    return Normaliser(np.broadcast_to(found.offset, width), np.broadcast_to(found.scale, width))


def units(old: Normaliser, new: Normaliser) -> Units:
    """Values normalised by `old` become those that `new` makes of the same numbers."""
    shift = (old.offset - new.offset) / new.scale
    return Units(np.asarray(old.scale / new.scale, np.float32), np.asarray(shift, np.float32))
