"""The two figures of a benchmark: throughput, and use of the processor, against the size of a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np

from _package_ import figures
from _package_.paths import DataKind
from _package_.timing import Timing

MARKERS = "osDv^P"


def lines(axes: Any, times: Sequence[Timing], value: Any, band: Any = None) -> None:
    """One line for each runtime, with a band between quartiles."""
    names = list(dict.fromkeys(one.runtime for one in times))
    for name, style, marker in zip(names, cycle(figures.STYLES), cycle(MARKERS), strict=False):
        mine = [one for one in times if one.runtime == name]
        sizes = [one.size for one in mine]
        axes.plot(sizes, [value(one) for one in mine], marker=marker, label=figures.label(name), **style)
        if band:
            low, high = np.transpose([band(one) for one in mine])
            axes.fill_between(sizes, low, high, color=style["color"], alpha=0.2, linewidth=0)
    axes.set_xscale("log", base=2)
    sizes = sorted({one.size for one in times if one.size.bit_length() % 2})  # 1, 4, 16 …: room for their labels
    axes.set_xticks(sizes, [str(size) for size in sizes])


def throughput(title: str, times: Sequence[Timing], stem: Path, kind: DataKind) -> list[Path]:
    with figures.figure(title, "rows in a batch", "rows per second") as axes:
        lines(axes, times, lambda one: 1 / one.per_row[1], lambda one: (1 / one.per_row[2], 1 / one.per_row[0]))
        axes.set_yscale("log")
        axes.legend(loc="lower right")
        return figures.save(axes, stem, kind)


def use(title: str, times: Sequence[Timing], stem: Path, kind: DataKind) -> list[Path]:
    gpu = any(one.gpu is not None for one in times)
    what = "share of the time the GPU computes" if gpu else "share of all cores in use"
    with figures.figure(title, "rows in a batch", f"{what} [%]") as axes:
        lines(axes, times, lambda one: 100 * (one.gpu if gpu and one.gpu is not None else one.cpu))
        axes.set_ylim(0, 105)
        axes.legend(loc="best")
        return figures.save(axes, stem, kind)


def draw(name: str, times: Sequence[Timing], hardware: Mapping[str, Any], folder: Path, kind: DataKind) -> list[Path]:
    """Writes throughput and use as PNG and PDF; the title names the machine."""
    machine = ", ".join(hardware["gpu"]) or f"{hardware['cpu']}, {hardware['cores']} cores"
    title = f"{name}\n{machine}"
    return throughput(title, times, folder / "throughput", kind) + use(title, times, folder / "use", kind)
