"""Graph convolutional network (arXiv:1609.02907) on the nodes of a graph, or on the pixels of an image.

B rows, N nodes, F features of a node, k neighbours that a node names, D width of a layer, C outputs (values, or one
logit per class). An image is (B, H, W, F) throughout; its N pixels are nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from _package_.activations import activation
from _package_.config import Config
from _package_.errors import UserError, nearest
from _package_.schema import Schema
from _package_.structure import POOLS, Structure, pixel_degrees, structure


class GCN(nn.Module):
    """Linear layers for each node, graph convolutions, pooling over the nodes, linear layers for the graph."""

    def __init__(
        self,
        about: Structure,
        dense: Sequence[int],
        graph: Sequence[int],
        head: Sequence[int],
        outputs: int,
        *,
        pool: str,
        activation: Callable[[Tensor], Tensor],
        dropout: float,
    ) -> None:
        super().__init__()
        self.about, self.mean, self.activation = about, pool == "mean", activation
        self.dense = layers([about.features, *dense])
        self.graph = layers([(about.features, *dense)[-1], *graph])
        self.head = layers([(about.features, *dense, *graph)[-1], *head])
        self.dropout = nn.Dropout(dropout)
        self.out = nn.Linear((about.features, *dense, *graph, *head)[-1], outputs)

    def forward(self, arrays: Mapping[str, Tensor]) -> Tensor:
        x, aggregate, pool = self.prepare(arrays)
        for layer in self.dense:
            x = self.activation(layer(x))  # (B, N, D)
        for layer in self.graph:
            x = self.activation(layer(aggregate(x)))  # (B, N, D)
        x = pool(x)  # (B, D)
        for layer in self.head:
            x = self.dropout(self.activation(layer(x)))
        return self.out(x)  # (B, C)

    def prepare(
        self, arrays: Mapping[str, Tensor]
    ) -> tuple[Tensor, Callable[[Tensor], Tensor], Callable[[Tensor], Tensor]]:
        """The nodes, what sums over neighbours, and what pools, both for arrays like that of the nodes."""
        x = arrays[self.about.nodes]
        if self.about.edges is None:
            height, width = x.shape[1], x.shape[2]
            root = torch.from_numpy(pixel_degrees(height, width) ** -0.5).to(x)[:, :, None]
            count = height * width if self.mean else 1
            return x, lambda h: root * around(root * h), lambda h: h.sum((1, 2)) / count
        edges = arrays[self.about.edges]
        mask = torch.ones_like(x[:, :, 0]) if self.about.mask is None else arrays[self.about.mask]  # (B, N)
        A = adjacency(edges, mask)
        root = mask[:, :, None] / A.sum(2, keepdim=True).clamp(min=1).sqrt()  # (B, N, 1)
        count = mask.sum(1, keepdim=True).clamp(min=1) if self.mean else 1
        return x, lambda h: root * (A @ (root * h)), lambda h: (mask[:, :, None] * h).sum(1) / count


def adjacency(edges: Tensor, mask: Tensor) -> Tensor:
    """(B, N, N): 1 between a node and itself, and between real nodes of which either names the other; of (B, N, k)."""
    N = edges.shape[1]
    nodes = torch.arange(N, device=edges.device, dtype=edges.dtype)
    A = torch.eye(N, device=mask.device, dtype=mask.dtype)
    for k in range(edges.shape[2]):
        named = (edges[:, :, k, None] == nodes).to(mask.dtype)  # (B, N, N); -1 is no node
        A = torch.maximum(A, torch.maximum(named, named.transpose(1, 2)))
    return A * mask[:, :, None] * mask[:, None]


def around(x: Tensor) -> Tensor:
    """(B, H, W, D): for each pixel the sum over itself and the up to eight around it."""
    x = pad(x, (0, 0, 1, 1, 1, 1))
    x = x[:, :-2] + x[:, 1:-1] + x[:, 2:]
    return x[:, :, :-2] + x[:, :, 1:-1] + x[:, :, 2:]


def layers(widths: Sequence[int]) -> nn.ModuleList:
    """Linear layers from each width to the next, with fresh weights of variance 2 / inputs and no bias."""
    found = nn.ModuleList()
    for before, after in pairwise(widths):
        layer = nn.Linear(before, after)
        nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu")
        nn.init.zeros_(layer.bias)
        found.append(layer)
    return found


def model(schema: Schema, config: Config) -> GCN:
    """The network, freshly initialised; takes {array name: (B, ...)} and gives (B, C)."""
    settings = config.model
    if settings["pool"] not in POOLS:
        raise UserError(f"model.pool is {settings['pool']!r}.", nearest(str(settings["pool"]), POOLS))
    return GCN(
        structure(schema),
        settings["dense"],
        settings["graph"],
        settings["head"],
        schema.outputs,
        pool=settings["pool"],
        activation=activation(settings["activation"]),
        dropout=settings["dropout"],
    )
