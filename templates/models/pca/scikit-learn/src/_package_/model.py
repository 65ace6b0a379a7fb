"""Least squares on the first principal components of the features."""

from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import Pipeline, make_pipeline

from _package_.config import Config
from _package_.schema import Schema


def model(schema: Schema, config: Config) -> Pipeline:
    """The estimator, not yet fitted; the full decomposition leaves nothing to chance."""
    return make_pipeline(PCA(n_components=config.model["components"], svd_solver="full"), LinearRegression())
