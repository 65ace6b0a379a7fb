"""Trains a torch.nn.Module with a plain loop on one device, and applies it again.

Everything random in epoch e follows from (seed, e): with the same threads on the same CPU two runs are bit-equal,
and so is one that was interrupted and resumed.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import safetensors.torch
import torch
from numpy.typing import NDArray
from torch import nn
from tqdm import tqdm

from _package_ import checkpoint, files
from _package_.arrays import Arrays
from _package_.batches import Batches, input_normalisers, target_normaliser, tensors
from _package_.config import Config
from _package_.device import prepare
from _package_.errors import UserError, nearest
from _package_.loop import epoch
from _package_.model import model
from _package_.normalise import normaliser
from _package_.schema import Schema

SUFFIX = ".safetensors"
OPTIMISERS: dict[str, Any] = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW, "sgd": torch.optim.SGD}
EVALUATION = 4096  # rows at a time where no gradient is needed
CHECKPOINT_SECONDS = 1.0  # what a kill may cost: an epoch that is shorter is cheaper to repeat than to write down


def train(
    schema: Schema, config: Config, arrays: Arrays, stem: Path, *, seed: int, device: str, resume: bool
) -> dict[str, Any]:
    """Trains on `config.fit_on`, writes <stem>.safetensors and <stem>.log.jsonl.

    Returns what the sidecar says of the fit. The weights kept are those of the smallest validation loss; without a
    split `val` to watch, those of the last epoch.
    """
    begun = time.perf_counter()
    device, settings = prepare(device, config), config.train
    batches = Batches(schema, config, arrays, config.fit_on, device)
    watch = "val" in schema.splits and "val" not in config.fit_on and schema.splits["val"].rows > 0
    validation = Batches(schema, config, arrays, ["val"], device) if watch else None
    if settings["shuffle_targets"]:
        batches.shuffle_targets(seed)

    torch.manual_seed(seed)
    network: nn.Module = model(schema, config).to(device)
    optimiser = optimiser_of(network, settings)
    parts = {"network": network, "optimiser": optimiser}
    run = {"seed": seed, "data": files.sha256(arrays.folder / "schema.json"), **config.as_dict()}
    del run["seeds"]  # of which this is one
    file = stem.parent / "checkpoints" / f"{stem.name}.pt"
    progress = checkpoint.load(file, run, device, **parts) if resume and file.is_file() else checkpoint.Progress()
    saved = time.monotonic()
    log = stem.with_name(stem.name + ".log.jsonl")
    files.replace(log, "".join(json.dumps(line) + "\n" for line in progress.history))

    with tqdm(total=settings["epochs"], initial=progress.epoch, desc=stem.name, disable=not sys.stderr.isatty()) as bar:
        while progress.epoch < settings["epochs"] and not exhausted(progress, settings["patience"]):
            torch.manual_seed(int(np.random.SeedSequence([seed, progress.epoch]).generate_state(1)[0]))  # dropout
            order = batches.at_random(settings["batch_size"], [seed, progress.epoch])
            line: dict[str, Any] = {"epoch": progress.epoch + 1}
            line["train_loss"] = epoch(network, batches, order, optimiser)
            if validation is not None:
                line["val_loss"] = epoch(network, validation, validation.in_order(EVALUATION))
            loss = line.get("val_loss", line["train_loss"])
            if not np.isfinite(loss):
                raise UserError(
                    f"The loss is {loss} in epoch {progress.epoch + 1}.",
                    "Lower train.lr, or look for missing values in the data.",
                )
            progress.epoch += 1
            if validation is None or loss < progress.best_loss:
                progress.best_epoch, progress.best_loss = progress.epoch, loss
                progress.best = {name: value.detach().cpu().clone() for name, value in network.state_dict().items()}
            progress.history.append(line)
            ended = progress.epoch == settings["epochs"] or exhausted(progress, settings["patience"])
            if ended or time.monotonic() - saved >= CHECKPOINT_SECONDS:
                checkpoint.save(file, run, progress, **parts)
                saved = time.monotonic()
            with log.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(line) + "\n")
            bar.set_postfix({"loss": f"{loss:.3g}", "best": f"{progress.best_loss:.3g}"}, refresh=False)
            bar.update()

    weights = stem.with_name(stem.name + SUFFIX)
    files.replace(weights, safetensors.torch.save(progress.best))
    last = progress.history[-1]
    return {
        "weights": weights.name,
        "rows": batches.rows,
        "seconds": time.perf_counter() - begun,
        "parameters": sum(parameter.numel() for parameter in network.parameters()),
        "epochs": progress.epoch,
        "best_epoch": progress.best_epoch,
        "stopped": "epochs" if progress.epoch == settings["epochs"] else "patience",
        "train_loss": last["train_loss"],
        "val_loss": last.get("val_loss"),
        "device": device,
        "threads": torch.get_num_threads(),
    }


def predictor(
    stem: Path, schema: Schema, config: Config, device: str
) -> Callable[[Mapping[str, NDArray[Any]]], NDArray[Any]]:
    """Loads <stem>.safetensors; the result maps input arrays in physical units, (rows, ...), to normalised values
    (rows, 1) or class probabilities (rows, classes)."""
    device = prepare(device, config)
    network: nn.Module = model(schema, config).to(device)
    file = stem.with_name(stem.name + SUFFIX)
    network.load_state_dict(safetensors.torch.load_file(file, device=device))
    network.eval()
    scalings = input_normalisers(schema, config)
    trained_in, wanted_in = target_normaliser(schema, config), normaliser(schema.target[1], config.fit_on)

    @torch.inference_mode()
    def predict(inputs: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
        output = network(tensors(inputs, scalings, device))
        if schema.task == "classification":
            return output.softmax(dim=1).cpu().numpy().astype(np.float64)
        return wanted_in.normalise(trained_in.denormalise(output.cpu().numpy().astype(np.float64)))

    return predict


def exhausted(progress: checkpoint.Progress, patience: int) -> bool:
    """Whether the validation loss has not fallen for `patience` epochs; 0 never gives up."""
    return patience > 0 and progress.epoch - progress.best_epoch >= patience


def optimiser_of(network: nn.Module, settings: Mapping[str, Any]) -> torch.optim.Optimizer:
    """The optimiser that `train.optimiser` names, with `lr` and `weight_decay`."""
    name = settings["optimiser"]
    if name not in OPTIMISERS:
        raise UserError(f"train.optimiser is {name!r}.", nearest(str(name), OPTIMISERS))
    return OPTIMISERS[name](network.parameters(), lr=settings["lr"], weight_decay=settings["weight_decay"])
