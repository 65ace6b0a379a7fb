"""A fitted estimator as ONNX, in double precision where ONNX Runtime has it for the estimator."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import onnx
import skl2onnx
from onnx import TensorProto, helper
from onnx.helper import make_attribute
from onnxruntime import InferenceSession
from skl2onnx.common.data_types import DoubleTensorType, FloatTensorType
from sklearn.base import is_classifier

from _package_.config import Config
from _package_.errors import UserError
from _package_.estimator_inputs import has_trees
from _package_.schema import Schema
from _package_.train import load

DTYPE = np.float64
TABLE = "table_of_inputs"
# Single precision where double cannot be had, as for boosted trees.
KINDS = ((DoubleTensorType, TensorProto.DOUBLE), (FloatTensorType, TensorProto.FLOAT))


def to_onnx(stem: Path, schema: Schema, config: Config, path: Path) -> None:
    """Inputs named as the arrays, normalised, (B, *shape); output "output": normalised values or probabilities."""
    del config
    estimator = load(stem)
    classes = is_classifier(estimator)
    failure: Exception | None = None
    for kind, number in KINDS[1:] if has_trees(estimator) else KINDS:  # trees take single precision themselves
        try:
            model = converted(estimator, schema, kind, classes)
            whole = with_arrays(model, schema, "probabilities" if classes else "variable", number)
            InferenceSession(whole.SerializeToString(), providers=["CPUExecutionProvider"])  # does it run?
        except Exception as error:  # skl2onnx and onnxruntime raise what they like
            failure = failure or error
            continue
        onnx.save(whole, path)
        return
    words = f"skl2onnx cannot convert {type(estimator).__name__}: {str(failure)[:300]}"
    raise UserError(words, "Use the model itself.") from failure


def converted(estimator: Any, schema: Schema, kind: Any, classes: bool) -> onnx.ModelProto:
    """The graph of the estimator alone, which takes one table."""
    width = sum(math.prod(array.shape) for array in schema.inputs.values())
    table: Any = [(TABLE, kind([None, width]))]
    options: Any = {id(estimator): {"zipmap": False}} if classes else None
    with patch.object(helper, "make_attribute", attribute):
        found: Any = skl2onnx.to_onnx(estimator, initial_types=table, options=options)
    return found


def attribute(key: str, value: Any, *more: Any, **named: Any) -> Any:
    """onnx's own function, for which skl2onnx 1.20 writes truth values of trees as True and False, and which takes
    whole numbers alone."""
    if isinstance(value, list) and any(isinstance(one, bool | np.bool_) for one in value):
        value = [int(one) for one in value]
    return make_attribute(key, value, *more, **named)


def with_arrays(model: onnx.ModelProto, schema: Schema, answer: str, number: int) -> onnx.ModelProto:
    """The same graph with one input for each array, and its answer alone, named output."""
    graph, names = model.graph, list(schema.inputs)
    inputs, before = [], []
    for name in names:
        shape = ["B", *schema.inputs[name].shape]
        inputs.append(helper.make_tensor_value_info(name, number, shape))
        before.append(helper.make_node("Flatten", [name], [f"{name}_flat"], axis=1))
    before.append(helper.make_node("Concat", [f"{name}_flat" for name in names], [TABLE], axis=1))
    found = next(value for value in graph.output if value.name == answer)
    kind = found.type.tensor_type.elem_type
    after = helper.make_node("Identity", [answer], ["output"])
    output = helper.make_tensor_value_info("output", kind, ["B", None])
    whole = helper.make_graph([*before, *graph.node, after], graph.name, inputs, [output], list(graph.initializer))
    return helper.make_model(whole, opset_imports=list(model.opset_import), ir_version=model.ir_version)
