"""The last known value of the series, repeated for every step ahead."""

from __future__ import annotations

import math

import numpy as np

from _package_.affine import Affine
from _package_.config import Config
from _package_.errors import UserError
from _package_.normalise import normaliser
from _package_.schema import Schema
from _package_.scores import series, target_field


def model(schema: Schema, config: Config) -> Affine:
    """As a map between normalised units: (x · scale of the series + its mean − mean of a step) / scale of that step."""
    place, array = last_known(schema)
    past, steps = normaliser(schema.inputs[array], config.fit_on), normaliser(schema.target[1], config.fit_on)
    field = place % schema.inputs[array].shape[-1]
    scale, mean = np.ravel(past.scale), np.ravel(past.offset)
    width = sum(math.prod(one.shape) for one in schema.inputs.values())
    matrix, outputs = np.zeros((width, schema.outputs)), np.ones(schema.outputs)
    start = 0
    for name, one in schema.inputs.items():
        if name == array:
            matrix[start + place] = scale[field % len(scale)] / steps.scale * outputs
        start += math.prod(one.shape)
    return Affine(matrix, (mean[field % len(mean)] - steps.offset) / steps.scale * outputs)


def last_known(schema: Schema) -> tuple[int, str]:
    """Where in which flattened input the series stands for the last time; UserError if it stands in none.

    The fields of the target are `<series>(+1 step)` and so on.
    """
    wanted = series(target_field(schema))
    for name, array in schema.inputs.items():
        names = [field.name for field in array.fields]
        if array.kind == "sequence" and wanted in names:
            return (array.shape[0] - 1) * array.shape[1] + names.index(wanted), name
    raise UserError(f"No input sequence holds the past of {wanted!r}.", "Name a field of it so in recipe.py.")
