"""The control of `train.shuffle_targets`: the whole chain on data whose targets are permuted, all of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.trained import Trained


def truth_of(model: Trained, truth: NDArray[Any]) -> NDArray[Any]:
    """The truth of some splits, or for the control the permutation of it that the model's training had, too."""
    if not model.config.train.get("shuffle_targets"):
        return truth
    return truth[np.random.default_rng(model.seed).permutation(len(truth))]
