"""Which names a file may have, on every system; the generator's rule, word for word. Standard library only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:[.:]|$)", re.IGNORECASE)
HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u2028-\u202e\u2066-\u2069]")
CONTROLS, LEAVES = "holds control characters", "would leave its folder"
BACKSLASH = "holds a backslash, which Windows takes for a folder"
HARMFUL = (CONTROLS, LEAVES, BACKSLASH, "has no name")  # in an archive: it was made to do harm, or by a broken program
LONGEST = 255  # bytes of one name, on every usual file system
LONGEST_PATH = 1000  # bytes below data/raw/: macOS takes 1024 in all


def problem(path: str) -> str | None:
    """Why a path must not be written below a folder of ours, None where it may."""
    if not path:
        return "has no name"
    if len(path) > LONGEST_PATH or len(path.encode(errors="replace")) > LONGEST_PATH:
        return "is too long for a path"
    if HIDDEN.search(path):
        return CONTROLS
    if path[0] in "/\\" or re.match(r"[A-Za-z]:", path):
        return LEAVES
    if "\\" in path:
        return BACKSLASH
    for name in path.split("/"):
        if name == "..":
            return LEAVES
        if name in ("", "."):
            return "has an empty part"
        if RESERVED.match(name):
            return "is a device name on Windows"
        if name[-1] in ". ":
            return "ends in a dot or a space, which Windows drops"
        if len(name.encode()) > LONGEST:
            return "is too long for a file name"
    return None


def key(name: str) -> str:
    """Equal for names that are one file on some systems: by Unicode's full case folding, and NFC."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def unstorable(paths: Sequence[str]) -> dict[int, str]:
    """Place in the list → why the path cannot be stored everywhere, beside those before it."""
    wrong: dict[int, str] = {}
    files: dict[str, str] = {}  # key -> spelling
    folders: dict[str, str] = {}  # key -> a file in it
    for place, path in enumerate(paths):
        why = problem(path) or _clash(key(path), files, folders)
        if why:
            wrong[place] = why
            continue
        files[key(path)] = path
        for folder in _folders(key(path)):
            if folders.setdefault(folder, path) != path:
                break
    return wrong


def _clash(own: str, files: dict[str, str], folders: dict[str, str]) -> str | None:
    if own in files:
        return f"would be one file with {files[own]!r}"
    if own in folders:
        return f"is the folder of {folders[own]!r}, too"
    parent = next((folder for folder in _folders(own) if folder in files), None)
    return None if parent is None else f"would lie in {files[parent]!r}, which is a file"


def _folders(path: str) -> list[str]:
    """a/b/c → a/b, a."""
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(len(parts) - 1, 0, -1)]
