"""Ordinary least squares; logistic regression where the target is a class."""

from sklearn.linear_model import LinearRegression, LogisticRegression

from _package_.config import Config
from _package_.schema import Schema


def model(schema: Schema, config: Config) -> LinearRegression | LogisticRegression:
    """The estimator, not yet fitted; it has no settings."""
    if schema.task == "classification":
        return LogisticRegression(max_iter=1000)
    return LinearRegression()
