"""Tables of what was measured, for the cards: of all rows of a split, and class by class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from _package_ import numerals
from _package_.markdown import escape

CLASSES = 20  # at most, of a table of classes


def measured(report: Mapping[str, Any]) -> list[str]:
    """The lines of both, and between them what stands behind ±."""
    every = [(result, numerals.whole(result["metrics"])) for result in report["results"]]
    units = {name: one["unit"] for _, metrics in every for name, one in metrics.items()}
    heads = [escape(f"{name} [{unit}]" if unit else name) for name, unit in units.items()]
    out = ["| " + " | ".join(["model", "split", "rows", *heads]) + " |", "|---|---|--:" + "|--:" * len(heads) + "|"]
    for result, metrics in every:
        called = escape(result["model"]) + (" (needs no training)" if result["kind"] == "reference" else "")
        found = [numerals.cell(metrics.get(name)) for name in units]
        out.append("| " + " | ".join([called, escape(result["split"]), str(result["rows"]), *found]) + " |")
    return [*out, "", meaning(report), *classes(report)]


def meaning(report: Mapping[str, Any]) -> str:
    """What stands behind ±, and why it is missing where it is."""
    several = len(report["seeds"])
    second = f"; the second ± is the standard deviation over {several} seeds" if several > 1 else ""
    said = [f"{numerals.LEGEND[0].upper()}{numerals.LEGEND[1:]} of the split{second}."]
    for result in report["results"]:
        said += [f"{escape(result['split'])}, {escape(one)}." for one in numerals.remarks(result["metrics"])]
    return " ".join(dict.fromkeys(said))


def classes(report: Mapping[str, Any]) -> list[str]:
    """A table of what was measured class by class, of the model itself on each split."""
    rows: list[list[str]] = []
    heads: list[str] = []
    for result in [one for one in report["results"] if one["kind"] == "model"]:
        for name, scores in [*numerals.by_class(result["metrics"]).items()][:CLASSES]:
            heads = heads or [*scores]
            rows.append([escape(result["split"]), escape(name), *(numerals.cell(scores.get(one)) for one in heads)])
    table = ["", "| " + " | ".join(["split", "class", *heads]) + " |", "|---|---" + "|--:" * len(heads) + "|"]
    return [*table, *("| " + " | ".join(row) + " |" for row in rows)] if rows else []
