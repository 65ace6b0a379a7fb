"""What the keys of a decision on how a file is read say in plain English. Standard library only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from _package_.decisions import Decision

Phrase = Callable[[Any], str | None]  # of a key's value; None, or nothing, where it is not worth a word
SIGNS = {
    ",": "commas",
    ";": "semicolons",
    "\t": "tabs",
    "|": "bars",
    " ": "spaces",
    ":": "colons",
    ".": "points",
    "'": "apostrophes",
    "’": "apostrophes",
    "\u00a0": "no-break spaces",
    "\u202f": "narrow no-break spaces",
    "\u2009": "thin spaces",
}


def plain(text: str) -> str:
    """A stranger's word on one line, without what steers a terminal or cannot be seen."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def shown(value: Any) -> str:
    """A value of a decision; a sign between quotes."""
    if isinstance(value, Mapping):
        return ", ".join(f"{plain(str(key))}: {shown(inner)}" for key, inner in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(map(shown, value)) or "none"
    if isinstance(value, str) and len(value) == 1:
        return SIGNS.get(value, f'"{plain(value)}"').removesuffix("s")
    return "none" if value is None or value == "" else plain(str(value))


def of(one: Decision, words: Mapping[str, Phrase]) -> list[str]:
    """What is said of the keys in `words`, in their order."""
    said = [phrase(one[key]) for key, phrase in words.items() if one.get(key) not in (None, [], {})]
    return [phrase for phrase in said if phrase]


def others(one: Decision) -> list[str]:
    """What is said of keys that nothing here knows."""
    return [f"{plain(key)} {shown(one[key])}" for key in one if key not in {*FORM, *CONTENT, "sha256"}]


def _signs(value: Any) -> str:
    return SIGNS.get(value, shown(value))


def _by_column(words: Callable[[str], str], usual: str) -> Phrase:
    """Of one sign, or of a sign for each column; the usual one is not worth a word."""

    def phrase(signs: Any) -> str | None:
        if not isinstance(signs, Mapping):
            return None if signs in (usual, "") else words(signs)
        groups: dict[str, list[str]] = {}
        for column, sign in signs.items():
            groups.setdefault(sign, []).append(plain(column))
        return ", ".join(f"{words(sign)} in {', '.join(of)}" for sign, of in groups.items() if sign not in (usual, ""))

    return phrase


def _lines(one: str, many: str) -> Phrase:
    """Of a number of lines, of a list of them, or of a switch."""

    def phrase(number: Any) -> str | None:
        number = len(number) if isinstance(number, list) else number
        if number is True or not isinstance(number, int):
            return one
        return None if number == 0 else one if number == 1 else many.format(number)

    return phrase


def _header(number: Any) -> str | None:
    if number == 0:
        return "no header line, so the columns are called by their places"
    return None if number in (1, True) else f"{shown(number)} header lines, joined"


def _missing(counts: Any) -> str:
    """column -> {word: count}."""
    if not isinstance(counts, Mapping):
        return f"taken for missing: {shown(counts)}"
    said = [
        f"{plain(column)} " + ", ".join(f'"{plain(word)}" {number}×' for word, number in words.items())
        for column, words in counts.items()
        if words
    ]
    return f"taken for missing: {'; '.join(said)}" if said else ""


def _left_out(reasons: Any) -> str:
    """column -> why, by reason."""
    if not isinstance(reasons, Mapping):
        return f"left out: {shown(reasons)}"
    groups: dict[str, list[str]] = {}
    for column, why in reasons.items():
        groups.setdefault(plain(str(why)), []).append(plain(column))
    return "left out: " + "; ".join(f"{', '.join(columns)} ({why})" for why, columns in groups.items())


def _part(key: str) -> Phrase:
    return lambda name: f"{key} {shown(name)}"


FORM: Mapping[str, Phrase] = {  # how the file is written, and where in it the table lies
    "encoding": lambda name: plain(str(name)).upper(),
    "separator": lambda sign: f"columns separated by {_signs(sign)}",
    "quote": lambda sign: None if sign == '"' else "no quotes" if sign == "" else f"quotes {shown(sign)}",
    "decimal": _by_column(lambda sign: f"decimal {shown(sign)}", "."),
    "thousands": _by_column(lambda sign: f"thousands separated by {_signs(sign)}", ""),
    "skip": _lines("1 line above the header skipped", "{} lines above the header skipped"),
    "comment": lambda sign: f"lines that begin with {plain(str(sign))} skipped" if sign else None,
    "header": _header,
    "units_row": lambda number: "units in the line below the header" if number else None,
    "footer": _lines("the last line left out", "the last {} lines left out"),
    **{key: _part(key) for key in ("sheet", "tree", "table", "group")},
    "others": lambda names: f"not read: {shown(names)}",
}
CONTENT: Mapping[str, Phrase] = {  # what became of its columns
    "index": lambda name: f"index column {shown(name)} left out",
    "missing": _missing,
    "left_out": _left_out,
    "notes": lambda notes: "; ".join(map(plain, map(str, notes))) if isinstance(notes, list) else shown(notes),
}
