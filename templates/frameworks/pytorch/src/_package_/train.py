"""Trains a torch.nn.Module, and applies it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import safetensors.numpy
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from _package_.arrays import Arrays
from _package_.batches import Batch
from _package_.config import Config
from _package_.device import prepare
from _package_.errors import UserError, nearest
from _package_.feeds import Feeds
from _package_.fitting import SUFFIX, fit
from _package_.learner import Learner, Weights
from _package_.loss import row_losses
from _package_.model import model
from _package_.prediction import Forward
from _package_.prediction import predictor as predictor_of
from _package_.schema import Schema

OPTIMISERS: dict[str, Any] = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW, "sgd": torch.optim.SGD}


def train(
    schema: Schema, config: Config, arrays: Arrays, stem: Path, *, seed: int, device: str, resume: bool
) -> dict[str, Any]:
    """Trains on `config.fit_on`, writes <stem>.safetensors and <stem>.log.jsonl; what the sidecar says of the fit."""
    return fit(learner(schema, config, seed, device), schema, config, arrays, stem, seed=seed, resume=resume)


def learner(schema: Schema, config: Config, seed: int, device: str) -> Learner:
    """The network, freshly initialised from `seed`, ready to learn."""
    return TorchLearner(schema, config, seed, device)


def predictor(
    stem: Path, schema: Schema, config: Config, device: str
) -> Callable[[Mapping[str, NDArray[Any]]], NDArray[np.float64]]:
    """Loads <stem>.safetensors; see `_package_.prediction.predictor`."""
    return predictor_of(forward(*trained(stem, schema, config, device)), schema, config)


def trained(stem: Path, schema: Schema, config: Config, device: str) -> tuple[nn.Module, str]:
    """The network with the weights of <stem>.safetensors, in evaluation mode, and the device that it is on."""
    device = prepare(device, config)
    network = model(schema, config)
    load(network, safetensors.numpy.load_file(stem.with_name(stem.name + SUFFIX)))
    return network.to(device).eval(), device


def forward(network: nn.Module, device: str) -> Forward:
    """The network as a function of NumPy arrays."""

    @torch.inference_mode()
    def apply(feeds: Feeds) -> NDArray[Any]:
        return network(tensors(feeds, device)).cpu().numpy()

    return apply


def tensors(feeds: Feeds, device: str) -> dict[str, Tensor]:
    """What a network is fed, on the device."""
    return {name: torch.from_numpy(np.ascontiguousarray(values)).to(device) for name, values in feeds.items()}


def load(network: nn.Module, weights: Mapping[str, NDArray[Any]]) -> None:
    """Sets parameters and buffers; ValueError unless names and shapes fit."""
    try:
        network.load_state_dict({name: torch.from_numpy(np.array(values)) for name, values in weights.items()})
    except RuntimeError as error:
        raise ValueError(str(error)) from error


class TorchLearner:
    """See `_package_.learner.Learner`."""

    rank = 0

    def __init__(self, schema: Schema, config: Config, seed: int, device: str) -> None:
        self.settings = config.train
        self.device = prepare(device, config)
        torch.manual_seed(seed)
        self.network: nn.Module = model(schema, config).to(self.device)
        self.optimiser = optimiser_of(self.network, self.settings)

    @property
    def parameters(self) -> int:
        return sum(parameter.numel() for parameter in self.network.parameters())

    @property
    def about(self) -> dict[str, Any]:
        return {"device": self.device, "threads": torch.get_num_threads()}

    def epoch(self, batches: Iterable[Batch], rate: float, seed: int) -> float:
        torch.manual_seed(seed)  # dropout
        self.network.train()
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        total, rows = torch.zeros((), device=self.device), 0
        for batch in batches:
            self.optimiser.zero_grad()
            for piece in batch.pieces(self.settings["micro_batch"]):
                loss = self._losses(piece).sum()
                (loss / len(batch)).backward()
                total += loss.detach()
            self.optimiser.step()
            rows += len(batch)
        return float(total) / rows

    @torch.inference_mode()
    def loss(self, batches: Iterable[Batch]) -> float:
        self.network.eval()
        total, rows = torch.zeros((), device=self.device), 0
        for batch in batches:
            total += sum(self._losses(piece).sum() for piece in batch.pieces(self.settings["micro_batch"]))
            rows += len(batch)
        return float(total) / rows

    def _losses(self, batch: Batch) -> Tensor:
        """(B,), weighted where the data have weights."""
        target = None if batch.target is None else torch.from_numpy(batch.target).to(self.device)
        losses = row_losses(self.network(tensors(batch.feeds, self.device)), target)
        return losses if batch.weight is None else losses * torch.from_numpy(batch.weight).to(self.device)

    def weights(self) -> Weights:
        return {name: np.array(value.detach().cpu().numpy()) for name, value in self.network.state_dict().items()}

    def load(self, weights: Mapping[str, NDArray[Any]]) -> None:
        load(self.network, weights)

    def state(self) -> Weights:
        found = self.optimiser.state_dict()["state"]
        return {
            f"{k}.{name}": np.array(value.detach().cpu().numpy())
            for k, one in found.items()
            for name, value in one.items()
            if value is not None
        }

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        held = self.optimiser.state_dict()
        for name, value in state.items():
            number, _, key = name.partition(".")
            held["state"].setdefault(int(number), {})[key] = torch.from_numpy(np.array(value))
        self.optimiser.load_state_dict(held)


def optimiser_of(network: nn.Module, settings: Mapping[str, Any]) -> torch.optim.Optimizer:
    """The optimiser that `train.optimiser` names, with `lr` and `weight_decay`."""
    name = settings["optimiser"]
    if name not in OPTIMISERS:
        raise UserError(f"train.optimiser is {name!r}.", nearest(str(name), OPTIMISERS))
    return OPTIMISERS[name](network.parameters(), lr=settings["lr"], weight_decay=settings["weight_decay"])
