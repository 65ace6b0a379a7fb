"""Text of ours in a file that is a person's: it stands between two markers, everything else stays."""

from __future__ import annotations

import re
from pathlib import Path

from _package_ import paths
from _package_.errors import UserError


def content(path: Path) -> str:
    if not path.is_file():
        raise UserError(f"{path.relative_to(paths.root())} is missing.", "Take it from git again.")
    return path.read_bytes().decode()  # line ends as they are


def between(path: Path, markers: tuple[str, str], text: str) -> str:
    """The file with `text` between its markers; UserError unless each stands once, on a line of its own."""
    start, end = markers
    old = content(path)
    lines = rf"^([ \t]*{re.escape(start)}[ \t]*\r?\n)(.*?)^([ \t]*{re.escape(end)}[ \t]*\r?)$"
    pattern = re.compile(lines, re.M | re.S)
    if len(pattern.findall(old)) != 1 or old.count(start) != 1 or old.count(end) != 1:
        raise UserError(
            f"{path.relative_to(paths.root())} does not have the two lines {start} and {end}, once each.",
            "Put them, the first above the second, where the results shall stand.",
        )
    return pattern.sub(lambda found: f"{found[1]}{text}\n{found[3]}", old)
