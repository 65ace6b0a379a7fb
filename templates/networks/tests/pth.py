"""Writes .pth files as PyTorch does, old and new, without PyTorch: opcodes of the pickle, one by one."""

import pickle
import struct
import zipfile

import numpy as np

from _package_.legacy import MAGIC, PROTOCOL

ORDERED = b"ccollections\nOrderedDict\n)R"


def text(word):
    return b"X" + struct.pack("<I", len(word.encode())) + word.encode()


def number(value):
    return b"J" + struct.pack("<i", value)


def numbers(values):
    return b"(" + b"".join(map(number, values)) + b"t"


def tensor(key, values, view, shape=None):
    """A float32 tensor of storage `key`, in C order; `view` is what the old form has after the number of values."""
    shape = values.shape if shape is None else shape
    strides = np.cumprod([1, *shape[:0:-1]])[::-1]
    storage = b"(" + text("storage") + b"ctorch\nFloatStorage\n" + text(key) + text("cpu") + number(values.size)
    return (
        b"ctorch._utils\n_rebuild_tensor_v2\n("
        + (storage + view + b"tQ" + number(0) + numbers(shape) + numbers(strides.tolist() if shape else []))
        + (b"\x89" + ORDERED + b"tR")
    )


def state(weights, view=b"", more=None):
    """The pickle of an OrderedDict of tensors; `more` are the opcodes of a further value."""
    parts = {name: tensor(str(k), values, view) for k, (name, values) in enumerate(weights.items())}
    if more is not None:
        parts["more"] = more
    return b"\x80\x02" + ORDERED + b"".join(text(name) + part + b"s" for name, part in parts.items()) + b"."


def old(path, weights, pickled=None):
    heads = [pickle.dumps(value, 2) for value in (MAGIC, PROTOCOL, {"little_endian": True})]
    keys = pickle.dumps([str(k) for k in range(len(weights))], 2)
    data = b"".join(struct.pack("<q", values.size) + values.astype("<f4").tobytes() for values in weights.values())
    path.write_bytes(b"".join([*heads, pickled or state(weights, b"N"), keys, data]))
    return path


def new(path, weights, pickled=None):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", pickled or state(weights))
        for k, values in enumerate(weights.values()):
            archive.writestr(f"archive/data/{k}", values.astype("<f4").tobytes())
    return path
