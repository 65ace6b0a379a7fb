"""python shared.py DEVICES,MICRO,PRECISION …: the loss of each epoch, for each of the settings, as one line of JSON.

A program of its own: the number of devices is settled once in a process. With TF_CONFIG it is one of several.
"""

import json
import sys

import numpy as np
import small

from _package_ import task, train
from _package_.batch import Batch
from _package_.config import Config
from _package_.schema import Array, Schema

ROWS = (33, 34, 33)  # of the batches: not all can be shared equally


def batches():
    rng = np.random.default_rng(0)
    for rows in ROWS:
        x = rng.normal(size=(rows, 4)).astype(np.float32)
        target = x[:, 0] > 0 if task.NAME == "classification" else x[:, :1]
        kind = np.int64 if task.NAME == "classification" else np.float32
        yield Batch({"features": x}, target.astype(kind), rng.uniform(0, 2, rows).astype(np.float32))


def model(schema, config):
    network = small.model(schema, config)
    network.dropout.rate = 0  # every device draws its own numbers
    return network


def run(devices, micro, precision):
    settings = {"optimiser": "adam", "lr": 0.02, "weight_decay": 0.01, "micro_batch": micro}
    settings |= {"devices": devices, "precision": precision, "threads": 1}
    classes = ("a", "b") if task.NAME == "classification" else None
    target = Array("target", "table", "int64", () if classes else (1,), classes=classes)
    arrays = {"features": Array("input", "table", "float64", (4,)), "target": target}
    schema = Schema("none", "real", task.NAME, {**arrays, "weight": Array("weight", "table", "float64", ())}, {})
    learner = train.learner(schema, Config("small", "any", (0,), ("train",), {}, settings), 0, "cpu")
    losses = [learner.epoch(batches(), 0.02, 0) for _ in range(4)]
    return {"losses": [*losses, learner.loss(batches())], "rank": learner.rank, **learner.about}


if __name__ == "__main__":
    train.model = model
    cases = [words.split(",") for words in sys.argv[1:]]
    print(json.dumps([run(int(devices), int(micro), kind) for devices, micro, kind in cases]), flush=True)
