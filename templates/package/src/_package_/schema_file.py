"""schema.json read back: beside schema.py, which says what it holds."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from _package_ import dictionary, paths
from _package_.errors import UserError
from _package_.schema import FORMAT, Array, Field, Moments, Schema, Source, Split


def load(path: Path) -> Schema:
    """Reads schema.json; UserError when it is not there or of another format."""
    if not path.is_file():
        run = "Run `make data-sample`." if path.parent.parent.name == "sample" else "Run `make data`."
        raise UserError(f"There are no processed data: {path} is missing.", run)
    try:
        return with_units(from_dict(json.loads(path.read_text(encoding="utf-8"))))
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


def with_units(described: Schema) -> Schema:
    """The schema with the units that references/data-dictionary.csv has now: a person may have filled them in."""
    with contextlib.suppress(UserError):  # describe.py tells of a dictionary that cannot be read
        said = {name: row["unit"] for name, row in dictionary.read(paths.dictionary()).items() if row.get("unit")}
        arrays = {
            name: dataclasses.replace(array, fields=tuple(_with_unit(one, said) for one in array.fields))
            for name, array in described.arrays.items()
        }
        return dataclasses.replace(described, arrays=arrays)
    return described


def _with_unit(field: Field, said: Mapping[str, str]) -> Field:
    """A field that stands for a word of its column has no unit."""
    unit = said.get(field.name) or said.get(field.column or "")
    is_word = field.column is not None and field.name.startswith(f"{field.column}=")
    return dataclasses.replace(field, unit=unit) if unit and not is_word else field


def _array(values: Mapping[str, Any]) -> Array:
    parts: dict[str, Any] = {**values, "shape": tuple(values["shape"])}
    parts["fields"] = tuple(Field(**one) for one in parts["fields"])
    parts["classes"] = parts["classes"] and tuple(parts["classes"])
    parts["rejection"] = tuple(parts.get("rejection", ()))
    found = parts["statistics"].items()
    parts["statistics"] = {split: Moments(one["count"], tuple(one["mean"]), tuple(one["std"])) for split, one in found}
    return Array(**parts)
