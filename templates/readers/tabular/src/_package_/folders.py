"""Folders called key=value, as Hive and Spark write them: each key is a column of the rows in its files."""

from __future__ import annotations

import dataclasses
import re
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

import numpy as np

from _package_.decisions import Decision
from _package_.source import Source
from _package_.values import Column, number

FOLDER = re.compile(r"([^=]+)=(.*)")
NOTHING = "__HIVE_DEFAULT_PARTITION__"  # how Hive writes a missing value
ABOUT = "From the names of the folders"


def values(files: Sequence[Path]) -> dict[str, dict[Path, str]]:
    """Key -> the value of each file."""
    found: dict[str, dict[Path, str]] = {}
    for path in files:
        for part in path.parts[:-1]:
            match = FOLDER.fullmatch(part)
            if match:
                found.setdefault(unquote(match[1]), {})[path] = "" if match[2] == NOTHING else unquote(match[2])
    return found


def with_columns(source: Source, one: Callable[[Path], Source]) -> Source:
    """The source with a column for each key that its files do not have themselves; `one` reads a single file."""
    known = {key: by for key, by in values(source.files).items() if key not in source.columns}
    if not known:
        return source
    parts = {path: one(path) for path in source.files}
    columns = {key: constants(by, source.files) for key, by in known.items()}

    def read(wanted: Sequence[str]) -> Iterator[dict[str, Column]]:
        inside = [name for name in wanted if name not in known] or list(source.columns[:1])
        for path, part in parts.items():
            for cells in part.read(inside):
                rows = len(cells[inside[0]])
                made = {name: np.repeat(columns[name][path], rows) for name in wanted if name in known}
                yield {name: made[name] if name in known else cells[name] for name in wanted}

    told = f"from the names of the folders: {', '.join(known)}"
    about = {**source.about, **dict.fromkeys(known, ABOUT)}
    inner = ChainMap(*(cast(Any, part.decisions) for part in parts.values()))  # whole only after a reading
    decisions = Noted(inner, source.files, told)
    names = (*source.columns, *known)
    return dataclasses.replace(source, columns=names, read=read, about=about, decisions=decisions)


class Noted(Mapping[Path, Decision]):
    """The decisions of readers, each with one more note."""

    def __init__(self, inner: Mapping[Path, Decision], files: Sequence[Path], note: str) -> None:
        self._inner, self._files, self._note = inner, files, note

    def __getitem__(self, path: Path) -> Decision:
        one = self._inner.get(path, {})
        return {**one, "notes": [*one.get("notes", []), self._note]}

    def __iter__(self) -> Iterator[Path]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def constants(by: dict[Path, str], files: Sequence[Path]) -> dict[Path, Column]:
    """The value of each file, (1,): numbers where all of them are, else words."""
    words = [by.get(path, "") for path in files]
    try:
        return {path: np.array([number(word)]) for path, word in zip(files, words, strict=True)}
    except ValueError:
        return {path: np.array([word], dtype=object) for path, word in zip(files, words, strict=True)}
