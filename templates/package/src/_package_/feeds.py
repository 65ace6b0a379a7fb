"""What a model is fed: arrays in physical units, as schema.json describes them, turned into normalised ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from _package_.config import Config
from _package_.normalise import Normaliser, normaliser
from _package_.schema import Schema

Feeds = dict[str, NDArray[Any]]
IDENTITY = Normaliser(np.zeros(()), np.ones(()))


class Feeder:
    """Maps {array name: (rows, ...)} in physical units to what the model takes, by the same names.

    Inputs are normalised (`train.normalise_inputs`, true where a framework has no such setting) and of `dtype`, and
    zero where their mask says that nothing is there; masks are 0 or 1 in `dtype`, edges int32.
    """

    def __init__(self, schema: Schema, config: Config, dtype: DTypeLike = np.float32) -> None:
        self.schema, self.dtype = schema, np.dtype(dtype)
        wanted = config.train.get("normalise_inputs", True)
        self.scaling = {
            name: normaliser(array, config.fit_on) if wanted else IDENTITY for name, array in schema.inputs.items()
        }

    def __call__(self, rows: Mapping[str, NDArray[Any]]) -> Feeds:
        fed: Feeds = {}
        for name in self.schema.feeds:
            values = np.asarray(rows[name])
            if name in self.scaling:
                fed[name] = self._normalised(name, values)
            else:
                edges = self.schema.arrays[name].role == "edges"
                fed[name] = values.astype(np.int32 if edges else self.dtype)
        for name, array in self.schema.inputs.items():
            if array.mask is not None:
                mask = fed[array.mask]
                fed[name] *= mask.reshape(mask.shape + (1,) * (fed[name].ndim - mask.ndim))
        return fed

    def _normalised(self, name: str, values: NDArray[Any]) -> NDArray[Any]:
        """A copy. Single precision stays so: its own rounding is that of the data; all else is scaled in double."""
        scaling = self.scaling[name]
        kind = np.float32 if values.dtype == np.float32 and self.dtype == np.float32 else np.float64
        done = values.astype(kind)
        done -= scaling.offset.astype(kind)
        done /= scaling.scale.astype(kind)
        return done.astype(self.dtype, copy=False)


def target_scaling(schema: Schema, config: Config) -> Normaliser:
    """The schema's, or none with `train.normalise_target: false`: the model then answers in the target's own unit."""
    wanted = config.train.get("normalise_target", True)
    return normaliser(schema.target[1], config.fit_on) if wanted else IDENTITY


def targets(schema: Schema, config: Config, values: NDArray[Any]) -> NDArray[Any]:
    """What a network learns: class numbers (rows,) int64, or normalised values (rows, outputs) float32."""
    if schema.target[1].classes:
        return np.asarray(values).reshape(len(values)).astype(np.int64)
    scaled = target_scaling(schema, config).normalise(np.asarray(values, np.float64))
    return scaled.reshape(len(values), -1).astype(np.float32)
