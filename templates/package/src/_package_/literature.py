"""Numbers that others have published, of exactly what was measured here: same model, same settings, metric and split.

An entry of references/published.json has `value` and `digits` (decimals that its source writes), or `uncertainty` (one
standard deviation, as the source states it). `deterministic` marks a fit without chance, which gives the same number
every time. `settings` are those with which it was published; `of` is the model's key where `model` is words for a
variant. A `note` tells in what it was obtained otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from _package_ import paths
from _package_.config import Config
from _package_.errors import UserError


def beside(results: Sequence[Mapping[str, Any]], config: Config, data_kind: str) -> list[dict[str, Any]]:
    """The entries of references/published.json that may stand beside these results; none beside those of a sample.

    What needs no training and is measured under the same name, such as persistence on the raw files, counts too.
    """
    if data_kind != "real":
        return []
    measured = {
        (one["model"], one["split"], metric)
        for one in results
        for metric in one["metrics"]
        if one["kind"] == "reference" or one["model"] == config.name
    }
    needs_none = {one["model"] for one in results if one["kind"] == "reference"}
    return [
        entry
        for entry in entries()
        if (key(entry), entry["split"], entry["metric"]) in measured
        and (key(entry) in needs_none or as_published(entry, config))
    ]


def key(entry: Mapping[str, Any]) -> str:
    """The name under which evaluation reports what the entry is a number of."""
    return entry.get("of", entry["model"])


def as_published(entry: Mapping[str, Any], config: Config) -> bool:
    """Whether the configuration has the settings with which the number was published, as far as they are known."""
    wanted = entry.get("settings", {})
    same = list(config.fit_on) == wanted.get("fit_on", list(config.fit_on))
    for section in ("model", "train"):
        held: Mapping[str, Any] = getattr(config, section)
        same = same and all(key in held and held[key] == value for key, value in wanted.get(section, {}).items())
    return same and not config.train.get("shuffle_targets")


def entries() -> list[dict[str, Any]]:
    """All of references/published.json; empty where there is none."""
    path = paths.root() / "references" / "published.json"
    if not path.is_file():
        return []
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        for one in found:
            _ = one["model"], one["split"], one["metric"], float(one["value"]), one["source"]
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(
            f"references/published.json cannot be used: {error!r}.", "Mend it, or take it from git again."
        ) from error
    return found


def written(entry: Mapping[str, Any]) -> str:
    """The number as its source writes it, at most ten decimals of it: 1.530 mm, 31.32 ± 0.75 g/cm^2."""
    digits = entry.get("digits", 99)
    number = f"{entry['value']:.{digits}f}" if digits <= 10 else str(round(entry["value"], 10))
    spread = f" ± {entry['uncertainty']:g}" if entry.get("uncertainty") else ""
    return f"{number}{spread} {entry['unit'] or ''}".rstrip()
