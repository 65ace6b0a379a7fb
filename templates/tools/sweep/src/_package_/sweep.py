"""`make sweep`: other settings of model and training, judged on the validation split alone.

Optuna's tree-structured Parzen estimator chooses them, seeded. The best become configs/swept.yaml; the test split is
never looked at, so that `make train evaluate CONFIG=swept REPLACE=1` still tells something new.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import optuna

from _package_ import files, paths, provenance, rules, task, trained, yamlfile
from _package_.arrays import Arrays
from _package_.comparison import RISING
from _package_.config import Config, checked
from _package_.errors import UserError
from _package_.ranges import clipped
from _package_.space import Choice, space
from _package_.train import train
from _package_.trained import Trained

FORMAT = "fair-ai/sweep@1"
TRIALS = "20"


def run(variables: Mapping[str, str]) -> None:
    """Writes reports/sweep.json and configs/swept.yaml."""
    clock = provenance.Clock()
    kind, config, arrays = trained.open_data(variables)
    trials = variables.get("TRIALS", TRIALS)
    if not trials.isdecimal() or len(trials) > 6 or int(trials) < 1:
        raise UserError(f"TRIALS={trials} is not a number of trials.", "Write TRIALS=20.")
    if "val" in config.fit_on or "val" not in arrays.schema.splits:
        raise UserError(
            "A sweep is judged on the split val, which this configuration is fitted on or the data do not have.",
            'Leave it out of the fit: make sweep SET="fit_on=[train]"',
        )
    choices = space(config)
    if not choices:
        raise UserError(f"The model {config.name} has no settings to try.", "Sweep a model that has some.")
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    direction = "maximize" if task.HEADLINE in RISING else "minimize"
    study = optuna.create_study(direction=direction, sampler=optuna.samplers.TPESampler(seed=config.seeds[0]))
    study.enqueue_trial({choice.name: choice.default for choice in choices})  # what the configuration says, first
    done: list[dict[str, Any]] = []
    try:
        for _ in range(int(trials)):
            trial = study.ask()
            tried = with_values(config, {choice.name: choice.suggest(trial) for choice in choices})
            score, unit = judged(tried, arrays, variables.get("DEVICE", "auto"), trial.number)
            good = math.isfinite(score)
            study.tell(trial, score if good else None, None if good else optuna.trial.TrialState.FAIL)
            done.append({"settings": values_of(tried, choices), "score": score if good else None})
            line = f"{trial.number + 1}/{trials}: {task.HEADLINE} {score:.6g} {unit or ''}".rstrip()
            print(f"{line} with {shown(done[-1]['settings'])}", flush=True)
    finally:
        shutil.rmtree(paths.models() / "sweep", ignore_errors=True)
    if all(one["score"] is None for one in done):
        raise UserError("No trial gave a number.", "Begin with settings that train: lower train.lr, for example.")
    best, settings = with_values(config, study.best_params), done[study.best_trial.number]["settings"]
    record = provenance.record("sweep", variables, config, arrays, clock)
    about = {"format": FORMAT, "data_kind": kind, "metric": task.HEADLINE, "direction": direction, "split": "val"}
    result = {"score": study.best_value, "settings": settings}
    files.replace_json(paths.reports() / "sweep.json", {**about, "run": record, "best": result, "trials": done})
    text = yamlfile.dump(best.as_dict())
    head = f"# The best of {len(done)} trials of `make sweep` on {kind} data, by {task.HEADLINE} of the split val\n"
    files.replace(paths.configs() / "swept.yaml", head + text)
    print(f"Best: {task.HEADLINE} {study.best_value:.6g} with {shown(settings)}")
    print("reports/sweep.json, configs/swept.yaml; next: make train evaluate CONFIG=swept REPLACE=1")


def judged(config: Config, arrays: Arrays, device: str, number: int) -> tuple[float, str | None]:
    """The headline metric on the validation split after training with these settings; nan where training failed."""
    stem, seed = paths.models() / "sweep" / f"trial{number}", config.seeds[0]
    stem.parent.mkdir(parents=True, exist_ok=True)
    try:
        train(arrays.schema, config, arrays, stem, seed=seed, device=device, resume=False)
    except UserError as error:
        if "loss" not in error.message:  # a loss that is no number is a bad trial; all else concerns every trial
            raise
        return math.nan, None
    model = Trained(stem, seed, config, {})
    target, weight = trained.truth(arrays, ["val"])
    metric = task.metrics(arrays.schema, trained.predict(model, arrays, ["val"], device), target, weight)[task.HEADLINE]
    return metric.value, metric.unit


def with_values(config: Config, values: Mapping[str, Any]) -> Config:
    """The configuration with other values of "section.name" keys; widths are factors of the configuration's own."""
    sections = {"model": dict(config.model), "train": dict(config.train)}
    for name, value in values.items():
        section, _, key = name.partition(".")
        old = sections[section][key]
        sections[section][key] = [max(1, round(one * value)) for one in old] if isinstance(old, list) else value
        sections[section][key] = clipped(sections[section][key], rules.declared(name))
    return checked(replace(config, **sections), "what the sweep tries")


def values_of(config: Config, choices: Sequence[Choice]) -> dict[str, Any]:
    """What the configuration has for each of the choices."""
    return {one.name: config.as_dict()[one.name.partition(".")[0]][one.name.partition(".")[2]] for one in choices}


def shown(settings: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{key}={value:.3g}" if isinstance(value, float) else f"{key}={value}" for key, value in settings.items()
    )
