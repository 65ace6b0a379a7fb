"""Every public estimator of scikit-learn that can be fitted to a small table: saved, loaded, equal, the same bytes."""

from contextlib import suppress

import numpy as np
import pytest
from sklearn.base import is_classifier
from sklearn.utils import all_estimators

from _package_ import estimator_file
from _package_.estimator_lookup import class_of, name_of

instances = pytest.importorskip("sklearn.utils._test_common.instance_generator")
ANSWERS = ("predict", "predict_proba", "decision_function", "transform", "score_samples")
RANDOM = np.random.default_rng(0)
FEATURES = RANDOM.normal(size=(60, 4))
CLASSES = np.digitize(FEATURES @ [1.0, -1.0, 0.5, 0.0], [0.0])
VALUES = FEATURES @ [1.0, -1.0, 0.5, 0.0]
TEXT = ["jets of quarks", "jets of gluons", "quarks"] * 20
TABLES = (  # one for each appetite: any, counts, several targets, text, names, one feature, kernels, labels
    (FEATURES, CLASSES, VALUES),
    (np.abs(FEATURES), CLASSES, np.abs(VALUES) + 0.1),
    (FEATURES, np.column_stack([CLASSES, CLASSES]), np.column_stack([VALUES, VALUES])),
    (TEXT, None, None),
    ([{"a": 1, "b": 2}] * 60, CLASSES, VALUES),
    (VALUES, CLASSES, CLASSES),
    (np.abs(FEATURES[:, :1]), CLASSES, VALUES),
    (FEATURES @ FEATURES.T, CLASSES, VALUES),
    (TEXT, CLASSES, CLASSES),
)
UNFITTED = {
    "FrozenEstimator": "it wraps another one",
    "LabelBinarizer": "it takes labels alone",
    "LabelEncoder": "it takes labels alone",
    "MultiLabelBinarizer": "it takes labels alone",
    "SparseCoder": "its dictionary is given, not fitted",
}


def test_the_table_of_names_is_that_of_all_estimators():
    missing = []
    for name, kind in all_estimators():
        try:
            assert class_of(name_of(kind)) is kind
        except Exception:
            missing.append(name)
    assert missing == []


def fitted(estimator):
    """The estimator and the features that it has taken, or None."""
    if "random_state" in estimator.get_params():
        estimator.set_params(random_state=0)
    for features, classes, values in TABLES:
        for target in (classes, values) if is_classifier(estimator) else (values, classes):
            with suppress(Exception):  # a table that is not to its taste
                return estimator.fit(features, target), features
    return None


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_every_estimator_is_the_same_after_saving(tmp_path, capsys):
    table, unfitted, wrong = [], [], []
    for name, kind in all_estimators():
        made = list(instances._construct_instances(kind)) if name != "FrozenEstimator" else []
        ready = [one for one in map(fitted, made) if one]
        if not ready:
            unfitted.append(name)
            continue
        asked = 0
        for number, (estimator, features) in enumerate(ready):
            path, again = (tmp_path / f"{name}{number}{end}.safetensors" for end in ("", "again"))
            estimator_file.save(path, estimator)
            found = estimator_file.load(path)
            estimator_file.save(again, found)
            new = np.array(features) if isinstance(features, np.ndarray) else list(features)
            for method in ANSWERS:
                try:
                    before = getattr(estimator, method)(new)
                except Exception:  # has no such method, or not for such an input
                    continue
                asked += 1
                if not equal(before, getattr(found, method)(new)):
                    wrong.append(f"{name}.{method}")
            wrong += [f"{name}: bytes"] if path.read_bytes() != again.read_bytes() else []
        table.append(f"{name}: {len(ready)} fitted, saved and loaded, {asked} answers equal")
    with capsys.disabled():
        print("\n" + "\n".join(table))
        print(*(f"{name}: not tried, {UNFITTED.get(name)}" for name in unfitted), sep="\n")
        print(f"{len(table)} of {len(table) + len(unfitted)} estimators of scikit-learn")
    assert wrong == []
    assert set(unfitted) == UNFITTED.keys()


def equal(one, other):
    if isinstance(one, list):
        return all(map(equal, one, other))
    one, other = (value.toarray() if hasattr(value, "toarray") else np.asarray(value) for value in (one, other))
    return np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
