"""`make predict`: what the trained models say of the test split, as tables that carry their units.

For new data: `trained.load(...)`, then `train.predictor(...)` on arrays in the units of schema.json.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import figures, files, paths, provenance, task, trained
from _package_.schema import Schema


def run(variables: Mapping[str, str]) -> None:
    """Writes reports/predictions.csv and .npy, (rows, columns), and .json, which names the columns and the run."""
    clock = provenance.Clock()
    kind, config, arrays = trained.open_data(variables)
    models = trained.asked_for(variables, config, kind, arrays)
    schema = arrays.schema
    split = "test" if "test" in schema.splits else [*schema.splits][-1]
    found = {model.seed: trained.predict(model, arrays, [split], variables.get("DEVICE", "auto")) for model in models}
    names = columns(schema, list(found), kind == "sample")
    target, _ = trained.truth(arrays, [split])
    values = np.column_stack([target, *found.values()])
    used = replace(models[0].config, seeds=tuple(found))
    record = provenance.record("predict", variables, used, arrays, clock, trained_by=[model.run for model in models])
    reports = paths.reports()
    files.replace(reports / "predictions.csv", table(names, values))
    buffer = io.BytesIO()
    np.save(buffer, values)
    files.replace(reports / "predictions.npy", buffer.getvalue())
    about = {"data_kind": kind, "split": split, "rows": len(values), "columns": names, "run": record}
    files.replace_json(reports / "predictions.json", about)
    print(f"reports/predictions.csv and .npy: {len(values)} rows of the {split} split, {kind} data")


def columns(schema: Schema, seeds: list[int], sample: bool) -> list[str]:
    """Names with units, such as `predicted y [mm], seed 0`; those of a sample say so, wherever the table goes."""
    mark = f" ({figures.MARK})" if sample else ""
    true, predicted = task.columns(schema)
    return [name + mark for name in [*true, *(f"{name}, seed {seed}" for seed in seeds for name in predicted)]]


def table(names: list[str], values: NDArray[Any]) -> str:
    """RFC 4180 with a header; numbers in the shortest form that reads back equal."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(values.tolist())
    return text.getvalue()
