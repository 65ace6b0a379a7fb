"""Which settings a sweep tries: those that stand in the configuration, around the values that they have there.

To leave one out, or to try others, edit `tried`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from _package_ import rules
from _package_.config import Config
from _package_.ranges import clipped

TRAIN = ("lr", "weight_decay", "batch_size")  # of the training; everything else there is no matter of taste
FACTORS = (0.5, 1.0, 2.0)  # of widths of layers, and of the batch
DECADE = 10.0  # a rate or a strength is tried from a tenth to ten times its value
SHARES = ("dropout",)  # from 0 to a half


class Trial(Protocol):
    """What is asked of a trial of Optuna."""

    def suggest_float(self, name: str, low: float, high: float, *, log: bool = False) -> float: ...
    def suggest_categorical(self, name: str, choices: Any) -> Any: ...


@dataclass(frozen=True, slots=True)
class Choice:
    """One setting, "section.name": a range (on a logarithmic scale) or some values."""

    name: str
    default: Any
    low: float = 0.0
    high: float = 0.0
    log: bool = False
    values: tuple[Any, ...] = ()

    def suggest(self, trial: Trial) -> Any:
        if self.values:
            return trial.suggest_categorical(self.name, self.values)
        return trial.suggest_float(self.name, self.low, self.high, log=self.log)


def space(config: Config) -> list[Choice]:
    """The settings of the configuration's sections that can be tried."""
    return [
        choice
        for section, values in (("model", config.model), ("train", config.train))
        for choice in tried(section, values)
    ]


def tried(section: str, values: Mapping[str, Any]) -> Iterator[Choice]:
    for key, value in values.items():
        name = f"{section}.{key}"
        if section == "train" and key not in TRAIN:
            continue
        allowed = rules.declared(name)
        if key in SHARES and isinstance(value, int | float):
            yield Choice(name, min(float(value), 0.5), 0.0, 0.5)
        elif key == "weight_decay":
            yield Choice(name, value, values=tuple(dict.fromkeys((value, 0.0, 1e-4, 1e-2))))
        elif isinstance(value, list) and value and all(type(one) is int for one in value):
            yield Choice(name, 1.0, values=FACTORS)
        elif type(value) is int and value > 1:
            least = 2 if key == "batch_size" else 1  # one row has no variance
            sizes = (clipped(max(least, round(value * factor)), allowed) for factor in FACTORS)
            yield Choice(name, value, values=tuple(dict.fromkeys(sizes)))
        elif type(value) is float and value > 0:
            low, high = (clipped(one, allowed) for one in (value / DECADE, value * DECADE))
            yield Choice(name, value, low, high, log=True)
