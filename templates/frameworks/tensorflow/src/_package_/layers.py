"""Layers that behave as PyTorch's of the same name: how they begin, and what they do while they learn.

Their variables exist at once, and `name` gives the neutral names of the weights (see weights.py).
"""

from __future__ import annotations

from typing import Any

from _package_.backend import keras, tf
from _package_.probes import RULE, affine


def linear(name: str, before: int, after: int, *, bias: bool = True) -> Any:
    """(..., before) -> (..., after); weights and bias begin uniform in ±1/sqrt(before)."""
    weight: Any = keras.initializers.RandomUniform(-(before**-0.5), before**-0.5)
    offset: Any = keras.initializers.RandomUniform(-(before**-0.5), before**-0.5)
    layer = Dense(after, use_bias=bias, kernel_initializer=weight, bias_initializer=offset, name=name)
    layer.build((None, before))
    return layer


class Dense(keras.layers.Dense):
    """Keras's own, where `make explain` can take hold."""

    def call(self, inputs: Any, training: bool | None = None) -> Any:
        return self.activation(affine(keras.ops.matmul, inputs, self.kernel, self.bias))


class Conv2D(keras.layers.Conv2D):
    """Keras's own, channels last, where `make explain` can take hold."""

    def call(self, inputs: Any) -> Any:
        return self.activation(affine(self.convolution_op, inputs, self.kernel, self.bias))


class BatchNorm(keras.layers.Layer):
    """Batch normalisation over all axes but the last, (..., features); the batch is that of all devices together.

    The moving variance is that of PyTorch: unbiased, and a tenth of it new with each batch.
    """

    MOMENTUM, EPSILON = 0.1, 1e-5

    def __init__(self, name: str, features: int) -> None:
        super().__init__(name=name)
        self.features = features
        self.build((None, features))

    def build(self, input_shape: Any) -> None:
        shape = (self.features,)
        self.gamma = self.add_weight(shape=shape, name="gamma", initializer="ones", autocast=False)
        self.beta = self.add_weight(shape=shape, name="beta", initializer="zeros", autocast=False)
        still = {"shape": shape, "trainable": False, "autocast": False, "aggregation": "mean"}
        self.moving_mean = self.add_weight(name="moving_mean", initializer="zeros", **still)
        self.moving_variance = self.add_weight(name="moving_variance", initializer="ones", **still)
        self.built = True

    def call(self, inputs: Any, training: bool = False) -> Any:
        x = tf.cast(inputs, tf.float32) if inputs.dtype.size < 4 else inputs  # half precision would overflow
        mean, variance = self.moving_mean.value, self.moving_variance.value
        if training:
            mean, variance, count = moments(x)
            unbiased = variance * count / tf.maximum(count - 1, 1)
            for moving, new in ((self.moving_mean, mean), (self.moving_variance, unbiased)):
                moving.assign_add((tf.cast(new, moving.dtype) - moving.value) * self.MOMENTUM)
        scale = tf.cast(self.gamma.value, x.dtype) * tf.math.rsqrt(tf.cast(variance, x.dtype) + self.EPSILON)
        rule = RULE.get()
        if rule is not None:
            return rule.scaled(inputs, scale, tf.cast(self.beta.value, x.dtype) - tf.cast(mean, x.dtype) * scale)
        return tf.cast((x - tf.cast(mean, x.dtype)) * scale + tf.cast(self.beta.value, x.dtype), inputs.dtype)


def moments(x: Any) -> tuple[Any, Any, Any]:
    """Mean and biased variance, (features,), over the batch of all devices, and the number of values in each."""
    axes = list(range(len(x.shape) - 1))
    count = tf.cast(tf.reduce_prod(tf.shape(x)[:-1]), x.dtype)
    count, total = together([count, tf.reduce_sum(x, axes)])
    mean = total / count
    (squares,) = together([tf.reduce_sum(tf.square(x - mean), axes)])
    return mean, squares / count, count


def together(values: list[Any]) -> list[Any]:
    """The sum over all devices."""
    context = tf.distribute.get_replica_context()
    if context is None or context.num_replicas_in_sync == 1:
        return values
    return context.all_reduce(tf.distribute.ReduceOp.SUM, values)
