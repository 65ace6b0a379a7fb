"""Which names a file may have, on every system; the generator's rule, word for word. Standard library only."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Sequence

from _package_.terminal import INVISIBLE, STEERING

RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:[.:]|$)", re.IGNORECASE)
JOINERS, SELECTORS = "\u200c\u200d", "\ufe0e\ufe0f"  # which show where they join letters without case, or pictures
JOINED, PICTURES = ("Lo", "Mn", "Mc", "Me", "So", "Sk"), ("So", "Sm", "Po", "Nd", "Me", "Sk")
CONTROLS, INVISIBLY, LEAVES = "holds control characters", "holds an invisible character", "would leave its folder"
BACKSLASH = "holds a backslash, which Windows takes for a folder"
WINDOWS = sys.platform == "win32"
HARMFUL = (CONTROLS, INVISIBLY, LEAVES, BACKSLASH, "has no name")  # in an archive: made so to do harm, or broken
LONGEST = 255  # bytes of one name, on every usual file system
LONGEST_PATH = 1000  # bytes below data/raw/: macOS takes 1024 in all


def problem(path: str) -> str | None:
    """Why a path must not be written below a folder of ours, None where it may."""
    if not path:
        return "has no name"
    if len(path) > LONGEST_PATH or len(path.encode(errors="replace")) > LONGEST_PATH:
        return "is too long for a path"
    if sign := _hidden(path):
        controls = any(unicodedata.category(one) == "Cc" for one in path)
        return CONTROLS if controls else f"{INVISIBLY} (U+{ord(sign):04X})"
    if path[0] in "/\\" or re.match(r"[A-Za-z]:", path):
        return LEAVES
    if "\\" in path:
        return BACKSLASH
    if WINDOWS and ":" in path:
        return "holds a colon, after which Windows writes beside the file"
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


def _hidden(path: str) -> str | None:
    """The first sign that nobody sees."""
    if path.isascii() and path.isprintable():
        return None
    for place, sign in enumerate(path):
        before, after = path[place - 1 : place] if place else "", path[place + 1 : place + 2]
        if sign in JOINERS:
            if not all(one and unicodedata.category(one) in JOINED for one in (before, after)):
                return sign
        elif sign in SELECTORS:
            if not before or unicodedata.category(before) not in PICTURES:
                return sign
        elif INVISIBLE.match(sign) or unicodedata.category(sign) in STEERING or "\ufff0" <= sign <= "\uffff":
            return sign
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
