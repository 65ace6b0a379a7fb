"""Moments of arrays, streamed while they are written and merged for a fit, and the scaling made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.errors import UserError
from _package_.schema import Array, Moments

Float = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Normaliser:
    """x -> (x - offset) / scale; both broadcast against an array's last axis, in the array's own unit."""

    offset: Float  # (width,) or ()
    scale: Float  # (width,) or (); never 0

    def normalise(self, values: NDArray[Any]) -> NDArray[Any]:
        """Physical units to normalised ones: (rows, *shape), floating types kept, integers become float64."""
        return _like(values, (values - self.offset) / self.scale)

    def denormalise(self, values: NDArray[Any]) -> NDArray[Any]:
        """Normalised units back to physical ones."""
        return _like(values, values * self.scale + self.offset)


def normaliser(array: Array, fit_on: Sequence[str]) -> Normaliser:
    """What `array.normalise` asks for; "standard" merges the moments of the splits in `fit_on`.

    A constant column has scale 1. UserError for a split without moments.
    """
    if array.normalise == "none":
        return Normaliser(np.zeros(()), np.ones(()))
    if isinstance(array.normalise, Mapping):
        return Normaliser(np.asarray(array.normalise["offset"], float), np.asarray(array.normalise["scale"], float))
    missing = [split for split in fit_on if split not in array.statistics]
    if missing or not fit_on:
        known = ", ".join(array.statistics) or "none"
        raise UserError(f"The data have no split {missing or '[]'} to fit on.", f"Set fit_on to some of: {known}.")
    merged = merge([array.statistics[split] for split in fit_on])
    mean, std = np.array(merged.mean), np.array(merged.std)
    # A constant column keeps a rounding error of about its own size times the machine's epsilon.
    constant = std <= 10 * np.finfo(float).eps * np.abs(mean)
    std[constant] = 1.0
    shape = (array.width,) if array.width > 1 or array.shape[-1:] == (1,) else ()
    return Normaliser(mean.reshape(shape), std.reshape(shape))


def moments(values: NDArray[Any]) -> Moments:
    """Moments of (values, width), taken in float64: the mean first, then the squares about it."""
    x = np.asarray(values, dtype=np.float64)
    if len(x) == 0:
        return Moments(0, (0.0,) * x.shape[1], (0.0,) * x.shape[1])
    mean = x.mean(axis=0)
    return Moments(len(x), tuple(mean.tolist()), tuple(np.sqrt(np.square(x - mean).mean(axis=0)).tolist()))


def merge(parts: Sequence[Moments]) -> Moments:
    """Moments of the union of disjoint sets of values, exactly (Chan, Golub and LeVeque 1983)."""
    count, mean, squares = 0, np.zeros(len(parts[0].mean)), np.zeros(len(parts[0].mean))
    for part in parts:
        if part.count == 0:
            continue
        total = count + part.count
        delta = np.array(part.mean) - mean
        mean = mean + delta * (part.count / total)
        squares = squares + np.square(part.std) * part.count + np.square(delta) * (count * (part.count / total))
        count = total
    return Moments(count, tuple(mean.tolist()), tuple(np.sqrt(squares / max(count, 1)).tolist()))


def of_rows(layout: Mapping[str, Array], rows: Mapping[str, NDArray[np.generic]]) -> dict[str, Moments]:
    """Moments of each array to be standardised, over the entries that its mask keeps."""
    found: dict[str, Moments] = {}
    for name, array in layout.items():
        if array.normalise != "standard":
            continue
        values = np.asarray(rows[name], dtype=np.float64).reshape(len(rows[name]), -1, array.width)
        kept = values.reshape(-1, array.width)
        if array.mask is not None:
            kept = kept[np.asarray(rows[array.mask], dtype=bool).reshape(-1)]
        if not np.isfinite(kept).all():
            column = int(np.flatnonzero(~np.isfinite(kept).all(axis=0))[0])
            label = array.fields[column].name if array.width == len(array.fields) else name
            count = int((~np.isfinite(kept[:, column])).sum())
            raise UserError(
                f"{label} has {count} missing or infinite values among {len(kept)}.",
                "Leave the rows or the column out in recipe.py, or fill them there.",
            )
        found[name] = moments(kept)
    return found


def add(parts: list[Moments], part: Moments) -> None:
    """Keeps the list short: as many parts as bits in the number of chunks, merged pairwise like a binary counter."""
    parts.append(part)
    while len(parts) > 1 and parts[-2].count <= parts[-1].count:
        parts[-2:] = [merge(parts[-2:])]


def _like(values: NDArray[Any], result: NDArray[Any]) -> NDArray[Any]:
    return result.astype(values.dtype, copy=False) if np.issubdtype(values.dtype, np.floating) else result
