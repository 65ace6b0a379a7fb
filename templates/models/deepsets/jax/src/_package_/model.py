"""Deep Sets, as Particle Flow Network (arXiv:1810.05165): F(Σ Φ(entry)), one Φ for each cloud.

B rows, N entries of a cloud, P their features, L width of what is summed, K clouds, C outputs.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import jax
import jax.numpy as jnp
from jax import Array

from _package_ import schema as data
from _package_.config import Config
from _package_.errors import UserError
from _package_.layers import Parameters, linear, linear_init, relu
from _package_.schema import Schema


@dataclass(frozen=True, eq=False)
class DeepSets:
    """`phi` and `f` are the widths of the layers of Φ and F, each with ReLU; `out` is linear."""

    inputs: Mapping[str, data.Array]
    outputs: int
    phi: Sequence[int]
    f: Sequence[int]

    def init(self, key: Array) -> dict[str, Array]:
        sizes: dict[str, tuple[int, int]] = {}
        for number, array in enumerate(self.inputs.values()):
            sizes |= stack(f"phi.{number}", [array.shape[1], *self.phi])
        widths = [len(self.inputs) * self.phi[-1], *self.f]
        sizes |= {**stack("f", widths), "out": (widths[-1], self.outputs)}
        made: dict[str, Array] = {}
        for each, (name, (before, after)) in zip(jax.random.split(key, len(sizes)), sizes.items(), strict=True):
            made |= linear_init(each, name, before, after)
        return made

    def apply(
        self, parameters: Parameters, arrays: Mapping[str, Array], key: Array | None = None
    ) -> tuple[Array, dict[str, Array]]:
        sums: list[Array] = []
        for number, (name, array) in enumerate(self.inputs.items()):
            entries = through(parameters, f"phi.{number}", len(self.phi), arrays[name])  # (B, N, L)
            real = None if array.mask is None else arrays[array.mask][..., None].astype(entries.dtype)
            sums.append((entries if real is None else entries * real).sum(1))
        values = through(parameters, "f", len(self.f), jnp.concatenate(sums, 1))  # from (B, K·L)
        return linear(parameters, "out", values), {}  # (B, C)


def stack(name: str, widths: Sequence[int]) -> dict[str, tuple[int, int]]:
    """Names of linear layers from each width to the next."""
    return {f"{name}.{number}": sizes for number, sizes in enumerate(itertools.pairwise(widths))}


def through(parameters: Parameters, name: str, count: int, values: Array) -> Array:
    """The layers one after the other, each with ReLU."""
    for number in range(count):
        values = relu(linear(parameters, f"{name}.{number}", values))
    return values


def model(schema: Schema, config: Config) -> DeepSets:
    """The network; takes every cloud of the data."""
    phi, f = config.model["phi"], config.model["f"]
    if not phi:
        raise UserError("model.phi has no layer.", "Give at least one width, such as model.phi=[64].")
    return DeepSets(schema.inputs, schema.outputs, phi, f)
