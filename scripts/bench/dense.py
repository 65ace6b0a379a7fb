"""The Interaction Network in the dense formulation of its publications, to compare with: pairs by one-hot matrices."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from _package_.model import InteractionNetwork


class Dense(InteractionNetwork):
    """Layers and weights of ours; what an edge sends and receives is chosen by products with constant matrices."""

    def __init__(self, inputs: Mapping[str, Any], outputs: int, **settings: Any) -> None:
        super().__init__(inputs, outputs, **settings)
        N, V = (array.shape[0] for array in inputs.values())
        pairs = [(to, by) for to, by in itertools.product(range(N), range(N)) if to != by]
        mixed = list(itertools.product(range(N), range(V)))
        for name, size, chosen in (
            ("receiver", N, [to for to, _ in pairs]),
            ("sender", N, [by for _, by in pairs]),
            ("track", N, [to for to, _ in mixed]),
            ("vertex", V, [by for _, by in mixed]),
        ):
            one_hot = torch.zeros(size, len(chosen))
            one_hot[torch.tensor(chosen), torch.arange(len(chosen))] = 1
            self.register_buffer(name, one_hot, persistent=False)

    def forward(self, arrays: Mapping[str, Tensor]) -> Tensor:
        x, v = arrays[self.tracks].mT, arrays[self.vertices].mT  # (B, P, N), (B, S, V)
        pairs = torch.cat([x @ self.receiver, x @ self.sender], 1).mT  # (B, N(N-1), 2P)
        e = self.receiver @ through(pairs, self.fr1, self.fr2, self.fr3)  # (B, N, De)
        mixed = torch.cat([x @ self.track, v @ self.vertex], 1).mT  # (B, NV, P+S)
        e_pv = self.track @ through(mixed, self.fr1_pv, self.fr2_pv, self.fr3_pv)  # (B, N, De)
        o = through(torch.cat([x.mT, e, e_pv], 2), self.fo1, self.fo2, self.fo3)
        return self.fc_fixed(o.sum(1))


def through(values: Tensor, *layers: nn.Module) -> Tensor:
    """The layers one after the other, on a table of all edges or tracks of the batch, each with ReLU."""
    flat = values.reshape(-1, values.shape[2])
    for layer in layers:
        flat = torch.relu(layer(flat))
    return flat.reshape(*values.shape[:2], -1)


def model(schema: Any, config: Any) -> Dense:
    """As model.py's."""
    settings = config.model
    sizes = {name: settings[name] for name in ("hidden", "De", "Do")}
    return Dense(schema.inputs, schema.outputs, **sizes, masked=False)
