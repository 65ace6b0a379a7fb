"""Jets as clouds or graphs of their constituents, made of four-momenta (E, px, py, pz) in GeV.

Options: `input` (cloud or graph), `features`, `particles` (constituents kept, the first of the file) and `neighbours`
(of each node of a graph, the nearest in deta and dphi). The jet is the sum of all constituents of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.errors import UserError
from _package_.neighbours import nearest
from _package_.schema import Array, Field

INPUTS = ("cloud", "graph")
CONSTITUENTS = 200  # stored of each jet, zeros where it has fewer
CLASSES = ("qcd", "top")
FEATURES = {
    field.name: field
    for field in (
        Field("log_pt", None, "Logarithm of the transverse momentum in GeV"),
        Field("log_e", None, "Logarithm of the energy in GeV"),
        Field("deta", None, "Pseudorapidity less the jet's, with the sign of the jet's: mirrored to positive ones"),
        Field("dphi", "rad", "Azimuth less the jet's, between -pi and pi"),
        Field("log_ptrel", None, "Logarithm of the transverse momentum over the jet's"),
        Field("log_erel", None, "Logarithm of the energy over the jet's"),
        Field("dr", None, "Distance from the jet's axis in deta and dphi"),
        Field("pt_share", None, "Transverse momentum over the sum of those of all constituents"),
        Field("eta_rel", None, "Pseudorapidity less the jet's, not mirrored"),
        Field("e", "GeV", "Energy"),
        Field("px", "GeV", "Momentum along x, across the beam"),
        Field("py", "GeV", "Momentum along y, across the beam"),
        Field("pz", "GeV", "Momentum along the beam"),
    )
}
PUBLISHED = ("log_pt", "log_e", "deta", "dphi", "log_ptrel", "log_erel", "dr")  # of pd4ml's networks


def layout(options: Mapping[str, Any]) -> dict[str, Array]:
    """constituents (particles, features), real (particles,), for a graph neighbours (particles, k), and target."""
    form, names, particles, k = _options(options)
    graph = form == "graph"
    fields = tuple(FEATURES[name] for name in names)
    label = (Field("is_top", None, "Whether the jet comes from a top quark (1) or from quarks and gluons (0)"),)
    found = {
        "constituents": Array(
            "input",
            form,
            "float32",
            (particles, len(names)),
            "standard",
            fields,
            mask="real",
            edges="neighbours" if graph else None,
        ),
        "real": Array("mask", "table", "uint8", (particles,), description="1 where the jet has a constituent"),
    }
    if graph:
        said = f"the {k} nearest other constituents in deta and dphi"
        found["neighbours"] = Array("edges", "table", "int16", (particles, k), description=said)
    target = Array("target", "table", "int64", (), "none", label, CLASSES, rejection=(0.5, 0.3))
    return found | {"target": target}


def arrays(momenta: NDArray[Any], label: NDArray[Any], options: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """The arrays of layout() from momenta (rows, 200, 4) and labels (rows,), 1 for a top quark."""
    form, names, particles, k = _options(options)
    values, real = features(momenta, particles)
    found = {
        "constituents": np.stack([values[name] for name in names], axis=-1).astype(np.float32),
        "real": real.astype(np.uint8),
    }
    if form == "graph":
        found["neighbours"] = nearest(np.stack([values["deta"], values["dphi"]], axis=-1), real, k)
    return found | {"target": np.asarray(label).astype(np.int64)}


def features(momenta: NDArray[Any], particles: int) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.bool_]]:
    """Every one of FEATURES, (rows, particles), zero where there is no constituent; and where there is one."""
    p = np.asarray(momenta, dtype=np.float64)
    every = p[..., 0] > 0
    p = np.where(every[..., None], p, 0)
    sum_pt = np.hypot(p[..., 1], p[..., 2]).sum(axis=1)[:, None]
    jet_e, jet_x, jet_y, jet_z = p.sum(axis=1).T[..., None]
    p = p[:, :particles]
    e, px, py, pz = np.moveaxis(p, -1, 0)
    pt, jet_pt = np.hypot(px, py), np.hypot(jet_x, jet_y)
    real = every[:, :particles] & (pt > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        eta_rel = np.arcsinh(pz / pt) - np.arcsinh(jet_z / jet_pt)
        deta = np.where(jet_z < 0, -eta_rel, eta_rel)
        dphi = np.remainder(np.arctan2(py, px) - np.arctan2(jet_y, jet_x) + np.pi, 2 * np.pi) - np.pi
        found = {
            "log_pt": np.log(pt),
            "log_e": np.log(e),
            "deta": deta,
            "dphi": dphi,
            "log_ptrel": np.log(pt / jet_pt),
            "log_erel": np.log(e / jet_e),
            "dr": np.hypot(deta, dphi),
            "pt_share": pt / sum_pt,
            "eta_rel": eta_rel,
        }
    found |= {"e": e, "px": px, "py": py, "pz": pz}
    return {name: np.where(real, values, 0) for name, values in found.items()}, real


def _options(options: Mapping[str, Any]) -> tuple[str, list[str], int, int]:
    """Form, names of features, constituents and neighbours; UserError for what cannot be."""
    form = str(options.get("input", INPUTS[0]))
    names: list[str] = list(options.get("features") or PUBLISHED)
    particles, k = int(options.get("particles", 100)), int(options.get("neighbours", 7))
    if form not in INPUTS:
        raise UserError(
            f"The recipe lays no jets out as {form!r}.", f"Set recipe.options.input to {' or '.join(INPUTS)}."
        )
    wrong = [name for name in names if name not in FEATURES]
    if wrong:
        raise UserError(f"There is no feature {', '.join(wrong)}.", f"recipe.options.features: {', '.join(FEATURES)}.")
    if not 1 <= particles <= CONSTITUENTS or not 1 <= k < CONSTITUENTS:
        words = f"particles is {particles} and neighbours {k}"
        raise UserError(f"{words}.", f"recipe.options: both at least 1, at most {CONSTITUENTS} particles.")
    return form, names, particles, k
