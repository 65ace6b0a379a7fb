"""Convolutional network on the images of a row.

B rows, H height, W width, I channels of all images, K channels of a stage, N numbers after the last stage, D width of
a dense layer, C outputs (values, or one logit per class). Images are channels last, also where they are flattened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d, max_pool2d, pad

from _package_.activations import activation
from _package_.config import Config
from _package_.schema import Schema
from _package_.stages import Sizes, Stage, flattened, image, stages


class CNN(nn.Module):
    """Convolution, pooling, normalisation, activation, dropout; flattened; linear to dropout again; then linear."""

    def __init__(
        self,
        inputs: Sequence[str],
        size: Sizes,
        each: list[Stage],
        dense: Sequence[int],
        outputs: int,
        *,
        pooling: str,
        dense_dropout: float,
        batch_norm: bool,
        activation: Callable[[Tensor], Tensor],
    ) -> None:
        super().__init__()
        self.inputs, self.stages, self.activation = tuple(inputs), each, activation
        self.pool = max_pool2d if pooling == "max" else avg_pool2d
        self.dense_dropout = dense_dropout
        channels = [size.channels, *(stage.channels for stage in each)]
        widths = [flattened(size, each), *dense]
        sizes = zip(pairwise(channels), each, strict=True)
        self.conv = nn.ModuleList(he(nn.Conv2d(*between, stage.kernel)) for between, stage in sizes)
        self.dense = nn.ModuleList(he(nn.Linear(before, after)) for before, after in pairwise(widths))
        self.conv_norm = nn.ModuleList(nn.BatchNorm2d(width) if batch_norm else nn.Identity() for width in channels[1:])
        self.dense_norm = nn.ModuleList(nn.BatchNorm1d(width) if batch_norm else nn.Identity() for width in dense)
        self.out = nn.Linear(widths[-1], outputs)

    def forward(self, arrays: Mapping[str, Tensor]) -> Tensor:
        x = torch.cat([arrays[name] for name in self.inputs], 3).permute(0, 3, 1, 2)  # (B, I, H, W)
        for conv, norm, stage in zip(self.conv, self.conv_norm, self.stages, strict=True):
            x = conv(pad(x, stage.padding * 2))  # (B, K, H, W)
            x = self.activation(norm(self.pool(x, stage.pool) if stage.pool > 1 else x))
            x = nn.functional.dropout(x, stage.dropout, self.training)
        x = x.permute(0, 2, 3, 1).flatten(1)  # (B, N)
        for dense, norm in zip(self.dense, self.dense_norm, strict=True):
            x = nn.functional.dropout(self.activation(norm(dense(x))), self.dense_dropout, self.training)  # (B, D)
        return self.out(x)  # (B, C)


def he(layer: nn.Linear | nn.Conv2d) -> nn.Module:
    """Fresh weights of variance 2 / inputs, no bias: a signal keeps its size through any number of ReLU layers."""
    nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu")
    if layer.bias is not None:
        nn.init.zeros_(layer.bias)
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
        pooling=settings["pooling"],
        dense_dropout=settings["dense_dropout"],
        batch_norm=settings["batch_norm"],
        activation=activation(settings["activation"]),
    )
