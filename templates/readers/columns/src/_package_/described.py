"""The arrays of a table as schema.json describes them: names, units, what was left out."""

from __future__ import annotations

from collections.abc import Mapping

from _package_.columns import Contents
from _package_.schema import Array, Field
from _package_.suited import Options, summed


def layout(
    contents: Contents, options: Options, about: Mapping[str, str | None], units: Mapping[str, str], grouped: bool
) -> dict[str, Array]:
    """features (F), target (1), or () for classes, group () where `grouped`, weight () where one is named.

    `about` describes columns, `units` has their units; a feature that stands for a word has none.
    """
    fields = tuple(
        Field(feature.name, units.get(column) if feature.word is None else None, about.get(column), column)
        for column, made in contents.features.items()
        for feature in made
    )
    left_out = {**contents.left_out, **dict.fromkeys(options.get("drop") or [], "dropped by option")}
    told = [f"Left out: {summed(left_out)}."] if left_out else []
    if contents.inexact:
        told += [f"Integers beyond 2^53, which float64 cannot tell apart: {', '.join(contents.inexact)}."]
    told = " ".join(told) or None
    counted = f"{contents.dropped} rows without a target were dropped." if contents.dropped else None
    goal = (_field(options["target"], about, units),)
    if contents.classes is None:
        target = Array("target", "table", "float64", (1,), "standard", goal, description=counted)
    else:
        target = Array("target", "table", "int64", (), "none", goal, classes=contents.classes, description=counted)
    belong = Array("group", "table", "int64", (), description="Rows that belong together")
    group = {"group": belong} if grouped else {}
    weight = options.get("weight")
    counts = () if weight is None else (_field(weight, about, units),)
    weights = {"weight": Array("weight", "table", "float64", (), fields=counts)} if counts else {}
    features = Array("input", "table", "float64", (len(fields),), "standard", fields, description=told)
    return {"features": features, "target": target, **group, **weights}


def _field(name: str, about: Mapping[str, str | None], units: Mapping[str, str]) -> Field:
    return Field(name, units.get(name), about.get(name), name)
