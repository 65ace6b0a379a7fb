"""One option of a recipe: which values it takes, written as text or in JSON. Standard library only."""

from __future__ import annotations

import csv
import math
import re
from dataclasses import dataclass
from typing import Any

from _package_.errors import UserError, nearest

SIGNS = {
    "tab": "\t",
    "\\t": "\t",
    "comma": ",",
    "semicolon": ";",
    "colon": ":",
    "space": " ",
    "bar": "|",
    "pipe": "|",
    "point": ".",
    "dot": ".",
    "apostrophe": "'",
    "none": "",
}
WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
EXACT = 2**53 - 1  # the largest whole number that every reader of JSON takes as it is
LISTS = ("columns", "words", "range")
SWITCH = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
FORMS = {
    "text": "a text",
    "sign": "one character, or its name (comma, semicolon, tab, space, point, bar, apostrophe, none)",
    "integer": "a whole number from 0",
    "number": "a number",
    "share": "a number from 0, below 1",
    "range": "two numbers, the lower first: 40,200",
    "switch": "yes or no",
    "column": "the name of a column",
    "columns": 'names of columns, those with a comma in quotes: a,"b, c"',
    "words": 'words, those with a comma in quotes: a,"b, c"',
}


@dataclass(frozen=True)
class Option:
    name: str
    kind: str
    words: str  # what it means
    default: Any = None
    choices: tuple[Any, ...] | None = None
    fixed: bool = False  # the project was made for it

    def parsed(self, text: str) -> Any:
        """The value that a person has written. UserError for a wrong one."""
        if self.kind in LISTS:
            parts = next(csv.reader([text], skipinitialspace=True), [])
            return self.checked([_number(part) for part in parts] if self.kind == "range" else parts)
        if self.kind in ("integer", "number", "share"):
            return self.checked(_number(text))
        return self.checked(SWITCH.get(text.lower(), text) if self.kind == "switch" else text)

    def checked(self, value: Any) -> Any:
        """A value of JSON in the form in which recipes take it: the sign itself, a list. UserError for a wrong one."""
        made = self._made(value)
        if made is None:
            raise UserError(f"{self.name} takes {self.form()}, not {printed(value)}.", self.remedy(value))
        return made

    def _made(self, value: Any) -> Any:
        """None for a wrong value."""
        if self.kind == "choice":
            return value if value in (self.choices or ()) else None
        if self.kind == "sign":
            sign = SIGNS.get(value.lower(), value) if isinstance(value, str) else None
            fits = sign is not None and len(sign) <= 1 and (self.choices is None or sign in self.choices)
            return sign if fits else None
        if self.kind in ("columns", "words"):
            several = [value] if isinstance(value, str) else value
            fits = isinstance(several, list) and all(isinstance(one, str) and one for one in several)
            return several if fits and (self.choices is None or set(several) <= set(self.choices)) else None
        if self.kind == "range":
            fits = isinstance(value, list) and len(value) in (0, 2) and all(_fits("number", one) for one in value)
            return value if fits and value == sorted(value) else None
        if self.kind == "switch":
            return value if isinstance(value, bool) else None
        if self.kind in ("integer", "number", "share"):
            return value if _fits(self.kind, value) else None
        return value if isinstance(value, str) and value else None

    def form(self) -> str:
        """What it takes, in words."""
        if self.choices is None:
            return FORMS[self.kind]
        return ("some of " if self.kind == "words" else "") + " or ".join(printed(one) for one in self.choices)

    def remedy(self, value: Any) -> str:
        near = nearest(str(value), map(str, self.choices)) if self.kind == "choice" and self.choices else ""
        return near if near.startswith("Did") else f"{self.name}: {self.words}."


def printed(value: Any) -> str:
    """A value for people; a sign by its name."""
    names = {sign: name for name, sign in reversed(SIGNS.items())}
    if isinstance(value, str) and value in names and value:
        return f'{names[value]} "{value}"' if value.isprintable() else names[value]
    if isinstance(value, list):
        return ", ".join(printed(one) for one in value) or "none"
    if value is None or value == "":
        return "none"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else repr(value)


def _number(text: str) -> Any:
    if WHOLE.fullmatch(text):
        return int(text)
    return float(text) if NUMBER.fullmatch(text) else text


def _fits(kind: str, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return False
    if kind == "integer":
        return isinstance(value, int) and 0 <= value <= EXACT
    return kind == "number" or 0 <= value < 1
