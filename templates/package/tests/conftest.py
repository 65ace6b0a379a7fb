"""A small project with a planted answer in a temporary folder: where tests of learning and evaluation start."""

import hashlib
import json
from dataclasses import replace

import numpy as np
import pytest
from archive import archive, listed  # noqa: F401 (fixtures)

from _package_ import config, files, paths, provenance, task, train, trained
from _package_.arrays import Arrays, FolderWriter
from _package_.normalise import moments
from _package_.schema import Array, Field, Schema, Source, Split

SLOPES = np.array([2.0, -1.0, 0.5, 0.0])  # of the target, per standard deviation of each feature
CENTRES = np.array([1e-5, 20.0, -3.0, 0.0])
WIDTHS = np.array([1e-6, 5.0, 0.1, 1.0])  # features come in units of very different size
NOISE = 0.1
TRAIN = {  # what the training loops of all frameworks know
    "optimiser": "adam",
    "lr": 0.02,
    "weight_decay": 0.0,
    "epochs": 30,
    "batch_size": 64,
    "patience": 0,
    "normalise_target": True,
    "shuffle_targets": False,
    "threads": 1,
}


@pytest.fixture
def project(tmp_path, monkeypatch):
    """An empty project, the working directory of the test."""
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "manifest.json").write_text(json.dumps({"datasets": [{"title": "Planted | data"}]}))
    for folder in ("configs", "models", "reports", "references"):
        (tmp_path / folder).mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def planted(project):
    """Makes processed arrays whose target is linear in the features, plus noise; with classes, its sign."""

    def make(kind: paths.DataKind = "real", rows=600, classes=2, weight=False, reference=False):
        rng = np.random.default_rng(1)
        classify = task.LOSS == "cross-entropy"
        layout = {
            "features": Array(
                "input", "table", "float64", (4,), "standard", tuple(Field(f"f{k}", "s") for k in range(4))
            ),
            "target": Array("target", "table", "int64", (), classes=tuple(f"class{k}" for k in range(classes)))
            if classify
            else Array("target", "table", "float64", (1,), {"offset": 7.0, "scale": -4.0}, (Field("y", "mm"),)),
        }
        if weight:
            layout["weight"] = Array("weight", "table", "float64", ())
        if reference and not classify:
            layout["formula"] = Array("reference", "table", "float64", (1,), description="the planted formula")
        statistics, counts = {}, {"train": rows, "val": rows // 3, "test": rows // 2}
        folder = paths.processed(kind)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FolderWriter(folder, layout) as writer:
            for split, count in counts.items():
                z = rng.normal(size=(count, 4))
                signal = z @ SLOPES
                values = signal + rng.normal(size=count) * NOISE
                edges = np.quantile(values, np.arange(1, classes) / classes)
                arrays = {
                    "features": z * WIDTHS + CENTRES,
                    "target": np.searchsorted(edges, values) if classify else values[:, None],
                    "weight": np.full(count, 2.0),
                    "formula": signal[:, None],
                }
                writer.append(split, {name: arrays[name] for name in layout})
                statistics[split] = moments(arrays["features"])
            layout["features"] = replace(layout["features"], statistics=statistics)
            splits = {split: Split(count, "seeded") for split, count in counts.items()}
            source = Source("table.csv", hashlib.sha256(b"planted").hexdigest(), 7)
            kind_of_task = "classification" if classify else "regression"
            Schema("planted", kind, kind_of_task, layout, splits, (source,)).save(writer.folder / "schema.json")
        return Arrays(folder)

    return make


@pytest.fixture
def settings(project):
    """Writes configs/baseline.yaml and reads it: settings(model={...}, epochs=3, seeds=[0])."""

    def make(model=None, seeds=(0,), fit_on=("train",), framework="any", **train):
        values = {
            "name": "planted",
            "framework": framework,
            "seeds": list(seeds),
            "fit_on": list(fit_on),
            "model": model or {},
            "train": {**TRAIN, **train},
        }
        (paths.configs() / "baseline.yaml").write_text(json.dumps(values))  # JSON is YAML
        return config.load()

    return make


@pytest.fixture
def fit(settings, request):
    """Trains the project's model on planted data with the test module's SETTINGS; returns what the sidecar says and a
    function of a split."""

    def go(arrays, model=None, seed=0, **values):
        model = request.module.SETTINGS if model is None else model
        config, stem = settings(model=model, **values), paths.models() / f"model-{seed}"
        said = train.train(arrays.schema, config, arrays, stem, seed=seed, device="cpu", resume=False)
        predict = train.predictor(stem, arrays.schema, config, "cpu")
        return said, lambda split="test": predict({"features": np.array(arrays.open(split, "features"))})

    return go


@pytest.fixture
def quality():
    """Of planted data: mean probability of the truth, or the share of the variance that is explained."""

    def share(output, target):
        if task.LOSS == "cross-entropy":
            return output[np.arange(len(target)), target].mean()
        return 1 - np.var(output[:, 0] * -4 + 7 - target) / np.var(target)

    return share


@pytest.fixture
def models(planted, settings, monkeypatch):
    """Models that know the planted slopes but for an offset of their own, with sidecars as training writes them."""

    def make(kind: paths.DataKind = "real", seeds=(0,), fit_on=("train",), **values):
        arrays = planted(kind, reference=True)
        config = settings(seeds=seeds, fit_on=fit_on, **values)
        for seed in seeds:
            stem = trained.stem(config.name, kind, seed)
            files.replace(stem.with_name(stem.name + ".bin"), f"weights of seed {seed}")
            run = provenance.record("train", {}, replace(config, seeds=(seed,)), arrays, provenance.Clock())
            trained.write_sidecar(stem, seed, seeds, run, {"weights": stem.name + ".bin", "rows": 600, "seconds": 1.0})
        monkeypatch.setattr(trained, "predictor", knowing)
        return arrays

    return make


def knowing(stem, schema, config, device):
    offset = int(stem.name[-1]) * 0.25  # of the seed

    def predict(inputs):
        z = (inputs["features"] - CENTRES) / WIDTHS
        value = z @ SLOPES + offset
        if task.LOSS == "cross-entropy":
            signal = 1 / (1 + np.exp(-10 * value))
            return np.column_stack([1 - signal, signal])
        return ((value - 7) / -4)[:, None]

    return predict
