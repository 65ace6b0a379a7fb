"""data/manifest.lock.json: what was really fetched, and how each file is read. Standard library only."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _package_ import files
from _package_.decisions import Decision
from _package_.errors import UserError

FORMAT = "fair-ai/lock@1"
HEX = re.compile(r"[0-9a-f]{64}").fullmatch


@dataclass(frozen=True)
class Locked:
    sha256: str
    size: int  # bytes

    def __post_init__(self) -> None:
        """UserError for what is no SHA-256 and no size: the first becomes the name of a file."""
        if not (isinstance(self.sha256, str) and HEX(self.sha256)) or type(self.size) is not int or self.size < 0:
            said = f"data/manifest.lock.json holds the sha256 {self.sha256!r} with the size {self.size!r}."
            raise UserError(said, "Take it from git again.")


def read(path: Path) -> dict[str, Locked]:
    """What earlier runs fetched; nothing when there is no lock yet."""
    return {name: Locked(one["sha256"], one["size"]) for name, one in _load(path)["files"].items()}


def decided(path: Path) -> dict[str, Decision]:
    """How earlier runs have read each file: its decision, and beside it the `sha256` of the file that it is about.

    A member of an archive is named <archive>/<member>, and has the sha256 of the archive.
    """
    return dict(_load(path)["read"])


def write(path: Path, locked: Mapping[str, Locked], read: Mapping[str, Decision] | None = None) -> None:
    """Writes the lock in one step, sorted and without times; an unchanged lock only counts as newer.

    Without `read` what the lock says of files that are still listed is kept.
    """
    if read is None:
        read = {name: one for name, one in decided(path).items() if holder(name, locked) is not None}
    listed = {name: {"sha256": locked[name].sha256, "size": locked[name].size} for name in sorted(locked)}
    known = {"read": {name: read[name] for name in sorted(read)}} if read else {}
    text = json.dumps({"format": FORMAT, "files": listed, **known}, indent=2, ensure_ascii=False) + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        with contextlib.suppress(OSError):  # a folder that can only be read has nothing to make anew
            path.touch()
        return
    files.replace(path, text)


def holder(name: str, listed: Mapping[str, object]) -> str | None:
    """The listed file that `name` is, or whose member it is."""
    parts = name.split("/")
    ends = range(len(parts), 0, -1)
    return next((one for end in ends if (one := "/".join(parts[:end])) in listed), None)


def _load(path: Path) -> dict[str, Any]:
    """The lock, with every key that is looked at afterwards in its place."""
    if not path.exists():
        return {"files": {}, "read": {}}
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if values["format"] != FORMAT:
            raise ValueError(f"its format is {values['format']!r}")
        values.setdefault("read", {})
        for kind, keys in (("files", ("sha256", "size")), ("read", ("sha256",))):
            for name, one in values[kind].items():
                if not all(key in one for key in keys):
                    raise ValueError(f"{name!r} under `{kind}` lacks {' or '.join(keys)}")
        return values
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"{path} is not a {FORMAT} file: {error}", "Take it from git again.") from error
