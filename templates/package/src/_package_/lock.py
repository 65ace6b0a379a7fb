"""data/manifest.lock.json: sha256 and size of what was really fetched. Standard library only."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from _package_ import files
from _package_.errors import UserError

FORMAT = "fair-ai/lock@1"


@dataclass(frozen=True)
class Locked:
    sha256: str
    size: int  # bytes


def read(path: Path) -> dict[str, Locked]:
    """What earlier runs fetched; nothing when there is no lock yet."""
    if not path.exists():
        return {}
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if values["format"] != FORMAT:
            raise ValueError(f"its format is {values['format']!r}")
        return {name: Locked(one["sha256"], one["size"]) for name, one in values["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"{path} is not a {FORMAT} file: {error}", "Take it from git again.") from error


def write(path: Path, locked: Mapping[str, Locked]) -> None:
    """Writes the lock in one step, sorted and without times; an unchanged lock only counts as newer."""
    listed = {name: {"sha256": locked[name].sha256, "size": locked[name].size} for name in sorted(locked)}
    text = json.dumps({"format": FORMAT, "files": listed}, indent=2, ensure_ascii=False) + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        with contextlib.suppress(OSError):  # a folder that can only be read has nothing to make anew
            path.touch()
        return
    files.replace(path, text)
