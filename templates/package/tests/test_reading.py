"""What is decided about a file is said, kept in the lock and in schema.json, and handed to the next run."""

import json
import types

import numpy as np
import pytest

from _package_ import current, data, decisions, fetch, lock, manifest, paths, reading, schema_file, settings, task
from _package_ import wording as words
from _package_.errors import UserError
from _package_.schema import Array, Chunk, Field, Source

GERMAN = {"separator": ";", "decimal": ",", "encoding": "utf-8", "header": 1}
LAYOUT = {
    "features": Array("input", "table", "float64", (1,), "standard", (Field("a"),)),
    "y": Array("target", "table", "float64", (1,)),
}


@pytest.fixture
def recipe(project, monkeypatch):
    """A project with two files of its own, whose recipe decides what is in `recipe.says` and notes what it was told."""
    source = project / "recipe.py"
    source.write_text("# what is_current looks at\n")
    made = types.ModuleType(f"{data.__package__}.deciding")
    told: list[dict] = []
    says = dict.fromkeys(("a.csv", "b.csv"), GERMAN)

    def layout(files, options):
        told.append({path.name: dict(decisions.remembered(path)) for path in files})
        return LAYOUT

    def chunks(files, options):
        x = np.arange(6.0)[:, None]
        yield Chunk(np.array(["train"] * 6), {"features": x, "y": x})

    def decided(files, options):
        return {path: says[path.name] for path in files}

    vars(made).update(__file__=str(source), layout=layout, chunks=chunks, decisions=decided, SPLITS={"train": "all"})
    vars(made).update(told=told, says=says)
    monkeypatch.setattr(data, "recipe", made)
    monkeypatch.setattr(task, "NAME", "regression")
    dataset = {"title": "T", "status": "metadata-only", "recordUrl": None, "access": "by mail", "files": []}
    said = {"format": manifest.FORMAT, "recipe": {"key": "own", "options": {}}, "datasets": [dataset]}
    paths.manifest().write_text(json.dumps(said))
    paths.raw("real").mkdir()
    for name in says:
        (paths.raw("real") / name).write_text(f"{name}\n")
    return made


def run():
    fetch.run(settings.read({}, []))


def test_decisions_are_said_once_for_files_alike_and_kept_in_lock_and_schema(recipe, capsys):
    run()
    out = capsys.readouterr().out
    assert out.count("columns separated by semicolons, decimal comma") == 1
    assert "2 files, a.csv … b.csv: UTF-8" in out
    kept = lock.decided(paths.lock())
    assert {name: {**one, "sha256": None} for name, one in kept.items()} == {
        name: {**GERMAN, "sha256": None} for name in ("a.csv", "b.csv")
    }
    assert all(kept[name]["sha256"] == locked.sha256 for name, locked in lock.read(paths.lock()).items())
    assert schema_file.load(paths.schema("real")).read == kept


def test_the_next_run_hands_them_to_the_reader_of_unchanged_files_only(recipe, capsys):
    run()
    (paths.raw("real") / "b.csv").write_text("another table\n")
    recipe.says["b.csv"] = {**GERMAN, "decimal": "."}
    capsys.readouterr()
    run()
    assert recipe.told == [{"a.csv": {}, "b.csv": {}}, {"a.csv": GERMAN, "b.csv": {}}]
    assert "b.csv: read otherwise than before: decimal comma → point" in capsys.readouterr().out
    assert lock.decided(paths.lock())["b.csv"]["decimal"] == "."


def test_what_was_dropped_from_the_lock_is_compared_with_the_arrays_that_are_there(recipe, capsys):
    run()
    lock.write(paths.lock(), lock.read(paths.lock()), {})  # as `update --data` leaves it
    recipe.says["a.csv"] = {**GERMAN, "separator": "\t"}
    capsys.readouterr()
    run()
    assert recipe.told[-1] == {"a.csv": {}, "b.csv": {}}
    assert "a.csv: read otherwise than before: separator semicolon → tab" in capsys.readouterr().out


def test_a_decision_edited_in_the_lock_makes_the_data_anew(recipe):
    run()
    run()
    assert len(recipe.told) == 1, "nothing has changed"
    edited = {name: {**one, "decimal": "."} for name, one in lock.decided(paths.lock()).items()}
    lock.write(paths.lock(), lock.read(paths.lock()), edited)
    run()
    assert recipe.told[-1]["a.csv"]["decimal"] == "."


def test_the_fetcher_keeps_decisions_of_files_that_are_still_there(recipe):
    run()
    locked = lock.read(paths.lock())
    lock.write(paths.lock(), {"a.csv": locked["a.csv"]})
    assert list(lock.decided(paths.lock())) == ["a.csv"]


def test_members_of_archives_are_named_below_them_and_have_their_digest(project):
    member = paths.interim() / "all.zip" / "tables" / "a.csv"
    deciding = types.SimpleNamespace(decisions=lambda files, options: {member: GERMAN})
    sources = [Source("all.zip", "f" * 64, 3)]
    found = reading.decided(deciding, [member], sources, {})
    assert found == {"all.zip/tables/a.csv": {"sha256": "f" * 64, **GERMAN}}
    lock.write(paths.lock(), {"all.zip": lock.Locked("f" * 64, 3)}, found)
    with reading.remembered("real", [member], sources):
        assert decisions.remembered(member) == GERMAN
    with reading.remembered("real", [member], [Source("all.zip", "e" * 64, 3)]):
        assert decisions.remembered(member) == {}
    lock.write(paths.lock(), {"all.zip": lock.Locked("f" * 64, 4)})
    assert list(lock.decided(paths.lock())) == ["all.zip/tables/a.csv"]


def test_a_lock_of_before_is_read_and_stays_as_it_was(recipe):
    locked = {"a.csv": lock.Locked("0" * 64, 1)}
    lock.write(paths.lock(), locked)
    assert "read" not in json.loads(paths.lock().read_text())
    assert (lock.read(paths.lock()), lock.decided(paths.lock())) == (locked, {})


@pytest.mark.parametrize("read", [[], {"a.csv": {"decimal": ","}}, {"a.csv": ","}])
def test_a_lock_that_was_edited_badly_is_refused(project, read):
    paths.lock().write_text(json.dumps({"format": lock.FORMAT, "files": {}, "read": read}))
    with pytest.raises(UserError, match="is not a fair-ai/lock@1 file"):
        lock.decided(paths.lock())


def test_a_recipe_without_decisions_says_and_keeps_nothing(recipe, capsys):
    del recipe.decisions
    run()
    assert "csv:" not in capsys.readouterr().out
    assert "read" not in json.loads(paths.lock().read_text())
    assert current.is_current(recipe, manifest.load(paths.manifest()), schema_file.load(paths.schema("real")).sources)


def test_words_of_every_key():
    one = {
        "separator": "\t",
        "decimal": {"pH": ",", "T": ",", "n": "."},
        "thousands": {"n": "."},
        "encoding": "cp1252",
        "quote": "'",
        "skip": 3,
        "comment": "#",
        "header": 2,
        "units_row": True,
        "footer": [9, 10],
        "sheet": "Data",
        "others": ["Notes", "\x1b[31mRed"],
        "missing": {"pH": {"NA": 2, "?": 1}},
        "index": "Unnamed: 0",
        "left_out": {"when": "a time", "id\x07": "a time"},
        "new": 1,
    }
    form, content = words.lines({"x.csv": one}, None)
    assert form == (
        "x.csv: CP1252, columns separated by tabs, quotes apostrophe, decimal comma in pH, T, thousands separated by "
        "points in n, 3 lines above the header skipped, lines that begin with # skipped, 2 header lines, joined, "
        "units in the line below the header, the last 2 lines left out, sheet Data, not read: Notes, [31mRed"
    )
    assert content == (
        'x.csv: index column Unnamed: 0 left out; taken for missing: pH "NA" 2×, "?" 1×; '
        "left out: when, id (a time); new 1"
    )


def test_lines_are_short_on_the_terminal_and_counts_of_files_alike_are_added():
    one, other = ({**GERMAN, "missing": {"pH": {"NA": count}}} for count in (1, 2))
    assert words.lines({"a.csv": one, "b.csv": other})[1] == '2 files, a.csv … b.csv: taken for missing: pH "NA" 3×'
    wide = {**GERMAN, "left_out": {f"column {place}": "one value only" for place in range(800)}}
    assert all(len(line) <= words.WIDTH for line in words.lines({"a.csv": wide}))


def test_the_data_card_says_it_between_its_markers(project, capsys):
    path = paths.data("real") / "README.md"
    path.write_text("\n".join(["# Mine", *reading.MARKERS, "rest"]) + "\n")
    reading.describe({"a|b.csv": GERMAN})
    start, end = reading.MARKERS
    said = r"- a\|b.csv: UTF-8, columns separated by semicolons, decimal comma"
    assert path.read_text() == f"# Mine\n{start}\n{said}\n{end}\nrest\n"
    path.unlink()
    reading.describe({"a.csv": GERMAN})
    assert "data/manifest.lock.json alone" in capsys.readouterr().out


@pytest.mark.parametrize("sign", ["\u00a0", "\u202f", "\u2009", " "])
def test_a_sign_that_cannot_be_seen_is_named(sign):
    (form,) = words.lines({"x.csv": {"encoding": "utf-8", "thousands": sign}}, None)
    assert "thousands separated by" in form
    assert "spaces" in form
