"""Interaction Network (arXiv:1909.12285, arXiv:2212.05081): tracks get messages from each other and from vertices.

B rows; N tracks of P features, V vertices of S features; H neurons of a hidden layer, De numbers in a message, Do that
each track becomes before the sum, C outputs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import jax
import jax.numpy as jnp
from jax import Array

from _package_ import schema as data
from _package_.config import Config
from _package_.errors import UserError
from _package_.layers import Parameters, linear, linear_init, relu
from _package_.probes import affine
from _package_.schema import Schema


@dataclass(frozen=True, eq=False)  # compiled once for each network, known by its identity
class InteractionNetwork:
    """f_R is fr1 to fr3, f_R^pv is fr1_pv to fr3_pv, f_O is fo1 to fo3, and the classifier is fc_fixed.

    `masked`: padding sends no messages and is not summed. Otherwise it counts like any track and vertex, as published.
    """

    inputs: Mapping[str, data.Array]
    outputs: int
    hidden: int
    De: int
    Do: int
    masked: bool

    def init(self, key: Array) -> dict[str, Array]:
        P, S = [array.shape[1] for array in self.inputs.values()][:2]
        H, De, Do = self.hidden, self.De, self.Do
        sizes = {"fr1": (2 * P, H), "fr2": (H, H), "fr3": (H, De)}
        sizes |= {"fr1_pv": (P + S, H), "fr2_pv": (H, H), "fr3_pv": (H, De)}
        sizes |= {"fo1": (P + 2 * De, H), "fo2": (H, H), "fo3": (H, Do), "fc_fixed": (Do, self.outputs)}
        made: dict[str, Array] = {}
        for each, (name, (before, after)) in zip(jax.random.split(key, len(sizes)), sizes.items(), strict=True):
            made |= linear_init(each, name, before, after)
        return made

    def apply(
        self, parameters: Parameters, arrays: Mapping[str, Array], key: Array | None = None
    ) -> tuple[Array, dict[str, Array]]:
        tracks, vertices = list(self.inputs)[:2]
        tracks_mask, vertices_mask = [self.inputs[name].mask if self.masked else None for name in (tracks, vertices)]
        x, v = arrays[tracks], arrays[vertices]  # (B, N, P), (B, V, S)
        senders = 1 - jnp.eye(x.shape[1], dtype=x.dtype)  # no track sends to itself
        senders = senders if tracks_mask is None else senders * arrays[tracks_mask][:, None]
        e = messages(parameters, ("fr1", "fr2", "fr3"), x, x, senders)  # (B, N, De)
        senders = None if vertices_mask is None else arrays[vertices_mask][:, None]
        e_pv = messages(parameters, ("fr1_pv", "fr2_pv", "fr3_pv"), x, v, senders)  # (B, N, De)
        o = jnp.concatenate([x, e, e_pv], 2)
        for name in ("fo1", "fo2", "fo3"):
            o = relu(linear(parameters, name, o))  # (B, N, H) twice, then (B, N, Do)
        o = o if tracks_mask is None else o * arrays[tracks_mask][..., None].astype(o.dtype)
        return linear(parameters, "fc_fixed", o.sum(1)), {}  # (B, C)


def transposed(x: Array, weight: Array) -> Array:
    """(B, N, in) by (out, in) to (B, N, out)."""
    return x @ weight.T


def messages(
    parameters: Parameters, names: tuple[str, str, str], receivers: Array, senders: Array, wanted: Array | None
) -> Array:
    """(B, N, De): for each receiver (B, N, P) the sum of what it gets from the senders (B, M, S).

    The first layer is linear in the pair, so each half of its weights is applied to N or M entries instead of to N·M
    pairs. `wanted` is 1 for the pairs that exist and 0 for the others, (N, M), (B, 1, M) or (B, N, M).
    """
    first, second, third = names
    weight, bias = (parameters[f"{first}.{part}"].astype(receivers.dtype) for part in ("weight", "bias"))
    P = receivers.shape[2]
    to = affine(transposed, receivers, weight[:, :P], bias)  # (B, N, H)
    by = affine(transposed, senders, weight[:, P:], None)  # (B, M, H)
    pairs = relu(to[:, :, None] + by[:, None])  # (B, N, M, H)
    pairs = relu(linear(parameters, second, pairs))
    pairs = relu(linear(parameters, third, pairs))  # (B, N, M, De)
    return (pairs if wanted is None else pairs * wanted[..., None].astype(pairs.dtype)).sum(2)


def model(schema: Schema, config: Config) -> InteractionNetwork:
    """The network: the first cloud of the data are the tracks, the second the vertices."""
    if len(schema.inputs) < 2:
        raise UserError(
            f"The data have one cloud, {next(iter(schema.inputs), 'none')!r}; the Interaction Network takes two.",
            "Set recipe.options.input of data/manifest.json to clouds, and run `make data` again.",
        )
    settings = config.model
    sizes = {name: settings[name] for name in ("hidden", "De", "Do")}
    return InteractionNetwork(schema.inputs, schema.outputs, **sizes, masked=settings["masked"])
