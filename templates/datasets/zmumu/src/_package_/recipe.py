"""Pairs of muons in the tree `events`: pt, eta, phi and charge of both in, the invariant mass out, split by event.

Source: uproot-Zmumu.root of scikit-hep/scikit-hep-testdata. M follows from E, px, py, pz, which serve the closure test.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import uproot
from numpy.typing import NDArray

from _package_.errors import UserError
from _package_.schema import Array, Chunk, Field
from _package_.splits import assign

Float = NDArray[np.float64]
Events = Mapping[str, NDArray[Any]]  # branch -> (rows,)

TREE = "events"
OF_A_MUON = {  # branch without its suffix -> unit, description
    "pt": ("GeV", "Transverse momentum"),
    "eta": (None, "Pseudorapidity"),
    "phi": ("rad", "Azimuth"),
    "Q": ("e", "Charge"),
}
MUONS = {"1": "first muon", "2": "second muon"}
FEATURES = tuple(
    Field(name + suffix, unit, f"{what} of the {which}")
    for suffix, which in MUONS.items()
    for name, (unit, what) in OF_A_MUON.items()
)
FOUR_VECTORS = [component + suffix for suffix in MUONS for component in ("E", "px", "py", "pz")]
BRANCHES = [*(field.name for field in FEATURES), "Run", "Event", "M"]
STEP = 50_000  # entries per chunk

_HOW = "a seeded share of the events, by the hash of (Run, Event): all rows of an event stand in one split"
SPLITS = {"train": _HOW, "val": _HOW, "test": _HOW}


def layout(files: Sequence[Path], options: Mapping[str, Any]) -> dict[str, Array]:
    """features (8), target M (1) in GeV, the event as group (2), and the massless formula as reference (1) in GeV."""
    trees(files)
    event = (Field("Run", None, "Number of the run"), Field("Event", None, "Number of the event in its run"))
    mass = (Field("M", "GeV", "Invariant mass of the two muons"),)
    return {
        "features": Array("input", "table", "float64", (len(FEATURES),), "standard", FEATURES),
        "target": Array("target", "table", "float64", (1,), "standard", mass),
        "event": Array("group", "table", "int64", (2,), fields=event, description="Rows of one event"),
        "reference": Array("reference", "table", "float64", (1,), fields=mass, description="massless formula"),
    }


def chunks(files: Sequence[Path], options: Mapping[str, Any]) -> Iterator[Chunk]:
    """The entries in file order. Options: `val` and `test`, shares of the events; `seed` of the choice."""
    val, test = float(options.get("val", 0.15)), float(options.get("test", 0.2))
    shares = {"train": 1 - val - test, "val": val, "test": test}
    for path in trees(files):
        for events in read(path, BRANCHES):
            arrays = {
                "features": np.stack([events[field.name] for field in FEATURES], axis=1).astype(np.float64),
                "target": events["M"][:, None].astype(np.float64),
                "event": np.stack([events["Run"], events["Event"]], axis=1).astype(np.int64),
                "reference": massless_mass(events)[:, None],
            }
            yield Chunk(
                assign(events["Run"], events["Event"], fractions=shares, seed=int(options.get("seed", 0))), arrays
            )


def trees(files: Sequence[Path]) -> list[Path]:
    """The .root files among `files`; UserError when there is none, or one lacks the tree or a branch."""
    found = sorted(path for path in files if path.suffix.lower() == ".root")
    if not found:
        raise UserError("No .root file among the dataset's files.", "Run `make data FILES='*Zmumu*'`.")
    for path in found:
        with opened(path) as file:
            tree = file.get(TREE)
            missing = [name for name in BRANCHES if tree is None or name not in tree]
        if missing:
            remedy = "Choose the file with FILES=, or use the recipe `root` for trees of another form."
            raise UserError(f"{path.name} has no tree {TREE!r} with the branches {', '.join(missing)}.", remedy)
    return found


def opened(path: Path) -> Any:
    """The ROOT file as a context manager (uproot's own types do not say so); UserError when it is none."""
    try:
        return uproot.open(path)
    except ValueError as error:
        raise UserError(
            f"{path.name} is not a ROOT file.", "Run `make data VERIFY=1`, which fetches it anew."
        ) from error


def read(path: Path, branches: Sequence[str]) -> Iterator[dict[str, NDArray[Any]]]:
    """Branches of the tree as NumPy arrays of (rows,), STEP entries at a time."""
    with opened(path) as file:
        yield from file[TREE].iterate(branches, step_size=STEP, library="np")


def massless_mass(events: Events) -> Float:
    """Invariant mass in GeV of two massless particles, (rows,), from pt in GeV, eta and phi."""
    angle = np.cosh(events["eta1"] - events["eta2"]) - np.cos(events["phi1"] - events["phi2"])
    return np.sqrt(2 * events["pt1"] * events["pt2"] * angle)


def fourvector_mass(events: Events) -> Float:
    """Invariant mass in GeV, (rows,), from E, px, py, pz in GeV of both muons."""
    energy, px, py, pz = (events[f"{component}1"] + events[f"{component}2"] for component in ("E", "px", "py", "pz"))
    return np.sqrt(energy**2 - px**2 - py**2 - pz**2)
