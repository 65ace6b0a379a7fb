"""Digits end where the interval begins."""

import pytest

from _package_ import numerals


def score(value, low=None, high=None, spread=None, n=1, unit=None, remark=None):
    interval = None if low is None else {"low": low, "high": high}
    return {"value": value, "unit": unit, "spread": spread, "n": n, "interval": interval, "remark": remark}


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (score(1.99642354887, 1.96, 2.034, unit="mm"), "1.996 ± 0.037 mm"),
        (score(1.41721, 1.4048, 1.4295, 0.0034, 3, "mm"), "1.417 ± 0.012 mm, ± 0.0034 mm over 3 seeds"),
        (score(0.98, 0.95, 0.99), "0.980 +0.010 −0.030"),
        (score(1234.5, 1000.0, 1500.0), "1230 ± 250"),
        (score(-1e-17, -0.012, 0.012), "0.000 ± 0.012"),
        (score(2.5e-9, 2.4e-9, 2.6e-9, unit="s"), "(2.50 ± 0.10)e-09 s"),
        (score(3.2e8, 3.1e8, 3.3e8), "(3.20 ± 0.10)e+08"),
        (score(1.0, 1.0, 1.0), "1"),
        (score(0.7512, remark="12 rows: too few for an interval"), "0.75 (12 rows: too few for an interval)"),
        (score(0.123456789), "0.1235"),
        (score(123456.7), "123457"),
        (score(None, remark="no rows of b"), "not defined (no rows of b)"),
        (score(0.5, 0.4, 0.6, 0.0, 3), "0.50 ± 0.10, ± 0 over 3 seeds"),
    ],
)
def test_words(one, said):
    assert numerals.words(one) == said


def test_a_cell_leaves_units_and_reasons_to_the_table():
    assert numerals.cell(score(1.41721, 1.4048, 1.4295, 0.0034, 3, "mm")) == "1.417 ± 0.012 ± 0.0034"
    assert numerals.cell(score(0.7512, remark="12 rows")) == "0.75 (no interval)"
    assert numerals.cell(None) == "–"


def test_classes_and_remarks_are_told_together():
    metrics = {"auc": score(0.9, remark="few"), "recall[a [x]]": score(0.5), "recall[b]": score(0.4, remark="few")}
    assert [*numerals.whole(metrics)] == ["auc"]
    assert [*numerals.by_class(metrics)] == ["a [x]", "b"]
    assert [*numerals.remarks(metrics)] == ["auc, recall[b]: few"]
