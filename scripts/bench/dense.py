"""The Interaction Network in the dense formulation of its publications, to compare with: pairs by one-hot matrices.

The order of operations and the layouts in memory are those of GraphNet in github.com/FAIR4HEP/hbb_interaction_network.
"""

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
        x, v = arrays[self.tracks].mT.contiguous(), arrays[self.vertices].mT.contiguous()  # (B, P, N), (B, S, V)
        pairs = torch.cat([times(x, self.receiver), times(x, self.sender)], 1)  # (B, 2P, N(N-1))
        e = through(pairs, self.fr1, self.fr2, self.fr3).mT.contiguous()
        mixed = torch.cat([times(x, self.track), times(v, self.vertex)], 1)  # (B, P+S, NV)
        e_pv = through(mixed, self.fr1_pv, self.fr2_pv, self.fr3_pv).mT.contiguous()
        sums = times(e, self.receiver.mT.contiguous()), times(e_pv, self.track.mT.contiguous())  # (B, De, N) each
        o = through(torch.cat([x, *sums], 1), self.fo1, self.fo2, self.fo3)  # (B, N, Do)
        return self.fc_fixed(o.sum(1))


def times(values: Tensor, one_hot: Tensor) -> Tensor:
    """(B, F, K) and (K, L) to (B, F, L), as one product of two matrices."""
    return (values.view(-1, values.shape[2]) @ one_hot).view(*values.shape[:2], -1)


def through(values: Tensor, *layers: nn.Module) -> Tensor:
    """(B, F, K) to (B, K, G): the layers, each with ReLU, on a table of all edges or tracks of the batch."""
    flat = values.mT.contiguous().view(-1, values.shape[1])
    for layer in layers:
        flat = torch.relu(layer(flat))
    return flat.view(len(values), -1, flat.shape[1])


def model(schema: Any, config: Any) -> Dense:
    """As model.py's."""
    settings = config.model
    sizes = {name: settings[name] for name in ("hidden", "De", "Do")}
    return Dense(schema.inputs, schema.outputs, **sizes, masked=False)
