"""ONNX files: inputs are found by name or by shape, and a file tells where it comes from."""

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from _package_ import onnxfile, task
from _package_.errors import UserError

pytestmark = pytest.mark.skipif(task.NAME not in ("regression", "classification"), reason="planted clouds")


def written(path, inputs):
    """A file that adds up all values of each row, over all inputs."""
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["B", *shape]) for name, shape in inputs.items()]
    nodes = [helper.make_node("ReduceSum", [name, "axes"], [f"{name}_sum"], keepdims=0) for name in inputs]
    nodes.append(helper.make_node("Sum", [f"{name}_sum" for name in inputs], ["total"]))
    nodes.append(helper.make_node("Unsqueeze", ["total", "last"], ["output"]))
    out = helper.make_tensor_value_info("output", TensorProto.FLOAT, ["B", 1])
    axes = [
        helper.make_tensor("axes", TensorProto.INT64, [2], [1, 2]),
        helper.make_tensor("last", TensorProto.INT64, [1], [1]),
    ]
    graph = helper.make_graph(nodes, "sum", values, [out], axes)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), path)
    return path


@pytest.fixture
def schema(planted):
    return planted(form="clouds", rows=20).schema


@pytest.fixture
def feeds(schema):
    random = np.random.default_rng(0)
    return {name: random.normal(size=(5, *array.shape)).astype(np.float32) for name, array in schema.arrays.items()}


@pytest.mark.parametrize(
    "inputs",
    [
        {"points": (8, 3), "others": (3, 2)},
        {"others": (3, 2), "points": (8, 3)},
        {"in_0": (8, 3), "in_1": (3, 2)},
        {"a": (3, 8), "b": (2, 3)},
    ],
)
def test_inputs_by_name_by_shape_or_turned(tmp_path, schema, feeds, inputs):
    session = onnxfile.Session(written(tmp_path / "a.onnx", inputs), schema)
    wanted = feeds["points"].sum((1, 2)) + feeds["others"].sum((1, 2))
    assert np.allclose(session(feeds)[:, 0], wanted, atol=1e-5)


def test_an_input_that_fits_no_array_is_refused(tmp_path, schema):
    with pytest.raises(UserError, match="none of the arrays"):
        onnxfile.Session(written(tmp_path / "a.onnx", {"points": (8, 3), "x": (5, 5)}), schema)


def test_what_is_no_onnx_file_is_refused(tmp_path, schema):
    (tmp_path / "a.onnx").write_text("<html>")
    with pytest.raises(UserError, match="no ONNX file"):
        onnxfile.Session(tmp_path / "a.onnx", schema)


def test_a_file_tells_of_itself(tmp_path):
    path = written(tmp_path / "a.onnx", {"points": (8, 3)})
    onnxfile.describe(path, {"fair-ai.run": "r1"})
    assert {one.key: one.value for one in onnx.load(path).metadata_props} == {"fair-ai.run": "r1"}
    about = onnxfile.about(path)
    assert about["inputs"] == {"points": [None, 8, 3]}
    assert about["opsets"] == {"ai.onnx": 17}


def external(path, location):
    """A file whose weights are said to lie elsewhere: in the graph, or in a graph inside it."""
    model = onnx.load(written(path, {"points": (8, 3)}))
    tensor = model.graph.initializer.add(name="far", data_type=TensorProto.FLOAT, dims=[4])
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", location), ("length", "16")):
        entry = tensor.external_data.add()
        entry.key, entry.value = key, value
    path.write_bytes(model.SerializeToString())
    return path, model, tensor


@pytest.mark.parametrize("location", ["weights.bin", "../secret", "/etc/passwd", "", "\x1b[31m"])
@pytest.mark.parametrize("nested", [False, True])
def test_weights_in_another_file_are_not_looked_for(tmp_path, schema, location, nested):
    path, model, tensor = external(tmp_path / "a.onnx", location)
    if nested:
        inner = helper.make_graph([], "inner", [], [])
        inner.initializer.append(tensor)
        model.graph.initializer.remove(tensor)
        model.graph.node.append(helper.make_node("If", ["points"], [], then_branch=inner, else_branch=inner))
        path.write_bytes(model.SerializeToString())
    (tmp_path / "weights.bin").write_bytes(bytes(16))
    with pytest.raises(UserError, match="another file") as error:
        onnxfile.Session(path, schema)
    assert len(str(error.value).splitlines()) == 2
    assert "\x1b" not in str(error.value)


def filled(path, size, operator="ConstantOfShape"):
    """A file that asks for `size` numbers."""
    value = helper.make_tensor_value_info("points", TensorProto.FLOAT, ["B", 8, 3])
    out = helper.make_tensor_value_info("output", TensorProto.FLOAT, [None])
    shape = helper.make_tensor("shape", TensorProto.INT64, [1], [size])
    nodes = [helper.make_node(operator, ["shape"], ["output"])]
    graph = helper.make_graph(nodes, "g", [value], [out], [shape])
    path.write_bytes(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9).SerializeToString()
    )
    return path


@pytest.mark.parametrize("size", [2**50, 7])
def test_a_graph_that_does_not_answer_is_two_lines(tmp_path, schema, feeds, size):
    with pytest.raises(UserError) as error:
        onnxfile.Session(filled(tmp_path / "a.onnx", size), schema)(feeds)
    assert len(str(error.value).splitlines()) == 2


def test_unknown_operators_and_damage_are_two_lines(tmp_path, schema):
    path = filled(tmp_path / "a.onnx", 1, "RunThis")
    whole = path.read_bytes()
    for content in (whole, whole[: len(whole) // 2], whole[1:], b"", b"PK\x03\x04", bytes(1000)):
        path.write_bytes(content)
        with pytest.raises(UserError) as error:
            onnxfile.Session(path, schema)
        assert len(str(error.value).splitlines()) == 2
