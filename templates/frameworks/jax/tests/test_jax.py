"""JAX alone: compiled shapes, micro-batches, precision, runtimes, gradients, ONNX, several devices and processes."""

import json
import os
import socket
import subprocess
import sys
from typing import Any

import jax
import numpy as np
import pytest
import small

from _package_ import export, gradients, paths, runtimes, steps, task, train
from _package_.batches import Batches
from _package_.errors import UserError
from _package_.feeds import Feeder

pytestmark = pytest.mark.skipif(task.NAME not in ("regression", "classification"), reason="planted in a table")


@pytest.fixture(autouse=True)
def network(monkeypatch):
    monkeypatch.setattr(train, "model", small.model)


@pytest.fixture
def trained(planted, settings):
    """Trains; gives the stem, the schema, the configuration and some rows as the network is fed them."""
    arrays = planted()

    def go(**values):
        config, stem = settings(**{"epochs": 3, **values}), paths.models() / "a"
        said = train.train(arrays.schema, config, arrays, stem, seed=0, device="cpu", resume=False)
        fed = Feeder(arrays.schema, config)({"features": np.array(arrays.open("test", "features"))})
        return said, (stem, arrays.schema, config), fed

    return go


def rows(fed, count):
    return {name: values[:count] for name, values in fed.items()}


def far(a, b):
    return np.abs(a - b).max() / np.abs(b).max()


@pytest.mark.slow
def test_an_odd_last_batch_and_more_epochs_compile_nothing_new(planted, settings):
    arrays = planted(rows=613)
    config = settings(epochs=4, batch_size=50, micro_batch=8)
    learner = train.learner(arrays.schema, config, 0, "cpu")
    learn: Any = steps.learn
    batches, held = Batches(arrays.schema, config, arrays, ["train"]), learn._cache_size()
    learner.epoch(batches.at_random(50, [0, 0]), 0.01, 0)
    once = learn._cache_size() - held
    assert 1 <= once <= 2
    for number in range(1, 4):
        learner.epoch(batches.at_random(50, [0, number]), 0.01, number)
    assert learn._cache_size() - held == once


def test_pieces_of_a_batch_give_its_gradient(planted, settings, monkeypatch):
    """Of a network without batch normalisation and dropout, which pieces change."""

    class Plain(small.Small):
        def apply(self, parameters, feeds, key=None):
            return super().apply(parameters, feeds)

    monkeypatch.setattr(train, "model", lambda schema, config: Plain(schema.outputs))
    arrays, ends = planted(rows=64), []
    for size in (0, 24):
        config = settings(micro_batch=size, optimiser="sgd")
        learner = train.learner(arrays.schema, config, 0, "cpu")
        batches = Batches(arrays.schema, config, arrays, ["train"])
        loss = learner.epoch(batches.in_order(64), 0.1, 0)
        assert learner.loss(batches.in_order(64)) < loss
        ends.append(learner.weights()["hidden.weight"])
    assert far(ends[1], ends[0]) < 1e-5


@pytest.mark.slow
@pytest.mark.parametrize(("precision", "limit"), [("bfloat16", 0.05), ("float16", 0.01)])
def test_16_bits_learn_nearly_the_same(trained, precision, limit):
    full, _, _ = trained()
    half, (stem, schema, config), fed = trained(precision=precision)
    assert half["precision"] == precision
    assert half["train_loss"] != full["train_loss"]
    assert half["train_loss"] == pytest.approx(full["train_loss"], rel=limit)
    assert runtimes.runtimes(stem, schema, config, "cpu")["eager"](fed).dtype == np.float32


def test_an_overflow_in_float16_is_stepped_over(planted, settings):
    arrays = planted(rows=64)
    config = settings(precision="float16")
    learner = train.learner(arrays.schema, config, 0, "cpu")
    before, state = learner.weights(), learner.state()
    learner.restore({**state, "scale": np.array(1e30, np.float32)})
    learner.epoch(Batches(arrays.schema, config, arrays, ["train"]).in_order(64), 0.1, 0)
    assert all(np.array_equal(before[name], values) for name, values in learner.weights().items())
    assert learner.state()["scale"] == np.float32(5e29)


def test_runtimes_agree_at_any_number_of_rows_whole_or_in_pieces(trained):
    _, (stem, schema, config), fed = trained(micro_batch=8)
    found, predict = (
        runtimes.runtimes(stem, schema, config, "cpu"),
        train.forward(*train.trained(stem, schema, config, "cpu")),
    )
    for count in (1, 7, 21):
        some = rows(fed, count)
        eager = found["eager"](some)
        assert eager.shape == (count, schema.outputs)
        assert far(found["compiled"](some), eager) < 1e-5
        assert far(predict(some), eager) < 1e-5


def test_gradients_are_differences_of_the_output(trained):
    _, (stem, schema, config), fed = trained()
    some, column = rows(fed, 5), schema.outputs - 1
    found = gradients.gradients(stem, schema, config, "cpu")(some, column)
    forward, step = runtimes.runtimes(stem, schema, config, "cpu")["compiled"], 1e-3
    assert set(found) == {"features"}
    at = forward({"features": some["features"]})[:, column]
    for feature in range(4):
        shift = np.zeros(4, np.float32)
        shift[feature] = step
        moved = [forward({"features": some["features"] + sign * shift})[:, column] for sign in (1, -1)]
        slopes = [(moved[0] - at) / step, (at - moved[1]) / step]
        # One of the two, for a rectifier that switches within a step bends the line on one side.
        near = [np.isclose(slope, found["features"][:, feature], rtol=0.02, atol=2e-3) for slope in slopes]
        assert np.logical_or(*near).all()


def test_one_onnx_file_answers_as_the_network_at_any_number_of_rows(trained, tmp_path):
    onnxruntime, _ = pytest.importorskip("onnxruntime"), pytest.importorskip("jax2onnx")
    _, (stem, schema, config), fed = trained(epochs=1)
    export.to_onnx(stem, schema, config, tmp_path / "a.onnx")
    assert [file.name for file in tmp_path.glob("*.onnx*")] == ["a.onnx"]
    session = onnxruntime.InferenceSession(tmp_path / "a.onnx")
    forward = runtimes.runtimes(stem, schema, config, "cpu")["eager"]
    for count in (1, 7, 300):
        some = rows(fed, count)
        assert far(session.run(["output"], some)[0], forward(some)) < 1e-5


def test_sums_of_squares_are_as_precise_in_onnx(tmp_path):
    onnxruntime, onnx = pytest.importorskip("onnxruntime"), pytest.importorskip("onnx")
    helper, real = onnx.helper, onnx.TensorProto.FLOAT
    axis = helper.make_tensor("axis", onnx.TensorProto.INT64, [1], [1])
    node = helper.make_node("ReduceSumSquare", ["x", "axis"], ["y"], keepdims=0)
    x, y = helper.make_tensor_value_info("x", real, ["B", 27000]), helper.make_tensor_value_info("y", real, ["B"])
    graph = helper.make_graph([node], "squares", [x], [y], [axis])
    export.square_first(graph)
    assert [node.op_type for node in graph.node] == ["Mul", "ReduceSum"]
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    values = np.random.default_rng(0).normal(size=(20, 27000)).astype(np.float32)
    (found,) = onnxruntime.InferenceSession(made.SerializeToString()).run(["y"], {"x": values})
    assert np.allclose(found, np.square(values.astype(float)).sum(1), rtol=2e-6)


def test_devices_that_are_not_there_are_refused(planted, settings):
    with pytest.raises(UserError, match="devices is 99"):
        train.learner(planted(rows=9).schema, settings(devices=99), 0, "cpu")
    with pytest.raises(UserError, match="bfloat16"):
        train.learner(planted(rows=9).schema, settings(precision="bfloat"), 0, "cpu")


TRAIN = """
import json, sys, pathlib
sys.path[:0] = {path!r}
from _package_ import config, train, paths
from _package_.arrays import Arrays
import small
train.model = small.model
arrays = Arrays(paths.processed("real"))
said = train.train(arrays.schema, config.load(), arrays, paths.models() / "a", seed=0, device="cpu", resume=False)
print(json.dumps(said))
"""


def run(project, count, **variables):
    """Trains in `count` processes; what each says."""
    inherited = {name: value for name, value in os.environ.items() if name != "NPROC"}
    code = TRAIN.format(path=[path for path in sys.path if path])
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=project,
            env={**inherited, **variables, "JAX_PROCESS_ID": str(rank)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for rank in range(count)
    ]
    ended = [process.communicate(timeout=300) for process in started]
    assert all(process.returncode == 0 for process in started), ended
    return [json.loads(out.splitlines()[-1]) for out, _ in ended]


@pytest.mark.slow
def test_two_devices_in_each_of_two_processes_learn_what_one_device_learns(planted, settings, project):
    """617 rows: one batch divides by four, the other does not. Without Adam, which makes steps of rounding errors."""
    arrays, values = planted(rows=617), {"epochs": 2, "batch_size": 308, "optimiser": "sgd"}
    config = settings(**values)
    alone = train.train(arrays.schema, config, arrays, paths.models() / "b", seed=0, device="cpu", resume=False)
    settings(**values, devices=2)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    flags = os.environ["XLA_FLAGS"] + " --xla_force_host_platform_device_count=2"
    both = run(project, 2, JAX_COORDINATOR_ADDRESS=address, JAX_NUM_PROCESSES="2", XLA_FLAGS=flags)
    assert [(said["processes"], said["devices"]) for said in (alone, *both)] == [(1, 1), (2, 4), (2, 4)]
    for said in both:
        for loss in ("train_loss", "val_loss"):
            assert said[loss] == pytest.approx(alone[loss], rel=1e-5)


def test_a_process_without_a_number_is_told(planted, settings, monkeypatch):
    monkeypatch.setenv("JAX_COORDINATOR_ADDRESS", "127.0.0.1:1")
    monkeypatch.delenv("JAX_NUM_PROCESSES", raising=False)
    if jax.process_count() == 1:
        with pytest.raises(UserError, match="JAX_NUM_PROCESSES"):
            train.learner(planted(rows=9).schema, settings(), 0, "cpu")
