"""Interaction Network (arXiv:1909.12285, arXiv:2212.05081): tracks get messages from each other and from vertices.

B rows; N tracks of P features, V vertices of S features; H neurons of a hidden layer, De numbers in a message, Do that
each track becomes before the sum, C outputs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from _package_.activations import relu
from _package_.backend import keras
from _package_.config import Config
from _package_.errors import UserError
from _package_.layers import linear
from _package_.probes import affine
from _package_.schema import Array, Schema

Tensor = Any  # of TensorFlow, which has no types
ops: Any = keras.ops  # without types, too


class InteractionNetwork(keras.Model):
    """f_R is fr1 to fr3, f_R^pv is fr1_pv to fr3_pv, f_O is fo1 to fo3, and the classifier is fc_fixed.

    `masked`: padding sends no messages and is not summed. Otherwise it counts like any track and vertex, as published.
    """

    def __init__(
        self, inputs: Mapping[str, Array], outputs: int, *, hidden: int, De: int, Do: int, masked: bool
    ) -> None:
        super().__init__()
        (self.tracks, tracks), (self.vertices, vertices) = list(inputs.items())[:2]
        self.tracks_mask, self.vertices_mask = (tracks.mask, vertices.mask) if masked else (None, None)
        (N, P), (_, S) = tracks.shape, vertices.shape
        self.f_R = three(("fr1", "fr2", "fr3"), 2 * P, hidden, De)
        self.f_R_pv = three(("fr1_pv", "fr2_pv", "fr3_pv"), P + S, hidden, De)
        self.f_O = three(("fo1", "fo2", "fo3"), P + 2 * De, hidden, Do)
        self.fc_fixed = linear("fc_fixed", Do, outputs)
        self.others = (1 - np.eye(N)).astype(np.float32)  # (N, N): no track sends to itself
        self.built = True

    def call(self, arrays: Mapping[str, Tensor], training: bool = False) -> Tensor:
        x, v = arrays[self.tracks], arrays[self.vertices]  # (B, N, P), (B, V, S)
        senders = self.others if self.tracks_mask is None else self.others * arrays[self.tracks_mask][:, None]
        e = messages(x, x, self.f_R, senders)  # (B, N, De)
        senders = None if self.vertices_mask is None else arrays[self.vertices_mask][:, None]
        e_pv = messages(x, v, self.f_R_pv, senders)  # (B, N, De)
        o = ops.concatenate([ops.cast(x, e.dtype), e, e_pv], 2)
        for layer in self.f_O:
            o = relu(layer(o))  # (B, N, H) twice, then (B, N, Do)
        if self.tracks_mask is not None:
            o = o * ops.cast(arrays[self.tracks_mask], o.dtype)[..., None]
        return self.fc_fixed(ops.sum(o, 1))  # (B, C)


def messages(receivers: Tensor, senders: Tensor, layers: Sequence[Any], wanted: Tensor | None) -> Tensor:
    """(B, N, De): for each receiver (B, N, P) the sum of what it gets from the senders (B, M, S).

    The first layer is linear in the pair, so each half of its weights is applied to N or M entries instead of to N·M
    pairs. `wanted` is 1 for the pairs that exist and 0 for the others, (N, M), (B, 1, M) or (B, N, M).
    """
    first, second, third = layers
    P, kind = receivers.shape[2], first.compute_dtype
    kernel, bias = ops.cast(first.kernel, kind), ops.cast(first.bias, kind)  # (P + S, H), (H,)
    to = affine(ops.matmul, ops.cast(receivers, kind), kernel[:P], bias)  # (B, N, H)
    by = affine(ops.matmul, ops.cast(senders, kind), kernel[P:], None)  # (B, M, H)
    pairs = relu(to[:, :, None] + by[:, None])  # (B, N, M, H)
    pairs = relu(third(relu(second(pairs))))  # (B, N, M, De)
    return ops.sum(pairs if wanted is None else pairs * ops.cast(wanted, kind)[..., None], 2)


def three(names: tuple[str, str, str], first: int, hidden: int, last: int) -> list[Any]:
    """The layers of f_R, f_R^pv and f_O."""
    return [linear(names[0], first, hidden), linear(names[1], hidden, hidden), linear(names[2], hidden, last)]


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
