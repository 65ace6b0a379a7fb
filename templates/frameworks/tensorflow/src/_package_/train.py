"""Trains a keras.Model, and applies it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import stored, weights
from _package_.arrays import Arrays
from _package_.backend import keras, tf
from _package_.config import Config
from _package_.device import place, prepare, strategy
from _package_.feeding import feed_signature, graph
from _package_.feeds import Feeds
from _package_.fitting import fit
from _package_.learner import Learner
from _package_.learning import KerasLearner
from _package_.model import model
from _package_.optimiser import precision
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
    device = prepare(device, config)
    shared = strategy(device, config.train["devices"])
    keras.utils.set_random_seed(seed)
    with shared.scope(), precision(config.train["precision"]):
        network = model(schema, config)
    return KerasLearner(network, schema, config, shared, device)


def predictor(
    stem: Path, schema: Schema, config: Config, device: str
) -> Callable[[Mapping[str, NDArray[Any]]], NDArray[np.float64]]:
    """Loads <stem>.safetensors; see `_package_.prediction.predictor`."""
    return predictor_of(forward(*trained(stem, schema, config, device), schema), schema, config)


def trained(stem: Path, schema: Schema, config: Config, device: str) -> tuple[Any, str]:
    """The network with the weights of <stem>.safetensors, in float32, and TensorFlow's name of its device."""
    where = place(prepare(device, config))
    with tf.device(where):
        network = model(schema, config)
        stored.load(stem, lambda found: weights.write(network, found))
    return network, where


def forward(network: Any, where: str, schema: Schema, *, compiled: bool = False) -> Forward:
    """The network as a function of NumPy arrays."""
    apply = graph(lambda feeds: network(feeds, training=False), feed_signature(schema), compiled=compiled)

    def call(feeds: Feeds) -> NDArray[Any]:
        with tf.device(where):
            return apply({name: tf.convert_to_tensor(values) for name, values in feeds.items()}).numpy()

    return call
