"""Where Keras' layers get their random numbers from."""

from __future__ import annotations

from typing import Any

import numpy as np


def reseed(network: Any, strategy: Any, seed: int, rank: int) -> None:
    """Dropout: every layer draws its own numbers, and every device its own, from `seed` alone."""
    states = [one for one in network.variables if one.path.endswith("seed_generator_state")]
    for number, state in enumerate(states):
        for here, local in enumerate(strategy.experimental_local_results(state.value)):
            drawn = np.random.SeedSequence([seed, number, rank, here]).generate_state(1)[0]
            local.assign([int(drawn), 0])
