"""schema.json read back: beside schema.py, which says what it holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from _package_.errors import UserError
from _package_.schema import FORMAT, Array, Field, Moments, Schema, Source, Split


def load(path: Path) -> Schema:
    """Reads schema.json; UserError when it is not there or of another format."""
    if not path.is_file():
        run = "Run `make data-sample`." if path.parent.parent.name == "sample" else "Run `make data`."
        raise UserError(f"There are no processed data: {path} is missing.", run)
    try:
        return from_dict(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"{path} is not a {FORMAT} file: {error}", "Run `make data` again.") from error


def from_dict(values: Mapping[str, Any]) -> Schema:
    """The inverse of Schema.as_dict."""
    if values.get("format") != FORMAT:
        raise ValueError(f"its format is {values.get('format')!r}")
    return Schema(
        *(values[name] for name in ("recipe", "data_kind", "task")),
        arrays={name: _array(array) for name, array in values["arrays"].items()},
        splits={name: Split(**split) for name, split in values["splits"].items()},
        sources=tuple(Source(**source) for source in values["sources"]),
        options=values["options"],
        read=values.get("read", {}),  # arrays of an earlier version do not say it
    )


def _array(values: Mapping[str, Any]) -> Array:
    parts: dict[str, Any] = {**values, "shape": tuple(values["shape"])}
    parts["fields"] = tuple(Field(**one) for one in parts["fields"])
    parts["classes"] = parts["classes"] and tuple(parts["classes"])
    parts["rejection"] = tuple(parts.get("rejection", ()))
    found = parts["statistics"].items()
    parts["statistics"] = {split: Moments(one["count"], tuple(one["mean"]), tuple(one["std"])) for split, one in found}
    return Array(**parts)
