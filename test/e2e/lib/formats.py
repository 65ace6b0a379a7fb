"""Tables in every format, written by other programs than ours, and what those programs read back.

`formats.py write FOLDER` makes FOLDER/<case>/<file> and FOLDER/<case>.npz, the columns as their program reads them;
`formats.py compare PROJECT CASE.npz` compares them, row by row by the column `id`, with the project's processed arrays.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import arff
import awkward as ak
import h5py
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import scipy.io.arff
import uproot

ROWS = 1200
SINCE = pd.Timestamp("1970-01-01")


def frame() -> pd.DataFrame:
    """Numbers, whole numbers, truth values, words, dates, gaps; y depends on a and b."""
    random = np.random.default_rng(3)
    a, b = random.normal(size=(2, ROWS))
    gaps = np.where(np.arange(ROWS) % 7 == 3, np.nan, random.normal(10, 2, ROWS))
    return pd.DataFrame(
        {"id": np.arange(ROWS), "a": a, "b": b.astype(np.float32), "good": a > 0, "kind": np.array(["red", "green, dark", "blue"])[np.arange(ROWS) % 3],
         "when": pd.Timestamp("2024-05-01") + pd.to_timedelta(np.arange(ROWS) * 3600, unit="s"), "gaps": gaps, "y": a - 2 * b}
    )


def plain(read: pd.DataFrame, *drop: str) -> dict[str, np.ndarray]:
    """A frame as features: words as 0/1, dates in s, truth values as numbers."""
    made: dict[str, np.ndarray] = {}
    for name in (name for name in read.columns if name not in drop):
        column = read[name]
        if pd.api.types.is_datetime64_any_dtype(column):
            made[name] = ((column - SINCE) / pd.Timedelta(seconds=1)).to_numpy()
        elif pd.api.types.is_numeric_dtype(column):
            made[name] = column.to_numpy(dtype=np.float64)
        else:
            for word in sorted(set(column)):
                made[f"{name}={word}"] = (column == word).to_numpy(dtype=np.float64)
    return made


def tables(at: Path) -> Iterator[tuple[str, dict[str, np.ndarray]]]:
    whole = frame()
    for ending, words in {".csv": {}, ".csv.gz": {}, ".csv.bz2": {"sep": ";"}, ".csv.xz": {}, ".tsv": {"sep": "\t"}}.items():
        file = at / f"table{ending}"
        whole.to_csv(file, index=False, na_rep="NA", **words)
        yield file.name, plain(pd.read_csv(file, dtype={"good": str}, parse_dates=["when"], **words))  # in text True is a word
    with pa.CompressedOutputStream(str(at / "table.csv.zst"), "zstd") as file:
        file.write((at / "table.csv").read_bytes())
    yield "table.csv.zst", plain(pd.read_csv(at / "table.csv", dtype={"good": str}, parse_dates=["when"]))


def lines(at: Path) -> Iterator[tuple[str, dict[str, np.ndarray]]]:
    whole = frame().drop(columns="when")
    whole.to_json(at / "lines.jsonl.gz", orient="records", lines=True, double_precision=15)
    yield "lines.jsonl.gz", plain(pd.read_json(at / "lines.jsonl.gz", lines=True, precise_float=True))
    nested = [{"id": n, "jet": {"pt": n / 3, "tag": {"b": n % 2 == 0}}, "y": float(n)} for n in range(ROWS)]
    (at / "nested.ndjson").write_text("\n".join(map(json.dumps, nested)))
    yield "nested.ndjson", plain(pd.json_normalize(nested))


def relations(at: Path) -> Iterator[tuple[str, dict[str, np.ndarray]]]:
    whole = frame().drop(columns=["when", "good"]).replace({"kind": {"green, dark": "dark"}})  # SciPy reads no quoted comma
    kinds = [(name, sorted(set(whole[name])) if name == "kind" else "REAL") for name in whole]
    rows = [[None if value != value else value for value in row] for row in whole.itertuples(index=False)]
    with (at / "dense.arff").open("w") as file:
        arff.dump({"relation": "dense", "attributes": kinds, "data": rows}, file)
    read = pd.DataFrame(scipy.io.arff.loadarff(at / "dense.arff")[0])
    read["kind"] = read["kind"].str.decode("utf-8")
    yield "dense.arff", plain(read)
    sparse = [{0: n, 1: n / 7, 2: "no" if n % 2 else "yes"} | ({3: float(n)} if n % 3 else {}) for n in range(ROWS)]
    kinds = [("id", "INTEGER"), ("y", "REAL"), ("odd", ["yes", "no"]), ("x", "NUMERIC")]
    with (at / "sparse.arff").open("w") as file:
        arff.dump({"relation": "sparse", "attributes": kinds, "data": sparse}, file)
    with (at / "sparse.arff").open() as file:
        read = arff.load(file, return_type=arff.DENSE)["data"]
    yield "sparse.arff", plain(pd.DataFrame(read, columns=["id", "y", "odd", "x"]))


def parquets(at: Path) -> Iterator[tuple[str, dict[str, np.ndarray]]]:
    frame().astype({"kind": "category"}).to_parquet(at / "flat.parquet", row_group_size=500)
    yield "flat.parquet", plain(pd.read_parquet(at / "flat.parquet").astype({"kind": str}))
    pt = [[float(n + place) for place in range(n % 4)] for n in range(ROWS)]
    table = pa.table({"id": np.arange(ROWS), "y": np.arange(ROWS) / 2, "pt": pt, "at": pa.array([{"x": n, "z": {"w": n / 8}} for n in range(ROWS)])})
    pyarrow.parquet.write_table(table, at / "nested.parquet")
    read = pd.DataFrame(pyarrow.parquet.read_table(at / "nested.parquet").to_pylist())
    firsts = {f"pt[{place}]": read["pt"].map(lambda one, place=place: one[place] if place < len(one) else 0.0) for place in range(2)}
    inner = pd.json_normalize(read["at"].tolist()).add_prefix("at.")
    yield "nested.parquet", plain(pd.DataFrame({"id": read["id"], "y": read["y"], "n(pt)": read["pt"].map(len), **firsts, **inner}))


def stacks(at: Path) -> Iterator[tuple[str, dict[str, np.ndarray]]]:
    whole, random = frame(), np.random.default_rng(5)
    for form in ("table", "fixed"):
        whole.to_hdf(at / f"{form}.h5", key="events", format=form)
        yield f"{form}.h5", plain(pd.read_hdf(at / f"{form}.h5"), *(["kind"] if form == "fixed" else []))
    arrays = {"id": np.arange(ROWS), "y": whole["y"].to_numpy(), "x": random.normal(size=(ROWS, 3)), "image": random.integers(0, 9, (ROWS, 2, 2))}
    spread = {"id": arrays["id"], "y": arrays["y"], **{f"x_{k}": arrays["x"][:, k] for k in range(3)},
              **{f"image_{i}_{j}": arrays["image"][:, i, j] for i in range(2) for j in range(2)}}
    with h5py.File(at / "columns.hdf5", "w") as file:
        for name, values in arrays.items():
            file.create_dataset(name, data=values, chunks=True, compression="gzip")
        file["names"] = np.array([b"p", b"q", b"r"])
    yield "columns.hdf5", spread
    record = whole[["id", "a", "y"]].to_records(index=False)
    with h5py.File(at / "compound.h5", "w") as file:
        file["deep/events"] = record
    yield "compound.h5", plain(pd.DataFrame(record))
    np.savez(at / "plain.npz", **arrays)
    fortran = {name: np.asfortranarray(values) for name, values in arrays.items()}
    np.savez_compressed(at / "packed.npz", **arrays)
    np.savez_compressed(at / "fortran.npz", **fortran)
    for name in ("plain.npz", "packed.npz", "fortran.npz"):
        yield name, spread
    np.save(at / "record.npy", record)
    yield "record.npy", plain(pd.DataFrame(record))


def roots(at: Path) -> Iterator[tuple[str, dict[str, np.ndarray]]]:
    whole = frame()
    jets = ak.Array([[float(n + place) for place in range(n % 3)] for n in range(ROWS)])
    columns = {"id": whole["id"].to_numpy(), "a": whole["a"].to_numpy(), "good": whole["good"].to_numpy(), "y": whole["y"].to_numpy(), "jet": jets}
    with uproot.recreate(at / "tree.root") as file:
        file.mktree("events", {"id": "i8", "a": "f8", "good": "?", "y": "f8", "jet": "var * float64"}).extend(columns)
    with uproot.recreate(at / "ntuple.root") as file:
        file.mkrntuple("events", {**columns, "word": ak.Array(whole["kind"].tolist())})
    for name in ("tree.root", "ntuple.root"):
        with uproot.open(at / name) as file:
            read = file["events"].arrays()
        padded = ak.to_numpy(ak.fill_none(ak.pad_none(read["jet"], 2, clip=True), 0))
        made = {name: ak.to_numpy(read[name]) for name in ("id", "a", "good", "y")}
        made |= {"njet" if name == "tree.root" else "n(jet)": ak.num(read["jet"]).to_numpy(), "jet[0]": padded[:, 0], "jet[1]": padded[:, 1]}
        words = plain(pd.DataFrame({"word": read["word"].tolist()})) if name == "ntuple.root" else {}
        yield name, {**made, **words}


def pickles(at: Path) -> Iterator[tuple[str, dict[str, np.ndarray]]]:
    whole = frame()
    whole.to_pickle(at / "frame.pkl.xz")
    yield "frame.pkl.xz", plain(pd.read_pickle(at / "frame.pkl.xz"))


GROUPS: tuple[Callable[[Path], Iterator[tuple[str, dict[str, np.ndarray]]]], ...] = (tables, lines, relations, parquets, stacks, roots, pickles)


def write(folder: Path) -> None:
    """Prints the names of the files as JSON."""
    made = []
    for group in GROUPS:
        for name, columns in group(folder):
            np.savez(folder / f"{name}.truth", **columns)
            made.append(name)
    print(json.dumps(made))


def compare(project: Path, truth: Path) -> None:
    """AssertionError where a column is missing, too many, or differs in any row; prints how many values are equal."""
    expected = dict(np.load(truth))
    folder = project / "data" / "processed"
    schema = json.loads((folder / "schema.json").read_text())
    features = [field["name"] for field in schema["arrays"]["features"]["fields"]]
    assert sorted(features) == sorted(set(expected) - {"y"}), f"{features} are not {sorted(expected)}"
    splits = {split: np.load(folder / split / "features.npy") for split in schema["splits"]}
    x = np.concatenate(list(splits.values()))
    y = np.concatenate([np.load(folder / split / "target.npy") for split in splits])[:, 0]
    order, count = np.argsort(x[:, features.index("id")]), 0
    train = set(splits["train"][:, features.index("id")].tolist())
    assert len(order) == len(expected["y"]), f"{len(order)} rows, not {len(expected['y'])}"
    assert np.array_equal(y[order], np.asarray(expected["y"], float)), "y differs"
    for place, name in enumerate(features):
        told, found = np.asarray(expected[name], float), x[order, place]
        known = np.isfinite(told)
        assert np.array_equal(found[known], told[known]), f"{name} differs: {found[:4]}, not {told[:4]}"
        training = np.isin(expected["id"], list(train)) & known
        assert np.allclose(found[~known], told[training].mean(), rtol=1e-12), f"gaps of {name}"
        count += len(told)
    print(count)


if __name__ == "__main__":
    {"write": write, "compare": compare}[sys.argv[1]](*map(Path, sys.argv[2:]))
