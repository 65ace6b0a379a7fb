"""Synthetic photon showers: hits along a Gamma profile whose maximum moves with the logarithm of the energy.

Synthetic, not simulated by Geant4. The planted answer: a photon of E GeV makes a Poisson number of hits with mean
HITS · E, each of an exponentially distributed energy with mean MEV; their sum is on average HITS · MEV · E, but for
what leaks out, and spreads by RESOLUTION / √E of it. The depth of a hit is Gamma distributed with its maximum at
ln(E / CRITICAL) + 0.5 radiation lengths.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from _package_.recipe import CELLS, ENERGY, GROUP, SIDE

RANGE = (10.0, 100.0)  # GeV
HITS = 40.0  # per GeV
MEV = 0.5  # mean energy of a hit
RESOLUTION = float(np.sqrt(2 / HITS))  # √GeV: a Poisson number of exponential energies
CRITICAL = 0.01  # GeV, of tungsten about
FALL = 0.5  # of the profile, per radiation length
DEPTH = 0.8  # radiation lengths of a layer
CORE, HALO, INSIDE = 0.6, 3.0, 0.8  # widths in cells, and the share of hits in the core
CENTRE = SIDE / 2
BATCH = 100  # showers made at a time
ROWS = 500  # of `make data-sample`: a shower takes 108 kB


def write(folder: Path, rows: int, seed: int, options: Mapping[str, Any]) -> list[Path]:
    """Writes `rows` showers into folder/photons.hdf5, in the real file's layout, compressed: most cells are empty."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "photons.hdf5"
    random = np.random.default_rng(seed)
    energy = random.uniform(*RANGE, (rows, 1))
    with h5py.File(path, "w") as file:
        group = file.create_group(GROUP)
        group.create_dataset(ENERGY, data=energy)
        shape, chunk = (rows, SIDE, SIDE, SIDE), (min(rows, 16), SIDE, SIDE, SIDE)
        cells = group.create_dataset(CELLS, shape, "float64", chunks=chunk, compression="gzip", compression_opts=1)
        for start in range(0, rows, BATCH):
            cells[start : start + BATCH] = showers(energy[start : start + BATCH, 0], random)
    return [path]


def showers(energy: Any, random: np.random.Generator) -> Any:
    """Cells (rows, layers, x, z) in MeV of photons of (rows,) GeV; hits beyond the cells are lost."""
    count = random.poisson(HITS * energy)
    shower = np.repeat(np.arange(len(energy)), count)
    shape = 1 + FALL * (np.log(energy[shower] / CRITICAL) + 0.5)  # so that the maximum, (shape − 1) / FALL, is there
    layer = random.gamma(shape, 1 / FALL) / DEPTH
    width = np.where(random.random(len(shower)) < INSIDE, CORE, HALO)
    across = CENTRE + width * random.standard_normal((2, len(shower)))
    place = np.floor(np.stack([layer, *across])).astype(np.int64)
    kept = ((place >= 0) & (place < SIDE)).all(0)
    cells = np.zeros((len(energy), SIDE, SIDE, SIDE))
    np.add.at(cells, (shower[kept], *place[:, kept]), random.exponential(MEV, int(kept.sum())))
    return cells
