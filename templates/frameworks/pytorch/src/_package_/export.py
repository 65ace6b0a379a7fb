"""The trained network as one ONNX file."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.export import Dim

from _package_.config import Config
from _package_.schema import Schema
from _package_.train import trained


class ByPosition(nn.Module):
    """A network of named arrays as one of arrays in order, which is what an exporter knows."""

    def __init__(self, network: nn.Module, names: tuple[str, ...]) -> None:
        super().__init__()
        self.network, self.names = network, names

    def forward(self, *arrays: Tensor) -> Tensor:
        return self.network(dict(zip(self.names, arrays, strict=True)))


def to_onnx(stem: Path, schema: Schema, config: Config, path: Path) -> None:
    """Writes the network of <stem>.safetensors: any number of rows, inputs named as the arrays, "output" (B, C)."""
    network, _ = trained(stem, schema, config, "cpu")
    kinds = {name: torch.int32 if schema.arrays[name].role == "edges" else torch.float32 for name in schema.feeds}
    example = tuple(torch.zeros((3, *schema.arrays[name].shape), dtype=kind) for name, kind in kinds.items())
    rows = Dim("B", min=1)
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)  # it warns that torchvision is absent, which nothing needs
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of PyTorch's own insides
        program = torch.onnx.export(
            ByPosition(network, schema.feeds).eval(),
            example,
            input_names=list(schema.feeds),
            output_names=["output"],
            dynamo=True,
            dynamic_shapes=(tuple({0: rows} for _ in example),),
            verbose=False,
        )
    if program is None:
        raise RuntimeError("torch.onnx.export returned nothing")
    program.save(path, external_data=False)
