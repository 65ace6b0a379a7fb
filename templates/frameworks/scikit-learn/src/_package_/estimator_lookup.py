"""Names of classes and functions in the file of an estimator, and back. Nothing that a file says is imported.

A file gives a name; the name is looked up in estimator_names.py, and what is not there is refused. So no function can
be called that is not one of these, whose arguments and results are numbers.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator

from _package_ import model
from _package_.estimator_names import FUNCTIONS, MADE, OURS, PARTS, PUBLISHED, SKLEARN


class Foreign(Exception):
    """What a file of an estimator may not hold; the message is its name."""


def name_of(thing: type) -> str:
    """The name by which a file knows this class; Foreign without one."""
    for name in _candidates(thing):
        if _found(name) is thing:
            return name
    raise Foreign(f"{thing.__module__}.{thing.__qualname__}")


def class_of(name: str) -> type:
    """The inverse of `name_of`."""
    found = _found(name)
    if not isinstance(found, type):
        raise Foreign(name)
    return found


def made_of_numbers(name: str) -> bool:
    """Whether a file gives what the class is called with, and not what it holds."""
    return _listed(MADE, name.removeprefix(SKLEARN))


def function_name(function: Any) -> str:
    """The name of a function of the list, of a universal function of NumPy, or of one that model.py defines."""
    called, module = getattr(function, "__name__", ""), getattr(function, "__module__", "") or ""
    metric = next((one for one, scorer in _scorers().items() if scorer is function), None)
    names = [f"numpy.{called}", f"{OURS}{called}", f"{module}.{called}", *(f"{home}.{called}" for home in FUNCTIONS)]
    for name in [f"score {metric}"] if metric else names:
        if _function(name) is function:
            return name
    raise Foreign(f"the function {module}.{getattr(function, '__qualname__', called)}")


def function_of(name: str) -> Any:
    """The inverse of `function_name`."""
    found = _function(name)
    if found is None:
        raise Foreign(f"the function {name}")
    return found


def _candidates(thing: type) -> list[str]:
    if thing.__module__ == model.__name__:
        return [f"{OURS}{thing.__qualname__}"]
    inside = thing.__module__.removeprefix(SKLEARN)
    places = [inside, *(place for place in PUBLISHED if inside.startswith(place))]
    return [f"{SKLEARN}{place}.{thing.__name__}" for place in places]


def _found(name: str) -> Any:
    if name.startswith(OURS):
        found = vars(model).get(name.removeprefix(OURS))
        return found if inspect.isclass(found) and found.__module__ == model.__name__ else None
    module, _, called = name.removeprefix(SKLEARN).rpartition(".")
    if not name.startswith(SKLEARN):
        return None
    if _listed(PARTS, f"{module}.{called}") or _listed(MADE, f"{module}.{called}"):
        return getattr(import_module(f"{SKLEARN}{module}"), called, None)
    found = getattr(import_module(f"{SKLEARN}{module}"), called, None) if module in PUBLISHED else None
    ours = inspect.isclass(found) and issubclass(found, BaseEstimator) and found.__module__.startswith(SKLEARN)
    return found if ours and not called.startswith("_") else None


def _function(name: str) -> Any:
    if name.startswith(OURS):
        found = vars(model).get(name.removeprefix(OURS))
        return found if inspect.isfunction(found) and found.__module__ == model.__name__ else None
    if name.startswith("score "):
        return _scorers().get(name.removeprefix("score "))
    module, _, called = name.rpartition(".")
    if _listed(FUNCTIONS, name):
        return getattr(import_module(module), called, None)
    found = vars(np).get(called) if module == "numpy" else None
    return found if isinstance(found, np.ufunc) else None


def _scorers() -> dict[str, Any]:
    metrics = import_module("sklearn.metrics")
    return {name: getattr(metrics.get_scorer(name), "_score_func") for name in metrics.get_scorer_names()}  # noqa: B009


def _listed(table: Mapping[str, str], name: str) -> bool:
    module, _, called = name.rpartition(".")
    return called in table.get(module, "").split()
