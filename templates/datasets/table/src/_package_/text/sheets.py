"""Spreadsheets (Excel, OpenDocument): one sheet as lines of text, which are then read like every other table.

A row of the sheet is a line of that text, so that what is said about a line holds for the row. Numbers keep all their
digits, dates become ISO 8601, a merged cell stands in every cell that it covers, unless it is a title over all columns.
"""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from _package_.errors import UserError, nearest
from _package_.text import formulas, kinds
from _package_.text.form import TABULATOR, Settings
from _package_.text.texts import Text

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods")
FIXED = {"separator": TABULATOR, "quote": '"', "encoding": "utf-8", "comment": ""}


def text(path: Path, settings: Settings) -> Text:
    """The sheet that is named, else the first visible one that holds a table; UserError where there is none."""
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            sheet, others = chosen(path, book, settings.get("sheet"))
            lines = written(sheet)
            uncalculated, wrong = formulas.looked_for(path, sheet.name)
    except (CalamineError, OSError) as error:
        what = " ".join(str(error).split())[:100] or type(error).__name__
        raise UserError(f"{path.name} cannot be read: {what}.", "Choose other files with FILES=.") from error
    raw = "".join(f"{line}\n" for line in lines).encode()
    made = Text(path, {**settings, **FIXED}, lambda path: io.BytesIO(raw))
    made.more = {"sheet": sheet.name, **({"others": others} if others else {})}
    if wrong:
        made.more["notes"] = [f"{wrong} cells with an error, such as #DIV/0!, are missing"]
    for name, column in made.columns.items():
        cell = uncalculated.get(column.place)
        if cell is not None:
            what = f"{path.name}, sheet {sheet.name!r}: cell {cell} of column {name!r} is a formula without a result"
            made.columns[name] = kinds.refused(column, what, f"Leave the column out with the option drop={name}.", "")
    return made


def chosen(path: Path, book: CalamineWorkbook, wanted: Any) -> tuple[CalamineSheet, list[str]]:
    """The sheet to read, and the names of the others that hold something."""
    listed = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    names = [one.name for one in listed]
    if wanted is not None and wanted not in names:
        raise UserError(f"{path.name} has no sheet {wanted!r}.", nearest(str(wanted), names))
    visible = [one.name for one in listed if one.visible == SheetVisibleEnum.Visible]
    sheets = {name: book.get_sheet_by_name(name) for name in names}
    filled = [name for name in names if sheets[name].end is not None]
    tables = [name for name in filled if name in visible and len(written(sheets[name], 3)) > 1]
    first = wanted if wanted is not None else next(iter(tables), None)
    if first is None:
        raise UserError(
            f"{path.name} has no visible sheet that holds a table.", f"Set the option sheet to one of: {names}."
        )
    return sheets[first], [name for name in filled if name != first]


def written(sheet: CalamineSheet, rows: int | None = None) -> list[str]:
    """The rows of a sheet as lines between tabulators, those above its first cell, too."""
    if sheet.end is None or sheet.start is None:
        return []
    table = sheet.to_python(skip_empty_area=False, nrows=rows)
    cover(table, sheet)
    left = sheet.start[1]
    return [TABULATOR.join(cell(value) for value in row[left:]) for row in table]


def cover(table: list[list[Any]], sheet: CalamineSheet) -> None:
    """Writes what stands in a merged cell into each cell that it covers; one over all columns is a title."""
    wide = len(table[0]) - (sheet.start[1] if sheet.start else 0) if table else 0
    try:
        merged = sheet.merged_cell_ranges or []
    except CalamineError:  # not known of this format
        return
    for (top, left), (bottom, right) in merged:
        if right - left + 1 >= wide or top >= len(table):
            continue
        for row in range(top, min(bottom, len(table) - 1) + 1):
            if row > top and not isinstance(table[top][left], str | float | int):
                break
            table[row][left : right + 1] = [table[top][left]] * (right + 1 - left)


def cell(value: Any) -> str:
    """A value of a sheet as text: all digits of a number, ISO 8601 of a time, seconds of a duration."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, datetime.timedelta):
        return repr(value.total_seconds())
    words = value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)
    words = " ".join(words.split())
    return f'"{words.replace(chr(34), chr(34) * 2)}"' if '"' in words else words
