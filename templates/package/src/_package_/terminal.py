"""What may reach a terminal: words of strangers cannot steer it, nor hide in it. Standard library only."""

from __future__ import annotations

import errno
import re
import sys
import unicodedata
from typing import Any, TextIO

from _package_.errors import UserError

# What Unicode calls default-ignorable, shown by nobody: soft hyphen, zero-width and bidi signs, fillers, tags …
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
STEERING = ("Cc", "Cf", "Cs", "Zl", "Zp")  # controls, format signs, halves of pairs, separators of lines


def shown(text: str) -> str:
    """The text for people: what would steer or hide stands there as Python writes it (\\x1b, \\u202e); lines stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def line(text: object) -> str:
    """The same in one line: a line break of a stranger is no line of ours."""
    return " ".join(shown(str(text)).split("\n")).strip()


def _shown(sign: str) -> str:
    if sign in "\n\t" or not (INVISIBLE.match(sign) or unicodedata.category(sign) in STEERING):
        return sign
    return ascii(sign)[1:-1]


class Shown:
    """A stream of the program's output that lets only `shown` text pass; everything else is the stream's own."""

    def __init__(self, stream: TextIO, essential: bool) -> None:
        self.stream, self._essential = stream, essential

    def write(self, text: str) -> int:
        self._guarded(self.stream.write, shown(text))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        for one in lines:
            self.write(one)

    def flush(self) -> None:
        self._guarded(self.stream.flush)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)

    def _guarded(self, act: Any, *words: str) -> None:
        """UserError where the output cannot be written; of what is said beside it nobody would be told."""
        try:
            act(*words)
        except OSError as error:
            if isinstance(error, BrokenPipeError) or error.errno in (errno.EPIPE, errno.EINVAL):  # Windows: EINVAL
                raise BrokenPipeError(errno.EPIPE, "nobody listens") from error
            if self._essential:
                raise UserError(f"The output cannot be written: {error.strerror}.", "Write it elsewhere.") from error


def guard() -> None:
    """From now on stdout and stderr show strangers' words harmlessly; a sign that they do not have is written as \\u….

    A terminal without UTF-8 is no reason to fail.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, Shown):
            continue
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
        setattr(sys, name, Shown(stream, name == "stdout"))


def steered() -> TextIO:
    """stderr as it is, for a line of ours that renews itself."""
    return sys.stderr.stream if isinstance(sys.stderr, Shown) else sys.stderr
