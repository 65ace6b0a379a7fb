"""Each dataset of an HDF5 file once, whatever the number of names that hard and soft links give it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import h5py
from h5py.h5o import get_info

from _package_ import frames

OUTSIDE = "its values lie in other files"


@dataclass
class Found:
    """What is below a group: by path from there, in the file's order."""

    items: dict[str, Any] = field(default_factory=dict[str, Any])  # datasets, and frames of pandas
    left_out: dict[str, str] = field(default_factory=dict[str, str])  # name -> why


def below(group: Any, named: Collection[str]) -> Found:
    """Datasets and frames below a group. Of several names of one thing those that are `named` count, else the first."""
    found, names = Found(), dict[Any, list[str]]()
    things: dict[Any, Any] = {}
    for name, item in walk(group, "", found.left_out, {key(group): "/"}):
        things.setdefault(key(item), item)
        names.setdefault(key(item), []).append(name)
    for name in named:  # by a way through a group that was entered by another
        item = reached(group, name)
        if item is not None and key(item) in names and name not in names[key(item)]:
            names[key(item)].append(name)
    for one, known in names.items():
        chosen = next((name for name in known if name in named), known[0])
        found.items[chosen] = things[one]
        same = f"the same dataset as {chosen}"
        found.left_out |= {name: same for name in known if name != chosen}
    return found


def reached(group: Any, name: str) -> Any:
    """What the path leads to within the file, or None."""
    item = group
    for part in name.split("/"):
        if not isinstance(item, h5py.Group) or isinstance(item.get(part, getlink=True), h5py.ExternalLink):
            return None
        item = item.get(part)
    return item


def key(item: Any) -> tuple[int, int]:
    """What is equal for two names of one group or dataset."""
    info = get_info(item.id)
    return info.fileno, info.addr


def walk(group: Any, prefix: str, left_out: dict[str, str], over: dict[Any, str]) -> Iterator[tuple[str, Any]]:
    """Every name of every dataset and frame; a group that has been entered, `over`, is not again."""
    for name in group:
        full = f"{prefix}{name}"
        if name.startswith("_i_"):
            continue  # an index of PyTables
        link = group.get(name, getlink=True)
        if isinstance(link, h5py.ExternalLink):
            left_out[full] = "a link to another file"
            continue
        item = group.get(name)
        if item is None:
            left_out[full] = "a link that leads nowhere"
        elif isinstance(item, h5py.Dataset):
            if elsewhere(item):
                left_out[full] = OUTSIDE
            else:
                yield full, item
        elif isinstance(item, h5py.Group) and frames.is_frame(item):
            yield full, item
        elif isinstance(item, h5py.Group) and key(item) in over:
            left_out[full] = f"the same group as {over[key(item)]}"
        elif isinstance(item, h5py.Group):
            over[key(item)] = full
            yield from walk(item, f"{full}/", left_out, over)


def elsewhere(item: Any) -> bool:
    """Whether values come from other files, where HDF5 puts zeros for what it does not find."""
    return bool(item.external) or (item.is_virtual and any(one.file_name != "." for one in item.virtual_sources()))
