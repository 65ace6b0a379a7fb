"""Evaluation: the numbers are those of the predictions, over seeds, by split, beside references and published ones."""

import json

import numpy as np
import pytest

from _package_ import config, evaluate, paths, recipe, spread, task, trained
from _package_.errors import UserError
from _package_.scores import Baseline, Metric

HEADLINE = task.HEADLINE
SCORES = {  # of the planted noise of 0.1 mm, at a forecast's level of 50 mm; a density's follow from the stub
    "classification": (None, (0.99, 1)),
    "regression": ("mm", (0.08, 0.12)),
    "forecast": ("%", (0.18, 0.27)),  # the noise of the level that is known last and of the one to come
    "density": ("nat", (-10, -1)),
}


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
    unit, (low, high) = SCORES[task.NAME]
    assert low < found("test")["value"] < high
    assert found("test")["unit"] == unit
    if task.NAME == "regression":
        assert found("test", "reference")["value"] == pytest.approx(found("test")["value"])  # the same relation
    if task.NAME == "forecast":  # the planted formula knows the level without noise
        assert found("test", "reference")["value"] == pytest.approx(found("test")["value"] / 2**0.5, rel=0.1)
    assert [r["split"] for r in report()["results"] if r["kind"] == "model"] == ["train", "val", "test"]


def test_chunks_change_nothing(models, monkeypatch):
    models()
    evaluate.run({})
    whole = found("test")
    monkeypatch.setattr(trained, "BYTES", 7 * 32)
    evaluate.run({})
    assert found("test") == whole


def test_memory_is_bounded_by_the_bytes_of_a_row(models, monkeypatch):
    arrays = models()
    seen = []
    stub = trained.predictor

    def watching(*arguments):
        predict = stub(*arguments)
        return lambda chunk: seen.append({name: len(rows) for name, rows in chunk.items()}) or predict(chunk)

    monkeypatch.setattr(trained, "predictor", watching)
    monkeypatch.setattr(trained, "BYTES", 1)
    trained.predict(trained.load(trained.open_data({})[1], "real", arrays)[0], arrays, ["val"], "cpu")
    assert seen == [dict.fromkeys(arrays.schema.feeds, 1)] * 200  # never less than a row


def test_a_figure_can_look_up_the_inputs_of_a_row(models, drawn):
    arrays = models(fit_on=("train", "val"))
    evaluate.run({})
    sample = drawn[0][0][0]
    name = next(iter(arrays.schema.inputs))
    assert np.array_equal(sample.inputs(599)[name], arrays.open("train", name)[599])
    assert np.array_equal(sample.inputs(601)[name], arrays.open("val", name)[1])
    with pytest.raises(IndexError):
        sample.inputs(800)


def test_what_the_recipe_measures_on_the_raw_files_stands_beside_while_they_are_there(models, monkeypatch, capsys):
    asked = []

    def baselines(files, options):
        asked.append([path.name for path in files])
        return [Baseline("a rule", "2016", 9, {"its_own": Metric(0.25, "%")})]

    monkeypatch.setattr(recipe, "baselines", baselines, raising=False)
    entry = {"model": "a rule", "metric": "its_own", "split": "2016", "value": 0.3, "unit": "%", "source": "a paper"}
    (paths.root() / "references" / "published.json").write_text(json.dumps([entry]))
    models()
    evaluate.run({})
    assert not asked  # the raw files are gone
    raw = paths.raw("real")
    raw.mkdir(parents=True)
    (raw / "table.csv").write_text("planted")
    evaluate.run({})
    assert asked == [["table.csv"]]
    assert found("2016", "reference", "its_own")["value"] == 0.25
    assert report()["published"] == [entry]
    assert "published: a rule, its_own 0.3 % (a paper)" in capsys.readouterr().out


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
    assert "over 3 seeds" in capsys.readouterr().out


def test_published_numbers_stand_beside_and_are_named_so(models, capsys):
    models()
    entry = {
        "model": "planted",
        "metric": HEADLINE,
        "split": "test",
        "value": 0.5,
        "digits": 2,
        "unit": None,
        "source": "a paper",
    }
    others = [{**entry, "split": "elsewhere"}, {**entry, "model": "another"}]
    (paths.root() / "references" / "published.json").write_text(json.dumps([entry, *others]))
    evaluate.run({})
    assert report()["published"] == [entry]
    assert f"published: planted, {HEADLINE} 0.50 (a paper)" in capsys.readouterr().out


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
    (paths.models() / f"planted-seed0{trained.SUFFIX}").write_text("other")
    with pytest.raises(UserError, match="not the file"):
        evaluate.run({})


def test_a_split_that_is_not_there_is_named(models, settings):
    models()
    settings(fit_on=("trian",))
    with pytest.raises(UserError, match="trian"):
        evaluate.run({})


def test_what_is_not_defined_is_null():
    found = [spread.of({"auc": Metric(value)}) for value in (1.0, float("nan"))]
    assert spread.over_seeds(found)["auc"].as_dict()["value"] is None


def test_every_number_has_an_interval_over_its_rows_beside_the_spread_over_seeds(models, capsys):
    models(seeds=(0, 1))
    evaluate.run({})
    one = found("test")
    assert one["interval"]["low"] < one["value"] < one["interval"]["high"]
    alone = [spread_of_seed(seed) for seed in (0, 1)]
    assert one["interval"]["low"] == pytest.approx(np.mean([each["interval"]["low"] for each in alone]))
    assert one["interval"]["count"] == (300 if task.NAME != "forecast" else 300 // one_block())
    assert "± is the 68 % interval over the rows" in capsys.readouterr().out


def spread_of_seed(seed):
    evaluate.run({"SEED": str(seed)})
    return found("test")


def one_block():
    """Rows that hang together: as many as the cube root of the split, and as windows share steps (none do here)."""
    return round(300 ** (1 / 3))


def test_few_rows_have_no_interval_and_say_so(models, planted, capsys, monkeypatch):
    models()
    monkeypatch.setattr("_package_.intervals.ROWS", 301)
    evaluate.run({})
    one = found("test")
    assert one["interval"] is None
    assert one["remark"] == "300 rows: too few for an interval"
    assert "(300 rows: too few for an interval)" in capsys.readouterr().out
    assert found("train")["interval"]


def test_the_control_is_scored_against_permuted_targets(models):
    """Even a model that knows the answer is no better than chance."""
    if task.NAME == "density":
        pytest.skip("a density has no target")
    arrays = models(shuffle_targets=True)
    found, _ = evaluate.measure(trained.load(config.load(), "real", arrays), arrays, "cpu")
    scores = {result.split: result.metrics[task.HEADLINE].value for result in found}
    if task.NAME == "classification":
        assert all(abs(score - 0.5) < 0.1 for score in scores.values())
    else:
        assert min(scores.values()) > 1
