"""Batches: the same rows from memory and from disk, every row once, nothing cut to a single row."""

import numpy as np
import pytest

from _package_ import batches, task
from _package_.batches import Batches

pytestmark = pytest.mark.skipif(task.NAME not in ("regression", "classification"), reason="planted in a table")


@pytest.fixture
def made(planted, settings):
    arrays = planted()
    return lambda splits=("train", "val"): Batches(arrays.schema, settings(fit_on=splits), arrays, splits)


@pytest.fixture
def disk(monkeypatch):
    """Nothing fits into memory: windows of four blocks of ten rows."""

    def small():
        monkeypatch.setattr(batches, "IN_MEMORY", 0)
        monkeypatch.setattr(batches, "BLOCKS", 4)
        monkeypatch.setattr(batches, "WINDOW", 4 * 10 * 4 * 8)

    return small


def gathered(some):
    parts = list(some)
    columns = [np.concatenate([batch.feeds["features"] for batch in parts]), np.concatenate([b.target for b in parts])]
    return columns[0], columns[1].reshape(len(columns[0]), -1)


def test_rows_from_disk_are_the_rows_from_memory(made, disk):
    memory = gathered(made().in_order(64))
    disk()
    for a, b in zip(memory, gathered(made().in_order(64)), strict=True):
        assert np.array_equal(a, b)
    assert np.allclose(memory[0].mean(0), 0, atol=1e-5)
    assert np.allclose(memory[0].std(0), 1, atol=1e-5)


@pytest.mark.parametrize("stored", [False, True])
def test_every_row_comes_once_with_its_own_target_in_an_order_of_the_seed(made, disk, stored):
    if stored:
        disk()
    whole = np.column_stack(gathered(made().in_order(64)))
    first, again, other = [np.column_stack(gathered(made().at_random(64, [7, epoch]))) for epoch in (0, 0, 1)]
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert not np.array_equal(first, whole)
    for one in (first, other):
        assert np.array_equal(np.sort(one, axis=0), np.sort(whole, axis=0))
        assert {tuple(row) for row in one} == {tuple(row) for row in whole}


def test_no_batch_is_left_with_a_single_row(made):
    sizes = [len(batch) for batch in made(["train"]).at_random(599, [0, 0])]
    assert min(sizes) > 1
    assert sum(sizes) == 600


def test_shuffled_targets_are_the_same_targets_of_other_rows(made):
    plain, shuffled = made(), made()
    shuffled.shuffle_targets(3)
    (a, x), (b, y) = gathered(plain.in_order(900)), gathered(shuffled.in_order(900))
    assert np.array_equal(a, b)
    assert not np.array_equal(x, y)
    assert np.array_equal(np.sort(x, axis=0), np.sort(y, axis=0))


def test_pieces_of_a_batch_are_its_rows_in_order(made):
    batch = next(iter(made().in_order(100)))
    pieces = list(batch.pieces(30))
    assert [len(piece) for piece in pieces] == [30, 30, 30, 10]
    assert np.array_equal(np.concatenate([p.feeds["features"] for p in pieces]), batch.feeds["features"])
    assert list(batch.pieces(0)) == [batch]
