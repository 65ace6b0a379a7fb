"""Two processes on the CPU learn what one learns, started by Fabric or by torchrun; precision; what is refused."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest
import small
import torch

from _package_ import paths, task, train
from _package_.errors import UserError

pytestmark = pytest.mark.skipif(task.NAME not in ("regression", "classification"), reason="planted in a table")

# Without batch normalisation and dropout, which differ by process on the CPU; the first process says what it learned.
SCRIPT = """
import json, sys
sys.path[:0] = {path!r}
import plain
from _package_ import config, paths, train
from _package_.arrays import Arrays

train.model = plain.model
arrays = Arrays(paths.processed("real"))
said = train.train(arrays.schema, config.load(), arrays, paths.models() / "b", seed=0, device="cpu", resume=False)
if said["rank"] == 0:
    print(json.dumps(said))
"""
PLAIN = """
from torch import nn


class Plain(nn.Module):
    def __init__(self, outputs):
        super().__init__()
        self.hidden, self.out = nn.Linear(4, 32), nn.Linear(32, outputs)

    def forward(self, arrays):
        return self.out(nn.functional.leaky_relu(self.hidden(arrays["features"])))


def model(schema, config):
    return Plain(schema.outputs)
"""
TORCHRUN = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]


@pytest.mark.slow
@pytest.mark.parametrize(("launcher", "devices"), [([], 2), (TORCHRUN, 1)])
def test_two_processes_learn_what_one_learns(planted, settings, project, monkeypatch, launcher, devices):
    """613 rows and micro-batches of 50: shares and numbers of pieces differ between the processes."""
    arrays, values = planted(rows=613), {"epochs": 2, "batch_size": 204, "micro_batch": 50, "optimiser": "sgd"}
    (project / "plain.py").write_text(PLAIN)
    monkeypatch.syspath_prepend(str(project))
    import plain  # type: ignore[import-not-found]

    monkeypatch.setattr(train, "model", plain.model)
    stem = paths.models() / "a"
    alone = train.train(arrays.schema, settings(**values), arrays, stem, seed=0, device="cpu", resume=False)
    settings(**values, devices=devices)
    script = project / "script.py"
    script.write_text(SCRIPT.format(path=[str(project), *(path for path in sys.path if path)]))
    done = subprocess.run(
        [sys.executable, *launcher, str(script)],
        cwd=project,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    (both,) = (json.loads(line) for line in done.stdout.splitlines() if line.startswith("{"))
    assert (alone["devices"], both["devices"]) == (1, 2)
    for loss in ("train_loss", "val_loss"):
        assert both[loss] == pytest.approx(alone[loss], rel=1e-5)
    learned = [train.trained(stem.with_name(name), arrays.schema, settings(), "cpu")[0] for name in ("a", "b")]
    for a, b in zip(*(network.state_dict().values() for network in learned), strict=True):
        assert torch.allclose(a, b, rtol=1e-4, atol=1e-6)
    assert len((paths.models() / "b.log.jsonl").read_text().splitlines()) == 2


def test_16_bits_learn_nearly_the_same(planted, settings, monkeypatch):
    monkeypatch.setattr(train, "model", small.model)
    arrays, losses = planted(), {}
    for precision in ("float32", "bfloat16"):
        config = settings(epochs=3, precision=precision)
        said = train.train(arrays.schema, config, arrays, paths.models() / "a", seed=0, device="cpu", resume=False)
        assert said["precision"] == precision
        losses[precision] = said["train_loss"]
    assert losses["bfloat16"] != losses["float32"]
    assert losses["bfloat16"] == pytest.approx(losses["float32"], rel=0.05)
    fed = {"features": np.array(arrays.open("test", "features"))}
    assert train.predictor(paths.models() / "a", arrays.schema, config, "cpu")(fed).dtype == np.float64


@pytest.mark.parametrize(
    ("values", "named"),
    [({"precision": "bfloat"}, "bfloat16"), ({"precision": "float16"}, "cpu"), ({"devices": 9999}, "9999")],
)
def test_what_cannot_be_is_refused(planted, settings, values, named):
    with pytest.raises(UserError, match=named):
        train.learner(planted(rows=9).schema, settings(**values), 0, "cpu")
