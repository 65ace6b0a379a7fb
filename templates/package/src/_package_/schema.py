"""schema.json: what the processed arrays are. Recipes write it and models read it; nothing else passes between them."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from numpy.typing import NDArray

from _package_ import files
from _package_.decisions import Decision
from _package_.errors import UserError

FORMAT = "fair-ai/schema@1"
ROLES = ("input", "target", "weight", "mask", "edges", "group", "reference", "spectator")


class Chunk(NamedTuple):
    """Some rows as a recipe yields them."""

    split: NDArray[Any]  # (rows,) names of splits
    arrays: dict[str, NDArray[Any]]  # name -> (rows, *shape)


@dataclass(frozen=True, slots=True)
class Field:
    """One column of an array's last axis."""

    name: str
    unit: str | None = None  # None: dimensionless
    description: str | None = None
    column: str | None = None  # of the data, which it is or is made of; None: its name says it

    @property
    def shown(self) -> str:
        """`y [mm]`."""
        return with_unit(self.name, self.unit)


def with_unit(name: str, unit: str | None) -> str:
    """`y [mm]`; the name alone where there is no unit, or the name says it already."""
    return name if not unit or name.rstrip().endswith((f"[{unit}]", f"({unit})")) else f"{name} [{unit}]"


@dataclass(frozen=True, slots=True)
class Moments:
    """Number of values, mean and population standard deviation (ddof 0) of one split, one entry per field."""

    count: int
    mean: tuple[float, ...]
    std: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Array:
    """One array, row by row: `shape` is the shape of one row, () for a single number."""

    role: str  # one of ROLES
    kind: str  # table, cloud, image, sequence, graph
    dtype: str
    shape: tuple[int, ...]
    normalise: str | Mapping[str, float] = "none"  # "none", "standard", or {"offset", "scale"}: (x - offset) / scale
    fields: tuple[Field, ...] = ()  # of the last axis, where its entries have names
    classes: tuple[str, ...] | None = None  # names of the integers of a classification's target
    description: str | None = None
    rejection: tuple[float, ...] = ()  # of two classes: shares of the second at which the first one's rejection counts
    mask: str | None = None  # the array (N,) that says which entries of a cloud or graph are real
    edges: str | None = None  # the array (N, k) of each node's neighbours, -1 for none
    statistics: Mapping[str, Moments] = field(default_factory=dict[str, Moments])  # by split, for "standard"

    @property
    def width(self) -> int:
        """How many numbers a statistic of this array has: one per field of the last axis, else one for all."""
        return self.shape[-1] if self.shape and len(self.fields) == self.shape[-1] else 1


@dataclass(frozen=True, slots=True)
class Split:
    rows: int
    how: str  # how it was made, in words


@dataclass(frozen=True, slots=True)
class Source:
    """A raw file that the arrays were made from."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Schema:
    recipe: str
    data_kind: str  # "real" or "sample"
    task: str  # regression, classification, forecast or density
    arrays: Mapping[str, Array]
    splits: Mapping[str, Split]
    sources: tuple[Source, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    read: Mapping[str, Decision] = field(default_factory=dict[str, Decision])  # file -> how it was read, as in the lock

    def by_role(self, role: str) -> dict[str, Array]:
        """The arrays of one role, in the recipe's order."""
        return {name: array for name, array in self.arrays.items() if array.role == role}

    @property
    def inputs(self) -> dict[str, Array]:
        return self.by_role("input")

    @property
    def feeds(self) -> tuple[str, ...]:
        """Names of what a model is given: the inputs, then their masks and edges."""
        beside = (name for array in self.inputs.values() for name in (array.mask, array.edges) if name)
        return tuple(dict.fromkeys([*self.inputs, *beside]))

    @property
    def outputs(self) -> int:
        """How many numbers a model answers with for each row: a logit per class, or the values of the target."""
        target = self.target[1]
        return len(target.classes) if target.classes else math.prod(target.shape)

    @property
    def target(self) -> tuple[str, Array]:
        """Name and array of the target; UserError unless there is exactly one."""
        found = list(self.by_role("target").items())
        if len(found) != 1:
            raise UserError(f"The data have {len(found)} targets; a model needs one.", "See layout() in recipe.py.")
        return found[0]

    def only(self, role: str) -> tuple[str, Array] | None:
        """Name and array of the first of a role that data may lack (weight, group, reference), or None."""
        return next(iter(self.by_role(role).items()), None)

    def as_dict(self) -> dict[str, Any]:
        return {"format": FORMAT, **dataclasses.asdict(self)}

    def save(self, path: Path) -> None:
        """Writes schema.json in one step: a reader sees the old file or the new one."""
        files.replace_json(path, self.as_dict())
