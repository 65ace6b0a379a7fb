"""Whether the head of an answer is that of the file. Standard library only."""

from __future__ import annotations

import re

from _package_.fetching.encoded import encoding_of
from _package_.fetching.stream import WrongBytes
from _package_.fetching.web import Answer
from _package_.manifest import File

HTML = (".html", ".htm", ".xhtml")


def examine(answer: Answer, file: File, offset: int) -> int | None:
    """The whole file's size as the answer announces it; WrongBytes where its head shows that it is not the file."""
    status, headers = answer.status, answer.headers
    if status not in (200, 206):
        raise WrongBytes(f"the archive answered {status} without the file")
    if "html" in headers.get("content-type", "").lower() and not file.path.lower().endswith(HTML):
        raise WrongBytes("the archive answered with an HTML page")
    if not re.fullmatch(r"[0-9]{0,18}", headers.get("content-length", "").strip()):
        raise WrongBytes("the archive's answer has a length that is none")
    total = headers.get("content-length", "").strip() if "transfer-encoding" not in headers else ""
    if status == 206:
        start, _, total = headers.get("content-range", "").removeprefix("bytes ").partition("/")
        if start.partition("-")[0] != str(offset):
            raise WrongBytes(f"the archive sent {headers.get('content-range')}, asked for bytes from {offset}")
    announced = int(total) if re.fullmatch(r"[0-9]{1,18}", total) else None
    if encoding_of(headers):
        return announced  # of what comes, which need not be the file
    if announced is not None and file.size is not None and announced != file.size:
        raise WrongBytes(f"the archive has {announced} bytes, expected {file.size}")
    return file.size if announced is None else announced
