"""Several devices: two of one processor learn what one learns."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import small  # a network with batch normalisation and dropout

from _package_ import device, task, train
from _package_.batches import Batches
from _package_.errors import UserError

pytestmark = pytest.mark.skipif(task.NAME not in ("regression", "classification"), reason="planted in a table")


def shared(*arguments):
    """What the program of shared.py prints."""
    settings = {name: value for name, value in os.environ.items() if name != "TF_CONFIG"}
    program = [sys.executable, str(Path(__file__).with_name("shared.py")), *arguments]
    settings["PYTHONPATH"] = str(Path(train.__file__).parents[1])
    done = subprocess.run(program, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.slow
def test_two_devices_learn_what_one_learns():
    """Whole batches in single precision; micro-batches in half precision, whose loss is scaled."""
    two, one, two_half, one_half = shared("2,0,float32", "1,0,float32", "2,20,float16", "1,20,float16")
    assert [found["devices"] for found in (two, one, two_half, one_half)] == [2, 1, 2, 1]
    assert two["losses"] == pytest.approx(one["losses"], rel=1e-5)
    assert two_half["losses"] == pytest.approx(one_half["losses"], rel=1e-2)
    assert one["losses"][-1] < one["losses"][0] * 0.8


def test_half_precision_learns_in_one_graph_and_keeps_single_precision_weights(planted, settings, monkeypatch):
    """One graph: batches of other sizes, as the last of an epoch, are no reason to trace anew."""
    monkeypatch.setattr(train, "model", small.model)
    arrays, config = planted(), settings(precision="bfloat16")
    learner: Any = train.learner(arrays.schema, config, 0, "cpu")
    data = Batches(arrays.schema, config, arrays, ["train"])
    losses = [learner.epoch(data.in_order(size), 0.02, 0) for size in (64, 50, 77, 64)]
    assert losses[-1] < losses[0] * 0.7
    assert learner._learn.experimental_get_tracing_count() == 1
    assert {value.dtype.name for value in learner.weights().values()} == {"float32"}


def test_more_devices_than_there_are_and_unknown_precision_are_refused(planted, settings):
    arrays = planted(rows=60)
    with pytest.raises(UserError, match=r"devices is 0"):
        train.learner(arrays.schema, settings(devices=0), 0, "cpu")
    with pytest.raises(UserError, match=r"float8.*"):
        train.learner(arrays.schema, settings(precision="float8"), 0, "cpu")


def test_auto_takes_what_is_there():
    assert device.choose("auto") in ("cpu", "cuda", "mps")
    assert device.choose("cpu") == "cpu"
