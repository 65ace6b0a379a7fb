"""Synthetic Z decays to two muons in the branches of the ROOT tutorial file.

Synthetic, not measured. The planted answer: the mass M follows a Breit-Wigner peak at MASS with the width WIDTH. As in
the real file, an event stands in several rows (two fits of each muon, and the muons swapped), and M belongs to E, px,
py, pz, which hold another fit than pt, eta, phi (there in most rows): so the massless formula misses M by a little.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import awkward as ak
import numpy as np
import uproot
from numpy.typing import NDArray

from _package_.recipe import fourvector_mass

MASS, WIDTH = 91.19, 2.50  # GeV
MUON = 0.10566  # GeV
FIT = 2e-3  # relative difference of the momenta of the two fits
Columns = dict[str, NDArray[Any]]


def decays(random: np.random.Generator, events: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Momenta (px, py, pz) in GeV of the two muons, each (events, 3): isotropic decays of moving Z bosons."""
    # Inverse of the Breit-Wigner's cumulative distribution between 60 and 120 GeV.
    low, high = np.arctan(2 * (60 - MASS) / WIDTH), np.arctan(2 * (120 - MASS) / WIDTH)
    mass = MASS + WIDTH / 2 * np.tan(random.uniform(low, high, events))
    direction = random.standard_normal((events, 3))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    momentum = direction * np.sqrt(mass**2 / 4 - MUON**2)[:, None]  # of one muon where the Z rests

    pt, phi, rapidity = (
        random.exponential(10, events),
        random.uniform(-np.pi, np.pi, events),
        random.normal(0, 1, events),
    )
    energy = np.hypot(mass, pt) * np.cosh(rapidity)
    boson = np.stack([pt * np.cos(phi), pt * np.sin(phi), np.hypot(mass, pt) * np.sinh(rapidity)], axis=1)
    # Lorentz boost of +momentum and -momentum, both with the energy mass / 2, to where the Z has the momentum `boson`.
    along = np.sum(boson * momentum, axis=1, keepdims=True) / (mass * (energy + mass))[:, None]
    return momentum + boson * (0.5 + along), -momentum + boson * (0.5 - along)


def muon(momentum: NDArray[np.float64], fitted: NDArray[np.float64], charge: NDArray[np.int32], suffix: str) -> Columns:
    """Branches of one muon: pt, eta, phi of the first fit and E, px, py, pz of the second."""
    px, py, pz = momentum.T
    pt = np.hypot(px, py)
    energy = np.sqrt(np.sum(fitted**2, axis=1) + MUON**2)
    columns = {"E": energy, "px": fitted[:, 0], "py": fitted[:, 1], "pz": fitted[:, 2]}
    columns |= {"pt": pt, "eta": np.arcsinh(pz / pt), "phi": np.arctan2(py, px), "Q": charge}
    return {f"{name}{suffix}": column for name, column in columns.items()}


def write(folder: Path, rows: int, seed: int, options: Mapping[str, Any]) -> list[Path]:
    """Writes `rows` muon pairs, four of each event, into the tree `events` of folder/sample-Zmumu.root."""
    random = np.random.default_rng(seed)
    first, second = decays(random, -(-rows // 4))
    fits = [[p * (1 + FIT * random.standard_normal((len(p), 1))) for p in (first, second)] for _ in range(2)]
    plus, minus = np.ones(len(first), np.int32), -np.ones(len(first), np.int32)
    parts: list[Columns] = []
    for fit in fits:
        parts.append(muon(first, fit[0], plus, "1") | muon(second, fit[1], minus, "2"))
        parts.append(muon(second, fit[1], minus, "1") | muon(first, fit[0], plus, "2"))  # the same pair, swapped
    # Rows of one event stand together, as in the real file.
    columns = {name: np.stack([part[name] for part in parts], axis=1).reshape(-1)[:rows] for name in parts[0]}
    event = np.repeat(np.arange(1, len(first) + 1, dtype=np.int32), 4)[:rows]
    tree = {"Run": np.full(rows, 1, np.int32), "Event": event, **columns, "M": fourvector_mass(columns)}
    kinds = ak.Array(np.tile(["GG", "GG", "TT", "TT"], len(first))[:rows].tolist())

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "sample-Zmumu.root"
    with uproot.recreate(path) as file:
        events = file.mktree(
            "events", {"Type": kinds.type.content, **{name: column.dtype for name, column in tree.items()}}
        )
        events.extend({"Type": kinds, **tree})
    return [path]
