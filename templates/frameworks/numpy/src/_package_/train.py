"""Writes down a rule that needs no training, and applies it: the same commands for it as for a model that learns."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import npz
from _package_.affine import Affine, side_by_side
from _package_.arrays import Arrays
from _package_.config import Config
from _package_.errors import UserError
from _package_.feeds import Feeder
from _package_.files import replace
from _package_.model import model
from _package_.schema import Schema

SUFFIX = ".npz"


def train(
    schema: Schema, config: Config, arrays: Arrays, stem: Path, *, seed: int, device: str, resume: bool
) -> dict[str, Any]:
    """Writes <stem>.npz, which depends on the moments of `config.fit_on` alone, and returns what the sidecar says."""
    del seed, resume  # nothing is random, and there is nothing to go on with
    begun = time.perf_counter()
    if device not in ("auto", "cpu"):
        raise UserError(f"DEVICE={device}: NumPy computes on the CPU.", "Leave DEVICE out.")
    if config.train["shuffle_targets"]:
        raise UserError("A rule learns from no targets: shuffled ones change nothing.", "Leave shuffle_targets out.")
    rule, buffer = model(schema, config), io.BytesIO()
    np.savez(buffer, matrix=rule.matrix, offset=rule.offset)
    file = stem.with_name(stem.name + SUFFIX)
    replace(file, buffer.getvalue())
    return {
        "weights": file.name,
        "rows": arrays.rows(config.fit_on),
        "device": "cpu",
        "seconds": time.perf_counter() - begun,
    }


def load(stem: Path) -> Affine:
    """The rule of <stem>.npz; UserError for a file that holds none."""
    file = stem.with_name(stem.name + SUFFIX)
    again = "Run `make train` again."
    found = npz.read(file, again)
    rule = Affine(*(found.get(name, np.empty(())) for name in ("matrix", "offset")))
    if rule.matrix.ndim != 2 or rule.offset.shape != rule.matrix.shape[1:] or rule.matrix.dtype.kind != "f":
        raise UserError(f"{file.name} holds no matrix and offset that belong together.", again)
    return rule


def predictor(
    stem: Path, schema: Schema, config: Config, device: str
) -> Callable[[Mapping[str, NDArray[Any]]], NDArray[Any]]:
    """The result maps input arrays in physical units, (rows, ...), to normalised values (rows, outputs)."""
    rule, feeder = load(stem), Feeder(schema, config, np.float64)
    return lambda inputs: rule(side_by_side(schema, feeder(inputs)))
