"""The rows of a text in blocks, as UTF-8 that Arrow can read; what stands around and between them is taken out."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from _package_ import packed
from _package_.errors import UserError
from _package_.text import clean, ending, quotes, unpacked
from _package_.text.encoding import Decoder
from _package_.text.form import Form
from _package_.text.unpacked import Opener

BLOCK = 1 << 20  # bytes read at a time
LONGEST = 1 << 24  # bytes that one row may take


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
    line = 1 + form.lines
    held: Block | None = None
    for raw, last in whole_rows(path, form, encoding, found, opened):
        if held is not None and not last:
            yield clean.cleaned(path, held, form, found)
            held = None
        if held is not None:  # the last block is looked at together with the one before it
            raw, line = held.raw + raw, held.line
        held = Block(b"", raw, line)
        line += quotes.newlines(raw)
    if held is not None:
        text, found.footer = ending.cut(path, held.raw, held.line, form, footer)
        yield clean.cleaned(path, held._replace(raw=text), form, found)


def ahead(found: Iterator[Block]) -> Iterator[Block]:
    """The same blocks, of which the next is made while one is looked at."""
    with ThreadPoolExecutor(max_workers=1) as reader:
        following = reader.submit(next, found, None)
        while (block := following.result()) is not None:
            following = reader.submit(next, found, None)
            yield block


def whole_rows(
    path: Path, form: Form, encoding: str | None, found: Found, opened: Opener
) -> Iterator[tuple[bytes, bool]]:
    """Decoded pieces of the table that end where a row does, and whether it is the last one.

    What stands above the table is left out before quotes are looked at: a title may hold an inch sign.
    """
    rest, skip = b"", form.lines
    for text, last in decoded(path, encoding, found, opened):
        if skip:
            lines = (rest + text).split(b"\n", skip)
            rest, text, skip = b"", lines[-1], skip - len(lines) + 1
            text = b"" if skip and last else text
        end = len(text) if last else 0 if skip else quotes.row_end(rest, text, form)
        if end or last:
            piece, rest = b"".join((rest, memoryview(text)[:end])), text[end:]
            yield piece if piece.endswith(b"\n") or not piece else piece + b"\n", last
        else:
            rest += text
        if len(rest) > LONGEST:
            what = f"{path.name} has a row of more than {LONGEST >> 20} MiB: a quote may be open"
            raise UserError(what + ".", "Set the option quote=none if quotes mean nothing in this file.")


def decoded(path: Path, encoding: str | None, found: Found, opened: Opener) -> Iterator[tuple[bytes, bool]]:
    """The text in UTF-8, each line ended by a line feed alone, and whether it is the last of it."""
    decoder, carried = Decoder(path, encoding), b""
    try:
        with opened(path) as file:
            raw = b"..."
            while raw:
                raw = file.read(BLOCK)
                text = carried + decoder.feed(raw, not raw)
                carried = b"\r" if text.endswith(b"\r") and raw else b""
                text = text[: len(text) - len(carried)]
                if b"\r" in text:
                    text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
                yield text, not raw
    except packed.DAMAGED as error:
        raise UserError(*unpacked.damaged(path, error)) from error
    found.encoding, found.mended = decoder.encoding or "utf-8", decoder.mended
