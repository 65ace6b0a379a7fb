"""INIT: weights to begin with, as a setting of the training."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

from _package_.config import Config
from _package_.errors import UserError


def configured(config: Config, variables: Mapping[str, str]) -> Config:
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
