"""Classification: the loss, the metrics, and the figures of class probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import figures as draw
from _package_.influence import mean, share
from _package_.paths import DataKind
from _package_.ranking import Ranking
from _package_.schema import Schema
from _package_.scores import Metric, Sample, target_field
from _package_.shares import balanced, class_area, counted, mean_area, rejected

NAME = "classification"
LOSS = "cross-entropy"
HEADLINE = "auc"
PIPELINE = "tabular-classification"
METRICS = {  # what each means, for the cards
    "auc": "area under the ROC curve; beyond two classes the mean over each against the rest",
    "accuracy": "share of the rows whose most probable class is the true one",
    "majority": "share of the most frequent class: the accuracy of who always answers with it",
    "balanced_accuracy": "mean over the classes of the share of their rows that is found",
    "log_loss": "mean of −ln(probability given to the true class)",
    "precision": "of the rows that are given this class, the share that is of it",
    "recall": "of the rows of this class, the share that is given it",
    "rejection": "1 / (share of the first class kept) at the first cut that keeps this share of the second",
}


def metrics(
    schema: Schema, prediction: NDArray[Any], target: NDArray[Any], weight: NDArray[Any] | None
) -> dict[str, Metric]:
    """METRICS of (rows, classes) probabilities against (rows,) class numbers; `recall[name]` is that of one class.

    Classes without rows are left out of the means over classes, and said.
    """
    names, answer = class_names(schema, prediction.shape[1]), prediction.argmax(1)
    scored = [1] if len(names) == 2 else range(len(names))
    areas = {names[k]: Ranking(prediction[:, k], target == k, weight).area() for k in scored}
    every, hit = np.full(len(target), True), answer == target
    counts = np.bincount(target, minlength=len(names))
    frequent = int(np.bincount(target, weight, len(names)).argmax())
    given = np.clip(prediction[np.arange(len(target)), target], 1e-15, None)
    loss = mean(-np.log(given), weight)
    absent = [name for name, count in zip(names, counts, strict=True) if not count]
    remark = f"no rows of {', '.join(absent)}" if absent else None
    found = {
        "auc": mean_area([*areas.values()], counts, remark),
        "accuracy": counted(hit, every, weight, "accuracy"),
        "majority": counted(target == frequent, every, weight, "majority"),
        "balanced_accuracy": balanced([share(hit, target == k, weight) for k in np.flatnonzero(counts)], hit, remark),
        "log_loss": Metric(loss.value, None, loss.pull, "positive"),
    }
    for what, among in (("precision", answer), ("recall", target)):
        for k, name in enumerate(names):
            found[f"{what}[{name}]"] = counted(hit, among == k, weight, f"{what} {k}")
    if len(names) > 2:
        found |= {f"auc[{name}]": class_area(areas[name], count) for name, count in zip(names, counts, strict=True)}
    elif schema.target[1].rejection:
        ranking = Ranking(prediction[:, 1], target == 1, weight)
        for wanted in schema.target[1].rejection:
            found[f"rejection_{wanted:.0%}".rstrip("%")] = rejected(ranking, wanted, names[0])
    return found


def class_names(schema: Schema, count: int) -> Sequence[str]:
    return schema.target[1].classes or tuple(map(str, range(count)))


def columns(schema: Schema) -> tuple[list[str], list[str]]:
    """What a table of predictions calls the columns of the truth and of a prediction."""
    classes = schema.target[1].classes or ()
    numbered = ", ".join(f"{number} is {name}" for number, name in enumerate(classes))
    return [f"true {target_field(schema).name} ({numbered})"], [f"P({name})" for name in classes]


def figures(schema: Schema, samples: Sequence[Sample], folder: Path, data_kind: DataKind) -> list[Path]:
    """Draws ROC curves, scores and the confusion matrix of the last split."""
    names = schema.target[1].classes or ()
    model = [sample for sample in samples if sample.kind == "model"][-1]
    title = f"{model.model}, {model.split} split"
    shown = [1] if len(names) == 2 else range(len(names))  # of two classes, one says it all
    done: list[Path] = []

    with draw.figure(title, "false positive rate", "true positive rate") as axes:
        for k, style in zip(shown, cycle(draw.STYLES), strict=False):
            curve = Ranking(model.prediction[:, k], model.target == k, model.weight)
            text = draw.named(names[k], "AUC", model.said.get("auc" if len(names) == 2 else f"auc[{names[k]}]"))
            axes.plot(curve.false, curve.true, label=text, **style)
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
