"""Least squares on the first principal components of the features."""

import math

from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import Pipeline, make_pipeline

from _package_.config import Config
from _package_.schema import Schema


def model(schema: Schema, config: Config) -> Pipeline:
    """The estimator, not yet fitted; the full decomposition leaves nothing to chance. Features limit the components."""
    features = sum(math.prod(array.shape) for array in schema.inputs.values())
    components = min(config.model["components"], features)
    return make_pipeline(PCA(n_components=components, svd_solver="full"), LinearRegression())
