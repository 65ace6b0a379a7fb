"""In a project with a trained model: opens what was made to do harm, as a user would, and prints what came of it.

    python hostile_models.py <package> estimator|network

One process: each command is called as `python -m <package> …` calls it. Held: exit code 2 (1 for a comparison that fails),
two lines, no traceback, and the file that every attack would make is not there.
"""

import contextlib
import hashlib
import io
import json
import os
import pickle
import struct
import sys
import zipfile
from pathlib import Path

import numpy as np
import onnx
import safetensors.numpy
from onnx import TensorProto, helper

package, kind = sys.argv[1:]
main = __import__(f"{package}.__main__", fromlist=["main"]).main
canary = Path("ran-by-a-model").resolve()
code = f"import pathlib; pathlib.Path({str(canary)!r}).touch()"
sidecar = next(path for path in sorted(Path("models").glob("*-sample-seed0.json")))
weights = sidecar.with_suffix(".safetensors")
whole, said = weights.read_bytes(), sidecar.read_text()
tried: list[tuple[str, str, str]] = []


class Evil:
    def __reduce__(self):
        return exec, (code,)


def asked(what, *words, codes=(2,)):
    """Runs a command; notes whether it was refused in words."""
    err = io.StringIO()
    try:
        with contextlib.redirect_stderr(err), contextlib.redirect_stdout(io.StringIO()):
            found = main([*words, "DATA=sample", "CONFIG=smoke"] if "CONFIG=" not in " ".join(words) else [*words, "DATA=sample"])
    except BaseException as error:
        found = f"{type(error).__name__}: {error}"
    lines = err.getvalue().strip().splitlines()
    bad = canary.exists() or found not in codes or len(lines) != 2 or any("\x1b" in line for line in lines)
    tried.append((what, "NOT HELD" if bad else "held", f"{found}: {lines[0][:110] if lines else ''}"))
    canary.unlink(missing_ok=True)


def signed(content, name=None):
    """Puts content in the place of the weights, with a sidecar that vouches for it, as an attacker would."""
    at = weights if name is None else weights.with_name(name)
    at.write_bytes(content)
    sidecar.write_text(json.dumps(json.loads(said) | {"weights": at.name, "weights_sha256": hashlib.sha256(content).hexdigest()}))


def restored():
    weights.write_bytes(whole)
    sidecar.write_text(said)


def model(what, content, name=None):
    signed(content, name)
    asked(what, "evaluate")
    restored()


def head(text, data=b""):
    raw = json.dumps(text).encode() if not isinstance(text, bytes) else text
    return struct.pack("<Q", len(raw)) + raw + data


def structured(made):
    tensors = safetensors.numpy.load(whole)
    text = json.dumps({"format": "fair-ai/estimator@1", "estimator": made}).encode()
    return safetensors.numpy.save(tensors | {"estimator.json": np.frombuffer(text, np.uint8)})


FOREIGN = """builtins.eval builtins.exec os.system posix.system subprocess.Popen numpy.testing._private.utils.runstring
numpy.testing.runstring numpy.f2py.compile sklearn.utils._testing.os.system sklearn.os sklearn.externals._packaging.os
sklearn.utils.parallel.delayed sklearn.datasets.load_files sklearn.base.importlib.import_module functools.partial operator.methodcaller
model.os model.importlib joblib.load numpy.load pickle.loads importlib.import_module shutil.rmtree pathlib.Path.unlink""".split()


def estimator():
    good = json.loads(safetensors.numpy.load(whole)["estimator.json"].tobytes())["estimator"]
    for number, name in enumerate(FOREIGN):
        for form in ("inside", ("object", "function", "made")[number % 3]):
            made = {"object": name, "state": {"a": code}}
            if form == "made":
                made = {"object": name, "made": [code]}
            if form == "function":
                made = {"part": "partial", "of": [{"function": name}, {"tuple": [code]}, {"dict": []}]}
            if form == "inside":
                made = {**good, "state": {**good["state"], "coef_": {"function": name}}}
            model(f"estimator, {form} {name}", structured(made))
    for method in ("predict", "__class__", "__setstate__", "__reduce_ex__"):
        changed = {**good, "state": {**good["state"], method: {"function": "numpy.exp"}}}
        model(f"estimator, its {method} replaced", structured(changed))
    for what, made in {
        "nothing": None,
        "text": code,
        "deep": [[[]]],
        "an unknown kind": {"exec": code},
        "another part": {"part": "exec", "of": [code]},
        "an object twice": {"again": 10**9},
        "objects as numbers": {"array": "coef_", "dtype": "O"},
        "a shape of more than there is": {"array": "coef_", "shape": [10**12]},
        "a class of nobody": {"object": "sklearn.linear_model._base.Evil", "state": {}},
        "a state that is a list": {**good, "state": [1, 2]},
        "a name with an escape": {"object": "\x1b]0;x\x07.evil", "state": {}},
        "a name of a megabyte": {"object": "x" * 10**6, "state": {}},
        "itself": {"again": 0},
        "a nest of ninety thousand": json.loads("[" * 900 + "]" * 900),
    }.items():
        model(f"estimator, {what}", structured(made))
    model("estimator of version 0.1 (skops)", b"PK\x03\x04", weights.with_suffix(".skops").name)
    for what, text in {"python/object/apply": f"!!python/object/apply:os.system ['touch {canary}']", "python/name": "a: !!python/name:os.system"}.items():
        Path("evil.yaml").write_text(text)
        asked(f"configuration, {what}", "train", "CONFIG=evil.yaml")


def network():
    weights_of = {"one.weight": np.ones((3, 4), np.float32)}
    evil = pickle.dumps(Evil())
    files = {"evil.pth": evil, "evil.pt": evil, "evil.bin": evil, "evil.ckpt": evil, "evil.npz": evil, "evil.safetensors": evil, "evil.pkl": evil}
    for name, content in files.items():
        Path(name).write_bytes(content)
        asked(f"INIT, a pickle called {name}", "train", f"INIT={name}", "REPLACE=1")
    with zipfile.ZipFile("zip.pth", "w") as archive:
        archive.writestr("archive/data.pkl", evil)
        archive.writestr("archive/version", "3")
    asked("INIT, a new .pth that calls exec", "train", "INIT=zip.pth", "REPLACE=1")
    np.savez("objects.npz", a=np.array([Evil()], object))
    asked("INIT, .npz of objects", "train", "INIT=objects.npz", "REPLACE=1")
    with zipfile.ZipFile("bomb.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.npy", b"\x93NUMPY\x01\x00" + bytes(1 << 28))
    asked("INIT, .npz of 256 MB in 256 kB", "train", "INIT=bomb.npz", "REPLACE=1")
    for name, words in {"tensors.pth": "ctorch._utils\n_rebuild_tensor_v2\n(tR.", "storage.pth": "ctorch.storage\n_load_from_bytes\n(C\x03evitR.", "builtin.pth": "cbuiltins\ngetattr\n(cos\nsystem\nX\x01\x00\x00\x00atR."}.items():
        with zipfile.ZipFile(name, "w") as archive:
            archive.writestr("archive/data.pkl", words.encode("latin-1"))
            archive.writestr("archive/version", "3")
        asked(f"INIT, {name} that calls what torch itself has", "train", f"INIT={name}", "REPLACE=1")
    for name, content in {"old.pth": b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19." + evil, "nothing.npz": b"", "deep.safetensors": head(b"[" * 10**6), "cut.npz": zipped_objects()[:99], "nest.pth": b"(" * 10**6}.items():
        Path(name).write_bytes(content)
        asked(f"INIT, {name}", "train", f"INIT={name}", "REPLACE=1")
    os.mkfifo("pipe.safetensors")
    asked("INIT, a pipe", "train", "INIT=pipe.safetensors", "REPLACE=1")
    asked("INIT, a folder", "train", "INIT=models", "REPLACE=1")
    checkpoint = Path("models/checkpoints") / weights.name
    checkpoint.parent.mkdir(exist_ok=True)
    for what, content in {"a pickle": evil, "other tensors": safetensors.numpy.save(weights_of), "nothing": b""}.items():
        checkpoint.write_bytes(content)
        asked(f"checkpoint, {what}", "train", "RESUME=1", "REPLACE=1")
    restored()
    model("weights of other names", safetensors.numpy.save(weights_of))


def zipped_objects():
    made = io.BytesIO()
    np.savez(made, a=np.array([Evil()], object))
    return made.getvalue()


def common():
    for what, content in {
        "a pickle": pickle.dumps(Evil()),
        "nothing": b"",
        "a head of 2^63 bytes": struct.pack("<Q", 2**63) + b"{}",
        "values beyond the end": head({"a": {"dtype": "F32", "shape": [1024], "data_offsets": [0, 4096]}}, bytes(4)),
        "a shape that overflows": head({"a": {"dtype": "F32", "shape": [2**62, 4], "data_offsets": [0, 0]}}),
        "deep JSON": head(b"[" * 10**6),
        "half of it": whole[: len(whole) // 2],
        "values that lie in each other": head({name: {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]} for name in "ab"}, bytes(16)),
        "a gap between values": head({"a": {"dtype": "F32", "shape": [1], "data_offsets": [8, 12]}}, bytes(12)),
        "offsets below zero": head({"a": {"dtype": "F32", "shape": [1], "data_offsets": [-4, 0]}}, bytes(4)),
        "a type of nobody": head({"a": {"dtype": "O", "shape": [1], "data_offsets": [0, 8]}}, bytes(8)),
        "one name twice": head(b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', bytes(4)),
        "bytes after the end": whole + b"PK\x03\x04" + pickle.dumps(Evil()),
        "a head of 100 MB": struct.pack("<Q", 100_000_000) + b"{" + b" " * 99_999_998 + b"}",
        "a zip of objects": zipped_objects(),
        "HDF5": b"\x89HDF\r\n\x1a\n" + bytes(512),
        "not a number, everywhere": safetensors.numpy.save({name: np.full_like(value, np.nan) if value.dtype.kind == "f" else value for name, value in safetensors.numpy.load(whole).items()} | {"extra": np.zeros(1, np.float32)}),
    }.items():
        model(f"weights, {what}", content)
    weights.write_bytes(whole[:-1])
    asked("weights, cut short", "evaluate")
    weights.write_bytes(whole)
    for key, value in {"weights": "../../x", "weights_sha256": 1, "seeds": ["../x"], "run": {}, "format": "x", "run ": {"config": [[]]}, "weights ": "/etc/passwd"}.items():
        key = key.strip()
        sidecar.write_text(json.dumps(json.loads(said) | {key: value}))
        asked(f"sidecar, {key} = {value!r}", "evaluate", "SEED=0")
    for what, text in {"half of it": said[: len(said) // 2], "nothing": "", "deep": "[" * 10**5, "a list": "[]"}.items():
        sidecar.write_text(text)
        asked(f"sidecar, {what}", "evaluate", "SEED=0")
    restored()
    names = json.loads(Path("data/sample/processed/schema.json").read_text())["arrays"]
    name, array = next((name, one) for name, one in names.items() if one["role"] == "input")
    for location in ("/etc/passwd", "../../secret", "weights.bin"):
        graph = helper.make_graph(
            [helper.make_node("Identity", [name], ["output"])], "g",
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["B", *array["shape"]])],
            [helper.make_tensor_value_info("output", TensorProto.FLOAT, None)],
        )
        tensor = graph.initializer.add(name="far", data_type=TensorProto.FLOAT, dims=[4], data_location=TensorProto.EXTERNAL)
        entry = tensor.external_data.add()
        entry.key, entry.value = "location", location
        Path("evil.onnx").write_bytes(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9).SerializeToString())
        asked(f"ONNX, weights in {location}", "export", "ONNX=evil.onnx")
    for what, content in {"a pickle": pickle.dumps(Evil()), "nothing": b"", "zeros": bytes(1000)}.items():
        Path("evil.onnx").write_bytes(content)
        asked(f"ONNX, {what}", "export", "ONNX=evil.onnx")


with contextlib.suppress(SystemExit):
    common()
    {"estimator": estimator, "network": network}[kind]()
held = sum(state == "held" for _, state, _ in tried)
for what, state, came in tried:
    if state != "held" or os.environ.get("FAIR_AI_SHOW"):
        print(f"{state:9} {what} → {came}")
pickle.loads(pickle.dumps(Evil()))  # so that what was refused would have run
print(f"{kind}: tried {len(tried)} = held {held}; the canary {'sings' if canary.exists() else 'is dead'} where it is let")
sys.exit(held != len(tried) or not canary.exists())
