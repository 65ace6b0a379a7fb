"""Bytes of any encoding as UTF-8: a byte order mark, then zeros (UTF-16), then UTF-8, then cp1252.

A table has too few letters to guess an encoding from them. Beyond these four a person says it: the option `encoding`.
Text that is ASCII so far is decided by its first byte that is not. Control characters U+0080 to U+009F, which no text
holds, are characters of cp1252 that were taken for Latin-1 once.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from _package_.errors import UserError
from _package_.text.quotes import newlines

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
LOOKED_AT = 4096  # bytes in which zeros are counted
ZEROS = 0.2  # share of bytes; half of those of Western text in UTF-16 are
CONTROL = re.compile(rb"\xc2[\x80-\x9f]")  # in UTF-8
MENDED = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
FOREIGN = re.compile(r"[^\x00-\x7f]{3}")  # three such letters on end: hardly a Western word
ASK = "Set the option encoding, such as encoding=cp1251, encoding=shift_jis or encoding=mac_roman."


class Decoder:
    """Turns the bytes of one file into UTF-8, block by block; knows what it has decided."""

    def __init__(self, path: Path, wanted: str | None) -> None:
        self.path = path
        self.encoding = "" if wanted is None else known(wanted)  # "": ASCII so far
        self.sure = wanted is not None
        self.mended = 0  # control characters
        self.line = 1
        self._mark = b""
        self._decoder: codecs.IncrementalDecoder | None = None
        self._begun = False

    def feed(self, raw: bytes, last: bool = False) -> bytes:
        """The next bytes as UTF-8; UserError for what the encoding has no character for."""
        if not self._begun:
            self._begun = True
            raw = self._begin(raw)
        if not self.encoding:
            if raw.isascii():
                self.line += newlines(raw)
                return raw
            self.encoding = "utf-8" if is_utf8(raw, last) else "cp1252"
        if self.encoding == "cp1252" and not self.sure:
            self._doubt(raw)
        if self._decoder is None:
            self._decoder = codecs.getincrementaldecoder(self.encoding)("strict")
        if self.encoding == "utf-8" and raw.isascii() and not self._decoder.getstate()[0]:
            self.line += newlines(raw)
            return raw
        before = self._decoder.getstate()[0]
        try:
            text = self._decoder.decode(raw, last)
        except UnicodeDecodeError as error:
            line = self.line + error.object[: error.start].count(b"\n")
            what = (
                f"{self.path.name}, line {line}, is no text in {self.encoding}: byte {error.object[error.start]:#04x}"
            )
            raise UserError(what + ".", ASK) from error
        if self.encoding == "utf-8":
            made = (before + raw)[: len(before) + len(raw) - len(self._decoder.getstate()[0])]
        else:
            made = text.encode("utf-8")
        self.line += newlines(made)
        if CONTROL.search(made):
            self.mended += len(CONTROL.findall(made))
            made = text.translate(MENDED).encode("utf-8")
        return made

    def _begin(self, raw: bytes) -> bytes:
        for mark, name in MARKS:
            if raw.startswith(mark) and self.encoding.replace("_", "-") in ("", name, "utf-16", "utf-8-sig"):
                self.encoding = name
                return raw[len(mark) :]
        head = raw[:LOOKED_AT]
        if not self.encoding and head.count(0) > ZEROS * len(head):
            self.encoding = "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
        return raw

    def _doubt(self, raw: bytes) -> None:
        """UserError where the letters are hardly those of a Western language, or cp1252 has none for a byte."""
        try:
            text = raw.decode("cp1252")
        except UnicodeDecodeError as error:
            line = self.line + raw[: error.start].count(b"\n")
            what = f"{self.path.name}, line {line}, is neither UTF-8 nor cp1252"
            raise UserError(f"{what}: byte {raw[error.start]:#04x}.", ASK) from error
        found = FOREIGN.search(text)
        if found:
            line = self.line + text[: found.start()].count("\n")
            what = f"{self.path.name}, line {line}, is not in UTF-8, and in cp1252 it would read {found[0]!r}"
            raise UserError(what + ".", ASK)


def known(name: str) -> str:
    """The encoding by Python's own name; UserError for one that it does not know, or that is no encoding of text."""
    try:
        codec = codecs.lookup(name)
        "".encode(codec.name)
    except LookupError as error:
        raise UserError(f"The option encoding names {name!r}, which Python does not know.", ASK) from error
    return codec.name.removesuffix("-sig")


def is_utf8(raw: bytes, last: bool) -> bool:
    """Whether the bytes are UTF-8, of which the last letter may be cut off."""
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(raw, last)
    except UnicodeDecodeError:
        return False
    return True
