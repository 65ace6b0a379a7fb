"""A small project with a planted answer in a temporary folder: where tests of learning and evaluation start."""

import hashlib
import json
from dataclasses import replace

import forms
import numpy as np
import planting
import pytest
from archive import archive, listed  # noqa: F401 (fixtures)

from _package_ import config, files, paths, provenance, scores, task, train, trained
from _package_.arrays import Arrays, FolderWriter
from _package_.normalise import moments
from _package_.schema import Schema, Source, Split

TRAIN = {  # what the training loops of all frameworks know
    "optimiser": "adam",
    "lr": 0.02,
    "weight_decay": 0.0,
    "schedule": "constant",
    "warmup": 0,
    "plateau": 8,
    "epochs": 30,
    "batch_size": 64,
    "micro_batch": 0,
    "patience": 0,
    "precision": "float32",
    "devices": 1,
    "normalise_inputs": True,
    "normalise_target": True,
    "shuffle_targets": False,
    "threads": 1,
}

ALLOWED = {  # of configs/schema.json, what does not depend on model and framework
    "type": "object",
    "properties": {
        "name": {"type": "string", "pattern": "^[a-z0-9][a-z0-9._-]*$"},
        "framework": {"type": "string"},
        "seeds": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"type": "integer", "minimum": 0, "maximum": 2**32 - 1},
        },
        "fit_on": {"type": "array", "minItems": 1, "items": {"type": "string"}},
        "model": {"type": "object", "properties": {}},
        "train": {"type": "object", "properties": {}},
    },
    "required": ["name", "framework", "seeds", "fit_on", "model", "train"],
    "additionalProperties": False,
}


@pytest.fixture
def project(tmp_path, monkeypatch):
    """An empty project, the working directory of the test."""
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "manifest.json").write_text(json.dumps({"datasets": [{"title": "Planted | data"}]}))
    for folder in ("configs", "models", "reports", "references"):
        (tmp_path / folder).mkdir()
    (tmp_path / "configs" / "schema.json").write_text(json.dumps(ALLOWED))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def planted(project):
    """Makes processed arrays as in planting.py, or of another form as in forms.py; "table": of a table in any task."""

    def make(kind: paths.DataKind = "real", rows=600, classes=2, weight=False, reference=False, form=None):
        rng = np.random.default_rng(1)
        table, form = form == "table", None if form == "table" else form
        layout = forms.layout(form, classes) if form else planting.layout(classes, weight, reference, table)
        statistics, counts = {}, {"train": rows, "val": rows // 3, "test": rows // 2}
        folder = paths.processed(kind)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FolderWriter(folder, layout) as writer:
            for split, count in counts.items():
                found = forms.rows(form, count, rng, classes) if form else planting.rows(count, rng, classes, table)
                writer.append(split, {name: found[name] for name in layout})
                for name, array in layout.items():
                    if array.normalise == "standard":
                        values = found[name].reshape(-1, array.width)
                        real = found[array.mask].reshape(-1) > 0 if array.mask else slice(None)
                        statistics.setdefault(name, {})[split] = moments(values[real])
            made = {name: replace(array, statistics=statistics.get(name, {})) for name, array in layout.items()}
            splits = {split: Split(count, "seeded") for split, count in counts.items()}
            source = Source("table.csv", hashlib.sha256(b"planted").hexdigest(), 7)
            Schema("planted", kind, task.NAME, made, splits, (source,)).save(writer.folder / "schema.json")
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
        return said, lambda split="test": predict(
            {name: np.array(arrays.open(split, name)) for name in arrays.schema.feeds}
        )

    return go


@pytest.fixture
def quality():
    """Of planted data: mean probability of the truth, or the share of the variance that is explained."""

    def share(output, target):
        if task.NAME == "classification":
            return output[np.arange(len(target)), target].mean()
        values = scores.flat(output * planting.SCALING["scale"] + planting.SCALING["offset"])
        return 1 - np.var(values - target) / np.var(target)

    return share


@pytest.fixture
def models(planted, settings, monkeypatch):
    """Models that know the planted slopes but for an offset of their own, with sidecars as training writes them."""

    def make(kind: paths.DataKind = "real", seeds=(0,), fit_on=("train",), **values):
        arrays = planted(kind, reference=True)
        config = settings(seeds=seeds, fit_on=fit_on, **values)
        for seed in seeds:
            stem = trained.stem(config.name, kind, seed)
            files.replace(stem.with_name(stem.name + train.SUFFIX), f"weights of seed {seed}")
            run = provenance.record("train", {}, replace(config, seeds=(seed,)), arrays, provenance.Clock())
            trained.write_sidecar(
                stem, seed, seeds, run, {"weights": stem.name + train.SUFFIX, "rows": 600, "seconds": 1.0}
            )
        monkeypatch.setattr(trained, "predictor", planting.knowing)
        return arrays

    return make
