"""Laser calibration of single ECAL crystals: windows of the past and of the luminosity to come in, 24 steps ahead out.

Source: FAIR-UMN/FAIR-UMN-ECAL, data/interim/df_skimmed_xtal_<crystal>_<year>.csv, one crystal and year a file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from _package_.errors import UserError
from _package_.schema import Array, Chunk, Field
from _package_.scores import Baseline, Metric
from _package_.splits import assign

HEADER = ("xtal_id", "laser_datetime", "delta_lumi", "calibration")  # of the columns those that are read
LUMINOSITY = Field("delta_lumi", "ub-1", "Luminosity delivered from this measurement to the next")
CALIBRATION = Field("calibration", None, "Response to the laser (APD/PD ratio)")
WEEK = 7 * 86_400  # s
SPLITS = {
    "train": "windows of 2016, but for those of val and those that share a measurement with one of val",
    "val": "windows of 2016 whose forecast begins in a week of a seeded share of all weeks, the same for every crystal",
    "test-2017": "every window of 2017",
    "test-2018": "every window of 2018",
}
SPLIT_OF = {2016: "train", 2017: "test-2017", 2018: "test-2018"}


@dataclass(frozen=True, slots=True)
class Table:
    """One crystal in one year, (measurements,) each, in the order of the file."""

    crystal: int
    year: int
    time: NDArray[np.int64]  # s since 1970, by the clock of the file
    luminosity: NDArray[np.float64]  # ub-1
    calibration: NDArray[np.float64]


def layout(files: Sequence[Path], options: Mapping[str, Any]) -> dict[str, Array]:
    """The past (24, 2), the luminosity to come (24, 1), the calibration to come (24) and the last one known (24)."""
    past, ahead, _ = lengths(options)
    tables(files)
    names = [f"{k} step{'s' * (k > 1)}" for k in range(1, ahead + 1)]
    steps = tuple(Field(f"calibration(+{name})", None, f"calibration, {name} ahead") for name in names)
    window = (Field("xtal_id", None, "Number of the crystal"), Field("start", "s", "Time of the first step ahead"))
    return {
        "sequence": Array("input", "sequence", "float64", (past, 2), "standard", (LUMINOSITY, CALIBRATION)),
        "future": Array("input", "sequence", "float64", (ahead, 1), "standard", (LUMINOSITY,)),
        "target": Array("target", "table", "float64", (ahead,), "standard", steps),
        "last": Array("reference", "table", "float64", (ahead,), fields=steps, description="last known, repeated"),
        "window": Array("group", "table", "int64", (2,), fields=window, description="Crystal, and seconds since 1970"),
    }


def chunks(files: Sequence[Path], options: Mapping[str, Any]) -> Iterator[Chunk]:
    """The windows of each file. Options: `past`, `ahead`, `stride` in steps; `val`, share of the weeks of 2016; `seed`;
    `lumi_threshold`: measurements with a delta_lumi up to it are left out before windows are cut."""
    past, ahead, stride = lengths(options)
    share, seed, least = float(options.get("val", 0.2)), int(options.get("seed", 0)), options.get("lumi_threshold")
    for path in tables(files):
        table = read(path)
        kept = np.full(len(table.time), True) if least is None else table.luminosity > float(least)
        series = np.column_stack([table.luminosity, table.calibration])[kept]
        if len(series) < past + ahead:
            continue
        windows = sliding_window_view(series, past + ahead, axis=0).transpose(0, 2, 1)[::stride]
        start = table.time[kept][past : len(series) - ahead + 1 : stride]
        split = np.full(len(start), SPLIT_OF[table.year], dtype="<U9")
        if SPLIT_OF[table.year] == "train":
            split = assign(start // WEEK, fractions={"train": 1 - share, "val": share}, seed=seed)
        kept = (split != "train") | ~beside(np.flatnonzero(split == "val"), len(split), (past + ahead - 1) // stride)
        arrays = {
            "sequence": windows[:, :past],
            "future": windows[:, past:, :1],
            "target": windows[:, past:, 1],
            "last": np.repeat(windows[:, past - 1, 1:], ahead, axis=1),
            "window": np.column_stack([np.full(len(start), table.crystal), start]),
        }
        yield Chunk(split[kept], {name: values[kept] for name, values in arrays.items()})


def baselines(files: Sequence[Path], options: Mapping[str, Any]) -> Iterator[Baseline]:
    """Persistence over every pair of measurements 1 step, and `ahead` steps, apart in a file, not over windows."""
    _, ahead, _ = lengths(options)
    for table in map(read, tables(files)):
        called, split = "last known value, every pair of measurements", f"crystal {table.crystal}, {table.year}"
        errors = {"mape_first": persistence(table.calibration, 1), "mape_last": persistence(table.calibration, ahead)}
        yield Baseline(called, split, len(table.time), {name: Metric(value, "%") for name, value in errors.items()})


def persistence(calibration: NDArray[np.float64], steps: int) -> float:
    """Mean of 100 |c(t) − c(t + steps)| / c(t + steps) over all t of (measurements,), in percent; nan for none."""
    before, after = calibration[:-steps], calibration[steps:]
    return 100 * float(np.mean(np.abs(before - after) / np.abs(after))) if len(after) else float("nan")


def beside(chosen: NDArray[np.intp], rows: int, reach: int) -> NDArray[np.bool_]:
    """(rows,): is a chosen row at most `reach` rows away?"""
    counted = np.cumsum(np.bincount(chosen, minlength=rows))
    padded = np.concatenate([np.zeros(reach + 1), counted, np.full(reach, counted[-1] if rows else 0)])
    return padded[2 * reach + 1 :] > padded[: len(padded) - 2 * reach - 1]


def lengths(options: Mapping[str, Any]) -> tuple[int, int, int]:
    """Steps of the past, steps ahead, steps from one window to the next."""
    past, ahead = int(options.get("past", 24)), int(options.get("ahead", 24))
    return past, ahead, int(options.get("stride") or ahead)


def tables(files: Sequence[Path]) -> list[Path]:
    """The .csv files among `files`; UserError when there is none, or one lacks a column."""
    found = sorted(path for path in files if path.suffix.lower() == ".csv")
    if not found:
        raise UserError("No .csv file among the dataset's files.", "Run `make data FILES='*.csv'`.")
    for path in found:
        with path.open(newline="", encoding="utf-8-sig") as file:
            missing = sorted({*HEADER} - {*next(csv.reader(file), [])})
        if missing:
            remedy = "This recipe reads df_skimmed_xtal_*.csv of FAIR-UMN-ECAL: see data/README.md."
            raise UserError(f"{path.name} is no table of one crystal and year: no column {', '.join(missing)}.", remedy)
    return found


def read(path: Path) -> Table:
    """UserError for a file of several crystals, of another year, or with a cell that is no number or time."""
    remedy = "Run `make data VERIFY=1`, which fetches a damaged file anew."
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = [[row[name] for name in HEADER] for row in csv.DictReader(file)]
    try:
        crystal, time, luminosity, calibration = zip(*rows, strict=True)
        found = np.array([luminosity, calibration], dtype=np.float64)
        seconds = np.array(time, dtype="datetime64[s]").astype(np.int64)
        year, numbers = int(time[0][:4]), {int(one) for one in crystal}
    except (ValueError, TypeError) as error:
        raise UserError(f"{path.name} has a row that is not a measurement: {error}", remedy) from error
    if not np.isfinite(found).all() or not (found[1] > 0).all():
        raise UserError(f"{path.name} has a calibration or luminosity that is no finite number.", remedy)
    if len(numbers) != 1 or year not in SPLIT_OF:
        said = f"{path.name} holds {len(numbers)} crystals from {year} on."
        raise UserError(said, f"Use files of one crystal of {', '.join(map(str, SPLIT_OF))} each.")
    return Table(numbers.pop(), year, seconds, *found)
