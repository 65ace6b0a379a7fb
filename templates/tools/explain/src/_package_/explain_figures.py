"""Figures of an explanation: what each feature and each object costs, and what contributes most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np

from _package_ import figures
from _package_.findings import QUIET, quiet
from _package_.paths import DataKind

SHOWN = 20  # features in a figure, the most important ones
COLOUR = "#0b3c8c"


def draw(report: Mapping[str, Any], folder: Path, kind: DataKind) -> list[Path]:
    """Writes permuted-features, masked-objects, gradient, relevance, activity, as far as they were measured."""
    done: list[Path] = []
    features = {one["part"]: one["permuted"]["delta"] for one in report["masked"] if one["kind"] == "feature"}
    title, metric = f"{report['model']}, {report['split']} split", report["metric"].upper()
    done += bars(features, title, f"{metric} lost with the feature of other rows", folder / "permuted-features", kind)
    objects = [one for one in report["masked"] if one["kind"] == "object"]
    if objects:
        done += along(objects, title, f"{metric} lost without the entry", folder / "masked-objects", kind)
    for name, axis in (
        ("gradient", f"mean |gradient × input| of {report['output']}"),
        ("relevance", f"LRP: share of the variance of {report['output']}"),
    ):
        if report[name]:
            values = {part: value for one in report[name] for part, value in one["features"].items()}
            done += bars(values, title, axis, folder / name, kind)
    if report["activity"]:
        done += layers(report["activity"], title, folder / "activity", kind)
    return done


def bars(values: Mapping[str, float], title: str, axis: str, stem: Path, kind: DataKind) -> list[Path]:
    """Horizontal bars, the largest on top."""
    first = sorted(values.items(), key=lambda item: -abs(item[1]))[:SHOWN]
    if len(first) < len(values):
        title += f": first {len(first)} of {len(values)} features"
    with figures.figure(title, axis, "") as axes:
        places = np.arange(len(first))[::-1]
        axes.barh(places, [value for _, value in first], color=COLOUR)
        axes.set_yticks(places, [figures.label(name) for name, _ in first], fontsize=15 if len(first) < 12 else 10)
        axes.axvline(0, color="0.3", linewidth=1)
        return figures.save(axes, stem, kind)


def along(objects: Sequence[Mapping[str, Any]], title: str, axis: str, stem: Path, kind: DataKind) -> list[Path]:
    """One line for each array, along its entries."""
    with figures.figure(title, "entry, in the order of the data", axis) as axes:
        for name, style in zip(dict.fromkeys(one["array"] for one in objects), cycle(figures.STYLES), strict=False):
            mine = [one for one in objects if one["array"] == name]
            axes.plot(
                [one["index"] for one in mine],
                [one["delta"] for one in mine],
                marker="o",
                label=figures.label(name),
                **style,
            )
        axes.axhline(0, color="0.3", linewidth=1)
        figures.legend(axes)
        return figures.save(axes, stem, kind)


def layers(activity: Mapping[str, Sequence[float]], title: str, stem: Path, kind: DataKind) -> list[Path]:
    """The share of quiet neurons in each layer, in the order in which they compute."""
    with figures.figure(title, f"neurons below {QUIET:.0%} of their layer's most active one [%]", "") as axes:
        places = np.arange(len(activity))[::-1]
        shares = [100 * float(quiet(values).mean()) for values in activity.values()]
        axes.barh(places, shares, color=COLOUR)
        axes.set_yticks(places, [f"{name} ({len(values)})" for name, values in activity.items()], fontsize=13)
        axes.set_xlim(0, 100)
        return figures.save(axes, stem, kind)
