"""Fits a scikit-learn estimator to a table held in memory, in double precision, and applies it again.

The file is skops', not a pickle: loading it builds classes of scikit-learn and NumPy and runs nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import sklearn.utils
import skops.io
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline

from _package_.arrays import Arrays
from _package_.config import Config
from _package_.errors import UserError
from _package_.files import replace
from _package_.model import model
from _package_.normalise import normaliser
from _package_.schema import Schema

SUFFIX = ".skops"
TRUSTED = ("sklearn.", "numpy.")


def train(
    schema: Schema, config: Config, arrays: Arrays, stem: Path, *, seed: int, device: str, resume: bool
) -> dict[str, Any]:
    """Fits on the splits in `config.fit_on`, writes <stem>.skops and returns what the sidecar says of the fit.

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
    check_finite(estimator, features, target)
    settings: dict[str, Any] = {}
    if weight is not None:
        last = f"{estimator.steps[-1][0]}__" if isinstance(estimator, Pipeline) else ""
        settings[f"{last}sample_weight"] = np.asarray(arrays.read(config.fit_on, weight[0])).reshape(len(features))
    estimator.fit(features, target, **settings)

    file = stem.with_name(stem.name + SUFFIX)
    replace(file, skops.io.dumps(estimator))
    fit: dict[str, Any] = {"weights": file.name, "rows": len(features), "device": "cpu"}
    if hasattr(estimator, "coef_"):
        fit |= {"features": feature_names(schema), "coefficients": coefficients(estimator)}
    return {**fit, "seconds": time.perf_counter() - begun}


def predictor(
    stem: Path, schema: Schema, config: Config, device: str
) -> Callable[[Mapping[str, NDArray[Any]]], NDArray[Any]]:
    """Loads <stem>.skops; the result maps input arrays in physical units, (rows, ...), to normalised values (rows, 1)
    or class probabilities (rows, classes)."""
    estimator = load(stem)

    def predict(inputs: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
        return answer(estimator, schema, table(schema, config, inputs))

    return predict


def load(stem: Path) -> Any:
    """The estimator of <stem>.skops; UserError for a file that holds foreign classes."""
    file = stem.with_name(stem.name + SUFFIX)
    wanted = skops.io.get_untrusted_types(file=file)
    foreign = [kind for kind in wanted if not kind.startswith(TRUSTED)]
    if foreign:
        raise UserError(f"{file.name} holds {', '.join(foreign)}.", "Do not open it unless you know who made it.")
    return skops.io.load(file, trusted=wanted)


def answer(estimator: Any, schema: Schema, features: NDArray[Any]) -> NDArray[Any]:
    """Of normalised features (rows, features): normalised values (rows, outputs) or probabilities (rows, classes)."""
    if schema.task != "classification":
        return estimator.predict(features).reshape(len(features), -1)
    probabilities = np.zeros((len(features), len(schema.target[1].classes or ())))
    probabilities[:, estimator.classes_] = estimator.predict_proba(features)
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
