"""Whether the numbers of a loaded estimator can be followed: the C code of scikit-learn does so unchecked."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.ensemble._hist_gradient_boosting.predictor import TreePredictor
from sklearn.svm._base import BaseLibSVM
from sklearn.tree import BaseDecisionTree
from sklearn.tree._tree import Tree

BOOSTED = (HistGradientBoostingClassifier, HistGradientBoostingRegressor)


def sound(made: Any) -> None:
    """ValueError for a tree whose branches lead out of it or in a circle, or that asks for a feature there is not."""
    held: Any = made
    if isinstance(made, Tree):
        walkable(held.children_left, held.children_right, held.children_left == -1)
        inside(held.feature[held.children_left != -1], held.n_features)
    elif isinstance(made, TreePredictor):
        nodes = held.nodes
        walkable(nodes["left"].astype(np.int64), nodes["right"].astype(np.int64), nodes["is_leaf"] == 1)
        inside(
            nodes["bitset_idx"][(nodes["is_leaf"] == 0) & (nodes["is_categorical"] == 1)],
            len(held.raw_left_cat_bitsets),
        )
    elif isinstance(made, BOOSTED) and hasattr(made, "_predictors"):
        trees = [tree for stage in getattr(held, "_predictors") for tree in stage]  # noqa: B009
        for tree in trees:
            inside(tree.nodes["feature_idx"][tree.nodes["is_leaf"] == 0], held.n_features_in_)
    elif isinstance(made, BaseDecisionTree) and hasattr(made, "tree_"):
        same(held.tree_.n_features, held.n_features_in_)
    elif isinstance(made, BaseLibSVM) and hasattr(made, "dual_coef_"):
        same(held.dual_coef_.shape[1], len(held.support_))
    grown = getattr(held, "estimators_", None)
    if hasattr(made, "n_features_in_") and type(made).__module__ in (
        "sklearn.ensemble._forest",
        "sklearn.ensemble._gb",
    ):
        for tree in np.ravel(np.array(grown, object)):
            same(tree.n_features_in_, held.n_features_in_)


def walkable(left: Any, right: Any, leaf: Any) -> None:
    """Children come after their parent in all trees of scikit-learn, so that no walk ends nowhere."""
    if len(leaf) == 0:
        raise ValueError("a tree without a root")
    own = np.arange(len(leaf))
    for child in (left, right):
        if not (leaf | ((child > own) & (child < len(leaf)))).all():
            raise ValueError("a tree whose branches lead out of it")


def inside(numbers: Any, count: int) -> None:
    if len(numbers) and (int(numbers.min()) < 0 or int(numbers.max()) >= count):
        raise ValueError("a tree that asks for what is not there")


def same(one: Any, other: Any) -> None:
    if one != other:
        raise ValueError(f"parts that do not belong together: {one} and {other}")
