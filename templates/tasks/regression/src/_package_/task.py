"""Regression: the loss, the metrics in the target's unit, and the figures of one value per row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import figures as draw
from _package_.influence import combined, mean, quantile, ratio, root
from _package_.paths import DataKind
from _package_.schema import Schema
from _package_.scores import Metric, Sample, target_field

NAME = "regression"
LOSS = "mse"
HEADLINE = "rmse"
PIPELINE = "tabular-regression"
METRICS = {  # what each means, for the cards
    "rmse": "root of the mean of (predicted − true)²",
    "mae": "mean of the absolute value of predicted − true",
    "bias": "mean of predicted − true",
    "resolution": "half the width of the central 68 % of predicted − true, which few outliers do not move",
    "r2": "share of the target's variance that the prediction explains",
}


def metrics(
    schema: Schema, prediction: NDArray[Any], target: NDArray[Any], weight: NDArray[Any] | None
) -> dict[str, Metric]:
    """METRICS of (rows,) predictions against (rows,) targets, both in the target's unit."""
    unit, residual = target_field(schema).unit, prediction - target
    square, size, bias = (mean(values, weight) for values in (residual**2, np.abs(residual), residual))
    variance = mean((target - mean(target, weight).value) ** 2, weight)
    low, high = quantile(residual, 0.16, weight), quantile(residual, 0.84, weight)
    rmse = root(square)
    width = combined((high.value - low.value) / 2, (0.5, high), (-0.5, low))
    explained = ratio(square, variance)
    return {
        "rmse": Metric(rmse.value, unit, rmse.pull, "positive"),
        "mae": Metric(size.value, unit, size.pull, "positive"),
        "bias": Metric(bias.value, unit, bias.pull),
        "resolution": Metric(width.value, unit, width.pull, "positive"),
        "r2": Metric(1 - explained.value, None, lambda: -explained.pull(), "below 1"),
    }


def columns(schema: Schema) -> tuple[list[str], list[str]]:
    """What a table of predictions calls the columns of the truth and of a prediction."""
    field = target_field(schema)
    shown = field.shown
    return [f"true {shown}"], [f"predicted {shown}"]


def figures(schema: Schema, samples: Sequence[Sample], folder: Path, data_kind: DataKind) -> list[Path]:
    """Draws residuals, the same along the target, predicted against true, and both distributions, of the last split."""
    field = target_field(schema)
    true, predicted, off = (
        draw.label(text, field.unit) for text in (f"true {field.name}", f"predicted {field.name}", "predicted − true")
    )
    model = [sample for sample in samples if sample.kind == "model"][-1]
    shown = [sample for sample in samples if sample.split == model.split]
    title = f"{model.model}, {model.split} split"
    done: list[Path] = []

    with draw.figure(title, off, "rows per bin") as axes:
        edges = draw.edges(np.concatenate([sample.prediction - sample.target for sample in shown]))
        for sample, style in zip(shown, draw.STYLES, strict=False):
            # The end bins hold what lies beyond.
            residual = np.clip(sample.prediction - sample.target, edges[0], edges[-1])
            text = draw.named(sample.model, "RMSE", sample.said.get("rmse"))
            axes.hist(residual, edges, weights=sample.weight, histtype="step", label=text, **style)
        draw.legend(axes)
        done += draw.save(axes, folder / "residuals", data_kind)

    with draw.figure(title, true, off) as axes:
        residual = model.prediction - model.target
        draw.cloud(axes, model.target, residual)
        axes.axhline(0, color="black", linewidth=1)
        centre, low, middle, high = profile(model.target, residual)
        bars = [middle - low, high - middle]
        axes.errorbar(centre, middle, bars, fmt="o", color=draw.ACCENT, label="median and central 68 %")
        draw.legend(axes)
        done += draw.save(axes, folder / "residual-along-target", data_kind)

    with draw.figure(title, true, predicted) as axes:
        draw.cloud(axes, model.target, model.prediction)
        ends = [float(model.target.min()), float(model.target.max())]
        axes.plot(ends, ends, color=draw.ACCENT, label="predicted = true")
        draw.legend(axes)
        done += draw.save(axes, folder / "predicted-against-true", data_kind)

    with draw.figure(title, draw.label(field.name, field.unit), "rows per bin") as axes:
        edges = draw.edges(model.target)
        axes.hist(model.target, edges, weights=model.weight, color="0.85", label="true")
        for sample, style in zip(shown, draw.STYLES, strict=False):
            values = np.clip(sample.prediction, edges[0], edges[-1])
            axes.hist(values, edges, weights=sample.weight, histtype="step", label=sample.model, **style)
        draw.legend(axes)
        done += draw.save(axes, folder / "distribution", data_kind)
    return done


def profile(target: NDArray[Any], residual: NDArray[Any], bins: int = 12) -> tuple[NDArray[Any], ...]:
    """Mean target and the 16, 50 and 84 % quantiles of the residual, in bins of equally many rows.

    Where the target takes few values, each is a bin.
    """
    distinct = np.unique(target)
    if len(distinct) > bins:
        distinct = np.unique(np.quantile(target, np.linspace(0, 1, bins + 1)))[1:-1]
    number = np.searchsorted(distinct, target)
    groups = [number == k for k in np.unique(number)]
    rows = [[target[g].mean(), *np.quantile(residual[g], (0.16, 0.5, 0.84))] for g in groups]
    return tuple(np.array(rows).T)
