"""Words of files and people in Markdown: they change nothing around them."""

from __future__ import annotations

from typing import Any


def plain(text: str) -> str:
    """On one line."""
    return " ".join(text.split())


def code(text: str) -> str:
    """A word of a file as Markdown code."""
    return "`" + plain(text).replace("`", "'") + "`"


def escape(text: Any) -> str:
    """A word of a file, safe in a cell of a Markdown table."""
    text = plain(str(text))
    for character in "\\|*_`<>[]":
        text = text.replace(character, f"\\{character}")
    return text
