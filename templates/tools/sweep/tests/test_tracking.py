"""MLflow: settings, losses of every epoch and the run's id arrive where they were sent."""

import json

import pytest

from _package_ import paths, trained


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # MLflow's own
def test_a_run_arrives(models, settings, tmp_path):
    mlflow = pytest.importorskip("mlflow", reason="MLflow is optional: pip install '.[mlflow]'")
    from _package_ import tracking

    models(seeds=[0])
    config = settings(model={"hidden": [3]})
    stem = trained.stem(config.name, "real", 0)
    lines = [{"epoch": k, "train_loss": 1 / k, "lr": 0.1} for k in (1, 2)]
    stem.with_name(stem.name + ".log.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    tracking.log(f"sqlite:///{tmp_path}/runs.db", stem, config)
    client = mlflow.MlflowClient(f"sqlite:///{tmp_path}/runs.db")
    (run,) = client.search_runs([one.experiment_id for one in client.search_experiments()])
    assert json.loads(run.data.params["model.hidden"]) == [3]
    assert run.data.tags["fair-ai.data_kind"] == "real"
    assert [one.value for one in client.get_metric_history(run.info.run_id, "train_loss")] == [1, 0.5]
    assert [one.path for one in client.list_artifacts(run.info.run_id)] == [f"{stem.name}.json"]
    assert paths.models() == stem.parent
