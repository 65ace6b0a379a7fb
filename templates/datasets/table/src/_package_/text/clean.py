"""Blocks of rows as Arrow reads them: without empty rows, comments and header lines that come again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from _package_.errors import UserError
from _package_.text import beginning, ending, quotes
from _package_.text.form import SPACES, Form

if TYPE_CHECKING:
    from _package_.text.stream import Block, Found

SAID = 3  # comments that are quoted
EXCEL = beginning.EXCEL.pattern.encode()
Places = NDArray[np.intp]


def cleaned(path: Path, block: Block, form: Form, found: Found) -> Block:
    """The block with rows alone; UserError for a quote that does not fit and for what stands below an empty row."""
    text = rows_alone(path, block, form, found)
    if form.separator == SPACES:
        text = spaced(text, form)
    if form.blanks and form.quote.encode() in text:
        text = quotes.tight(text, form)
    wrong = quotes.misplaced(text, form) if form.quote else None
    if wrong is not None:
        where = line_of(block, text, wrong)
        what = f"{path.name}, line {where}, has a quote that neither begins nor ends a cell"
        raise UserError(what + ".", "Mend the line, or set the option quote=none if quotes mean nothing in this file.")
    return block._replace(text=text)


def rows_alone(path: Path, block: Block, form: Form, found: Found) -> bytes:
    """The rows, each as it stands; what is none is counted, and looked for where a line begins like it."""
    raw = block.raw
    if not raw:
        return raw
    begins = quotes.begins(raw, form)
    letters = np.frombuffer(raw, np.uint8)
    first = letters[begins]
    none = np.zeros(len(begins), dtype=bool)
    if form.comment and form.comment.encode() in raw:
        sign = form.comment.encode()
        like = matching(raw, begins, among(first, b" \t" + sign[:1]), rb"[ \t]*(?!%b)%b" % (EXCEL, re.escape(sign)))
        none[like] = True
        found.comments += len(like)
        for place in like[: SAID - len(found.said)]:
            line = raw[begins[place] :].split(b"\n", 1)[0].decode("utf-8", "replace").lstrip()
            found.said.append(line[len(form.comment) :].strip(" \t:")[:60])
    line = form.first_line.encode() + b"\n"
    again = first == line[0]
    if form.first_line and form.header and again.any() and line in raw:
        like = matching(raw, begins, again, re.escape(line))
        none[like] = True
        found.repeated += len(like)
    quote = form.quote.encode()
    hollow = among(first, b"\n \t" + form.letter)
    if quote in raw and quote:
        hollow |= (first == quote[0]) & (letters[np.minimum(begins + 1, len(raw) - 1)] == quote[0])
    if hollow.any():
        like = [place for place in matching(raw, begins, hollow, empty_row(form)) if not none[place]]
        if like:
            ending.check(path, block, form)
        none[like] = True
        found.empty += len(like)
    return without(raw, begins, none) if none.any() else raw


def among(letters: NDArray[np.uint8], wanted: bytes) -> NDArray[np.bool_]:
    """Which of the letters are among some few."""
    found = letters == wanted[0]
    for one in wanted[1:]:
        found |= letters == one
    return found


def matching(raw: bytes, begins: Places, those: NDArray[np.bool_], pattern: bytes) -> list[int]:
    """Which rows, of those that may, begin as the pattern says."""
    match = re.compile(pattern).match
    return [place for place in np.flatnonzero(those).tolist() if match(raw, int(begins[place]))]


def empty_row(form: Form) -> bytes:
    """A row of empty cells, quoted or not, with blanks where these are no separator."""
    quote = re.escape(form.quote.encode())
    quoted = quote * 2 + b"|" if quote else b""
    if form.delimiter == " ":
        return rb"(?:%b[ \t])*\n" % quoted
    empty = rb"(?:%b[ \t])*+" % quoted if form.delimiter != "\t" else rb"(?:%b )*+" % quoted
    return rb"%b(?:%b%b)*+\n" % (empty, re.escape(form.letter), empty)


def without(raw: bytes, begins: Places, none: NDArray[np.bool_]) -> bytes:
    """The text without some of its rows."""
    edges = np.flatnonzero(np.diff(none.astype(np.int8), prepend=1, append=1))
    ends = np.append(begins, len(raw))
    return b"".join(raw[ends[start] : ends[stop]] for start, stop in pairs(edges.tolist()))


def pairs(edges: list[int]) -> Iterable[tuple[int, int]]:
    return zip(edges[::2], edges[1::2], strict=True)


def line_of(block: Block, text: bytes, place: int) -> int:
    """The line of the file in which a place of the cleaned text lies."""
    start = text.rfind(b"\n", 0, place) + 1
    end = text.find(b"\n", place)
    at = block.raw.find(text[start : end if end >= 0 else len(text)])
    return block.line + block.raw[: max(at, 0)].count(b"\n")


def spaced(text: bytes, form: Form) -> bytes:
    """Runs of blanks made one, none at the ends of lines; blanks in quotes stay."""
    quote = form.quote.encode()
    if quote and quote in text:
        part = re.compile(quote + rb"[^" + quote + rb"\n]*" + quote + rb"|[ \t]+")
        text = part.sub(lambda found: b" " if found[0][:1] in b" \t" else found[0], text)
    else:
        text = re.sub(rb"[ \t]+", b" ", text)
    return re.sub(rb"(?m)^ | $", b"", text)
