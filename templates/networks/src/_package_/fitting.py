"""The training of a network, the same in every framework: epochs, schedule, early stopping, checkpoints, best weights.

Everything random in epoch e follows from (seed, e): with the same threads on the same CPU two runs are bit-equal,
and so is one that was interrupted and resumed.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import safetensors.numpy
from tqdm import tqdm

from _package_ import checkpoint, files, initial
from _package_.arrays import Arrays
from _package_.batches import Batches
from _package_.checkpoint import Progress
from _package_.config import Config
from _package_.errors import UserError
from _package_.learner import Learner
from _package_.schedule import exhausted, rate
from _package_.schema import Schema
from _package_.stored import SUFFIX
from _package_.terminal import steered

CHECKPOINT_SECONDS = 1.0  # what a kill may cost: an epoch that is shorter is cheaper to repeat than to write down


def fit(
    learner: Learner, schema: Schema, config: Config, arrays: Arrays, stem: Path, *, seed: int, resume: bool
) -> dict[str, Any]:
    """Trains on `config.fit_on`, writes <stem>.safetensors and <stem>.log.jsonl.

    Returns what the sidecar says of the fit. The weights kept are those of the smallest validation loss; without a
    split `val` to watch, those of the last epoch.
    """
    begun, settings = time.perf_counter(), config.train
    batches = Batches(schema, config, arrays, config.fit_on)
    watch = "val" in schema.splits and "val" not in config.fit_on and schema.splits["val"].rows > 0
    validation = Batches(schema, config, arrays, ["val"]) if watch else None
    if batches.rows < 2 and config.model.get("batch_norm"):
        raise UserError(
            f"The split {'+'.join(config.fit_on)} has one row; batch normalisation needs two.",
            "Fit on more rows, or set model.batch_norm to false.",
        )
    if settings["shuffle_targets"]:
        batches.shuffle_targets(seed)
        if validation is not None:  # else the weights kept would be chosen by true targets
            validation.shuffle_targets(seed)
    file = stem.parent / "checkpoints" / f"{stem.name}{SUFFIX}"
    run = {"seed": seed, "data": files.sha256(arrays.folder / "schema.json"), **config.as_dict()}
    del run["seeds"]  # of which this is one
    init = initial.begin(learner, config)
    progress = checkpoint.load(file, run, learner) if resume and file.is_file() else Progress(best=learner.weights())
    log = stem.with_name(stem.name + ".log.jsonl")
    patience = settings["patience"] if watch else 0
    writes, saved = learner.rank == 0, time.monotonic()
    if writes:
        files.replace(log, "".join(json.dumps(line) + "\n" for line in progress.history))

    quiet = not (writes and sys.stderr.isatty())
    with tqdm(total=settings["epochs"], initial=progress.epoch, desc=stem.name, file=steered(), disable=quiet) as bar:
        while progress.epoch < settings["epochs"] and not exhausted(progress.losses, patience):
            line = one_epoch(learner, batches, validation, config, progress, seed)
            ended = progress.epoch == settings["epochs"] or exhausted(progress.losses, patience)
            if writes and (ended or time.monotonic() - saved >= CHECKPOINT_SECONDS):
                checkpoint.save(file, run, progress, learner)
                saved = time.monotonic()
            if writes:
                with log.open("a", encoding="utf-8") as stream:
                    stream.write(json.dumps(line) + "\n")
            bar.set_postfix({"loss": f"{progress.losses[-1]:.3g}", "best": f"{progress.best_loss:.3g}"}, refresh=False)
            bar.update()

    weights = stem.with_name(stem.name + SUFFIX)
    if writes:
        files.replace(weights, safetensors.numpy.save(progress.best, {"format": "pt"}))
    last = progress.history[-1] if progress.history else {}
    return {
        "rank": learner.rank,
        "weights": weights.name,
        "rows": batches.rows,
        "seconds": time.perf_counter() - begun,
        "parameters": learner.parameters,
        "epochs": progress.epoch,
        "best_epoch": progress.best_epoch,
        "stopped": "epochs" if progress.epoch == settings["epochs"] else "patience",
        "train_loss": last.get("train_loss"),
        "val_loss": last.get("val_loss"),
        **learner.about,
        **({"init": init} if init else {}),
    }


def one_epoch(
    learner: Learner, batches: Batches, validation: Batches | None, config: Config, progress: Progress, seed: int
) -> dict[str, Any]:
    """Learns from every row once and notes it in `progress`; returns the line of the log."""
    settings, number = config.train, progress.epoch
    line: dict[str, Any] = {"epoch": number + 1, "lr": rate(settings, progress.losses)}
    order = batches.at_random(settings["batch_size"], [seed, number])
    chance = int(np.random.SeedSequence([seed, number]).generate_state(1)[0])
    line["train_loss"] = learner.epoch(order, line["lr"], chance)
    if validation is not None:
        line["val_loss"] = learner.loss(validation.in_order(config.train["batch_size"]))
    loss = line.get("val_loss", line["train_loss"])
    if not np.isfinite(loss):
        raise UserError(
            f"The loss is {loss} in epoch {number + 1}.", "Lower train.lr, or look for missing values in the data."
        )
    progress.epoch = number + 1
    progress.history.append(line)
    if validation is None or loss < progress.best_loss:
        progress.best_epoch, progress.best_loss, progress.best = progress.epoch, loss, learner.weights()
    return line
