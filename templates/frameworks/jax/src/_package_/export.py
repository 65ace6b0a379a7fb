"""The trained network as one ONNX file."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import jax
import numpy as np
from jax import Array

from _package_.config import Config
from _package_.schema import Schema
from _package_.train import trained


def to_onnx(stem: Path, schema: Schema, config: Config, path: Path) -> None:
    """Writes the network of <stem>.safetensors: any number of rows B, inputs named as the arrays, "output" (B, C)."""
    from jax2onnx import to_onnx as convert  # seconds, and for this alone

    network, parameters = trained(stem, schema, config, "cpu")
    held = jax.device_get(parameters)

    def apply(*feeds: Array) -> Array:
        return network.apply(held, dict(zip(schema.feeds, feeds, strict=True)))[0]

    roles = {name: schema.arrays[name].role for name in schema.feeds}
    # Its own types: jax.ShapeDtypeStruct is declared to hold numbers alone, and takes the letter of a free axis, too.
    shapes = [
        jax.ShapeDtypeStruct(("B", *schema.arrays[name].shape), np.int32 if role == "edges" else np.float32)  # type: ignore[arg-type]
        for name, role in roles.items()
    ]
    logging.getLogger("onnx_ir").setLevel(logging.ERROR)  # it tells of intermediate values without a type
    model = convert(apply, shapes, model_name=config.name, input_names=list(schema.feeds), output_names=["output"])
    square_first(model.graph)
    path.write_bytes(model.SerializeToString())


def square_first(graph: Any) -> None:
    """Sums of squares as two operations: ONNX Runtime's one is off by 3e-5 of the sum of 27 000 numbers."""
    from onnx import helper

    nodes: list[Any] = []
    for node in graph.node:
        if node.op_type == "ReduceSumSquare":
            square = f"{node.output[0]}_square"
            nodes.append(helper.make_node("Mul", [node.input[0], node.input[0]], [square]))
            node.op_type, node.input[0] = "ReduceSum", square
        nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
