"""What an explanation found, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.results import WARNING

INERT = 1e-3  # a smaller loss is called none
QUIET = 0.2  # relative activity below which a neuron is called quiet


def markdown(report: Mapping[str, Any], figures: Sequence[str]) -> str:
    """The report for people."""
    metric, features = report["metric"], [one for one in report["masked"] if one["kind"] == "feature"]
    lines = [f"# What {report['model']} looks at", ""]
    lines += [f"**{WARNING}**", ""] if report["data_kind"] == "sample" else []
    lines += [f"{metric} {report['score']:.5f} on {report['rows']} rows of the split {report['split']}.", ""]
    ranked = sorted(features, key=lambda one: -one["delta"])
    lines += [f"Without a feature, {metric} gets worse by:", "", "| feature | loss | fidelity |", "|---|--:|--:|"]
    for one in ranked[:10]:
        fidelity = "–" if one["fidelity"] is None else f"{one['fidelity']:.4f}"
        lines.append(f"| {one['part']} | {one['delta']:.5f} | {fidelity} |")
    inert = [one["part"] for one in ranked if abs(one["delta"]) < INERT]
    lines += [
        "",
        f"{len(inert)} of {len(features)} features cost less than {INERT}"
        + (f": {', '.join(inert)}." if inert else "."),
    ]
    objects = [one for one in report["masked"] if one["kind"] == "object"]
    if objects:
        first = max(objects, key=lambda one: one["delta"])
        lines += ["", f"Of the entries, {first['array']} {first['part']} costs most: {first['delta']:.5f}."]
    for name, what in (("gradient", "gradient × input"), ("relevance", "LRP")):
        if report[name]:
            lines += ["", attributed(report[name], features, what, report["output"])]
    if report["gradient"] is None:
        lines += ["", "The framework gives no gradients of this model."]
    if report["conservation"] is not None:
        lines += ["", conserved(report["conservation"], report["relevance"] is not None)]
    if report["activity"]:
        lines += ["", *active(report["activity"])]
    lines += ["", *(f"![{name}](figures/{name})" for name in figures)]
    return "\n".join(lines) + f"\n\nRun {report['run']['id']}.\n"


def attributed(
    found: Sequence[Mapping[str, Any]], features: Sequence[Mapping[str, Any]], what: str, output: str
) -> str:
    """The features that contribute most, and whether masking ranks them alike."""
    sizes = {(one["array"], name): value for one in found for name, value in one["features"].items()}
    first = [name for (_, name), _ in sorted(sizes.items(), key=lambda item: -item[1])[:5]]
    losses = np.array([abs(one["delta"]) for one in features])
    beside = np.array([sizes[one["array"], one["part"]] for one in features])
    agree = (
        f" Its order of the features and masking's correlate by {spearman(losses, beside):.2f}."
        if len(features) > 2
        else ""
    )
    return f"By {what}, {output} is made mostly of: {', '.join(first)}.{agree}"


def conserved(missed: float, good: bool) -> str:
    said = f"The relevances of LRP and the share of the biases add up to the output within {missed:.1e} of its size."
    return (
        said
        if good
        else f"LRP is not defined for this network: its relevances miss the output by {missed:.1e} of its size."
    )


def active(activity: Mapping[str, Sequence[float]]) -> list[str]:
    """How many neurons of each layer are quiet, relative to the most active one of their layer."""
    lines = [f"Neurons whose mean activity is below {QUIET} of their layer's most active one:", ""]
    for name, values in activity.items():
        lines.append(f"- {name}: {quiet(values).sum()} of {len(values)}")
    return lines


def quiet(activity: Sequence[float]) -> NDArray[np.bool_]:
    """Which neurons of a layer are quiet; of a layer without any activity all."""
    return np.array(activity) < QUIET * (max(activity) or 1.0)


def spearman(a: NDArray[Any], b: NDArray[Any]) -> float:
    """Rank correlation; ties share their mean rank."""

    def ranks(values: NDArray[Any]) -> NDArray[np.float64]:
        _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
        return (np.cumsum(counts) - (counts - 1) / 2)[inverse]

    one, other = ranks(a), ranks(b)
    if one.std() == 0 or other.std() == 0:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])
