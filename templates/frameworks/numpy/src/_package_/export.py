"""A rule as ONNX, in double precision."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from _package_.config import Config
from _package_.schema import Schema
from _package_.train import load

DTYPE = np.float64
OPSET = 17


def to_onnx(stem: Path, schema: Schema, config: Config, path: Path) -> None:
    """Inputs named as the arrays, normalised, (B, *shape); output "output": normalised values (B, outputs)."""
    del config
    rule, names = load(stem), list(schema.inputs)
    nodes = [helper.make_node("Flatten", [name], [f"{name}_flat"], axis=1) for name in names]
    nodes += [
        helper.make_node("Concat", [f"{name}_flat" for name in names], ["features"], axis=1),
        helper.make_node("MatMul", ["features", "matrix"], ["product"]),
        helper.make_node("Add", ["product", "offset"], ["output"]),
    ]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.DOUBLE, ["B", *schema.inputs[name].shape]) for name in names
    ]
    output = helper.make_tensor_value_info("output", TensorProto.DOUBLE, ["B", len(rule.offset)])
    given = [numpy_helper.from_array(rule.matrix, "matrix"), numpy_helper.from_array(rule.offset, "offset")]
    graph = helper.make_graph(nodes, "rule", inputs, [output], given)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8), path)
