"""The synthetic histograms: the planted clump is found again, and the number of pions tells nothing."""

import numpy as np
import pytest

from _package_ import recipe, sample


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    files = sample.write(tmp_path_factory.mktemp("raw"), 2000, 0, {})
    chunks = list(recipe.chunks(files, {}))
    return tuple(np.concatenate([chunk.arrays[name] for chunk in chunks]) for name in ("image", "target"))


def auc(score, label):
    """Share of pairs of a positive and a negative that the score puts in order; equal scores count half."""
    a, b = score[label == 1][:, None], score[label == 0]
    return np.mean((a > b) + 0.5 * (a == b))


def test_counts_are_whole_and_not_negative(made):
    image, _ = made
    assert image.shape[1:] == (20, 20, 1)
    assert (image >= 0).all()
    assert np.array_equal(image, np.rint(image))


def test_the_planted_clump_is_found_again(made):
    image, label = made
    share = image[..., 0] / image.sum(axis=(1, 2, 3))[:, None, None]
    excess = share[label == 1].mean(axis=0) - share[label == 0].mean(axis=0)
    assert np.abs(np.array(np.unravel_index(excess.argmax(), excess.shape)) - sample.CENTRE).max() <= 1
    expected = sample.bump(sample.CENTRE, sample.SPOT) - sample.bump((9.5, 9.5), sample.BELL)
    assert np.sum(excess * expected) / np.sum(expected**2) == pytest.approx(sample.CLUMP, rel=0.05)
    assert auc(np.sum(image[..., 0] * expected, axis=(1, 2)), label) > 0.95


def test_the_number_of_pions_and_shuffled_labels_tell_nothing(made):
    image, label = made
    assert auc(image.sum(axis=(1, 2, 3)), label) == pytest.approx(0.5, abs=0.06)
    shuffled = np.random.default_rng(0).permutation(label)
    assert auc(image[:, 13, 7, 0], shuffled) == pytest.approx(0.5, abs=0.06)
