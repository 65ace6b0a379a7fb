"""Graph convolutional network: symmetries that it must have, shown to fail without them, and what its weights say."""

from itertools import pairwise

import numpy as np
import pytest
import safetensors.numpy

from _package_ import paths, train, trained
from _package_.errors import UserError
from _package_.feeds import Feeder
from _package_.prediction import finished
from _package_.structure import pixel_degrees

SETTINGS = {"dense": [16], "graph": [16], "head": [16], "pool": "sum", "activation": "relu", "dropout": 0.0}
STEM = "model-0"


def rows(arrays, split="test"):
    return {name: np.array(arrays.open(split, name)) for name in arrays.schema.feeds}


def neighbours(edges, mask, union=True, masked=True, places=False):
    """(N, N) of one graph: a list of pairs, one after the other. Without `union` or `masked` it is broken, and with
    `places`: then a node counts by its number."""
    A = np.eye(len(edges))
    for node, named in enumerate(edges):
        for other in named[named >= 0]:
            A[node, other] = 1
            if union:
                A[other, node] = 1
    A = A * np.linspace(1, 2, len(A)) if places else A
    return A * np.outer(mask, mask) if masked else A


def of_pixels(height, width):
    """(H W, H W): 1 between a pixel and those at most one row and one column away."""
    place = np.stack(np.divmod(np.arange(height * width), width), 1)
    return (np.abs(place[:, None] - place).max(2) <= 1).astype(float)


def by_hand(arrays, config, given, **broken):
    """What the trained weights say of rows, in NumPy and double precision: the matrix D^-1/2 A D^-1/2, row by row."""
    weights = safetensors.numpy.load_file(paths.models() / f"{STEM}.safetensors")
    fed, (name, array) = Feeder(arrays.schema, config)(given), next(iter(arrays.schema.inputs.items()))
    x = fed[name].reshape(len(fed[name]), -1, array.shape[-1]).astype(float)
    mask = fed[array.mask].astype(float) if array.mask else np.ones(x.shape[:2])
    grid = None if array.edges else of_pixels(*array.shape[:2])
    A = np.array([neighbours(fed[array.edges][b], mask[b], **broken) if grid is None else grid for b in range(len(x))])
    root = 1 / np.sqrt(np.maximum(A.sum(2), 1))

    def layer(part, k, x):
        return np.maximum(x @ weights[f"{part}.{k}.weight"].T + weights[f"{part}.{k}.bias"], 0)

    for k in range(len(config.model["dense"])):
        x = layer("dense", k, x)
    for k in range(len(config.model["graph"])):
        x = layer("graph", k, (root[:, :, None] * A * root[:, None]) @ x)
    pooled = (x * mask[..., None]).sum(1)
    if config.model["pool"] == "mean":
        pooled /= np.maximum(mask.sum(1, keepdims=True), 1)
    for k in range(len(config.model["head"])):
        pooled = layer("head", k, pooled)
    return finished(pooled @ weights["out.weight"].T + weights["out.bias"], arrays.schema, config)


def predictor(arrays, config):
    return train.predictor(paths.models() / STEM, arrays.schema, config, "cpu")


def renumbered(given, seed=0):
    """The same graphs with their nodes in another order, each its own."""
    random, found = np.random.default_rng(seed), {name: values.copy() for name, values in given.items()}
    for b in range(len(given["points"])):
        order = random.permutation(given["points"].shape[1])  # new place -> old place
        places = np.append(np.argsort(order), -1)  # old place -> new place; -1 stays
        found["points"][b], found["points_mask"][b] = given["points"][b][order], given["points_mask"][b][order]
        found["points_edges"][b] = places[given["points_edges"][b][order]]
    return found


def named_padding(given):
    """The same graphs, with edges from padding to real nodes and the other way round."""
    found = {name: values.copy() for name, values in given.items()}
    real = given["points_mask"] > 0
    last = np.where(real.all(1), -1, real.shape[1] - 1)  # a node that is padding, where there is one
    found["points_edges"][..., 1] = np.where(real, last[:, None], 0)
    found["points_edges"][..., 0] = given["points_edges"][..., 0]
    return found


def apart(function, one, other):
    return np.abs(function(one) - function(other)).max()


@pytest.mark.parametrize("form", ["graph", "image"])
def test_finds_what_is_planted(planted, fit, quality, form):
    arrays = planted(form=form)
    _, predict = fit(arrays, lr=0.01, epochs=30)
    target, _ = trained.truth(arrays, ["test"])
    assert predict().shape == (len(target), arrays.schema.outputs)
    assert quality(predict(), target) > 0.6


@pytest.mark.parametrize("form", ["graph", "image"])
@pytest.mark.parametrize("pool", ["mean", "sum"])
def test_the_output_is_what_the_weights_say(planted, fit, settings, form, pool):
    arrays, values = planted(form=form, rows=60), {**SETTINGS, "pool": pool, "graph": [8, 6], "dropout": 0.2}
    _, predict = fit(arrays, values, epochs=2)
    expected = by_hand(arrays, settings(model=values), rows(arrays))
    assert np.abs(predict() - expected).max() <= 1e-5 * max(1, np.abs(expected).max())


@pytest.fixture
def learned(planted, fit, settings):
    """A network that learned a little, and the same with broken aggregations, as functions of rows."""
    arrays = planted(form="graph", rows=100)
    fit(arrays, epochs=3)
    config = settings(model=SETTINGS)

    def broken(**values):
        return lambda given: by_hand(arrays, config, given, **values)

    return predictor(arrays, config), broken, rows(arrays)


def test_renumbering_the_nodes_changes_nothing(learned):
    predict, broken, given = learned
    assert apart(predict, given, renumbered(given)) < 1e-5
    assert apart(broken(places=True), given, renumbered(given)) > 1e-3
    lost = {**renumbered(given), "points_edges": given["points_edges"]}  # nodes renumbered, their edges not
    assert apart(predict, given, lost) > 1e-3


def test_edges_to_and_from_padding_change_nothing(learned):
    predict, broken, given = learned
    one, other = given, named_padding(given)
    plain = {
        **given,
        "points_edges": np.stack([given["points_edges"][..., 0], np.full_like(one["points_edges"][..., 0], -1)], 2),
    }
    assert apart(predict, plain, other) < 1e-5
    assert apart(broken(masked=False), plain, other) > 1e-3


def test_an_edge_counts_whichever_of_its_nodes_names_it(learned):
    predict, broken, given = learned
    one, other = ({**given, "points_edges": np.full_like(given["points_edges"], -1)} for _ in range(2))
    one["points_edges"][:, 0, 0], other["points_edges"][:, 1, 0] = 1, 0
    assert apart(predict, one, other) < 1e-6
    assert apart(broken(union=False), one, other) > 1e-3


def test_a_pixel_has_three_five_or_eight_around_it():
    degrees = pixel_degrees(4, 5) - 1
    assert degrees[0, 0] == degrees[-1, -1] == degrees[0, -1] == 3
    assert (degrees[0, 1:-1] == 5).all()
    assert (degrees[1:-1, 0] == 5).all()
    assert (degrees[1:-1, 1:-1] == 8).all()
    for shape in ((4, 5), (1, 1), (1, 3), (2, 2)):
        assert np.array_equal(pixel_degrees(*shape).ravel(), of_pixels(*shape).sum(0))


def test_the_number_of_parameters_follows_from_the_widths(planted, fit):
    arrays = planted(form="graph", rows=60)
    said, _ = fit(arrays, {**SETTINGS, "dense": [8, 7], "graph": [6], "head": [5, 4]}, epochs=0)
    widths = [3, 8, 7, 6, 5, 4, arrays.schema.outputs]
    assert said["parameters"] == sum((before + 1) * after for before, after in pairwise(widths))


@pytest.mark.parametrize(("values", "said"), [({"pool": "max"}, "pool"), ({"activation": "relo"}, "relu")])
def test_a_setting_that_makes_no_sense_is_named(planted, fit, values, said):
    with pytest.raises(UserError, match=said):
        fit(planted(form="graph", rows=60), {**SETTINGS, **values}, epochs=0)


def test_two_clouds_are_no_graph(planted, fit):
    with pytest.raises(UserError, match="points, others"):
        fit(planted(form="clouds", rows=60), epochs=0)
