"""Convolutional network: finds what is planted in images, and computes what its weights say."""

import numpy as np
import pytest
import safetensors.numpy

from _package_ import paths, trained
from _package_.errors import UserError
from _package_.feeds import Feeder
from _package_.prediction import finished
from _package_.stages import Sizes, flattened, stages

SETTINGS = {
    "channels": [8],
    "kernels": 3,
    "pool": 2,
    "pooling": "max",
    "dropout": 0.0,
    "dense": [16],
    "dense_dropout": 0.0,
    "batch_norm": False,
    "activation": "relu",
}
# The published networks of arXiv:2107.00656 for images of 20 × 20 and 24 × 24 pixels.
FIRST = {**SETTINGS, "channels": [15, 15, 25], "pool": [2, 2, 1], "dropout": [0.0, 0.0, 0.4], "dense": [10]}
SECOND = {
    **SETTINGS,
    "channels": [16, 16, 32],
    "kernels": [8, 7, 6],
    "pool": [1, 2, 2],
    "pooling": "average",
    "dropout": 0.2,
    "dense": [128],
    "dense_dropout": 0.5,
    "batch_norm": True,
}


def by_hand(arrays, config, split="test"):
    """What the trained weights say, in NumPy and double precision: sums over windows, no library's convolution."""
    weights = safetensors.numpy.load_file(paths.models() / "model-0.safetensors")
    fed = Feeder(arrays.schema, config)({name: np.array(arrays.open(split, name)) for name in arrays.schema.feeds})
    x, model = np.concatenate([fed[name] for name in arrays.schema.inputs], 3).astype(np.float64), config.model

    def normed(x, name):
        if not model["batch_norm"]:
            return x
        said = {key: weights[f"{name}.{key}"] for key in ("running_mean", "running_var", "weight", "bias")}
        scaled = (x - said["running_mean"]) / np.sqrt(said["running_var"] + 1e-5)
        return scaled * said["weight"] + said["bias"]

    for k, stage in enumerate(stages(model)):
        padded = np.pad(x, ((0, 0), stage.padding, stage.padding, (0, 0)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, (stage.kernel, stage.kernel), axis=(1, 2))
        x = np.einsum("bhwixy,oixy->bhwo", windows, weights[f"conv.{k}.weight"]) + weights[f"conv.{k}.bias"]
        H, W, p = x.shape[1] // stage.pool, x.shape[2] // stage.pool, stage.pool
        x = x[:, : H * p, : W * p].reshape(len(x), H, p, W, p, -1)
        x = np.maximum(normed(x.max((2, 4)) if model["pooling"] == "max" else x.mean((2, 4)), f"conv_norm.{k}"), 0)
    x = x.reshape(len(x), -1)
    for k in range(len(model["dense"])):
        x = np.maximum(normed(x @ weights[f"dense.{k}.weight"].T + weights[f"dense.{k}.bias"], f"dense_norm.{k}"), 0)
    return finished(x @ weights["out.weight"].T + weights["out.bias"], arrays.schema, config)


def test_finds_what_is_planted(planted, fit, quality):
    arrays = planted(form="image", rows=1200)
    _, predict = fit(arrays, {**SETTINGS, "pooling": "average"}, lr=0.01, epochs=12)
    target, _ = trained.truth(arrays, ["test"])
    assert predict().shape == (len(target), arrays.schema.outputs)
    assert quality(predict(), target) > 0.7


def test_the_same_seed_gives_the_same_predictions(planted, fit):
    arrays, values = planted(form="image", rows=100), {**SETTINGS, "dropout": 0.2}
    assert np.array_equal(fit(arrays, values, epochs=2)[1](), fit(arrays, values, epochs=2)[1]())


@pytest.mark.parametrize(
    "values",
    [
        {"channels": [4, 3], "kernels": [3, 2], "pool": [2, 1], "dropout": 0.3},
        {"channels": [4], "kernels": 4, "pool": 4, "pooling": "average", "batch_norm": True, "dense_dropout": 0.3},
    ],
)
def test_the_output_is_what_the_weights_say(planted, fit, settings, values):
    arrays, values = planted(form="image", rows=100), {**SETTINGS, **values}
    _, predict = fit(arrays, values, epochs=2)
    expected = by_hand(arrays, settings(model=values))
    assert np.abs(predict() - expected).max() <= 1e-5 * max(1, np.abs(expected).max())


def test_the_published_networks_can_be_written_down(planted, fit):
    arrays = planted(form="image", rows=60)
    for values in (FIRST, SECOND):
        said, _ = fit(arrays, values, epochs=0)
        each, width, expected = stages(values), flattened(Sizes(6, 6, 2), stages(values)), 0
        for before, stage in zip([2, *values["channels"]], each, strict=False):
            expected += (before * stage.kernel**2 + 1 + 2 * values["batch_norm"]) * stage.channels
        expected += (width + 1 + 2 * values["batch_norm"]) * values["dense"][0]
        assert said["parameters"] == expected + (values["dense"][0] + 1) * arrays.schema.outputs
    assert flattened(Sizes(20, 20, 1), stages(FIRST)) == 5 * 5 * 25
    assert flattened(Sizes(24, 24, 1), stages(SECOND)) == 6 * 6 * 32


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"activation": "relo"}, "relu"),
        ({"pooling": "mean"}, "pooling"),
        ({"pool": 8}, "6 × 6"),
        ({"kernels": [3, 3]}, "kernels"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(planted, fit, values, said):
    with pytest.raises(UserError, match=said):
        fit(planted(form="image", rows=60), {**SETTINGS, **values}, epochs=0)
