"""Splits by class, or of groups: rows in the order of their hash, so that every split has its share of each class."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

MOST = 50_000  # rows, or groups, of one class that are ordered; of more the plain hash gives the same shares
Key = tuple[str | None, str]  # the split of the file, where files have one, and the class


class Strata:
    """Learns the hashes of each class, and then says where its splits begin."""

    def __init__(self) -> None:
        self._seen: dict[Key, list[NDArray[np.float64]]] = {}
        self._full: set[Key] = set()
        self._home: dict[str | None, tuple[NDArray[np.float64], NDArray[np.str_]]] = {}
        self._edges: dict[Key, NDArray[np.float64]] = {}

    def add(self, u: NDArray[np.float64], part: str | None, classes: NDArray[np.str_]) -> None:
        """Takes note of more rows: the hash of each, or of its group, and its class ("": none)."""
        for name in np.unique(classes).tolist():
            key = (part, name)
            if name == "" or key in self._full:
                continue
            held = self._seen.setdefault(key, [])
            held.append(np.unique(u[classes == name]))
            if sum(map(len, held)) > MOST:
                held[:] = [np.unique(np.concatenate(held))]
                if len(held[0]) > MOST:
                    self._full.add(key)
                    del self._seen[key]

    def settle(self) -> None:
        """Orders what was seen. A group of several classes counts as the rarest of them, and is never cut."""
        found = {key: np.unique(np.concatenate(held)) for key, held in self._seen.items() if held}
        for part in {part for part, _ in found}:
            rare = sorted((key for key in found if key[0] == part), key=lambda key: (len(found[key]), key[1]))
            every = np.concatenate([found[key] for key in rare])
            names = np.repeat([key[1] for key in rare], [len(found[key]) for key in rare])
            u, first = np.unique(every, return_index=True)  # the first place is that of the rarest class
            self._home[part] = u, names[first]
            for key in rare:
                found[key] = u[names[first] == key[1]]
        self._seen = {key: [u] for key, u in found.items()}

    def placed(
        self,
        place: NDArray[np.int64],
        u: NDArray[np.float64],
        part: str | None,
        fractions: Mapping[str, float],
    ) -> NDArray[np.int64]:
        """The place of each row's split among `fractions`; that of the plain hash for a class of very many rows."""
        if part not in self._home:
            return place
        known, names = self._home[part]
        where = np.minimum(np.searchsorted(known, u), len(known) - 1)
        own = np.where(known[where] == u, names[where], "")
        made = place.copy()
        for name in np.unique(own).tolist():
            if name:
                chosen = own == name
                made[chosen] = np.searchsorted(self.edges((part, name), fractions), u[chosen], side="right")
        return made

    def edges(self, key: Key, fractions: Mapping[str, float]) -> NDArray[np.float64]:
        """The hashes at which the next split begins."""
        if key not in self._edges:
            u = self._seen[key][0]
            ends = np.cumsum(counts(len(u), fractions))[:-1]
            self._edges[key] = np.append(u, 1.0)[ends]
        return self._edges[key]


def counts(rows: int, fractions: Mapping[str, float]) -> list[int]:
    """How many of a class's rows each split gets: its share, one where there are enough; the first the rest."""
    made: list[int] = []
    for share in reversed(list(fractions.values())[1:]):  # with two rows a test goes before a validation
        left = rows - 1 - sum(made)
        made.append(min(left, max(1, round(share * rows))) if share > 0 and left > 0 else 0)
    return [rows - sum(made), *reversed(made)]
