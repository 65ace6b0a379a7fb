"""Writing a file so that a reader, or a run after a crash, sees the old content or the new, never half of it."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any


def replace(path: Path, content: bytes | str) -> None:
    """Writes beside `path`, waits for the disk, then takes its name; folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def replace_json(path: Path, value: Any) -> None:
    """JSON for people and machines: indented, UTF-8, no NaN."""
    replace(path, json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
