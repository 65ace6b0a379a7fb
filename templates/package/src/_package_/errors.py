"""How a command fails for a reason of the user's world; everything else is a bug and keeps its traceback."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class UserError(Exception):
    """What went wrong and what to do about it: two lines on stderr, then exit.

    `code` is 2 for bad input and 3 where the archive or the network refused.
    """

    def __init__(self, message: str, remedy: str, code: int = 2) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.code = code

    def __str__(self) -> str:
        # Here, for that module raises this error.
        from _package_.terminal import line

        return f"{line(self.message)}\n{line(self.remedy)}"


class OptionError(UserError):
    """An option of the recipe whose value the data refuse: no such column, sheet or tree."""


def nearest(word: str, known: Iterable[str]) -> str:
    """A remedy that names the known word nearest to `word`, else all of them."""
    words = sorted(known)
    close = difflib.get_close_matches(word, words, n=1, cutoff=0.5)
    return f"Did you mean {close[0]!r}?" if close else f"Known: {', '.join(words) or 'none'}."


class Refused(Exception):
    """A file cannot be had: no further try helps."""


class Hiccup(Exception):
    """A failure that passes; `after` is how long the archive asked to wait, in s."""

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after
