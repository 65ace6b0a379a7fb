"""Decisions on how files are read, in plain English: for the terminal and the data card. Standard library only."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from _package_ import phrases
from _package_.decisions import Decision
from _package_.phrases import plain, shown

WIDTH = 200  # characters of a line on the terminal
LINES = 6  # of one file


def lines(read: Mapping[str, Decision], width: int | None = WIDTH) -> list[str]:
    """One or two lines for each different decision, with the files that it is about; None: however long they are."""
    groups: dict[str, list[str]] = {}
    for name, one in read.items():
        groups.setdefault(repr(_alike(one)), []).append(name)
    said: list[str] = []
    for names in groups.values():
        about, one = title(names), _together([read[name] for name in names])
        form, content = phrases.of(one, phrases.FORM), [*phrases.of(one, phrases.CONTENT), *phrases.others(one)]
        said.append(f"{about}: {', '.join(form) or 'read as its format says'}")
        if content:
            said += [f"{about}: {line}" for line in wrapped("; ".join(content), width, len(about))]
    return said if width is None else [textwrap.shorten(line, width, placeholder=" …") for line in said]


def wrapped(text: str, width: int | None, before: int) -> list[str]:
    """What is long in several lines, of which the last may be cut; broken between two things that are said."""
    if width is None:
        return [text]
    made = [""]
    for part in text.split("; "):
        longer = f"{made[-1]}; {part}" if made[-1] else part
        if len(made[-1]) == 0 or len(longer) + before + 2 <= width or len(made) == LINES:
            made[-1] = longer
        else:
            made.append(part)
    return made


def changes(before: Mapping[str, Decision], now: Mapping[str, Decision]) -> list[str]:
    """A line for each file that was read otherwise before, old → new."""
    said: list[str] = []
    for name, new in now.items():
        old = before.get(name, {})
        keys = [key for key in dict.fromkeys([*old, *new]) if old and key != "sha256" and old.get(key) != new.get(key)]
        parts = [f"{plain(key)} {shown(old.get(key))} → {shown(new.get(key))}" for key in keys]
        if parts:
            line = f"{plain(name)}: read otherwise than before: {'; '.join(parts)}"
            said.append(textwrap.shorten(line, WIDTH, placeholder=" …"))
    return said


def title(names: Sequence[str]) -> str:
    """The files of one decision."""
    first, last = plain(names[0]), plain(names[-1])
    return first if len(names) == 1 else f"{len(names)} files, {first} … {last}"


def _alike(one: Decision) -> list[Any]:
    """What makes decisions one: not of which bytes they are, nor how often a word stood there."""
    return sorted((key, repr(value)) for key, value in one.items() if key not in ("sha256", "missing"))


def _together(alike: Sequence[Decision]) -> Decision:
    """One decision of several that differ in their counts alone."""
    counts: dict[str, dict[str, int]] = {}
    for one in alike:
        missing = one.get("missing")
        for column, words in missing.items() if isinstance(missing, Mapping) else ():
            into = counts.setdefault(column, {})
            for word, number in words.items():
                into[word] = into.get(word, 0) + number
    return {**alike[0], **({"missing": counts} if counts else {})}
