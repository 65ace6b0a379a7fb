"""Looks into a trained network layer by layer: relevances of LRP, and how active its neurons are.

Layer-wise relevance propagation (Bach et al. 2015): each neuron hands on its relevance in proportion to what its inputs
and its bias have added to it, batch normalisation folded into the layer before it. In networks of linear layers and of
activations through the origin that are straight on either side, such as ReLU, that is gradient × input, and gradient ×
bias for the share of the biases (Ancona et al. 2018), and it conserves relevance; whether it does is measured, not
assumed. Rules that favour one sign hand more to noise.
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

Relevance = Callable[[Feeds, int], tuple[Feeds, NDArray[Any]]]
LINEAR = (functional.linear, functional.conv2d)
ACTIVATIONS = (*activations.ACTIVATIONS.values(), torch.relu, Tensor.relu, Tensor.relu_, torch.relu_)


class Shared(TorchFunctionMode):
    """While it lasts, biases count times `share`, 1, by which the answer can be derived; so does what batch
    normalisation adds."""

    def __init__(self, share: Tensor) -> None:
        super().__init__()
        self.share = share

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        output = func(*args, **(kwargs or {}))
        if func not in (*LINEAR, functional.batch_norm):
            return output
        added = func(torch.zeros_like(args[0]), *args[1:], **(kwargs or {}))  # what it answers to nothing
        return output + added * (self.share - 1)


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


def relevance(stem: Path, schema: Schema, config: Config, device: str) -> Relevance:
    """Of one output: the relevance of every input value, by array, and what biases took, (rows,)."""
    network, where = trained(stem, schema, config, device)

    def of(feeds: Feeds, column: int) -> tuple[Feeds, NDArray[Any]]:
        given, share = tensors(feeds, where), torch.ones((), device=where, requires_grad=True)
        inputs = {name: given[name].requires_grad_() for name in schema.inputs}
        with Shared(share):
            output = network(given)[:, column]
        rows = torch.ones_like(output, requires_grad=True)  # the derivative by them tells the rows apart
        asked = [*inputs.values(), share]
        *slopes, pull = torch.autograd.grad((output * rows).sum(), asked, create_graph=True, materialize_grads=True)
        (taken,) = torch.autograd.grad(pull, rows, materialize_grads=True) if pull.requires_grad else (0 * rows,)
        parts = {name: value * slope for (name, value), slope in zip(inputs.items(), slopes, strict=True)}
        return {name: values.detach().cpu().numpy() for name, values in parts.items()}, taken.detach().cpu().numpy()

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
