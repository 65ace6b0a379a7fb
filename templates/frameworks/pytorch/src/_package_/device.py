"""Which device PyTorch computes on, and with how many threads."""

from __future__ import annotations

import torch

from _package_.config import Config
from _package_.errors import UserError, nearest


def prepare(device: str, config: Config) -> str:
    """Settles how PyTorch computes, before its first operation; returns the device."""
    torch.set_flush_denormal(True)  # subnormal gradients halve the speed
    if config.train["threads"] > 0:
        torch.set_num_threads(config.train["threads"])
    return choose(device)


def choose(device: str) -> str:
    """The device that DEVICE names: auto takes a GPU if there is one. UserError for one that is not there."""
    there = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if device == "auto":
        return next(name for name in ("cuda", "mps", "cpu") if there[name])
    if device not in there:
        raise UserError(f"DEVICE={device} is not known.", nearest(device, ["auto", *there]))
    if not there[device]:
        raise UserError(f"DEVICE={device}: PyTorch finds none.", "Leave DEVICE out, or try `make env TORCH=cuda`.")
    return device
