"""root:// addresses, by fsspec-xrootd where it is installed: the second way to files of CERN."""

from __future__ import annotations

import importlib
import os
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from _package_.checksum import Digest
from _package_.errors import Hiccup, Refused
from _package_.fetching.part import Part
from _package_.fetching.stream import WrongBytes, receive
from _package_.manifest import File


def obtain(file: File, url: str, part: Part, arrived: Callable[[int], None], stop: threading.Event) -> Digest:
    """Fills `part` from a root:// address, after the bytes that are there; Refused when it cannot."""
    try:
        door: Any = importlib.import_module("fsspec_xrootd")
    except ImportError as error:
        raise Refused(f"{url} needs a package: pip install '.[xrootd]' ({error})") from error
    offset = part.kept(file, url).size
    digest = Digest(file.checksum, file.size)
    try:
        system = door.XRootDFileSystem(hostid=urlsplit(url).netloc)
        with system.open(urlsplit(url).path, "rb", cache_type="none") as source:
            if offset > source.size:
                offset = 0
            source.seek(offset)
            out = part.open(offset)

            def read(view: memoryview) -> int:
                chunk = source.read(len(view))
                view[: len(chunk)] = chunk
                return len(chunk)

            try:
                part.remember(url, None, None, None)
                receive(read, out, part.path, digest, offset, file.size, arrived, stop)
            finally:
                os.close(out)
    except (OSError, Hiccup) as error:
        raise Refused(f"{url} cannot be read ({error})") from error
    except WrongBytes as error:
        part.forget()
        raise Refused(f"{error} from {url}") from error
    complaint = digest.complaint() or (
        f"{digest.size} bytes, expected {file.size}" if file.size not in (None, digest.size) else None
    )
    if complaint:
        part.forget()
        raise Refused(f"{complaint}, from {url}")
    return digest
