"""Synthetic crystals: transparency lost under luminosity and won back without it, both exponentially.

Synthetic, not measured. The planted answer, with d = TOP − calibration the damage of a step: where luminosity L is
delivered until the next measurement, FULL − d shrinks by exp(−L / DOSE); where none is, d shrinks by
exp(−time / RECOVERY). Each measured calibration has a noise of NOISE.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from _package_.recipe import lengths

CRYSTALS = {1: 1.0, 2: 1.3}  # number -> how much faster than the first it loses
YEARS = {2016: 0.02, 2017: 0.04, 2018: 0.06}  # year -> damage at its beginning
TOP, FULL = 0.98, 0.15  # calibration without damage; damage after endless luminosity
DOSE = 4e9  # ub-1
RECOVERY = 200 * 3600.0  # s
NOISE = 2e-4
STEP = 2700  # s between two measurements, within JITTER
JITTER = 120
FILL, GAP = (8, 18), (4, 14)  # measurements with and without luminosity in turn, from and to
LUMINOSITY = (1e7, 4e7)  # ub-1 a measurement, from and to
COLUMNS = ("", "xtal_id", "time", "laser_datetime", "int_deliv_inv_ub", "deltat", "delta_lumi", "calibration")


def write(folder: Path, rows: int, seed: int, options: Mapping[str, Any]) -> list[Path]:
    """Writes a file for each crystal and year, as long as about `rows` windows in all of them need."""
    past, ahead, stride = lengths(options)
    windows = max(2, math.ceil(rows / (len(CRYSTALS) * len(YEARS))))
    count = past + ahead + (windows - 1) * stride
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for year, damage in YEARS.items():
        random = np.random.default_rng([seed, year])  # the crystals see the same luminosity at the same times
        time, pause, luminosity = accelerator(year, count, random)
        for crystal, faster in CRYSTALS.items():
            path = folder / f"df_skimmed_xtal_{crystal}_{year}.csv"
            calibration = TOP - damages(damage, pause, luminosity * faster) + NOISE * random.standard_normal(count)
            delivered = np.cumsum(luminosity) - luminosity
            with path.open("w", newline="", encoding="utf-8") as file:
                table = csv.writer(file, lineterminator="\n")
                table.writerow(COLUMNS)
                for number, moment in enumerate(np.datetime_as_string(time, unit="s")):
                    when = moment.replace("T", " ")
                    numbers = [delivered[number], float(pause[number]), luminosity[number]]
                    table.writerow([number, crystal, when, when, *numbers, f"{calibration[number]:.8f}"])
            written.append(path)
    return written


def accelerator(year: int, count: int, random: np.random.Generator) -> tuple[Any, Any, Any]:
    """Times (count,) datetime64, seconds to the next and luminosity in ub-1 until then."""
    pause = STEP + random.integers(-JITTER, JITTER + 1, count)
    time = np.datetime64(f"{year}-04-01T00:00:00", "s") + (np.cumsum(pause) - pause)
    on = np.empty(0, dtype=bool)
    while len(on) < count:
        on = np.concatenate([on, np.full(random.integers(*GAP), False), np.full(random.integers(*FILL), True)])
    return time, pause, np.where(on[:count], random.uniform(*LUMINOSITY, count), 0.0)


def damages(first: float, pause: Any, luminosity: Any) -> Any:
    """(count,) damage at each measurement, `first` at the first."""
    found = [first]
    for seconds, dose in zip(pause[:-1].tolist(), luminosity[:-1].tolist(), strict=True):
        kept = (
            FULL - (FULL - found[-1]) * math.exp(-dose / DOSE)
            if dose > 0
            else found[-1] * math.exp(-seconds / RECOVERY)
        )
        found.append(kept)
    return np.array(found)
