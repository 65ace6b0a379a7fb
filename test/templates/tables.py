"""Random tables in many spellings, each with the arrays that it was made from; a property test of the reader of text.

    python tables.py [COUNT [SEED]]     with the generated package on PYTHONPATH

Each table varies separator, decimal and thousands signs, encoding, quoting, header, preamble, footer, words for missing
values, index and units. It is read without an option: right are equal names, numbers and words in every row. A table
whose signs nobody could tell may be refused; then the refusal must name a line or a column, and an option.
Knows nothing of how the reader decides. Prints each table that is read wrong, and one line of counts.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

COUNT, SEED = 400, 20261129
RIGHT, WRONG = 0.93, 0.01  # at least, at most
WORDS = ("red", "blue", "Köln", "naïve", "São Paulo", "low", "high", "none", "control", "treated", "M9", "LB")
QUANTITIES = ("mass", "length", "Zeit", "Temperatur", "energy", "pH", "Größe", "yield", "speed", "count", "dose", "p_T")
UNITS = ("g", "mm", "s", "°C", "GeV", "kg", "m/s", "µm", "%", "mg/L")
ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le")


@dataclass
class Made:
    """A table as bytes, and what it holds."""

    raw: bytes
    name: str
    columns: dict[str, list[Any]]  # float or None, or str or None
    spelling: dict[str, Any] = field(default_factory=dict[str, Any])


def number(x: float, digits: int, decimal: str, thousands: str) -> str:
    words = f"{x:,.{digits}f}" if thousands else f"{x:.{digits}f}"
    return words.replace(",", "\0").replace(".", decimal).replace("\0", thousands)


def table(rng: random.Random) -> Made:
    """One random table."""
    separator = rng.choice([",", ",", ";", ";", "\t", "|", " ", "^"])
    decimal = rng.choice([".", "."] if separator in ", " and rng.random() < 0.8 else [".", ",", ","])
    thousands = rng.choice(["", "", "", {".": ",", ",": "."}[decimal], "'"]) if separator != " " else ""
    quoting = rng.choice(["none", "none", "words", "all", "needed"])
    if separator == " " or decimal == separator or thousands == separator:
        quoting = rng.choice(["needed", "all"])
    encoding, rows = rng.choice(ENCODINGS), rng.choice([4, 12, 40, 150])
    header = rng.random() < 0.85
    missing = rng.choice(["", "", "NA", "-", "?", "NaN", "null", "..", "#N/A", "\\N", "missing", "None"])
    if separator == " " and missing == "":
        missing = "NA"
    unit_style = rng.choice(["", "", "[]", "()", "row"]) if header else ""
    index = rng.choice(["", "", "", "unnamed", "Unnamed: 0"]) if header and separator != " " else ""
    columns: dict[str, list[Any]] = {}
    cells: list[list[str]] = []
    units: list[str] = []
    names = rng.sample(QUANTITIES, k=rng.randint(2, 6))
    for place, name in enumerate(names):
        unit = ""
        if place > 0 and rng.random() < 0.25:
            kind = rng.sample(WORDS, k=3)
            values: list[Any] = [rng.choice(kind) if rng.random() < 0.95 else None for _ in range(rows)]
            shown = ["" if value is None else value for value in values]
            if separator == " ":
                values = [value or kind[0] for value in values]
                shown = [str(value) for value in values]
        else:
            digits, size = rng.choice([0, 1, 2, 4]), rng.choice([1.0, 100.0, 1e4, 3e6])
            values = [round(rng.uniform(-0.2, 1) * size, digits) if rng.random() < 0.93 else None for _ in range(rows)]
            values[0] = values[0] if values[0] is not None else round(size / 3, digits)
            shown = [missing if value is None else number(value, digits, decimal, thousands) for value in values]
            unit = rng.choice(UNITS) if unit_style else ""
        title = name + (f" {unit_style[0]}{unit}{unit_style[1]}" if unit and unit_style in ("[]", "()") else "")
        columns[title if header else f"column {place + 1}"] = values
        cells.append([title, *([unit] if unit_style == "row" else []), *shown] if header else shown)
        units.append(unit)
    for row in range(rows):  # a row of empty cells would be none
        if all(column[row - rows] == "" for column in cells):
            first = next(iter(columns.values()))
            first[row], cells[0][row - rows] = 1.0, "1"
    if unit_style == "row" and not all(units):
        for column in cells:
            column[1] = column[1] or "-"
    if index:
        count = range(len(cells[0]) - 1 - (unit_style == "row"))
        title = "" if index == "unnamed" else index
        cells.insert(0, [title, *([""] if unit_style == "row" else []), *map(str, count)])
    lines = [
        separator.join(quoted(cell, separator, quoting, place < header) for cell in row)
        for place, row in enumerate(zip(*cells, strict=True))
    ]
    preamble = rng.choice(["", "", "", "title", "padded", "#", "%", "/*", "several"])
    above, below = before(preamble, separator, len(cells), rng), after(rng.choice(["", "", "", "note", "blank note"]))
    end = rng.choice(["\n", "\r\n"])
    text = end.join([*above, *lines, *below]) + rng.choice(["", end])
    raw = text.encode("utf-16" if encoding == "utf-16" else encoding, "replace")
    spelling = {"separator": separator, "decimal": decimal, "thousands": thousands, "encoding": encoding}
    spelling |= {"quoting": quoting, "header": header, "preamble": preamble, "missing": missing, "units": unit_style}
    return Made(raw, rng.choice(["a.csv", "b.tsv", "c.txt"]), columns, {**spelling, "index": index, "rows": rows})


def quoted(cell: str, separator: str, quoting: str, title: bool) -> str:
    needs = separator in cell or '"' in cell or (title and quoting == "words")
    word = not re.fullmatch(r"[-+\d.,' eE%]*", cell)
    if needs or quoting == "all" or (quoting == "words" and word):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def before(kind: str, separator: str, width: int, rng: random.Random) -> list[str]:
    title = rng.choice(["Run 7", "Instrument: PlateReader 3000", "Messung vom 3. Mai"])
    title = title.replace(" ", "_") if separator == " " else title
    return {
        "": [],
        "title": [title],
        "padded": [title + separator * (width - 1), separator * (width - 1)] if separator != " " else [title],
        "#": ["# made by a program, version 1.2", "# not calibrated"],
        "%": ["% of a simulation"],
        "/*": ["/* DATA DESCRIPTION:", "Citation:\tSomebody (2020): Things, and more", "*/"],
        "several": [title, "Date: 2023-01-04" if separator != " " else "Date:2023-01-04", ""],
    }[kind]


def after(kind: str) -> list[str]:
    return {"": [], "note": ["Source: our laboratory"], "blank note": ["", "Note: taken at night"]}[kind]


def verdict(made: Made, folder: Path) -> tuple[str, str]:
    """right, refused or wrong, and why."""
    import numpy as np

    from _package_ import reader, values
    from _package_.errors import UserError

    path = folder / made.name
    path.write_bytes(made.raw)
    try:
        source = reader.opened([path], {})
        blocks = list(source.read(source.columns))
    except UserError as error:
        named = re.search(r"line \d+|'[^']+'", error.message) and re.search(r"option|[a-z]+=", error.remedy)
        return ("refused" if named else "mute"), str(error)
    if list(source.columns) != list(made.columns):
        return "wrong", f"columns {list(source.columns)} for {list(made.columns)}"
    for name, expected in made.columns.items():
        found = np.concatenate([block[name] for block in blocks])
        if len(found) != len(expected):
            return "wrong", f"{len(found)} rows for {len(expected)}"
        if any(isinstance(one, str) for one in expected):
            if found.dtype.kind != "O" or [one or None for one in found.tolist()] != expected:
                return "wrong", f"{name}: {found[:4]} for {expected[:4]}"
            continue
        try:
            numbers = values.numbers(found)
        except ValueError as error:
            return "wrong", f"{name}: {error}, for {expected[:4]}"
        if not np.array_equal(numbers, np.array([np.nan if one is None else one for one in expected]), equal_nan=True):
            return "wrong", f"{name}: {numbers[:4]} for {expected[:4]}"
    return "right", ""


def main() -> int:
    count, seed = (int(one) for one in [*sys.argv[1:], *map(str, (COUNT, SEED)[len(sys.argv) - 1 :])])
    rng, found = random.Random(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        for number_ in range(count):
            made = table(rng)
            said, why = verdict(made, Path(folder))
            found[said] += 1
            if said in ("wrong", "mute") or "-v" in sys.argv:
                print(f"{said} table {number_} {made.spelling}: {why}")
    good = found["right"] >= RIGHT * count and found["wrong"] <= WRONG * count and not found["mute"]
    print(f"{count} tables, seed {seed}: " + ", ".join(f"{number_} {said}" for said, number_ in found.most_common()))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
