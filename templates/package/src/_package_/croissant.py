"""data/croissant.json completed: the files as they were fetched, and a record set that can really be read."""

from __future__ import annotations

import glob
import re
from collections.abc import Container, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, cast

from _package_.lock import Locked
from _package_.manifest import File
from _package_.names import identifiers, media, plain
from _package_.rawtable import Table

Json = dict[str, Any]
NOTE = "Not listed here: {0} of {1} files, for which the archive gives neither MD5 nor SHA-256;"
NOTE += " make data adds them with the SHA-256 that it measures."
TYPES = {
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "datetime": "sc:DateTime",
    "split": ["sc:Text", "cr:Split"],
}


def completed(
    document: Json,
    listed: Sequence[File],
    locked: Mapping[str, Locked],
    made: Mapping[str, Locked],
    table: Table | None,
    about: Mapping[str, str],
    inside: Mapping[str, Sequence[str]],
) -> Json:
    """The document with the dataset's files, `listed`, those of data/ that were `made`, and the record set.

    Whatever else stands in it stays. `about` says what a column means, by its name; `inside` lists members of archives.
    """
    old = {str(one.get("contentUrl")): one for one in document.get("distribution", [])}
    ours = {f"raw/{file.path}": file for file in listed if file.path in locked or (file.selected and digest(file))}
    digests = {**{f"raw/{path}": one for path, one in locked.items()}, **made}
    paths = [*ours, *made]
    ids = dict(zip(paths, identifiers([path.removeprefix("raw/") for path in paths]), strict=True))
    files = [file_object(old.get(path), path, ids[path], ours.get(path), digests.get(path)) for path in paths]
    files += [one for name, members in inside.items() for one in file_sets(ids[f"raw/{name}"], members)]
    taken = {one["@id"] for one in files}
    files += [one for one in document.get("distribution", []) if is_foreign(one, taken)]
    sets = [one for one in document.get("recordSet", []) if one.get("@id") != "records"]
    if table is not None:
        source = {"fileObject": {"@id": ids[table.paths[0]]}}
        if len(table.paths) > 1:
            files.append(file_set("tables", "The tables that are read as one", table.paths))
            source = {"fileSet": {"@id": "tables"}}
        sets.insert(0, record_set(table, source, about))
    selected = [file for file in listed if file.selected]
    missing = [file for file in selected if f"raw/{file.path}" not in ours]
    form = re.escape(NOTE).replace(r"\{0\}", r"\d+").replace(r"\{1\}", r"\d+")
    words = re.sub(rf"\s*{form}", "", str(document.get("description", "")))
    if missing:
        words = f"{words}\n\n{NOTE.format(len(missing), len(selected))}"
    found = {**document, "description": words, "distribution": files, "recordSet": sets}
    return {key: value for key, value in found.items() if value not in ("", [])}


def digest(file: File) -> Json:
    """The archive's checksum, as Croissant takes it."""
    algorithm, _, value = (file.checksum or "").partition(":")
    return {algorithm: value} if algorithm in ("md5", "sha256") and value else {}


def file_object(old: Json | None, path: str, name: str, file: File | None, locked: Locked | None) -> Json:
    """One file of data/: what stood there, with the checksum and the size of what was fetched or made."""
    kinds = media(path)
    one: Json = {
        "@type": "cr:FileObject",
        "@id": name,
        "name": plain(path.removeprefix("raw/")),
        "description": said(file, locked),
        "contentUrl": path,
        "url": next((url for url in file.urls if url.startswith("https://")), None) if file else None,
        "encodingFormat": kinds[0] if len(kinds) == 1 else kinds,
        "contentSize": None if file is None or file.size is None else f"{file.size} B",
    }
    one = {**{key: value for key, value in one.items() if value is not None}, **(old or {}), "@id": name}
    if file and one["description"] in (said(file, None), said(file, locked)):  # ours
        one["description"] = said(file, locked)
    one = {key: value for key, value in one.items() if key not in ("md5", "sha256")} | (digest(file) if file else {})
    return one if locked is None else {**one, "contentSize": f"{locked.size} B", "sha256": locked.sha256}


def said(file: File | None, locked: Locked | None) -> str:
    """What a file is; fetched is said of bytes that are here."""
    if file is None:
        return "Processed rows, made by make data"
    return f"{file.path}, {'as fetched by' if locked else 'to be fetched by'} make data"


def file_sets(archive: str, members: Sequence[str]) -> list[Json]:
    """The files in an archive, whose @id is given, by the endings of their names."""
    found: dict[str, list[str]] = {}
    for name in members:
        found.setdefault(PurePosixPath(name).suffix, []).append(name)
    return [
        {
            **file_set(f"{archive}/*{end}", f"{len(names)} files in {archive}", names[:1]),
            "containedIn": {"@id": archive},
            "includes": f"*{end}" if end else [glob.escape(name) for name in sorted(names)],
        }
        for end, names in sorted(found.items())
    ]


def file_set(name: str, said: str, paths: Sequence[str]) -> Json:
    """Several files that are read as one."""
    kinds = list(dict.fromkeys(kind for path in paths for kind in media(path)))
    return {
        "@type": "cr:FileSet",
        "@id": name,
        "name": plain(name),
        "description": said,
        "encodingFormat": kinds[0] if len(kinds) == 1 else kinds,
        "includes": [glob.escape(path) for path in paths],
    }


def is_foreign(one: Json, ours: Container[object]) -> bool:
    """Whether an entry is somebody else's: neither a file of data/raw/ or data/processed/, nor a set that we make."""
    parent = one.get("containedIn")
    archive = str(cast(Json, parent).get("@id")) if isinstance(parent, dict) else ""
    made = one.get("@id") == "tables" or (archive != "" and str(one.get("@id")).startswith(f"{archive}/*"))
    return not made and not str(one.get("contentUrl")).startswith(("raw/", "processed/")) and one.get("@id") not in ours


def record_set(table: Table, source: Json, about: Mapping[str, str]) -> Json:
    """A field for each column."""
    ids = identifiers([column.name for column in table.columns])
    fields = [
        {
            "@type": "cr:Field",
            "@id": f"records/{name}",
            "name": column.name,
            **({"description": about[column.name]} if about.get(column.name) else {}),
            "dataType": TYPES.get(column.type, "sc:Text"),
            "source": {**source, "extract": {"column": column.name}},
        }
        for column, name in zip(table.columns, ids, strict=True)
    ]
    return {"@type": "cr:RecordSet", "@id": "records", "name": "records", "description": table.said, "field": fields}
