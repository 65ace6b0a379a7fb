"""Columns of a synthetic table: those of the real one where it is known, and a planted relation to the target.

Synthetic, not measured. Numbers are normal with the mean and spread of the real columns. With z the numbers less their
mean, over their spread, the target of a regression is the sum of WEIGHTS * z plus NOISE * (normal), scaled alike.
In a classification each class shifts every z by SHIFT times the number of the class.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import paths, schema_file
from _package_.errors import UserError
from _package_.schema import Schema

WEIGHTS = (1.0, -0.5, 0.25, 2.0)  # of the columns in turn
NOISE = 0.1
SHIFT = 1.0
CLASSES = ("a", "b")


def columns(rows: int, seed: int, options: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """Numbers and words by column, (rows,); UserError when the options name no target."""
    random = np.random.default_rng(seed)
    target, group = options.get("target"), options.get("group")
    if target is None:  # the sample's own names would be no advice: the real data have others
        remedy = "`make data` lists the columns, `make data OPTION=target=NAME` chooses one."
        raise UserError("No target is chosen.", remedy)
    classify = options.get("task") == "classification"
    real = known(target, classify)
    names, mean, std, words = features(real, {target, group})
    z = random.standard_normal((rows, len(names)))
    made: dict[str, NDArray[Any]] = {}
    if classify:
        classes = real.target[1].classes if real else None
        classes = classes or CLASSES
        number = random.integers(len(classes), size=rows)
        z += SHIFT * number[:, None]
        made[target] = np.array(classes)[number]
    else:
        y = z @ np.resize(WEIGHTS, len(names)) + NOISE * random.standard_normal(rows)
        moments = real.target[1].statistics["train"] if real else None
        made[target] = y * moments.std[0] + moments.mean[0] if moments else y
    for place, name in enumerate(names):
        made[name] = z[:, place] * std[place] + mean[place]
    for name, values in words.items():
        made[name] = random.choice(values, rows)
    for name in options.get("drop") or []:
        made[name] = random.standard_normal(rows)  # the recipe wants to find what it leaves out
    if group is not None:
        made[group] = np.arange(rows) // 4
    return made


def known(target: str, classify: bool) -> Schema | None:
    """The schema of the real table, if `make data` has made one for this target and task."""
    path = paths.schema("real")
    if not path.is_file():
        return None
    real = schema_file.load(path)
    fits = real.options.get("target") == target and (real.target[1].classes is not None) == classify
    return real if fits and "features" in real.arrays else None


def features(
    real: Schema | None, taken: set[str | None]
) -> tuple[list[str], list[float], list[float], dict[str, list[str]]]:
    """Names, means and spreads of the columns of numbers, and the words of the columns of words."""
    if real is None:
        names = [name for name in ("x1", "x2", "x3", "x4", "x5", "x6") if name not in taken][:4]
        return names, [0.0] * 4, [1.0] * 4, {}
    array = real.arrays["features"]
    moments = array.statistics["train"]
    words: dict[str, list[str]] = {}
    plain: list[int] = []
    for place, field in enumerate(array.fields):
        column, equals, word = field.name.partition("=")
        if equals:
            words.setdefault(column, []).append(word)
        else:
            plain.append(place)
    names = [array.fields[place].name for place in plain]
    return names, [moments.mean[place] for place in plain], [moments.std[place] or 1.0 for place in plain], words
