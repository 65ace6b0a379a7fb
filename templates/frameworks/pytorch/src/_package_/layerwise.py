"""Looks into a trained network layer by layer: relevances of LRP, and how active its neurons are.

Layer-wise relevance propagation (Bach et al. 2015) with the gamma rule (Montavon et al. 2019), written as gradient ×
input of a network whose linear layers have their positive weights enlarged and their outputs unchanged. It conserves
relevance, the biases' share included, in networks of linear layers and of activations through the origin that are
straight on either side, such as ReLU; whether it does is measured, not assumed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from torch.overrides import TorchFunctionMode

from _package_ import activations
from _package_.config import Config
from _package_.feeds import Feeds
from _package_.schema import Schema
from _package_.train import tensors, trained

GAMMA = 0.25  # how much positive weights are favoured; 0 is the plain gradient
LINEAR = (functional.linear, functional.conv2d)
ACTIVATIONS = (*activations.ACTIVATIONS.values(), torch.relu, Tensor.relu, Tensor.relu_, torch.relu_)


class Gamma(TorchFunctionMode):
    """While it lasts, the gradient of a linear layer is that of its copy with larger positive weights."""

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        if func not in LINEAR:
            return func(*args, **(kwargs or {}))
        x, weight, bias, *rest = [*args, None][: max(3, len(args))]
        output = func(x, weight, bias, *rest, **(kwargs or {}))
        larger = func(x, enlarged(weight), None if bias is None else enlarged(bias), *rest, **(kwargs or {}))
        safe = torch.where(larger.abs() < 1e-9, torch.full_like(larger, 1e-9), larger)
        ratio = torch.where(larger.abs() < 1e-9, torch.zeros_like(output), output / safe).detach()
        return larger * ratio


class Listening(TorchFunctionMode):
    """While it lasts, keeps the mean size of what each neuron gives on."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[NDArray[Any]] = []
        self.neurons = -1  # their axis: the last, but of images the second

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        output = func(*args, **(kwargs or {}))
        if func in LINEAR:
            self.neurons = 1 if func is functional.conv2d else -1
        if func in ACTIVATIONS:
            sizes = output.detach().abs().double().movedim(self.neurons, -1)
            self.heard.append(sizes.flatten(0, -2).mean(0).cpu().numpy())
        return output


def enlarged(values: Tensor) -> Tensor:
    return values + GAMMA * values.clamp(min=0)


def relevance(stem: Path, schema: Schema, config: Config, device: str) -> Callable[[Feeds, int], tuple[Feeds, float]]:
    """Of one output: the relevance of every input value, by array, and the sum over the rows of what biases took."""
    network, where = trained(stem, schema, config, device)
    biases = [value for name, value in network.named_parameters() if name.rpartition(".")[2].startswith("bias")]

    def of(feeds: Feeds, column: int) -> tuple[Feeds, float]:
        given = tensors(feeds, where)
        inputs = {name: given[name].requires_grad_() for name in schema.inputs}
        with Gamma():
            total = network(given)[:, column].sum()
        found = torch.autograd.grad(total, [*inputs.values(), *biases], allow_unused=True)
        shares = [
            (value * slope).detach() if slope is not None else torch.zeros_like(value)
            for value, slope in zip([*inputs.values(), *biases], found, strict=True)
        ]
        taken = sum(float(share.sum()) for share in shares[len(inputs) :])
        return {name: share.cpu().numpy() for name, share in zip(inputs, shares, strict=False)}, taken

    return of


def activity(stem: Path, schema: Schema, config: Config, device: str) -> Callable[[Feeds], list[NDArray[Any]]]:
    """Of rows: the mean size of what each neuron gives on, (neurons,), of each layer in the order of computation."""
    network, where = trained(stem, schema, config, device)

    @torch.no_grad()
    def of(feeds: Feeds) -> list[NDArray[Any]]:
        with Listening() as listening:
            network(tensors(feeds, where))
        return listening.heard

    return of
