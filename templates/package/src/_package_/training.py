"""`make train`: one model per seed, each with a sidecar that tells its run."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import replace

from _package_ import files, paths, provenance, trained
from _package_.config import Config
from _package_.errors import UserError
from _package_.train import train


def run(variables: Mapping[str, str]) -> None:
    """Trains on DATA with CONFIG, SET, SEED and INIT; RESUME=1 goes on with what was interrupted."""
    kind, config, arrays = trained.open_data(variables)
    config = beginning(config, variables)
    device, resume = variables.get("DEVICE", "auto"), variables.get("RESUME") == "1"
    whole, writes = provenance.Clock(), True
    for seed in config.seeds:
        clock = provenance.Clock()
        stem = trained.stem(config.name, kind, seed)
        stem.parent.mkdir(parents=True, exist_ok=True)
        fit = train(arrays.schema, config, arrays, stem, seed=seed, device=device, resume=resume)
        writes = fit.pop("rank", 0) == 0  # of several processes that train together the first one writes
        if not writes:
            continue
        one = provenance.record("train", variables, replace(config, seeds=(seed,)), arrays, clock)
        trained.write_sidecar(stem, seed, config.seeds, one, fit)
        if "MLFLOW" in variables:
            importlib.import_module(f"{__package__}.tracking").log(variables["MLFLOW"], stem, config)
        where = stem.parent.relative_to(paths.root()) / fit["weights"]
        note = f", {fit['epochs']} epochs, best {fit['best_epoch']}" if "epochs" in fit else ""
        print(f"{where}: {fit['rows']} rows of {kind} data, {fit['seconds']:.1f} s{note}", flush=True)
    if writes:
        files.replace_json(paths.reports() / "run.json", provenance.record("train", variables, config, arrays, whole))


def beginning(config: Config, variables: Mapping[str, str]) -> Config:
    """The configuration with the weights to begin with, where INIT or train.init name some."""
    init = variables.get("INIT") or config.train.get("init")
    if not init:
        return config
    if "init" not in config.train:
        raise UserError(
            f"INIT={init}: a model of {config.framework} begins with no weights.",
            "Leave INIT out, or choose a neural network.",
        )
    return importlib.import_module(f"{__package__}.initial").configured(config, str(init))
