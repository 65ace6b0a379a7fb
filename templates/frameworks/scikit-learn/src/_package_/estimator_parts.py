"""Things in a fitted estimator that are no estimators: each is taken apart into plain values, and made of them again.

Trees of neighbours are grown anew from their points: what a file says is never taken for a place in memory.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
import scipy.stats
from scipy.interpolate import BSpline
from scipy.sparse import csc_array, csc_matrix, csr_array, csr_matrix
from scipy.stats._distn_infrastructure import rv_continuous_frozen, rv_discrete_frozen
from sklearn.neighbors import BallTree, KDTree
from sklearn.utils import Bunch

from _package_ import estimator_numbers as numbers

Content = list[Any]
metrics: Any = import_module("sklearn.metrics._dist_metrics")  # written in C: its names are no one's types
SPARSE = {kind.__name__: kind for kind in (csc_array, csc_matrix, csr_array, csr_matrix)}
NEIGHBOURS = {"BallTree": BallTree, "KDTree": KDTree}
# By its class the name that makes a metric, and its number of bits.
METRICS: dict[type, tuple[str, int]] = {
    kind: (name, bits)
    for bits in (64, 32)
    for name, kind in reversed(getattr(metrics, f"METRIC_MAPPING{bits}").items())
    if name != "pyfunc"
}


def apart(value: Any) -> tuple[str, Content] | None:
    """The kind of a thing and the plain values that it is made of; None for what is none of these."""
    take = TAKE.get(type(value))
    return take(value) if take else numbers.apart(value)


def together(kind: str, content: Content) -> Any:
    """The inverse of `apart`; KeyError for a kind that is none, ValueError or TypeError for values that do not fit."""
    return MAKE[kind](*content)


def metric_apart(metric: Any) -> tuple[str, Content]:
    name, bits = METRICS[type(metric)]
    p, vector, size = metric.__getstate__()[:3]
    given: dict[str, Any] = {}
    if name in ("minkowski", "p"):
        given = {"p": float(p), **({"w": np.array(vector)} if len(vector) else {})}
    elif name == "seuclidean":
        given = {"V": np.array(vector)}
    elif name == "mahalanobis":
        given = {"VI": np.array(size)}
    return "metric", [name, bits, given]


def metric_made(name: str, bits: int, given: dict[str, Any]) -> Any:
    if (name, bits) not in METRICS.values():
        raise ValueError(f"the metric {name}")
    return metrics.DistanceMetric.get_metric(name, dtype={64: np.float64, 32: np.float32}[bits], **given)


def neighbours_apart(tree: Any) -> tuple[str, Content]:
    points, _, _, _, leaf_size, *_, metric, weight = tree.__getstate__()
    return "neighbours", [type(tree).__name__, np.array(points), int(leaf_size), metric, weight]


def neighbours_made(kind: str, points: Any, leaf_size: int, metric: Any, weight: Any) -> Any:
    return NEIGHBOURS[kind](points, leaf_size=leaf_size, metric=metric, sample_weight=weight)


def sparse_made(kind: str, data: Any, indices: Any, pointers: Any, shape: Any) -> Any:
    made = SPARSE[kind]((data, indices, pointers), shape=tuple(shape))
    made.check_format(full_check=True)
    return made


def distribution_made(name: str, arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
    found = getattr(scipy.stats, name, None)
    if not isinstance(found, scipy.stats.rv_continuous | scipy.stats.rv_discrete):
        raise ValueError(f"the distribution {name}")
    return found(*arguments, **named)


def sparse_apart(held: Any) -> tuple[str, Content]:
    return "sparse", [type(held).__name__, held.data, held.indices, held.indptr, held.shape]


def distribution_apart(held: Any) -> tuple[str, Content]:
    return "distribution", [held.dist.name, held.args, held.kwds]


TAKE: dict[type, Callable[[Any], tuple[str, Content]]] = {
    slice: lambda it: ("slice", [it.start, it.stop, it.step]),
    range: lambda it: ("range", [it.start, it.stop, it.step]),
    complex: lambda it: ("complex", [it.real, it.imag]),
    functools.partial: lambda it: ("partial", [it.func, it.args, it.keywords]),
    Bunch: lambda it: ("bunch", [dict(it)]),
    BSpline: lambda it: ("spline", [it.t, it.c, it.k, it.extrapolate, it.axis]),
    **dict.fromkeys(NEIGHBOURS.values(), neighbours_apart),
    **dict.fromkeys(METRICS, metric_apart),
    **dict.fromkeys(SPARSE.values(), sparse_apart),
    **dict.fromkeys((rv_continuous_frozen, rv_discrete_frozen), distribution_apart),
}
MAKE: dict[str, Callable[..., Any]] = {
    **numbers.MAKE,
    "slice": slice,
    "range": range,
    "complex": complex,
    "partial": lambda function, arguments, named: functools.partial(function, *arguments, **named),
    "bunch": lambda held: Bunch(**held),
    "spline": lambda t, c, k, extrapolate, axis: BSpline(t, c, k, extrapolate=extrapolate, axis=axis),
    "neighbours": neighbours_made,
    "metric": metric_made,
    "sparse": sparse_made,
    "distribution": distribution_made,
}
