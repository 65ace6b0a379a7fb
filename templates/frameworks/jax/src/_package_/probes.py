"""Where `make explain` looks into a network: at what is linear in its weights, and at what its neurons give on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

from jax import Array

Product = Callable[[Array, Array], Array]  # of a layer: from its input and its weight


class Rule(Protocol):
    """Another way to compute what is linear in the weights."""

    def affine(self, product: Product, x: Array, weight: Array, bias: Array | None) -> Array: ...

    def scaled(self, x: Array, scale: Array, offset: Array) -> Array: ...


RULE: ContextVar[Rule | None] = ContextVar("RULE", default=None)
HEARD: ContextVar[list[Array] | None] = ContextVar("HEARD", default=None)


def affine(product: Product, x: Array, weight: Array, bias: Array | None) -> Array:
    """product(x, weight) + bias, or what a rule makes of it while it is set."""
    rule = RULE.get()
    if rule is not None:
        return rule.affine(product, x, weight, bias)
    return product(x, weight) if bias is None else product(x, weight) + bias


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
