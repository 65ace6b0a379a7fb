"""The Croissant file and the data dictionary say what is in the files, and lose nothing that a person wrote."""

import csv
import gzip
import hashlib
import json

import numpy as np
import pytest

from _package_ import cells, describe, dictionary, lock, manifest, paths, rawtable, records, schema, schema_file
from _package_.errors import UserError
from _package_.lock import Locked
from _package_.manifest import Dataset, File, Manifest
from _package_.rawtable import Column

HEAD = ["name", "f0", "f1", "y", "target", "far off"]
ROWS = [["a, b", "1", "2.5", "3", "x", "True"], ['c "d"', "2", "", "-4e3", "1", "False"]]
NOTE = "Not listed here: 1 of 2 files, for which the archive gives neither MD5 nor SHA-256;"
NOTE += " make data adds them with the SHA-256 that it measures."


def write_csv(path, rows=ROWS, head=HEAD):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *rows])
    return path


@pytest.fixture
def described(project, planted):
    """Planted arrays, said to be made of files in data/raw/, and a Croissant file, which is completed and returned."""
    planted(form="table")
    (project / "data" / "raw").mkdir()
    start = {"name": "planted", "description": f"Planted.\n\n{NOTE}", "license": "mine", "variableMeasured": []}
    path = project / "data" / "croissant.json"
    path.write_text(json.dumps(start))

    def go(*names, listed=()):
        raw = paths.raw("real")
        digests = {name: hashlib.sha256((raw / name).read_bytes()).hexdigest() for name in names}
        sizes = {name: (raw / name).stat().st_size for name in names}
        lock.write(paths.lock(), {name: Locked(digests[name], sizes[name]) for name in names})
        made = json.loads(paths.schema("real").read_text())
        made["sources"] = [{"path": name, "sha256": digests[name], "size": sizes[name]} for name in names]
        paths.schema("real").write_text(json.dumps(made))
        dataset = Dataset("Planted", "resolved", None, None, tuple(listed))
        describe.complete(Manifest("planted", {}, (dataset,)))
        return json.loads(path.read_text())

    return go


def fields(document):
    return {field["name"]: field for field in document["recordSet"][0]["field"]}


def test_a_table_is_read_from_the_raw_file(described):
    raw = write_csv(paths.raw("real") / "my table.csv")
    listed = [File("my table.csv", 5, "adler32:00000000", ("https://example.org/t.csv",))]
    document = described("my table.csv", listed=listed)
    (file,) = document["distribution"]
    digest = hashlib.sha256(raw.read_bytes()).hexdigest()
    assert (file["sha256"], file["contentSize"]) == (digest, f"{raw.stat().st_size} B")
    assert (file["@id"], file["contentUrl"]) == ("my_table.csv", "raw/my table.csv")
    assert [(name, one["dataType"]) for name, one in fields(document).items()] == [
        ("name", "sc:Text"),
        ("f0", "sc:Integer"),
        ("f1", "sc:Float"),
        ("y", "sc:Float"),
        ("target", "sc:Text"),
        ("far off", "sc:Boolean"),
    ]
    assert fields(document)["far off"]["@id"] == "records/far_off"
    assert fields(document)["f0"]["source"] == {"fileObject": {"@id": "my_table.csv"}, "extract": {"column": "f0"}}
    assert document["recordSet"][0]["description"] == "The 2 rows of my table.csv"
    assert document["license"] == "mine"
    assert document["description"] == "Planted."
    assert not (paths.data("real") / records.PATH).exists()


def test_a_second_time_changes_no_byte(described):
    write_csv(paths.raw("real") / "a.csv")
    described("a.csv")
    found = [paths.data("real") / "croissant.json", paths.root() / "references" / "data-dictionary.csv"]
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in found]
    described("a.csv")
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in found] == before


def test_what_is_not_fetched_is_said_until_it_is(described):
    write_csv(paths.raw("real") / "a.csv")
    write_csv(paths.raw("real") / "b.csv")
    listed = [File("a.csv", None, None, ()), File("b.csv", None, "adler32:00000000", ())]
    assert described("a.csv", listed=listed)["description"] == f"Planted.\n\n{NOTE}"
    assert described("a.csv", "b.csv", listed=listed)["description"] == "Planted."


def test_several_tables_are_one_record_set(described):
    write_csv(paths.raw("real") / "a [1].csv")
    (paths.raw("real") / "b.csv.gz").write_bytes(gzip.compress(write_csv(paths.raw("real") / "b.csv").read_bytes()))
    document = described("a [1].csv", "b.csv.gz")
    tables = document["distribution"][-1]
    assert tables["includes"] == ["raw/a [[]1].csv", "raw/b.csv.gz"]
    assert tables["encodingFormat"] == ["text/csv", "application/gzip"]
    assert fields(document)["f0"]["source"]["fileSet"] == {"@id": "tables"}
    assert document["recordSet"][0]["description"].startswith("The 4 rows of 2 tables")


def test_other_files_get_a_table_of_the_processed_rows(described):
    (paths.raw("real") / "any.root").write_bytes(b"root")
    document = described("any.root")
    table = paths.data("real") / records.PATH
    file = document["distribution"][-1]
    assert file["sha256"] == hashlib.sha256(table.read_bytes()).hexdigest()
    assert file["contentUrl"] == "processed/records.csv"
    with table.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert list(rows[0]) == list(fields(document))
    assert fields(document)["split"]["dataType"] == ["sc:Text", "cr:Split"]
    assert fields(document)["f1"]["description"] == "(s)"
    described_by = schema_file.load(paths.schema("real"))
    assert {name: sum(row["split"] == name for row in rows) for name in described_by.splits} == {
        name: split.rows for name, split in described_by.splits.items()
    }
    test = np.load(paths.processed("real") / "test" / "features.npy")
    np.testing.assert_array_equal([float(row["f2"]) for row in rows if row["split"] == "test"], test[:, 2])


def test_many_rows_are_a_share_of_each_split(described, monkeypatch):
    monkeypatch.setattr(records, "ROWS", 11)  # of 1100: 600, 200, 300
    (paths.raw("real") / "any.root").write_bytes(b"root")
    said = described("any.root")["recordSet"][0]["description"]
    assert said == "The first 11 rows of the processed arrays: 6 of 600 train, 2 of 200 val, 3 of 300 test"


def test_an_array_too_wide_for_a_table_is_named(described, monkeypatch):
    monkeypatch.setattr(records, "WIDTH", 3)
    (paths.raw("real") / "any.root").write_bytes(b"root")
    assert "f0" in fields(described("any.root"))  # columns with names are described, however many there are
    monkeypatch.setattr(records, "named", lambda array: False)
    document = described("any.root")
    assert "f0" not in fields(document)
    assert document["recordSet"][0]["description"].endswith("left out: features (4,)")


def test_what_others_wrote_stays_and_what_is_gone_goes(described):
    path = paths.data("real") / "croissant.json"
    gone = {"@id": "old.csv", "contentUrl": "raw/old.csv", "md5": "0" * 32}
    own = {"@id": "mine", "contentUrl": "https://example.org/mine.csv"}
    path.write_text(json.dumps({"distribution": [gone, own], "recordSet": [{"@id": "mine"}], "rai:dataBiases": "some"}))
    write_csv(paths.raw("real") / "a.csv")
    document = described("a.csv")
    assert [one["@id"] for one in document["distribution"]] == ["a.csv", "mine"]
    assert [one["@id"] for one in document["recordSet"]] == ["records", "mine"]
    assert document["rai:dataBiases"] == "some"


def test_what_is_in_an_archive_is_a_file_set(described):
    (paths.raw("real") / "all.zip").write_bytes(b"zip")
    stamp = paths.data("real") / "interim" / "all.zip" / ".unpacked.json"
    stamp.parent.mkdir(parents=True)
    stamp.write_text(json.dumps({"members": {"a.csv": 1, "b/c.csv": 2, "README": 3}}))
    for _ in range(2):
        document = described("all.zip")
        assert [one["@id"] for one in document["distribution"]] == [
            "all.zip",
            "processed/records.csv",
            "all.zip/*",
            "all.zip/*.csv",
        ]
        *_, readme, tables = document["distribution"]
        assert (tables["includes"], tables["encodingFormat"]) == ("*.csv", "text/csv")
        assert (readme["includes"], readme["containedIn"]) == (["README"], {"@id": "all.zip"})


@pytest.mark.parametrize("text", ["{", "[]", '{"distribution": [1]}', '{"distribution": 1}'])
def test_a_broken_file_is_named_and_left(described, text):
    path = paths.data("real") / "croissant.json"
    path.write_text(text)
    write_csv(paths.raw("real") / "a.csv")
    with pytest.raises(UserError, match=r"croissant\.json"):
        described("a.csv")
    assert path.read_text() == text


@pytest.mark.parametrize(
    "text",
    [
        "y;target;a\n1;2;3\n",  # another separator
        "y,target,y\n1,2,3\n",  # a name twice
        "y,target, a\n1,2,3\n",
        "y,target,\n1,2,3\n",
        "y,target,a\n1,2\n",
        "y,target,a\n1,2,3,4\n",
        "y,target,\xe4\n1,2,3\n".encode("latin1"),
        "",
    ],
)
def test_what_a_plain_reader_gets_wrong_is_not_offered(project, text):
    path = project / "a.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert rawtable.read(project, ["a.csv"], "y") is None


def test_a_byte_order_mark_and_tabs_are_fine(project):
    (project / "a.tsv").write_bytes("\ufeffy\tb\n1\tx\n\n2\t\n".encode())
    table = rawtable.read(project, ["a.tsv"], "y")
    assert table is not None
    assert [(one.name, one.type) for one in table.columns] == [("y", "integer"), ("b", "string")]
    assert table.said == "The 2 rows of a.tsv"


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (["1", "", "-2"], "integer"),
        (["1", "2.5"], "number"),
        (["1e3", "inf", "NaN"], "number"),
        (["True", "FALSE"], "boolean"),
        (["1", "True"], "string"),
        (["", "NA"], None),
    ],
)
def test_the_kind_of_a_column(column, expected):
    assert cells.kind(column) == expected


def test_kinds_of_parts_are_joined():
    assert cells.joined("integer", "number") == "number"
    assert cells.joined("integer", "boolean") == "string"
    assert cells.joined(None, "boolean") == "boolean"


def test_lines_of_json(project):
    path = project / "a.jsonl"
    rows = [{"y": 1, "word": "a", "list": [1]}, {"y": 2.5, "word": None, "flag": True, "list": []}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert cells.of_lines(path) == ({"y": "number", "word": "string", "flag": "boolean"}, 2)
    path.write_text('{"y": 1, "code": "007"}\n')  # pandas would make it 7
    assert cells.of_lines(path) is None
    path.write_text('{"y": 1, "date": 5}\n')  # and this 1970
    assert cells.of_lines(path) is None


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_dictionary_gains_rows_and_loses_nothing(project, end):
    path = project / "references" / "data-dictionary.csv"
    before = f'\ufeffname,unit,description,mine{end}y,mm,"my ""own"", two{end}lines",x'  # no last line end
    path.write_bytes(before.encode())
    columns = [Column("y", "number"), Column('a "b", c', "integer", "GeV", "said")]
    assert dictionary.complete(path, columns, {}) == 1
    assert path.read_bytes().decode() == f'{before}{end}"a ""b"", c",GeV,said,{end}'
    assert dictionary.complete(path, columns, {}) == 0


def test_the_dictionary_is_in_utf8(project):
    path = project / "references" / "data-dictionary.csv"
    path.write_bytes("name,description\ny,L\xe4nge\n".encode("latin1"))
    with pytest.raises(UserError, match="UTF-8"):
        dictionary.complete(path, [Column("a", "number")], {})


def test_roles_and_words_of_people_reach_both(described):
    path = paths.root() / "references" / "data-dictionary.csv"
    path.write_text("name,role,type,unit,description\nf0,input,integer,GeV,Energy\n")
    write_csv(paths.raw("real") / "a.csv")
    document = described("a.csv")
    assert fields(document)["f0"]["description"] == "Energy (GeV)"
    rows = dictionary.read(path)
    assert (rows["f1"]["role"], rows["f1"]["type"], rows["far off"]["role"]) == ("input", "number", "ignored")


@pytest.mark.parametrize("name", ["mass [g]", "a=b", "x[0]"])
def test_a_name_with_brackets_or_an_equals_sign_is_that_of_its_column(name):
    assert records.column(schema.Field(name, None, None, name)) == name
    assert records.column(schema.Field(f"{name}=red", None, None, name)) == name


def test_units_of_people_reach_who_reads_the_schema(described):
    path = paths.dictionary()
    path.write_text("name,role,type,unit,description\nf0,input,integer,GeV,Energy\n")
    assert schema_file.load(paths.schema("real")).arrays["features"].fields[0].shown == "f0 [GeV]"


def test_a_sample_is_never_described(project, planted):
    planted("sample")
    path = project / "data" / "croissant.json"
    path.write_text("{}")
    describe.complete(Manifest("planted", {}, (Dataset("Planted", "resolved", None, None, ()),)))
    assert json.loads(path.read_text()) == {}


@pytest.mark.parametrize("other", ["a.csv", "A.csv"])
def test_of_names_that_are_one_file_somewhere_the_first_is_taken(project, other):
    datasets = [{"title": "Planted", "files": [{"path": "a.csv"}]}, {"title": "Other", "files": [{"path": other}]}]
    wrong = {"format": manifest.FORMAT, "recipe": {"key": "any"}, "datasets": datasets}
    (project / "data" / "manifest.json").write_text(json.dumps(wrong))
    listed = manifest.load(project / "data" / "manifest.json")
    assert [file.path for file in listed.files] == ["a.csv"]
    assert listed.left_out == (f"{other!r} would be one file with 'a.csv'",)
