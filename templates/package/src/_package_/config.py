"""One run's settings: configs/<name>.yaml as a frozen value, changed only where SET and SEED say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from _package_ import overrides as given
from _package_ import paths, rules, yamlfile
from _package_.errors import UserError, nearest


class Section(dict[str, Any]):
    """Settings by name; UserError for one that is asked for and not there."""

    def __init__(self, name: str, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.name = name

    def __missing__(self, key: str) -> Any:
        raise UserError(f"The configuration has no {self.name}.{key}.", f"Add it to the section {self.name}.")


@dataclass(frozen=True, slots=True)
class Config:
    """`name` is the model's key; `model` and `train` hold what the model and the training loop declare."""

    name: str
    framework: str
    seeds: tuple[int, ...]
    fit_on: tuple[str, ...]
    model: Mapping[str, Any]
    train: Mapping[str, Any]

    def __post_init__(self) -> None:
        for name in rules.SECTIONS:
            object.__setattr__(self, name, Section(name, getattr(self, name)))

    def as_dict(self) -> dict[str, Any]:
        """The configuration as JSON can hold it; `from_dict` reads it back."""
        lists = {"seeds": list(self.seeds), "fit_on": list(self.fit_on)}
        return {
            "name": self.name,
            "framework": self.framework,
            **lists,
            "model": dict(self.model),
            "train": dict(self.train),
        }


def load(name_or_path: str = "baseline", overrides: str = "", seed: str = "") -> Config:
    """Reads configs/<name>.yaml or a path.

    `overrides` is SET ("train.lr=1e-3 model.hidden=[64, 32]": only keys that stand in the file), `seed` is SEED
    ("0" or "0,1,2"), which replaces the file's seeds.
    Raises UserError for a missing file, an unknown key and a value that is not what it may be.
    """
    path = find(name_or_path)
    try:
        values = yamlfile.read(path)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UserError(
            f"{path} is not valid YAML: {' '.join(str(error).split())[:300]}", "Mend the line that is named."
        ) from error
    if not isinstance(values, dict):
        raise UserError(f"{path} holds no settings.", "Take it from git again, or begin with a copy of baseline.yaml.")
    where = path.relative_to(paths.root()).as_posix() if path.is_relative_to(paths.root()) else str(path)
    rules.plain(values, where)
    given.apply(values, overrides, seed)
    return from_dict(values, where)


def find(name_or_path: str) -> Path:
    """The file that CONFIG names: configs/<name>.yaml, or a path that ends in .yaml or .yml."""
    if name_or_path.endswith((".yaml", ".yml")):
        path = Path(name_or_path)
        path = path if path.is_file() else paths.root() / path
    else:
        path = paths.configs() / f"{name_or_path}.yaml"
    if not path.is_file():
        known = [file.stem for file in paths.configs().glob("*.yaml")]
        raise UserError(f"There is no configuration {name_or_path!r} ({path}).", nearest(name_or_path, known))
    return path


def from_dict(values: Mapping[str, Any], where: str = "the configuration") -> Config:
    """A Config from plain values, such as a sidecar holds; UserError for what is missing, unknown or out of range."""
    rules.check(values, where)
    return Config(
        values["name"],
        values["framework"],
        tuple(values["seeds"]),
        tuple(values["fit_on"]),
        values["model"],
        values["train"],
    )


def checked(config: Config, where: str = "the configuration") -> Config:
    """The configuration, after settings were put together in code; UserError as from_dict."""
    return from_dict(config.as_dict(), where)
