"""Files of weights and checkpoints that were made to do harm, or are damaged: none runs, each is refused in words."""

import json
import pickle
import struct
import zipfile
from unittest.mock import create_autospec

import numpy as np
import pth
import pytest
import safetensors.numpy

from _package_ import checkpoint, initial, legacy, npz, stored
from _package_.errors import UserError
from _package_.learner import Learner

WEIGHTS = {"one.weight": np.arange(12, dtype=np.float32).reshape(3, 4)}
FORMS = pytest.mark.parametrize("form", [pth.old, pth.new])


def header(said, data=b""):
    text = json.dumps(said).encode() if not isinstance(said, bytes) else said
    return struct.pack("<Q", len(text)) + text + data


def tensor(start, stop, shape=(1,), kind="F32"):
    return {"dtype": kind, "shape": list(shape), "data_offsets": [start, stop]}


SAFETENSORS = {
    "a head longer than the file": struct.pack("<Q", 2**63) + b"{}",
    "a head of 8 GB": struct.pack("<Q", 2**33) + b"{}",
    "values beyond the end": header({"a": tensor(0, 4096, (1024,))}, bytes(4)),
    "values that overlap": header({"a": tensor(0, 4), "b": tensor(2, 6)}, bytes(6)),
    "a shape of more than there is": header({"a": tensor(0, 4, (2**31, 2**31))}, bytes(4)),
    "a shape that overflows": header({"a": tensor(0, 0, (2**62, 4))}),
    "a negative shape": header({"a": tensor(0, 4, (-1,))}, bytes(4)),
    "a kind that is none": header({"a": tensor(0, 4, kind="O")}, bytes(4)),
    "deep JSON": header(b"[" * 100_000 + b"]" * 100_000),
    "no JSON": header(b"<html>"),
    "a pickle": pickle.dumps(WEIGHTS),
    "nothing": b"",
    "seven bytes": bytes(7),
    "other names": safetensors.numpy.save({"x": np.ones(3)}),
}


@pytest.mark.parametrize("what", SAFETENSORS)
def test_safetensors(tmp_path, what):
    path = tmp_path / "a.safetensors"
    path.write_bytes(SAFETENSORS[what])

    def put(weights):
        if weights.keys() != WEIGHTS.keys():
            raise ValueError("other names")

    with pytest.raises(UserError) as error:
        stored.load(tmp_path / "a", put)
    assert len(str(error.value).splitlines()) == 2
    if what != "other names":
        with pytest.raises(UserError):
            initial.read(path)


def packed(path, name, header, data=b"", kind=zipfile.ZIP_STORED):
    text = repr(header).encode() if not isinstance(header, bytes) else header
    with zipfile.ZipFile(path, "w", kind) as archive:
        archive.writestr(name, b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + data)


def kind(shape=(3,), descr="<f8"):
    return {"descr": descr, "fortran_order": False, "shape": shape}


NPZ = {
    "objects": lambda path: np.savez(path, a=np.array([print], object)),
    "a shape of more than there is": lambda path: packed(path, "a.npy", kind((10**12,))),
    "a shape that overflows": lambda path: packed(path, "a.npy", kind((2**40, 2**40))),
    "a head that calls": lambda path: packed(path, "a.npy", b"__import__('os').system('touch ran')"),
    "a deep head": lambda path: packed(path, "a.npy", b"(" * 5000),
    "a file of zeros": lambda path: packed(path, "a.npy", kind((2**27,)), bytes(2**27), zipfile.ZIP_DEFLATED),
    "no zip": lambda path: path.write_bytes(b"PK\x03\x04" + bytes(50)),
    "nothing": lambda path: path.write_bytes(b""),
}


@pytest.mark.parametrize("what", NPZ)
def test_npz(tmp_path, monkeypatch, what):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.npz"
    NPZ[what](path)
    with pytest.raises(UserError) as error:
        npz.read(path, "Give another.")
    assert len(str(error.value).splitlines()) == 2
    assert not (tmp_path / "ran").exists()


@FORMS
def test_a_pickle_may_not_change_what_was_made_nor_ask_for_room(tmp_path, form):
    view = b"N" if form is pth.old else b""
    made = pth.tensor("0", WEIGHTS["one.weight"], view)
    for more in (
        made + pth.text("x") + b"b",  # BUILD
        made + b"}" + pth.text("shape") + pth.numbers([9**6, 9**6]) + b"sb",
        b"Nr" + struct.pack("<I", 2**31) + b"0N",  # LONG_BINPUT: room for two thousand million things
        b"Np4000000000\n",
    ):
        path = form(tmp_path / "w.pth", WEIGHTS, pth.state(WEIGHTS, view, more=more))
        with pytest.raises(ValueError, match=r"w\.pth"):
            legacy.read(path)


CHECKPOINTS = {
    "of no training": {"progress": "{}"},
    "no JSON": {"progress": "{"},
    "deep": {"progress": "[" * 100_000},
    "a list": {"progress": "[]"},
    "a run that is none": {
        "progress": json.dumps({"run": 1, "epoch": 1, "best_epoch": 1, "best_loss": 1, "history": []})
    },
    "a history that is none": {
        "progress": json.dumps({"run": {}, "epoch": "1", "best_epoch": {}, "best_loss": 1, "history": [1]})
    },
    "nothing said": {},
}


@pytest.mark.parametrize("what", CHECKPOINTS)
def test_checkpoints(tmp_path, what):
    path = tmp_path / "a.safetensors"
    safetensors.numpy.save_file({"best x": np.ones(2), "elsewhere": np.ones(1)}, path, CHECKPOINTS[what])
    learner = create_autospec(Learner, instance=True)
    with pytest.raises(UserError) as error:
        checkpoint.load(path, {}, learner)
    assert len(str(error.value).splitlines()) == 2
    assert not learner.method_calls  # nothing of it reached the network
