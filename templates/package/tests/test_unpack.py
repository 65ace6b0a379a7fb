"""Archives become folders in one step or not at all, and nothing in them reaches beyond."""

import gzip
import io
import lzma
import os
import tarfile
import tracemalloc
import zipfile
from typing import Any

import pytest

from _package_ import filenames, members, paths, private, streams, unpack
from _package_.errors import UserError

SHA = "0" * 64
TarFile: Any = tarfile.TarFile  # the mode is put together from the name


@pytest.fixture
def packed(project):
    """Makes an archive of data/raw/ from names and contents; returns its name."""
    paths.raw("real").mkdir(exist_ok=True)

    def make(name, **contents):
        path = paths.raw("real") / name
        if name.endswith(".zip"):
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                for member, content in contents.items():
                    archive.writestr(member, content)
        elif ".t" in name:
            with TarFile.open(path, f"w:{name.rpartition('.')[2].replace('tgz', 'gz')}") as archive:
                for member, content in contents.items():
                    info = tarfile.TarInfo(member)
                    info.size = len(content)
                    archive.addfile(info, io.BytesIO(content))
        else:
            path.write_bytes(gzip.compress(contents["content"]))
        return name

    return make


def inside(name, limit="", globs=(), sha256=SHA):
    return [path.relative_to(paths.interim()).as_posix() for path in unpack.files([(name, sha256)], limit, globs)]


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.tgz", "a.tar.bz2", "sub.tar.xz"])
def test_the_members_are_where_the_archive_has_them(packed, name):
    packed(name, **{"./deep/b.csv": b"1", "a.csv": b"22", "__MACOSX/._a.csv": b"3", "deep/.DS_Store": b"4"})
    assert inside(name) == [f"{name}/a.csv", f"{name}/deep/b.csv"]
    assert (paths.interim() / name / "a.csv").read_bytes() == b"22"


def test_a_single_compressed_file_and_one_that_recipes_read_as_it_is(packed):
    packed("events.root.gz", content=b"bytes")
    assert inside("events.root.gz") == ["events.root.gz/events.root"]
    assert unpack.files([("table.csv.gz", SHA), ("x.jsonl.xz", SHA)]) == [
        paths.raw("real") / "table.csv.gz",
        paths.raw("real") / "x.jsonl.xz",
    ]


def test_globs_choose_and_say_what_there_is(packed):
    packed("a.zip", **{"train/x.csv": b"1", "notes.csv": b"2"})
    assert inside("a.zip", globs=["train/*"]) == ["a.zip/train/x.csv"]
    with pytest.raises(UserError, match="fits no file") as refusal:
        inside("a.zip", globs=["test/*"])
    assert "notes.csv" in refusal.value.remedy


def test_nothing_is_unpacked_twice_unless_it_changed(packed):
    packed("a.zip", **{"a.csv": b"1", "b.csv": b"2"})
    inside("a.zip")
    folder = paths.interim() / "a.zip"
    first = folder.stat().st_ino
    inside("a.zip")
    assert folder.stat().st_ino == first
    (folder / "b.csv").unlink()
    assert len(inside("a.zip")) == 2
    second = folder.stat().st_ino
    assert second != first
    inside("a.zip", sha256="1" * 64)
    assert folder.stat().st_ino != second


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/x", "C:/x", "a\\x", "a\nb", "..", "A.CSV", "a.csv/b"])
@pytest.mark.parametrize("archive", ["a.zip", "a.tar"])
def test_names_that_are_refused_leave_nothing(packed, archive, name):
    packed(archive.replace(".tar", ".tar.gz"), **{"a.csv": b"1", name: b"2"})
    before = sorted(paths.root().rglob("*"))
    with pytest.raises(UserError, match="is not unpacked: its member"):
        inside(archive.replace(".tar", ".tar.gz"))
    assert sorted(set(paths.root().rglob("*")) - set(before)) == [paths.interim()]


@pytest.mark.parametrize("archive", ["a.zip", "a.tar.gz"])
def test_names_that_not_every_system_can_store_are_left_out_alone(packed, archive, capsys):
    names = ["CON", "d/nul.txt", "x.", "e" * 300, "f/" * 600 + "g", unpack.STAMP]
    packed(archive, **{"a.csv": b"1", **dict.fromkeys(names, b"2")})
    assert inside(archive) == [f"{archive}/a.csv"]
    said = capsys.readouterr().out
    assert "'CON' is a device name on Windows: left out" in said
    assert "1 more" in said
    packed("b" + archive, **{"stra\u00dfe.csv": b"1", "STRASSE.csv": b"2"})
    with pytest.raises(UserError, match="has the name of another"):
        inside("b" + archive)


def header(kind, size, name=b"x"):
    info = tarfile.TarInfo(name.decode())
    info.type, info.size = kind, size
    return info.tobuf(tarfile.GNU_FORMAT)


def record(key, value):
    length = others = len(key) + len(value) + 3  # blank, equals sign and end of line
    while length != others + len(str(length)):
        length += 1
    text = f"{length} {key}={value}\n".encode()
    return header(b"g", len(text)) + text + bytes(-len(text) % 512)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (header(b"x", 1 << 28), "a header in it is longer than 256 KiB"),
        (header(b"g", 1 << 28), "a header in it is longer than 256 KiB"),
        (header(b"L", 1 << 28), "a header in it is longer than 256 KiB"),
        (header(b"K", 1 << 28), "a header in it is longer than 256 KiB"),
        (header(b"L", 200_000) + b"a/" * 100_000 + bytes(-200_000 % 512) + header(b"0", 0), "holds no file"),
        (header(b"x", 512) * 2000, "cannot be unpacked|longer than"),
        (b"".join(record(f"a{k}", "b") for k in range(101)) + header(b"0", 0), "more than 100 global records"),
        (header(b"1", 0), "is a link or a device"),
        (header(b"2", 0), "is a link or a device"),
        (header(b"3", 0), "is a link or a device"),
        (header(b"6", 0), "is a link or a device"),
        (record("size", "-512").replace(b"0000000 g", b"0000000 g") + header(b"0", 512), "."),
    ],
)
def test_headers_of_a_tar_are_bounded(project, content, words):
    paths.raw("real").mkdir()
    tail = gzip.compress(bytes(1 << 28), 1) if b"\x00" * 8 in content[:512] and len(content) == 512 else b""
    (paths.raw("real") / "a.tgz").write_bytes(gzip.compress(content) + tail)
    tracemalloc.start()
    try:
        with pytest.raises(UserError, match=words):
            inside("a.tgz")
        assert tracemalloc.get_traced_memory()[1] < 20e6
    finally:
        tracemalloc.stop()


def test_what_an_xz_wants_of_the_memory_is_bounded(project):
    paths.raw("real").mkdir()
    window = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 29}]
    whole = lzma.compress(b"1" * 100)
    for name, content in (("a.root.xz", lzma.compress(b"1", filters=window)), ("b.tar.xz", whole[:-30])):
        (paths.raw("real") / name).write_bytes(content)
        with pytest.raises(UserError, match="cannot be unpacked"):
            inside(name)
    (paths.raw("real") / "c.root.xz").write_bytes(whole + whole + bytes(4))
    assert inside("c.root.xz") == ["c.root.xz/c.root"]
    assert (paths.interim() / "c.root.xz" / "c.root").read_bytes() == b"1" * 200


def test_a_table_of_contents_is_bounded(packed, monkeypatch):
    packed("a.zip", **{f"{k:09}.csv": b"" for k in range(100)})
    monkeypatch.setattr(streams, "CONTENTS", 5000)
    with pytest.raises(UserError, match="table of contents"):
        inside("a.zip")


def test_a_file_that_lies_about_its_size_or_is_damaged_or_encrypted_is_refused(packed):
    path = paths.raw("real") / packed("a.zip", **{"a.csv": b"1" * 1000})
    whole = path.read_bytes()
    place = whole.rindex(b"PK\x01\x02")
    for change, message in (
        (lambda data: data[: len(data) // 2], "cannot be unpacked"),
        (lambda data: data[:place] + data[place:].replace((1000).to_bytes(4, "little"), b"\x05\x00\x00\x00"), "a.zip"),
        (lambda data: data[: place + 8] + b"\x01" + data[place + 9 :], "is encrypted"),
    ):
        path.write_bytes(change(whole))
        with pytest.raises(UserError, match=message):
            inside("a.zip")
        assert list(paths.interim().iterdir()) == []


def test_bounds_of_bytes_members_and_disk(packed, monkeypatch):
    name = packed("a.tar.gz", a=b"0" * 3000, b=b"0" * 3000)
    with pytest.raises(UserError, match=r"would unpack to more than 5\.0 kB") as refusal:
        inside(name, "5KB")
    assert "UNPACK_LIMIT=" in refusal.value.remedy
    assert len(inside(name, "6000")) == 2
    monkeypatch.setattr(unpack, "SMALL", 0)
    packed("bomb.x.gz", content=bytes(2_000_000))
    with pytest.raises(UserError, match="would unpack to more"):
        inside("bomb.x.gz")
    monkeypatch.setattr(unpack, "SPARE", 10**18)
    with pytest.raises(UserError, match="does not fit on the disk"):
        inside(name, "1GB", sha256="2" * 64)
    monkeypatch.setattr(unpack, "SPARE", 0)
    monkeypatch.setattr(members, "MOST", 1)
    with pytest.raises(UserError, match="one of more than 1"):
        inside(name, "1GB", sha256="2" * 64)
    with pytest.raises(UserError, match="is no size"):
        inside(name, "much")


def test_clean_removes_what_was_unpacked_and_nothing_else(packed):
    inside(packed("a.zip", **{"a.csv": b"1"}))
    own = paths.interim() / "mine" / "notes.txt"
    own.parent.mkdir()
    own.write_text("mine")
    unpack.clean()
    assert sorted(path.name for path in paths.interim().rglob("*")) == ["mine", "notes.txt"]


def test_a_stream_of_windows_is_left_out_there_and_taken_elsewhere(monkeypatch):
    assert filenames.problem("2020-01-01T00:00.csv") is None
    monkeypatch.setattr(filenames, "WINDOWS", True)
    assert "Windows" in str(filenames.problem("data.csv:evil.exe"))


def test_only_old_writes_of_ours_are_tidied_away(tmp_path):
    ours, theirs = "a" * 40 + "-" + "b" * 16, ("notes.txt", "a" * 40 + ".part")
    for name in (ours, *theirs, "c" * 40 + "-" + "d" * 16):
        (tmp_path / name).write_text("x")
    for name in (ours, *theirs):
        os.utime(tmp_path / name, (0, 0))
    private.tidy(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted((*theirs, "c" * 40 + "-" + "d" * 16))
