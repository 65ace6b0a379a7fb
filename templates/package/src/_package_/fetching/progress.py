"""How far the downloads are: one line that renews itself on a terminal, few lines elsewhere. Standard library only."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Sequence

from _package_ import terminal
from _package_.manifest import File

SPARSE = 30.0  # s between lines where there is no terminal: a log file, a notebook
NAMED = 20  # as many files are named one by one where there is no terminal


def words(size: float | None) -> str:
    """1449418 → 1.4 MB."""
    if size is None:
        return "? B"
    value, units = float(size), ["B", "kB", "MB", "GB", "TB"]
    while value >= 999.95 and len(units) > 1:
        value, units = value / 1000, units[1:]
    return f"{value:.0f} {units[0]}" if units[0] == "B" else f"{value:.1f} {units[0]}"


def lasting(seconds: float) -> str:
    """75 → 1 min 15 s, 0.04 → 0.04 s."""
    if seconds < 10:
        return f"{seconds:.2g} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


class Progress:
    """Counts files and bytes; several threads report, one shows."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._terminal = is_terminal()
        self._here: dict[str, int] = {}  # path -> bytes of the files under way
        self._whole, self._total, self._files, self._done = 0, 0, 0, 0
        self._shown, self._marks = time.monotonic(), [(time.monotonic(), 0)]

    def start(self, files: Sequence[File]) -> None:
        self._total, self._files = sum(file.size or 0 for file in files), len(files)
        self._shown, self._marks = time.monotonic(), [(time.monotonic(), 0)]

    def arrived(self, path: str, size: int) -> None:
        self._here[path] = size

    def done(self, path: str, size: int, how: str) -> None:
        """A file is whole; `how` is "fetched", "cache" or "here"."""
        with self._mutex:
            self._done += 1
            self._whole += size
            self._here.pop(path, None)
            if how != "here" and not self._terminal and self._files <= NAMED:
                self._print(f"{'fetched' if how == 'fetched' else 'from the cache:'} {path} ({words(size)})")

    def note(self, text: str) -> None:
        """A line of its own, which stays."""
        with self._mutex:
            self._print(text)

    def show(self) -> None:
        now = time.monotonic()
        if now - self._shown < (0.2 if self._terminal else SPARSE):
            return
        with self._mutex:
            self._shown = now
            if self._terminal:
                _steer(f"\r{self._line(now)[: _width() - 1]}\x1b[K")
            else:
                self._print(self._line(now))

    def finish(self) -> None:
        """Clears the line."""
        if self._terminal:
            _steer("\r\x1b[K")

    def _line(self, now: float) -> str:
        here = self._whole + sum(list(self._here.values()))
        self._marks = [*self._marks, (now, here)][-50:]  # the rate of the last ten seconds or so
        since, before = self._marks[0]
        rate = max(0, here - before) / max(now - since, 1e-3)
        left = f", {lasting((self._total - here) / rate)} left" if rate > 0 and self._total > here else ""
        return f"{self._done}/{self._files} files, {words(here)} of {words(self._total)}, {words(rate)}/s{left}"

    def _print(self, text: str) -> None:
        if self._terminal:
            _steer("\r\x1b[K")
        print(terminal.line(text), file=sys.stderr, flush=True)


def _steer(text: str) -> None:
    """Writes what moves the cursor: our own signs and numbers, no word of a stranger."""
    print(text, end="", file=terminal.steered(), flush=True)


def is_terminal() -> bool:
    """Whether stderr is a screen where a line can be written again; what a notebook calls a terminal is none."""
    notebook = any(name in os.environ for name in ("JPY_PARENT_PID", "JPY_SESSION_NAME"))
    return sys.stderr.isatty() and not notebook and os.environ.get("TERM") != "dumb"


def _width() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except OSError:
        return 80
