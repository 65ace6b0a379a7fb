"""Quotes in a block of text, checked as Arrow does not: one that neither begins nor ends a cell is a damaged line."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from _package_.text.form import Form

NEWLINE = 10
PIECE = 1 << 16  # bytes at a time: larger arrays cost more for their memory than for their letters
Places = NDArray[np.intp]


def newlines(text: bytes) -> int:
    letters = np.frombuffer(text, np.uint8)
    return sum(int(np.count_nonzero(letters[at : at + PIECE] == NEWLINE)) for at in range(0, len(letters), PIECE))


def places(text: bytes, letter: int) -> Places:
    """Where a letter stands."""
    letters = np.frombuffer(text, np.uint8)
    found = [np.flatnonzero(letters[at : at + PIECE] == letter) + at for at in range(0, len(letters), PIECE)]
    return np.concatenate(found) if found else np.empty(0, np.intp)


def ends(text: bytes, form: Form) -> Places:
    """Where rows end: the line breaks that stand in no quotes."""
    found = places(text, NEWLINE)
    if form.quote != '"' or b'"' not in text:
        return found
    return found[np.searchsorted(places(plain(text, form), ord('"')), found) % 2 == 0]


def begins(text: bytes, form: Form) -> Places:
    """Where the rows of a text that ends with a whole row begin."""
    return np.concatenate([[0], ends(text, form)[:-1] + 1])


def row_end(rest: bytes, text: bytes, form: Form) -> int:
    """Where the last whole row of a text ends that begins with `rest`, no whole row; 0 where none does."""
    if form.quote != '"' or (b'"' not in text and b'"' not in rest):
        return text.rfind(b"\n") + 1
    found = ends(rest + text, form)
    return int(found[-1]) + 1 - len(rest) if len(found) else 0


def plain(text: bytes, form: Form) -> bytes:
    """The text with escaped quotes made letters."""
    return re.sub(rb"\\.", b"xx", text, flags=re.DOTALL) if form.escape and b"\\" in text else text


def misplaced(text: bytes, form: Form) -> int | None:
    """The place of the first quote that stands in a cell of no quotes, or behind which a quoted cell goes on."""
    quote = form.quote.encode()
    if quote not in text:
        return None
    if quote != b'"':
        return alone(text, form)
    bare = plain(text, form)
    bytes_, marks = np.frombuffer(bare, dtype=np.uint8), places(bare, quote[0])
    ends = np.zeros(256, dtype=bool)
    ends[[NEWLINE, form.letter[0]]] = True
    opening, closing = marks[::2], marks[1::2]
    before = (opening == 0) | ends[bytes_[opening - 1]]
    before[1:] |= opening[1:] == closing[: len(opening) - 1] + 1  # the second of a doubled quote
    after = ends[bytes_[np.minimum(closing + 1, len(bytes_) - 1)]] | (closing + 1 >= len(bytes_))
    many = min(len(closing), len(opening) - 1)
    after[:many] |= opening[1 : many + 1] == closing[:many] + 1
    wrong = [int(each[0]) for each in (opening[~before], closing[~after]) if len(each)]
    if len(opening) > len(closing):  # nothing closes the last one
        wrong.append(int(opening[-1]))
    return min(wrong, default=None)


def alone(text: bytes, form: Form) -> int | None:
    """As misplaced(), for quotes that are apostrophes, too: those within a word are letters."""
    mark, quote = re.escape(form.letter), re.escape(form.quote.encode())
    inside = rb"(?:[^" + quote + rb"\n\\]|\\.)*+" if form.escape else rb"(?:[^" + quote + rb"\n]|" + quote * 2 + rb")*+"
    cell = re.compile(quote + inside + quote + rb"(?=" + mark + rb"|\n|\Z)")
    for found in re.finditer(rb"(?m)(?:^|" + mark + rb")(?=" + quote + rb")", text):
        if cell.match(text, found.end()) is None:
            return found.end()
    return None


def tight(text: bytes, form: Form) -> bytes:
    """The text without the blanks between a separator and a quote."""
    mark, quote = re.escape(form.letter), re.escape(form.quote.encode())
    text = re.sub(rb"(?m)(^|" + mark + rb") +(?=" + quote + rb")", rb"\1", text)
    return re.sub(quote + rb" +(?=" + mark + rb"|$)", form.quote.encode(), text, flags=re.MULTILINE)
