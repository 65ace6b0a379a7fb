"""data/manifest.json: which files the project uses, and where they come from. Standard library only."""

from __future__ import annotations

import fnmatch
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from _package_ import credentials, filenames, options
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
    local: bool = False  # a file of somebody's computer, which no archive has


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
    options: Mapping[str, Any]  # of the recipe: what a person has set, and the defaults of all others
    datasets: tuple[Dataset, ...]  # the first is the one trained on; the others land in folders of their own
    left_out: tuple[str, ...] = ()  # files that cannot be stored, and why

    @property
    def files(self) -> tuple[File, ...]:
        return tuple(file for dataset in self.datasets for file in dataset.files)


def load(path: Path) -> Manifest:
    """Reads the manifest; UserError when it is missing or of another format."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if values["format"] != FORMAT:
            raise ValueError(f"its format is {values['format']!r}")
        manifest = Manifest(
            values["recipe"]["key"],
            options.complete(values["recipe"].get("options") or {}),
            tuple(_dataset(one) for one in values["datasets"]),
        )
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.", "Take it from git again.") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UserError(f"{path} is not a {FORMAT} file: {error}", "Take it from git again.") from error
    return _storable(manifest)


def _storable(listed: Manifest) -> Manifest:
    """Without the files that not every system can store, beside the others: they are named in `left_out`."""
    files = listed.files
    wrong = filenames.unstorable([file.path for file in files])
    if not wrong:
        return listed
    kept = {id(file) for place, file in enumerate(files) if place not in wrong}
    datasets = [replace(one, files=tuple(file for file in one.files if id(file) in kept)) for one in listed.datasets]
    return replace(
        listed, datasets=tuple(datasets), left_out=tuple(f"{files[place].path!r} {why}" for place, why in wrong.items())
    )


def _dataset(values: Mapping[str, Any]) -> Dataset:
    doi = values.get("doi")
    page = values.get("recordUrl") or (f"https://doi.org/{doi}" if doi else None)
    credentials.refuse("data/manifest.json", page or "")
    own = values.get("archive") == "local"
    files = tuple(replace(_file(one, page), local=own) for one in values.get("files") or ())
    status, access = str(values.get("status", "resolved")), values.get("access")
    return Dataset(str(values["title"]), status, page, access, files, values.get("resolvedAt"))


def _file(one: Mapping[str, Any], page: str | None) -> File:
    path, size, checksum, urls = one["path"], one.get("size"), one.get("checksum"), one.get("urls") or ()
    if not isinstance(path, str):
        raise ValueError(f"the path of a file is {path!r}")
    if size is not None and (type(size) is not int or size < 0):
        raise ValueError(f"the size of {path!r} is {size!r}")
    if not isinstance(checksum, str | None) or not all(isinstance(url, str) for url in urls):
        raise ValueError(f"{path!r} has a checksum or an address that is no text")
    for url in urls:
        credentials.refuse(f"data/manifest.json, {path!r}", url)
    held, selected, unsafe = str(one.get("availability") or "unknown"), one.get("selected", True), one.get("unsafe")
    return File(path, size, checksum, tuple(urls), bool(selected), held, bool(unsafe), page)


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
