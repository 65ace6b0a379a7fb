"""Deep Sets: the formula, its symmetry, and padding that counts for nothing.

The symmetry is also looked for where the sum is broken, and must not be found there.
"""

import itertools

import clouds
import numpy as np
import pytest

from _package_ import train, trained
from _package_.errors import UserError

SETTINGS = {"phi": [16, 8], "f": [16]}


def formula(features, outputs, phi, f):
    """Parameters of Φ for each cloud, of F, and of the output."""
    chains = [[P, *phi] for P in features] + [[len(features) * phi[-1], *f, outputs]]
    return sum((a + 1) * b for chain in chains for a, b in itertools.pairwise(chain))


def written_out(weights, feeds, inputs, wrong=""):
    """The network in double precision, entry by entry; `wrong` names what is done otherwise than it should be."""
    w = {name: np.asarray(values, float) for name, values in weights.items()}

    def through(name, values):
        for number in range(len(SETTINGS[name.partition(".")[0]])):
            values = values @ w[f"{name}.{number}.weight"].T + w[f"{name}.{number}.bias"]
            values = np.maximum(values, 0)
        return values

    sums = []
    for number, name in enumerate(inputs):
        count = np.ones_like(feeds[clouds.MASKS[name]]) if wrong == "unmasked" else feeds[clouds.MASKS[name]]
        total = 0.0
        for place in range(feeds[name].shape[1]):
            entry = through(f"phi.{number}", np.asarray(feeds[name][:, place], float)) * count[:, place, None]
            total = (
                np.maximum(total, entry) if wrong == "maximum" else total + entry * (1 + place * (wrong == "places"))
            )
        sums.append(total)
    sums = sums[::-1] if wrong == "clouds" else sums
    return through("f", np.concatenate(sums, 1)) @ w["out.weight"].T + w["out.bias"]


@pytest.fixture(params=["cloud", "clouds"])
def network(planted, settings, request):
    """Weights, feeds of which the padding is not zero, and the network as a function of feeds."""
    arrays = planted(form=request.param, rows=60)
    return (*clouds.network(arrays, settings, SETTINGS), list(arrays.schema.inputs))


def test_the_answer_is_that_of_the_formula(network):
    weights, feeds, apply, inputs = network
    right = written_out(weights, feeds, inputs)
    assert clouds.parity(apply(feeds), right) < 1e-5
    for wrong in ("unmasked", "maximum", "places", *(["clouds"] if len(inputs) > 1 else [])):
        assert clouds.parity(written_out(weights, feeds, inputs, wrong), right) > 1e-4, wrong


def test_the_order_of_a_cloud_changes_nothing(network):
    weights, feeds, apply, inputs = network
    for cloud in inputs:
        other = clouds.permuted(feeds, cloud)
        assert clouds.parity(apply(other), apply(feeds)) < 1e-5
        broken = [written_out(weights, one, inputs, "places") for one in (other, feeds)]
        assert clouds.parity(*broken) > 1e-4, "a sum that knows a place is found out"


def test_what_stands_in_the_padding_changes_nothing(network):
    weights, feeds, apply, inputs = network
    for cloud in inputs:
        other = clouds.refilled(feeds, cloud)
        assert np.array_equal(apply(other), apply(feeds))
        broken = [written_out(weights, one, inputs, "unmasked") for one in (other, feeds)]
        assert clouds.parity(*broken) > 1e-4, "a sum over the padding is found out"


def test_the_published_network_has_its_number_of_parameters():
    assert formula([3], 2, [100, 100, 256], [100, 100, 100]) == 82_458


def test_the_number_of_parameters_is_that_of_the_formula(planted, settings):
    for form, features in (("cloud", [3]), ("clouds", [3, 2])):
        schema = planted(form=form, rows=60).schema
        learner = train.learner(schema, settings(model=SETTINGS), 0, "cpu")
        assert learner.parameters == formula(features, schema.outputs, **SETTINGS)


def test_finds_the_planted_relation(planted, fit, quality):
    arrays = planted(form="cloud")
    target, _ = trained.truth(arrays, ["test"])
    assert quality(fit(arrays, epochs=20, lr=0.01)[1](), target) > 0.7


def test_no_layer_before_the_sum_is_refused(planted, fit):
    with pytest.raises(UserError, match="phi"):
        fit(planted(form="cloud", rows=60), {**SETTINGS, "phi": []}, epochs=1)
