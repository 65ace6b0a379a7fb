"""Fitting and applying an estimator: the planted answer is found, chance is seeded, files are safe to open."""

import numpy as np
import pytest
from sklearn.ensemble import (
    AdaBoostRegressor,
    ExtraTreesRegressor,
    GradientBoostingRegressor,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
    VotingClassifier,
    VotingRegressor,
)
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge, RidgeClassifier
from sklearn.model_selection import GridSearchCV
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor, NearestCentroid
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeRegressor

from _package_ import estimator_file, paths, task, train, trained
from _package_.errors import UserError
from _package_.estimator_inputs import rounded

CLASSIFY = task.LOSS == "cross-entropy"
PLANTED = np.array([2.0, -1.0, 0.5, 0.0])


def linear(schema, config):
    return LogisticRegression() if CLASSIFY else LinearRegression()


def forest(schema, config):
    return (RandomForestClassifier if CLASSIFY else RandomForestRegressor)(n_estimators=5)


@pytest.fixture
def fit(planted, settings, monkeypatch):
    def go(kind=linear, stem="a", seed=0, arrays=None, **values):
        monkeypatch.setattr(train, "model", kind)
        arrays = arrays or planted()
        config = settings(**values)
        said = train.train(arrays.schema, config, arrays, paths.models() / stem, seed=seed, device="auto", resume=False)
        predict = train.predictor(paths.models() / stem, arrays.schema, config, "cpu")
        return said, predict({"features": arrays.open("test", "features")}), arrays

    return go


def test_the_planted_relation_is_found_and_not_a_permuted_one(fit):
    _, output, arrays = fit()
    target, _ = trained.truth(arrays, ["test"])
    assert output.shape == (len(target), 2 if CLASSIFY else 1)
    _, shuffled, _ = fit(arrays=arrays, shuffle_targets=True)
    if CLASSIFY:
        assert np.allclose(output.sum(1), 1)
        assert (output.argmax(1) == target).mean() > 0.9
        assert shuffled[np.arange(len(target)), target].mean() < 0.6  # the probability given to the truth
    else:
        assert np.std(output[:, 0] * -4 + 7 - target) == pytest.approx(0.1, rel=0.2)  # the planted noise
        assert np.std(shuffled[:, 0] * -4 + 7 - target) > 0.9 * target.std()


def test_coefficients_are_intercept_first_in_normalised_units(fit):
    said, _, _ = fit()
    found = np.ravel(said["coefficients"])
    assert said["features"] == ["f0", "f1", "f2", "f3"]
    assert len(found) == 5
    if CLASSIFY:
        assert np.corrcoef(found[1:], PLANTED)[0, 1] > 0.99
    else:
        # y is about 0 and stands as (y - 7) / -4
        assert found == pytest.approx([7 / 4, *(PLANTED / -4)], abs=0.02)


def test_fits_on_the_union_of_splits(fit):
    said, _, _ = fit(fit_on=["train", "val"])
    assert said["rows"] == 800


def test_chance_follows_the_seed(fit):
    _, first, arrays = fit(forest)
    _, again, _ = fit(forest, arrays=arrays)
    _, other, _ = fit(forest, arrays=arrays, seed=1)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_rows_of_weight_zero_do_not_count(fit, planted):
    arrays = planted(weight=True)
    weight, target = (np.load(arrays.folder / "train" / f"{name}.npy") for name in ("weight", "target"))
    weight[300:], target[300:] = 0, target[300:][::-1]
    np.save(arrays.folder / "train" / "weight.npy", weight)
    np.save(arrays.folder / "train" / "target.npy", target)
    found = np.ravel(fit(arrays=arrays)[0]["coefficients"])[1:]
    assert np.corrcoef(found, PLANTED if CLASSIFY else -PLANTED)[0, 1] > 0.99


NEAREST = KNeighborsClassifier if CLASSIFY else KNeighborsRegressor
VOTING = VotingClassifier if CLASSIFY else VotingRegressor


@pytest.mark.parametrize(
    "kind",
    [
        NEAREST,
        lambda: make_pipeline(StandardScaler(), NEAREST()),
        lambda: make_pipeline(StandardScaler(), make_pipeline(StandardScaler(), NEAREST())),
        lambda: VOTING([("near", NEAREST())]),
    ],
)
def test_an_estimator_that_takes_no_weights_is_refused_where_the_data_have_some(fit, planted, kind):
    fit(lambda schema, config: kind())  # it trains where there are no weights
    with pytest.raises(UserError, match="with the weights of the data"):
        fit(lambda schema, config: kind(), arrays=planted(weight=True))


def test_weights_reach_the_last_step_of_a_pipeline_in_a_pipeline(fit, planted):
    last = LogisticRegression if CLASSIFY else LinearRegression
    nested = make_pipeline(StandardScaler(), make_pipeline(StandardScaler(), last()))
    fit(lambda schema, config: nested, arrays=planted(weight=True))


def test_what_predicts_nothing_is_refused(planted, settings):
    arrays, at = planted(), paths.models() / "a"
    estimator_file.save(at.with_suffix(".safetensors"), StandardScaler())
    with pytest.raises(UserError, match="predicts nothing"):
        train.predictor(at, arrays.schema, settings(), "cpu")


@pytest.mark.skipif(not CLASSIFY, reason="of a classification")
@pytest.mark.parametrize("kind", [LinearSVC, RidgeClassifier, NearestCentroid])
@pytest.mark.parametrize("classes", [2, 3])
def test_a_classifier_without_probabilities_is_judged_all_the_same(fit, planted, kind, classes):
    arrays = planted(classes=classes)
    _, output, _ = fit(lambda schema, config: kind(), arrays=arrays)
    target, _ = trained.truth(arrays, ["test"])
    assert np.allclose(output.sum(1), 1)
    assert (output.argmax(1) == target).mean() > 0.6


def test_trees_see_single_precision_and_sums_see_double():
    features = np.array([[0.1, 1 / 3]])
    trees = [DecisionTreeRegressor(), make_pipeline(StandardScaler(), HistGradientBoostingRegressor())]
    trees += [VotingRegressor([("a", LinearRegression()), ("b", RandomForestRegressor())]), AdaBoostRegressor()]
    trees += [GridSearchCV(ExtraTreesRegressor(), {}), GradientBoostingRegressor()]
    assert [rounded(one, features).dtype for one in trees] == [np.float32] * len(trees)
    sums = [LinearRegression(), make_pipeline(StandardScaler(), LogisticRegression()), AdaBoostRegressor(Ridge())]
    assert [rounded(one, features).dtype for one in sums] == [np.float64] * len(sums)


def test_a_gpu_is_not_promised(planted, settings):
    arrays = planted()
    with pytest.raises(UserError, match="CPU"):
        train.train(arrays.schema, settings(), arrays, paths.models() / "a", seed=0, device="cuda", resume=False)


def test_missing_values_are_refused_in_words(planted, settings, monkeypatch):
    arrays = planted()
    monkeypatch.setattr(train, "model", linear)
    features = np.load(arrays.folder / "train" / "features.npy")
    features[3, 1] = np.nan
    np.save(arrays.folder / "train" / "features.npy", features)
    with pytest.raises(UserError, match="missing"):
        train.train(arrays.schema, settings(), arrays, paths.models() / "a", seed=0, device="cpu", resume=False)
