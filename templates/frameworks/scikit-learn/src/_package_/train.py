"""Fits a scikit-learn estimator to a table held in memory, in double precision but for trees, and applies it again.

The file is no pickle: estimator_file.py says what it holds, and that nothing in it is run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import sklearn.utils
from numpy.typing import NDArray

from _package_ import estimator_file, estimator_fit
from _package_.arrays import Arrays
from _package_.config import Config
from _package_.errors import UserError
from _package_.estimator_answers import probabilities as likely
from _package_.estimator_inputs import rounded
from _package_.model import model
from _package_.normalise import normaliser
from _package_.schema import Schema

SUFFIX = estimator_file.SUFFIX


def train(
    schema: Schema, config: Config, arrays: Arrays, stem: Path, *, seed: int, device: str, resume: bool
) -> dict[str, Any]:
    """Fits on the splits in `config.fit_on`, writes <stem>.safetensors and returns what the sidecar says of the fit.

    `coefficients` of linear models are in normalised units, intercept first. A fit takes one step: nothing to resume.
    """
    begun = time.perf_counter()
    if device not in ("auto", "cpu"):
        raise UserError(f"DEVICE={device}: scikit-learn computes on the CPU.", "Leave DEVICE out.")
    features = table(schema, config, {name: arrays.read(config.fit_on, name) for name in schema.inputs})
    name, described = schema.target
    target = np.asarray(arrays.read(config.fit_on, name)).reshape(len(features))
    if schema.task == "regression":
        target = normaliser(described, config.fit_on).normalise(target.astype(np.float64))
    elif len(np.unique(target)) < 2:
        raise UserError(f"The splits {', '.join(config.fit_on)} hold one class only.", "Fit on data of every class.")
    if config.train["shuffle_targets"]:
        target = np.random.default_rng(seed).permutation(target)
    weight = schema.only("weight")

    estimator = model(schema, config)
    chance = [key for key in estimator.get_params() if key.endswith("random_state")]
    estimator.set_params(**dict.fromkeys(chance, seed))
    estimator_file.check(estimator)
    check_finite(estimator, features, target)
    counts = None if weight is None else np.asarray(arrays.read(config.fit_on, weight[0])).reshape(len(features))
    estimator_fit.fit(estimator, rounded(estimator, features), target, counts)

    file = stem.with_name(stem.name + SUFFIX)
    estimator_file.save(file, estimator)
    fit: dict[str, Any] = {"weights": file.name, "rows": len(features), "device": "cpu"}
    if hasattr(estimator, "coef_"):
        fit |= {"features": feature_names(schema), "coefficients": coefficients(estimator)}
    return {**fit, "seconds": time.perf_counter() - begun}


def predictor(
    stem: Path, schema: Schema, config: Config, device: str
) -> Callable[[Mapping[str, NDArray[Any]]], NDArray[Any]]:
    """Loads <stem>.safetensors; the result maps input arrays in physical units, (rows, ...), to normalised values
    (rows, 1) or class probabilities (rows, classes)."""
    estimator = load(stem)

    def predict(inputs: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
        return answer(estimator, schema, table(schema, config, inputs))

    return predict


def load(stem: Path) -> Any:
    """The estimator of <stem>.safetensors; UserError for a damaged file, and for one that holds anything else."""
    file = stem.with_name(stem.name + SUFFIX)
    estimator = estimator_file.load(file)
    if not hasattr(estimator, "predict"):
        words = f"{file.name} holds a {type(estimator).__name__}, which predicts nothing."
        raise UserError(words, estimator_file.AGAIN)
    return estimator


def answer(estimator: Any, schema: Schema, features: NDArray[Any]) -> NDArray[Any]:
    """Of normalised features (rows, features): normalised values (rows, outputs) or probabilities (rows, classes)."""
    features = rounded(estimator, features)
    if schema.task != "classification":
        return estimator.predict(features).reshape(len(features), -1)
    probabilities = np.zeros((len(features), len(schema.target[1].classes or ())))
    probabilities[:, estimator.classes_] = likely(estimator, features)
    return probabilities  # a class that the fit never saw keeps probability 0


def table(schema: Schema, config: Config, inputs: Mapping[str, NDArray[Any]]) -> NDArray[np.float64]:
    """The input arrays, normalised and side by side: (rows, features)."""
    parts: list[NDArray[Any]] = []
    for name, array in schema.inputs.items():
        values = np.asarray(inputs[name], dtype=np.float64)
        parts.append(normaliser(array, config.fit_on).normalise(values).reshape(len(values), -1))
    return np.concatenate(parts, axis=1)


def coefficients(estimator: Any) -> list[Any]:
    """Of a linear model in normalised units: intercept, then one per feature; such a list per class for classes."""
    slopes = np.asarray(estimator.coef_)
    intercept = np.reshape(estimator.intercept_, (*slopes.shape[:-1], 1))
    return np.concatenate([intercept, slopes], axis=-1).tolist()


def feature_names(schema: Schema) -> list[str]:
    """One name per column of `table`."""
    names: list[str] = []
    for name, array in schema.inputs.items():
        named = [field.name for field in array.fields]
        width = int(np.prod(array.shape))
        names += named if len(named) == width else [f"{name}[{k}]" for k in range(width)]
    return names


def check_finite(estimator: Any, features: NDArray[Any], target: NDArray[Any]) -> None:
    """UserError for missing values where the estimator does not take them."""
    gaps = not np.isfinite(target).all()
    if not sklearn.utils.get_tags(estimator).input_tags.allow_nan:
        gaps = gaps or not np.isfinite(features).all()
    if gaps:
        raise UserError(
            "The data hold missing or infinite values.", "Drop or fill them in recipe.py, or try the model trees."
        )
