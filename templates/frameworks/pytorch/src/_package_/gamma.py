"""The gamma rule of layer-wise relevance propagation: what PyTorch computes while layerwise.py asks for relevances."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional
from torch.overrides import TorchFunctionMode

GAMMA = 0.25  # how much what agrees with a neuron is favoured; 0 is the plain gradient
LINEAR = (functional.linear, functional.conv2d)
Product = Callable[[Tensor, Tensor], Tensor]  # of a layer: from its input and its weight


class Gamma(TorchFunctionMode):
    """While it lasts, the gradient of a linear layer is that of the rule; `share`, 1, is that of the biases."""

    def __init__(self, share: Tensor) -> None:
        super().__init__()
        self.share = share
        self.made: dict[int, tuple[Tensor, Any, tuple[Any, ...]]] = {}  # by id of a layer's output, which is kept

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        if func in LINEAR:
            x, weight, bias, *rest = [*args, None][: max(3, len(args))]
            named = {**(kwargs or {})}
            bias = named.pop("bias", bias)
            product = partial(bare, func, rest, named)
            return self.kept(product, x, weight, bias, 1 if func is functional.conv2d else -1)
        if func is functional.batch_norm:
            return self.scaled(*folded(*args, **(kwargs or {})))
        return func(*args, **(kwargs or {}))

    def kept(self, product: Product, x: Tensor, weight: Tensor, bias: Tensor | None, axis: int) -> Tensor:
        output = by_sign(product, x, weight, None if bias is None else along(bias, x, axis), self.share)
        self.made[id(output)] = (output, product, (x, weight, bias, axis))
        return output

    def scaled(self, x: Tensor, scale: Tensor, offset: Tensor) -> Tensor:
        """Of the output of a layer: that of the layer with other weights."""
        if id(x) not in self.made:
            return x * along(scale, x, 1) + along(offset, x, 1) * self.share
        _, product, (inputs, weight, bias, axis) = self.made[id(x)]
        weights = weight * scale.reshape(-1, *[1] * (weight.ndim - 1))
        return self.kept(product, inputs, weights, offset if bias is None else bias * scale + offset, axis)


def bare(func: Any, rest: Sequence[Any], named: Mapping[str, Any], x: Tensor, weight: Tensor) -> Tensor:
    """A layer without its bias."""
    return func(x, weight, None, *rest, **named)


def along(values: Tensor, x: Tensor, axis: int) -> Tensor:
    """(channels,) so that they stand along that axis of x."""
    return values.reshape(-1, *[1] * (x.ndim - 2)) if axis == 1 else values


def folded(
    x: Tensor, mean: Tensor, variance: Tensor, weight: Any, bias: Any, *rest: Any, **named: Any
) -> tuple[Any, ...]:
    """x, and the scale and offset, (channels,), of its batch normalisation."""
    epsilon = named.get("eps", rest[2] if len(rest) > 2 else 1e-5)
    scale = (1 if weight is None else weight) / (variance + epsilon).sqrt()
    return x, scale, (0 if bias is None else bias) - mean * scale


def by_sign(product: Product, x: Tensor, weight: Tensor, bias: Tensor | None, share: Tensor) -> Tensor:
    """product(x, weight) + bias, with the gradient of its parts of one sign, the larger part favoured."""
    high, low, up, down = x.clamp(min=0), x.clamp(max=0), weight.clamp(min=0), weight.clamp(max=0)
    above, below = product(high, up) + product(low, down), product(high, down) + product(low, up)
    if bias is not None:
        above, below = above + bias.clamp(min=0) * share, below + bias.clamp(max=0) * share
    output = (above + below).detach()
    larger = above + below + GAMMA * torch.where(output > 0, above, below)
    small = larger.abs() < 1e-12
    return larger * torch.where(small, 0, output / torch.where(small, 1, larger)).detach()
