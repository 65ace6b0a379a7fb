"""Interaction Network (arXiv:1909.12285, arXiv:2212.05081): tracks get messages from each other and from vertices.

B rows; N tracks of P features, V vertices of S features; H neurons of a hidden layer, De numbers in a message, Do that
each track becomes before the sum, C outputs.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn.functional import conv2d, linear

from _package_.config import Config
from _package_.errors import UserError
from _package_.schema import Array, Schema


class InteractionNetwork(nn.Module):
    """f_R is fr1 to fr3, f_R^pv is fr1_pv to fr3_pv, f_O is fo1 to fo3, and the classifier is fc_fixed.

    `masked`: padding sends no messages and is not summed. Otherwise it counts like any track and vertex, as published.
    """

    others: Tensor  # (N, N), 0 on the diagonal: no track sends to itself

    def __init__(
        self, inputs: Mapping[str, Array], outputs: int, *, hidden: int, De: int, Do: int, masked: bool
    ) -> None:
        super().__init__()
        (self.tracks, tracks), (self.vertices, vertices) = list(inputs.items())[:2]
        self.tracks_mask, self.vertices_mask = (tracks.mask, vertices.mask) if masked else (None, None)
        (N, P), (_, S) = tracks.shape, vertices.shape
        self.fr1, self.fr2, self.fr3 = three(2 * P, hidden, De)
        self.fr1_pv, self.fr2_pv, self.fr3_pv = three(P + S, hidden, De)
        self.fo1, self.fo2, self.fo3 = three(P + 2 * De, hidden, Do)
        self.fc_fixed = nn.Linear(Do, outputs)
        self.register_buffer("others", 1 - torch.eye(N), persistent=False)

    def forward(self, arrays: Mapping[str, Tensor]) -> Tensor:
        x, v = arrays[self.tracks], arrays[self.vertices]  # (B, N, P), (B, V, S)
        senders = self.others if self.tracks_mask is None else self.others * arrays[self.tracks_mask][:, None]
        e = messages(x, x, self.fr1, self.fr2, self.fr3, senders)  # (B, N, De)
        senders = None if self.vertices_mask is None else arrays[self.vertices_mask][:, None]
        e_pv = messages(x, v, self.fr1_pv, self.fr2_pv, self.fr3_pv, senders)  # (B, N, De)
        o = through(torch.cat([x, e, e_pv], 2), self.fo1, self.fo2, self.fo3)  # (B, N, Do)
        if self.tracks_mask is not None:
            o = o * arrays[self.tracks_mask][..., None]
        return self.fc_fixed(o.sum(1))  # (B, C)


def three(first: int, hidden: int, last: int) -> tuple[nn.Linear, nn.Linear, nn.Linear]:
    """The layers of f_R, f_R^pv and f_O."""
    return nn.Linear(first, hidden), nn.Linear(hidden, hidden), nn.Linear(hidden, last)


def messages(
    receivers: Tensor, senders: Tensor, first: nn.Linear, second: nn.Linear, third: nn.Linear, wanted: Tensor | None
) -> Tensor:
    """(B, N, De): for each receiver (B, N, P) the sum of what it gets from the senders (B, M, S).

    The first layer is linear in the pair, so each half of its weights is applied to N or M entries instead of to N·M
    pairs. `wanted` is 1 for the pairs that exist and 0 for the others, (N, M), (B, 1, M) or (B, N, M).
    """
    P = receivers.shape[2]
    to, by = linear(receivers, first.weight[:, :P], first.bias), linear(senders, first.weight[:, P:])
    pairs = (to[:, :, None] + by[:, None]).relu_()  # (B, N, M, H)
    pairs = (by_convolution if convolves(pairs) else through)(pairs, second, third)  # (B, N, M, De)
    return (pairs if wanted is None else pairs * wanted[..., None]).sum(2)


def through(x: Tensor, *layers: nn.Linear) -> Tensor:
    """Layers with ReLU, (..., F) to (..., width of the last).

    All entries are rows of one matrix: there ReLU can overwrite what a layer gave, and no gradient asks for a copy.
    """
    rows = x.flatten(0, -2)
    for layer in layers:
        rows = layer(rows).relu_()
    return rows.unflatten(0, x.shape[:-1])


def convolves(pairs: Tensor) -> bool:
    """Whether convolutions are the faster way to apply a layer to pairs: on processors for which PyTorch has oneDNN."""
    return pairs.device.type == "cpu" and torch.backends.mkldnn.is_available() and not torch.compiler.is_compiling()


def by_convolution(pairs: Tensor, *layers: nn.Linear) -> Tensor:
    """As `through`, (B, N, M, F): the pairs are the pixels of an image of N × M and each layer a 1 × 1 convolution."""
    image = pairs.permute(0, 3, 1, 2)  # (B, F, N, M); in memory, nothing moves
    for layer in layers:
        image = conv2d(image, layer.weight[:, :, None, None], layer.bias).relu_()
    return image.permute(0, 2, 3, 1)


def model(schema: Schema, config: Config) -> InteractionNetwork:
    """The network, freshly initialised: the first cloud of the data are the tracks, the second the vertices."""
    if len(schema.inputs) < 2:
        raise UserError(
            f"The data have one cloud, {next(iter(schema.inputs), 'none')!r}; the Interaction Network takes two.",
            "Set recipe.options.input of data/manifest.json to clouds, and run `make data` again.",
        )
    settings = config.model
    sizes = {name: settings[name] for name in ("hidden", "De", "Do")}
    return InteractionNetwork(schema.inputs, schema.outputs, **sizes, masked=settings["masked"])
