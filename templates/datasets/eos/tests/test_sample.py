"""The synthetic spectra: the planted slopes are found again, and the rest tells nothing."""

import numpy as np
import pytest

from _package_ import recipe, sample


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    files = sample.write(tmp_path_factory.mktemp("raw"), 2000, 0, {})
    chunks = list(recipe.chunks(files, {}))
    return tuple(np.concatenate([chunk.arrays[name] for chunk in chunks]) for name in ("image", "target"))


def auc(score, label):
    """Share of pairs of a positive and a negative that the score puts in order."""
    return np.mean(score[label == 1][:, None] > score[label == 0])


def test_the_planted_slopes_are_found_again(made):
    image, label = made
    falling = np.log(image[..., 0].mean(axis=2))
    slope = -1 / np.polyfit(np.arange(24), falling.T, 1)[0]
    assert auc(slope, label) > 0.95
    for number, planted in enumerate(sample.SLOPES):
        assert slope[label == number].mean() == pytest.approx(planted, abs=5 * sample.SPREAD / np.sqrt(900))


def test_the_modulation_the_number_of_pions_and_shuffled_labels_tell_nothing(made):
    image, label = made
    azimuth = 2 * np.pi * np.arange(24) / 24
    around = image[..., 0].sum(axis=1)
    direction = np.arctan2(around @ np.sin(2 * azimuth), around @ np.cos(2 * azimuth))
    size = np.hypot(around @ np.sin(2 * azimuth), around @ np.cos(2 * azimuth)) / around.sum(axis=1)
    assert size.mean() == pytest.approx(sample.ELLIPTIC / 2, rel=0.05)
    assert auc(direction, label) == pytest.approx(0.5, abs=0.06)
    assert auc(around.sum(axis=1), label) == pytest.approx(0.5, abs=0.06)
    shuffled = np.random.default_rng(0).permutation(label)
    assert auc(image[:, 0].sum(axis=(1, 2)), shuffled) == pytest.approx(0.5, abs=0.06)
