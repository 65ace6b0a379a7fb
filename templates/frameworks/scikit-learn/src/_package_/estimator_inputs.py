"""In which precision an estimator takes its inputs: single where it asks whether a value is above a threshold.

A threshold lies between two values of the data. Two values that single precision cannot tell apart, or a value on the
threshold itself, would go one way here and the other in ONNX, whose trees are single. Rounded before they are learned
from and before each use, they go the same way everywhere. Sums and products stay in double precision.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.ensemble import BaseEnsemble, HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.tree import BaseDecisionTree

TREES = (BaseDecisionTree, HistGradientBoostingClassifier, HistGradientBoostingRegressor)


def rounded(estimator: Any, features: NDArray[np.float64]) -> NDArray[Any]:
    """The features as the estimator takes them: float32 where a tree is part of it."""
    return features.astype(np.float32) if has_trees(estimator) else features


def has_trees(estimator: Any) -> bool:
    """Whether it is or holds a tree: in a pipeline, a search, a vote, or in an ensemble, whose default is trees."""
    parts = estimator.get_params(deep=True).values() if isinstance(estimator, BaseEstimator) else ()
    return any(is_tree(part) for part in (estimator, *parts))


def is_tree(part: Any) -> bool:
    grown = isinstance(part, BaseEnsemble) and isinstance(getattr(part, "estimator", None), (*TREES, type(None)))
    return isinstance(part, TREES) or grown
