"""Least squares with a penalty on the squared weights."""

from sklearn.linear_model import Ridge

from _package_.config import Config
from _package_.schema import Schema


def model(schema: Schema, config: Config) -> Ridge:
    """The estimator, not yet fitted; `alpha` is the strength of the penalty, in normalised units."""
    return Ridge(alpha=config.model["alpha"])
