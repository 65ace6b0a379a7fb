"""Synthetic jets in the files of the record: the same variables, shapes, types and compression.

Synthetic, not simulated. The planted answer: jets of the class Hbb have more displaced tracks, whose PLANTED (the
significance of the impact parameter in space) is large, and up to two secondary vertices far away. PLANTED carries
most; INERT is the same noise in both classes, as the number of tracks is. Some jets more than asked for have no label.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import awkward as ak
import numpy as np
import tables
import uproot
from numpy.typing import NDArray

from _package_ import jets
from _package_.variables import JETS, SPECTATORS, TRACKS, VERTICES

PLANTED, INERT = "trackBTag_Sip3dSig", "track_normchi2"
DISPLACED = {0: (1.0, 30.0), 1: (6.0, 14.0)}  # class -> beta distribution of the share of displaced tracks
WIDTH = {"track": 64, "sv": 7}  # more than the HDF5 files have room for
ROWS, TEST = 5000, 0.7  # of `make data-sample`, and the test file's share: there chance moves an AUC by 0.01
NOISE = {  # track variable -> width of a normal distribution about 0
    **dict.fromkeys(("track_phirel", "track_etarel"), 0.2),
    **dict.fromkeys(("track_dxy", "trackBTag_Sip2dVal", "trackBTag_Sip3dVal"), 0.02),
    **dict.fromkeys(("track_dxydz", "track_dphidxy", "track_dlambdadz"), 1e-6),
    **dict.fromkeys(("track_dz", "trackBTag_JetDistVal"), 0.1),
    **dict.fromkeys(("track_dzsig", "track_dxysig"), 2.0),
}
Random = np.random.Generator
Columns = dict[str, NDArray[Any]]  # variable -> (jets,), or (jets, WIDTH) for tracks and vertices


def write(folder: Path, rows: int, seed: int, options: Mapping[str, Any]) -> list[Path]:
    """Writes `rows` jets with a label, and 5 % without, into train/ntuple_merged_9 and test/ntuple_merged_0.

    Option `sample`: "h5", or "root" for lists in a tree.
    """
    random, kind, test = np.random.default_rng(seed), str(options.get("sample", "h5")), round(TEST * rows)
    made: list[Path] = []
    for part, number, labelled in (("train", 9, rows - test), ("test", 0, test)):
        if not labelled:
            continue
        path = folder / part / f"ntuple_merged_{number}.{kind}"
        path.parent.mkdir(parents=True, exist_ok=True)
        classes = np.concatenate([np.arange(labelled) % 2, np.full(labelled // 20, 2)])
        random.shuffle(classes)
        (_write_root if kind == "root" else _write_hdf5)(path, len(classes), blocks(random, classes))
        made.append(path)
    return made


def blocks(random: Random, classes: NDArray[np.int64]) -> Iterator[Columns]:
    """The variables of a part of the jets at a time; `classes` (jets,): 0 QCD, 1 Hbb, 2 without a label."""
    for start in range(0, len(classes), jets.STEP):
        part = classes[start : start + jets.STEP]
        count = np.minimum(random.poisson(random.gamma(4, 8, len(part))) + 1, WIDTH["track"]).astype(np.float32)
        columns = tracks(random, part == 1, count) | vertices(random, part == 1)
        columns |= jet(random, part == 1, count, columns)
        columns["sample_isQCD"], columns["fj_isQCD"], columns["fj_isH"] = (
            values.astype(np.int32) for values in (part == 0, part != 1, part == 1)
        )
        columns["event_no"] = (np.arange(start, start + len(part)) // 2 + 1).astype(np.uint32)  # two jets of each event
        yield columns


def tracks(random: Random, higgs: NDArray[np.bool_], count: NDArray[np.float32]) -> Columns:
    """Track variables (jets, WIDTH), 0 behind the `count` real ones; by falling transverse significance."""
    shape = (len(higgs), WIDTH["track"])
    share = np.where(higgs, random.beta(*DISPLACED[1], len(higgs)), random.beta(*DISPLACED[0], len(higgs)))
    displaced = random.random(shape, dtype=np.float32) < share[:, None]
    columns = {field.name: random.standard_exponential(shape, dtype=np.float32) * 0.03 for field in TRACKS}
    for name, width in NOISE.items():
        columns[name] = random.standard_normal(shape, dtype=np.float32) * np.float32(width)
    columns["track_deltaR"] = np.hypot(columns["track_phirel"], columns["track_etarel"])
    columns["track_drminsv"] = np.maximum(-0.8, columns["track_drminsv"] - np.float32(0.4))
    columns["track_quality"] = np.where(random.random(shape) < 0.9, np.float32(5), np.float32(1))
    far = displaced * (2 + 8 * random.standard_exponential(shape, dtype=np.float32))
    flat = 0.1 * far + random.standard_normal(shape, dtype=np.float32)
    real = np.arange(shape[1]) < count[:, None]
    order = np.argsort(np.where(real, -flat, np.inf), axis=1)
    columns["trackBTag_Sip2dSig"] = np.maximum(-1, np.take_along_axis(flat, order, 1))
    near = random.standard_normal(shape, dtype=np.float32)
    columns[PLANTED] = np.maximum(-1, np.take_along_axis(far, order, 1) + near)
    return {name: (values * real).astype(np.float32) for name, values in columns.items()}


def vertices(random: Random, higgs: NDArray[np.bool_]) -> Columns:
    """Vertex variables (jets, WIDTH), 0 behind the real ones, and their number `nsv`; by falling significance."""
    shape = (len(higgs), WIDTH["sv"])
    true = random.binomial(2, np.where(higgs, 0.7, 0.3))  # of b hadrons
    count = np.minimum(true + random.poisson(0.3, len(higgs)), shape[1])
    place = np.arange(shape[1])
    far = np.where(place < true[:, None], np.where(higgs, 12.0, 8.0)[:, None], 4.0)
    flight = 3 + far * random.standard_exponential(shape)
    flight = -np.sort(np.where(place < count[:, None], -flight, np.inf), axis=1)
    columns = {field.name: random.standard_exponential(shape, dtype=np.float32) for field in VERTICES}
    columns |= {"sv_d3dsig": flight, "sv_dxysig": 0.9 * flight, "sv_d3d": 0.02 * flight, "sv_dxy": 0.018 * flight}
    columns["sv_deltaR"] = np.minimum(0, 0.1 * columns["sv_deltaR"] - 0.5)
    columns["sv_costhetasvpv"] = np.cos(0.05 * columns["sv_costhetasvpv"])
    real = place < count[:, None]
    made: Columns = {name: np.where(real, values, 0).astype(np.float32) for name, values in columns.items()}
    return made | {"nsv": count.astype(np.float32)}


def jet(random: Random, higgs: NDArray[np.bool_], count: NDArray[np.float32], columns: Columns) -> Columns:
    """The variables of the whole jet, (jets,): four are the largest PLANTED of its tracks."""
    made: Columns = {field.name: random.standard_normal(len(higgs)) for field in (*JETS, *SPECTATORS)}
    largest = -np.sort(np.where(np.arange(WIDTH["track"]) < count[:, None], -columns[PLANTED], 50), axis=1)
    made |= {f"fj_trackSipdSig_{rank}": largest[:, rank] for rank in range(4)}  # -50: the jet has no such track
    made |= {"ntracks": count, "fj_jetNTracks": count, "nsv": columns["nsv"], "fj_nSV": columns["nsv"]}
    made["fj_pt"] = 300 + random.exponential(200, len(higgs))
    made["fj_sdmass"] = np.where(higgs, random.normal(120, 15, len(higgs)), random.exponential(80, len(higgs)))
    made["npv"], made["npfcands"] = random.poisson(22, len(higgs)) + 1.0, count + random.poisson(20, len(higgs))
    return {name: values.astype(np.float32) for name, values in made.items()}


def _write_hdf5(path: Path, rows: int, parts: Iterator[Columns]) -> None:
    start, nodes, filters = 0, dict[str, Any](), tables.Filters(complevel=7, complib="blosc")
    with tables.open_file(str(path), "w", filters=filters, chunk_cache_size=jets.CACHE) as file:
        for columns in parts:
            for name, values in columns.items():
                size = jets.stored(name)
                if name not in nodes:
                    shape = (rows,) if size is None else (rows, size)
                    nodes[name] = file.create_carray("/", name, tables.Atom.from_dtype(values.dtype), shape)
                nodes[name][start : start + len(values)] = values if size is None else values[:, :size]
            start += len(columns["event_no"])


def _write_root(path: Path, rows: int, parts: Iterator[Columns]) -> None:
    tree: Any = None
    with uproot.recreate(path) as file:
        for columns in parts:
            counts = {"track": columns["ntracks"].astype(int), "sv": columns["nsv"].astype(int)}
            lists: dict[str, dict[str, Any]] = {}
            for name in [name for name in columns if jets.stored(name) is not None]:
                group, _, rest = name.partition("_")
                count, values = counts[group.removesuffix("BTag")], columns.pop(name)
                real = np.arange(values.shape[1]) < count[:, None]
                lists.setdefault(group, {})[rest] = ak.unflatten(values[real], count)
            block: dict[str, Any] = {**columns, **{group: ak.zip(of) for group, of in lists.items()}}
            if tree is None:
                types = {name: ak.Array(values).type.content for name, values in block.items()}
                tree = file.mktree(jets.TREE, types, counter_name=lambda name: f"count_{name}")
            tree.extend(block)
