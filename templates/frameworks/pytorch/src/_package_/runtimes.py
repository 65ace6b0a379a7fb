"""How PyTorch can run the trained network: as it is, and compiled where there is a C++ compiler."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from _package_.config import Config
from _package_.feeds import Feeds
from _package_.prediction import Forward
from _package_.schema import Schema
from _package_.train import forward, trained


def runtimes(stem: Path, schema: Schema, config: Config, device: str) -> dict[str, Callable[[Feeds], NDArray[Any]]]:
    """Functions of what the network is fed to its raw output (B, C), `train.micro_batch` rows at a time.

    "compiled" is made at its first call, which takes seconds.
    """
    network, device = trained(stem, schema, config, device)
    size = config.train["micro_batch"]
    found = {"eager": pieces(forward(network, device), size)}
    if shutil.which(os.environ.get("CXX", "c++")) or shutil.which("g++"):
        found["compiled"] = pieces(compiled(network, device), size)
    return found


def compiled(network: nn.Module, device: str) -> Forward:
    """The network as a function of NumPy arrays, compiled for any number of rows when it is first called."""

    @cache
    def made() -> Forward:
        torch._dynamo.reset()  # what was compiled of other networks counts against a limit
        return forward(cast(nn.Module, torch.compile(network, dynamic=True)), device)

    def apply(feeds: Feeds) -> NDArray[Any]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of PyTorch's own insides
            return made()(feeds)

    return apply


def pieces(apply: Forward, size: int) -> Forward:
    """The same, `size` rows at a time; 0: all at once."""

    def call(feeds: Feeds) -> NDArray[Any]:
        rows = len(next(iter(feeds.values())))
        step = size or max(rows, 1)
        parts = [{name: values[at : at + step] for name, values in feeds.items()} for at in range(0, rows, step)]
        return np.concatenate([apply(part) for part in parts])

    return call
