"""Metrics and figures of a classification: symmetries of the ROC curve, ties, weights, known distributions."""

import math

import numpy as np
import pytest

from _package_ import figures, task
from _package_.schema import Array, Schema
from _package_.scores import Sample


def schema(*names, rejection=()):
    target = Array("target", "table", "int64", (), classes=names, rejection=rejection)
    return Schema("any", "real", "classification", {"kind": target}, {})


def values(prediction, target, weight=None):
    return {name: one.value for name, one in measured(prediction, target, weight).items()}


def measured(prediction, target, weight=None, rejection=()):
    names = [f"c{k}" for k in range(prediction.shape[1])]
    return task.metrics(schema(*names, rejection=rejection), prediction, target, weight)


def two(score):
    return np.column_stack([1 - score, score])


@pytest.fixture
def overlapping():
    """Scores that rise with two unit Gaussians one sigma apart."""
    rng = np.random.default_rng(0)
    target = rng.integers(0, 2, 40_000)
    return two(1 / (1 + np.exp(-rng.normal(target * 1.0)))), target


def test_two_gaussians_have_the_area_that_theory_says(overlapping):
    expected = 0.5 * (1 + math.erf(1 / 2))  # P(N(1, 1) > N(0, 1)) = Phi(1 / sqrt 2)
    assert values(*overlapping)["auc"] == pytest.approx(expected, abs=0.01)


def test_area_is_half_by_chance_and_mirrors_when_classes_are_swapped(overlapping):
    prediction, target = overlapping
    auc = values(prediction, target)["auc"]
    assert values(prediction[:, ::-1], target)["auc"] == pytest.approx(1 - auc)
    assert values(prediction[:, ::-1], 1 - target)["auc"] == pytest.approx(auc)
    assert values(prediction, np.random.default_rng(1).permutation(target))["auc"] == pytest.approx(0.5, abs=0.02)
    assert values(two(np.full(len(target), 0.3)), target)["auc"] == pytest.approx(0.5)  # ties count half


def test_area_does_not_change_under_a_rising_transformation(overlapping):
    prediction, target = overlapping
    assert values(two(prediction[:, 1] ** 3), target)["auc"] == pytest.approx(values(prediction, target)["auc"])


def test_area_is_the_share_of_pairs_in_the_right_order():
    rng = np.random.default_rng(0)
    score, target = rng.integers(0, 5, 60) / 5, rng.integers(0, 2, 60)
    above, below = score[target == 1][:, None], score[target == 0][None, :]
    pairs = ((above > below) + 0.5 * (above == below)).mean()
    assert values(two(score), target)["auc"] == pytest.approx(pairs)


def test_a_perfect_separation_has_area_one_and_no_false_positive_to_count():
    target = np.array([0, 0, 1, 1])
    found = values(two(target.astype(float)), target)
    assert found["auc"] == found["accuracy"] == 1
    assert found["log_loss"] == pytest.approx(0, abs=1e-9)
    assert found["balanced_accuracy"] == found["precision[c0]"] == found["recall[c1]"] == 1
    assert found["majority"] == 0.5


def test_what_is_rejected_where_a_dataset_asks_for_it():
    score = np.concatenate([np.linspace(0, 1, 10_001), np.linspace(0.8, 1, 10_001)])
    target = np.repeat([0, 1], 10_001)
    assert not [name for name in measured(two(score), target) if "rejection" in name]
    found = measured(two(score), target, rejection=(0.5, 0.3))
    assert found["rejection_50"].value == pytest.approx(10, rel=0.01)  # half of the second class lies above 0.9
    assert found["rejection_30"].value == pytest.approx(1 / 0.06, rel=0.01)


def test_a_rejection_is_that_of_the_first_cut_that_keeps_enough_and_not_of_a_line_between_two():
    score = np.repeat([0.9, 0.5, 0.1], 100)  # the first cut keeps 40 of 100 of the second class, the second one 90
    target = np.concatenate([np.arange(100) < share for share in (40, 50, 10)]).astype(int)
    found = measured(two(score), target, rejection=(0.5, 0.4))
    others = 300 - target.sum()
    assert found["rejection_50"].value == pytest.approx(others / (60 + 50))
    assert found["rejection_40"].value == pytest.approx(others / 60)


@pytest.mark.parametrize(("left", "defined"), [(9, False), (10, True)])
def test_fewer_than_ten_rows_of_the_others_are_no_rejection(left, defined):
    score = np.concatenate([np.linspace(0, 0.4, 100 - left), np.full(left, 0.95), np.linspace(0.5, 1, 100)])
    found = measured(two(score), np.repeat([0, 1], 100), rejection=(0.3,))["rejection_30"]
    assert np.isfinite(found.value) == defined
    assert (found.remark is None) == defined
    assert defined or "9 rows of c0" in (found.remark or "")


def test_precision_and_recall_of_each_class_by_hand():
    target = np.array([0, 0, 0, 1, 1, 2])
    answer = np.array([0, 0, 1, 1, 0, 0])
    found = values(np.eye(3)[answer] * 0.7 + 0.1, target)
    assert found["recall[c0]"] == pytest.approx(2 / 3)
    assert found["recall[c1]"] == 0.5
    assert found["recall[c2]"] == 0
    assert found["balanced_accuracy"] == pytest.approx((2 / 3 + 0.5) / 3)
    assert found["precision[c0]"] == 0.5
    assert found["precision[c1]"] == 0.5
    assert np.isnan(found["precision[c2]"])  # nothing was called so
    assert found["majority"] == 0.5


def test_a_weight_counts_as_repeated_rows(overlapping):
    prediction, target = overlapping[0][:500], overlapping[1][:500]
    weight = np.random.default_rng(0).integers(0, 4, 500)
    repeated = values(np.repeat(prediction, weight, axis=0), np.repeat(target, weight))
    assert values(prediction, target, weight.astype(float)) == pytest.approx(repeated)


def test_the_pull_of_every_number_is_what_a_row_of_more_weight_does_to_it(overlapping):
    prediction, target = overlapping[0][:300], overlapping[1][:300]
    weight = np.random.default_rng(0).uniform(0.5, 2, 300)
    before = measured(prediction, target, weight)
    step = 1e-6
    for row in (0, 17, 123):
        more = weight.copy()
        more[row] *= 1 + step
        after = measured(prediction, target, more)
        for name, one in before.items():
            assert one.pull is not None, name
            found = one.pull()
            assert found.sum() == pytest.approx(0, abs=1e-9)
            assert (after[name].value - one.value) / step == pytest.approx(found[row], abs=1e-5), name


def test_three_classes_are_scored_each_against_the_rest():
    target = np.arange(300) % 3
    found = values(np.eye(3)[target] * 0.7 + 0.1, target)
    for name in ("auc", "auc[c2]", "accuracy", "balanced_accuracy", "precision[c0]", "recall[c1]"):
        assert found[name] == 1
    assert found["log_loss"] == pytest.approx(-math.log(0.8))
    assert values(np.full((300, 3), 1 / 3), target)["auc"] == pytest.approx(0.5)


def test_the_cards_say_what_each_metric_means(overlapping):
    found = measured(*overlapping, rejection=(0.3,))
    assert {name.partition("[")[0].removesuffix("_30") for name in found} == set(task.METRICS)


def test_confusion_counts_by_true_class_and_weight():
    probability = np.eye(3)[[0, 1, 1, 2]] * 0.5 + 0.1
    sample = Sample("m", "model", "test", probability, np.array([0, 0, 1, 1]), np.array([1.0, 3, 2, 2]))
    found = task.confusion(sample, 3)
    assert found[:2].tolist() == [[0.25, 0.75, 0], [0, 0.5, 0.5]]
    assert np.isnan(found[2]).all()  # a class without rows


def test_a_missing_class_makes_the_area_undefined_and_is_named():
    found = measured(two(np.linspace(0, 1, 10)), np.zeros(10, int))
    assert np.isnan(found["auc"].value)
    assert found["auc"].remark == "no rows of c1"


def test_of_three_classes_the_two_that_have_rows_are_scored():
    rng = np.random.default_rng(0)
    target = rng.integers(0, 2, 500)
    prediction = np.column_stack([two(1 / (1 + np.exp(-rng.normal(target)))) * 0.9, np.full(500, 0.1)])
    found = measured(prediction, target)
    assert found["auc"].value == pytest.approx((found["auc[c0]"].value + found["auc[c1]"].value) / 2)
    assert found["auc"].remark == "no rows of c2"
    assert np.isnan(found["recall[c2]"].value)


@pytest.mark.parametrize(("kind", "classes"), [("real", 2), ("sample", 3), ("real", 12)])
def test_figures_are_drawn(tmp_path, monkeypatch, kind, classes):
    monkeypatch.setitem(figures.LOOK, "savefig.dpi", 40)  # quick to write
    rng = np.random.default_rng(0)
    target = rng.integers(0, classes, 300)
    prediction = rng.dirichlet(np.ones(classes), 300)
    samples = [Sample("mlp", "model", "test", prediction, target, None)]
    drawn = task.figures(schema(*[f"class_{k} $" for k in range(classes)]), samples, tmp_path, kind)
    assert [path.name for path in drawn] == [
        f"{name}.{ending}" for name in ("roc", "scores", "confusion") for ending in ("png", "pdf")
    ]
