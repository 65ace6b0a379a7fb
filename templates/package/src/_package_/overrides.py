"""SET and SEED: values that replace those of the configuration for one run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from _package_ import rules, yamlfile
from _package_.errors import UserError, nearest
from _package_.rules import SECTIONS

FIXED = ("name", "framework")  # what the project's code is
EXAMPLE = 'Write SET="train.lr=1e-3 train.epochs=5".'


def apply(values: dict[str, Any], overrides: str, seed: str) -> None:
    """Puts SET ("train.lr=1e-3 model.hidden=[64, 32]") and SEED ("0,1,2") in the place of what the file says."""
    for key, value in parse_overrides(overrides):
        _replace(values, key, value)
    if seed.strip():
        values["seeds"] = parse_seeds(seed)


def parse_seeds(text: str) -> list[int]:
    """The seeds in 0,1,2: [0, 1, 2]."""
    parts = [part for part in re.split(r"[,\s]+", text.strip()) if part]
    if not parts or not all(re.fullmatch(r"[0-9]{1,10}", part) for part in parts):
        raise UserError(
            f"SEED={text[:80]} is not a list of seeds.", "Write SEED=0 or SEED=0,1,2: whole numbers up to 4294967295."
        )
    return [int(part) for part in parts]


def parse_overrides(text: str) -> Iterator[tuple[str, Any]]:
    """Keys and values of train.lr=1e-3 model.hidden=[64, 32]; the values are YAML."""
    seen: set[str] = set()
    for part in re.split(r"\s+(?=[A-Za-z_][\w.]*=)", text.strip()):
        key, equals, value = part.partition("=")
        key = key.strip()
        if part and not equals:
            raise UserError(f"SET={text}: {part!r} has no value.", EXAMPLE)
        if part and key in seen:
            raise UserError(f"SET names {key!r} twice.", EXAMPLE)
        seen.add(key)
        try:
            if part:
                yield key, yamlfile.parse(value)
        except yaml.YAMLError as error:
            raise UserError(
                f"SET={text}: {value!r} is not a value.", "Quote it as YAML does: model.hidden=[64,32]."
            ) from error


def _replace(values: dict[str, Any], key: str, value: Any) -> None:
    if key in FIXED:
        raise UserError(
            f"SET names {key!r}: that is what this project was made with.",
            "Another model or framework is another project; a name of your own stands in the file in configs/.",
        )
    section, dot, name = key.partition(".")
    inside = bool(dot) and section in SECTIONS
    place: Any = values.get(section) if inside else values
    name = name if inside else key
    if not isinstance(place, dict) or name not in place or key in SECTIONS:
        known = [k for k in values if k not in (*SECTIONS, *FIXED)]
        known += [f"{s}.{k}" for s in SECTIONS for k in (values.get(s) or {})]
        raise UserError(f"SET names {key!r}, which the configuration does not have.", nearest(key, known))
    old = place[name]
    if rules.declared(key) is None and old is not None and value is not None and _kind(old) != _kind(value):
        raise UserError(f"SET {key}={value!r}: {key} is {old!r}.", f"Give a {_kind(old)}.")
    place[name] = value


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "truth value (true or false)"
    return {int: "number", float: "number", list: "list", dict: "mapping"}.get(type(value), "text")
