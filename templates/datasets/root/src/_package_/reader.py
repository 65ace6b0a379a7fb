"""ROOT trees as columns: flat branches as they are, of jagged ones the first values and their number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from _package_ import trees
from _package_.errors import UserError
from _package_.source import ONE_FORM, Source
from _package_.trees import Branches
from _package_.values import Column


def opened(files: Sequence[Path], options: Mapping[str, Any]) -> Source:
    """One tree of each file: the one that the option `tree` names, else the longest. UserError where they differ."""
    chosen = trees.choose(files, options.get("tree"), options.get("target"))
    first = int(options.get("first", 2))
    found = trees.branches(chosen[0].path, chosen[0].tree)
    for path, tree, _ in chosen[1:]:
        lacking = sorted({*trees.branches(path, tree).usable} ^ {*found.usable})
        if lacking:
            what = f"{path.name} has other branches than {chosen[0].path.name}: {', '.join(lacking[:8])}"
            raise UserError(f"{what} in one of them only.", ONE_FORM)
    made = {name: columns(name, found, first) for name in found.usable}
    origin = {column: name for name, one in made.items() for column in one}

    def read(wanted: Sequence[str]) -> Iterator[dict[str, Column]]:
        needed = list(dict.fromkeys(origin[name] for name in wanted))
        for path, tree, _ in chosen:
            for cells in trees.blocks(path, tree, needed, first):
                yield {name: cells[name] for name in wanted}

    titles = {column: found.titles[name] for name, one in made.items() if name in found.titles for column in one}
    keyed = any(
        name.lower().startswith("ev") for name in found.keys
    )  # a run or lumi block alone keeps nothing together
    return Source(
        tuple(path for path, _, _ in chosen),
        tuple(origin),
        read,
        found.left_out,
        titles,
        decisions={
            path: {"tree": tree, **({"others": list(others)} if others else {})} for path, tree, others in chosen
        },
        targets=found.flat,
        keys=found.keys if keyed else (),
        labels=frozenset(found.keys),
        counters=frozenset(name for name in origin if name[:1] in "nN"),
        families={name: one for name, one in made.items() if one != (name,)},
    )


def columns(name: str, found: Branches, first: int) -> tuple[str, ...]:
    """The names of what trees.flatten makes of a branch, without a count that the tree has already."""
    if name in found.flat:
        return (name,)
    count = f"n({trees.family(name)})"
    return (*(() if count in trees.counts(found) else (count,)), *(f"{name}[{place}]" for place in range(first)))
