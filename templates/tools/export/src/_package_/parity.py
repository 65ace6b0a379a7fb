"""Do two runtimes give the same answers? Asked on random rows and on real ones, and judged by agreement.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import choice
from _package_.agreement import Parity
from _package_.arrays import Arrays
from _package_.config import Config
from _package_.feeds import Feeder, Feeds, target_scaling
from _package_.schema import Schema
from _package_.scores import flat

Forward = Callable[[Feeds], NDArray[Any]]
BATCHES = (1, 7, 300)


def checks(reference: Forward, candidate: Forward, arrays: Arrays, feeder: Feeder) -> list[Parity]:
    """On random inputs of several batch sizes, masks and padding included, and on real ones."""
    schema, found = arrays.schema, list[Parity]()
    fed = random(schema, max(BATCHES), feeder)
    # One row's answer may lie near zero by chance: its difference, too, is judged on the answers of all.
    size = float(np.abs(reference(fed)).max())
    for rows in BATCHES:
        few = {name: values[:rows] for name, values in fed.items()}
        found.append(compare(reference, candidate, few, schema, "random", size))
    for fed in real(arrays, feeder, max(BATCHES)):
        found.append(
            compare(reference, candidate, fed, schema, "synthetic" if schema.data_kind == "sample" else "real")
        )
    return found


def compare(
    reference: Forward, candidate: Forward, fed: Feeds, schema: Schema, inputs: str, size: float = 0.0
) -> Parity:
    """How far the candidate's answers are from the reference's; infinitely far where either is not finite.

    The norm is taken of these answers, or of `size` where that is more.
    """
    rows = len(next(iter(fed.values())))
    a, b = (np.asarray(one(fed), np.float64).reshape(rows, -1) for one in (reference, candidate))
    if a.shape != b.shape or not (np.isfinite(a).all() and np.isfinite(b).all()):
        return Parity(inputs, rows, float("inf"), None, float("inf"))
    probability, logits = None, 0.0
    if schema.task == "classification":
        alike = are_probabilities(a) == are_probabilities(b)
        logits = max((max(size, np.abs(one).max()) for one in (a, b) if not are_probabilities(one)), default=0.0)
        p, q = (one if are_probabilities(one) else softmax(one) for one in (a, b))
        probability = float(np.abs(p - q).max())
        if not alike:
            return Parity(inputs, rows, None, probability, float(np.abs(p - q).max()), float(logits))
    worst = float(np.abs(a - b).max())
    norm = worst / (max(size, float(np.abs(a).max())) or 1.0)
    return Parity(inputs, rows, norm, probability, worst, float(logits))


def meaning(schema: Schema) -> str:
    """What the numbers of an exported output are, in words."""
    return {
        "classification": f"a logit or a probability for each of: {', '.join(schema.target[1].classes or ())}"
        if schema.task == "classification"
        else "",
        "density": "reconstruction error and KL divergence in nats",
    }.get(schema.task, "the target, normalised: value = output * scale + offset, see fair-ai.scaling")


def are_probabilities(values: NDArray[np.float64]) -> bool:
    return bool((values >= 0).all() and np.allclose(values.sum(1), 1, atol=1e-4))


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def predicted(raw: NDArray[Any], schema: Schema, config: Config) -> NDArray[Any]:
    """Raw output (rows, outputs) as a prediction, see scores.Sample."""
    values = np.asarray(raw, np.float64)
    if schema.task == "classification":
        return values if are_probabilities(values) else softmax(values)
    if schema.task == "density":
        return values
    shape = (len(values), *schema.target[1].shape)
    return flat(target_scaling(schema, config).denormalise(values.reshape(shape)))


def random(schema: Schema, rows: int, feeder: Feeder, seed: int = 0) -> Feeds:
    """Inputs from a normal distribution, with padding, and edges between entries that are there."""
    rng, raw = np.random.default_rng([seed, rows]), dict[str, NDArray[Any]]()
    real: dict[str, NDArray[np.bool_]] = {}
    for name, array in schema.inputs.items():
        scaling = feeder.scaling[name]
        raw[name] = scaling.denormalise(rng.standard_normal((rows, *array.shape)))
        if array.mask is not None:
            length = array.shape[0]
            real[name] = np.arange(length) < rng.integers(1, length + 1, (rows, 1))
            raw[array.mask] = real[name].astype(np.uint8)
        if array.edges is not None:
            shape = schema.arrays[array.edges].shape
            there = real.get(name, np.ones((rows, shape[0]), bool))
            ends = rng.integers(0, there.sum(1)[:, None, None], (rows, *shape))
            raw[array.edges] = np.where(there[..., None], ends, -1).astype(np.int16)
    return feeder(raw)


def real(arrays: Arrays, feeder: Feeder, rows: int) -> Iterator[Feeds]:
    """Some rows of the last split, see choice.py."""
    split, names = choice.last(arrays.schema), list(arrays.schema.feeds)
    yield feeder(choice.take(arrays, split, names, choice.rows(arrays, split, rows)))
