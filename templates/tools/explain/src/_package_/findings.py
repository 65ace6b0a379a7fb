"""What an explanation found, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.correlation import ranks
from _package_.markdown import escape
from _package_.numerals import listed, number, significant
from _package_.results import WARNING

SHOWN = 10  # features in the table
QUIET = 0.2  # relative activity below which a neuron is called quiet


def markdown(report: Mapping[str, Any], figures: Sequence[str]) -> str:
    """The report for people."""
    metric, features = report["metric"], [one for one in report["masked"] if one["kind"] == "feature"]
    lines = [f"# What {report['model']} looks at", ""]
    lines += [f"**{WARNING}**", ""] if report["data_kind"] == "sample" else []
    lines += [
        f"{metric} {significant(report['score'], 3)} on {report['rows']} rows of the split {report['split']}.",
        "",
    ]
    ranked = sorted(features, key=lambda one: -one["permuted"]["delta"])
    alike = all(one["fidelity"] is not None for one in features)  # there are classes
    many = f"{ranked[0]['permuted']['repeats']} permutations of {ranked[0]['permuted']['rows']} rows"
    lines += [
        f"{metric} gets worse by so much where a feature is that of other rows (mean of {many}, ± by chance alone), "
        "and where it is the training's mean:",
        "",
        "| feature | permuted | masked |" + " fidelity |" * alike + " correlates with |",
        "|---|--:|--:|" + "--:|" * alike + "---|",
    ]
    for one in ranked[:SHOWN]:
        fidelity = f" {one['fidelity']:.4f} |" if alike else ""
        others = ", ".join(f"{escape(name)} ({value:+.2f})" for name, value in [*one["correlated"].items()][:3])
        lines.append(f"| {escape(one['part'])} | {loss(one['permuted'])} | {one['delta']:.2g} |{fidelity} {others} |")
    nothing = [escape(one["part"]) for one in ranked if abs(one["permuted"]["delta"]) <= 3 * one["permuted"]["error"]]
    lines += ["", f"{len(nothing)} of {len(features)} features cost nothing that can be told from chance (3 errors)"]
    lines[-1] += f": {listed(nothing, 20)}." if nothing else "."
    if report["together"]:
        lines += ["", "Of two that correlate, each may stand in for the other; both permuted together:", ""]
        for one in report["together"]:
            both = " and ".join(map(escape, one["parts"]))
            lines.append(f"- {both} (correlation {one['correlation']:+.2f}): {loss(one)}")
    objects = [one for one in report["masked"] if one["kind"] == "object"]
    if objects:
        first = max(objects, key=lambda one: one["delta"])
        lines += ["", f"Of the entries, {first['array']} {first['part']} costs most: {first['delta']:.5f}."]
    for name, what in (("gradient", "gradient × input"), ("relevance", "LRP")):
        if report[name]:
            made = moved if name == "relevance" else contributed
            lines += ["", f"By {what}, {made(report[name], report['output'])}.{agreement(report[name], features)}"]
    if report["gradient"] is None:
        lines += ["", "The framework gives no gradients of this model."]
    if report["conservation"] is not None:
        lines += ["", conserved(report["conservation"], report["relevance"] is not None)]
    if report["activity"]:
        lines += ["", *active(report["activity"])]
    lines += ["", *(f"![{name}](figures/{name})" for name in figures)]
    return "\n".join(lines) + f"\n\nRun {report['run']['id']}.\n"


def contributed(found: Sequence[Mapping[str, Any]], output: str) -> str:
    """The features whose contributions are largest."""
    return f"{output} is made mostly of: {', '.join(escape(name) for name, _ in foremost(found))}"


def moved(found: Sequence[Mapping[str, Any]], output: str) -> str:
    """The features that move the output most, with their share of its variance."""
    first = ", ".join(f"{escape(name)} {value:.1%}" for name, value in foremost(found) if value > 0)
    rest = 1 - sum(value for one in found for value in one["features"].values())
    against = ", which is against it" if rest < 0 else ""
    return f"the variance of {output} over the rows comes from: {first}; the biases add {rest:.1%}{against}"


def foremost(found: Sequence[Mapping[str, Any]]) -> list[tuple[str, float]]:
    values = [item for one in found for item in one["features"].items()]
    return sorted(values, key=lambda item: -item[1])[:5]


def agreement(found: Sequence[Mapping[str, Any]], features: Sequence[Mapping[str, Any]]) -> str:
    """Whether masking ranks the features alike."""
    if len(features) < 3:
        return ""
    sizes = {(one["array"], name): value for one in found for name, value in one["features"].items()}
    losses = np.array([abs(one["delta"]) for one in features])
    beside = np.array([sizes[one["array"], one["part"]] for one in features])
    return f" Its order of the features and masking's correlate by {spearman(losses, beside):.2f}."


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


def loss(one: Mapping[str, Any]) -> str:
    """A loss and its error, cut at it."""
    ends = {"low": one["delta"] - one["error"], "high": one["delta"] + one["error"]}
    return number({"value": one["delta"], "interval": ends})


def spearman(a: NDArray[Any], b: NDArray[Any]) -> float:
    """Rank correlation."""
    one, other = ranks(a), ranks(b)
    if one.std() == 0 or other.std() == 0:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])
