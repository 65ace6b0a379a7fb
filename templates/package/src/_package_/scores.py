"""What a prediction is scored with: one model's answer beside the truth, and a number with its unit."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from _package_.schema import Field, Schema

Scale = Literal["any", "positive", "below 1", "share", "count"]  # what values a number can take; count: k of n rows


@dataclass(frozen=True, slots=True)
class Metric:
    """A measured number; `value` is nan where it is not defined, `unit` is None for a pure number.

    `pull` gives how much each row has moved it, see influence.py; `rows` are those that it rests on, where these are
    not all; `fraction` is that of a count, see intervals.counted; `remark` says what a reader must know.
    """

    value: float
    unit: str | None = None
    pull: Callable[[], NDArray[np.float64]] | None = None
    scale: Scale = "any"
    rows: float | None = None
    fraction: float = 0.0
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """One model's prediction on one split.

    Regression: `prediction` and `target` (rows,) in the target's unit; forecast: (rows, steps). Classification:
    `prediction` (rows, classes) are probabilities, `target` (rows,) are class numbers. Density: `prediction` (rows, 2)
    are reconstruction error and KL divergence in nats, `target` (rows, 0) is empty. `weight` (rows,) or None. A
    `reference` needs no training. `inputs` reads the input arrays of one row, in physical units. `said` are its
    numbers in words, by metric.
    """

    model: str
    kind: Literal["model", "reference"]
    split: str
    prediction: NDArray[Any]
    target: NDArray[Any]
    weight: NDArray[Any] | None
    inputs: Callable[[int], Mapping[str, NDArray[Any]]] | None = None
    said: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a recipe measures on the raw files without a model, such as a published baseline by its own definition."""

    model: str  # what predicts, in words
    split: str  # what it was measured on, in words
    rows: int
    metrics: Mapping[str, Metric]


def target_field(schema: Schema) -> Field:
    """Name and unit of what is predicted; of several numbers the first."""
    return target_fields(schema)[0]


def target_fields(schema: Schema) -> list[Field]:
    """Name and unit of each number that is predicted."""
    name, target = schema.target
    width = math.prod(target.shape)
    if len(target.fields) == width:
        return [*target.fields]
    return [Field(name)] if width == 1 else [Field(f"{name}[{k}]") for k in range(width)]


def series(field: Field) -> str:
    """The series of which a forecast's target is a step: `level` of `level(+3 steps)`; else the name itself."""
    return re.sub(r"\(\+\d+ steps?\)$", "", field.name)


def flat(values: NDArray[Any]) -> NDArray[Any]:
    """(rows, numbers), or (rows,) where a row has one."""
    width = math.prod(values.shape[1:])
    return values.reshape(len(values)) if width == 1 else values.reshape(len(values), width)


def words(value: float | None, spread: float | None, n: int, unit: str | None) -> str:
    """A number for people: ten decimals for one seed; for several `1.417 ± 0.012 mm (3 seeds)`, cut at the spread."""
    if value is None:
        return "not defined"
    seeds = "" if spread is None else f" ({n} seeds)"
    return digits(value, spread) + (f" {unit}" if unit else "") + seeds


def digits(value: float | None, spread: float | None) -> str:
    """The same without unit and seeds, for a table that says them once."""
    if value is None:
        return "not defined"
    if spread is None:
        return f"{round(value, 10) + 0.0:.10f}"  # + 0.0: no minus before a zero
    rounding = 1e-12 * abs(value)  # a spread no larger is none
    places = max(0, 1 - math.floor(math.log10(spread))) if spread > rounding else 10
    return f"{value:.{places}f} ± {spread:.{places}f}"


def foremost(published: Sequence[Mapping[str, Any]], model: str, count: int = 6) -> Sequence[Mapping[str, Any]]:
    """The first published numbers, those of this very model before all others: a paper may list dozens."""
    return sorted(published, key=lambda one: one["model"] != model)[:count]
