"""For tests of models that take clouds: a network as a function of what it is fed, and the same data told otherwise."""

import numpy as np
import safetensors.numpy

from _package_ import paths, train
from _package_.runtimes import runtimes

MASKS = {"points": "points_mask", "others": "others_mask"}


def network(arrays, settings, model, rows=20):
    """Fresh weights, feeds of which the padding is not zero, and the raw answer as a function of feeds."""
    config, schema, random = settings(model=model, normalise_inputs=False), arrays.schema, np.random.default_rng(5)
    weights = train.learner(schema, config, 4, "cpu").weights()
    stem = paths.models() / "fresh"
    stem.with_name("fresh.safetensors").write_bytes(safetensors.numpy.save(weights, {"format": "pt"}))
    feeds = {name: np.array(arrays.open("train", name)[:rows], np.float32) for name in schema.feeds}
    for name in schema.inputs:
        feeds[name] = random.normal(size=feeds[name].shape).astype(np.float32)
    return weights, feeds, runtimes(stem, schema, config, "cpu")["eager"]


def parity(found, wanted):
    """The largest difference, on the size of the largest answer."""
    return float(np.abs(found - wanted).max() / np.abs(wanted).max())


def permuted(feeds, cloud):
    """The same rows with the entries of a cloud, and its mask, in another order in each row."""
    order = np.random.default_rng(6).permuted(np.tile(np.arange(feeds[cloud].shape[1]), (len(feeds[cloud]), 1)), axis=1)
    moved = {
        name: np.take_along_axis(feeds[name], order.reshape(*order.shape, *[1] * (feeds[name].ndim - 2)), axis=1)
        for name in (cloud, MASKS[cloud])
    }
    assert not np.array_equal(moved[cloud], feeds[cloud])
    return {**feeds, **moved}


def refilled(feeds, cloud):
    """The same rows with other numbers in the padding of a cloud."""
    empty = feeds[MASKS[cloud]][..., None] == 0
    assert empty.any()
    return {**feeds, cloud: np.where(empty, np.float32(7), feeds[cloud])}
