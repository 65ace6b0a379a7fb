"""What is known once the data are there goes into data/croissant.json, the data card and the data dictionary."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from _package_ import dictionary, files, lock, manifest, paths, rawtable, reading, records, schema, schema_file
from _package_.arrays import Arrays
from _package_.croissant import Json, completed
from _package_.errors import UserError
from _package_.lock import Locked
from _package_.manifest import File, Manifest
from _package_.names import media
from _package_.rawtable import Column, Table
from _package_.schema import Schema
from _package_.scores import series


def run(variables: Mapping[str, str]) -> None:
    """Completes the files; without data there is nothing to add. With JSON=1 stdout stays the summary's alone."""
    with contextlib.redirect_stdout(sys.stderr) if "JSON" in variables else contextlib.nullcontext():
        if "DRY_RUN" not in variables:
            complete(manifest.load(paths.manifest()))


def complete(listed: Manifest) -> None:
    """Describes the first dataset, the one that is trained on. The same data give the same bytes.

    UserError when one of the files cannot be read.
    """
    path = paths.data("real") / "croissant.json"
    document = read(path)
    known = {file.path: file for file in listed.datasets[0].files}
    made: dict[str, Locked] = {}
    table: Table | None = None
    about: dict[str, str] = {}
    if paths.schema("real").is_file():
        described = schema_file.load(paths.schema("real"))
        for source in described.sources:  # files that a person has put there are in no manifest
            known.setdefault(source.path, File(source.path, source.size, None, ()))
        table = table_of(described)
        if table.paths == (records.PATH,):
            file = paths.data("real") / records.PATH
            made[records.PATH] = Locked(files.sha256(file), file.stat().st_size)
        about = note_columns(table, described)
        reading.describe(described.read)
    locked = lock.read(paths.lock())
    inside = {name: found for name in known if name in locked and (found := members(name))}
    new = completed(document, list(known.values()), locked, made, table, about, inside)
    if new != document:
        files.replace_json(path, new)
        print("data/croissant.json: completed from the files")


def read(path: Path) -> Json:
    """data/croissant.json; UserError unless it is an object with lists of objects where we write into."""
    try:
        document: Json = json.loads(path.read_text(encoding="utf-8"))
        inside = [*document.get("distribution", []), *document.get("recordSet", [])]
        if not all(isinstance(one, dict) for one in inside):
            raise ValueError("its files and record sets must be objects")
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise UserError(f"data/croissant.json cannot be read: {error}", "Take it from git again.") from error
    return document


def members(name: str) -> list[str]:
    """What `make data` has taken out of a ZIP or TAR file; of other files nothing."""
    if not {"application/zip", "application/x-tar"} & set(media(name)):
        return []
    stamp = paths.data("real") / "interim" / name / ".unpacked.json"
    try:
        return list(json.loads(stamp.read_text(encoding="utf-8"))["members"])
    except (OSError, ValueError, KeyError, TypeError):
        return []


def table_of(described: Schema) -> Table:
    """The raw tables where they can be read as they are, else the processed rows, which are written as a table."""
    name, known = next(iter((described.by_role("target") or described.inputs).items()))
    names = [source.path for source in described.sources]
    goal = series(known.fields[0]) if known.fields else name
    return rawtable.read(paths.raw("real"), names, goal) or records.write(Arrays(paths.processed("real")))


def note_columns(table: Table, described: Schema) -> dict[str, str]:
    """Adds rows for new columns to the data dictionary; returns what it says of all of them, with their units."""
    made = [
        (records.column(field), role, field)
        for role in reversed(schema.ROLES)  # the first one counts
        for name, array in described.by_role(role).items()
        for field in array.fields or (schema.Field(name),)
    ]
    roles = {name: role for name, role, _ in made}
    known = {name: field for name, _, field in made if "=" not in field.name.removeprefix(name)}
    group = described.options.get("group")
    if isinstance(group, str):
        roles |= {one.source: "group" for one in table.columns if one.source and called(one.source, group)}
    found: dict[str, Column] = {}
    for one in table.columns:
        if one.source is not None:
            kind = "string" if one.name != one.source and "=" in one.name else one.type
            field = known.get(one.source, schema.Field(one.source))
            about = one.description or field.description
            found.setdefault(one.source, Column(one.source, kind, one.unit or field.unit, about))
    path = paths.dictionary()
    added = dictionary.complete(path, list(found.values()), roles)
    said = dictionary.read(path)
    if added:
        unclear = sum(not row.get("description") for row in said.values())
        rest = f"; fill in units and meaning of the {unclear} without a description" if unclear else ""
        print(f"references/data-dictionary.csv: {added} new columns{rest}")
    return {one.name: words(one, said.get(one.source or "", {})) for one in table.columns}


def called(column: str, name: str) -> bool:
    """Whether a person's name for a column is that of the file, with or without the unit behind it."""
    return column == name or column.startswith((f"{name} [", f"{name} (", f"{name}[", f"{name}(", f"{name} / "))


def words(column: Column, row: Mapping[str, str]) -> str:
    """Description and unit: what the dictionary says, else what the recipe says."""
    meaning = row.get("description") or column.description or ""
    unit = row.get("unit") or column.unit
    return f"{meaning} ({unit})".strip() if unit else meaning
