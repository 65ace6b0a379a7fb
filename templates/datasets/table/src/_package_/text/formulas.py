"""Formulas of an Excel sheet that nobody has calculated, and cells that hold an error: both read as empty cells."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

_CELL = re.compile(rb"<c\b([^>]*[^/])>(.*?)</c>", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_VALUE = re.compile(rb"<(?:v|is)\b[^>]*>[^<]|<is\b")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
LARGEST = 1 << 28  # bytes of a sheet's XML that are looked at


def looked_for(path: Path, sheet: str) -> tuple[dict[int, str], int]:
    """Of each column, by its place, the first cell whose formula has no result; and how many cells hold an error."""
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return {}, 0
    xml = source(path, sheet)
    if b"<f" not in xml and b't="e"' not in xml:
        return {}, 0
    first: dict[int, str] = {}
    wrong, left = 0, 1 << 20
    for found in _CELL.finditer(xml):
        place = _PLACE.search(found[1])
        if place is None:
            continue
        column = number(place[1].decode())
        left = min(left, column)
        wrong += b't="e"' in found[1]
        if b"<f" in found[2] and not _VALUE.search(found[2]):
            first.setdefault(column, (place[1] + place[2]).decode())
    return {column - left: where for column, where in first.items()}, wrong


def number(letters: str) -> int:
    """A: 0, B: 1, AA: 26."""
    count = 0
    for letter in letters:
        count = 26 * count + ord(letter) - ord("A") + 1
    return count - 1


def source(path: Path, sheet: str) -> bytes:
    """The XML of one sheet; nothing where the workbook is built in a way that is not known."""
    try:
        with zipfile.ZipFile(path) as book:
            root = ElementTree.fromstring(limited(book, "xl/workbook.xml"))
            found = next(one for one in root.iter() if one.tag.endswith("}sheet") and one.get("name") == sheet)
            relations = ElementTree.fromstring(limited(book, "xl/_rels/workbook.xml.rels"))
            target = next(one.get("Target", "") for one in relations if one.get("Id") == found.get(_RELATION))
            name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            return limited(book, name)
    except (KeyError, StopIteration, ElementTree.ParseError, zipfile.BadZipFile):
        return b""


def limited(book: zipfile.ZipFile, name: str) -> bytes:
    with book.open(name) as file:
        return file.read(LARGEST)
