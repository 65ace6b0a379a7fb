"""How far the downloads are: one line that renews itself on a terminal, few lines elsewhere. Standard library only."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Sequence

from _package_.manifest import File

SPARSE = 30.0  # s between lines where there is no terminal


def words(size: int | None) -> str:
    """1449418 → 1.4 MB."""
    if size is None:
        return "? B"
    value, units = float(size), ["B", "kB", "MB", "GB", "TB"]
    while value >= 999.95 and len(units) > 1:
        value, units = value / 1000, units[1:]
    return f"{value:.0f} {units[0]}" if units[0] == "B" else f"{value:.1f} {units[0]}"


class Progress:
    """Counts files and bytes; several threads report, one shows."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._terminal = sys.stderr.isatty()
        self._here: dict[str, int] = {}  # path -> bytes that arrived in this run
        self._total, self._files, self._done, self._fetched = 0, 0, 0, 0
        self._began = self._shown = time.monotonic()

    def start(self, files: Sequence[File]) -> None:
        self._total, self._files = sum(file.size or 0 for file in files), len(files)
        self._sizes = {file.path: file.size or 0 for file in files}
        self._began = self._shown = time.monotonic()

    def arrived(self, path: str, size: int) -> None:
        with self._mutex:
            self._here[path] = size

    def done(self, path: str) -> None:
        with self._mutex:
            self._done += 1
            if path not in self._here:
                self._here[path] = self._sizes[path]
            else:
                self._fetched += 1
                if not self._terminal and self._files <= 20:
                    self._print(f"fetched {path} ({words(self._here[path])})")

    def note(self, text: str) -> None:
        """A line of its own, which stays."""
        with self._mutex:
            self._print(text)

    def show(self) -> None:
        now = time.monotonic()
        with self._mutex:
            if self._terminal and now - self._shown > 0.2:
                line = self._line(now)[: shutil.get_terminal_size().columns - 1]
                print(f"\r{line}\x1b[K", end="", file=sys.stderr, flush=True)
                self._shown = now
            elif not self._terminal and now - self._shown > SPARSE:
                self._print(self._line(now))
                self._shown = now

    def finish(self) -> None:
        with self._mutex:
            self._print(f"data/raw: {self._done} of {self._files} files whole, {self._fetched} of them fetched now")

    def _line(self, now: float) -> str:
        here = sum(self._here.values())
        rate = here / max(now - self._began, 1e-3)
        left = f", {max(0, self._total - here) / rate:.0f} s left" if rate > 0 and self._total else ""
        return f"{self._done}/{self._files} files, {words(here)} of {words(self._total)}, {words(int(rate))}/s{left}"

    def _print(self, text: str) -> None:
        print(f"\r\x1b[K{text}" if self._terminal else text, file=sys.stderr, flush=True)
