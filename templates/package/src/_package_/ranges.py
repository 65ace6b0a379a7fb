"""What a JSON Schema of one setting asks for, in words; and a value brought into its range."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def words(schema: Mapping[str, Any], many: bool = False) -> str:
    """Such as `a whole number from 1 to 65536`, or `one of adam, adamw, sgd`."""
    if "const" in schema:
        return _json(schema["const"])
    if "enum" in schema:
        return f"one of {', '.join(map(_json, schema['enum']))}"
    if "anyOf" in schema:
        return ", or ".join(words(one, many) for one in schema["anyOf"])
    if "pattern" in schema:
        return schema.get("description", f"text of the form {schema['pattern']}")
    kinds = schema.get("type", "text")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return " or ".join(_kind(kind, schema, many) for kind in kinds)


def _kind(kind: str, schema: Mapping[str, Any], many: bool) -> str:
    if kind == "array":
        least = schema.get("minItems", 0)
        different = "different " if schema.get("uniqueItems") else ""
        item = words(schema.get("items", {}), many=True)
        most = f", at most {schema['maxItems']}" if "maxItems" in schema else ""
        return f"a list of {different}{item}" + (f", at least {least}{most}" if least else most)
    named = {
        "integer": ("a whole number", "whole numbers"),
        "number": ("a number", "numbers"),
        "boolean": ("true or false", "true or false"),
        "string": ("text", "text"),
        "object": ("a mapping", "mappings"),
        "null": ("null", "null"),
    }
    return named[kind][many] + (_range(schema) if kind in ("integer", "number") else "")


def _range(schema: Mapping[str, Any]) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    start = f" from {low:g}" if low is not None else f" above {above:g}" if above is not None else ""
    end = f" to {_json(high)}" if high is not None else f" to below {below:g}" if below is not None else ""
    return start + end


def clipped(value: Any, schema: Mapping[str, Any] | None) -> Any:
    """The value, or the nearest that the range allows; a list entry by entry, and what has no range as it is."""
    if schema is None or isinstance(value, bool | str | None):
        return value
    if isinstance(value, list):
        return [clipped(one, schema.get("items")) for one in value]
    kinds = [schema, *schema.get("anyOf", [])]
    low = max((one["minimum"] for one in kinds if "minimum" in one), default=value)
    high = min((one["maximum"] for one in kinds if "maximum" in one), default=value)
    return min(max(value, low), high)


def _json(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
