"""Which device PyTorch computes on."""

from __future__ import annotations

import torch

from _package_.errors import UserError, nearest


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
