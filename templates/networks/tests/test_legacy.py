"""Weights of PyTorch without PyTorch: the same numbers, and nothing that the file says is run."""

import pickle

import numpy as np
import pth
import pytest

from _package_ import legacy

WEIGHTS = {
    "one.weight": np.arange(12, dtype=np.float32).reshape(3, 4),
    "one.bias": np.array([1e-40, -0.0, np.pi], np.float32),
    "number": np.array(7, np.float32),
    "none": np.empty((0, 2), np.float32),
}
FORMS = pytest.mark.parametrize("form", [pth.old, pth.new])


@FORMS
def test_weights_are_read_to_the_bit(tmp_path, form):
    found = legacy.read(form(tmp_path / "w.pth", WEIGHTS))
    assert list(found) == list(WEIGHTS)
    for name, values in WEIGHTS.items():
        assert found[name].shape == values.shape
        assert found[name].tobytes() == values.tobytes()


@pytest.mark.parametrize("zipped", [False, True])
def test_what_pytorch_writes_is_read(tmp_path, zipped):
    torch = pytest.importorskip("torch")
    whole = torch.arange(24, dtype=torch.float64).reshape(4, 6)
    state = {"a": whole, "turned": whole.T, "part": whole[1:3, ::2], "count": torch.tensor(5), "half": whole.half()}
    torch.save({"state_dict": state, "epoch": 3}, tmp_path / "w.pth", _use_new_zipfile_serialization=zipped)
    found = legacy.read(tmp_path / "w.pth")
    assert all(np.array_equal(found[name], values.numpy()) for name, values in state.items())
    assert all(found[name].dtype == values.numpy().dtype for name, values in state.items())


class Call:
    """Pickled, it calls `function`."""

    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


@FORMS
@pytest.mark.parametrize("protocol", [2, 4])
def test_a_file_that_runs_code_is_refused_before_it_does(tmp_path, form, protocol):
    mark = tmp_path / "ran"
    code = f"import pathlib; pathlib.Path({str(mark)!r}).touch()"
    for evil in (Call(exec, code), Call(eval, code), Call(getattr, 1, "x")):
        for pickled in (pickle.dumps(evil, protocol), pickle.dumps({"one.weight": evil}, protocol)):
            with pytest.raises(ValueError, match=r"builtin\w*\.(exec|eval|getattr)"):
                legacy.read(form(tmp_path / "w.pth", WEIGHTS, pickled))
    pickle.loads(pickle.dumps(Call(exec, code)))  # so that what was refused would have run
    assert mark.exists()


@FORMS
@pytest.mark.parametrize("name", ["torch\nload", "torch\nhub.load", "collections\nOrderedDict.fromkeys", "os\nsystem"])
def test_no_other_name_is_known(tmp_path, form, name):
    view = b"N" if form is pth.old else b""
    pickled = pth.state(WEIGHTS, view, more=b"c" + name.encode() + b"\n(tR")
    with pytest.raises(ValueError, match=name.split("\n")[0]):
        legacy.read(form(tmp_path / "w.pth", WEIGHTS, pickled))


@FORMS
@pytest.mark.parametrize("shape", [(4, 4), (100_000, 100_000), (-1, 3)])
def test_a_tensor_beyond_its_values_is_refused(tmp_path, form, shape):
    view = b"N" if form is pth.old else b""
    pickled = pth.state(WEIGHTS, view, more=pth.tensor("0", WEIGHTS["one.weight"], view, shape))
    with pytest.raises(ValueError, match="beyond"):
        legacy.read(form(tmp_path / "w.pth", WEIGHTS, pickled))


@FORMS
def test_damage_is_named(tmp_path, form):
    path = form(tmp_path / "w.pth", WEIGHTS)
    whole = path.read_bytes()
    for end in (0, 1, 20, 200, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:end])
        with pytest.raises(ValueError, match=r"w\.pth|pickle"):
            legacy.read(path)
