"""A fitted estimator as a file: its arrays as safetensors, and among them, as JSON, how it is made of them.

Nothing in the file is run. Objects are made without calling a constructor, of classes that estimator_lookup.py knows,
and get their attributes; the few that are made by a call get numbers. Equal estimators give equal bytes.

The JSON: null, truth values, numbers, text and lists stand for themselves. All else is an object whose first key says
what it is: {"array": name of the tensor}, {"tuple": [...]}, {"dict": [[key, value], ...]}, {"object": class, "state":
{attribute: value}}, {"again": number of an object or part, counted from 0 as they begin}, {"part": kind, "of": [...]}.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import safetensors.numpy

from _package_ import files
from _package_.errors import UserError
from _package_.estimator_lookup import Foreign
from _package_.estimator_reader import Reader
from _package_.estimator_writer import STRUCTURE, Writer

FORMAT = "fair-ai/estimator@1"
SUFFIX = ".safetensors"
AGAIN = "Run `make train` again, or take the file anew from where you have it."


def check(estimator: Any) -> None:
    """UserError for an estimator that cannot be written down, best before hours of fitting."""
    with suppress(AttributeError, TypeError, ValueError):  # of a state that there is only after a fit
        packed(estimator)


def save(path: Path, estimator: Any) -> None:
    """Writes the file in one step; UserError, by name, for what is neither scikit-learn's nor of model.py."""
    files.replace(path, packed(estimator))


def packed(estimator: Any) -> bytes:
    """The content of the file."""
    writer = Writer()
    try:
        made = writer.of(estimator, "")
    except (Foreign, RecursionError) as error:
        raise UserError(
            f"{type(estimator).__name__} holds {error}, which cannot be saved: it is neither a public class or "
            "function of scikit-learn or NumPy nor one that model.py defines.",
            "Define it by name in model.py; a class of yours that holds such things gives them as numbers, text and "
            "arrays by __getstate__ and takes them by __setstate__.",
        ) from error
    return safetensors.numpy.save(writer.with_structure({"format": FORMAT, "estimator": made}))


def load(path: Path) -> Any:
    """The estimator; UserError for a file that is damaged, of another format, or that names anything else."""
    try:
        tensors = safetensors.numpy.load_file(path)
        said = json.loads(tensors.pop(STRUCTURE).tobytes())
        if said["format"] != FORMAT:
            raise ValueError(f"its format is {said['format']!r}")
        estimator = Reader(tensors).of(said["estimator"])
    except Foreign as error:
        raise UserError(
            f"{path.name} wants {shown(error)}, which is no part of an estimator of scikit-learn or of model.py.",
            "It was not opened. Do not use it unless you know who made it; `make train` makes your own.",
        ) from error
    except Exception as error:  # a damaged file may make safetensors, NumPy and scikit-learn raise anything
        words = f"{path.name} does not hold an estimator: {type(error).__name__}, {shown(error)}."
        raise UserError(words, AGAIN) from error
    return estimator


def shown(error: Exception) -> str:
    """What is said of an error, in one line: it may quote the file."""
    return "".join(sign if sign.isprintable() else "?" for sign in str(error))[:200]
