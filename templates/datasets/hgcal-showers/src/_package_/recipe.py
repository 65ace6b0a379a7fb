"""Photon showers in a highly granular calorimeter: the energy of 30 × 30 × 30 cells in, the energy of the photon out.

Source: FLC-QU-hep/getting_high, whose README gives the structure of the file: in the group 30x30 the arrays `layers`
(N, 30, 30, 30) in MeV, by layer, x and z, and `energy` (N, 1) in GeV.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from _package_.errors import UserError
from _package_.schema import Array, Chunk, Field
from _package_.splits import assign

GROUP, CELLS, ENERGY = "30x30", "layers", "energy"
SIDE = 30  # cells along x and along z, and layers
ENDINGS = (".hdf5", ".h5")
ROWS = 256  # showers read at a time, 55 MB in double precision

_HOW = "a seeded share of the showers, by the hash of the file's name and the shower's place in it"
SPLITS = {"train": _HOW, "val": _HOW, "test": _HOW}


def layout(files: Sequence[Path], options: Mapping[str, Any]) -> dict[str, Array]:
    """image (30, 30, 30) in MeV, x by z by layer, and target (1) in GeV."""
    showers(files)
    layers = tuple(Field(f"layer{k}", "MeV", f"Energy in the cells of layer {k}") for k in range(1, SIDE + 1))
    energy = (Field("energy", "GeV", "Energy of the photon"),)
    return {
        "image": Array("input", "image", "float32", (SIDE, SIDE, SIDE), "standard", layers),
        "target": Array("target", "table", "float64", (1,), "standard", energy),
    }


def chunks(files: Sequence[Path], options: Mapping[str, Any]) -> Iterator[Chunk]:
    """The showers in file order. Options: `val` and `test`, shares of the showers; `seed` of the choice."""
    val, test = float(options.get("val", 0.1)), float(options.get("test", 0.2))
    shares, seed = {"train": 1 - val - test, "val": val, "test": test}, int(options.get("seed", 0))
    for path in showers(files):
        with opened(path) as (cells, energy):
            for start in range(0, len(cells), ROWS):
                image = np.asarray(cells[start : start + ROWS], dtype=np.float32).transpose(0, 2, 3, 1)
                place = np.arange(start, start + len(image))
                split = assign(place, np.full(len(place), path.name), fractions=shares, seed=seed)
                target = np.asarray(energy[start : start + ROWS], dtype=np.float64).reshape(-1, 1)
                if not (np.isfinite(image).all() and np.isfinite(target).all()):
                    said = f"{path.name} holds missing or infinite values in showers {start} to {start + len(image)}."
                    raise UserError(said, "Run `make data VERIFY=1`, which fetches a damaged file anew.")
                yield Chunk(split, {"image": image, "target": target})


def showers(files: Sequence[Path]) -> list[Path]:
    """The HDF5 files among `files`; UserError when there is none, or one is of another form."""
    found = sorted(path for path in files if path.suffix.lower() in ENDINGS)
    if not found:
        raise UserError("No .hdf5 file among the dataset's files.", "Run `make data FILES='*.hdf5'`.")
    for path in found:
        with opened(path):
            pass
    return found


@contextmanager
def opened(path: Path) -> Iterator[tuple[Any, Any]]:
    """The cells (N, 30, 30, 30) and the energies of a file, read as they are sliced; UserError for another form."""
    try:
        file = h5py.File(path, "r")
    except OSError as error:
        remedy = "Run `make data VERIFY=1`, which fetches a damaged file anew."
        raise UserError(f"{path.name} is no whole HDF5 file: {error}", remedy) from error
    with file:
        arrays = [file.get(f"{GROUP}/{name}") for name in (CELLS, ENERGY)]
        shapes = [one.shape if isinstance(one, h5py.Dataset) else None for one in arrays]
        cells, energy = shapes
        if not cells or not energy or cells[1:] != (SIDE,) * 3 or energy not in ((cells[0],), (cells[0], 1)):
            names = f"{GROUP}/{CELLS} of (N, 30, 30, 30) and {GROUP}/{ENERGY} of (N, 1)"
            said = f"{path.name} has {GROUP}/{CELLS} {cells or 'not'} and {GROUP}/{ENERGY} {energy or 'not'}."
            raise UserError(said, f"This recipe reads {names}; for other files there is the recipe hdf5.")
        yield arrays[0], arrays[1]
