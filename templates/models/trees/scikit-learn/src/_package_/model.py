"""Boosted decision trees on binned features, for a value or a class."""

from typing import Any

from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

from _package_.config import Config
from _package_.schema import Schema


def model(schema: Schema, config: Config) -> HistGradientBoostingClassifier | HistGradientBoostingRegressor:
    """The estimator, not yet fitted: `trees` of at most `depth` levels, all of them grown."""
    kind = HistGradientBoostingClassifier if schema.task == "classification" else HistGradientBoostingRegressor
    settings: dict[str, Any] = {
        "max_iter": config.model["trees"],
        "max_depth": config.model["depth"],
        "learning_rate": config.model["learning_rate"],
        "early_stopping": False,
    }
    return kind(**settings)
