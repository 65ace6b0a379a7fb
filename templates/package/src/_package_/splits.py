"""Seeded splits by the hash of a key: independent of row order, chunking and machine, and never through a group."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.errors import UserError

FRACTIONS: Mapping[str, float] = {"train": 0.6, "val": 0.2, "test": 0.2}


def assign(*keys: NDArray[Any], fractions: Mapping[str, float] = FRACTIONS, seed: int = 0) -> NDArray[np.str_]:
    """Name of the split of each row, (rows,).

    `keys` are columns of (rows,): rows that agree in all of them (a site and a day, say) share a split. Numbers hash by
    value, so that 5 and 5.0 are one key; text hashes by its UTF-8 bytes.
    """
    names, shares = list(fractions), np.array(list(fractions.values()), dtype=float)
    if not names or (shares < 0).any() or abs(shares.sum() - 1) > 1e-9:
        raise UserError(f"The fractions {dict(fractions)} do not sum to 1.", "Such as train 0.6, val 0.2, test 0.2.")
    edges = np.cumsum(shares)[:-1]
    return np.array(names)[np.searchsorted(edges, uniform(*keys, seed=seed), side="right")]


def uniform(*keys: NDArray[Any], seed: int = 0) -> NDArray[np.float64]:
    """A number in [0, 1) for each row, (rows,), which depends on the row's keys and the seed alone."""
    if not keys:
        raise ValueError("a split needs a key")
    state = np.full(len(keys[0]), seed, dtype=np.uint64)
    for key in keys:
        state = _mix(state ^ _mix(_integers(np.asarray(key))))
    return (state >> np.uint64(11)).astype(np.float64) * 2.0**-53


def _mix(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SplitMix64 (Steele, Lea and Flood 2014): every bit of the input moves half of the output's."""
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _integers(key: NDArray[Any]) -> NDArray[np.uint64]:
    """Each value as 64 bits."""
    if key.dtype.kind in "biu":
        return key.astype(np.int64 if key.dtype.kind != "u" else np.uint64).view(np.uint64)
    if key.dtype.kind == "f":
        x = key.astype(np.float64) + 0.0  # -0.0 becomes 0.0
        whole = (np.abs(x) < 2.0**53) & (np.floor(x) == x)
        as_integers = np.where(whole, x, 0.0).astype(np.int64).view(np.uint64)
        return np.where(whole, as_integers, x.view(np.uint64))
    words, inverse = np.unique(key.astype(np.str_), return_inverse=True)
    digests = [int.from_bytes(hashlib.blake2b(str(word).encode(), digest_size=8).digest(), "little") for word in words]
    return np.array(digests, dtype=np.uint64)[inverse.reshape(-1)]
