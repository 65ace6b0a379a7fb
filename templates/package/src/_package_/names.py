"""What Croissant calls files and columns: media types, @id, name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

MEDIA = {  # in the words of mlcroissant, which chooses its reader by them
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "tab": "text/tab-separated-values",
    "jsonl": "application/jsonlines",
    "ndjson": "application/jsonlines",
    "parquet": "application/x-parquet",
    "json": "application/json",
    "gz": "application/gzip",
    "bz2": "application/x-bzip2",
    "xz": "application/x-xz",
    "zst": "application/zstd",
    "zip": "application/zip",
    "npz": "application/zip",
    "tar": "application/x-tar",
    "tgz": "application/x-tar",
    "root": "application/x-root",
    "h5": "application/x-hdf5",
    "hdf5": "application/x-hdf5",
}


def media(path: str) -> list[str]:
    """Media types of a file by its name, the outermost first: of a .csv.gz gzip, then CSV."""
    *_, inner, last = ["", "", *path.lower().rpartition("/")[2].split(".")]
    found = MEDIA.get(last, "application/octet-stream")
    return [found, MEDIA[inner]] if last in ("gz", "bz2", "xz", "zst") and inner in MEDIA else [found]


def identifiers(names: Sequence[str]) -> list[str]:
    """An @id for each: without white space and what an IRI may not hold; equal ones get a number."""
    made: dict[str, None] = {}  # a set that keeps the order
    for name in names:
        one = re.sub(r"[\s\"#%<>?\\^`{|}]+", "_", name)
        made[f"{one}-{len(made)}" if one in made else one] = None
    return list(made)


def plain(words: str) -> str:
    """Croissant's names: letters, digits, dash, underscore."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", words) if not unicodedata.category(one).startswith("M"))
    return re.sub(r"[^A-Za-z0-9_]+", "-", bare).strip("-")[:80] or "dataset"
