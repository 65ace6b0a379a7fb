"""Deep Sets, as Particle Flow Network (arXiv:1810.05165): F(Σ Φ(entry)), one Φ for each cloud.

B rows, N entries of a cloud, P their features, L width of what is summed, K clouds, C outputs.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from _package_.config import Config
from _package_.errors import UserError
from _package_.schema import Array, Schema


class DeepSets(nn.Module):
    """`phi` and `f` are the widths of the layers of Φ and F, each with ReLU; `out` is linear."""

    def __init__(self, inputs: Mapping[str, Array], outputs: int, phi: Sequence[int], f: Sequence[int]) -> None:
        super().__init__()
        self.masks = {name: array.mask for name, array in inputs.items()}
        self.phi = nn.ModuleList(stack([array.shape[1], *phi]) for array in inputs.values())
        self.f = stack([len(inputs) * phi[-1], *f])
        self.out = nn.Linear([len(inputs) * phi[-1], *f][-1], outputs)

    def forward(self, arrays: Mapping[str, Tensor]) -> Tensor:
        sums: list[Tensor] = []
        for layers, (name, mask) in zip(self.phi, self.masks.items(), strict=True):
            entries = through(layers, arrays[name])  # (B, N, L)
            sums.append((entries if mask is None else entries * arrays[mask][..., None]).sum(1))
        return self.out(through(self.f, torch.cat(sums, 1)))  # (B, K·L), then (B, C)


def stack(widths: Sequence[int]) -> nn.ModuleList:
    """Linear layers from each width to the next."""
    return nn.ModuleList(nn.Linear(before, after) for before, after in itertools.pairwise(widths))


def through(layers: nn.Module, values: Tensor) -> Tensor:
    """The layers one after the other, each with ReLU."""
    for layer in layers.children():
        values = layer(values).relu()
    return values


def model(schema: Schema, config: Config) -> DeepSets:
    """The network, freshly initialised; takes every cloud of the data."""
    phi, f = config.model["phi"], config.model["f"]
    if not phi:
        raise UserError("model.phi has no layer.", "Give at least one width, such as model.phi=[64].")
    return DeepSets(schema.inputs, schema.outputs, phi, f)
