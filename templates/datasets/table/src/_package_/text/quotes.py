"""Quotes in a block of text, checked as Arrow does not: one that neither begins nor ends a cell is a damaged line."""

from __future__ import annotations

import re

import numpy as np

from _package_.text.form import Form

NEWLINE = 10


def row_end(text: bytes, form: Form) -> int:
    """Where the last whole row ends; 0 where none does."""
    end = text.rfind(b"\n") + 1
    if form.quote != '"' or b'"' not in text or not end:
        return end
    bytes_ = np.frombuffer(plain(text, form), dtype=np.uint8)
    inside = np.cumsum(bytes_ == ord('"')) % 2 == 1
    ends = np.flatnonzero((bytes_ == NEWLINE) & ~inside)
    return int(ends[-1]) + 1 if len(ends) else 0


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
    bytes_ = np.frombuffer(plain(text, form), dtype=np.uint8)
    places = np.flatnonzero(bytes_ == quote[0])
    ends = np.zeros(256, dtype=bool)
    ends[[NEWLINE, form.letter[0]]] = True
    opening, closing = places[::2], places[1::2]
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
