"""Precision, devices and processes, by Lightning Fabric.

One process for each device: Fabric starts those of `train.devices` on this machine; on several machines, or if you like
that better, `torchrun` does, and its number of processes counts.
"""

from __future__ import annotations

import atexit
import os
from functools import cache
from typing import TYPE_CHECKING, Any

import torch

from _package_.config import Config
from _package_.errors import UserError, nearest

if TYPE_CHECKING:
    from lightning_fabric import Fabric

# Mixed: the layers compute in 16 bits where that is safe; parameters, loss and optimiser stay in float32.
PRECISIONS: dict[str, Any] = {"float32": "32-true", "bfloat16": "bf16-mixed", "float16": "16-mixed"}


def fabric(device: str, config: Config) -> Fabric:
    """What this process trains with; UserError for a precision that is not known or more devices than there are."""
    precision, devices = config.train["precision"], config.train["devices"]
    if precision not in PRECISIONS:
        raise UserError(f"train.precision is {precision!r}.", nearest(str(precision), PRECISIONS))
    if precision == "float16" and device != "cuda":
        raise UserError(f"train.precision is float16; the device is {device}.", "Take bfloat16, or a GPU of NVIDIA.")
    there = {"cuda": torch.cuda.device_count, "mps": lambda: 1}.get(device, lambda: os.cpu_count() or 1)()
    if "TORCHELASTIC_RUN_ID" in os.environ:  # started by torchrun
        here = int(os.environ["LOCAL_WORLD_SIZE"])
        return _made(device, here, int(os.environ["WORLD_SIZE"]) // here, "ddp", precision)
    if not 1 <= devices <= there:
        raise UserError(f"train.devices is {devices}; PyTorch finds {there} of {device}.", "Set it to what there is.")
    return _made(device, devices, 1, "ddp" if devices > 1 else "auto", precision)


@cache
def _made(device: str, devices: int, nodes: int, strategy: str, precision: str) -> Fabric:
    """One for all seeds: the processes are started once."""
    # A second, and for training alone.
    from lightning_fabric import Fabric
    from lightning_fabric.plugins.environments.lightning import LightningEnvironment
    from lightning_fabric.plugins.environments.torchelastic import TorchElasticEnvironment

    made = Fabric(
        accelerator=device,
        devices=devices,
        num_nodes=nodes,
        strategy=strategy,
        precision=PRECISIONS[precision],
        # Named, so that it does not guess: a batch system's variables do not say that it starts the processes.
        plugins=TorchElasticEnvironment() if TorchElasticEnvironment.detect() else LightningEnvironment(),
    )
    made.launch()
    if made.world_size > 1:
        atexit.register(part, made)
    return made


def part(made: Fabric) -> None:
    """All processes leave together: one whose partner has gone would be aborted."""
    made.barrier()
    torch.distributed.destroy_process_group()
