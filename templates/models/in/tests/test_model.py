"""Interaction Network: the formula, its symmetries, and padding that counts for nothing.

Each symmetry is also looked for in a network whose sums are broken, where it must not be found.
"""

import clouds
import numpy as np
import pytest

from _package_ import train, trained
from _package_.errors import UserError

SETTINGS = {"hidden": 16, "De": 4, "Do": 8, "masked": True}


def formula(P, S, C, hidden, De, Do):
    """Parameters of f_R, f_R^pv, f_O and the classifier."""

    def three(first, last):
        return (first + 1) * hidden + (hidden + 1) * hidden + (hidden + 1) * last

    return three(2 * P, De) + three(P + S, De) + three(P + 2 * De, Do) + (Do + 1) * C


def relu(values):
    return np.maximum(values, 0)


def written_out(weights, feeds, masked, wrong=""):
    """The network in double precision, pair by pair; `wrong` names what is done otherwise than it should be."""
    w = {name: np.asarray(values, float) for name, values in weights.items()}
    x, v, x_mask, v_mask = [np.asarray(feeds[n], float) for n in ("points", "others", "points_mask", "others_mask")]

    def three(values, names):
        for name in names:
            values = relu(values @ w[f"{name}.weight"].T + w[f"{name}.bias"])
        return values

    counts = x_mask if masked else np.ones_like(x_mask), v_mask if masked else np.ones_like(v_mask)
    place = 1 + 0.1 * np.arange(x.shape[1]) * (wrong == "places of tracks")
    v_place = 1 + 0.1 * np.arange(v.shape[1]) * (wrong == "places of vertices")
    e, e_pv = [np.zeros((*x.shape[:2], w["fr3.bias"].size)) for _ in range(2)]
    for to in range(x.shape[1]):
        for by in range(x.shape[1]):
            if to != by or wrong == "self loop":
                pair = [x[:, by], x[:, to]] if wrong == "swapped" else [x[:, to], x[:, by]]
                sent = three(np.concatenate(pair, 1), ("fr1", "fr2", "fr3"))
                e[:, to] += sent * counts[0][:, by, None] * place[by]
        for by in range(v.shape[1]):
            sent = three(np.concatenate([x[:, to], v[:, by]], 1), ("fr1_pv", "fr2_pv", "fr3_pv"))
            e_pv[:, to] += sent * counts[1][:, by, None] * v_place[by]
    sums = [e_pv, e] if wrong == "sums" else [e, e_pv]
    o = three(np.concatenate([x, *sums], 2), ("fo1", "fo2", "fo3"))
    return (o * counts[0][..., None]).sum(1) @ w["fc_fixed.weight"].T + w["fc_fixed.bias"]


@pytest.fixture
def network(planted, settings):
    """Weights, feeds of which the padding is not zero, and the network as a function of feeds."""
    return lambda **values: clouds.network(planted(form="clouds", rows=60), settings, {**SETTINGS, **values})


@pytest.mark.parametrize("masked", [True, False])
def test_the_answer_is_that_of_the_formula(network, masked):
    weights, feeds, apply = network(masked=masked)
    right = written_out(weights, feeds, masked)
    assert clouds.parity(apply(feeds), right) < 1e-5
    for wrong in ("swapped", "self loop", "sums", "places of tracks", "places of vertices"):
        assert clouds.parity(written_out(weights, feeds, masked, wrong), right) > 1e-4, wrong
    assert clouds.parity(written_out(weights, feeds, not masked), right) > 1e-4


@pytest.mark.parametrize(("cloud", "wrong"), [("points", "places of tracks"), ("others", "places of vertices")])
@pytest.mark.parametrize("masked", [True, False])
def test_the_order_of_a_cloud_changes_nothing(network, cloud, wrong, masked):
    weights, feeds, apply = network(masked=masked)
    other = clouds.permuted(feeds, cloud)
    assert clouds.parity(apply(other), apply(feeds)) < 1e-5
    broken = [written_out(weights, one, masked, wrong) for one in (other, feeds)]
    assert clouds.parity(*broken) > 1e-4, "sums that know a place are found out"


@pytest.mark.parametrize("cloud", ["points", "others"])
def test_what_stands_in_the_padding_changes_nothing(network, cloud):
    _, feeds, apply = network()
    other = clouds.refilled(feeds, cloud)
    assert np.array_equal(apply(other), apply(feeds))
    _, feeds, apply = network(masked=False)
    assert clouds.parity(apply(other), apply(feeds)) > 1e-4, "where padding counts, that is found out"


@pytest.mark.parametrize(("P", "S", "sizes", "count"), [(30, 14, (60, 20, 24), 25554), (30, 14, (32, 20, 24), 10994)])
def test_the_published_networks_have_their_number_of_parameters(P, S, sizes, count):
    assert formula(P, S, 2, *sizes) == count


def test_names_and_number_of_parameters(planted, settings):
    learner = train.learner(planted(form="clouds", rows=60).schema, settings(model=SETTINGS), 0, "cpu")
    assert learner.parameters == formula(3, 2, 2, 16, 4, 8)
    assert {name.partition(".")[0] for name in learner.weights()} == {
        *("fr1", "fr2", "fr3", "fr1_pv", "fr2_pv", "fr3_pv"),
        *("fo1", "fo2", "fo3", "fc_fixed"),
    }


def test_finds_the_planted_relation(planted, fit, quality):
    arrays = planted(form="clouds")
    target, _ = trained.truth(arrays, ["test"])
    assert quality(fit(arrays, epochs=20, lr=0.01)[1](), target) > 0.7


def test_a_single_cloud_is_refused(planted, fit):
    with pytest.raises(UserError, match="takes two"):
        fit(planted(form="cloud", rows=60), epochs=1)
