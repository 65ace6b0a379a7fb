"""pd4ml, top tagging: the 200 leading constituents of a jet; is it a top quark's?

Source of the form and of the features: erum-data-idt/pd4ml, pd4ml/pd4ml.py and pd4ml/load_data.py, at commit 644d3a0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from _package_ import jets, pd4ml
from _package_.jets import CONSTITUENTS, INPUTS
from _package_.schema import Array, Chunk

__all__ = ["INPUTS", "SHAPES", "SPLITS", "chunks", "layout"]

SPLITS = pd4ml.SPLITS
SHAPES = {0: (CONSTITUENTS, 4)}  # X_train_1 is the flag ttv of the original dataset, which nothing here needs


def layout(files: Sequence[Path], options: Mapping[str, Any]) -> dict[str, Array]:
    """Constituents as a cloud or a graph, and the class; UserError unless a file of this form is there."""
    pd4ml.check(files, SHAPES)
    return jets.layout(options)


def chunks(files: Sequence[Path], options: Mapping[str, Any]) -> Iterator[Chunk]:
    """The jets in file order. Options: those of jets, and `val` and `seed` of pd4ml.blocks."""
    for split, inputs, y in pd4ml.blocks(files, options, SHAPES):
        yield Chunk(split, jets.arrays(inputs[0], y, options))
