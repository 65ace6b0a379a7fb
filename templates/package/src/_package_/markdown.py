"""Words of files and people in Markdown: they change nothing around them."""

from __future__ import annotations

import re
from typing import Any


def plain(text: str) -> str:
    """On one line."""
    return " ".join(text.split())


def code(text: str) -> str:
    """A word of a file as Markdown code, between more backticks than it has in a row itself."""
    text = plain(text)
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    apart = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{apart}{text}{apart}{fence}"


def escape(text: Any) -> str:
    """A word of a file, safe in a cell of a Markdown table."""
    text = plain(str(text))
    for character in "\\|*_`<>[]":
        text = text.replace(character, f"\\{character}")
    return text
