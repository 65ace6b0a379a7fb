"""`make export`: each trained model as one ONNX file, kept only if it answers as the model does.

`ONNX=<path>` writes nothing: it holds somebody else's file against the trained model.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from _package_ import export as framework
from _package_ import files, onnxfile, parity, paths, private, provenance, sidecar, task, trained
from _package_.arrays import Arrays
from _package_.errors import UserError
from _package_.feeds import Feeder
from _package_.parity import Parity
from _package_.runtimes import runtimes
from _package_.trained import Trained

FORMAT = "fair-ai/export@1"
REPORT = "export.json"
DTYPE = getattr(framework, "DTYPE", np.float32)  # of the inputs; scikit-learn computes in double precision


def run(variables: Mapping[str, str]) -> None:
    """Writes models/<stem>.onnx and reports/export.json; exit code 1 where a file does not answer as its model."""
    clock = provenance.Clock()
    kind, config, arrays = trained.open_data(variables)
    models = trained.asked_for(variables, config, kind, arrays)
    given = variables.get("ONNX")
    if given:
        for model in models:
            hold(model, arrays, Path(given), f"{Path(given).name} against {model.stem.name}")
        return
    done = [written(model, arrays) for model in models]
    record = provenance.record("export", variables, config, arrays, clock, trained_by=[model.run for model in models])
    files.replace_json(paths.reports() / REPORT, {"format": FORMAT, "data_kind": kind, "run": record, "models": done})


def written(model: Trained, arrays: Arrays) -> dict[str, Any]:
    """Writes the file beside its final name, checks it, and gives it that name; what reports/export.json says of it."""
    final = path(model)
    final.unlink(missing_ok=True)  # of another training
    beside = private.beside(final, ".onnx")
    try:
        framework.to_onnx(model.stem, arrays.schema, model.config, beside)
        onnxfile.describe(beside, metadata(model, arrays))
        checks = hold(model, arrays, beside, final.name)
        beside.replace(final)
    finally:
        private.removed(beside)
    described = onnxfile.about(final)
    return {
        "path": final.relative_to(paths.root()).as_posix(),
        "sha256": files.sha256(final),
        "size": final.stat().st_size,
        **described,
        "parity": [check.as_dict() for check in checks],
    }


def path(model: Trained) -> Path:
    """models/<stem>.onnx"""
    return model.stem.with_name(model.stem.name + ".onnx")


def hold(model: Trained, arrays: Arrays, file: Path, called: str) -> Sequence[Parity]:
    """Prints how far the file's answers are from the model's; UserError with code 1 if it is too far."""
    forward = runtimes(model.stem, arrays.schema, model.config, "cpu")["eager"]
    session = onnxfile.Session(file, arrays.schema)
    checks = parity.checks(forward, session, arrays, Feeder(arrays.schema, model.config, DTYPE))
    for check in checks:
        print(f"{called}: {check}")
    if not all(check.good for check in checks):
        raise UserError(
            f"{called}: the ONNX file does not answer as the trained model does.",
            "It belongs to other weights or another model, or the exporter failed; the file was not kept."
            if file.parent.name == private.NAME
            else "It belongs to other weights or another model.",
            code=1,
        )
    return checks


def metadata(model: Trained, arrays: Arrays) -> dict[str, str]:
    """What the file tells of itself: where it comes from, and what its numbers mean."""
    schema, run = arrays.schema, model.sidecar["run"]
    commit = (run["git"] or {}).get("commit", "")
    inputs = {
        name: {
            "normalise": array.normalise if isinstance(array.normalise, str) else dict(array.normalise),
            "fields": [field.name for field in array.fields],
            "units": [field.unit for field in array.fields],
        }
        for name, array in schema.inputs.items()
    }
    said = {
        "model": model.stem.name,
        "framework": model.config.framework,
        "weights_sha256": model.sidecar["weights_sha256"],
        "run": model.run,
        "commit": commit,
        "data_kind": schema.data_kind,
        "data_sha256": run["data"]["schema_sha256"],
        "task": task.NAME,
        "sidecar": sidecar.path(model.stem).name,
        "inputs": json.dumps(inputs),
        "scaling": json.dumps(onnxfile.scalings(schema, model.config)),
        "output": parity.meaning(schema),
    }
    return {f"fair-ai.{name}": value for name, value in said.items()}
