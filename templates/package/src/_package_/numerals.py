"""A measured number for people: no more digits than its interval has, and its spread over seeds apart from that.

All take a metric as metrics.json has it, which keeps every digit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Score = Mapping[str, Any]
UNKNOWN = 4  # digits of a number of which nobody knows how far it holds
FEW = 2  # digits of one that rests on few rows
LEGEND = "± is the 68 % interval over the rows"


def words(one: Score) -> str:
    """`1.417 ± 0.012 mm, ± 0.003 over 3 seeds`, or why there is no such interval."""
    if one["value"] is None:
        return "not defined" + remark(one)
    unit = f" {one['unit']}" if one["unit"] else ""
    seeds = "" if one["spread"] is None else f", ± {size(one['spread'])}{unit} over {one['n']} seeds"
    return number(one) + unit + seeds + remark(one)


def cell(one: Score | None) -> str:
    """The same for a table that says units, seeds and remarks elsewhere: `1.417 ± 0.012 ± 0.003`."""
    if one is None:
        return "–"
    if one["value"] is None:
        return "not defined"
    bare = "" if one.get("interval") else " (no interval)" if one.get("remark") else ""
    return number(one) + ("" if one["spread"] is None else f" ± {size(one['spread'])}") + bare


def number(one: Score) -> str:
    """Value and interval, without a unit."""
    value, interval = one["value"], one.get("interval")
    if interval is None:
        return significant(value, FEW if one.get("remark") else UNKNOWN)
    below, above = value - interval["low"], interval["high"] - value
    width = max(below, above)
    if not width > 1e-12 * abs(value):
        return significant(value, UNKNOWN)
    largest = max(abs(value), width)
    power = math.floor(math.log10(largest)) if not 1e-4 <= largest < 1e6 else 0
    places = 1 - math.floor(math.log10(width / 10**power))
    shown, down, up = (decimal(each / 10**power, places) for each in (value, below, above))
    ends = f" ± {decimal((below + above) / 2 / 10**power, places)}" if alike(below, above) else f" +{up} −{down}"
    return f"({shown}{ends})e{power:+03d}" if power else shown + ends


def alike(below: float, above: float) -> bool:
    return abs(below - above) <= 0.2 * max(below, above)


def decimal(value: float, places: int) -> str:
    """No minus before a zero, no digits before the point that are none."""
    return f"{round(value, places) + 0.0:.{max(0, places)}f}"


def significant(value: float, digits: int) -> str:
    return f"{value + 0.0:.{digits}g}" if abs(value) < 10**digits else f"{value:.0f}"


def size(spread: float) -> str:
    """Two digits of a standard deviation."""
    return significant(spread, 2) if spread > 0 else "0"


def remark(one: Score) -> str:
    return f" ({one['remark']})" if one.get("remark") else ""


def whole(metrics: Mapping[str, Score]) -> dict[str, Score]:
    """The metrics of all rows."""
    return {name: one for name, one in metrics.items() if "[" not in name}


def by_class(metrics: Mapping[str, Score]) -> dict[str, dict[str, Score]]:
    """Class → metric → what was measured: `recall[a]` is the recall of a."""
    found: dict[str, dict[str, Score]] = {}
    for name, one in metrics.items():
        metric, bracket, rest = name.partition("[")
        if bracket:
            found.setdefault(rest.removesuffix("]"), {})[metric] = one
    return found


def lines(metrics: Mapping[str, Score], classes: int = 20) -> Iterator[str]:
    """One line for each metric, then one for each class, as many as a screen takes."""
    width = max(map(len, whole(metrics)), default=0) + 2
    for name, one in whole(metrics).items():
        yield f"{name:<{width}}{words(one)}"
    every = by_class(metrics)
    for name in [*every][:classes]:
        yield f"{name}: " + "; ".join(f"{metric} {words(one)}" for metric, one in every[name].items())
    if len(every) > classes:
        yield f"{len(every) - classes} more classes: see reports/metrics.json"


def remarks(metrics: Mapping[str, Score]) -> Iterator[str]:
    """`auc, accuracy: 12 rows: too few for an interval`, each remark once."""
    said: dict[str, list[str]] = {}
    for name, one in metrics.items():
        if one.get("remark"):
            said.setdefault(one["remark"], []).append(name)
    for why, names in said.items():
        yield f"{listed(names)}: {why}"


def listed(names: Iterable[str], limit: int = 6) -> str:
    """The first names, and how many more there are."""
    every = list(names)
    return ", ".join(every[:limit]) + (f" and {len(every) - limit} more" if len(every) > limit else "")
