"""From a network's raw output to a prediction, the same in every framework."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.config import Config
from _package_.feeds import Feeder, Feeds, target_scaling
from _package_.normalise import normaliser
from _package_.schema import Schema

Forward = Callable[[Feeds], NDArray[Any]]  # what a network is fed to its raw output, (B, outputs)


def predictor(
    forward: Forward, schema: Schema, config: Config
) -> Callable[[Mapping[str, NDArray[Any]]], NDArray[np.float64]]:
    """Maps arrays in physical units, (rows, ...), to normalised values (rows, outputs), class probabilities
    (rows, classes), or for a density (rows, 2): reconstruction error and KL divergence in nats."""
    feeder = Feeder(schema, config)
    size = config.train["micro_batch"] or config.train["batch_size"]  # for so many rows there is room

    def predict(rows: Mapping[str, NDArray[Any]]) -> NDArray[np.float64]:
        fed = feeder(rows)
        count = len(next(iter(fed.values())))
        pieces = (
            forward({name: values[start : start + size] for name, values in fed.items()})
            for start in range(0, max(count, 1), size)
        )
        return finished(np.concatenate(list(pieces)).astype(np.float64), schema, config)

    return predict


def finished(raw: NDArray[np.float64], schema: Schema, config: Config) -> NDArray[np.float64]:
    """Logits (rows, classes) become probabilities; values (rows, outputs) become normalised as schema.json says."""
    if schema.task == "classification":
        return softmax(raw)
    if schema.task == "density":
        return raw
    shape = (len(raw), *schema.target[1].shape)
    physical = target_scaling(schema, config).denormalise(raw.reshape(shape))
    return normaliser(schema.target[1], config.fit_on).normalise(physical).reshape(len(raw), -1)


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """(rows, classes) to probabilities that sum to one in each row."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)
