"""A fitted estimator as ONNX, in double precision: in single precision the trees' thresholds would be rounded."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import skl2onnx
from onnx import TensorProto, helper
from skl2onnx.common.data_types import DoubleTensorType
from sklearn.base import is_classifier

from _package_.config import Config
from _package_.errors import UserError
from _package_.schema import Schema
from _package_.train import load

DTYPE = np.float64
TABLE = "table_of_inputs"


def to_onnx(stem: Path, schema: Schema, config: Config, path: Path) -> None:
    """Inputs named as the arrays, normalised, (B, *shape); output "output": normalised values or probabilities."""
    del config
    estimator = load(stem)
    width = sum(math.prod(array.shape) for array in schema.inputs.values())
    table: Any = [(TABLE, DoubleTensorType([None, width]))]
    options = {"zipmap": False} if is_classifier(estimator) else {}
    try:
        model: Any = skl2onnx.to_onnx(
            estimator,
            initial_types=table,
            options=options and {id(estimator): options},
        )
    except Exception as error:  # skl2onnx raises what its converters raise
        raise UserError(
            f"skl2onnx cannot convert {type(estimator).__name__}: {error}", "Use the model itself."
        ) from error
    onnx.save(with_arrays(model, schema, "probabilities" if options else "variable"), path)


def with_arrays(model: onnx.ModelProto, schema: Schema, answer: str) -> onnx.ModelProto:
    """The same graph with one input for each array, and its answer alone, named output."""
    graph, names = model.graph, list(schema.inputs)
    inputs, before = [], []
    for name in names:
        shape = ["B", *schema.inputs[name].shape]
        inputs.append(helper.make_tensor_value_info(name, TensorProto.DOUBLE, shape))
        before.append(helper.make_node("Flatten", [name], [f"{name}_flat"], axis=1))
    before.append(helper.make_node("Concat", [f"{name}_flat" for name in names], [TABLE], axis=1))
    found = next(value for value in graph.output if value.name == answer)
    kind = found.type.tensor_type.elem_type
    after = helper.make_node("Identity", [answer], ["output"])
    output = helper.make_tensor_value_info("output", kind, ["B", None])
    whole = helper.make_graph([*before, *graph.node, after], graph.name, inputs, [output], list(graph.initializer))
    return helper.make_model(whole, opset_imports=list(model.opset_import), ir_version=model.ir_version)
