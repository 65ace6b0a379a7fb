"""What was read through a Croissant file, against the raw file itself: python compare.py RAW RECORDS [COLUMN...]

RECORDS are JSON lines, as loaded.py prints them. Columns of the same name are compared: row by row, or, where the
records have a column `split` (processed rows, in another order), as sets of rows. Every COLUMN must be among them.
Exit code 1 for a difference. Needs what the raw file's format needs: uproot, h5py, pyarrow, pandas, liac-arff.
"""

from __future__ import annotations

import csv
import gzip
import importlib
import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

MISSING = ("", None)


def table(path: Path) -> dict[str, list[Any]]:
    """The columns of a raw file, read with the library that its format has."""
    name = path.name.removesuffix(".gz")
    kind = name.rpartition(".")[2]
    if kind == "zip":
        with zipfile.ZipFile(path) as archive:
            return of_text(archive.read(archive.namelist()[0]).decode(), ",")
    if kind in ("csv", "tsv"):
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        return of_text(raw.decode("utf-8-sig"), "," if kind == "csv" else "\t")
    if kind == "jsonl":
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        return {key: [row[key] for row in rows] for key in rows[0]}
    if kind == "parquet":
        return importlib.import_module("pyarrow.parquet").read_table(path).to_pydict()
    if kind == "arff":
        found = importlib.import_module("arff").loads(path.read_text())
        return {key: [row[place] for row in found["data"]] for place, (key, _) in enumerate(found["attributes"])}
    if kind == "npz":
        numpy = importlib.import_module("numpy")
        return {key: values.tolist() for key, values in numpy.load(path).items()}
    if kind == "h5":
        with importlib.import_module("h5py").File(path) as file:
            return {key: file[key][()].tolist() for key in file}
    if kind == "pkl":
        return importlib.import_module("pandas").read_pickle(path).to_dict("list")
    with importlib.import_module("uproot").open(path) as file:
        (tree,) = [one for one in file.values() if hasattr(one, "arrays")]
        flat = [
            name for name in tree.keys() if "[" not in str(tree[name].typename) and "string" not in tree[name].typename
        ]
        return {name: tree[name].array(library="np").tolist() for name in flat}


def of_text(text: str, separator: str) -> dict[str, list[Any]]:
    head, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return {name: [row[place] for row in rows] for place, name in enumerate(head)}


def same(one: Any, other: Any) -> bool:
    """The same number, truth or word; missing is missing.

    pandas reads 17 digits of a decimal number, and counts the zeros before the first of them: hence 1e-11.
    """
    if one in MISSING or other in MISSING:
        return one in MISSING and other in MISSING
    try:
        a, b = float(one), float(other)
    except ValueError:
        return str(one) == str(other)
    return abs(a - b) <= 1e-11 * max(abs(a), abs(b))


def main() -> int:
    raw = table(Path(sys.argv[1]))
    records = [json.loads(line) for line in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()]
    common = [name for name in records[0] if name in raw]
    if missing := set(sys.argv[3:]) - set(common):
        print(f"not compared: {', '.join(sorted(missing))}")
        return 1
    theirs = [tuple(record[name] for name in common) for record in records]
    ours = list(zip(*(raw[name] for name in common), strict=True))
    if "split" in records[0]:
        theirs, ours = (sorted(tuple(map(float, row)) for row in rows) for rows in (theirs, ours))
    if len(theirs) != len(ours):
        print(f"{len(theirs)} records, {len(ours)} rows")
        return 1
    for number, (one, other) in enumerate(zip(theirs, ours, strict=True)):
        for name, a, b in zip(common, one, other, strict=True):
            if not same(a, b):
                print(f"row {number}, {name}: read {a!r}, in the file {b!r}")
                return 1
    print(f"{len(ours)} rows × {len(common)} columns")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
