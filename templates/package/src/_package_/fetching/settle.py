"""Waits until files are on the disk: large ones while others come, small ones together. Standard library only."""

from __future__ import annotations

import os
import queue
import threading
from pathlib import Path

LARGE = 1 << 23  # bytes
MANY = 64  # small files for which the whole file system is told at once


class Settling:
    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Path | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._small: list[Path] = []

    def add(self, path: Path, size: int) -> None:
        """A file that has its final name; called by several threads."""
        if size < LARGE:
            self._small.append(path)
            return
        self._queue.put(path)

    def start(self) -> None:
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Returns when all that was added is on the disk."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
        small, self._small = self._small, []
        if len(small) < MANY or not _file_system(small[0].parent):
            for path in small:
                _sync(path)

    def _work(self) -> None:
        while path := self._queue.get():
            _sync(path)


def _sync(path: Path) -> None:
    try:
        file = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    except OSError:
        return  # someone has removed it
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _file_system(folder: Path) -> bool:
    """Linux's syncfs, which Python does not have; False elsewhere."""
    import ctypes

    try:
        file = os.open(folder, os.O_RDONLY)
        try:
            return ctypes.CDLL(None).syncfs(file) == 0
        finally:
            os.close(file)
    except (AttributeError, OSError, TypeError):
        return False
