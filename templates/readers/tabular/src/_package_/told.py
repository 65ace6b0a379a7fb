"""How each file was read, as the lock and the cards say it: what the reader and the first pass have decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from _package_.columns import Contents
from _package_.decisions import Decision
from _package_.source import Source
from _package_.splitting import Plan
from _package_.values import TIME

SHOWN = 10  # files that were not read, by name


def decisions(
    source: Source, contents: Contents, options: Mapping[str, Any], files: Sequence[Path]
) -> dict[Path, Decision]:
    """By file; `files` are all of the dataset's. Those of another format, or of the same rows, stand under `others`."""
    read = dict(source.decisions)
    split: dict[Path, str] = {}
    for name, part in source.parts:
        read |= part.decisions
        split |= dict.fromkeys(part.files, name)
    seen: dict[str, Any] = {"index": ", ".join(contents.index)} if contents.index else {}
    index = {*contents.index, *(name for one in read.values() for name in one.get("index", "").split(", "))}
    lost = {name: why for name, why in {**contents.left_out, **left_out(source, options)}.items() if name not in index}
    seen |= {"left_out": lost} if lost else {}
    made: dict[Path, Decision] = {}
    for path in source.files:
        made[path] = {**({"split": split[path]} if path in split else {}), **read.get(path, {}), **seen}
    unread = [path.name for path in files if path not in source.files]
    if unread:
        first = made[source.files[0]]
        more = [f"and {len(unread) - SHOWN} more files"] if len(unread) > SHOWN else []
        made[source.files[0]] = {**first, "others": [*first.get("others", []), *sorted(unread)[:SHOWN], *more]}
    return made


def left_out(source: Source, options: Mapping[str, Any]) -> dict[str, str]:
    """Column -> why it is none, or no feature, whatever its rows hold; not of those that an option gives a part."""
    named = {options.get(key) for key in ("target", "group", "weight")}
    return {**source.left_out, **dict.fromkeys(sorted(source.labels - named), "names the row")}


def split(plan: Plan) -> dict[str, str]:
    """The column that says the split of each row, and what becomes of it."""
    if plan.column is None:
        return {}
    kept = f"says the split: {', '.join(sorted(plan.given))}; OPTION=split=random mixes them"
    return {plan.column: kept if plan.given else "says a split, and OPTION=split=random mixes them"}


def filled(contents: Contents) -> bool:
    """Whether a column of numbers that is a feature lacks values, which a mean fills."""
    return any(made[0].word is None and contents.missing.get(column) for column, made in contents.features.items())


def noticed(source: Source, contents: Contents, plan: Plan, options: Mapping[str, Any]) -> dict[str, Any]:
    """What the arrays no longer show, for the look at the data: `missing`, `left_out`, `inexact`, `dropped`, and the
    `times` by which the rows could be split."""
    lost = {**contents.left_out, **left_out(source, options)}
    told = {"missing": dict(contents.missing), "left_out": lost, "inexact": list(contents.inexact)}
    free = plan.time is None and not plan.given and options.get("split") is None and options.get("group") is None
    times = [name for name, why in lost.items() if why == TIME] if free else []
    return {**told, "times": times, "dropped": contents.dropped}
