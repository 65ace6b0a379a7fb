"""INIT: a training begins with the weights that it names, says what became of each, and refuses what does not fit."""

import hashlib
import json

import numpy as np
import pth
import pytest
import safetensors.numpy
import small  # of the framework

from _package_ import files, initial, paths, reference, sidecar, task, train, training
from _package_.errors import UserError

pytestmark = pytest.mark.skipif(task.NAME not in ("regression", "classification"), reason="planted in a table")


@pytest.fixture(autouse=True)
def network(monkeypatch):
    """In place of the project's model: these tests are of the training."""
    monkeypatch.setattr(train, "model", small.model)


@pytest.fixture
def fit(planted, settings):
    arrays = planted(rows=60)

    def go(stem="a", seed=0, **values):
        config, at = settings(**{"epochs": 0, **values}), paths.models() / stem
        said = train.train(arrays.schema, config, arrays, at, seed=seed, device="cpu", resume=False)
        return said, safetensors.numpy.load_file(paths.models() / said["weights"])

    return go


def stored(path, weights):
    """The weights in a file of the format that its name tells."""
    if path.suffix == ".npz":
        np.savez(path, **weights)
    elif path.suffix == ".pth":
        pth.old(path, {name: np.asarray(values, np.float32) for name, values in weights.items()})
    else:
        path.write_bytes(safetensors.numpy.save(dict(weights)))
    return path


def floats(weights):
    return {name: values for name, values in weights.items() if not name.endswith(initial.COUNTED)}


@pytest.mark.parametrize("suffix", [".safetensors", ".npz", ".pth"])
def test_no_epoch_keeps_the_weights_of_the_file(fit, project, suffix):
    _, wanted = fit("other", seed=7)
    _, random = fit("random")
    path = stored(project / f"start{suffix}", wanted)
    said, found = fit(init=str(path))
    for name, values in floats(wanted).items():
        assert np.array_equal(found[name], values)
    assert not np.array_equal(random["hidden.weight"], wanted["hidden.weight"])
    about = said["init"]
    assert set(floats(wanted)) <= set(about["loaded"])
    assert (about["reshaped"], about["skipped"], about["random"]) == ((), (), ())
    assert about["sha256"] == files.sha256(path)
    assert "init" not in fit("random")[0]


def test_what_fits_is_taken_and_the_rest_is_said(fit, project, capsys):
    _, weights = fit("other", seed=7)
    _, random = fit("random")
    changed = {name: values for name, values in floats(weights).items() if name != "hidden.bias"}
    changed["hidden.weight"] = weights["hidden.weight"].reshape(-1)
    changed["out.bias"] = np.zeros(99, np.float32)
    changed["elsewhere"] = np.zeros(3, np.float32)
    capsys.readouterr()
    said, found = fit(init=str(stored(project / "start.npz", changed)))
    about, printed = said["init"], capsys.readouterr().out
    assert np.array_equal(found["hidden.weight"], weights["hidden.weight"])
    assert np.array_equal(found["hidden.bias"], random["hidden.bias"])
    assert np.array_equal(found["out.bias"], random["out.bias"])
    assert len(about["reshaped"]) == 1
    assert about["reshaped"][0].startswith("hidden.weight (")
    assert [one.split(" ")[0] for one in about["skipped"]] == ["out.bias", "elsewhere"]
    assert set(about["random"]) == {"hidden.bias", "out.bias"}
    for name in ("reshaped: hidden.weight", "elsewhere", "random: hidden.bias"):
        assert name in printed


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 100])
@pytest.mark.parametrize("suffix", [".safetensors", ".npz", ".pth", ".txt"])
def test_damage_and_other_formats_are_refused(fit, project, suffix, content):
    path = project / f"start{suffix}"
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"start\.") as error:
        fit(init=str(path))
    assert error.value.code == 2


def test_weights_of_another_network_are_refused(fit, project):
    with pytest.raises(UserError, match="does not fit"):
        fit(init=str(stored(project / "start.npz", {"fr1.weight": np.zeros((2, 3), np.float32)})))


@pytest.fixture
def known(project, archive, fit):
    """Two published files on a server, and references/weights.json that names them."""
    _, weights = fit("published", seed=7)
    renamed = {name.replace("hidden", "inner"): values for name, values in floats(weights).items()}
    body = stored(project / "made.pth", renamed).read_bytes()
    archive.files |= {"/w/made.pth": body, "/w/other.pth": b"other"}

    def entry(name, file, content):
        about = {"url": f"{archive.url}/w/{file}", "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        rename = {f"inner.{part}": f"hidden.{part}" for part in ("weight", "bias")}
        taken = {"model": {"width": 60}, "train": {"normalise_inputs": False}}
        return {"name": name, **about, "source": "A paper", **taken, "rename": rename, "note": "Raw variables."}

    listed = [entry("best", "made.pth", body), entry("other", "other.pth", b"another")]
    said = {"format": reference.FORMAT, "model": "planted", "weights": listed}
    (project / "references" / "weights.json").write_text(json.dumps(said))
    return weights


def test_published_weights_bring_their_settings_and_end_in_the_sidecar(known, planted, settings, archive, capsys):
    planted(rows=60)
    settings(epochs=0, init=None, model={"width": 8, "kept": 1})
    training.run({"DEVICE": "cpu", "INIT": "reference"})
    printed = capsys.readouterr().out
    assert "A paper" in printed
    assert '{"model.width": 60, "train.normalise_inputs": false}' in printed
    read, used, _ = sidecar.read(paths.models() / "planted-seed0", "")
    assert used.model == {"width": 60, "kept": 1}
    assert used.train["init"] == "reference:best"
    assert used.train["normalise_inputs"] is False
    assert read["fit"]["init"]["file"] == "made.pth"
    found = safetensors.numpy.load_file(paths.models() / "planted-seed0.safetensors")
    assert all(np.array_equal(found[name], values) for name, values in floats(known).items())
    asked = len(archive.requests)
    training.run({"DEVICE": "cpu", "INIT": "reference:best"})
    assert len(archive.requests) == asked, "what is here is not asked for again"


def test_a_published_file_that_is_another_is_refused(known, settings, archive):
    config = settings(init=None)
    with pytest.raises(UserError, match="other") as error:
        initial.configured(config, "reference:other")
    assert error.value.code == 3
    assert [path.name for path in (paths.models() / "reference").iterdir() if path.suffix == ".pth"] == []


def test_what_is_not_known_is_refused(known, project, settings):
    config = settings(init=None)
    for init, words in (("reference:bets", "bets"), ("nowhere.pth", "no such file")):
        with pytest.raises(UserError, match=words):
            initial.configured(config, init)
    (project / "references" / "weights.json").write_text("{}")
    with pytest.raises(UserError, match=r"weights\.json"):
        initial.configured(config, "reference")
    (project / "references" / "weights.json").unlink()
    with pytest.raises(UserError, match="No published weights"):
        initial.configured(config, "reference")
