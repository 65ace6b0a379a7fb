"""Decay trees: kinds as columns, mothers as edges, and the planted kind, which is found again."""

import numpy as np
import pytest

from _package_ import recipe, sample
from _package_.errors import UserError


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return sample.write(tmp_path_factory.mktemp("raw"), 1000, 0, {})


def read(files, **options):
    chunks = list(recipe.chunks(files, options))
    return {name: np.concatenate([chunk.arrays[name] for chunk in chunks]) for name in chunks[0].arrays}


def auc(score, label):
    """Share of pairs of a positive and a negative that the score puts in order; equal scores count half."""
    a, b = score[label == 1][:, None], score[label == 0]
    return np.mean((a > b) + 0.5 * (a == b))


def test_the_edges_are_a_tree(files):
    arrays = read(files)
    mother, real = arrays["mother"][..., 0], arrays["real"] == 1
    assert mother.shape[1:] == (100,)
    assert ((mother >= 0).sum(axis=1) == real.sum(axis=1) - 1).all()  # one root in each event
    assert (mother[real] < np.nonzero(real)[1]).all()  # so there is no cycle, and no particle is its own mother
    rows, place = np.nonzero(mother >= 0)
    assert real[rows, mother[rows, place]].all()


def test_mothers_that_cannot_be_are_no_edges():
    real = np.array([[True, True, True, False] + [False] * 96])
    raw = np.full((1, 100), -1.0)
    raw[0, :5] = [0, 0, 3, 1, np.nan]  # itself, a particle, one that is not there, of one that is not there
    assert recipe.mothers(raw, real)[0, :5].tolist() == [-1, 0, -1, -1, -1]


def test_each_particle_of_a_frequent_kind_has_one_column(files):
    fields = [field.name for field in recipe.layout(files, {})["particles"].fields]
    found = sorted({*sample.OTHERS, sample.TAGGED})
    assert fields[8:] == [f"kind_{one}" for one in found]
    arrays = read(files)
    assert np.array_equal(arrays["particles"][..., 8:].sum(axis=-1), arrays["real"])
    few = recipe.layout(files, {"kinds": 2})["particles"].fields
    assert len(few) == 10
    assert (read(files, kinds=2)["particles"][..., 8:].sum(axis=-1) <= 1).all()


def test_as_a_cloud_the_mother_is_a_feature(files):
    graph, cloud = read(files), read(files, input="cloud")
    assert "mother" not in cloud
    assert np.array_equal(cloud["particles"][..., :-1], graph["particles"])
    real = graph["real"] == 1
    assert np.array_equal(cloud["particles"][..., -1][real], graph["mother"][..., 0][real])


def test_another_form_is_refused(files):
    with pytest.raises(UserError, match="not laid out as 'image'"):
        recipe.layout(files, {"input": "image"})


def test_the_planted_kind_is_found_again_and_the_rest_tells_nothing(files):
    arrays = read(files)
    names = [field.name for field in recipe.layout(files, {})["particles"].fields]
    x, label, number = arrays["particles"], arrays["target"], arrays["real"].sum(axis=1)
    tagged = x[..., names.index(f"kind_{sample.TAGGED}")].sum(axis=1)
    assert auc(tagged / number, label) > 0.9
    for name in ("energy", "px", "z"):
        assert auc(x[..., names.index(name)].sum(axis=1), label) == pytest.approx(0.5, abs=0.08)
    assert auc(number, label) == pytest.approx(0.5, abs=0.08)
    assert auc(tagged, np.random.default_rng(0).permutation(label)) == pytest.approx(0.5, abs=0.08)
