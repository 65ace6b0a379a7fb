"""Convolutional network on the images of a row.

B rows, H height, W width, I channels of all images, K channels of a stage, N numbers after the last stage, D width of
a dense layer, C outputs (values, or one logit per class). Images are channels last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from _package_.activations import activation
from _package_.backend import keras, tf
from _package_.config import Config
from _package_.layers import BatchNorm, Conv2D, Dense, linear
from _package_.schema import Schema
from _package_.stages import Sizes, Stage, flattened, image, stages

POOLINGS: dict[str, Callable[..., Any]] = {"max": tf.nn.max_pool2d, "average": tf.nn.avg_pool2d}


class CNN(keras.Model):
    """Convolution, pooling, normalisation, activation, dropout; flattened; linear to dropout again; then linear."""

    def __init__(
        self,
        inputs: Sequence[str],
        size: Sizes,
        each: list[Stage],
        dense: Sequence[int],
        outputs: int,
        *,
        pooling: Callable[..., Any],
        dense_dropout: float,
        batch_norm: bool,
        activation: Callable[[Any], Any],
    ) -> None:
        super().__init__()
        self.inputs_in_order, self.stages, self.pool, self.activation = tuple(inputs), each, pooling, activation
        channels = [size.channels, *(stage.channels for stage in each)]
        widths = [flattened(size, each), *dense]
        self.width = widths[0]
        self.conv = [convolution(f"conv.{k}", channels[k], stage) for k, stage in enumerate(each)]
        self.dense = [he(f"dense.{k}", *between) for k, between in enumerate(pairwise(widths))]
        self.conv_norm = [BatchNorm(f"conv_norm.{k}", stage.channels) for k, stage in enumerate(each) if batch_norm]
        self.dense_norm = [BatchNorm(f"dense_norm.{k}", units) for k, units in enumerate(dense) if batch_norm]
        self.conv_dropout = [keras.layers.Dropout(stage.dropout) for stage in each]
        self.dense_dropout = keras.layers.Dropout(dense_dropout)
        self.out = linear("out", widths[-1], outputs)

    def call(self, arrays: Mapping[str, Any], training: bool = False) -> Any:
        x = tf.concat([arrays[name] for name in self.inputs_in_order], 3)  # (B, H, W, I)
        for k, (conv, stage) in enumerate(zip(self.conv, self.stages, strict=True)):
            x = conv(tf.pad(x, [(0, 0), stage.padding, stage.padding, (0, 0)]))  # (B, H, W, K)
            x = self.pool(x, stage.pool, stage.pool, "VALID") if stage.pool > 1 else x
            x = self.conv_norm[k](x, training=training) if self.conv_norm else x
            x = self.conv_dropout[k](self.activation(x), training=training)
        x = tf.reshape(x, (-1, self.width))  # (B, N)
        for k, dense in enumerate(self.dense):
            x = dense(x)
            x = self.dense_norm[k](x, training=training) if self.dense_norm else x
            x = self.dense_dropout(self.activation(x), training=training)  # (B, D)
        return self.out(x)  # (B, C)


def convolution(name: str, before: int, stage: Stage) -> Any:
    """Without padding of its own; fresh weights of variance 2 / inputs, no bias."""
    layer = Conv2D(stage.channels, stage.kernel, kernel_initializer="he_uniform", name=name)
    layer.build((None, None, None, before))
    return layer


def he(name: str, before: int, after: int) -> Any:
    """Fresh weights of variance 2 / inputs, no bias: a signal keeps its size through any number of ReLU layers."""
    layer = Dense(after, kernel_initializer="he_uniform", name=name)
    layer.build((None, before))
    return layer


def model(schema: Schema, config: Config) -> CNN:
    """The network, freshly initialised; takes {array name: (B, H, W, channels)} and gives (B, C)."""
    settings = config.model
    return CNN(
        list(schema.inputs),
        image(schema),
        stages(settings),
        settings["dense"],
        schema.outputs,
        pooling=POOLINGS[settings["pooling"]],
        dense_dropout=settings["dense_dropout"],
        batch_norm=settings["batch_norm"],
        activation=activation(settings["activation"]),
    )
