"""Answers with a Content-Encoding, though none was asked for: is the file what came, or what that holds?

Some servers compress on the way, others say "gzip" of a file that is itself a .gz. The checksum decides, else the size,
else the name that was asked for. Standard library only.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from _package_ import checksum, files
from _package_.checksum import CHUNK, Digest
from _package_.errors import Refused
from _package_.fetching.part import Part
from _package_.fetching.stream import WrongBytes
from _package_.manifest import File

SPOKEN = {"gzip": (47,), "x-gzip": (47,), "deflate": (47, -15)}  # as zlib knows them, the usual form first
ENDINGS = (".gz", ".tgz", ".gzip", ".z", ".zz")
RATIO, SMALL = 100, 1_000_000_000  # decoded to encoded; bytes of no concern


def encoding_of(headers: dict[str, str]) -> str:
    """Content-Encoding; empty for none."""
    found = headers.get("content-encoding", "").strip().lower()
    return "" if found == "identity" else found


def most_of(file: File) -> int | None:
    """Bytes that may come for a file of known size: what does not shrink grows a little."""
    return None if file.size is None else file.size + file.size // 100 + (1 << 16)


def settled(file: File, encoding: str, part: Part, came: Digest, note: Callable[[str], None]) -> Digest:
    """Leaves in `part` the file itself, and returns its digest; WrongBytes where neither form is the file."""
    raw = checksum.of(part.path, file.checksum) if came.strong and not came.known else came
    if raw.known or file.size is not None:
        if _fits(file, raw):
            return raw
        plain = _decoded(file, encoding, part)
        if not _fits(file, plain):
            why = plain.complaint() or f"{plain.size} bytes, expected {file.size}"
            raise WrongBytes(f"the archive sent it as {encoding}, and what that holds is not the file: {why}")
        return plain
    if file.path.lower().endswith(ENDINGS):
        note(f"{file.path}: the archive says {encoding} of it; nothing tells what was meant, it is kept as it came")
        return raw
    note(f"{file.path}: the archive sent it as {encoding}; nothing tells what was meant, it is kept decoded")
    return _decoded(file, encoding, part)


def _fits(file: File, digest: Digest) -> bool:
    return file.size in (None, digest.size) and digest.complaint() is None


def _decoded(file: File, encoding: str, part: Part) -> Digest:
    """Decodes in place; no more than the file's size, or what a text may shrink to."""
    if encoding not in SPOKEN:
        raise WrongBytes(f"the archive sent it compressed ({encoding})")
    most = file.size if file.size is not None else max(SMALL, RATIO * part.size())
    beside, failed = part.path.with_name(part.path.name + ".decoded"), ""
    for form in SPOKEN[encoding]:
        try:
            with os.fdopen(files.fresh(beside), "wb") as out:
                for chunk in _content(part.path, form):
                    most -= len(chunk)
                    if most < 0:
                        raise WrongBytes(f"what the archive sent as {encoding} holds more than it should")
                    out.write(chunk)
            beside.replace(part.path)
            return checksum.of(part.path, file.checksum)
        except (zlib.error, EOFError) as error:
            failed = str(error)
        except OSError as error:
            raise Refused(f"{beside} cannot be written: {error.strerror}") from error
        finally:
            beside.unlink(missing_ok=True)
    raise WrongBytes(f"what the archive sent as {encoding} is none ({failed})")


def _content(path: Path, form: int) -> Iterator[bytes]:
    """What one compressed stream after another holds, in pieces of at most CHUNK bytes."""
    with path.open("rb") as file:
        left = file.read(CHUNK)
        while left:
            decoder = zlib.decompressobj(form)
            while not decoder.eof:
                left = left or file.read(CHUNK)
                if not left:
                    raise EOFError("it breaks off")
                yield decoder.decompress(left, CHUNK)
                left = decoder.unconsumed_tail
            left = (decoder.unused_data or file.read(CHUNK)).lstrip(b"\0")
