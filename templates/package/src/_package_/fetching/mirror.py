"""FAIR_AI_MIRROR: a server or a folder that holds https://HOST/PATH as HOST/PATH. Standard library only."""

from __future__ import annotations

import os
import urllib.parse
from pathlib import Path

from _package_.errors import Refused


def mirror() -> str:
    """Its address without the last slash; a plain folder as it was written, "" for none."""
    return os.environ.get("FAIR_AI_MIRROR", "").strip().rstrip("/")


def mirrored(url: str) -> str:
    """The address that is really asked, where the mirror is a server."""
    place = mirror()
    return f"{place}/{url.removeprefix('https://')}" if _served(place) and url.startswith("https://") else url


def original(url: str) -> str:
    """The inverse of `mirrored`."""
    place = mirror()
    return f"https://{url[len(place) + 1 :]}" if _served(place) and url.startswith(place + "/") else url


def on_disk(url: str, root: Path) -> Path | None:
    """The file that an address means: in a mirror that is a folder, or local (file:); None where a server is asked.

    Relative addresses start at `root`; a query may be part of the file's name. A link that leads out of the mirror
    is Refused.
    """
    if url.startswith("file:"):
        return root / _path(url)
    place = mirror()
    if not place or _served(place) or not url.startswith("https://"):
        return None
    folder = root / (_path(place) if place.startswith("file:") else Path(place).expanduser())
    parts = urllib.parse.urlsplit(url)
    names = [f"{parts.path}?{parts.query}", parts.path] if parts.query else [parts.path]
    places = [folder / parts.netloc / urllib.parse.unquote(name).lstrip("/") for name in names]
    found = next((place for place in places if place.is_file()), places[-1])
    if not found.resolve().is_relative_to(folder.resolve()):
        raise Refused(f"{url} leads out of the mirror {folder}")
    return found


def _served(place: str) -> bool:
    return place.startswith(("http://", "https://"))


def _path(url: str) -> str:
    from urllib.request import url2pathname

    return url2pathname(urllib.parse.urlsplit(url).path)
