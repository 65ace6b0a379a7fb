"""Numbers that others have published, beside those measured here, each with a verdict.

One published run is held against n of ours: a further run would differ from their mean by less than t · s · √(1 + 1/n)
in 95 of 100 cases, s their standard deviation and t that of Student's distribution for n - 1 degrees of freedom. Where
the source states an uncertainty u, it stands for the chance of its side: √(u² + s²/n). The source rounds: half a unit
of the last digit that it writes is added. A `note` explains; nothing passes by it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from _package_ import literature
from _package_.config import Config
from _package_.scores import words
from _package_.student import factor

EXACT = 1e-9  # relative; what a fit without chance must reach
UNDECIDED = "one seed: not decided"


def verdicts(config: Config, results: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each published number of this model with its settings that was measured here, ours beside it, and the verdict."""
    ours = {(one["model"], one["split"], name): score for one in results for name, score in one["metrics"].items()}
    found: list[dict[str, Any]] = []
    for entry in literature.beside(results, config, "real"):
        score = ours[literature.key(entry), entry["split"], entry["metric"]]
        if score["value"] is not None:
            beside = {"ours": score["value"], "spread": score["spread"], "n": score["n"]}
            found.append({**entry, **beside, **verdict(entry, score)})
    return found


def verdict(entry: Mapping[str, Any], score: Mapping[str, Any]) -> dict[str, Any]:
    """`reproduced` (a fit without chance, equal to the digits written), `compatible`, `differs`, or `one seed: not
    decided`; with the difference, and the limit that it was held against (None where nothing was decided)."""
    difference = score["value"] - entry["value"]
    rounding = max(half_a_digit(entry), EXACT * abs(entry["value"]))
    if entry.get("deterministic"):
        said = "reproduced" if abs(difference) <= rounding else "differs"
        return {"difference": difference, "limit": rounding, "verdict": said}
    if score["n"] < 2 or score["spread"] is None:
        return {"difference": difference, "limit": None, "verdict": UNDECIDED}
    limit = rounding + chance(score["spread"], score["n"], entry.get("uncertainty"))
    return {
        "difference": difference,
        "limit": limit,
        "verdict": "compatible" if abs(difference) <= limit else "differs",
    }


def chance(spread: float, n: int, uncertainty: float | None) -> float:
    """How far a published number and the mean of n of ours may lie apart by chance, in 95 of 100 cases."""
    if not uncertainty:
        return factor(n - 1) * spread * math.sqrt(1 + 1 / n)
    ours = spread**2 / n
    total = uncertainty**2 + ours
    freedom = math.floor((n - 1) * (total / ours) ** 2) if ours > 0 and total / ours < 1e3 else 10**6  # Welch
    return factor(max(1, freedom)) * math.sqrt(total)


def half_a_digit(entry: Mapping[str, Any]) -> float:
    """Half a unit of the last decimal that the source writes; 0 where nobody has said how many it writes."""
    return 0.5 * 10.0 ** -entry["digits"] if "digits" in entry else 0.0


def words_of(one: Mapping[str, Any]) -> str:
    """One comparison in words."""
    ours = words(one["ours"], one["spread"], one["n"], one["unit"])
    off = f"{one['difference']:+.3g}" if math.isfinite(one["difference"]) else "no number"
    limit = "" if one["limit"] is None else f", where chance and rounding allow {one['limit']:.2g}"
    return f"{one['metric']} on {one['split']} is {ours}, published {literature.written(one)} ({off}{limit})"
