"""reports/data-check.md: all that the look at the data has found, with its evidence."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from _package_ import files, look, paths
from _package_.arrays import Arrays
from _package_.finding import Finding
from _package_.look_sizes import class_counts
from _package_.look_words import KINDS, about, lines
from _package_.markdown import escape
from _package_.paths import DataKind
from _package_.schema import Schema
from _package_.terminal import shown


def close(
    kind: DataKind,
    schema: Schema,
    noticed: Callable[[Sequence[Path], Mapping[str, Any]], Mapping[str, Any]] | None,
    raw: Sequence[Path],
    options: Mapping[str, Any],
) -> None:
    """The end of `make data`: what the recipe says of its arrays, and a look at them.

    `noticed` of a recipe says more of the raw columns than the descriptions do. A sample is synthetic: its maker
    knows what is in it, and nothing is looked for.
    """
    for name, array in schema.arrays.items():
        if (
            noticed is None and array.role in ("input", "target") and array.description
        ):  # rows dropped, columns left out
            print("  " + textwrap.shorten(f"{name}: {array.description}", 200, placeholder=" …"))
    if kind == "real":
        check(paths.processed(kind), noticed(raw, options) if noticed else {})


def check(folder: Path, noticed: Mapping[str, Any]) -> None:
    """Looks at the processed arrays, says what there is to say, and writes reports/data-check.md."""
    arrays = Arrays(folder)
    found = look.look(arrays, noticed)
    for line in lines(arrays, found):
        print(f"  {shown(line)}")
    path = paths.reports() / "data-check.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    files.replace(path, markdown(arrays, found, noticed))


def markdown(arrays: Arrays, found: Sequence[Finding], noticed: Mapping[str, Any]) -> str:
    """The whole report: findings with their evidence, classes, columns."""
    schema = arrays.schema
    out = [
        "# A look at the data",
        "",
        f"Made by `make data`: {about(schema)}, {sample(schema)}.",
        "",
        "What follows is seen, not judged: it may be right so. Options stand in `data/manifest.json` under",
        "`recipe.options`; a recipe that reads one dataset has few of them, and is edited instead: `recipe.py`.",
        "",
    ]
    out += ["No problem seen.", ""] if not found else []
    for kind, (head, remedy) in KINDS.items():
        ones = [one for one in found if one.kind == kind]
        if ones:
            out += [
                f"## {kind.capitalize()}",
                "",
                f"{head[0].upper()}{head[1:]}. {remedy}",
                "",
                "| what | count | seen |",
                "|---|--:|---|",
            ]
            out += [
                f"| {escape(one.what)} | {'' if one.count is None else one.count} | {escape(one.said)} |"
                for one in ones
            ] + [""]
    counts = class_counts(arrays)
    if counts:
        splits = list(schema.splits)
        out += ["## Classes", "", f"| class | {' | '.join(splits)} |", "|---|" + "--:|" * len(splits)]
        out += [
            f"| {escape(word)} | " + " | ".join(str(one.get(split, 0)) for split in splits) + " |"
            for word, one in counts.items()
        ] + [""]
    return "\n".join([*out, *columns(schema, noticed)]) + "\n"


def columns(schema: Schema, noticed: Mapping[str, Any]) -> list[str]:
    """A table of every named number with its unit, what was missing, and mean and spread over the training rows."""
    out = [
        "## Columns",
        "",
        "| column | role | unit | missing | mean | standard deviation |",
        "|---|---|---|--:|--:|--:|",
    ]
    missing: Mapping[str, int] = noticed.get("missing", {})
    for role in ("input", "target"):
        for name, array in schema.by_role(role).items():
            moments = array.statistics.get("train")
            for place, one in enumerate(array.fields or ()):
                spread = (
                    (f"{moments.mean[place]:.4g}", f"{moments.std[place]:.4g}")
                    if moments and len(moments.mean) > place
                    else ("", "")
                )
                count = missing.get(one.column or one.name, 0) if noticed else ""
                cells = (escape(one.name), role, escape(one.unit or ""), count, *spread)
                out.append("| " + " | ".join(map(str, cells)) + " |")
            if not array.fields:
                out.append(f"| {escape(name)} | {role} | | | | |")
    return out


def sample(schema: Schema) -> str:
    """How much of the data relations and repeated rows were looked for in."""
    rows = sum(split.rows for split in schema.splits.values())
    if rows <= look.ROWS:
        return "every row looked at"
    return f"relations and repeated rows looked for in about {look.ROWS} of them, spread over each split"
