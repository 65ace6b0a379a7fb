"""Raw files become arrays in one step or not at all, with statistics of what was written."""

import itertools
import json
import os
import subprocess
import sys
import types
from pathlib import Path

import numpy as np
import pytest

from _package_ import data, fetch, manifest, paths, schema_file, settings, task
from _package_.arrays import Arrays
from _package_.errors import UserError
from _package_.schema import Array, Chunk, Field

FIELDS = (Field("a", "s"), Field("b", "m"))
LAYOUT = {
    "x": Array("input", "table", "float64", (2,), "standard", FIELDS),
    "cloud": Array("input", "cloud", "float32", (3, 2), "standard", FIELDS, mask="real"),
    "real": Array("mask", "cloud", "bool", (3,)),
    "y": Array("target", "table", "int64", (), classes=("even", "odd")),
}


def rows_of(files):
    for path in files:
        for line in path.read_text().splitlines():
            yield [float(word) for word in line.split(",")]


def chunks(files, options):
    rows = rows_of(files)
    while batch := list(itertools.islice(rows, 7)):
        x, number = np.array(batch), np.arange(len(batch))
        cloud = np.repeat(x[:, None, :], 3, axis=1)
        real = np.arange(3) <= (number % 3)[:, None]
        cloud[~real] = np.nan  # padding must not count
        split = np.where(number % 7 < options["train"], "train", "val")
        yield Chunk(split, {"x": x, "cloud": cloud, "real": real, "y": number % 2})


def write(folder, rows, seed, options):
    path = folder / "part one.csv"
    random = np.random.default_rng(seed)
    np.savetxt(path, random.normal([5.0, -1e3], [1e-3, 1.0], (rows, 2)), delimiter=",")
    return [path]


@pytest.fixture
def recipe(project, monkeypatch):
    """A project whose recipe and sample are those above, with one real file put there by hand."""
    source = project / "recipe.py"
    source.write_text("# what make and is_current look at\n")
    made = types.ModuleType(f"{data.__package__}.planted")
    vars(made).update(__file__=str(source), chunks=chunks, SPLITS={"train": "a", "val": "b"})
    vars(made)["layout"] = lambda files, options: LAYOUT
    monkeypatch.setitem(sys.modules, made.__name__, made)
    monkeypatch.setattr(data, "recipe", made)
    monkeypatch.setattr(task, "NAME", "classification")
    monkeypatch.setattr(data, "sample", types.SimpleNamespace(write=write))
    dataset = {"title": "T", "status": "metadata-only", "recordUrl": None, "access": "by mail", "files": []}
    said = {
        "format": manifest.FORMAT,
        "recipe": {"key": "planted", "options": {"train": 5}},
        "datasets": [dataset],
    }
    paths.manifest().write_text(json.dumps(said))
    paths.raw("real").mkdir()
    write(paths.raw("real"), 100, 1, {})
    return made


def run(*assignments):
    variables = settings.read({}, assignments)
    fetch.run(variables)


def test_arrays_and_statistics(recipe):
    run()
    arrays = Arrays(paths.processed("real"))
    described = arrays.schema
    assert (described.recipe, described.data_kind, described.task) == ("planted", "real", "classification")
    assert {name: split.rows for name, split in described.splits.items()} == {"train": 72, "val": 28}
    assert [source.path for source in described.sources] == ["part one.csv"]
    assert described.options == {"train": 5}
    for split in ("train", "val"):
        x, cloud = arrays.open(split, "x"), arrays.open(split, "cloud")[arrays.open(split, "real")]
        for name, values in (("x", x), ("cloud", cloud.astype(float))):
            found = described.arrays[name].statistics[split]
            assert found.count == len(values)
            np.testing.assert_allclose(found.mean, values.mean(axis=0), rtol=1e-12 if name == "x" else 1e-6)
            np.testing.assert_allclose(found.std, values.std(axis=0), rtol=1e-11 if name == "x" else 1e-2)
    assert described.arrays["y"].statistics == {}


def test_what_is_up_to_date_is_left(recipe):
    run()
    before = (paths.processed("real") / "train" / "x.npy").stat().st_ino
    run()
    assert (paths.processed("real") / "train" / "x.npy").stat().st_ino == before


@pytest.mark.parametrize("what", ["recipe", "options", "bytes"])
def test_what_changed_is_made_anew(recipe, what):
    run()
    before = (paths.processed("real") / "train" / "x.npy").stat().st_ino
    later = paths.schema("real").stat().st_mtime + 5
    if what == "recipe":
        os.utime(recipe.__file__, (later, later))
    elif what == "options":
        paths.manifest().write_text(paths.manifest().read_text().replace('"train": 5', '"train": 6'))
    else:
        write(paths.raw("real"), 90, 2, {})
    run()
    assert (paths.processed("real") / "train" / "x.npy").stat().st_ino != before


def test_the_sample_says_so_and_touches_nothing_real(recipe):
    run()
    before = {path: path.stat().st_mtime_ns for path in paths.root().rglob("*") if "sample" not in str(path)}
    run("DATA=sample")
    made = schema_file.load(paths.schema("sample"))
    assert made.data_kind == "sample"
    assert sum(split.rows for split in made.splits.values()) == data.SAMPLE_ROWS
    folder = paths.root() / "data"
    after = {path: path.stat().st_mtime_ns for path in paths.root().rglob("*") if "sample" not in str(path)}
    assert {path for path in before if before[path] != after[path]} <= {folder}
    assert sorted(path.name for path in (folder / "sample").iterdir()) == ["processed", "raw"]
    first = made.sources
    run("DATA=sample")
    assert schema_file.load(paths.schema("sample")).sources == first, "the sample is the same every time"


def test_a_recipe_that_needs_a_target_leaves_nothing(recipe):
    def layout(files, options):
        raise UserError("No target is set.", "Columns: a, b.")

    recipe.layout = layout
    with pytest.raises(UserError, match="Columns"):
        run()
    assert not paths.processed("real").exists()


def test_a_missing_value_is_named_and_leaves_what_was_there(recipe):
    run()
    path = paths.raw("real") / "part one.csv"
    path.write_text(path.read_text() + "nan,1\n")
    with pytest.raises(UserError, match="a has 1 missing"):
        run()
    assert Arrays(paths.processed("real")).rows(["train", "val"]) == 100
    assert sorted(entry.name for entry in paths.processed("real").parent.iterdir() if entry.is_dir()) == [
        "processed",
        "raw",
    ]


def test_an_undescribed_split_is_a_bug_of_the_recipe(recipe):
    recipe.SPLITS = {"train": "a"}
    with pytest.raises(ValueError, match="'val'"):
        run()


def test_no_row_is_no_data(recipe):
    (paths.raw("real") / "part one.csv").write_text("")
    with pytest.raises(UserError, match="no row"):
        run()


def command(*words, **environment):
    source = str(Path(data.__file__).parents[1])
    known = {**os.environ, "PYTHONPATH": source, **environment}
    return subprocess.run([sys.executable, *words], env=known, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["dta"], "data"),
        (["data", "FILE=x"], "FILES"),
        (["train", "DATA=smaple"], "sample"),
        (["conda-env"], "Unknown target"),
    ],
)
def test_a_wrong_word_gets_two_lines(project, words, said):
    done = command("-m", "_package_", *words)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 2
    assert said in done.stderr


def test_fetching_and_help_need_the_standard_library_only(project):
    code = (
        "import sys; sys.modules.update(dict.fromkeys(['numpy', 'yaml']));"
        "import _package_.__main__ as m;"
        "import _package_.fetch, _package_.project;"
        "sys.exit(m.main(sys.argv[1:]))"
    )
    done = command("-c", code, "help")
    assert (done.returncode, done.stderr) == (0, "")
    done = command("-c", code, "data")
    assert done.returncode == 2
    assert done.stderr.strip().splitlines()[-1] == "Run `make env`."


def test_a_target_that_the_task_does_not_predict_is_refused(recipe, monkeypatch):
    monkeypatch.setattr(task, "NAME", "regression")
    with pytest.raises(UserError, match="classes; this is a regression"):
        run()


@pytest.mark.parametrize("module", ["data", "describe"])
def test_making_the_data_loads_nothing_that_draws_or_learns(module):
    slow = ("matplotlib", "sklearn", "torch", "tensorflow", "jax")
    code = f"import sys, _package_.{module}; print(*sys.modules.keys() & sys.argv)"
    assert command("-c", code, *slow).stdout == "\n"
