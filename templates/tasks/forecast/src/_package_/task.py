"""Forecast: the loss, the metrics of several steps ahead in the target's unit, and the figures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import figures as draw
from _package_.influence import Estimate, mean, ratio, root
from _package_.paths import DataKind
from _package_.schema import Schema
from _package_.scores import Metric, Sample, series, target_field, target_fields

NAME = "forecast"
LOSS = "mse"
HEADLINE = "mape"
PIPELINE = "time-series-forecasting"
METRICS = {  # what each means, for the cards
    "mape": "mean absolute percentage error, |predicted − true| / |true|, over all steps whose truth is not 0",
    "mape_first": "the same for the first step ahead",
    "mape_last": "the same for the last step ahead",
    "rmse": "root of the mean of (predicted − true)² over all steps",
    "bias": "mean of predicted − true over all steps",
}
SHOWN = {"good": 0.1, "typical": 0.5, "bad": 0.9}  # forecasts that are drawn, by the quantile of their error


def metrics(
    schema: Schema, prediction: NDArray[Any], target: NDArray[Any], weight: NDArray[Any] | None
) -> dict[str, Metric]:
    """METRICS of (rows, steps) predictions against (rows, steps) targets, both in the target's unit."""
    unit = target_field(schema).unit
    predicted, true = steps(prediction), steps(target)
    off = predicted - true
    rmse, bias = root(mean((off**2).mean(1), weight)), mean(off.mean(1), weight)
    percent = {"mape": slice(None), "mape_first": slice(1), "mape_last": slice(-1, None)}
    errors = {name: percentage(predicted[:, part], true[:, part], weight) for name, part in percent.items()}
    return {
        **{name: Metric(one.value, "%", one.pull, "positive") for name, one in errors.items()},
        "rmse": Metric(rmse.value, unit, rmse.pull, "positive"),
        "bias": Metric(bias.value, unit, bias.pull),
    }


def percentage(predicted: NDArray[Any], true: NDArray[Any], weight: NDArray[Any] | None = None) -> Estimate:
    """Mean of 100 |predicted − true| / |true| over (rows, steps), in percent; nan where every truth is 0."""
    kept = true != 0
    errors = np.divide(np.abs(predicted - true), np.abs(true), out=np.zeros(true.shape), where=kept)
    return ratio(mean(100 * errors.sum(1), weight), mean(kept.sum(1, dtype=np.float64), weight))


def steps(values: NDArray[Any]) -> NDArray[Any]:
    """(rows, steps), of one step, too."""
    return values.reshape(len(values), -1)


def columns(schema: Schema) -> tuple[list[str], list[str]]:
    """What a table of predictions calls the columns of the truth and of a prediction."""
    names = [field.shown for field in target_fields(schema)]
    return [f"true {name}" for name in names], [f"predicted {name}" for name in names]


def figures(schema: Schema, samples: Sequence[Sample], folder: Path, data_kind: DataKind) -> list[Path]:
    """Draws the error by step, and a good, a typical and a bad forecast, of the last split."""
    model = [sample for sample in samples if sample.kind == "model"][-1]
    shown = [model] + [one for one in samples if one.split == model.split and one.kind == "reference"]
    ahead = np.arange(1, steps(model.target).shape[1] + 1)
    done: list[Path] = []

    with draw.figure(
        f"{model.model}, {model.split} split", "steps ahead", "mean absolute percentage error [%]"
    ) as axes:
        for sample, style in zip(shown, cycle(draw.STYLES), strict=False):
            predicted, true = steps(sample.prediction), steps(sample.target)
            errors = [percentage(predicted[:, [k]], true[:, [k]], sample.weight).value for k in range(len(ahead))]
            axes.plot(ahead, errors, marker="o", markersize=5, label=draw.label(sample.model), **style)
        axes.set_ylim(bottom=0)
        draw.legend(axes)
        done += draw.save(axes, folder / "error-by-step", data_kind)

    errors = np.abs(steps(model.prediction) - steps(model.target)).mean(1)
    for name, quantile in SHOWN.items():
        row = int(np.argsort(errors, kind="stable")[round(quantile * (len(errors) - 1))])
        share = f"{quantile:.0%} of all are better".replace("%", " %")
        title = f"{model.split} split, a {name} forecast: {share}"
        with draw.figure(title, "steps after the last known value", axis(schema)) as axes:
            before = past(schema, model, row)
            axes.plot(np.arange(1 - len(before), 1), before, color="0.55", marker=".", label="input")
            axes.plot(ahead, steps(model.target)[row], color="black", marker=".", label="true")
            for sample, style in zip(shown, cycle(draw.STYLES), strict=False):
                axes.plot(ahead, steps(sample.prediction)[row], label=draw.label(sample.model), **style)
            axes.axvline(0.5, color="0.8", linewidth=1)
            axes.ticklabel_format(axis="y", useOffset=False)
            draw.legend(axes)
            done += draw.save(axes, folder / f"forecast-{name}", data_kind)
    return done


def axis(schema: Schema) -> str:
    field = target_field(schema)
    return draw.label(series(field), field.unit)


def past(schema: Schema, sample: Sample, row: int) -> NDArray[Any]:
    """(T,) what the model saw of the target's series, or (0,) where it saw nothing of it."""
    name = series(target_field(schema))
    for array, described in schema.inputs.items():
        names = [field.name for field in described.fields]
        if described.kind == "sequence" and name in names and sample.inputs is not None:
            return sample.inputs(row)[array][:, names.index(name)]
    return np.empty(0)
