"""Fetching ends with the right bytes or with a named failure and no file; what is whole is not asked for again."""

import hashlib
import io
import urllib.parse
import zlib

import pytest
from archive import BODY, MD5, left, part, raw, run

from _package_ import lock, manifest, paths, private, settings
from _package_.errors import UserError
from _package_.fetching import agree, download, hosts, tokens, web


def test_a_file_comes_once(archive, listed):
    assert [file.path for file in run()] == ["a.bin"]
    assert raw().read_bytes() == BODY
    assert left() == ["a.bin"]
    assert lock.read(paths.lock()) == {"a.bin": lock.Locked(hashlib.sha256(BODY).hexdigest(), len(BODY))}
    before = paths.lock().read_text()
    run()
    assert len(archive.requests) == 1
    assert paths.lock().read_text() == before
    assert archive.requests[0][1]["User-Agent"].endswith("(create-fair-ai project; python)")


@pytest.mark.parametrize("size", [1, 1_500_000, len(BODY) - 1])
def test_a_killed_download_goes_on(archive, listed, size):
    part(size, f"{archive.url}/a.bin")
    run()
    assert archive.ranges() == [f"bytes={size}-"]
    assert archive.requests[0][1]["If-Range"] == '"one"'
    assert raw().read_bytes() == BODY
    assert left() == ["a.bin"]


def test_a_whole_part_needs_no_request(archive, listed):
    part(len(BODY), f"{archive.url}/a.bin")
    run()
    assert archive.requests == []
    assert raw().read_bytes() == BODY


@pytest.mark.parametrize("fault", ["", "no-range"])
def test_a_file_that_changed_begins_anew(archive, listed, fault):
    part(1000, f"{archive.url}/a.bin", etag='"old"' if not fault else '"one"', content=b"x" * 1000)
    archive.faults["/a.bin"] = [fault] if fault else []
    run()
    assert archive.ranges() == ["bytes=1000-"]
    assert raw().read_bytes() == BODY


def test_a_part_without_validator_or_checksum_is_not_trusted(archive, listed):
    archive.etag = None
    listed(("a.bin", {"checksum": None}))
    part(1000, f"{archive.url}/a.bin", etag=None, content=b"x" * 1000)
    run()
    assert archive.ranges() == [None]
    assert raw().read_bytes() == BODY


def test_a_range_with_another_start_is_refused(archive, listed):
    part(1000, f"{archive.url}/a.bin")
    archive.faults["/a.bin"] = ["shifted"]
    run()
    assert archive.ranges() == ["bytes=1000-", None]
    assert raw().read_bytes() == BODY


def test_416_compares_sizes(archive, listed):
    listed(("a.bin", {"size": None}))
    part(len(BODY), f"{archive.url}/a.bin")
    run()
    assert archive.ranges() == [f"bytes={len(BODY)}-"]
    assert raw().read_bytes() == BODY


@pytest.mark.parametrize("fault", ["wrong", "html", "202", "200", "longer", "half", "500", "503", "429 Retry-After: 0"])
def test_one_bad_answer_is_survived(archive, listed, fault):
    archive.faults["/a.bin"] = [fault]
    run()
    assert raw().read_bytes() == BODY
    assert left() == ["a.bin"]
    assert archive.ranges() == [None, "bytes=1500000-" if fault == "half" else None]


@pytest.mark.parametrize(
    ("fault", "requests", "words"),
    [
        ("wrong", 2, MD5.removeprefix("md5:")),
        ("html", 2, "HTML"),
        ("202", 2, "202"),
        ("200", 2, "expected 3000000|0 bytes"),
        ("longer", 2, "3000001 bytes, expected 3000000"),
        ("500", 6, "500"),
        ("401", 1, "login"),
        ("403", 1, "not allowed"),
        ("404", 1, "on tape"),
        ("410", 1, "withdrawn"),
        ("302 Location: file:///etc/hostname", 1, "redirect"),
        ("302 Location: /a.bin", 6, "redirects"),
    ],
)
def test_a_bad_archive_is_named_and_leaves_no_file(archive, listed, capsys, fault, requests, words):
    archive.faults["/a.bin"] = [fault] * 20
    with pytest.raises(UserError, match=r"1 of 1 files.*a\.bin") as caught:
        run()
    assert caught.value.code == 3
    assert len(archive.requests) == requests
    said = capsys.readouterr().err
    assert any(word in said for word in words.split("|"))
    assert not raw().exists()
    assert not paths.lock().exists()


def test_nothing_is_no_file(archive, listed):
    archive.files["/a.bin"] = b""
    listed(("a.bin", {"size": None, "checksum": None}))
    with pytest.raises(UserError):
        run()
    listed(("a.bin", {"size": 0, "checksum": None}))
    run()
    assert raw().read_bytes() == b""


@pytest.mark.parametrize(
    ("words", "zenodo", "other"),
    [
        ((), 2, 4),
        (("JOBS=1",), 1, 1),
        (("JOBS=9",), 2, 9),
        (("HOST_JOBS=3",), 3, 3),
        (("JOBS=9", "HOST_JOBS=8"), 4, 8),
    ],
)
def test_hosts_have_their_caps(project, words, zenodo, other):
    said = settings.read({}, words)
    places = hosts.Hosts(int(said.get("JOBS", 4)), int(said["HOST_JOBS"]) if "HOST_JOBS" in said else None)
    for host, most in (("zenodo.org", zenodo), ("example.org", other)):
        gate = places.gate(host)
        assert [gate.acquire(blocking=False) for _ in range(most + 1)] == [True] * most + [False]


def test_the_others_come_all_the_same(archive, listed):
    archive.files["/b/c d.bin"] = archive.files["/b/c%20d.bin"] = BODY
    listed(("a.bin", {}), ("gone.bin", {}), ("b/c d.bin", {}))
    with pytest.raises(UserError, match=r"1 of 3 files .*gone\.bin"):
        run()
    assert left() == ["a.bin", "b/c d.bin"]
    assert sorted(lock.read(paths.lock())) == ["a.bin", "b/c d.bin"]


def test_a_redirect_is_followed(archive, listed):
    archive.files["/elsewhere"] = BODY
    archive.faults["/a.bin"] = ["307 Location: /elsewhere"]
    run()
    assert [path for path, _ in archive.requests] == ["/a.bin", "/elsewhere"]
    assert raw().read_bytes() == BODY


def test_the_mirror_stands_for_every_https_host_redirects_too(archive, listed, monkeypatch):
    monkeypatch.setenv("FAIR_AI_MIRROR", archive.url + "/")
    monkeypatch.setenv("ZENODO_TOKEN", "secret")
    archive.files["/objects.example.org/x"] = archive.files["/zenodo.org/a"] = BODY
    archive.faults["/zenodo.org/a"] = ["302 Location: https://objects.example.org/x"]
    listed(("a.bin", {"urls": ["https://zenodo.org/a"]}))
    run()
    assert [path for path, _ in archive.requests] == ["/zenodo.org/a", "/objects.example.org/x"]
    tokens = [headers.get("Authorization") for _, headers in archive.requests]
    assert tokens == ["Bearer secret", None]


@pytest.mark.parametrize(
    ("url", "asked", "sent"),
    [
        ("https://zenodo.org/a", "https://zenodo.org/a", True),
        ("https://zenodo.org.example.org/a", "https://zenodo.org.example.org/a", False),
        ("https://zenodo.org/a", "https://cache.example.org/zenodo.org/a", False),
        ("http://zenodo.org/a", "http://zenodo.org/a", False),
        ("https://objects.example.org/a", "https://objects.example.org/a", False),
    ],
)
def test_a_token_goes_to_its_own_host(monkeypatch, url, asked, sent):
    monkeypatch.setenv("ZENODO_TOKEN", "secret")
    assert bool(tokens.header(url, asked)) is sent


@pytest.mark.parametrize("bad", ["se\ncret", "se cret", "se\x1bcret", "s\u00e9cret", "se\u202ecret", "se\x7fcret"])
@pytest.mark.parametrize("host", [*tokens.TOKENS, "kaggle"])
def test_a_token_that_is_none_is_refused_and_never_told(monkeypatch, host, bad):
    name = tokens.TOKENS["www.kaggle.com" if host == "kaggle" else host][0]
    monkeypatch.setenv("KAGGLE_KEY" if host == "kaggle" else name, bad)
    monkeypatch.setenv("KAGGLE_USERNAME", "ada")
    url = f"https://{'www.kaggle.com' if host == 'kaggle' else host}/a"
    with pytest.raises(UserError) as caught:
        tokens.header(url, url)
    assert "cret" not in str(caught.value)
    assert caught.value.code == 2


def test_verify_names_a_damaged_file_and_fetches_it_anew(archive, listed, capsys):
    run()
    damaged = bytearray(BODY)
    damaged[7] ^= 1
    raw().write_bytes(damaged)
    run()
    assert len(archive.requests) == 1, "the right size is enough without VERIFY"
    run("VERIFY=1")
    assert "a.bin: md5 is" in capsys.readouterr().err
    assert len(archive.requests) == 2
    assert raw().read_bytes() == BODY


def test_the_lock_vouches_where_the_archive_does_not(archive, listed, capsys):
    listed(("a.bin", {"checksum": None}))
    run()
    raw().unlink()
    archive.files["/a.bin"] = BODY[::-1]
    with pytest.raises(UserError, match=r"a\.bin"):
        run()
    assert hashlib.sha256(BODY).hexdigest() in capsys.readouterr().err
    assert left() == []


@pytest.mark.parametrize(
    "checksum",
    [
        "sha256:" + hashlib.sha256(BODY).hexdigest().upper(),
        "sha1:" + hashlib.sha1(BODY).hexdigest(),
        "sha512:" + hashlib.sha512(BODY).hexdigest(),
        f"adler32:{zlib.adler32(BODY):08x}",
        f"adler32:{zlib.adler32(BODY):x}",
        None,
    ],
)
def test_checksums(archive, listed, checksum):
    listed(("a.bin", {"checksum": checksum}))
    run()
    assert left() == ["a.bin"]
    if checksum:
        listed(("a.bin", {"checksum": checksum[:-1] + ("0" if checksum[-1] != "0" else "1")}))
        with pytest.raises(UserError):
            run("VERIFY=1")
        assert left() == []


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", "a//b", "a\\b", "C:/x", "a\nb", "", ".", "x\x00"])
def test_no_path_leads_out_of_the_folder(archive, listed, path, capsys):
    listed((path, {}))
    with pytest.raises(UserError, match="No file of T can be stored"):
        run()
    listed((path, {}), ("a.bin", {}))
    assert [file.path for file in run()] == ["a.bin"]
    assert "left out" in capsys.readouterr().err
    assert left() == ["a.bin"]


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        (["CON.csv", "a.bin"], ["a.bin"]),
        (["a.bin", "aux", "d/x. /y", "com1 .txt", "e" * 256, "f\u202eg", "g\ud800"], ["a.bin"]),
        (["STRASSE.csv", "stra\u00dfe.csv"], ["STRASSE.csv"]),
        (["\ufb01t.csv", "FIT.csv", "e\u0301", "\u00c9"], ["\ufb01t.csv", "e\u0301"]),
        (["a", "a/b", "c/d", "C"], ["a", "c/d"]),
        (["k\u0131l", "kil", ".unfinished/x", "a.bin", "a.bin.part", "a.bin.part.json"], None),
    ],
)
def test_a_name_that_cannot_be_stored_is_left_out_alone(archive, listed, names, kept):
    for name in names:
        archive.files["/" + urllib.parse.quote(name, errors="replace")] = BODY
    listed(*((name, {}) for name in names))
    run()
    assert left() == sorted(kept or names)
    assert all(raw(name).read_bytes() == BODY for name in left())


def test_names_that_a_download_might_use_keep_their_own_bytes(archive, listed, monkeypatch):
    """A record may list what looks like a temporary file; half of one is never the other."""
    names = ["big.csv", "big.csv.part", "big.csv.part.json", ".lock", ".unfinished/lock", "big.csv.new"]
    for number, name in enumerate(names):
        archive.files["/" + name] = BODY[number:]
        archive.faults["/" + name] = ["half", "half"]
    listed(*((name, {"size": None, "checksum": None}) for name in names))
    run("JOBS=6")
    assert {name: raw(name).read_bytes() == BODY[number:] for number, name in enumerate(names)} == dict.fromkeys(
        names, True
    )
    assert left() == sorted(names)


def test_a_folder_on_a_disk_of_its_own_holds_the_unfinished_files_under_a_name_that_no_record_has(project):
    disk = project / "disk"
    disk.mkdir()
    paths.raw("real").symlink_to(disk)
    assert private.folder(paths.raw("real")) == paths.raw("real") / ".unfinished"
    assert private.folder(paths.raw("real"), [".Unfinished/x", ".unfinished1"]) == paths.raw("real") / ".unfinished2"
    paths.raw("real").unlink()
    assert private.folder(paths.raw("real"), [".unfinished"]) == project / "data" / ".unfinished"


def test_no_link_leads_out_of_the_folder(archive, listed, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    paths.raw("real").mkdir(parents=True)
    (paths.raw("real") / "b").symlink_to(outside)
    archive.files["/b/x"] = BODY
    listed(("b/x", {}))
    with pytest.raises(UserError, match="b/x"):
        run()
    assert list(outside.iterdir()) == []


def test_files_limit_and_dry_run_choose(archive, listed, capsys):
    archive.files |= {"/b.root": BODY, "/d/HZZ 1.root": BODY, "/d/HZZ%201.root": BODY}
    listed(("a.bin", {}), ("b.root", {"selected": False}), ("d/HZZ 1.root", {"selected": False}))
    assert run("FILES=*HZZ*", "DRY_RUN=1") == []
    assert archive.requests == []
    assert "HZZ 1.root" in capsys.readouterr().out
    assert [file.path for file in run("FILES=*HZZ*")] == ["d/HZZ 1.root"]
    assert [file.path for file in run("FILES=*.root a.*", "LIMIT=2")] == ["a.bin", "b.root"]
    assert [file.path for file in run("FILES=*", "LIMIT=6.5MB")] == ["a.bin", "b.root"]
    for wrong in ("FILES=*.h5", "LIMIT=0", "LIMIT=few", "LIMIT=1kB", "LIMIT=2.5"):
        with pytest.raises(UserError):
            run(wrong)


def test_more_than_5_gb_wants_consent(archive, listed, monkeypatch):
    monkeypatch.setattr(agree.shutil, "disk_usage", lambda _: agree.shutil._ntuple_diskusage(10**12, 0, 10**12))
    monkeypatch.setattr("sys.stdin", io.StringIO())
    listed(("a.bin", {"size": 6 * 10**9}))
    with pytest.raises(UserError, match="YES=1") as caught:
        run()
    assert caught.value.code == 2
    assert archive.requests == []


def test_a_full_disk_is_seen_before(archive, listed, monkeypatch):
    monkeypatch.setattr(agree.shutil, "disk_usage", lambda _: agree.shutil._ntuple_diskusage(10**7, 10**7, 10))
    with pytest.raises(UserError, match="free"):
        run()
    assert archive.requests == []


def test_local_files_are_copied(archive, listed, tmp_path):
    source = tmp_path / "a file.bin"
    source.write_bytes(BODY)
    listed(("a.bin", {"urls": [source.as_uri()]}))
    run()
    assert raw().read_bytes() == BODY
    assert archive.requests == []
    raw().unlink()
    source.write_bytes(BODY[::-1])
    with pytest.raises(UserError):
        run()
    assert left() == []


def test_the_next_address_serves(archive, listed):
    urls = [f"{archive.url}/gone.bin", f"{archive.url}/a.bin", "root://eos//a"]
    listed(("a.bin", {"urls": urls}))
    run()
    assert [path for path, _ in archive.requests] == ["/gone.bin", "/a.bin"]


def test_the_cache_is_shared_and_distrusted(archive, listed, tmp_path, monkeypatch):
    monkeypatch.setenv("FAIR_AI_CACHE", str(tmp_path / "cache"))
    run()
    raw().unlink()
    run()
    assert len(archive.requests) == 1
    assert left() == ["a.bin"]
    raw().unlink()
    for place in (tmp_path / "cache").rglob("*"):
        if place.is_file():
            place.unlink()
            place.write_bytes(b"damaged")
    run()
    assert len(archive.requests) == 2
    assert raw().read_bytes() == BODY


def test_a_record_without_files_takes_what_is_put_there(archive, listed):
    listed(status="unresolved")
    with pytest.raises(UserError, match=r"update --data.*zenodo\.org/records/1"):
        run()
    raw("mine.csv").parent.mkdir(parents=True)
    raw("mine.csv").write_text("x,y\n1,2\n")
    assert [file.path for file in run()] == ["mine.csv"]
    assert lock.read(paths.lock())["mine.csv"].size == 8
    raw("mine.csv").write_text("x,y\n1,2\n3,4\n")
    run()
    assert lock.read(paths.lock())["mine.csv"].size == 12
    assert raw("mine.csv").exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "fair-ai/manifest@2"}'])
def test_another_manifest_is_refused(project, text):
    paths.manifest().write_text(text)
    with pytest.raises(UserError, match="manifest"):
        manifest.load(paths.manifest())


def test_waiting_is_capped_and_dates_are_read():
    assert web.retry_after("7") == 7
    assert web.retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert web.retry_after("soon") is None
    assert download.PATIENCE <= 120


def test_a_file_that_a_person_has_put_there_is_kept(archive, listed, capsys):
    for own in (b"my own table", BODY[::-1]):
        raw().parent.mkdir(parents=True, exist_ok=True)
        raw().write_bytes(own)
        run("VERIFY=1")
        assert raw().read_bytes() == BODY
        assert own in [path.read_bytes() for path in paths.data("real").glob("replaced/*/a.bin")]
        assert "is kept as data/replaced/" in capsys.readouterr().err
    archive.faults["/a.bin"] = ["404"] * 9
    raw().write_bytes(b"mine again")
    with pytest.raises(UserError):
        run("VERIFY=1")
    assert b"mine again" in [path.read_bytes() for path in paths.data("real").glob("replaced/*/a.bin")]
