"""`make train`: one model per seed, each with a sidecar that tells its run."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import replace

from _package_ import beginning, files, paths, provenance, standing, trained
from _package_.train import train


def run(variables: Mapping[str, str]) -> None:
    """Trains on DATA with CONFIG, SET, SEED and INIT; RESUME=1 goes on with what was interrupted.

    UserError where a model of other settings has the name already, unless REPLACE=1 moves it away.
    """
    kind, config, arrays = trained.open_data(variables)
    config = beginning.configured(config, variables)
    if "MLFLOW" in variables:
        importlib.import_module(f"{__package__}.tracking").check(variables["MLFLOW"])
    stems = {seed: trained.stem(config.name, kind, seed) for seed in config.seeds}
    standing.make_way(list(stems.values()), config, "REPLACE" in variables)
    device, resume = variables.get("DEVICE", "auto"), variables.get("RESUME") == "1"
    whole, writes = provenance.Clock(), True
    for seed, stem in stems.items():
        clock = provenance.Clock()
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
