"""Spreadsheets: a workbook is written here as the XML that Excel writes, and read like a table of text."""

# ruff: noqa: E501 - XML
import zipfile

import numpy as np
import pytest

from _package_ import reader
from _package_.errors import UserError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def workbook(path, sheets, hidden=()):
    """A workbook of sheets, name → rows of numbers, text, or ready cells as (attributes, content)."""
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(path, "w") as book:
        parts = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kinds}.worksheet+xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        rels = "application/vnd.openxmlformats-package.relationships+xml"
        book.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="{rels}"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>{parts}</Types>',
        )
        relation = '<Relationship Id="{}" Type="' + OFFICE + '/{}" Target="{}"/>'
        root = relation.format("r0", "officeDocument", "xl/workbook.xml")
        book.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{root}</Relationships>')
        listed = "".join(
            relation.format(f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'
        )
        named = "".join(
            f'<sheet name="{name}" sheetId="{n}" {"state=" + chr(34) + "hidden" + chr(34) if name in hidden else ""} r:id="r{n}"/>'
            for n, name in enumerate(sheets, start=1)
        )
        book.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{named}</sheets></workbook>'
        )
        for n, rows in enumerate(sheets.values(), start=1):
            body = "".join(
                f'<row r="{y}">' + "".join(cell(f"{chr(65 + x)}{y}", value) for x, value in enumerate(row)) + "</row>"
                for y, row in enumerate(rows, start=1)
            )
            book.writestr(
                f"xl/worksheets/sheet{n}.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'
            )
    return path


def cell(place, value):
    if isinstance(value, tuple):
        return f'<c r="{place}" {value[0]}>{value[1]}</c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>' if value else ""
    return f'<c r="{place}"><v>{value}</v></c>'


def read(path, options):
    source = reader.opened([path], options)
    blocks = list(source.read(source.columns))
    return source, {name: np.concatenate([block[name] for block in blocks]).tolist() for name in source.columns}


ROWS = [["Run 7", "", ""], ["mass [g]", "code", "y"], [1.5, "007", 1], [2.5, "008", 2], ["-", "009", 3]]


def test_the_first_visible_sheet_with_a_table_is_read_and_the_others_are_named(tmp_path):
    sheets = {"old": ROWS[1:3], "about": [["by us"]], "data": ROWS, "more": [["x", "y"], [1, 2], [3, 4]]}
    path = workbook(tmp_path / "book.xlsx", sheets, hidden=("old",))
    source, found = read(path, {})
    assert found["code"] == ["007", "008", "009"]
    assert np.array_equal(found["mass [g]"], [1.5, 2.5, np.nan], equal_nan=True)
    assert source.units == {"mass [g]": "g"}
    said = source.decisions[path]
    assert (said["sheet"], said["others"], said["skip"]) == ("data", ["old", "about", "more"], 1)
    assert read(path, {"sheet": "more"})[1] == {"x": [1, 3], "y": [2, 4]}
    with pytest.raises(UserError, match="no sheet 'mroe'"):
        read(path, {"sheet": "mroe"})


def test_formulas_without_results_are_refused_and_errors_are_told(tmp_path):
    rows = [["x", "y", "z"], [1, ("", "<f>A2*2</f>"), 1], [2, ("", "<f>A3*2</f><v>4</v>"), ("t='e'", "<v>#DIV/0!</v>")]]
    path = workbook(tmp_path / "book.xlsx", {"data": [*rows, [3, 6, 3]]})
    with pytest.raises(UserError, match="cell B2 of column 'y' is a formula without a result"):
        read(path, {})
    source = reader.opened([path], {})
    assert np.concatenate([block["x"] for block in source.read(["x"])]).tolist() == [1, 2, 3]


def test_what_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(UserError, match="cannot be read"):
        reader.opened([path], {})
