"""Deep Sets, as Particle Flow Network (arXiv:1810.05165): F(Σ Φ(entry)), one Φ for each cloud.

B rows, N entries of a cloud, P their features, L width of what is summed, K clouds, C outputs.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from _package_.activations import relu
from _package_.backend import keras
from _package_.config import Config
from _package_.errors import UserError
from _package_.layers import linear
from _package_.schema import Array, Schema

Tensor = Any  # of TensorFlow, which has no types
ops: Any = keras.ops  # without types, too


class DeepSets(keras.Model):
    """`phi` and `f` are the widths of the layers of Φ and F, each with ReLU; `out` is linear."""

    def __init__(self, inputs: Mapping[str, Array], outputs: int, phi: Sequence[int], f: Sequence[int]) -> None:
        super().__init__()
        self.clouds = list(inputs)
        self.masks = [array.mask for array in inputs.values()]
        self.phi = [stack(f"phi.{k}", [array.shape[1], *phi]) for k, array in enumerate(inputs.values())]
        widths = [len(inputs) * phi[-1], *f]
        self.f, self.out = stack("f", widths), linear("out", widths[-1], outputs)
        self.built = True

    def call(self, arrays: Mapping[str, Tensor], training: bool = False) -> Tensor:
        sums: list[Tensor] = []
        for name, mask, layers in zip(self.clouds, self.masks, self.phi, strict=True):
            entries = through(layers, arrays[name])  # (B, N, L)
            real = None if mask is None else ops.cast(arrays[mask], entries.dtype)[..., None]
            sums.append(ops.sum(entries if real is None else entries * real, 1))
        return self.out(through(self.f, ops.concatenate(sums, 1)))  # (B, K·L), then (B, C)


def stack(name: str, widths: Sequence[int]) -> list[Any]:
    """Linear layers from each width to the next."""
    return [linear(f"{name}.{k}", before, after) for k, (before, after) in enumerate(itertools.pairwise(widths))]


def through(layers: Sequence[Any], values: Tensor) -> Tensor:
    """The layers one after the other, each with ReLU."""
    for layer in layers:
        values = relu(layer(values))
    return values


def model(schema: Schema, config: Config) -> DeepSets:
    """The network, freshly initialised; takes every cloud of the data."""
    phi, f = config.model["phi"], config.model["f"]
    if not phi:
        raise UserError("model.phi has no layer.", "Give at least one width, such as model.phi=[64].")
    return DeepSets(schema.inputs, schema.outputs, phi, f)
