"""An ONNX file: what it says of itself, and how it answers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray

from _package_ import onnxread
from _package_.config import Config
from _package_.errors import UserError
from _package_.feeds import Feeder, Feeds, target_scaling
from _package_.schema import Schema

KINDS = {"tensor(float)": np.float32, "tensor(double)": np.float64, "tensor(int32)": np.int32}
KINDS |= {"tensor(int64)": np.int64, "tensor(float16)": np.float16}


def describe(path: Path, properties: Mapping[str, str]) -> None:
    """Writes `properties` into the file, after checking that it is a whole one without files beside it."""
    model = onnx.load_model_from_string(onnxread.whole(path))
    onnx.helper.set_model_props(model, dict(properties))
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())


def about(path: Path) -> dict[str, Any]:
    """Opsets, number of nodes, inputs and outputs with their shapes; a batch of any size is `null`."""
    model = onnx.load_model_from_string(onnxread.whole(path))
    opsets = {opset.domain or "ai.onnx": opset.version for opset in model.opset_import}
    sides = {"inputs": model.graph.input, "outputs": model.graph.output}
    return {
        "opsets": opsets,
        "nodes": len(model.graph.node),
        **{side: {value.name: shape(value) for value in values} for side, values in sides.items()},
    }


def shape(value: onnx.ValueInfoProto) -> list[int | None]:
    """Sizes of the axes; None where any size goes."""
    axes = value.type.tensor_type.shape.dim
    return [axis.dim_value if axis.HasField("dim_value") else None for axis in axes]


def scalings(schema: Schema, config: Config) -> dict[str, dict[str, Any]]:
    """Offset and scale of each input, and of the output where it is a value: (x - offset) / scale."""
    found = dict(Feeder(schema, config).scaling)
    if schema.task in ("regression", "forecast"):
        found["output"] = target_scaling(schema, config)
    return {name: {"offset": one.offset.tolist(), "scale": one.scale.tolist()} for name, one in found.items()}


class Session:
    """An ONNX file as a function of what a network is fed.

    Inputs are found by name; in a file of others by shape, if need be with the axes of a row the other way round.
    """

    def __init__(self, path: Path, schema: Schema, providers: Iterable[str] = ("CPUExecutionProvider",)) -> None:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        try:
            self.session = onnxruntime.InferenceSession(onnxread.whole(path), options, providers=list(providers))
        except UserError:
            raise
        except Exception as error:  # whose own classes onnxruntime does not publish
            raise UserError(
                f"{path.name} is no ONNX file that can be run: {onnxread.one_line(error)}", onnxread.OTHER
            ) from error
        self.name, self.inputs = path.name, self.session.get_inputs()
        for one in self.inputs:
            if one.type not in KINDS:
                raise UserError(f"The ONNX input {one.name!r} is a {one.type}: not numbers.", onnxread.OTHER)
        self.places = {one.name: place(one, schema) for one in self.inputs}

    def __call__(self, feeds: Feeds) -> NDArray[Any]:
        """The first output, (B, outputs)."""
        given: dict[str, NDArray[Any]] = {}
        for one in self.inputs:
            name, turned = self.places[one.name]
            values = np.swapaxes(feeds[name], 1, 2) if turned else feeds[name]
            given[one.name] = np.ascontiguousarray(values, KINDS[one.type])
        rows = len(next(iter(feeds.values())))
        try:
            return np.asarray(self.session.run(None, given)[0]).reshape(rows, -1)
        except Exception as error:  # whatever the graph does, such as ask for more memory than there is
            words = f"{self.name} does not answer {rows} rows: {onnxread.one_line(error)}"
            raise UserError(words, onnxread.OTHER) from error


def place(one: Any, schema: Schema) -> tuple[str, bool]:
    """Which array an input of a session takes, and whether its two axes are swapped; UserError if none fits."""
    row = [size if isinstance(size, int) else None for size in one.shape[1:]]
    if one.name in schema.feeds:
        return one.name, False
    for turned in (False, True):
        for name in schema.feeds:
            wanted = list(schema.arrays[name].shape)
            wanted = wanted[::-1] if turned and len(wanted) == 2 else wanted
            if row == wanted and math.prod(wanted) > 1:
                return name, turned and len(wanted) == 2
    raise UserError(
        f"The ONNX input {one.name!r} of shape {one.shape} is none of the arrays {', '.join(schema.feeds)}.",
        "The file belongs to another model or other data.",
    )
