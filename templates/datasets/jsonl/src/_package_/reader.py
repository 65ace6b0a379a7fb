"""JSON lines in blocks of rows: one object for each line, nested objects as dotted columns."""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from _package_ import packed
from _package_.errors import UserError
from _package_.plain import SINCE, listed
from _package_.source import Source, pick, stamps, step
from _package_.times import is_time, times
from _package_.values import Column

ENDINGS = packed.endings("jsonl", "ndjson")
COLUMNS = 10_000  # more different names are no table, such as objects keyed by an identifier


def opened(files: Sequence[Path], options: Mapping[str, Any]) -> Source:
    """The files and the names in their objects; UserError where a line is no object. Reads the files once."""
    del options
    found = tuple(pick(files, ENDINGS))
    columns, left_out, words, dates = look(stamps(found))

    def read(wanted: Sequence[str]) -> Iterator[dict[str, Column]]:
        rows = itertools.chain.from_iterable(map(objects, found))
        while block := list(itertools.islice(rows, step(len(columns)))):
            cells = {name: [row.get(name) for row in block] for name in wanted}
            yield {name: times(one) if name in dates else listed(one, name in words) for name, one in cells.items()}

    about = dict.fromkeys(dates, SINCE)
    return Source(found, columns, read, left_out, about, dict.fromkeys(dates, "s"))


@functools.lru_cache(maxsize=2)
def look(stamped: tuple[tuple[Path, int, int], ...]) -> tuple[tuple[str, ...], dict[str, str], set[str], set[str]]:
    """Names of the columns in the order in which they come; those of lists, of words, and of times alone."""
    names: dict[str, None] = {}
    lists: dict[str, str] = {}
    words: set[str] = set()
    others: set[str] = set()  # columns with something that is no time
    for path, _, _ in stamped:
        for row in objects(path):
            for name, value in row.items():
                if isinstance(value, list):
                    lists[name] = "holds lists"
                elif isinstance(value, str):
                    words.add(name)
                if name not in others and value is not None and not (isinstance(value, str) and is_time(value)):
                    others.add(name)
            names.update(dict.fromkeys(row))
            if len(names) > COLUMNS:
                raise UserError(
                    f"{path.name} has more than {COLUMNS} different names in its objects.",
                    "Choose other files with FILES=: such names are no columns.",
                )
    return tuple(name for name in names if name not in lists), lists, words - set(lists), words - others


def objects(path: Path) -> Iterator[dict[str, Any]]:
    """One flat object for each line that is not blank; UserError for anything else."""
    try:
        with packed.opened(path) as file:
            for number, line in enumerate(file, start=1):
                if not line.strip():
                    continue
                try:
                    value = json.loads(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
                except (ValueError, RecursionError) as error:
                    raise UserError(f"{path.name}, line {number}, is not JSON: {error}", REMEDY) from error
                if not isinstance(value, dict):
                    raise UserError(f"{path.name}, line {number}, is no object in braces.", REMEDY)
                yield dict(flat("", value))
    except packed.DAMAGED as error:
        remedy = "Run `make data VERIFY=1`, which fetches a damaged file anew."
        raise UserError(f"{path.name} cannot be read: {error}", remedy) from error


REMEDY = 'Choose other files with FILES=: a line holds one object, such as {"x": 1, "y": 2}.'


def flat(prefix: str, value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Names with dots and what stands there."""
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield from flat(f"{prefix}{key}.", inner)
        else:
            yield f"{prefix}{key}", inner
