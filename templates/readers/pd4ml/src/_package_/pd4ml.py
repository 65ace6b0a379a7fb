"""One file of the collection pd4ml: X_train_0, X_train_1 …, y_train, X_test_0 …, y_test, each a row per example.

Form of the files and md5: erum-data-idt/pd4ml, pd4ml/dataset.py and pd4ml/pd4ml.py, at commit 644d3a0.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from _package_ import npzfile
from _package_.errors import UserError
from _package_.npzfile import Member
from _package_.splits import assign

BLOCK = 32 << 20  # bytes of one array at a time
CLASSES = (0, 1)
ROWS = 5000  # of a sample of two classes; its test is large, so that chance alone moves an AUC by 0.01
TRAIN = 0.3  # of these rows
REMEDY = "Use the file whose MD5 data/README.md names, or the recipe `npz` for arrays of another form."
SPLITS = {
    "train": "the file's X_train and y_train, those rows that val does not take",
    "val": "a seeded share of the file's X_train and y_train, by the hash of the row's place",
    "test": "the file's X_test and y_test",
}
Shapes = Mapping[int, tuple[int, ...]]  # number of an input -> shape of one row


class Block(NamedTuple):
    """Some rows of the file in its order."""

    split: NDArray[np.str_]  # (rows,)
    inputs: dict[int, NDArray[Any]]  # number of an input -> (rows, *shape), as it stands in the file
    y: NDArray[Any]  # (rows,)


def check(files: Sequence[Path], shapes: Shapes) -> Path:
    """The one .npz file; UserError where it is none of this form, or a web page."""
    found = sorted(path for path in files if path.suffix.lower() == ".npz")
    if len(found) != 1:
        remedy = "Put the file into data/raw/ under the name that data/README.md gives, or choose one with FILES=."
        raise UserError(f"{len(found) or 'No'} .npz files among the dataset's files; one is needed.", remedy)
    path = found[0]
    _refuse_pages(path)
    with npzfile.opened(path) as arrays:
        known = {member.name: member for member in arrays}
        for part in ("train", "test"):
            _rows(path, known, part, shapes)
    return path


def blocks(files: Sequence[Path], options: Mapping[str, Any], shapes: Shapes, classes: bool = True) -> Iterator[Block]:
    """The rows of train, then of test. Options: `val`, share of the file's train; `seed` of the choice.

    `classes` asks for labels that are 0 or 1.
    """
    path = check(files, shapes)
    share, seed = float(options.get("val", 0.2)), int(options.get("seed", 0))
    fractions = {"train": 1 - share, "val": share}
    for part in ("train", "test"):
        with npzfile.opened(path) as arrays:
            known = {member.name: member for member in arrays}
            rows = _rows(path, known, part, shapes)
            wanted = {number: known[f"X_{part}_{number}"] for number in shapes}
            labels = known[f"y_{part}"]
            for start, stop in _steps(rows, [*wanted.values(), labels]):
                y = labels.read(start, stop)
                if classes and not np.isin(y, CLASSES).all():
                    raise UserError(f"y_{part} of {path.name} has labels other than 0 and 1.", REMEDY)
                place = np.arange(start, stop)
                split = assign(place, fractions=fractions, seed=seed) if part == "train" else np.full(len(y), "test")
                yield Block(split, {number: member.read(start, stop) for number, member in wanted.items()}, y)


def write(
    folder: Path,
    name: str,
    inputs: Sequence[NDArray[Any]],
    y: NDArray[Any],
    constant: int = 0,
    train: float = TRAIN,
) -> list[Path]:
    """Writes rows in the form of the collection, the share `train` first; the last `constant` inputs are no rows."""
    folder.mkdir(parents=True, exist_ok=True)
    path, edge = folder / name, math.ceil(train * len(y))
    arrays: dict[str, NDArray[Any]] = {}
    for part, rows in (("train", slice(None, edge)), ("test", slice(edge, None))):
        for number, values in enumerate(inputs):
            shared = number >= len(inputs) - constant
            arrays[f"X_{part}_{number}"] = values if shared else values[rows]
        arrays[f"y_{part}"] = y[rows]
    np.savez_compressed(path, allow_pickle=False, **arrays)
    return [path]


def _refuse_pages(path: Path) -> None:
    """UserError where a web page was saved under the file's name, as expired links of the collection led to."""
    with path.open("rb") as file:
        start = file.read(512).lstrip().lower()
    if start.startswith(b"<"):
        raise UserError(
            f"{path.name} is a web page, not arrays: the address it came from no longer serves the data.",
            f"Remove data/raw/{path.name}, and put there a copy of the data whose MD5 data/README.md names.",
        )


def _rows(path: Path, known: Mapping[str, Member], part: str, shapes: Shapes) -> int:
    """Number of rows of train or test; UserError unless the arrays are there, of these shapes and equally long."""
    expected = {f"X_{part}_{number}": shape for number, shape in shapes.items()} | {f"y_{part}": ()}
    missing = [name for name in expected if name not in known]
    if missing:
        raise UserError(f"{path.name} has no array {', '.join(missing)}; it has {', '.join(known) or 'none'}.", REMEDY)
    for name, shape in expected.items():
        header = known[name].header
        if not header.readable or header.dtype.kind not in "biuf" or header.shape[1:] != shape:
            words = f"shape {header.shape} and type {header.dtype}"
            raise UserError(f"{name} of {path.name} has {words}; rows of {shape} numbers are needed.", REMEDY)
    lengths = {name: known[name].header.shape[0] for name in expected}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {rows}" for name, rows in lengths.items())
        raise UserError(f"The arrays of {path.name} differ in length: {told}.", REMEDY)
    return lengths[f"y_{part}"]


def _steps(rows: int, arrays: Sequence[Member]) -> Iterator[tuple[int, int]]:
    """Beginning and end of each block: at most BLOCK bytes of the widest array."""
    size = max(math.prod(member.header.shape[1:]) * member.header.dtype.itemsize for member in arrays)
    step = max(1, BLOCK // max(1, size))
    for start in range(0, rows, step):
        yield start, min(start + step, rows)
