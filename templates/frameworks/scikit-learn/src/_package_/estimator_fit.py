"""The fit of an estimator to rows that count differently, where it can be fitted so."""

from __future__ import annotations

import re
from typing import Any

from numpy.typing import NDArray
from sklearn.pipeline import Pipeline

from _package_.errors import UserError


def fit(estimator: Any, features: NDArray[Any], target: NDArray[Any], weight: NDArray[Any] | None) -> None:
    """Fits to (rows, features) and (rows,), with (rows,) weights or none; UserError where weights are not taken."""
    if weight is None:
        estimator.fit(features, target)
        return
    last, way = estimator, list[str]()
    while isinstance(last, Pipeline):
        step, last = last.steps[-1]
        way.append(step)
    try:
        estimator.fit(features, target, **{"__".join([*way, "sample_weight"]): weight})
    except (TypeError, ValueError) as error:
        if not re.search(r"sample.weight", str(error)):  # what contains others says so itself, each in its own words
            raise
        raise UserError(
            f"{type(last).__name__} cannot be fitted with the weights of the data: {' '.join(str(error).split())}",
            'Return another estimator in model.py, or count all rows alike: make data OPTION="weight=".',
        ) from error
