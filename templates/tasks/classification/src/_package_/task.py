"""Classification: the loss, the metrics, and the figures of class probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import figures as draw
from _package_.paths import DataKind
from _package_.schema import Schema
from _package_.scores import Metric, Sample

LOSS = "cross-entropy"
HEADLINE = "auc"
PIPELINE = "tabular-classification"
EFFICIENCIES = (0.5, 0.3)  # of the signal, at which the rejection of the background is quoted


def metrics(
    schema: Schema, prediction: NDArray[Any], target: NDArray[Any], weight: NDArray[Any] | None
) -> dict[str, Metric]:
    """Scores of (rows, classes) probabilities against (rows,) class numbers.

    auc: area under the ROC curve; beyond two classes the mean over each against the rest. log_loss in nats.
    rejection_50: one over the background's efficiency where half the signal (the last of two classes) is kept.
    """
    classes = prediction.shape[1]
    curves = [roc(prediction[:, k], target == k, weight) for k in ([1] if classes == 2 else range(classes))]
    given = np.clip(prediction[np.arange(len(target)), target], 1e-15, None)
    found = {
        "auc": Metric(float(np.mean([np.trapezoid(signal, background) for background, signal in curves]))),
        "accuracy": Metric(float(np.average(prediction.argmax(1) == target, weights=weight))),
        "log_loss": Metric(float(np.average(-np.log(given), weights=weight))),
    }
    if classes == 2:
        for efficiency in EFFICIENCIES:
            found[f"rejection_{efficiency:.0%}".rstrip("%")] = Metric(rejection(*curves[0], efficiency))
    return found


def roc(score: NDArray[Any], signal: NDArray[Any], weight: NDArray[Any] | None) -> tuple[NDArray[Any], NDArray[Any]]:
    """Efficiencies of background and signal for every cut on the score, from none kept to all kept.

    A class without rows gives nan. Rows of equal score pass together, so ties count half in the area.
    """
    order = np.argsort(-score, kind="stable")
    weights = np.ones(len(score)) if weight is None else weight[order]
    last = np.append(np.diff(score[order]) != 0, True)
    kept = [np.append(0.0, np.cumsum(weights * chosen)[last]) for chosen in (~signal[order], signal[order])]
    background, signal_kept = (total / total[-1] if total[-1] > 0 else np.full(len(total), np.nan) for total in kept)
    return background, signal_kept


def rejection(background: NDArray[Any], signal: NDArray[Any], efficiency: float) -> float:
    """One over the background's efficiency at this efficiency of the signal; nan where no background is left."""
    left = float(np.interp(efficiency, signal, background))
    return 1 / left if left > 0 else float("nan")


def figures(schema: Schema, samples: Sequence[Sample], folder: Path, data_kind: DataKind) -> list[Path]:
    """Draws the ROC curve and the scores of each class, of the last split."""
    names = schema.target[1].classes or ()
    model = [sample for sample in samples if sample.kind == "model"][-1]
    split = model.split
    title = f"{model.model}, {split} split"
    curves = [1] if len(names) == 2 else range(len(names))
    done: list[Path] = []

    rest, chosen = (names[0], names[1]) if len(names) == 2 else ("the rest", "the class")
    with draw.figure(title, f"efficiency of {rest}", f"efficiency of {chosen}") as axes:
        for k, style in zip(curves, draw.STYLES, strict=False):
            background, signal = roc(model.prediction[:, k], model.target == k, model.weight)
            axes.plot(background, signal, label=f"{names[k]}: AUC {np.trapezoid(signal, background):.4f}", **style)
        axes.plot([0, 1], [0, 1], color="0.6", linestyle=":", label="by chance")
        axes.set(xlim=(0, 1), ylim=(0, 1.02))
        draw.legend(axes)
        done += draw.save(axes, folder / "roc", data_kind)

    score = 1 if len(names) == 2 else 0
    with draw.figure(title, f"score for {names[score]}", "share of the class per bin") as axes:
        edges = np.linspace(0, 1, 41).tolist()
        for k, style in zip(range(len(names)), draw.STYLES, strict=False):
            chosen = model.target == k
            weight = np.ones(chosen.sum()) if model.weight is None else model.weight[chosen]
            share = weight / weight.sum() if weight.sum() > 0 else weight
            axes.hist(model.prediction[chosen, score], edges, weights=share, histtype="step", label=names[k], **style)
        draw.legend(axes)
        done += draw.save(axes, folder / "scores", data_kind)
    return done
