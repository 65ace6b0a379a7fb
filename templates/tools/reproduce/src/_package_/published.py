"""Numbers that others have published, beside those measured here.

An entry of references/published.json may have a `note`: its number was obtained in another way than ours, which the
note tells. A difference up to the `tolerance` beside it, in the entry's unit, is then reported without failing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from _package_ import paths
from _package_.scores import quoted, words

EXACT = 1e-9  # relative; what a fit without chance must reach
SPREADS = 2.0  # standard deviations over the seeds within which two numbers are compatible


def verdicts(model: str, results: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each published number of this model that was measured here, ours beside it, and the verdict."""
    path = paths.root() / "references" / "published.json"
    if not path.is_file():
        return []
    ours = {(one["split"], name): score for one in results for name, score in one["metrics"].items()}
    found: list[dict[str, Any]] = []
    for entry in json.loads(path.read_text(encoding="utf-8")):
        score = ours.get((entry["split"], entry["metric"]))
        if entry["model"] == model and score is not None and score["value"] is not None:
            beside = {"ours": score["value"], "spread": score["spread"], "n": score["n"]}
            found.append({**entry, **beside, **verdict(entry, score)})
    return found


def verdict(entry: Mapping[str, Any], score: Mapping[str, Any]) -> dict[str, Any]:
    """`reproduced` (equal to the last published digit), `compatible` (within two standard deviations of the seeds),
    `differs, as explained` (by the note, within the tolerance), or `differs`."""
    difference = score["value"] - entry["value"]
    limit = max(EXACT * abs(entry["value"]), last_digit(entry["value"]) / 2)
    if abs(difference) <= limit:
        said = "reproduced"
    elif score["spread"] and abs(difference) <= SPREADS * score["spread"]:
        said = "compatible"
    else:
        explained = entry.get("note") and abs(difference) <= entry.get("tolerance", 0)
        said = "differs, as explained" if explained else "differs"
    return {"difference": difference, "limit": limit, "verdict": said}


def last_digit(value: float) -> float:
    """The unit of the last digit that is written: 0.001 of 1.741. Numbers in full precision have none to speak of."""
    _, point, digits = repr(value).partition(".")
    return 0.0 if "e" in digits or not point or len(digits) > 10 else 10.0 ** -len(digits)


def words_of(one: Mapping[str, Any]) -> str:
    """One comparison in words."""
    ours = words(one["ours"], one["spread"], one["n"], one["unit"])
    spreads = f", {abs(one['difference']) / one['spread']:.1f} standard deviations" if one["spread"] else ""
    off = f"{one['difference']:+.3g} {one['unit'] or ''}".strip() if math.isfinite(one["difference"]) else "no number"
    return (
        f"{one['metric']} on {one['split']} is {ours}, published {quoted(one['value'], one['unit'])} ({off}{spreads})"
    )
