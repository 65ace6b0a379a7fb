"""A choice of rows stands for its whole split, and is the same each time."""

import numpy as np

from _package_ import choice


def test_rows_come_from_the_whole_split_and_are_the_same_each_time(planted):
    arrays = planted(rows=6000, form="table")
    chosen = choice.rows(arrays, "test", 200)
    assert len(np.unique(chosen)) == 200
    assert (np.diff(chosen) > 0).all()
    assert np.histogram(chosen, 4, (0, 3000))[0].min() > 30  # 50 in each quarter, but for chance
    assert np.array_equal(chosen, choice.rows(arrays, "test", 200))
    taken = choice.take(arrays, "test", ["features", "target"], chosen)
    for name, values in taken.items():
        assert np.array_equal(values, np.array(arrays.open("test", name))[chosen])


def test_a_small_split_is_taken_whole(planted):
    arrays = planted(rows=60, form="table")
    assert choice.rows(arrays, "test", 200).tolist() == list(range(30))
    assert choice.last(arrays.schema) == "test"
