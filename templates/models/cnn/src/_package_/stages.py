"""What the settings of a convolutional network mean, before any framework has a say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from _package_.errors import UserError, nearest
from _package_.schema import Schema

POOLINGS = ("max", "average")


class Stage(NamedTuple):
    """One convolution and what follows it."""

    channels: int
    kernel: int  # pixels a side
    pool: int  # pixels a side; 1: none
    dropout: float

    @property
    def padding(self) -> tuple[int, int]:
        """Zeros before and after each axis, so that an image keeps its size: the odd one comes after."""
        return (self.kernel - 1) // 2, self.kernel // 2


class Sizes(NamedTuple):
    height: int
    width: int
    channels: int


def stages(settings: Mapping[str, Any]) -> list[Stage]:
    """One for each entry of `channels`; UserError where another list has a different length."""
    count = len(settings["channels"])
    if settings["pooling"] not in POOLINGS:
        raise UserError(f"model.pooling is {settings['pooling']!r}.", nearest(str(settings["pooling"]), POOLINGS))
    each = {name: _each(name, settings[name], count) for name in ("kernels", "pool", "dropout")}
    return [Stage(*values) for values in zip(settings["channels"], *each.values(), strict=True)]


def image(schema: Schema) -> Sizes:
    """Height, width and the number of all channels of the images of a row; UserError where they differ in size."""
    shapes = {name: array.shape for name, array in schema.inputs.items()}
    sizes = {shape[:2] for shape in shapes.values()}
    if len(sizes) != 1 or any(len(shape) != 3 for shape in shapes.values()):
        found = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        raise UserError(
            f"A convolutional network takes images (height, width, channels) of one size; the data have {found}.",
            "Lay the arrays out so in recipe.py, or choose the model fcn.",
        )
    height, width = sizes.pop()
    return Sizes(height, width, sum(shape[2] for shape in shapes.values()))


def flattened(size: Sizes, each: list[Stage]) -> int:
    """How many numbers the last stage leaves; UserError where pooling leaves none."""
    height, width, channels = size
    for stage in each:
        height, width, channels = height // stage.pool, width // stage.pool, stage.channels
    if height * width == 0:
        raise UserError(
            f"Pooling leaves nothing of images of {size.height} × {size.width} pixels.", "Lower model.pool."
        )
    return height * width * channels


def _each(name: str, value: Any, count: int) -> list[Any]:
    """The setting for each of `count` convolutions."""
    values = value if isinstance(value, list) else [value] * count
    if len(values) != count:
        raise UserError(
            f"model.{name} has {len(values)} entries, model.channels {count}.", "Give as many, or one number."
        )
    return values
