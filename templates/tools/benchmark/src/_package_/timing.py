"""How long batches of different sizes take in different runtimes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.feeds import Feeds
from _package_.provenance import output, usable_cores

SIZES = (1, 4, 16, 64, 128, 256, 512, 1024, 2048, 4096)  # rows in a batch
LONG = 1.0  # s; a runtime is not asked for larger batches than one that took longer
SHORT = 5e-3  # s; shorter calls are timed several together


@dataclass(frozen=True, slots=True)
class Timing:
    """One runtime at one batch size."""

    runtime: str
    size: int
    seconds: tuple[float, ...]  # per batch, one for each repeat
    cpu: float  # share of all usable cores in use, 0 to 1
    gpu: float | None  # share of the time in which the GPU computed, as it says; None without one

    @property
    def repeats(self) -> int:
        return len(self.seconds)

    @property
    def per_row(self) -> tuple[float, float, float]:
        """First quartile, median and third quartile of the seconds per row."""
        low, middle, high = np.quantile(np.array(self.seconds) / self.size, (0.25, 0.5, 0.75)).tolist()
        return low, middle, high

    def as_dict(self) -> dict[str, Any]:
        quartiles = dict(zip(("low", "median", "high"), self.per_row, strict=True))
        about = {"runtime": self.runtime, "size": self.size, "repeats": self.repeats, "seconds_per_row": quartiles}
        return {**about, "rows_per_second": 1 / self.per_row[1], "cpu": self.cpu, "gpu": self.gpu}


def measure(runtimes: Mapping[str, Callable[[Feeds], NDArray[Any]]], fed: Feeds, repeats: int) -> list[Timing]:
    """Every runtime at every size that the rows of `fed` allow, repeated if they are fewer; the runtimes take turns."""
    found: list[Timing] = []
    wanted = dict(runtimes)
    for size in SIZES:
        batch = {name: np.resize(values, (size, *values.shape[1:])) for name, values in fed.items()}
        times: dict[str, list[float]] = {name: [] for name in wanted}
        use: dict[str, list[tuple[float, float | None]]] = {name: [] for name in wanted}
        calls = {name: warmed(run, batch) for name, run in wanted.items()}
        for _ in range(repeats):
            for name, run in wanted.items():
                seconds, cpu = timed(run, batch, calls[name])
                times[name].append(seconds)
                use[name].append((cpu, gpu_use()))
        for name in wanted:
            gpus = [gpu for _, gpu in use[name] if gpu is not None]
            cpu = float(np.median([cpu for cpu, _ in use[name]]))
            found.append(Timing(name, size, tuple(times[name]), cpu, float(np.median(gpus)) if gpus else None))
        wanted = {name: run for name, run in wanted.items() if np.median(times[name]) < LONG}
    order = list(runtimes)
    return sorted(found, key=lambda one: (order.index(one.runtime), one.size))


def warmed(run: Callable[[Feeds], NDArray[Any]], batch: Feeds) -> int:
    """Runs it until it is compiled and warm; how many calls one timing takes."""
    for _ in range(3):
        run(batch)
    begun = time.perf_counter()
    run(batch)
    return max(1, min(1000, round(SHORT / max(time.perf_counter() - begun, 1e-7))))


def timed(run: Callable[[Feeds], NDArray[Any]], batch: Feeds, calls: int) -> tuple[float, float]:
    """Seconds of one call, and the share of the usable cores that this process kept busy."""
    begun, busy = time.perf_counter(), time.process_time()
    for _ in range(calls):
        run(batch)
    seconds, spent = time.perf_counter() - begun, time.process_time() - busy
    return seconds / calls, min(1.0, spent / seconds / (usable_cores() or 1))


def gpu_use() -> float | None:
    """What the GPU says of its use in the last moment, 0 to 1, the mean over GPUs; None without one."""
    if not HAS_GPU:
        return None
    said = output("nvidia-smi", "--query-gpu=utilization.gpu", "--format=csv,noheader,nounits") or ""
    values = [float(word) for word in said.split() if word.replace(".", "").isdigit()]
    return sum(values) / len(values) / 100 if values else None


HAS_GPU = bool(output("nvidia-smi", "--query-gpu=name", "--format=csv,noheader"))
