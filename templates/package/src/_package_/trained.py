"""Trained models on disk: their names, their sidecars, and their predictions in physical units."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import config as configuration
from _package_ import files, paths
from _package_.arrays import Arrays
from _package_.config import Config
from _package_.errors import UserError
from _package_.normalise import normaliser
from _package_.paths import DataKind
from _package_.schema import Schema
from _package_.train import predictor

FORMAT = "fair-ai/sidecar@1"
CHUNK = 65536  # rows predicted at a time


@dataclass(frozen=True, slots=True)
class Trained:
    """One seed's model: where its weights are, the configuration it was trained with, and the sidecar itself."""

    stem: Path
    seed: int
    config: Config
    sidecar: Mapping[str, Any]

    @property
    def run(self) -> str:
        """Id of the run that trained it."""
        return self.sidecar["run"]["id"]


def open_data(variables: Mapping[str, str]) -> tuple[DataKind, Config, Arrays]:
    """What DATA, CONFIG, SET and SEED ask for; UserError where one of them names what is not there."""
    kind: DataKind = "sample" if variables.get("DATA", "real") == "sample" else "real"
    config = configuration.load(
        variables.get("CONFIG", "baseline"), variables.get("SET", ""), variables.get("SEED", "")
    )
    arrays = Arrays(paths.processed(kind))
    if arrays.schema.data_kind != kind:
        raise UserError(f"{arrays.folder} holds {arrays.schema.data_kind} data, not {kind}.", "Make the data again.")
    known = [name for name, split in arrays.schema.splits.items() if split.rows > 0]
    missing = [split for split in config.fit_on if split not in known]
    if missing:
        raise UserError(f"fit_on names {missing[0]!r}, which has no rows.", f"Set it to some of: {', '.join(known)}.")
    return kind, config, arrays


def stem(name: str, kind: DataKind, seed: int) -> Path:
    """models/<name>-seed<k>, or models/<name>-sample-seed<k>: the two never share a file."""
    return paths.models() / f"{name}{'-sample' if kind == 'sample' else ''}-seed{seed}"


def write_sidecar(at: Path, seed: int, seeds: Sequence[int], run: Mapping[str, Any], fit: Mapping[str, Any]) -> None:
    """Writes <stem>.json after the weights, so that it never describes missing ones; `seeds` of the whole training."""
    found = dict(fit)
    weights = at.with_name(found.pop("weights"))
    head = {"format": FORMAT, "weights": weights.name, "weights_sha256": files.sha256(weights)}
    about = {"data_kind": run["data_kind"], "seed": seed, "seeds": list(seeds), "run": run, "fit": found}
    files.replace_json(at.with_name(at.name + ".json"), {**head, **about})


def asked_for(variables: Mapping[str, str], config: Config, kind: DataKind, arrays: Arrays) -> list[Trained]:
    """The models of SEED; without it, those of this model's last training on data of this kind."""
    newest: tuple[str, int, list[int]] = ("", 0, list(config.seeds))
    for path in paths.models().glob(stem(config.name, kind, 0).name[:-1] + "*.json"):
        with suppress(ValueError, LookupError, TypeError):
            sidecar = json.loads(path.read_text(encoding="utf-8"))
            newest = max(newest, (sidecar["run"]["started"], path.stat().st_mtime_ns, sidecar["seeds"]))
    return load(config if variables.get("SEED") else replace(config, seeds=tuple(newest[2])), kind, arrays)


def load(config: Config, kind: DataKind, arrays: Arrays) -> list[Trained]:
    """The models of `config.seeds`; UserError for one that is missing, damaged, or of other data or settings."""
    remedy = "Run `make train`" + (" DATA=sample." if kind == "sample" else ".")
    data = files.sha256(arrays.folder / "schema.json")
    found: list[Trained] = []
    for seed in config.seeds:
        at = stem(config.name, kind, seed)
        path = at.with_name(at.name + ".json")
        if not path.is_file():
            raise UserError(f"There is no trained model {path.name}.", remedy)
        try:
            sidecar = json.loads(path.read_text(encoding="utf-8"))
            used = configuration.from_dict(sidecar["run"]["config"], path.name)
            trained_on = sidecar["run"]["data"]["schema_sha256"]
            weights, digest = at.with_name(sidecar["weights"]), sidecar["weights_sha256"]
        except (ValueError, KeyError, TypeError) as error:
            raise UserError(f"{path.name} is not a {FORMAT} file: {error}", remedy) from error
        if not weights.is_file():
            raise UserError(f"The weights {weights.name} are missing.", remedy)
        if files.sha256(weights) != digest:
            raise UserError(f"{weights.name} is not the file that its sidecar describes.", remedy)
        if trained_on != data:
            raise UserError(f"{at.name} was trained on other data than {arrays.folder.name}/ holds now.", remedy)
        if used.framework != config.framework:
            raise UserError(f"{at.name} was trained with {used.framework}, not {config.framework}.", remedy)
        if found and settings(used) != settings(found[0].config):
            raise UserError(f"{at.name} was trained with other settings than {found[0].stem.name}.", remedy)
        found.append(Trained(at, seed, used, sidecar))
    return found


def settings(config: Config) -> tuple[Any, ...]:
    """What must be equal for two models to be two seeds of one configuration."""
    return config.fit_on, dict(config.model), dict(config.train)


def predict(model: Trained, arrays: Arrays, splits: Sequence[str], device: str) -> NDArray[Any]:
    """Predictions for the splits in order, streamed: (rows,) in the target's unit, or (rows, classes) probabilities."""
    schema = arrays.schema
    apply = predictor(model.stem, schema, model.config, device)
    scaling = normaliser(schema.target[1], model.config.fit_on)
    parts = (apply(chunk) for chunk in arrays.chunks(splits, list(schema.inputs), CHUNK))
    if schema.task == "classification":
        return np.concatenate(list(parts))
    return np.concatenate([scaling.denormalise(one).reshape(len(one)) for one in parts])


def truth(arrays: Arrays, splits: Sequence[str]) -> tuple[NDArray[Any], NDArray[Any] | None]:
    """Target (rows,) in its unit, or class numbers; and weights (rows,), or None."""
    schema = arrays.schema
    weight = schema.only("weight")
    target = column(arrays, splits, schema.target[0])
    return target, None if weight is None else column(arrays, splits, weight[0])


def column(arrays: Arrays, splits: Sequence[str], name: str) -> NDArray[Any]:
    """An array with one number per row, as (rows,) in memory; floats in double precision."""
    values = np.asarray(arrays.read(splits, name))
    return values.reshape(len(values)).astype(np.float64 if values.dtype.kind == "f" else np.int64)


def groups(schema: Schema, fit_on: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name and members of what is scored: the splits fitted on as one (`train+val`), then each other with rows."""
    yield "+".join(fit_on), tuple(fit_on)
    for name, split in schema.splits.items():
        if name not in fit_on and split.rows > 0:
            yield name, (name,)
