"""Jets with up to 60 tracks and 5 secondary vertices: QCD or a Higgs boson that decays to two b quarks.

Source: CERN Open Data record 12102 (10.7483/OPENDATA.CMS.JGJX.MS7Q). The variables, their order, the split by file and
the padding with zeros are those of FAIR4HEP/hbb_interaction_network.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import forms, jets
from _package_.errors import UserError
from _package_.jets import Block
from _package_.schema import Array, Chunk, Field
from _package_.splits import assign
from _package_.variables import SPECTATORS

CLASSES = ("QCD", "Hbb")
LABELS = ("sample_isQCD", "fj_isQCD", "fj_isH")
WINDOWS = {"mass": "fj_sdmass", "pt": "fj_pt"}  # option -> variable, GeV
LAST_TEST = 8  # ntuple_merged_0 to 8 are the test files

_VAL = "of ten training files or more the first 10 % of the files, else a seeded 10 % of the events, by event_no"
SPLITS = {
    "train": f"ntuple_merged_9 and above, without the validation: {_VAL}",
    "val": _VAL,
    "test": "the files ntuple_merged_0 to 8, as published",
}


def layout(files: Sequence[Path], options: Mapping[str, Any]) -> dict[str, Array]:
    """The inputs in the form that the option `input` names (forms.py); class (), event (2) and spectators (11)."""
    form = _form(options)
    counts = _counted(jets.numbered(files), options)
    said = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    event = (Field("file", None, "Number of the file"), Field("event_no", None, "Number of the event"))
    return forms.layout(form) | {
        "target": Array("target", "table", "int64", (), classes=CLASSES, description=said, rejection=(0.5, 0.3)),
        "event": Array("group", "table", "int64", (2,), fields=event, description="Jets of one event in one file"),
        "spectators": Array("spectator", "table", "float32", (len(SPECTATORS),), fields=SPECTATORS),
    }


def chunks(files: Sequence[Path], options: Mapping[str, Any]) -> Iterator[Chunk]:
    """The jets in the order of files and entries.

    Options: `input`, the form; `mass` and `pt`, windows in GeV as [low, high], [] for none; `unlabelled`, "drop" or
    "QCD"; `val`, the share of the validation; `seed` of its choice.
    """
    form, found = _form(options), jets.numbered(files)
    names = [*LABELS, "event_no", *(field.name for field in (*SPECTATORS, *forms.VARIABLES[form]))]
    for number, path in found.items():
        for block in jets.read(path, names):
            keep, target = _kept(block, options)
            if not len(target):
                continue
            rows = {name: values[keep] for name, values in block.items()}
            event = np.stack([np.full(len(target), number), rows["event_no"]], axis=1).astype(np.int64)
            arrays = {"target": target, "event": event, "spectators": forms.stacked(rows, SPECTATORS)}
            split = _split(number, list(found), rows["event_no"], options)
            yield Chunk(split, forms.arrays(form, rows) | arrays)


def _split(number: int, numbers: Sequence[int], events: NDArray[Any], options: Mapping[str, Any]) -> NDArray[np.str_]:
    """Name of the split of each jet of one file, (jets,); `numbers` are those of all files."""
    if number <= LAST_TEST:
        return np.full(len(events), "test")
    share, training = float(options.get("val", 0.1)), [one for one in numbers if one > LAST_TEST]
    held = training[: int(share * len(training))]
    if held:
        return np.full(len(events), "val" if number in held else "train")
    return assign(events, fractions={"train": 1 - share, "val": share}, seed=int(options.get("seed", 0)))


def _kept(block: Block, options: Mapping[str, Any]) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Which jets of a block stay, (jets,), and the class of those, (kept,)."""
    qcd, higgs = (block["sample_isQCD"] * block["fj_isQCD"]) == 1, block["fj_isH"] == 1
    keep = qcd | higgs | (options.get("unlabelled") == "QCD")
    for option, name in WINDOWS.items():
        if window := options.get(option):
            keep = keep & (block[name] > window[0]) & (block[name] < window[1])
    return keep, higgs[keep].astype(np.int64)


def _counted(found: Mapping[int, Path], options: Mapping[str, Any]) -> dict[str, int]:
    """Jets of the files by what becomes of them."""
    total, labelled, kept = 0, 0, np.zeros(2, dtype=int)
    for path in found.values():
        for block in jets.read(path, [*LABELS, *WINDOWS.values()]):
            total += len(block["fj_isH"])
            labelled += int(np.sum(_kept(block, {})[0]))
            kept += np.bincount(_kept(block, options)[1], minlength=2)
    qcd, higgs = kept.tolist()
    out = total - (total if options.get("unlabelled") == "QCD" else labelled)
    return {"QCD": qcd, "Hbb": higgs, "unlabelled left out": out, "left out by the windows": total - out - qcd - higgs}


def _form(options: Mapping[str, Any]) -> str:
    """The form of the inputs; UserError for an option that has no meaning."""
    form, unlabelled = str(options.get("input", "clouds")), options.get("unlabelled", "drop")
    if form not in forms.VARIABLES:
        remedy = f"recipe.options.input is one of {', '.join(forms.VARIABLES)}."
        raise UserError(f"There is no form {form!r} of these data.", remedy)
    if unlabelled not in ("drop", "QCD"):
        raise UserError(f"recipe.options.unlabelled is {unlabelled!r}.", 'It is "drop" or, as published, "QCD".')
    for option in WINDOWS:
        window = options.get(option) or [0, 1]
        if not (isinstance(window, list) and len(window) == 2 and window[0] < window[1]):
            raise UserError(f"recipe.options.{option} is {window!r}.", "Write [low, high] in GeV, or [] for no window.")
    return form
