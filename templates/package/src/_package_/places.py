"""data/local.json: where local files lie on this computer. Git leaves it out. Standard library only."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from _package_.errors import UserError
from _package_.manifest import File, Manifest

FORMAT = "fair-ai/local@1"
UPDATE = "npm init fair-ai -- update --data --dataset <path>"


def located(listed: Manifest, path: Path) -> Manifest:
    """The manifest, its local files with their addresses on this computer; UserError where `path` is no record."""
    places = _read(path)
    if not places:
        return listed
    datasets = [replace(one, files=tuple(_at(file, places) for file in one.files)) for one in listed.datasets]
    return replace(listed, datasets=tuple(datasets))


def check(missing: Sequence[File]) -> None:
    """UserError where local files are to be copied that do not lie on this computer: both remedies are named."""
    lost = [file for file in missing if file.local and not any(map(_is_there, file.urls))]
    if not lost:
        return
    first, more = lost[0], f" (and {len(lost) - 1} more)" if len(lost) > 1 else ""
    place = next((_path(url) for url in first.urls if url.startswith("file:")), None)
    why = f"does not lie at {place} any more" if place else "lies on another computer: data/local.json is not here"
    raise UserError(
        f"{first.path}{more} {why}.",
        f"Put it into data/raw/ (data/raw/{first.path}), or say where it lies: {UPDATE}",
    )


def _read(path: Path) -> Mapping[str, str]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if values["format"] != FORMAT:
            raise ValueError(f"its format is {values['format']!r}")
        return {str(name): place for name, place in values["files"].items() if isinstance(place, str)}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UserError(f"{path} is not a {FORMAT} file: {error}", f"Remove it, and run {UPDATE}") from error


def _at(file: File, places: Mapping[str, str]) -> File:
    place = places.get(file.path, "")
    return replace(file, urls=(place,)) if file.local and place.startswith("file:") else file


def _path(url: str) -> Path:
    return Path(url2pathname(urlsplit(url).path))


def _is_there(url: str) -> bool:
    return not url.startswith("file:") or _path(url).is_file()
