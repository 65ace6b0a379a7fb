"""The compiled steps of a training: gradients over the pieces of a batch, one step of the optimiser; losses alone.

A batch comes as stacks of equal pieces, (pieces, rows, ...), so that the pieces are walked through inside the
compiled step. It is compiled once for each shape of stacks; batches have few (see `Batches.at_random`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax
from jax import Array, lax

from _package_.batch import Batch, cuts
from _package_.errors import UserError, nearest
from _package_.loss import row_losses
from _package_.network import Network, applied, precision

GROWTH = 2000  # steps without overflow after which float16 gradients are scaled twice as much


class State(NamedTuple):
    """All that a step changes. `scale`: of the loss, so that float16 gradients do not vanish; 1 in other types."""

    learned: dict[str, Array]
    buffers: dict[str, Array]
    moments: Any
    scale: Array
    steps: Array  # without overflow, since the scale last changed


class Method(NamedTuple):
    """What of the settings is compiled into a step."""

    optimiser: str  # adam, adamw or sgd
    weight_decay: float
    precision: str


def method(settings: Mapping[str, Any]) -> Method:
    """That of a configuration; UserError for a name that is not known."""
    found = Method(settings["optimiser"], settings["weight_decay"], settings["precision"])
    optimiser(found)
    precision(found.precision)
    return found


def optimiser(chosen: Method) -> optax.GradientTransformation:
    """Weight decay as in PyTorch; for a learning rate of 1."""
    decay = [optax.add_decayed_weights(chosen.weight_decay)] if chosen.weight_decay else []
    known = {"adam": [*decay, optax.scale_by_adam()], "adamw": [optax.scale_by_adam(), *decay], "sgd": decay}
    if chosen.optimiser not in known:
        raise UserError(f"train.optimiser is {chosen.optimiser!r}.", nearest(str(chosen.optimiser), known))
    return optax.chain(*known[chosen.optimiser], optax.identity())


def stacks(batch: Batch, size: int) -> list[Any]:
    """feeds, target and weight of the pieces of `size` rows (0: all), as (pieces, rows, ...); see `Batch.pieces`."""
    rows, edges = len(batch), cuts(len(batch), size)
    size, last = edges[1], edges[-1] - edges[-2]
    whole = rows if last == size else edges[-2]

    def stacked(part: slice, each: int) -> Any:
        chosen = batch.take(part)
        return jax.tree.map(lambda x: x.reshape(-1, each, *x.shape[1:]), (chosen.feeds, chosen.target, chosen.weight))

    found = [stacked(slice(0, whole), size)] if whole else []
    return found if whole == rows else [*found, stacked(slice(whole, rows), last)]


def over(step: Callable[[Any, Any, Array], Any], carry: Any, pieces: list[Any]) -> Any:
    """`step` (carry, piece, number) for each piece in order, the carry handed on."""
    begun = 0
    for stack in pieces:
        count = len(jax.tree.leaves(stack)[0])
        numbers = jnp.arange(begun, begun + count)
        if count == 1:
            carry = step(carry, jax.tree.map(lambda x: x[0], stack), numbers[0])
        else:
            carry = lax.scan(lambda held, one: (step(held, *one), None), carry, (stack, numbers))[0]
        begun += count
    return carry


def summed(
    network: Network, chosen: Method, learned: Any, buffers: Any, piece: Any, key: Array | None
) -> tuple[Array, dict[str, Array]]:
    """The summed loss of a piece, weighted where the data have weights, and the running statistics after it."""
    feeds, target, weight = piece
    output, updates = applied(network, precision(chosen.precision))(learned, buffers, feeds, key)
    losses = row_losses(output, target)
    return (losses if weight is None else losses * weight).sum(), {**buffers, **updates}


@partial(jax.jit, static_argnums=(0, 1), donate_argnums=2)
def learn(
    network: Network, chosen: Method, state: State, pieces: list[Any], rows: Array, rate: Array, key: Array
) -> tuple[State, Array]:
    """One step of the optimiser from the mean loss over `rows`; the state that is given is used up.

    Equal networks share what is compiled: a model is best a frozen dataclass.
    """

    def scaled(learned: Any, buffers: Any, piece: Any, part: Array) -> tuple[Array, Any]:
        loss, buffers = summed(network, chosen, learned, buffers, piece, part)
        return loss * (state.scale / rows), (loss, buffers)

    def one(carry: Any, piece: Any, number: Array) -> Any:
        gradients, buffers, total = carry
        part = jax.random.fold_in(key, number)
        found, (loss, buffers) = jax.grad(scaled, has_aux=True)(state.learned, buffers, piece, part)
        return jax.tree.map(jnp.add, gradients, found), buffers, total + loss

    start = (jax.tree.map(jnp.zeros_like, state.learned), state.buffers, jnp.zeros(()))
    gradients, buffers, total = over(one, start, pieces)
    if chosen.precision == "float16":
        gradients = jax.tree.map(lambda g: g / state.scale, gradients)
    updates, moments = optimiser(chosen).update(gradients, state.moments, state.learned)
    learned = jax.tree.map(lambda p, u: p - rate * u, state.learned, updates)
    after = State(learned, buffers, moments, state.scale, state.steps)
    return (_without_overflow(state, after, gradients) if chosen.precision == "float16" else after), total


@partial(jax.jit, static_argnums=(0, 1))
def lose(network: Network, chosen: Method, learned: Any, buffers: Any, pieces: list[Any]) -> Array:
    """The summed loss, without learning."""

    def one(total: Array, piece: Any, number: Array) -> Array:
        del number
        return total + summed(network, chosen, learned, buffers, piece, None)[0]

    return over(one, jnp.zeros(()), pieces)


def _without_overflow(before: State, after: State, gradients: Any) -> State:
    """The step, or none and half the scale where a gradient has overflowed."""
    finite = jnp.all(jnp.array([jnp.isfinite(g).all() for g in jax.tree.leaves(gradients)]))
    kept = jax.tree.map(partial(jnp.where, finite), after, before)
    steps = jnp.where(finite, before.steps + 1, 0)
    grown = jnp.where(steps == GROWTH, 2 * before.scale, before.scale)
    return kept._replace(scale=jnp.where(finite, grown, before.scale / 2), steps=jnp.where(steps == GROWTH, 0, steps))
