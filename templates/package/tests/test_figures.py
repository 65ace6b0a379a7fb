"""Figures: the mark of a sample, outliers, labels."""

import numpy as np
import pytest

from _package_ import figures


@pytest.mark.parametrize("kind", ["real", "sample"])
def test_a_sample_is_marked_and_real_data_are_not(tmp_path, kind):
    with figures.figure("title", "x [s]", "y") as axes:
        png, pdf = figures.save(axes, tmp_path / "a", kind)
        marks = [text.get_text() for text in axes.texts]
    assert marks == ([figures.MARK] if kind == "sample" else [])
    assert png.read_bytes().startswith(b"\x89PNG")
    assert pdf.read_bytes().startswith(b"%PDF")


def test_equal_figures_are_equal_files(tmp_path):
    written = []
    for name in "ab":
        with figures.figure("title", "x", "y") as axes:
            axes.plot([1, 2], [3, 4])
            written.append([path.read_bytes() for path in figures.save(axes, tmp_path / name, "real")])
    assert written[0] == written[1]


def test_one_outlier_does_not_squeeze_the_rest():
    values = np.append(np.random.default_rng(0).normal(size=1000), 1e9)
    assert figures.edges(values)[-1] < 10
    assert len(figures.edges(np.ones(5))) == 51


def test_labels_have_units_only_where_there_are_some():
    assert figures.label("length", "mm") == "length [mm]"
    assert figures.label("count", None) == "count"
    assert figures.label("cost $", None) == r"cost \$"
