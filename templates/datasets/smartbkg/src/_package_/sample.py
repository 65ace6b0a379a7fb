"""A synthetic file of pd4ml's smartBKG: decay trees with a planted kind of particle. Synthetic, not measured.

Every particle but the first has a mother before it in the list. The planted answer: a particle without daughters is of
the kind TAGGED with the probabilities SHARES, by class. Inert: times, places, momenta and the form of the tree.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from _package_ import pd4ml
from _package_.pd4ml import ROWS
from _package_.recipe import COLUMNS, PARTICLES

__all__ = ["ROWS", "write"]

OTHERS = (46, 171, 236, 321, 423)  # numbers of kinds, without a meaning here
TAGGED = 143
SHARES = (0.1, 0.5)  # of fail and pass
NUMBER = (15, 50)  # particles in an event
DAUGHTERS = 3  # on average, of a particle that decays


def write(folder: Path, rows: int, seed: int, options: Mapping[str, Any]) -> list[Path]:
    """Writes `rows` events into folder/6_belle_selective_400k.npz: particles, their mothers' places, and the class."""
    random = np.random.default_rng(seed)
    label = random.integers(2, size=rows)
    place = np.arange(PARTICLES)
    real = place < random.integers(*NUMBER, size=rows, endpoint=True)[:, None]
    # The mother of particle n is around n / DAUGHTERS, as where the particles are listed generation by generation.
    above = np.clip(place // DAUGHTERS + random.integers(-1, 2, (rows, PARTICLES)), 0, np.maximum(place - 1, 0))
    mother = np.where(real & (place > 0), above, -1)
    decays = np.zeros((rows, PARTICLES), dtype=bool)
    np.put_along_axis(decays, np.maximum(mother, 0), True, axis=1)
    tagged = ~decays & (random.random((rows, PARTICLES)) < np.array(SHARES)[label][:, None])
    particles = np.zeros((rows, PARTICLES, COLUMNS), dtype=np.float32)
    particles[..., 1:8] = random.standard_normal((rows, PARTICLES, 7))
    particles[..., :2] = random.exponential(size=(rows, PARTICLES, 2))
    particles[..., 8] = np.where(tagged, TAGGED, random.choice(OTHERS, (rows, PARTICLES)))
    particles *= real[..., None]
    return pd4ml.write(folder, "6_belle_selective_400k.npz", [particles, mother.astype(np.int64)], label)
