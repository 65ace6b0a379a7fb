"""Is each setting what it may be? By configs/schema.json, a JSON Schema, which editors read, too.

A setting that the schema does not know, such as one that your own model.py reads, may be text, a number, true or false,
null, or a list of those. To have its range checked, declare it there as the others are.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, SchemaError, validators

from _package_ import paths
from _package_.errors import UserError, nearest
from _package_.ranges import words

SECTIONS = ("model", "train")
DEEPEST = 6  # a list in a list in a section


def check(values: Mapping[str, Any], where: str = "the configuration") -> None:
    """UserError for the first setting that is not what it may be; `where` says where it stands."""
    plain(values, where)
    errors = sorted(_validator(_file()).iter_errors(values), key=lambda one: not one.path)
    if errors:
        raise _told(errors[0], values, where)


def declared(name: str) -> dict[str, Any] | None:
    """The JSON Schema of "train.lr" or "seeds"; None of a setting that nobody has declared."""
    section, dot, key = name.partition(".")
    properties = _validator(_file()).schema.get("properties", {})
    return properties.get(section, {}).get("properties", {}).get(key) if dot else properties.get(section)


def plain(value: Any, where: str, name: str = "", depth: int = 0) -> None:
    """UserError for what JSON cannot hold: not a number, infinity, dates, lists that hold themselves."""
    called = name or "it"
    if depth > DEEPEST:
        raise UserError(f"{called} in {where} is nested too deep.", "Write numbers, text, or a list of them.")
    if isinstance(value, Mapping):
        for key, one in value.items():
            if not isinstance(key, str):
                raise UserError(f"{called} in {where} has the name {key!r}.", "Write names as text.")
            plain(one, where, f"{name}.{key}" if name else key, depth + 1)
    elif isinstance(value, list | tuple):
        for one in value:
            plain(one, where, name, depth + 1)
    elif isinstance(value, float) and not math.isfinite(value):
        raise UserError(f"{called} in {where} is {value}.", "Write a number that is finite.")
    elif type(value) is int and abs(value) >= 2**63 and declared(name) is None:
        raise UserError(f"{called} in {where} is {_short(value)}.", "Write a number below 9.2e18.")
    elif not isinstance(value, str | int | float | None):
        raise UserError(f"{called} in {where} is a {type(value).__name__}.", "Write a number, a text or a list.")


def _told(error: Any, values: Mapping[str, Any], where: str) -> UserError:
    """A violation in words."""
    path = [str(part) for part in error.path]
    name = ".".join(path[: 2 if path[:1] and path[0] in SECTIONS else 1])
    if error.validator == "required":
        key = next(key for key in error.validator_value if key not in error.instance)
        full = ".".join([*path, key])
        others = [one for one in error.instance if declared(".".join([*path, one])) is None]
        meant = [one for one in others if nearest(one, [key]).startswith("Did")]
        remedy = f"Did you mean it by {meant[0]!r}?" if meant else f"Add it: {words(declared(full) or {})}."
        return UserError(f"{where} has no {full}.", remedy)
    if error.validator == "additionalProperties":
        known = list(error.schema["properties"])
        unknown = next(key for key in error.instance if key not in known)
        return UserError(f"Unknown key {unknown!r} in {where}.", nearest(unknown, known))
    if not name:
        return UserError(f"{where} holds no settings.", f"It needs the keys {', '.join(error.schema['properties'])}.")
    conditional = "then" in error.schema_path  # a rule between settings, which says in its own words what it asks
    asked = error.schema.get("description") if conditional else words(declared(name) or error.schema)
    section, _, key = name.partition(".")
    value = values[section][key] if key else values[section]
    near = nearest(value, error.validator_value) if error.validator == "enum" and isinstance(value, str) else ""
    hint = f" {near}" if near.startswith("Did") else ""
    return UserError(f"{name} in {where} is {_short(value)}.", f"It must be {asked}.{hint}")


def _short(value: Any) -> str:
    """A value as YAML has it, at most 80 characters of it."""
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= 80 else f"{text[:60]} … ({len(text)} characters)"


def _file() -> Path:
    return paths.configs() / "schema.json"


def _validator(path: Path) -> Any:
    try:
        return _read(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise UserError(
            f"{path} cannot be read.", "Take it from git again: git checkout configs/schema.json"
        ) from error
    except (ValueError, SchemaError) as error:
        raise UserError(
            f"{path} is no JSON Schema: {str(error).splitlines()[0]}.", "Mend it, or take it from git again."
        ) from error


@cache
def _read(path: Path, changed: int) -> Any:
    """The schema, checked itself, with numbers as a configuration has them: 1.0 is no whole number, true is none."""
    del changed  # so that a file that was edited is read again
    schema = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    kinds = Draft202012Validator.TYPE_CHECKER.redefine_many(
        {"integer": lambda _, value: type(value) is int, "number": lambda _, value: type(value) in (int, float)}
    )
    return validators.extend(Draft202012Validator, type_checker=kinds)(schema)
