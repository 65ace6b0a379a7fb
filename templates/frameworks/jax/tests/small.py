"""A small network with all that has state or chance, for the tests of the training."""

import os
from dataclasses import dataclass

import jax

from _package_.layers import activation, batch_norm, batch_norm_init, dropout, linear, linear_init

# Set before the first operation: these tests compile much and compute little.
os.environ.setdefault("XLA_FLAGS", "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true")


@dataclass(frozen=True)
class Small:
    outputs: int

    def init(self, key):
        first, second = jax.random.split(key)
        norm = batch_norm_init("norm", 32)
        return {**linear_init(first, "hidden", 4, 32), **norm, **linear_init(second, "out", 32, self.outputs)}

    def apply(self, parameters, feeds, key=None):
        hidden = linear(parameters, "hidden", feeds["features"])
        hidden, updates = batch_norm(parameters, "norm", hidden, training=key is not None)
        hidden = dropout(key, activation("leaky_relu")(hidden), 0.1)
        return linear(parameters, "out", hidden), updates


def model(schema, config):
    return Small(schema.outputs)
