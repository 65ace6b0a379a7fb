"""Runs in MLflow, if MLFLOW says where: sqlite:///mlflow.db, or the address of a server. Off unless asked."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from _package_ import paths, sidecar
from _package_.config import Config
from _package_.errors import UserError

BATCH = 500  # metrics that a server takes at a time


class Value(NamedTuple):
    """A number of one epoch."""

    name: str
    number: float
    epoch: int


def check(where: str) -> None:
    """UserError unless runs can be logged there: an address, and MLflow, which `make env` does not install."""
    if "://" not in where:
        raise UserError(f"MLFLOW={where} is no address.", "Write MLFLOW=sqlite:///mlflow.db, or that of a server.")
    try:
        importlib.import_module("mlflow")
    except ModuleNotFoundError as error:
        remedy = f"Run `{sys.executable} -m pip install '.[mlflow]'`, or leave MLFLOW out."
        raise UserError("MLFLOW is set, and the package 'mlflow' is not installed.", remedy) from error


def log(where: str, stem: Path, config: Config) -> None:
    """One training as a run: its settings, the losses of every epoch, the sidecar as a file."""
    check(where)
    # By name, so that style and documentation are checked where MLflow is not installed.
    mlflow, entities = importlib.import_module("mlflow"), importlib.import_module("mlflow.entities")
    mlflow.set_tracking_uri(where)
    mlflow.set_experiment(paths.root().name)
    said = json.loads(sidecar.path(stem).read_text(encoding="utf-8"))
    run = said["run"]
    with mlflow.start_run(run_name=f"{stem.name} {run['id']}") as started:
        client, number = mlflow.MlflowClient(), started.info.run_id
        tags = {
            "fair-ai.run": run["id"],
            "fair-ai.data_kind": said["data_kind"],
            "fair-ai.data": run["data"]["schema_sha256"],
        }
        tags["fair-ai.commit"] = (run["git"] or {}).get("commit", "none")
        client.log_batch(
            number,
            params=[entities.Param(*one) for one in settings(config)],
            tags=[entities.RunTag(*one) for one in tags.items()],
        )
        losses = metrics(stem.with_name(stem.name + ".log.jsonl"))
        found = [entities.Metric(one.name, one.number, 0, one.epoch) for one in losses]
        for at in range(0, len(found), BATCH):
            client.log_batch(number, metrics=found[at : at + BATCH])
        mlflow.log_artifact(str(sidecar.path(stem)))
    print(f"MLflow: run {number} at {where}")


def settings(config: Config) -> Iterator[tuple[str, str]]:
    """model.x and train.x, as text."""
    yield "model", config.name
    yield "framework", config.framework
    for section, values in (("model", config.model), ("train", config.train)):
        for key, value in values.items():
            yield f"{section}.{key}", json.dumps(value)


def metrics(log: Path) -> Iterator[Value]:
    """The numbers of each line of the training's log, by epoch; none for a fit in one step."""
    for line in log.read_text(encoding="utf-8").splitlines() if log.is_file() else ():
        values: Mapping[str, Any] = json.loads(line)
        for name, value in values.items():
            if name != "epoch":
                yield Value(name, float(value), values["epoch"])
