"""The weights of a trained network, read from <stem>.safetensors: whole, and those of this network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import safetensors
import safetensors.numpy

from _package_.errors import UserError
from _package_.learner import Weights

SUFFIX = ".safetensors"
Network = TypeVar("Network")
# safetensors checks head, sizes and overlaps; kinds of numbers that NumPy lacks end in one of the others.
DAMAGED = (OSError, KeyError, TypeError, ValueError, AttributeError, safetensors.SafetensorError)


def load(stem: Path, put: Callable[[Weights], Network]) -> Network:
    """What `put` makes of the weights; UserError where they are damaged, or `put` raises ValueError: other names or
    shapes than the network's."""
    path = stem.with_name(stem.name + SUFFIX)
    try:
        weights = safetensors.numpy.load_file(path)
    except DAMAGED as error:
        raise UserError(f"{path.name} cannot be read: {one_line(error)}", "Run `make train` again.") from error
    try:
        return put(weights)
    except (ValueError, TypeError) as error:
        words = f"{path.name} does not fit the network: {one_line(error)}"
        remedy = "It belongs to another model or other data; run `make train` again."
        raise UserError(words, remedy) from error


def one_line(error: Exception) -> str:
    """What is said of an error: it may quote the file."""
    text = "".join(sign if sign.isprintable() else " " for sign in f"{error}")
    return " ".join(text.split())[:300] or type(error).__name__
