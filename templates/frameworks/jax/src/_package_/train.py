"""Trains a model of pure functions, and applies it again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from _package_ import stored
from _package_.arrays import Arrays
from _package_.batch import Batch
from _package_.config import Config
from _package_.device import one, place, prepare
from _package_.fitting import fit
from _package_.learner import Learner, Weights
from _package_.model import model
from _package_.network import Network, fitting_to, forward, split
from _package_.prediction import predictor as predictor_of
from _package_.schema import Schema
from _package_.steps import State, learn, lose, method, optimiser, stacks
from _package_.stored import SUFFIX as SUFFIX


def train(
    schema: Schema, config: Config, arrays: Arrays, stem: Path, *, seed: int, device: str, resume: bool
) -> dict[str, Any]:
    """Trains on `config.fit_on`, writes <stem>.safetensors and <stem>.log.jsonl; what the sidecar says of the fit."""
    return fit(learner(schema, config, seed, device), schema, config, arrays, stem, seed=seed, resume=resume)


def learner(schema: Schema, config: Config, seed: int, device: str) -> Learner:
    """The network, freshly initialised from `seed`, ready to learn."""
    return JaxLearner(schema, config, seed, device)


def predictor(
    stem: Path, schema: Schema, config: Config, device: str
) -> Callable[[Mapping[str, NDArray[Any]]], NDArray[np.float64]]:
    """Loads <stem>.safetensors; see `_package_.prediction.predictor`."""
    return predictor_of(forward(*trained(stem, schema, config, device)), schema, config)


def trained(stem: Path, schema: Schema, config: Config, device: str) -> tuple[Network, dict[str, jax.Array]]:
    """The network and the parameters of <stem>.safetensors, on the first device."""
    mesh = one(prepare(device, config))
    network: Network = model(schema, config)
    parameters = stored.load(stem, lambda weights: fitting_to(network.init(jax.random.key(0)), weights))
    return network, place(parameters, mesh)


class JaxLearner:
    """See `_package_.learner.Learner`."""

    def __init__(self, schema: Schema, config: Config, seed: int, device: str) -> None:
        self.settings, self.mesh = config.train, prepare(device, config)
        self.method = method(self.settings)
        self.network: Network = model(schema, config)
        learned, buffers = split(self.network.init(jax.random.key(seed)))
        moments = optimiser(self.method).init(learned)
        scale = np.float32(2**16 if self.method.precision == "float16" else 1)
        begun = State(learned, buffers, moments, jnp.asarray(scale), jnp.asarray(np.int32(0)))
        self.held: State = place(jax.device_get(begun), self.mesh)

    @property
    def rank(self) -> int:
        return jax.process_index()

    @property
    def parameters(self) -> int:
        return sum(values.size for values in self.held.learned.values())

    @property
    def about(self) -> dict[str, Any]:
        first = self.mesh.devices.flat[0]
        threads = int(os.environ.get("NPROC", os.cpu_count() or 1))
        parts = {"precision": self.settings["precision"], "devices": self.mesh.size}
        return {"device": first.platform, "threads": threads, **parts, "processes": jax.process_count()}

    def epoch(self, batches: Iterable[Batch], rate: float, seed: int) -> float:
        key, totals, rows = jax.random.key(seed), list[jax.Array](), 0
        for number, batch in enumerate(batches):
            pieces = place(stacks(batch, self.settings["micro_batch"]), self.mesh, axis=1)
            count, part = np.float32(len(batch)), jax.random.fold_in(key, number)
            self.held, total = learn(self.network, self.method, self.held, pieces, count, np.float32(rate), part)
            totals.append(total)
            rows += len(batch)
        return float(np.sum(jax.device_get(totals), dtype=np.float64)) / rows

    def loss(self, batches: Iterable[Batch]) -> float:
        total, rows = 0.0, 0
        for batch in batches:
            pieces = place(stacks(batch, self.settings["micro_batch"]), self.mesh, axis=1)
            total += float(lose(self.network, self.method, self.held.learned, self.held.buffers, pieces))
            rows += len(batch)
        return total / rows

    def weights(self) -> Weights:
        return {name: np.array(values) for name, values in {**self.held.learned, **self.held.buffers}.items()}

    def load(self, weights: Mapping[str, NDArray[Any]]) -> None:
        learned, buffers = split(fitting_to(self.weights(), weights))
        self.held = self.held._replace(learned=place(learned, self.mesh), buffers=place(buffers, self.mesh))

    def state(self) -> Weights:
        found = jax.tree_util.tree_flatten_with_path(self._state())[0]
        return {jax.tree_util.keystr(path, simple=True, separator="."): np.array(values) for path, values in found}

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        found, shape = jax.tree_util.tree_flatten_with_path(self._state())
        names = [jax.tree_util.keystr(path, simple=True, separator=".") for path, _ in found]
        held = jax.tree_util.tree_unflatten(shape, [np.asarray(state[name]) for name in names])
        self.held = self.held._replace(**place(held, self.mesh))

    def _state(self) -> dict[str, Any]:
        return {"moments": self.held.moments, "scale": self.held.scale, "steps": self.held.steps}
