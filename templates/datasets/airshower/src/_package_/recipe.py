"""pd4ml, air shower: signals of 9 x 9 detector stations over time; at which depth did the shower have its maximum?

Source of the form and of the features: erum-data-idt/pd4ml, pd4ml/pd4ml.py and pd4ml/load_data.py, at commit 644d3a0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import pd4ml
from _package_.schema import Array, Chunk, Field

INPUTS = ("image",)
SPLITS = pd4ml.SPLITS
SIDE, BINS = 9, 80
SHAPES = {0: (SIDE, SIDE, BINS), 1: (SIDE, SIDE, 1)}  # X_train_2 holds the places of the stations, the same for all


def layout(files: Sequence[Path], options: Mapping[str, Any]) -> dict[str, Array]:
    """image (9, 9, 81) and the depth of the maximum (1,); UserError unless a file of this form is there."""
    pd4ml.check(files, SHAPES)
    traces = [Field(f"signal_{n}", None, f"log10(1 + signal) in bin {n} of the station's trace") for n in range(BINS)]
    first = (
        "Arrival of the first particles less the mean over the shower's stations, in the unit of the file; 0 for none"
    )
    depth = (Field("xmax", "g/cm^2", "Atmospheric depth of the shower's maximum"),)
    return {
        "image": Array(
            "input", "image", "float32", (SIDE, SIDE, BINS + 1), "standard", (*traces, Field("arrival", None, first))
        ),
        "target": Array("target", "table", "float32", (1,), "standard", depth),
    }


def chunks(files: Sequence[Path], options: Mapping[str, Any]) -> Iterator[Chunk]:
    """The showers in file order. Options: `val` and `seed` of pd4ml.blocks."""
    for split, inputs, y in pd4ml.blocks(files, options, SHAPES, classes=False):
        image = np.concatenate([signals(inputs[0]), arrivals(inputs[1])], axis=-1)
        yield Chunk(split, {"image": image, "target": y[:, None].astype(np.float32)})


def signals(raw: NDArray[Any]) -> NDArray[np.float32]:
    """log10(1 + signal), (rows, 9, 9, 80); 0 where nothing was measured, which the file marks with -1."""
    return np.log10(1 + np.where(raw > 0, raw, 0)).astype(np.float32)


def arrivals(raw: NDArray[Any]) -> NDArray[np.float32]:
    """Arrival times less their mean in each shower, (rows, 9, 9, 1); 0 for a station without signal, -1 in the file."""
    hit = np.isfinite(raw) & (raw != -1)
    time = np.where(hit, raw, 0).astype(np.float64)
    number = np.maximum(hit.sum(axis=(1, 2, 3), keepdims=True), 1)
    return np.where(hit, time - time.sum(axis=(1, 2, 3), keepdims=True) / number, 0).astype(np.float32)
