"""Jets from the files of the record, a block at a time: HDF5 (padded with zeros) and ROOT (lists) give the same arrays.

HDF5: every variable is an array at the root, (jets,) or (jets, 60) for tracks and (jets, 5) for vertices, compressed by
Blosc, for which HDF5 alone has no filter: PyTables brings it. ROOT: branches of the tree deepntuplizer/tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import awkward as ak
import numpy as np
import tables
import uproot
from numpy.typing import NDArray

from _package_.errors import UserError

TREE = "deepntuplizer/tree"
TRACKS, VERTICES = 60, 5  # stored of each jet
STEP = 2_500  # jets at a time: 18 MB of tracks
CACHE = 1 << 20  # bytes of each open variable; PyTables would keep 16 MB of each of a hundred
NAME = re.compile(r"ntuple_merged_(\d+)\.(h5|root)")
Block = Mapping[str, NDArray[Any]]  # variable -> (jets,) or (jets, stored)

_AGAIN = "Run `make data VERIFY=1`, which fetches what is damaged anew."


def stored(name: str) -> int | None:
    """How many values of a variable the HDF5 files have room for in each jet; None for a single one."""
    return TRACKS if name.startswith("track") else VERTICES if name.startswith("sv_") else None


def numbered(files: Sequence[Path]) -> dict[int, Path]:
    """The files by the number in their name, in order; UserError for none, and for the same jets twice."""
    found: dict[int, Path] = {}
    for path in sorted(files):
        match = NAME.fullmatch(path.name)
        if match is None:
            if path.suffix in (".h5", ".root"):
                remedy = "Keep the archive's names, ntuple_merged_<number>.h5 or .root: the number says which split."
                raise UserError(f"{path.name} has no number, so its split is not known.", remedy)
            continue
        number = int(match[1])
        if number in found:
            both = f"{found[number].name} and {path.name}"
            remedy = "Choose one format: make data FILES='*_[09].h5' (or '*_[09].root')."
            raise UserError(f"The same jets twice: {both}.", remedy)
        found[number] = path
    if not found:
        remedy = "Run `make data FILES='*_[09].h5'`."
        raise UserError("No file ntuple_merged_<number>.h5 or .root among the dataset's files.", remedy)
    return dict(sorted(found.items()))


def read(path: Path, names: Sequence[str]) -> Iterator[Block]:
    """Blocks of at most STEP jets, in the order of the file; what is missing in a list is 0, and so is NaN."""
    for block in (_hdf5 if path.suffix == ".h5" else _root)(path, names):
        yield {name: np.nan_to_num(values, nan=0, posinf=np.inf, neginf=-np.inf) for name, values in block.items()}


def _hdf5(path: Path, names: Sequence[str]) -> Iterator[Block]:
    try:
        file: Any = tables.open_file(str(path), "r", chunk_cache_size=CACHE)
    except (tables.HDF5ExtError, OSError) as error:
        raise UserError(f"{path.name} is not a whole HDF5 file.", _AGAIN) from error
    with file:
        _all_there(path, names, file.root)
        nodes = {name: file.root[name] for name in names}
        jets = nodes[names[0]].shape[0]
        for name, node in nodes.items():
            shape = (jets,) if stored(name) is None else (jets, stored(name))
            if node.shape != shape:
                raise UserError(f"{name} in {path.name} has the shape {node.shape}, not {shape}.", _AGAIN)
        for start in range(0, jets, STEP):
            yield {name: node[start : start + STEP] for name, node in nodes.items()}


def _root(path: Path, names: Sequence[str]) -> Iterator[Block]:
    try:
        file: Any = uproot.open(path)
    except (ValueError, OSError) as error:
        raise UserError(f"{path.name} is not a whole ROOT file.", _AGAIN) from error
    with file:
        tree = file.get(TREE)
        if tree is None:
            raise UserError(f"{path.name} has no tree {TREE}.", "Use the recipe `root` for trees of another form.")
        _all_there(path, names, tree)
        for block in tree.iterate(list(names), step_size=STEP, library="ak"):
            yield {name: _padded(block[name], stored(name)) for name in names}


def _padded(values: Any, size: int | None) -> NDArray[Any]:
    """(jets,) as it is; lists as (jets, size): cut where they are longer, zeros where they are shorter."""
    if size is None:
        return ak.to_numpy(values)
    kept = values[:, :size]
    counts = ak.to_numpy(ak.num(kept))
    flat = ak.to_numpy(ak.flatten(kept))
    made = np.zeros((len(counts), size), dtype=flat.dtype)
    made[np.arange(size) < counts[:, None]] = flat
    return made


def _all_there(path: Path, names: Sequence[str], known: Any) -> None:
    missing = [name for name in names if name not in known]
    if missing:
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        remedy = "Fetch the file of the record again (make data VERIFY=1), or choose another recipe for other files."
        raise UserError(f"{path.name} lacks the variables {', '.join(missing[:5])}{more}.", remedy)
