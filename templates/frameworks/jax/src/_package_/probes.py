"""Where `make explain` looks into a network: at what is linear in its weights, and at what its neurons give on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from jax import Array

Product = Callable[[Array], Array]  # of a layer: from its weight to the product with its input
Rule = Callable[[Product, Array, Array | None], Array]

RULE: ContextVar[Rule | None] = ContextVar("RULE", default=None)
HEARD: ContextVar[list[Array] | None] = ContextVar("HEARD", default=None)


def affine(product: Product, weight: Array, bias: Array | None) -> Array:
    """product(weight) + bias, or what a rule makes of it while it is set."""
    return (RULE.get() or plain)(product, weight, bias)


def plain(product: Product, weight: Array, bias: Array | None) -> Array:
    return product(weight) if bias is None else product(weight) + bias


def active(values: Array) -> Array:
    """The values, (..., neurons), as they are; who listens hears them."""
    heard = HEARD.get()
    if heard is not None:
        heard.append(values)
    return values


@contextmanager
def ruled(rule: Rule) -> Iterator[None]:
    """While it lasts, layers compute by the rule."""
    token = RULE.set(rule)
    try:
        yield
    finally:
        RULE.reset(token)


@contextmanager
def listening() -> Iterator[list[Array]]:
    """What activations give on while it lasts, in the order in which they do."""
    heard: list[Array] = []
    token = HEARD.set(heard)
    try:
        yield heard
    finally:
        HEARD.reset(token)
