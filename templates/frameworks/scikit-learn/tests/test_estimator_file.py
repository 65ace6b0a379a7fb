"""Files of estimators: the same predictions, the same bytes, and nothing in them is run or imported."""

import os
from functools import partial

import forged
import numpy as np
import pytest
from scipy.stats import loguniform
from sklearn.base import BaseEstimator, RegressorMixin, TransformerMixin
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    RandomForestRegressor,
    StackingRegressor,
    VotingClassifier,
)
from sklearn.feature_selection import SelectKBest, f_regression
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, Matern, WhiteKernel
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.metrics import make_scorer, mean_absolute_error
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
from sklearn.svm import SVC

from _package_ import estimator_file, model
from _package_.errors import UserError

FEATURES = np.random.default_rng(0).normal(size=(80, 4))
FEATURES[:, 3] = np.round(np.abs(FEATURES[:, 3]))
VALUES = FEATURES @ [2.0, -1.0, 0.5, 0.0]
NEW = np.array(np.random.default_rng(1).normal(size=(50, 4)))
NEW[:, 3] = np.round(np.abs(NEW[:, 3]))


class Halves(BaseEstimator, TransformerMixin):
    """As who writes a model.py would."""

    def __init__(self, factor=0.5):
        self.factor = factor

    def fit(self, features, target=None):
        return self

    def transform(self, features):
        return features * self.factor


class Wrapped(BaseEstimator, RegressorMixin):
    """Holds a thing that no file may hold, and says so in numbers."""

    def fit(self, features, target):
        self.mean = float(target.mean())
        self.thing = lambda rows: np.full(len(rows), self.mean)
        return self

    def predict(self, features):
        return self.thing(features)

    def __getstate__(self):
        return {"mean": self.mean, "raw": b"\x00\xff" * 100}

    def __setstate__(self, state):
        self.mean = state["mean"]
        self.thing = lambda rows: np.full(len(rows), self.mean)


def doubled(values):
    return values * 2


@pytest.fixture(autouse=True)
def written_in_model_py(monkeypatch):
    for thing in (Halves, Wrapped, doubled):
        monkeypatch.setattr(thing, "__module__", model.__name__)
        monkeypatch.setattr(model, thing.__name__, thing, raising=False)


MADE = {
    "pipeline with a class and a function of model.py": lambda: make_pipeline(
        Halves(), FunctionTransformer(doubled), SelectKBest(f_regression, k=2), Ridge()
    ),
    "class of model.py with a state of its own": Wrapped,
    "columns": lambda: make_pipeline(
        ColumnTransformer([("a", StandardScaler(), slice(0, 2)), ("b", OneHotEncoder(handle_unknown="ignore"), [3])]),
        LinearRegression(),
    ),
    "transformed target": lambda: TransformedTargetRegressor(Ridge(), func=np.arcsinh, inverse_func=np.sinh),
    "partial": lambda: make_pipeline(FunctionTransformer(partial(np.clip, a_min=-1, a_max=1)), Ridge()),
    "vote": lambda: VotingClassifier(
        [("a", LogisticRegression()), ("b", HistGradientBoostingClassifier(max_iter=5, random_state=0))]
    ),
    "stack": lambda: StackingRegressor([("a", Ridge()), ("b", RandomForestRegressor(5, random_state=0))], cv=2),
    "grid": lambda: GridSearchCV(Ridge(), {"alpha": [1, 10]}, cv=2, scoring=make_scorer(mean_absolute_error)),
    "random search": lambda: RandomizedSearchCV(
        Ridge(), {"alpha": loguniform(1e-3, 1e3)}, n_iter=2, cv=2, random_state=0
    ),
    "kernels": lambda: GaussianProcessRegressor(RBF() * Matern() + WhiteKernel(), random_state=0),
    "neighbours": lambda: KNeighborsRegressor(3, algorithm="ball_tree", metric="minkowski", p=3),
    "support vectors": SVC,
}


@pytest.mark.parametrize("name", MADE)
@pytest.mark.filterwarnings("ignore")
def test_predictions_are_equal_and_so_are_the_bytes(tmp_path, name):
    target = np.digitize(VALUES, [-1, 1]) if name in ("vote", "support vectors") else VALUES
    files = []
    for place in ("a", "b"):
        estimator = MADE[name]()
        estimator_file.check(estimator)
        estimator.fit(FEATURES, target)
        files.append(tmp_path / f"{place}.safetensors")
        estimator_file.save(files[-1], estimator)
    found = estimator_file.load(files[0])
    assert type(found) is type(estimator)
    assert np.array_equal(found.predict(NEW), estimator.predict(NEW))
    assert files[0].read_bytes() == files[1].read_bytes()


def test_names_of_arrays_say_what_they_are(tmp_path):
    path = forged.good(tmp_path / "a.safetensors")
    assert {"coef_", "estimator.json"} <= set(forged.safetensors.numpy.load_file(path))


@pytest.mark.parametrize(
    "thing", [lambda values: values, os.system, open, np.load, np.testing.assert_equal, os.path.join]
)
def test_what_has_no_name_is_refused_before_a_fit(thing):
    with pytest.raises(UserError, match=getattr(thing, "__name__", "")) as error:
        estimator_file.check(make_pipeline(FunctionTransformer(thing), Ridge()))
    assert len(str(error.value).splitlines()) == 2


CLASSES = [
    "builtins.eval",
    "builtins.exec",
    "os.system",
    "subprocess.Popen",
    "numpy.testing.runstring",
    "numpy.f2py.compile",
    "sklearn.os.system",
    "sklearn.utils.check_random_state",
    "sklearn.externals.joblib.load",
    "sklearn.base.BaseEstimator",
    "sklearn.pipeline.Memory",
    "sklearn.datasets.fetch_openml",
    "sklearn.utils._testing.raises",
    "sklearn.pipeline.np",
    "sklearn.ensemble.os",
    "sklearn..svm",
    "sklearn.linear_model.Ridge.__init__",
    "sklearn.linear_model.__builtins__",
    "model.os",
    "model.Config",
    "model.model.__globals__",
    "sklearn",
    "model",
    "sklearn.",
    "model.",
    ".",
    "x",
    "sklearn.tree.export_graphviz",
    "sklearn._loss.loss.np",
    "sklearn.metrics._scorer.partial",
]


@pytest.mark.parametrize("name", CLASSES)
@pytest.mark.parametrize("form", ["object", "made", "function", "nested"])
def test_no_other_class_or_function_can_be_named(tmp_path, name, form):
    path = forged.good(tmp_path / "a.safetensors")
    mark = str(tmp_path / "ran")
    call = {"object": {"object": name, "state": {"a": 1}}, "made": {"object": name, "made": [f"touch {mark}"]}}
    call["function"] = {"part": "partial", "of": [{"function": name}, {"tuple": [f"touch {mark}"]}, {"dict": []}]}
    nested = forged.said(path)
    nested["state"]["coef_"] = call["made"]
    with pytest.raises(UserError) as error:
        estimator_file.load(forged.forge(path, nested if form == "nested" else call[form]))
    assert name in error.value.message
    assert len(str(error.value).splitlines()) == 2
    assert not (tmp_path / "ran").exists()


def test_a_method_cannot_be_replaced(tmp_path):
    path = forged.good(tmp_path / "a.safetensors")
    whole = forged.said(path)
    for attribute in ("predict", "__class__", "__reduce__", "get_params"):
        changed = {**whole, "state": {**whole["state"], attribute: {"function": "numpy.exp"}}}
        with pytest.raises(UserError, match=attribute):
            estimator_file.load(forged.forge(path, changed))


def test_trees_that_lead_nowhere_are_refused(tmp_path):
    path = forged.good(tmp_path / "a.safetensors", RandomForestRegressor(1, random_state=0))
    whole = forged.safetensors.numpy.load_file(path)
    nodes = next(name for name in whole if name.endswith("nodes"))
    for at, value in ((0, 0), (0, 10**6), (8, -5), (16, 99)):  # left, left, right, feature of the root
        changed = whole[nodes].copy()
        changed[at : at + 8] = np.frombuffer(np.int64(value).tobytes(), np.uint8)
        with pytest.raises(UserError, match="tree"):
            estimator_file.load(forged.forge(path, forged.said(path), {nodes: changed}))


def test_damage_is_two_lines_and_never_anything_else(tmp_path):
    path = forged.good(tmp_path / "a.safetensors", RandomForestRegressor(2, random_state=0))
    whole = path.read_bytes()
    for end in (0, 1, 7, 8, 9, 100, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:end])
        with pytest.raises(UserError, match="does not hold an estimator"):
            estimator_file.load(path)
    random = np.random.default_rng(0)
    held = 0
    for _ in range(100):
        changed = bytearray(whole)
        changed[random.integers(len(whole))] = random.integers(256)
        path.write_bytes(bytes(changed))
        try:
            estimator_file.load(path)
        except UserError as error:
            held += len(str(error).splitlines()) == 2
    assert held > 10


@pytest.mark.parametrize("said", ["[" * 100_000 + "]" * 100_000, "1e999", '{"format": 1}', "null", '"x"', "\x00"])
def test_nonsense_is_refused(tmp_path, said):
    path = tmp_path / "a.safetensors"
    structure = np.frombuffer(said.encode(), np.uint8)
    forged.safetensors.numpy.save_file({forged.STRUCTURE: structure}, path)
    with pytest.raises(UserError, match="does not hold"):
        estimator_file.load(path)
