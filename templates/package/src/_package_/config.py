"""One run's settings: configs/<name>.yaml as a frozen value, changed only where SET and SEED say so."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from _package_ import paths
from _package_.errors import UserError, nearest

SECTIONS = ("model", "train")


@dataclass(frozen=True, slots=True)
class Config:
    """`name` is the model's key; `model` and `train` hold what the model and the training loop declare."""

    name: str
    framework: str
    seeds: tuple[int, ...]
    fit_on: tuple[str, ...]
    model: Mapping[str, Any]
    train: Mapping[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """The configuration as JSON can hold it; `from_dict` reads it back."""
        return {**dataclasses.asdict(self), "seeds": list(self.seeds), "fit_on": list(self.fit_on)}


def load(name_or_path: str = "baseline", overrides: str = "", seed: str = "") -> Config:
    """Reads configs/<name>.yaml or a path.

    `overrides` is SET ("train.lr=1e-3 model.hidden=[64, 32]": only keys that stand in the file), `seed` is SEED
    ("0" or "0,1,2"), which replaces the file's seeds.
    Raises UserError for a missing file, an unknown key and a value of another type.
    """
    path = find(name_or_path)
    try:
        values = yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except yaml.YAMLError as error:
        raise UserError(
            f"{path} is not valid YAML: {' '.join(str(error).split())}", "Mend the line that is named."
        ) from error
    if not isinstance(values, dict):
        raise UserError(f"{path} holds no settings.", f"It needs the keys {', '.join(_KEYS)}.")
    for key, value in parse_overrides(overrides):
        _replace(values, key, value)
    if seed.strip():
        values["seeds"] = parse_seeds(seed)
    return from_dict(values, str(path))


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
    """A Config from plain values, such as a sidecar holds; UserError for what is missing, unknown or mistyped."""
    for key in values:
        if key not in _KEYS:
            raise UserError(f"Unknown key {key!r} in {where}.", nearest(str(key), _KEYS))
    for key, (kind, words) in _KEYS.items():
        if not isinstance(values.get(key), kind):
            raise UserError(f"{where} needs {key!r}: {words}.", "Add it, or take the file from git again.")
    seeds, fit_on = values["seeds"], values["fit_on"]
    if not seeds or not all(type(seed) is int and seed >= 0 for seed in seeds):
        raise UserError(f"seeds in {where} are {seeds!r}.", "Write whole numbers from 0 up, such as seeds: [0, 1, 2].")
    if not fit_on or not all(isinstance(split, str) for split in fit_on):
        raise UserError(f"fit_on in {where} is {fit_on!r}.", "Write names of splits, such as fit_on: [train].")
    return Config(
        values["name"], values["framework"], tuple(seeds), tuple(fit_on), dict(values["model"]), dict(values["train"])
    )


def parse_seeds(text: str) -> list[int]:
    """The seeds in 0,1,2: [0, 1, 2]."""
    parts = [part for part in re.split(r"[,\s]+", text.strip()) if part]
    if not parts or not all(part.isdecimal() for part in parts):
        raise UserError(f"SEED={text} is not a list of seeds.", "Write SEED=0 or SEED=0,1,2.")
    return [int(part) for part in dict.fromkeys(parts)]


def parse_overrides(text: str) -> Iterator[tuple[str, Any]]:
    """Keys and values of train.lr=1e-3 model.hidden=[64, 32]; the values are YAML."""
    for part in re.split(r"\s+(?=[A-Za-z_][\w.]*=)", text.strip()):
        key, equals, value = part.partition("=")
        if part and not equals:
            raise UserError(f"SET={text}: {part!r} has no value.", 'Write SET="train.lr=1e-3 train.epochs=5".')
        try:
            if part:
                yield key.strip(), yaml.load(value, _Loader)
        except yaml.YAMLError as error:
            raise UserError(
                f"SET={text}: {value!r} is not a value.", "Quote it as YAML does: model.hidden=[64,32]."
            ) from error


def _replace(values: dict[str, Any], key: str, value: Any) -> None:
    section, dot, name = key.partition(".")
    place: Any = values.get(section) if dot and section in SECTIONS else values
    name = name if dot and section in SECTIONS else key
    if not isinstance(place, dict) or name not in place:
        known = [k for k in values if k not in SECTIONS]
        known += [f"{s}.{k}" for s in SECTIONS for k in (values.get(s) or {})]
        raise UserError(f"SET names {key!r}, which the configuration does not have.", nearest(key, known))
    old = place[name]
    if old is not None and value is not None and _kind(old) != _kind(value):
        raise UserError(f"SET {key}={value!r}: {key} is {old!r}.", f"Give a {_kind(old)}.")
    place[name] = value


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "truth value (true or false)"
    return {int: "number", float: "number", list: "list", dict: "mapping"}.get(type(value), "text")


_KEYS: dict[str, tuple[type, str]] = {
    "name": (str, "the model's key"),
    "framework": (str, "the framework's key"),
    "seeds": (list, "a list of seeds"),
    "fit_on": (list, "a list of splits"),
    "model": (dict, "a mapping"),
    "train": (dict, "a mapping"),
}


class _Loader(yaml.SafeLoader):
    """Reads 1e-3 as a number: YAML 1.2 and every other reader do, PyYAML alone takes it for text."""


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?(\.\d+|\d+(\.\d*)?)[eE][-+]?\d+$"), list("-+.0123456789")
)
