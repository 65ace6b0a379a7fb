"""ROOT trees, TTree or RNTuple, in blocks of entries: which one, which branches can be columns, and these columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import awkward as ak
import numpy as np
import uproot
from numpy.typing import NDArray

from _package_ import ntuples
from _package_.errors import UserError, nearest

KINDS = ("TTree", NTUPLE := "ROOT::RNTuple")
STEP = 50_000  # entries at a time, at most
VALUES = 5_000_000  # read at a time, which bounds the memory
# Whole numbers that say which entries belong together, in the spellings in use: run, LumiBlock, eventNumber, Event ...
KEY = re.compile(r"(run|lumi(nosity)?_?(block|section)?|ls|evt|event)_?(no|nr|num|number|id)?", re.IGNORECASE)


@dataclass(frozen=True)
class Branches:
    """The branches of a tree by what can be made of them, each in the tree's order."""

    flat: tuple[str, ...]  # one number or word for each entry: what a target or a group can be
    jagged: tuple[str, ...]  # a list of numbers for each entry
    keys: tuple[str, ...]  # those of `flat` that are run, lumi block, event: never features
    left_out: Mapping[str, str]  # nested lists, objects, arrays of fixed size -> why
    titles: Mapping[str, str]

    @property
    def usable(self) -> tuple[str, ...]:
        return (*self.flat, *self.jagged)


def opened(path: Path) -> Any:
    """The ROOT file as a context manager (uproot's own types do not say so); UserError when it is none."""
    try:
        return uproot.open(path)
    except ValueError as error:
        raise UserError(
            f"{path.name} is not a ROOT file.", "Run `make data VERIFY=1`, which fetches it anew."
        ) from error


class Chosen(NamedTuple):
    """The tree of a file that is read, and the others in it, with their entries."""

    path: Path
    tree: str
    others: tuple[str, ...] = ()


def choose(files: Sequence[Path], wanted: str | None, target: str | None = None) -> list[Chosen]:
    """The tree of each .root file: the one that is wanted, else the longest of those that have the target."""
    found = sorted(path for path in files if path.suffix.lower() == ".root")
    if not found:
        raise UserError("No .root file among the dataset's files.", "Choose files with FILES=, or another recipe.")
    chosen: list[Chosen] = []
    for path in found:
        with opened(path) as file:
            trees = {name: file[name].num_entries for name in file.keys(cycle=False, filter_classname=list(KINDS))}
            having = {name for name in trees if target in list(file[name].keys())}
        if not trees:
            raise UserError(f"{path.name} holds no TTree or RNTuple.", "Choose other files with FILES=.")
        if wanted is not None and wanted not in trees:
            raise UserError(f"{path.name} has no tree {wanted!r}.", nearest(wanted, trees))
        tree = wanted or max(trees, key=lambda name: (name in having, trees[name]))
        chosen.append(Chosen(path, tree, tuple(f"{name} ({trees[name]})" for name in trees if name != tree)))
    return chosen


def branches(path: Path, tree: str) -> Branches:
    """Sorts the branches of a tree by what uproot makes of their bytes."""
    flat, jagged, keys, left_out = list[str](), list[str](), list[str](), dict[str, str]()
    titles: dict[str, str] = {}
    with opened(path) as file:
        if file[tree].classname == NTUPLE:
            found = ntuples.sort(file[tree].arrays(entry_stop=0).type.content)
            keyed = [name for name in found.whole if KEY.fullmatch(name)]
            return Branches(tuple(found.flat), tuple(found.jagged), tuple(keyed), found.left_out, titles)
        for name, branch in file[tree].iteritems():
            if len(branch.branches) > 0:
                continue  # its parts come by themselves
            kind = branch.interpretation
            dtype = number(getattr(kind, "content", kind))
            if isinstance(kind, uproot.AsJagged) and dtype is not None:
                jagged.append(name)
            elif isinstance(kind, uproot.AsStrings) or (isinstance(kind, uproot.AsDtype) and dtype is not None):
                flat.append(name)
                if KEY.fullmatch(name) and dtype is not None and dtype.kind in "iu":
                    keys.append(name)
            else:
                left_out[name] = why(kind)
            if not (branch.title or name).startswith(name):  # by itself the title is the name and its type
                titles[name] = branch.title
    return Branches(tuple(flat), tuple(jagged), tuple(keys), left_out, titles)


def number(content: Any) -> np.dtype[Any] | None:
    """The type of a plain number, or None for anything else: structures, arrays of fixed size, objects."""
    dtype = content.to_dtype if isinstance(content, uproot.AsDtype) else None
    return dtype if dtype is not None and dtype.shape == () and dtype.kind in "biuf" else None


def why(kind: Any) -> str:
    """Why a branch of another kind is no column."""
    shape = kind.to_dtype.shape if isinstance(kind, uproot.AsDtype) else ()
    return f"an array of fixed size {shape} in each entry" if shape else "no numbers"


def blocks(path: Path, tree: str, names: Sequence[str], first: int) -> Iterator[dict[str, NDArray[Any]]]:
    """Columns (entries,) of some branches: flat ones as they are, of jagged ones the `first` values and a count."""
    with opened(path) as file:
        events = file[tree]
        step = max(1, min(STEP, VALUES // max(1, len(names))))
        for start in range(0, events.num_entries, step):
            columns: dict[str, NDArray[Any]] = {}
            for name in names:
                values = events[name].array(entry_start=start, entry_stop=start + step, library="ak")
                columns |= flatten(name, values, first)
            yield columns


def flatten(name: str, values: Any, first: int) -> dict[str, NDArray[Any]]:
    """The columns made of one branch; lists are cut or padded with 0 to `first` values, and counted as n(<family>)."""
    if ak.parameters(values).get("__array__") == "string":
        return {name: np.array(ak.to_list(values), dtype=object)}
    if values.ndim == 1:
        return {name: ak.to_numpy(values)}
    padded = ak.to_numpy(ak.fill_none(ak.pad_none(values, first, clip=True), 0))
    columns = {f"n({family(name)})": ak.to_numpy(ak.num(values))}
    return columns | {f"{name}[{place}]": padded[:, place] for place in range(first)}


def family(name: str) -> str:
    """Jet_Px and Jet_E, or jet.pt and jet.e, are lists of one length: Jet, jet."""
    return re.split(r"[_.]", name, maxsplit=1)[0]


def counts(found: Branches) -> set[str]:
    """Counts that the tree has already, as flatten would call them: NJet, nJet, n_Jet and nJet_Px say n(Jet)."""
    lists = {*found.jagged, *map(family, found.jagged)}
    rests = [name[1:].lstrip("_") for name in found.flat if name[:1] in ("n", "N")]
    return {f"n({family(rest)})" for rest in rests if rest in lists}
