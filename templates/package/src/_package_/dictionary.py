"""references/data-dictionary.csv: what people say of the columns, and a row for each that only the data have named."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from _package_ import files
from _package_.errors import UserError
from _package_.rawtable import Column

HEAD = ["name", "role", "type", "unit", "description"]
SEPARATORS = ",;\t"
Row = dict[str, str]


def read(path: Path) -> dict[str, Row]:
    """The rows by name; nothing where there is no file. UserError for one that is no such table."""
    if not path.is_file():
        return {}
    head, rows = _rows(_text(path), path)
    return {row["name"]: row for row in (dict(zip(head, cells, strict=False)) for cells in rows) if row["name"]}


def complete(path: Path, columns: Sequence[Column], roles: Mapping[str, str]) -> int:
    """Appends a row for each column without one, and returns how many; no other byte of the file changes.

    Unit and description are left empty where the recipe does not know them: a person fills them in.
    """
    known = read(path)
    new = [one for one in columns if one.name not in known]
    if not new:
        return 0
    before = _text(path) if path.is_file() else ",".join(HEAD) + "\n"
    head, _ = _rows(before, path)
    end = "\r\n" if "\r\n" in before else "\n"
    text = io.StringIO()
    table = csv.DictWriter(text, head, "", "ignore", delimiter=_separator(before), lineterminator=end)
    for one in new:
        said = (one.name, roles.get(one.name, "ignored"), one.type, one.unit or "", one.description or "")
        table.writerow(dict(zip(HEAD, said, strict=True)))
    files.replace(path, before + ("" if before.endswith("\n") else end) + text.getvalue())
    return len(new)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()  # line ends and a byte order mark as they are
    except UnicodeDecodeError as error:
        raise UserError(f"{path.name} is not in UTF-8: {error}", "Save it again as UTF-8.") from error


def _separator(text: str) -> str:
    """Spreadsheets of some countries write semicolons."""
    first = text.partition("\n")[0]
    return max(SEPARATORS, key=first.count)


def _rows(text: str, path: Path) -> tuple[list[str], list[list[str]]]:
    """The head, which has a `name`, and the rows below it."""
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=_separator(text))
    head, *rows = [cells for cells in lines if cells] or [[]]
    if "name" not in head:
        raise UserError(f"{path.name} has no column `name`.", f"Let its first line be {','.join(HEAD)}.")
    return head, rows
