"""Density estimation by a bound on the likelihood: the loss, its two parts in nats, and their distribution."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import figures as draw
from _package_.influence import combined, mean
from _package_.paths import DataKind
from _package_.schema import Schema
from _package_.scores import Metric, Sample

NAME = "density"
LOSS = "elbo"
HEADLINE = "elbo"
PIPELINE = "feature-extraction"
UNIT = "nat"
METRICS = {  # what each means, for the cards
    "elbo": "mean of −(reconstruction error + KL divergence), a lower bound on the logarithm of the likelihood of a "
    "row of normalised inputs, up to what the model leaves out of its reconstruction error; higher is better",
    "reconstruction": "mean reconstruction error",
    "kl": "mean Kullback–Leibler divergence of the latent distribution from its prior",
}


def metrics(
    schema: Schema, prediction: NDArray[Any], target: NDArray[Any], weight: NDArray[Any] | None
) -> dict[str, Metric]:
    """METRICS of (rows, 2) reconstruction errors and KL divergences in nats; there is no target to compare with."""
    reconstruction, kl = (mean(prediction[:, k].astype(np.float64), weight) for k in (0, 1))
    bound = combined(-(reconstruction.value + kl.value), (-1.0, reconstruction), (-1.0, kl))
    return {
        "elbo": Metric(bound.value, UNIT, bound.pull),
        "reconstruction": Metric(reconstruction.value, UNIT, reconstruction.pull),
        "kl": Metric(kl.value, UNIT, kl.pull),
    }


def columns(schema: Schema) -> tuple[list[str], list[str]]:
    """What a table of predictions calls the columns of the truth, of which there are none, and of a prediction."""
    return [], [f"reconstruction error [{UNIT}]", f"KL divergence [{UNIT}]"]


def figures(schema: Schema, samples: Sequence[Sample], folder: Path, data_kind: DataKind) -> list[Path]:
    """Draws the distribution of the bound and of the KL divergence, by split."""
    shown = [sample for sample in samples if sample.kind == "model"]
    title = f"{shown[0].model}, {schema.recipe}"
    wanted = {
        "elbo": ("evidence lower bound", [-sample.prediction.sum(1) for sample in shown]),
        "kl": ("KL divergence", [sample.prediction[:, 1] for sample in shown]),
    }
    done: list[Path] = []
    for name, (words, values) in wanted.items():
        with draw.figure(title, draw.label(words, UNIT), "share of the split per bin") as axes:
            bins = round(2 * min(map(len, values)) ** (1 / 3))  # of the smallest split, by Rice's rule
            edges = draw.edges(np.concatenate(values), min(50, max(10, bins)))
            for sample, found, style in zip(shown, values, cycle(draw.STYLES), strict=False):
                weight = np.ones(len(found)) if sample.weight is None else sample.weight
                # The end bins hold what lies beyond.
                kept, share = np.clip(found, edges[0], edges[-1]), weight / weight.sum()
                text = draw.named(sample.split, "mean", sample.said.get(name))
                axes.hist(kept, edges, weights=share, histtype="step", label=text, **style)
            axes.locator_params(axis="x", nbins=6)
            draw.legend(axes)
            done += draw.save(axes, folder / name, data_kind)
    return done
