"""Cards: numbers land between the markers, name their run, and leave every other character as it was."""

import json

import pytest
import yaml

from _package_ import card, markdown, paths, task
from _package_.errors import UserError

README = "# Mine\r\nwords ü\n\n<!-- results:start -->\nold\n<!-- results:end -->\n\ntrailing  \n"
HEADER = "---\n# a comment\nlicense: mit\ntags:\n- a\nmodel-index:\n- name: old\n  results: []\nmetrics:\n- rmse\n---\n"
CITATION = "cff-version: 1.2.0\ntitle: x\n# results:start\n# results:end\n"
NAME = task.HEADLINE


def one(value, spread=None, n=1, unit="mm"):
    interval = {"low": value - 0.03, "high": value + 0.03}
    found = {"value": value, "unit": unit, "spread": spread, "n": n, "values": [value] * n}
    return {**found, "interval": interval, "remark": None}


@pytest.fixture
def report(project, settings):
    asked = settings()
    (project / "README.md").write_bytes(README.encode())
    (project / "models" / "README.md").write_text(HEADER + "\n# Card\n<!-- results:start -->\n<!-- results:end -->\n")
    (project / "CITATION.cff").write_text(CITATION)
    (project / "models" / "fair4ml.jsonld").write_text(
        '{"@type": "fair4ml:MLModel", "name": "n", "hasEvaluation": [1]}'
    )

    def write(kind="real", **changes):
        values = {
            "data_kind": kind,
            "headline": NAME,
            "run": "20260102T030405Z-0123abcd",
            "date": "2026-01-02",
            "model": "linear",
            "framework": "scikit-learn",
            "config": asked.as_dict(),
            "seeds": [0],
            "data": {"recipe": "any", "sources": [{"path": "a.csv", "sha256": "f" * 64, "size": 1}]},
            "results": [
                {"kind": "model", "model": "linear", "split": "test", "rows": 9, "metrics": {NAME: one(1.99642354887)}},
                {"kind": "reference", "model": "a | formula", "split": "test", "rows": 9, "metrics": {NAME: one(3.0)}},
            ],
            "published": [
                {
                    "model": "dnn",
                    "metric": NAME,
                    "split": "test",
                    "value": 1.741000000000222,
                    "unit": "mm",
                    "source": "a paper",
                }
            ],
            **changes,
        }
        (paths.reports() / "metrics.json").write_text(json.dumps(values))

    write()
    return write


def test_only_what_stands_between_the_markers_changes(report, project):
    card.run({})
    text = (project / "README.md").read_bytes().decode()
    start, end = README.index("old"), README.index("<!-- results:end")
    assert text.startswith(README[:start])
    assert "\n\n\n" not in text
    assert text.endswith(README[end:])
    for word in (
        f"| {NAME} \\[mm\\] |",
        "| 1.996 ± 0.030 |",
        f"- {NAME}: ".replace("_", "\\_"),
        "20260102T030405Z-0123abcd",
        "2026-01-02",
        "f" * 64,
        "data_kind `real`",
    ):
        assert word in text


def test_published_numbers_have_a_table_of_their_own_with_their_source(report, project):
    card.run({})
    ours, _, theirs = (project / "README.md").read_text().partition("Published by others")
    assert "1.741" not in ours
    assert f"| dnn | test | {NAME} | 1.741 mm |" in theirs  # at most ten decimals
    assert "a paper" in theirs
    assert "1.99" not in theirs


def test_a_second_run_changes_nothing_and_a_new_number_replaces_the_old(report, project):
    card.run({})
    first = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    card.run({})
    assert first == {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    report(
        seeds=[0, 1, 2],
        results=[
            {"kind": "model", "model": "linear", "split": "test", "rows": 9, "metrics": {NAME: one(7.5, 0.25, 3)}}
        ],
    )
    card.run({})
    for name in ("README.md", "models/README.md", "CITATION.cff", "models/fair4ml.jsonld"):
        text = (project / name).read_text()
        assert "1.99" not in text
        said = "| 7.500 ± 0.030 ± 0.25 |" if name.endswith(".md") else "7.500 ± 0.030 mm, ± 0.25 mm over 3 seeds"
        assert said in text
    assert "the second ± is the standard deviation over 3 seeds" in (project / "README.md").read_text()


def test_the_model_cards_header_keeps_every_other_line(report, project):
    card.run({})
    text = (project / "models" / "README.md").read_text()
    _, header, _ = text.split("---\n", 2)
    assert [line for line in HEADER.splitlines() if line not in header.splitlines()] == [
        "---",
        "- name: old",
        "  results: []",
        "---",
    ]
    values = yaml.safe_load(header)
    assert list(values) == ["license", "tags", "metrics", "model-index"]
    (entry,) = values["model-index"]
    assert "&id" not in header
    (result,) = entry["results"]  # the formula is not the model's result
    assert result["dataset"]["name"] == "Planted | data"
    assert result["dataset"]["split"] == "test"
    assert result["metrics"] == [{"type": NAME, "name": f"{NAME} [mm]", "value": 1.99642354887}]
    assert result["task"] == {"type": task.PIPELINE}


def test_machines_get_the_evaluation_once(report, project):
    card.run({})
    card.run({})
    record = json.loads((project / "models" / "fair4ml.jsonld").read_text())
    (evaluation,) = record["hasEvaluation"]
    assert record["name"] == "n"
    assert evaluation["@type"] == "MLModelEvaluation"
    assert evaluation["evaluationResults"][0]["value"] == 1.99642354887
    assert "0123abcd" in evaluation["name"]
    cff = (project / "CITATION.cff").read_text()
    assert yaml.safe_load(cff) == {"cff-version": "1.2.0", "title": "x"}
    assert f"# linear, test: {NAME} 1.996 ± 0.030 mm\n" in cff


def test_a_sample_is_no_result(report, project):
    card.run({})
    report("sample")
    card.run({"DATA": "sample"})
    for name in ("README.md", "models/README.md"):
        assert "**These are numbers of a synthetic sample and no result.**" in (project / name).read_text()
    assert "synthetic sample" in (project / "CITATION.cff").read_text()
    assert "hasEvaluation" not in json.loads((project / "models" / "fair4ml.jsonld").read_text())
    assert "model-index" not in (project / "models" / "README.md").read_text()


def test_numbers_of_the_other_kind_of_data_and_of_the_control_are_refused(report):
    report("sample")
    with pytest.raises(UserError, match="sample data, not real"):
        card.run({})
    report(config={"train": {"shuffle_targets": True}})
    with pytest.raises(UserError, match="control"):
        card.run({})
    (paths.reports() / "metrics.json").unlink()
    with pytest.raises(UserError, match="Nothing has been measured"):
        card.run({})


@pytest.mark.parametrize("name", ["README.md", "models/README.md", "CITATION.cff"])
@pytest.mark.parametrize("change", ["end", "twice", "gone"])
def test_a_file_without_its_markers_is_named_and_nothing_is_written(report, project, name, change):
    path = project / name
    text = path.read_text()
    if change == "gone":
        path.unlink()
    else:
        path.write_text(text.replace("results:end", "results-end") if change == "end" else text + text)
    before = {file: file.read_bytes() for file in project.rglob("*") if file.is_file()}
    with pytest.raises(UserError, match=name):
        card.run({})
    assert before == {file: file.read_bytes() for file in project.rglob("*") if file.is_file()}


def test_a_model_of_other_settings_than_those_asked_for_reaches_no_card(report, project, settings):
    before = (project / "README.md").read_bytes()
    settings(lr=0.5)
    with pytest.raises(UserError, match=r"than baseline: train.lr 0.5 → 0.02"):
        card.run({})
    assert (project / "README.md").read_bytes() == before
    card.run({"SET": "train.lr=0.02"})
    assert (project / "README.md").read_bytes() != before


@pytest.mark.parametrize(
    ("name", "said"),
    [("a.csv", "`a.csv`"), ("a `b` c.csv", "``a `b` c.csv``"), ("`id`", "`` `id` ``"), ("a``b", "```a``b```")],
)
def test_a_name_stands_in_code_as_it_is(name, said):
    assert markdown.code(name) == said
