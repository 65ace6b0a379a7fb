"""Least squares with a penalty on the absolute weights."""

from sklearn.linear_model import Lasso

from _package_.config import Config
from _package_.schema import Schema


def model(schema: Schema, config: Config) -> Lasso:
    """The estimator, not yet fitted; `alpha` is the strength of the penalty, in normalised units.

    `tol` stays scikit-learn's default: where coordinate descent stops is part of the result.
    """
    return Lasso(alpha=config.model["alpha"])
