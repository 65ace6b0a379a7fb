"""YAML 1.2 in and out. PyYAML alone reads YAML 1.1, to which 010 is 8, 1:30 is 90, yes is true, and 1e-3 is a text."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import yaml

TYPES = {  # the core schema of YAML 1.2: type -> how it is written, and the characters with which it begins
    "null": (r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    "bool": (r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    "int": (r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    "float": (
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        list("-+.0123456789"),
    ),
}
PREFIX = "tag:yaml.org,2002:"
DEEPEST = 50  # levels of lists and mappings in each other
LONGEST_TEXT = 200_000  # characters of a document, as the generator reads
LONGEST = 300  # digits of a number: more are nothing that was meant


class _Loader(yaml.SafeLoader):
    """Refuses a key that stands twice: a parser that takes the last one hides the other.

    Refuses, too, what nobody writes: tags, deep nesting, and aliases of lists, of which few lines make billions.
    """

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 (PyYAML's own name)
    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()
        mark: Any = event.start_mark
        if isinstance(event, yaml.AliasEvent):
            node = super().compose_node(parent, index)
            if isinstance(node, yaml.ScalarNode):
                return node
            raise yaml.constructor.ConstructorError(None, None, "an alias of a list or mapping", mark)
        if event.tag not in (None, "!", PREFIX + "str"):
            raise yaml.constructor.ConstructorError(None, None, f"the tag {event.tag[:80]!r}", mark)
        self.depth += 1
        if self.depth > DEEPEST:
            raise yaml.constructor.ConstructorError(None, None, f"more than {DEEPEST} levels", mark)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            word = str(getattr(key, "value", ""))
            if word in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{word!r} stands there twice", key.start_mark)
            seen.add(word)
        return super().construct_mapping(node, deep)


class _Dumper(yaml.SafeDumper):
    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


def _number(loader: yaml.SafeLoader, node: Any) -> int | float:
    text = str(loader.construct_scalar(node))
    if len(text) > LONGEST:
        raise yaml.constructor.ConstructorError(None, None, f"a number of {len(text)} characters", node.start_mark)
    if node.tag == PREFIX + "int":
        return int(text[2:], {"o": 8, "x": 16}[text[1]]) if text[:2] in ("0o", "0x") else int(text)
    bare = text.lower().lstrip("+-").lstrip(".")
    special = {"inf": math.inf, "nan": math.nan}.get(bare)
    return float(text) if special is None else math.copysign(special, -1 if text[0] == "-" else 1)


for _type, (_pattern, _first) in TYPES.items():
    for _class in (_Loader, _Dumper):
        _class.add_implicit_resolver(PREFIX + _type, re.compile(f"^(?:{_pattern})$"), _first)
for _type in ("int", "float"):
    _Loader.add_constructor(PREFIX + _type, _number)


def parse(text: str) -> Any:
    """The value of a document; yaml.YAMLError for what is none, or longer than anybody writes."""
    if len(text) > LONGEST_TEXT:
        raise yaml.YAMLError(f"it has more than {LONGEST_TEXT} characters")
    try:
        return yaml.load(text, _Loader)
    except (ValueError, RecursionError, TypeError, KeyError) as error:  # of deep nesting and keys that are lists
        raise yaml.YAMLError(str(error) or "it is nested too deep") from error


def read(path: Path) -> Any:
    """The value of a file; errors as of `parse`, and UnicodeDecodeError."""
    with path.open(encoding="utf-8") as file:
        return parse(file.read(LONGEST_TEXT + 1))


def dump(value: Any) -> str:
    """A document that any reader of YAML 1.2 reads back as `value`, keys in their order."""
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True)
