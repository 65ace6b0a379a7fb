"""data/manifest.json: which files the project uses, and where they come from. Standard library only."""

from __future__ import annotations

import fnmatch
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from _package_.errors import UserError

FORMAT = "fair-ai/manifest@1"
UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "KI": 2**10, "MI": 2**20, "GI": 2**30, "TI": 2**40}


@dataclass(frozen=True)
class File:
    """One file of a dataset; `path` is relative to data/raw/ and checked."""

    path: str
    size: int | None  # bytes
    checksum: str | None  # "algorithm:hex"
    urls: tuple[str, ...]
    selected: bool = True
    availability: str = "online"
    unsafe: bool = False
    page: str | None = None  # of its dataset, for people


@dataclass(frozen=True)
class Dataset:
    title: str
    status: str  # resolved, metadata-only, unresolved
    page: str | None  # where a person finds the files
    access: str | None
    files: tuple[File, ...]
    resolved: str | None = None  # when the archive was asked, UTC


@dataclass(frozen=True)
class Manifest:
    recipe: str
    options: Mapping[str, Any]
    datasets: tuple[Dataset, ...]  # the first is the one trained on; the others land in folders of their own

    @property
    def files(self) -> tuple[File, ...]:
        return tuple(file for dataset in self.datasets for file in dataset.files)


def load(path: Path) -> Manifest:
    """Reads the manifest; UserError when it is missing, of another format, or names a file outside data/raw/."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if values["format"] != FORMAT:
            raise ValueError(f"its format is {values['format']!r}")
        manifest = Manifest(
            values["recipe"]["key"],
            values["recipe"].get("options") or {},
            tuple(_dataset(one) for one in values["datasets"]),
        )
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.", "Take it from git again.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"{path} is not a {FORMAT} file: {error}", "Take it from git again.") from error
    seen: dict[str, str] = {}  # many systems take names that differ by case for one
    for file in manifest.files:
        check_path(file.path)
        twin = seen.get(file.path.casefold())
        if twin is not None:
            named = "twice" if twin == file.path else f"and {twin!r}, which can be one file"
            raise UserError(f"data/manifest.json lists {file.path!r} {named}.", "Remove one of the two.")
        seen[file.path.casefold()] = file.path
    return manifest


def _dataset(values: Mapping[str, Any]) -> Dataset:
    doi = values.get("doi")
    page = values.get("recordUrl") or (f"https://doi.org/{doi}" if doi else None)
    files = tuple(
        File(
            str(one["path"]),
            one.get("size"),
            one.get("checksum"),
            tuple(one.get("urls") or ()),
            bool(one.get("selected", True)),
            str(one.get("availability") or "unknown"),
            bool(one.get("unsafe", False)),
            page,
        )
        for one in values.get("files") or ()
    )
    status, access = str(values.get("status", "resolved")), values.get("access")
    return Dataset(str(values["title"]), status, page, access, files, values.get("resolvedAt"))


def check_path(path: str) -> None:
    """Refuses whatever could land outside data/raw/ or under a name that not every system has."""
    parts = path.split("/")
    wrong = (
        not path
        or PurePosixPath(path).is_absolute()
        or any(part in ("", ".", "..") for part in parts)
        or re.search(r"[\x00-\x1f\x7f\\]", path)
        or re.match(r"[A-Za-z]:", path)
    )
    if wrong:
        raise UserError(f"data/manifest.json names a file {path!r}: no such path is allowed.", "Remove this entry.")


def select(manifest: Manifest, files: str = "", limit: str = "") -> tuple[File, ...]:
    """The files to fetch, in the manifest's order.

    `files` is FILES: globs of paths or names, separated by spaces or commas, in place of the manifest's own selection.
    `limit` is LIMIT: "3" for the first three of them, "5GB" for as many as stay below a size.
    """
    globs = [glob for glob in re.split(r"[,\s]+", files) if glob]
    chosen = [file for file in manifest.files if (matches(file.path, globs) if globs else file.selected)]
    if globs and not chosen:
        names = [file.path for file in manifest.files]
        shown = ", ".join(names[:8]) + (" …" if len(names) > 8 else "")
        raise UserError(f"FILES={files} fits no file of data/manifest.json.", f"There are: {shown or 'none'}.")
    return tuple(_limited(chosen, limit.strip())) if limit.strip() else tuple(chosen)


def matches(path: str, globs: Sequence[str]) -> bool:
    """Whether a glob fits the path or its last part."""
    return any(fnmatch.fnmatchcase(path, glob) or fnmatch.fnmatchcase(path.rpartition("/")[2], glob) for glob in globs)


def _limited(chosen: Sequence[File], limit: str) -> list[File]:
    form = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?I?)(B?)", limit.upper())
    if form is None or form[2] == "I" or ("." in form[1] and not form[2] + form[3]) or float(form[1]) == 0:
        raise UserError(f"LIMIT={limit} is neither a number of files nor a size.", "Write LIMIT=3 or LIMIT=5GB.")
    if not form[2] and not form[3]:
        return list(chosen[: int(form[1])])
    room, kept = float(form[1]) * UNITS[form[2]], list[File]()
    for file in chosen:
        room -= file.size or 0
        if room < 0:
            break
        kept.append(file)
    if chosen and not kept:
        raise UserError(f"LIMIT={limit} is less than {chosen[0].path} ({chosen[0].size} bytes).", "Raise LIMIT.")
    return kept
