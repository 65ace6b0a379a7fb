"""Writes the trained network as ONNX."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from _package_.config import Config
from _package_.feeding import feed_signature, graph
from _package_.schema import Schema
from _package_.train import trained

OPSET = 18


def to_onnx(stem: Path, schema: Schema, config: Config, path: Path) -> None:
    """One file with the weights in it; inputs by array name, any number of rows, raw output named "output"."""
    network, _ = trained(stem, schema, config, "cpu")
    write(network, schema, path)


def write(network: Any, schema: Schema, path: Path) -> None:
    import onnx
    import tf2onnx

    names = schema.feeds

    def apply(*values: Any) -> Any:
        return network(dict(zip(names, values, strict=True)), training=False)

    wanted = feed_signature(schema)
    made, _ = tf2onnx.convert.from_function(graph(apply), [wanted[name] for name in names], opset=OPSET)
    held = made.graph.output[0].name
    for node in made.graph.node:
        for side in (node.input, node.output):
            side[:] = ["output" if name == held else name for name in side]
    made.graph.output[0].name = "output"
    onnx.checker.check_model(made)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made.SerializeToString())
