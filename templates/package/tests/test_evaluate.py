"""Evaluation: the numbers are those of the predictions, over seeds, by split, beside references and published ones."""

import json

import numpy as np
import pytest

from _package_ import evaluate, paths, task, trained
from _package_.errors import UserError
from _package_.scores import Metric, over_seeds, words

CLASSIFY = task.LOSS == "cross-entropy"
HEADLINE = task.HEADLINE


@pytest.fixture(autouse=True)
def drawn(monkeypatch):
    """What would be drawn; the figures themselves are tested with the task."""
    asked = []
    monkeypatch.setattr(task, "figures", lambda schema, samples, folder, kind: asked.append((samples, kind)) or [])
    return asked


def report():
    return json.loads((paths.reports() / "metrics.json").read_text())


def found(split, kind="model", metric=HEADLINE):
    (result,) = [r for r in report()["results"] if (r["split"], r["kind"]) == (split, kind)]
    return result["metrics"][metric]


def test_numbers_are_those_of_the_predictions_in_the_targets_unit(models):
    models()
    evaluate.run({})
    if CLASSIFY:
        assert found("test")["value"] > 0.99
    else:
        assert found("test")["value"] == pytest.approx(0.1, rel=0.2)  # the planted noise, mm
        assert found("test")["unit"] == "mm"
        assert found("test", "reference")["value"] == pytest.approx(found("test")["value"])  # the same relation
    assert [r["split"] for r in report()["results"] if r["kind"] == "model"] == ["train", "val", "test"]


def test_chunks_change_nothing(models, monkeypatch):
    models()
    evaluate.run({})
    whole = found("test")
    monkeypatch.setattr(trained, "CHUNK", 7)
    evaluate.run({})
    assert found("test") == whole


def test_splits_fitted_on_together_are_scored_as_one(models):
    models(fit_on=("train", "val"))
    evaluate.run({})
    results = [r for r in report()["results"] if r["kind"] == "model"]
    assert [(r["split"], r["rows"]) for r in results] == [("train+val", 800), ("test", 300)]


def test_seeds_give_mean_and_spread(models, drawn, capsys):
    models(seeds=(0, 1, 2))
    evaluate.run({})
    one = found("test")
    assert one["n"] == len(one["values"]) == 3
    assert one["value"] == pytest.approx(np.mean(one["values"]))
    assert one["spread"] == pytest.approx(np.std(one["values"], ddof=1))
    assert drawn[0][0][0].model == "planted (seed 0)"  # figures show one of them and say which
    assert "(3 seeds)" in capsys.readouterr().out


def test_published_numbers_stand_beside_and_are_named_so(models, capsys):
    models()
    entry = {"model": "theirs", "metric": HEADLINE, "split": "test", "value": 0.5, "unit": None, "source": "a paper"}
    other = {**entry, "split": "elsewhere"}
    (paths.root() / "references" / "published.json").write_text(json.dumps([entry, other]))
    evaluate.run({})
    assert report()["published"] == [entry]
    assert f"published: theirs, {HEADLINE} 0.5 (a paper)" in capsys.readouterr().out


def test_a_sample_says_so_everywhere_and_touches_no_real_model(models, drawn, capsys):
    models("sample")
    evaluate.run({"DATA": "sample"})
    assert report()["data_kind"] == json.loads((paths.reports() / "run.json").read_text())["data_kind"] == "sample"
    assert drawn[0][1] == "sample"
    assert "SYNTHETIC" in capsys.readouterr().out
    assert all("-sample-" in path.name for path in paths.models().iterdir())
    assert not (paths.root() / "data" / "processed").exists()


def test_the_report_names_the_runs_and_the_settings_that_were_really_used(models, settings, capsys):
    models(epochs=3)
    settings(epochs=99)
    evaluate.run({})
    assert report()["config"]["train"]["epochs"] == 3
    assert "other settings" in capsys.readouterr().out
    sidecar = json.loads((paths.models() / "planted-seed0.json").read_text())
    assert report()["trained_by"] == [sidecar["run"]["id"]]
    assert report()["run"] == json.loads((paths.reports() / "run.json").read_text())["id"]


def test_without_seed_the_seeds_of_the_last_training_are_measured(models, settings):
    models(seeds=(0, 1, 2))
    models(seeds=(4,))
    settings(seeds=(0,))  # what the configuration says is for the next training
    evaluate.run({})
    assert report()["seeds"] == report()["config"]["seeds"] == [4]
    assert json.loads((paths.reports() / "run.json").read_text())["seeds"] == [4]
    evaluate.run({"SEED": "0,2"})
    assert report()["seeds"] == [0, 2]
    models("sample", seeds=(7,))
    evaluate.run({})
    assert report()["seeds"] == [4]  # a sample is another kind


def test_what_does_not_belong_together_is_refused(models, planted, settings):
    settings()
    with pytest.raises(UserError, match="no processed data"):
        evaluate.run({})
    models(seeds=(0, 1))
    with pytest.raises(UserError, match="no trained model planted-seed5"):
        evaluate.run({"SEED": "0,5"})
    planted(rows=900)
    with pytest.raises(UserError, match="other data"):
        evaluate.run({})


def test_changed_weights_are_refused(models):
    models()
    (paths.models() / "planted-seed0.bin").write_text("other")
    with pytest.raises(UserError, match="not the file"):
        evaluate.run({})


def test_a_split_that_is_not_there_is_named(models, settings):
    models()
    settings(fit_on=("trian",))
    with pytest.raises(UserError, match="trian"):
        evaluate.run({})


def test_words():
    assert words(1.99642354887, None, 1, "mm") == "1.9964235489 mm"
    assert words(-1e-15, None, 1, None) == "0.0000000000"
    assert words(1.41721, 0.01234, 3, "mm") == "1.417 ± 0.012 mm (3 seeds)"
    assert words(123.4, 4.56, 5, None) == "123.4 ± 4.6 (5 seeds)"
    assert words(1234.5, 456.0, 5, None) == "1234 ± 456 (5 seeds)"
    assert words(None, None, 1, None) == "not defined"
    assert words(1.0, 0.0, 3, None) == "1.0000000000 ± 0.0000000000 (3 seeds)"
    assert over_seeds([Metric(1.0), Metric(float("nan"))]).as_dict()["value"] is None
