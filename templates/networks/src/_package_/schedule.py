"""The learning rate of each epoch: a function of the settings and of the losses so far, and of nothing else.

So every framework has the same schedules, and a resumed training needs no state of theirs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from _package_.errors import UserError, nearest

SCHEDULES = ("constant", "cosine", "plateau")
FACTOR = 0.1  # of the rate at each plateau


def rate(settings: Mapping[str, Any], losses: Sequence[float]) -> float:
    """The learning rate of the epoch after those whose validation losses (or training losses) are given.

    `train.lr` rises linearly over `train.warmup` epochs. Then it is constant, or falls as a cosine towards zero at
    the last epoch, or falls tenfold whenever `train.plateau` epochs bring no smaller loss.
    """
    kind, peak, done = settings["schedule"], settings["lr"], len(losses)
    if kind not in SCHEDULES:
        raise UserError(f"train.schedule is {kind!r}.", nearest(str(kind), SCHEDULES))
    if done < settings["warmup"]:
        return peak * (done + 1) / settings["warmup"]
    if kind == "cosine":
        span = max(1, settings["epochs"] - settings["warmup"])
        return peak * 0.5 * (1 + math.cos(math.pi * (done - settings["warmup"]) / span))
    if kind == "plateau":
        return peak * FACTOR ** plateaus(losses, settings["plateau"])
    return peak


def plateaus(losses: Sequence[float], patience: int) -> int:
    """How often `patience` epochs in a row brought no smaller loss than the best before."""
    count, best, waited = 0, math.inf, 0
    for loss in losses:
        best, waited = (loss, 0) if loss < best else (best, waited + 1)
        if waited >= max(1, patience):
            count, waited = count + 1, 0
    return count


def exhausted(losses: Sequence[float], patience: int) -> bool:
    """Whether the last `patience` epochs brought no smaller loss; 0 never gives up."""
    return patience > 0 and len(losses) > patience and min(losses[-patience:]) >= min(losses[:-patience])
