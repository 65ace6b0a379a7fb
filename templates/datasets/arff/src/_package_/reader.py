"""ARFF relations in blocks of rows, dense or sparse: numeric attributes are numbers, nominal ones categories."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import arff
import numpy as np

from _package_ import packed
from _package_.errors import UserError
from _package_.plain import SINCE
from _package_.source import ONE_FORM, Source, pick, step
from _package_.times import times
from _package_.values import Column

ENDINGS = packed.endings("arff")
# liac-arff knows no dates: such an attribute is read as text.
DATE = re.compile(r"""^(\s*@attribute\s+('[^']*'|"[^"]*"|\S+)\s+)date\b(.*)""", re.IGNORECASE | re.DOTALL)
FORMATS = ("", "yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm")
# An attribute with a comment behind it, which liac-arff takes for a part of the type (as in OpenML's 1037).
COMMENTED = re.compile(
    r"""^(\s*@attribute\s+(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|\S+)\s+"""  # its name
    r"""(?:\{(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[^'"}])*\}|[a-z]+(?:\s+(?:'[^']*'|"[^"]*"))?))\s*%.*""",  # its type
    re.IGNORECASE | re.DOTALL,
)
NUMERIC = ("NUMERIC", "REAL", "INTEGER")


def opened(files: Sequence[Path], options: Mapping[str, Any]) -> Source:
    """The files and their attributes; UserError where a file is no ARFF, or its attributes differ from the first's."""
    del options
    found = pick(files, ENDINGS)
    attributes, dates = header(found[0])
    for path in found[1:]:
        if header(path) != (attributes, dates):
            raise UserError(f"{path.name} has other attributes than {found[0].name}.", ONE_FORM)
    kinds = {name: "DATE" if name in dates else kind for name, kind in attributes if dates.get(name, "") in FORMATS}

    def read(wanted: Sequence[str]) -> Iterator[dict[str, Column]]:
        places = {name: place for place, (name, _) in enumerate(attributes)}
        for path in found:
            rows = relation(path)
            while block := list(itertools.islice(rows, step(len(attributes)))):
                yield {name: column([row[places[name]] for row in block], kinds[name]) for name in wanted}

    left_out = {name: f"a date in the form {form}" for name, form in dates.items() if form not in FORMATS}
    about = dict.fromkeys(dates, SINCE)
    return Source(tuple(found), tuple(kinds), read, left_out, about, dict.fromkeys(dates, "s"))


def column(values: list[Any], kind: Any) -> Column:
    """Numbers, NaN for `?`; times, NaT for `?`; or words, "" for `?`."""
    if kind == "DATE":
        return times(values)
    if kind in NUMERIC:
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    return np.array(["" if value is None else str(value) for value in values], dtype=object)


def header(path: Path) -> tuple[list[tuple[str, Any]], dict[str, str]]:
    """Names of the attributes with their kinds, and of those that are dates their form."""
    dates: dict[int, str] = {}
    lines = text(path, dates)
    try:
        attributes = [(str(name), kind if isinstance(kind, str) else tuple(kind)) for name, kind in begun(lines)[0]]
    except (arff.ArffException, UnicodeDecodeError, *packed.DAMAGED) as error:
        raise UserError(*refusal(path, error)) from error
    finally:
        lines.close()
    if not attributes:
        raise UserError(f"{path.name} has no attributes.", "Choose other files with FILES=.")
    return attributes, {attributes[place][0]: form for place, form in dates.items()}


def relation(path: Path) -> Iterator[list[Any]]:
    """The rows of one file, a value for each attribute."""
    lines = text(path, {})
    try:
        attributes, rows = begun(lines)
        # In a sparse row what is not written is 0: for a nominal attribute its first category.
        zeros = [kind[0] if not isinstance(kind, str) else 0 if kind in NUMERIC else "" for _, kind in attributes]
        for row in rows:
            yield [row.get(place, zero) for place, zero in enumerate(zeros)] if isinstance(row, dict) else row
    except (arff.ArffException, UnicodeDecodeError, *packed.DAMAGED) as error:
        raise UserError(*refusal(path, error)) from error
    finally:
        lines.close()


def begun(lines: Iterator[str]) -> tuple[list[tuple[str, Any]], Iterator[Any]]:
    """The attributes, and the rows as lists, or as dicts of a sparse file."""
    head: list[str] = []
    for line in lines:
        head.append(line)
        if line.strip().lower() == "@data":
            break
    data = (line for line in lines if line.strip() and not line.lstrip().startswith("%"))
    first = list(itertools.islice(data, 1))
    sparse = bool(first) and first[0].lstrip().startswith("{")
    read: Any = arff.load(itertools.chain(head, first, data), return_type=arff.LOD_GEN if sparse else arff.DENSE_GEN)
    return read["attributes"], read["data"]


def text(path: Path, dates: dict[int, str]) -> Generator[str, None, None]:
    """The lines of the file without comments behind attributes; dates become strings, and `dates` takes note of their
    places among the attributes, and of their form."""
    with packed.opened(path) as raw, io.TextIOWrapper(raw, encoding="utf-8-sig") as file:
        count = 0
        for line in file:
            if line.partition("%")[0].strip().lower() == "@data":
                yield "@data\n"
                break
            if line.lstrip().lower().startswith("@attribute"):
                line = COMMENTED.sub(r"\1\n", line)
                if date := DATE.match(line):
                    dates[count] = date[3].strip().strip("'\"").replace("'", "")
                    line = DATE.sub(r"\1string", line)
                count += 1
            yield line
        yield from file


def refusal(path: Path, error: Exception) -> tuple[str, str]:
    """What is wrong with the file, and what to do."""
    reason = " ".join((str(error) or type(error).__name__).split())[:150]
    return (
        f"{path.name} cannot be read as ARFF: {reason}",
        "Choose other files with FILES=, or run `make data VERIFY=1` if it is damaged.",
    )
