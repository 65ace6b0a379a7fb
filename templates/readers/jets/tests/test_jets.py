"""Features of jets: symmetries, limits, the neighbours of a graph, and the planted answer."""

import numpy as np
import pytest

from _package_ import jets, planted_jets, recipe, sample
from _package_.errors import UserError

ROWS = 400


@pytest.fixture(scope="module")
def made():
    return planted_jets.momenta(ROWS, np.random.default_rng(0))


def turned(momenta, angle):
    """The jets after a rotation about the beam."""
    e, x, y, z = np.moveaxis(momenta.astype(float), -1, 0)
    c, s = np.cos(angle), np.sin(angle)
    return np.stack([e, c * x - s * y, s * x + c * y, z], axis=-1)


def auc(score, label):
    """Area under the ROC curve, from the ranks of the scores."""
    order = np.argsort(np.argsort(score)) + 1
    positive = int(label.sum())
    return (order[label == 1].sum() - positive * (positive + 1) / 2) / (positive * (len(label) - positive))


def test_a_rotation_about_the_beam_changes_nothing_but_px_and_py(made):
    values, _ = jets.features(made[0], 60)
    for angle in (0.3, 3.0):
        other, _ = jets.features(turned(made[0], angle), 60)
        for name in set(jets.FEATURES) - {"px", "py"}:
            assert np.allclose(other[name], values[name], atol=1e-5), name


def test_a_mirror_along_the_beam_turns_eta_rel_and_leaves_deta(made):
    values, _ = jets.features(made[0], 60)
    other, _ = jets.features(made[0] * np.array([1, 1, 1, -1]), 60)
    assert np.allclose(other["deta"], values["deta"], atol=1e-6)
    assert np.allclose(other["eta_rel"], -values["eta_rel"], atol=1e-6)


def test_shares_sum_to_one_and_logarithms_agree(made):
    values, real = jets.features(made[0], jets.CONSTITUENTS)
    assert np.allclose(values["pt_share"].sum(axis=1), 1)
    assert np.allclose(np.exp(values["log_e"])[real], values["e"][real])
    assert np.allclose(np.hypot(values["px"], values["py"])[real], np.exp(values["log_pt"])[real])
    assert np.abs(values["dphi"]).max() <= np.pi


def test_the_jet_is_the_sum_of_all_constituents_however_many_are_kept(made):
    few, many = jets.features(made[0], 10)[0], jets.features(made[0], 60)[0]
    assert all(np.array_equal(values, many[name][:, :10]) for name, values in few.items())


def test_jets_without_constituents_or_transverse_momentum_stay_finite():
    momenta = np.zeros((2, jets.CONSTITUENTS, 4))
    momenta[1, 0] = [5, 0, 0, 5]
    values, real = jets.features(momenta, 20)
    assert not real.any()
    assert all((entries == 0).all() for entries in values.values())


def test_every_constituent_has_seven_neighbours_and_none_is_its_own(made):
    momenta, label = made
    arrays = jets.arrays(momenta, label, {"input": "graph", "particles": 60})
    edges, real = arrays["neighbours"], arrays["real"] == 1
    assert ((edges >= 0).sum(axis=-1) == np.where(real, 7, 0)).all()
    assert not (edges == np.arange(60)[:, None]).any()
    b, n = np.nonzero(real)
    assert real[b[:, None], edges[b, n]].all()


def test_what_cannot_be_is_refused():
    for options, words in (
        ({"input": "image"}, "no jets out as 'image'"),
        ({"features": ["mass"]}, "no feature mass"),
        ({"particles": 201}, "particles is 201"),
        ({"neighbours": 0}, "neighbours 0"),
    ):
        with pytest.raises(UserError, match=words):
            jets.layout(options)


def test_the_planted_answer_is_found_again_and_the_inert_features_tell_nothing(tmp_path):
    options = {"features": list(jets.FEATURES), "particles": 60}
    files = sample.write(tmp_path, 2000, 0, {})
    parts = [chunk.arrays for chunk in recipe.chunks(files, options)]
    x, real, label = (np.concatenate([part[name] for part in parts]) for name in ("constituents", "real", "target"))
    mean = dict(zip(jets.FEATURES, np.abs(x).sum(axis=1).T / real.sum(axis=1), strict=True))
    assert auc(mean["dr"], label) > 0.97
    for name in ("dphi", "log_pt", "log_ptrel", "pt_share", "px"):
        assert abs(auc(mean[name], label) - 0.5) < 0.06, name
    shuffled = np.random.default_rng(0).permutation(label)
    assert abs(auc(mean["dr"], shuffled) - 0.5) < 0.06
