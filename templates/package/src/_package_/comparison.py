"""Sentences of a card that are made of the run: does the model beat what needs no training, what did it see?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from _package_.numerals import words

RISING = ("auc", "accuracy", "elbo", "r2")  # metrics of which more is better


def sentences(report: Mapping[str, Any]) -> list[str]:
    """One for each prediction without training and split, one on weights, and one on normalisation."""
    return [*_beats(report), *weighted(report), *_saw(report)]


def weighted(report: Mapping[str, Any]) -> list[str]:
    """Whether some rows count more than others."""
    name = report["data"].get("weight")
    return [] if name is None else [f"Each row counts by its weight, {name}: in the loss and in every metric."]


def _beats(report: Mapping[str, Any]) -> list[str]:
    name, found = report["headline"], list[str]()
    ours = {one["split"]: one["metrics"].get(name) for one in report["results"] if one["kind"] == "model"}
    for one in report["results"]:
        theirs, mine = one["metrics"].get(name), ours.get(one["split"])
        if one["kind"] != "reference" or not theirs or not mine or None in (theirs["value"], mine["value"]):
            continue
        gain = (mine["value"] - theirs["value"]) * (1 if name in RISING else -1)
        said = "is better than" if gain > 0 else "equals" if gain == 0 else "is no better than"
        unsure = mine["spread"] is not None and 0 < abs(gain) <= mine["spread"]
        spread = ", by less than its standard deviation over the seeds" if unsure else ""
        found.append(
            f"On {one['split']} the model ({name} {words(mine)}) {said} {one['model']}, which needs no training "
            f"({words(theirs)}){spread}."
        )
    return found


def _saw(report: Mapping[str, Any]) -> list[str]:
    """Only where the configuration leaves it open."""
    train = report["config"]["train"]
    if "normalise_inputs" not in train:
        return []
    inputs = (
        "its inputs normalised by the splits it was fitted on"
        if train["normalise_inputs"]
        else "its inputs in their own units, not normalised"
    )
    target = ""
    if report.get("task") in ("regression", "forecast"):
        target = ", and learned the target " + ("normalised" if train.get("normalise_target") else "in its own unit")
    return [f"In this run the network saw {inputs}{target}."]
