"""pd4ml, spinodal: how many pions of a heavy-ion collision have which momentum; did matter separate into phases?

Source of the form: erum-data-idt/pd4ml, pd4ml/pd4ml.py, at commit 644d3a0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from _package_ import pd4ml
from _package_.schema import Array, Chunk, Field

INPUTS = ("image",)
SPLITS = pd4ml.SPLITS
SIDE = 20
SHAPES = {0: (SIDE, SIDE)}
CLASSES = ("maxwell", "spinodal")


def layout(files: Sequence[Path], options: Mapping[str, Any]) -> dict[str, Array]:
    """image (20, 20, 1) and the class; UserError unless a file of this form is there."""
    pd4ml.check(files, SHAPES)
    pixel = (Field("pions", None, "Pions in a bin of two components of the momentum"),)
    label = (
        Field(
            "is_spinodal",
            None,
            "Whether the phases separated by spinodal decomposition (1), or not, by the Maxwell construction (0)",
        ),
    )
    return {
        "image": Array("input", "image", "float32", (SIDE, SIDE, 1), "standard", pixel),
        "target": Array("target", "table", "int64", (), "none", label, CLASSES),
    }


def chunks(files: Sequence[Path], options: Mapping[str, Any]) -> Iterator[Chunk]:
    """The images in file order. Options: `val` and `seed` of pd4ml.blocks."""
    for split, inputs, y in pd4ml.blocks(files, options, SHAPES):
        yield Chunk(split, {"image": inputs[0][..., None].astype(np.float32), "target": y.astype(np.int64)})
