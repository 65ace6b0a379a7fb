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
from _package_ import files, paths, sidecar
from _package_.arrays import Arrays, row_bytes
from _package_.config import Config
from _package_.errors import UserError
from _package_.normalise import normaliser
from _package_.paths import DataKind
from _package_.schema import Schema
from _package_.scores import flat
from _package_.train import SUFFIX, predictor

ROWS = 65536  # predicted at a time, and no more than
BYTES = 64 * 2**20  # of input arrays


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
    head = {"format": sidecar.FORMAT, "weights": weights.name, "weights_sha256": files.sha256(weights)}
    about = {"data_kind": run["data_kind"], "seed": seed, "seeds": list(seeds), "run": run, "fit": found}
    files.replace_json(sidecar.path(at), {**head, **about})


def asked_for(variables: Mapping[str, str], config: Config, kind: DataKind, arrays: Arrays) -> list[Trained]:
    """The models of SEED; without it, those of this model's last training on data of this kind."""
    newest: tuple[str, int, list[int]] = ("", 0, list(config.seeds))
    for path in paths.models().glob(stem(config.name, kind, 0).name[:-1] + "*.json"):
        with suppress(OSError, ValueError, LookupError, TypeError, RecursionError):
            said = json.loads(path.read_text(encoding="utf-8"))
            seeds = sidecar.seeds(said["seeds"])
            newest = max(newest, (said["run"]["started"], path.stat().st_mtime_ns, seeds))
    return load(config if variables.get("SEED") else replace(config, seeds=tuple(newest[2])), kind, arrays)


def load(config: Config, kind: DataKind, arrays: Arrays) -> list[Trained]:
    """The models of `config.seeds`; UserError for one that is missing, damaged, or of other data or settings."""
    remedy = "Run `make train`" + (" DATA=sample." if kind == "sample" else ".")
    data = files.sha256(arrays.folder / "schema.json")
    found: list[Trained] = []
    for seed in config.seeds:
        at = stem(config.name, kind, seed)
        read, used, trained_on = sidecar.read(at, remedy, SUFFIX)
        if trained_on != data:
            raise UserError(f"{at.name} was trained on other data than {arrays.folder.name}/ holds now.", remedy)
        if used.framework != config.framework:
            raise UserError(f"{at.name} was trained with {used.framework}, not {config.framework}.", remedy)
        if found and settings(used) != settings(found[0].config):
            raise UserError(f"{at.name} was trained with other settings than {found[0].stem.name}.", remedy)
        found.append(Trained(at, seed, used, read))
    return found


def settings(config: Config) -> tuple[Any, ...]:
    """What must be equal for two models to be two seeds of one configuration."""
    return config.fit_on, dict(config.model), dict(config.train)


def predict(model: Trained, arrays: Arrays, splits: Sequence[str], device: str) -> NDArray[Any]:
    """Predictions for the splits in order, streamed; what they are stands in scores.Sample."""
    schema = arrays.schema
    apply = predictor(model.stem, schema, model.config, device)
    size = max(1, min(ROWS, BYTES // row_bytes({name: schema.arrays[name] for name in schema.feeds})))
    answers = np.concatenate([apply(chunk) for chunk in arrays.chunks(splits, schema.feeds, size)])
    if schema.task in ("classification", "density"):
        return answers
    return flat(normaliser(schema.target[1], model.config.fit_on).denormalise(answers))


def truth(arrays: Arrays, splits: Sequence[str]) -> tuple[NDArray[Any], NDArray[Any] | None]:
    """Target as in scores.Sample, and weights (rows,), or None."""
    schema = arrays.schema
    weight = schema.only("weight")
    weights = None if weight is None else column(arrays, splits, weight[0])
    if schema.task == "density":
        return np.empty((arrays.rows(splits), 0)), weights
    return column(arrays, splits, schema.target[0]), weights


def column(arrays: Arrays, splits: Sequence[str], name: str) -> NDArray[Any]:
    """An array in memory, (rows,), or (rows, numbers) where a row has several; floats in double precision."""
    values = flat(np.asarray(arrays.read(splits, name)))
    return values.astype(np.float64 if values.dtype.kind == "f" else np.int64)


def row(arrays: Arrays, splits: Sequence[str], number: int) -> dict[str, NDArray[Any]]:
    """The input arrays of one row, counted through the splits in order."""
    for split in splits:
        if number < arrays.schema.splits[split].rows:
            return {name: np.array(arrays.open(split, name)[number]) for name in arrays.schema.inputs}
        number -= arrays.schema.splits[split].rows
    raise IndexError(number)


def groups(schema: Schema, fit_on: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name and members of what is scored: the splits fitted on as one (`train+val`), then each other with rows."""
    yield "+".join(fit_on), tuple(fit_on)
    for name, split in schema.splits.items():
        if name not in fit_on and split.rows > 0:
            yield name, (name,)
