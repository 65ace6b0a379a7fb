"""Trains a torch.nn.Module, and applies it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from _package_ import stored
from _package_.arrays import Arrays
from _package_.config import Config
from _package_.device import prepare
from _package_.feeds import Feeds
from _package_.fitting import fit
from _package_.learner import Learner
from _package_.learning import TorchLearner, load, tensors
from _package_.model import model
from _package_.parallel import fabric
from _package_.prediction import Forward
from _package_.prediction import predictor as predictor_of
from _package_.schema import Schema
from _package_.stored import SUFFIX as SUFFIX


def train(
    schema: Schema, config: Config, arrays: Arrays, stem: Path, *, seed: int, device: str, resume: bool
) -> dict[str, Any]:
    """Trains on `config.fit_on`, writes <stem>.safetensors and <stem>.log.jsonl; what the sidecar says of the fit."""
    return fit(learner(schema, config, seed, device), schema, config, arrays, stem, seed=seed, resume=resume)


def learner(schema: Schema, config: Config, seed: int, device: str) -> Learner:
    """The network, freshly initialised from `seed`, ready to learn."""
    means = fabric(prepare(device, config), config)
    torch.manual_seed(seed)
    return TorchLearner(model(schema, config), config, means)


def predictor(
    stem: Path, schema: Schema, config: Config, device: str
) -> Callable[[Mapping[str, NDArray[Any]]], NDArray[np.float64]]:
    """Loads <stem>.safetensors; see `_package_.prediction.predictor`."""
    return predictor_of(forward(*trained(stem, schema, config, device)), schema, config)


def trained(stem: Path, schema: Schema, config: Config, device: str) -> tuple[nn.Module, str]:
    """The network with the weights of <stem>.safetensors, in evaluation mode, and the device that it is on."""
    device = prepare(device, config)
    network = model(schema, config)
    stored.load(stem, lambda weights: load(network, weights))
    return network.to(device).eval(), device


def forward(network: nn.Module, device: str) -> Forward:
    """The network as a function of NumPy arrays."""

    @torch.inference_mode()
    def apply(feeds: Feeds) -> NDArray[Any]:
        return network(tensors(feeds, device)).cpu().numpy()

    return apply
