"""From raw files to processed arrays: fetch, let the recipe read, write; the sample goes the same way."""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from _package_ import (
    arrays,
    lock,
    look_report,
    manifest,
    options,
    paths,
    private,
    reading,
    recipe,
    sample,
    task,
    unpack,
)
from _package_.checksum import Digest
from _package_.current import is_current
from _package_.errors import UserError
from _package_.manifest import File, Manifest
from _package_.normalise import add, merge, of_rows
from _package_.paths import DataKind
from _package_.schema import Array, Moments, Schema, Source, Split

SAMPLE_ROWS = 2000


def make(listed: Manifest, files: Sequence[File], variables: Mapping[str, str]) -> None:
    """Makes the processed arrays of the first dataset's files, unless they are up to date."""
    locked = lock.read(paths.lock())
    trained_on = {file.path for file in listed.datasets[0].files} or {file.path for file in files}
    names = [file.path for file in files if file.path in trained_on]
    sources = tuple(Source(name, locked[name].sha256, locked[name].size) for name in names)
    if is_current(recipe, listed, sources):
        if not {"VERIFY", "JSON"} & set(variables):
            os.utime(paths.schema("real"))  # for make: newer than what made it look again
        print("data/processed is up to date.")
        return
    consent(variables)
    process("real", listed, sources, variables.get("UNPACK_LIMIT", ""))


def consent(variables: Mapping[str, str]) -> None:
    """UserError where the recipe does what needs consent, and none is given."""
    danger = getattr(recipe, "CONSENT", None)
    if danger is not None and "UNSAFE" not in variables:
        raise UserError(danger, "If you trust where these files come from, say so: make data UNSAFE=1")


def run_sample(variables: Mapping[str, str]) -> None:
    """Writes a synthetic sample in the dataset's own format into data/sample/ and processes it like the real files."""
    rows = int(variables.get("ROWS", getattr(sample, "ROWS", SAMPLE_ROWS)))  # large rows: a sample of fewer
    options.apply(variables)
    listed = manifest.load(paths.manifest())
    raw, beside = paths.raw("sample"), private.beside(paths.raw("sample"))
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    written = sample.write(beside, rows, 0, listed.options)
    names = sorted(path.relative_to(beside).as_posix() for path in written)
    arrays.replace_folder(beside, raw)
    digests = [(name, Digest().add(raw / name)) for name in names]
    process("sample", listed, tuple(Source(name, digest.sha256, digest.size) for name, digest in digests))


def process(kind: DataKind, listed: Manifest, sources: Sequence[Source], limit: str = "") -> Schema:
    """Reads the sources with the recipe into processed/, whose name the folder gets only when it is whole.

    Archives among them are opened before, up to `limit` (UNPACK_LIMIT).
    """
    files = [paths.raw(kind) / source.path for source in sources]
    if kind == "real":
        wanted = listed.options.get("members") or []
        globs = [wanted] if isinstance(wanted, str) else wanted
        files = unpack.files([(source.path, source.sha256) for source in sources], limit, globs)
    with reading.remembered(kind, files, sources):
        said = write(kind, listed, files, sources)
    rows = ", ".join(f"{name} {split.rows}" for name, split in said.splits.items())
    print(f"data/processed: {rows} rows" if kind == "real" else f"data/sample/processed: {rows} rows, synthetic")
    look_report.close(kind, said, getattr(recipe, "noticed", None), files, listed.options)
    return said


def write(kind: DataKind, listed: Manifest, files: Sequence[Path], sources: Sequence[Source]) -> Schema:
    """The arrays that the recipe makes of `files`, with their schema; how it has read them is said and kept."""
    layout = recipe.layout(files, listed.options)
    check_task(layout)
    statistics: dict[tuple[str, str], list[Moments]] = {}
    with arrays.FolderWriter(paths.processed(kind), layout) as writer:
        for split, chunk in recipe.chunks(files, listed.options):
            for name in np.unique(split).tolist():
                if name not in recipe.SPLITS:
                    raise ValueError(f"the recipe put rows into {name!r}, which SPLITS does not describe")
                rows = {key: values[split == name] for key, values in chunk.items()}
                writer.append(name, rows)
                for key, part in of_rows(layout, rows).items():
                    add(statistics.setdefault((key, name), []), part)
        counts = writer.counts()
        if not counts:
            raise UserError("The recipe found no row in the files.", "Choose other files with FILES=.")
        made = {
            key: dataclasses.replace(
                array,
                statistics={split: merge(statistics[key, split]) for split in counts if (key, split) in statistics},
            )
            for key, array in layout.items()
        }
        said = Schema(
            listed.recipe,
            kind,
            task.NAME,
            made,
            {
                split: Split(counts[split], how)
                for split, how in splits(files, listed.options).items()
                if split in counts
            },
            tuple(sources),
            listed.options,
            reading.decided(recipe, files, sources, listed.options),
        )
        if kind == "real":
            reading.keep(said.read)
        said.save(writer.folder / "schema.json")
    return said


def splits(files: Sequence[Path], options: Mapping[str, Any]) -> Mapping[str, str]:
    """Each split -> how it was made; a recipe may say it of these very files."""
    return getattr(recipe, "splits", lambda files, options: recipe.SPLITS)(files, options)


def check_task(layout: Mapping[str, Array]) -> None:
    """UserError where the target's values are not what the project's task predicts."""
    classes = any(array.classes for array in layout.values() if array.role == "target")
    if task.NAME in ("classification", "regression") and classes != (task.NAME == "classification"):
        holds = "classes" if classes else "numbers"
        raise UserError(
            f"The target holds {holds}; this is a {task.NAME}.", "Choose another target, or another --task."
        )
