"""What was decided about a table of text, as the lock, the data card and the terminal have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from _package_.text import dates
from _package_.text.form import said
from _package_.text.kinds import NUMBERS, Column
from _package_.text.nothing import limit
from _package_.text.texts import Text


def decision(text: Text) -> dict[str, Any]:
    """Everything that is worth a word; counts are those of the last whole reading."""
    numerals = {name: one.numeral for name, one in text.columns.items() if one.kind == NUMBERS}
    made: dict[str, Any] = {"encoding": text.found.encoding or "utf-8", **said(text.form)}
    if text.more:
        made = {
            **text.more,
            **{key: value for key, value in made.items() if key not in ("encoding", "separator", "quote")},
        }
    decimals = {name: one.decimal for name, one in numerals.items() if one.decimal != "."}
    made |= alike("decimal", decimals, {one.decimal for one in numerals.values()} - {"."})
    thousands = {name: one.thousands for name, one in numerals.items() if one.thousands}
    made |= alike("thousands", thousands, thousands.values())
    made |= {"footer": text.found.footer} if text.found.footer else {}
    made |= {"index": text.index} if text.index else {}
    counted = {name: words for name, count in text.missing.items() if (words := lacking(text.columns[name], count))}
    made |= {"missing": counted} if counted else {}
    left_out = {name: why for name, why in text.left_out.items() if name != text.index}
    made |= {"left_out": left_out} if left_out else {}
    notes = [
        *made.pop("notes", []),
        *text.form.told,
        *(f"{one.name}: words, for {one.why}" for one in text.columns.values() if one.why),
    ]
    notes += [f"{one.name}: times, the {one.order}" for one in text.columns.values() if one.order in dates.ORDERS[1:]]
    notes += [one for name, count in text.missing.items() if (one := taken(text.columns[name], count))]
    notes += [f"{count} {what[count > 1]}" for count, what in counts(text) if count]
    return {**made, "notes": notes} if notes else made


def alike(key: str, by_column: dict[str, str], signs: Iterable[str]) -> dict[str, Any]:
    """One sign for the file, or a sign for each column where they differ."""
    different = set(signs)
    return {key: different.pop()} if len(different) == 1 else {key: by_column} if by_column else {}


def lacking(column: Column, count: Mapping[str, int]) -> dict[str, int]:
    """The words that stood for nothing, and how often."""
    return {word: many for word, many in sorted(count.items()) if limit(word, column.numeral, column.censored) is None}


def taken(column: Column, count: Mapping[str, int]) -> str:
    """What became of cells such as <0.05, where they were taken for a number."""
    many = sum(count.values()) - sum(lacking(column, count).values())
    if not many:
        return ""
    word = next(word for word in sorted(count) if limit(word, column.numeral, column.censored) is not None)
    what = "the limit" if column.censored == "limit" else "half the limit, or the limit where the value is larger"
    return f"{column.name}: {many} cells such as {word!r} are taken for {what}"


def counts(text: Text) -> list[tuple[int, tuple[str, str]]]:
    found = text.found
    said = f": {'; '.join(found.said)}" if found.said else ""
    return [
        (found.empty, ("empty row is left out", "empty rows are left out")),
        (found.comments, (f"line of comments is left out{said}", f"lines of comments are left out{said}")),
        (found.repeated, ("header line that comes again is left out", "header lines that come again are left out")),
        (found.mended, ("control character is read as of cp1252", "control characters are read as of cp1252")),
    ]
