"""Weights that others have published for this model and dataset: references/weights.json, and their download."""

from __future__ import annotations

import json
import urllib.parse
from pathlib import Path
from typing import Any

from _package_ import credentials, filenames, paths
from _package_.errors import UserError, nearest
from _package_.fetch import Job
from _package_.fetching.agree import ClockCheck, links
from _package_.fetching.summary import Summary
from _package_.manifest import Dataset, File, Manifest

FORMAT = "fair-ai/weights@1"
REFERENCE = "reference"


def names(init: Any) -> bool:
    """Whether a value of train.init means published weights."""
    return str(init).partition(":")[0] == REFERENCE


def entry(init: str) -> dict[str, Any]:
    """What references/weights.json says of "reference" (the first) or "reference:<name>"; UserError without it."""
    path = paths.root() / "references" / "weights.json"
    other = "Leave INIT out, or give the path of a .safetensors, .npz or .pth file."
    if not path.is_file():
        raise UserError("No published weights are known for this model and dataset.", other)
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        if said["format"] != FORMAT:
            raise ValueError(f"its format is {said['format']!r}")
        known: dict[str, dict[str, Any]] = {one["name"]: one for one in said["weights"]}
        complete = all({"url", "sha256", "size", "source", "model"} <= one.keys() for one in known.values())
        texts = all(isinstance(one[key], str) for one in known.values() for key in ("url", "sha256", "source"))
        if not known or not complete or not texts:
            raise ValueError("an entry is incomplete")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UserError(f"{path.name} is not a {FORMAT} file: {error}", "Take it from git again.") from error
    name = init.partition(":")[2] or next(iter(known))
    if name not in known:
        raise UserError(f"There are no published weights {name!r}.", nearest(name, known))
    return known[name]


def file(entry: dict[str, Any]) -> Path:
    """Where the published file is, whole and with its sha256, after a download into models/reference/ if need be."""
    folder = paths.models() / REFERENCE
    name = urllib.parse.unquote(Path(urllib.parse.urlsplit(entry["url"]).path).name)
    if why := filenames.problem(name):
        raise UserError(
            f"The published file is named {name!r}, which {why}.", "Remove it from references/weights.json."
        )
    credentials.refuse("references/weights.json", entry["url"])
    wanted = File(name, entry["size"], f"sha256:{entry['sha256']}", (entry["url"],))
    listed = Manifest("", {}, (Dataset(entry["source"], "resolved", None, None, (wanted,)),))
    links([wanted], folder)
    summary = Summary()
    job = Job(folder, {}, {}, ClockCheck(listed), summary)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with job.alone(not job.is_whole(wanted)):
            job.run([wanted])
            job.settling.wait()
    except OSError as error:
        raise UserError(f"Nothing can be written to {folder}: {error.strerror}.", "Make it writable.") from error
    if failed := summary.of("failed"):
        raise UserError(
            f"The published weights {entry['name']!r} could not be fetched: {failed[0].message}.",
            "Try again later, or fetch the file by another way and give INIT=<its path>.",
            code=3,
        )
    return folder / name
