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
    """The file with `text` between its markers; UserError unless each stands once, at the start of a line of its own.

    In a title or an indented text they are words like others.
    """
    old = content(path)
    opening, closing = ([*re.finditer(rf"^{re.escape(one)}[ \t]*\r?$", old, re.M)] for one in markers)
    if len(opening) != 1 or len(closing) != 1 or opening[0].end() > closing[0].start():
        start, end = markers
        raise UserError(
            f"{path.relative_to(paths.root())} does not have the two lines {start} and {end}, once each.",
            "Put them, the first above the second, where the results shall stand.",
        )
    return f"{old[: opening[0].end()]}\n{text}\n{old[closing[0].start() :]}"
