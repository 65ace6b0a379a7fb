"""The rows of a text in blocks, as UTF-8 that Arrow can read; what stands around and between them is taken out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from _package_ import packed
from _package_.errors import UserError
from _package_.text import beginning, ending, quotes, unpacked
from _package_.text.encoding import Decoder
from _package_.text.form import SPACES, Form
from _package_.text.unpacked import Opener

EXCEL = beginning.EXCEL.pattern.encode()
BLOCK = 1 << 20  # bytes read at a time
LONGEST = 1 << 24  # bytes that one row may take
SAID = 3  # comments that are quoted


@dataclass
class Found:
    """What was seen while a file was read; made anew with each reading of all of it."""

    encoding: str = ""
    mended: int = 0  # control characters
    empty: int = 0  # rows without a cell
    comments: int = 0  # lines within the table
    said: list[str] = field(default_factory=list[str])  # the first comments, which may tell two blocks apart
    repeated: int = 0  # header lines that come again
    footer: list[str] = field(default_factory=list[str])


class Block(NamedTuple):
    """Whole rows for Arrow, and the lines of the file that they are made of."""

    text: bytes
    raw: bytes
    line: int  # of the first of them


def blocks(
    path: Path, form: Form, encoding: str | None, footer: int | None, found: Found, opened: Opener = unpacked.opened
) -> Iterator[Block]:
    """The rows of the table; UserError, with the line, for what is none of it."""
    line, skip = 1, form.lines
    held: Block | None = None
    for raw, last in whole_rows(path, form, encoding, found, opened):
        if skip:
            lines = raw.split(b"\n", skip)
            taken = min(skip, len(lines) - 1)
            raw, line, skip = lines[-1] if taken == len(lines) - 1 else b"", line + taken, skip - taken
        if held is not None and not last:
            yield cleaned(path, held, form, found)
            held = None
        if held is not None:  # the last block is looked at together with the one before it
            raw, line = held.raw + raw, held.line
        held = Block(b"", raw, line)
        line += raw.count(b"\n")
    if held is not None:
        text, found.footer = ending.cut(path, held.raw, held.line, form, footer)
        yield cleaned(path, held._replace(raw=text), form, found)


def whole_rows(
    path: Path, form: Form, encoding: str | None, found: Found, opened: Opener
) -> Iterator[tuple[bytes, bool]]:
    """Decoded pieces of the file that end where a row does, and whether it is the last one."""
    decoder = Decoder(path, encoding)
    rest, carried = b"", b""
    try:
        with opened(path) as file:
            while True:
                raw = file.read(BLOCK)
                text = carried + decoder.feed(raw, not raw)
                carried = b"\r" if text.endswith(b"\r") and raw else b""
                text = text[: len(text) - len(carried)]
                if b"\r" in text:
                    text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
                rest += text
                end = len(rest) if not raw else quotes.row_end(rest, form)
                if end or not raw:
                    piece, rest = rest[:end], rest[end:]
                    yield piece if piece.endswith(b"\n") or not piece else piece + b"\n", not raw
                elif len(rest) > LONGEST:
                    what = f"{path.name} has a row of more than {LONGEST >> 20} MiB: a quote may be open"
                    raise UserError(what + ".", "Set the option quote=none if quotes mean nothing in this file.")
                if not raw:
                    break
    except packed.DAMAGED as error:
        raise UserError(*unpacked.damaged(path, error)) from error
    found.encoding, found.mended = decoder.encoding or "utf-8", decoder.mended


def cleaned(path: Path, block: Block, form: Form, found: Found) -> Block:
    """The block without empty rows, comments and repeated header lines; UserError for a quote that does not fit."""
    text = block.raw
    if form.comment and form.comment.encode() in text:
        pattern = rb"(?m)^[ \t]*(?!" + EXCEL + rb")" + re.escape(form.comment.encode()) + rb"(.*)\n"
        more = itertools.islice(re.finditer(pattern, text), SAID - len(found.said))
        found.said += [one[1].decode("utf-8", "replace").strip(" \t:")[:60] for one in more]
        text, count = re.subn(pattern, b"", text)
        found.comments += count
    if form.first_line and form.header:
        line = form.first_line.encode() + b"\n"
        if text.startswith(line) or b"\n" + line in text:
            text, count = re.subn(rb"(?m)^" + re.escape(line), b"", text)
            found.repeated += count
    if form.separator == SPACES:
        text = spaced(text, form)
    if form.blanks and form.quote.encode() in text:
        text = quotes.tight(text, form)
    wrong = quotes.misplaced(text, form) if form.quote else None
    if wrong is not None:
        where = refusal_line(block, text, wrong)
        what = f"{path.name}, line {where}, has a quote that neither begins nor ends a cell"
        raise UserError(what + ".", "Mend the line, or set the option quote=none if quotes mean nothing in this file.")
    mark = form.letter
    if b"\n\n" in text or b"\n" + mark in text or b"\n " in text or text[:1] in (b"\n", mark, b" "):
        around = re.escape(form.quote.encode())
        empty = rb"(?:" + around + around + rb"|[ \t])*" if around and form.delimiter not in " \t" else rb" *"
        pattern = rb"(?m)^" + empty + rb"(?:" + re.escape(mark) + empty + rb")*\n"
        if re.search(pattern, text):
            ending.check(path, block, form)
            text, count = re.subn(pattern, b"", text)
            found.empty += count
    return block._replace(text=text)


def refusal_line(block: Block, text: bytes, place: int) -> int:
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
