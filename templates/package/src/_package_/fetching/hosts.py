"""How many requests a host may have from us at once: archives stop those who ask too much. Standard library only."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterable

from _package_.fetching.tokens import host_of
from _package_.manifest import File

HOSTS = {"zenodo.org": (2, 4), "opendata.cern.ch": (4, 4)}  # at a time: by default, and at most with HOST_JOBS=


class Hosts:
    """Places per host: of the host that an address names, whether a mirror stands for it or not."""

    def __init__(self, jobs: int, wanted: int | None = None) -> None:
        self._jobs, self._wanted = jobs, wanted  # JOBS and HOST_JOBS
        self._gates: dict[str, threading.Semaphore] = {}
        self._until: dict[str, float] = {}
        self._mutex = threading.Lock()

    def places(self, host: str) -> int:
        usual, most = HOSTS.get(host, (self._jobs, self._jobs))
        return min(self._jobs, most, usual if self._wanted is None else self._wanted)

    def gate(self, host: str) -> threading.Semaphore:
        """A place at the host, waited for; each hop of a redirect takes its own."""
        with self._mutex:
            return self._gates.setdefault(host, threading.Semaphore(self.places(host)))

    def rest(self, host: str, seconds: float) -> None:
        """Asks nothing of a host for a while, as it wished."""
        self._until[host] = time.monotonic() + seconds

    def resting(self, host: str) -> float:
        """Seconds until it may be asked again."""
        return max(0.0, self._until[host] - time.monotonic()) if host in self._until else 0.0


class Waiting:
    """Files to be done, by the host of their first address: none is handed out that would only wait at its host."""

    def __init__(self, files: Iterable[File], hosts: Hosts) -> None:
        self._hosts, self._mutex = hosts, threading.Lock()
        self._files: dict[str, deque[File]] = {}
        self._busy: dict[str, int] = {}
        for file in files:
            self._files.setdefault(host_of(next(iter(file.urls), "")), deque()).append(file)

    def next(self, done: File | None = None) -> File | None:
        """A file to do after `done`. None ends the worker: those that are busy are as many as the hosts allow."""
        with self._mutex:
            if done is not None:
                self._busy[host_of(next(iter(done.urls), ""))] -= 1
            for host, files in self._files.items():
                busy = self._busy.get(host, 0)
                if files and (not host or busy < self._hosts.places(host)):
                    self._busy[host] = busy + 1
                    return files.popleft()
        return None
