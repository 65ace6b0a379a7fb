"""Classification: the loss, the metrics, and the figures of class probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import figures as draw
from _package_.paths import DataKind
from _package_.schema import Schema
from _package_.scores import Metric, Sample, target_field

NAME = "classification"
LOSS = "cross-entropy"
HEADLINE = "auc"
PIPELINE = "tabular-classification"
SHARES = (0.5, 0.3)  # found of the second of two classes, at which the rejection of the first is quoted
METRICS = {  # what each means, for the cards
    "auc": "area under the ROC curve; beyond two classes the mean over each against the rest",
    "accuracy": "share of the rows whose most probable class is the true one",
    "log_loss": "mean of −ln(probability given to the true class)",
    "rejection_50": "for two classes, 1 / (false positive rate) where half of the second class is found",
    "rejection_30": "the same where 30 % of it are found",
}


def metrics(
    schema: Schema, prediction: NDArray[Any], target: NDArray[Any], weight: NDArray[Any] | None
) -> dict[str, Metric]:
    """METRICS of (rows, classes) probabilities against (rows,) class numbers."""
    classes = prediction.shape[1]
    curves = [roc(prediction[:, k], target == k, weight) for k in ([1] if classes == 2 else range(classes))]
    given = np.clip(prediction[np.arange(len(target)), target], 1e-15, None)
    found = {
        "auc": Metric(float(np.mean([np.trapezoid(true, false) for false, true in curves]))),
        "accuracy": Metric(float(np.average(prediction.argmax(1) == target, weights=weight))),
        "log_loss": Metric(float(np.average(-np.log(given), weights=weight))),
    }
    if classes == 2:
        for share in SHARES:
            found[f"rejection_{share:.0%}".rstrip("%")] = Metric(rejection(*curves[0], share))
    return found


def columns(schema: Schema) -> tuple[list[str], list[str]]:
    """What a table of predictions calls the columns of the truth and of a prediction."""
    classes = schema.target[1].classes or ()
    numbered = ", ".join(f"{number} is {name}" for number, name in enumerate(classes))
    return [f"true {target_field(schema).name} ({numbered})"], [f"P({name})" for name in classes]


def roc(score: NDArray[Any], member: NDArray[Any], weight: NDArray[Any] | None) -> tuple[NDArray[Any], NDArray[Any]]:
    """False and true positive rate of a class for every cut on its score, from none kept to all kept.

    `member` (rows,) says which rows are of the class. A class without rows gives nan. Rows of equal score pass
    together, so ties count half in the area.
    """
    order = np.argsort(-score, kind="stable")
    weights = np.ones(len(score)) if weight is None else weight[order]
    last = np.append(np.diff(score[order]) != 0, True)
    kept = [np.append(0.0, np.cumsum(weights * chosen)[last]) for chosen in (~member[order], member[order])]
    false, true = (total / total[-1] if total[-1] > 0 else np.full(len(total), np.nan) for total in kept)
    return false, true


def rejection(false: NDArray[Any], true: NDArray[Any], share: float) -> float:
    """One over the false positive rate at this true positive rate; nan where no false one is left."""
    left = float(np.interp(share, true, false))
    return 1 / left if left > 0 else float("nan")


def figures(schema: Schema, samples: Sequence[Sample], folder: Path, data_kind: DataKind) -> list[Path]:
    """Draws ROC curves, scores and the confusion matrix of the last split."""
    names = schema.target[1].classes or ()
    model = [sample for sample in samples if sample.kind == "model"][-1]
    title = f"{model.model}, {model.split} split"
    shown = [1] if len(names) == 2 else range(len(names))  # of two classes, one says it all
    done: list[Path] = []

    with draw.figure(title, "false positive rate", "true positive rate") as axes:
        for k, style in zip(shown, cycle(draw.STYLES), strict=False):
            false, true = roc(model.prediction[:, k], model.target == k, model.weight)
            text = f"{draw.label(names[k])}: AUC {np.trapezoid(true, false):.4f}"
            axes.plot(false, true, label=text, **style)
        axes.plot([0, 1], [0, 1], color="0.6", linestyle=":", label="by chance")
        axes.set(xlim=(0, 1), ylim=(0, 1.02))
        axes.legend(loc="lower right")
        done += draw.save(axes, folder / "roc", data_kind)

    axis = f"probability given to {draw.label(names[1])}" if len(names) == 2 else "probability given to the true class"
    with draw.figure(title, axis, "share of the class per bin") as axes:
        edges = np.linspace(0, 1, 41).tolist()
        for k, style in zip(range(len(names)), cycle(draw.STYLES), strict=False):
            member = model.target == k
            weight = np.ones(member.sum()) if model.weight is None else model.weight[member]
            share = weight / weight.sum() if weight.sum() > 0 else weight
            score = model.prediction[member, 1 if len(names) == 2 else k]
            axes.hist(score, edges, weights=share, histtype="step", label=draw.label(names[k]), **style)
        draw.legend(axes)
        done += draw.save(axes, folder / "scores", data_kind)

    with draw.figure(title, "predicted class", "true class") as axes:
        draw.matrix(axes, confusion(model, len(names)), [draw.label(name) for name in names])
        done += draw.save(axes, folder / "confusion", data_kind)
    return done


def confusion(sample: Sample, classes: int) -> NDArray[Any]:
    """(classes, classes) weighted rows by true and most probable class, each true class's row summing to one."""
    counts = np.zeros((classes, classes))
    np.add.at(counts, (sample.target, sample.prediction.argmax(1)), 1 if sample.weight is None else sample.weight)
    total = counts.sum(1, keepdims=True)
    return np.divide(counts, total, out=np.full_like(counts, np.nan), where=total > 0)
