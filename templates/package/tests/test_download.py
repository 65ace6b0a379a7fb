"""The wire: connections that are used again, answers of every form, what changed meanwhile, proxies."""

import hashlib
import json
import socket
import threading

import numpy as np
import pytest
from archive import BODY, left, part, raw, run, unfinished

from _package_ import checksum, fetch, manifest, paths, settings
from _package_.errors import UserError
from _package_.fetching import connections, mirror, stream, summary, web

GIT = "git-sha1:" + hashlib.sha1(b"blob %d\0" % len(BODY) + BODY).hexdigest()


def test_a_connection_serves_many_files(archive, listed):
    archive.files |= {f"/{k}.bin": BODY[: 1000 + k] for k in range(40)}
    small = {"size": None, "checksum": None}
    listed(*((f"{k}.bin", small) for k in range(40)))
    run("JOBS=2")
    assert (len(archive.requests), archive.connections) == (40, 2)
    assert all(raw(f"{k}.bin").read_bytes() == BODY[: 1000 + k] for k in range(40))


@pytest.mark.parametrize("fault", ["chunked", "unsized"])
@pytest.mark.parametrize("size", [len(BODY), None])
def test_an_answer_without_its_length(archive, listed, fault, size):
    archive.faults["/a.bin"] = [fault]
    listed(("a.bin", {"size": size}))
    run()
    assert raw().read_bytes() == BODY
    assert len(archive.requests) == 1


def test_compressed_bytes_are_not_the_file(archive, listed, capsys):
    archive.headers = {"Content-Encoding": "gzip"}
    with pytest.raises(UserError):
        run()
    assert "compressed" in capsys.readouterr().err
    assert left() == []


@pytest.mark.parametrize("size", [len(BODY), None])
def test_what_git_calls_a_file(archive, listed, size):
    listed(("a.bin", {"checksum": GIT, "size": size}))
    archive.faults["/a.bin"] = ["chunked"]
    run()
    assert raw().read_bytes() == BODY
    assert checksum.of(raw(), GIT).complaint() is None
    listed(("a.bin", {"checksum": GIT[:-1] + "x", "size": size}))
    with pytest.raises(UserError):
        run("VERIFY=1")
    assert left() == []


@pytest.mark.parametrize("apart", [False, True])
def test_the_hash_follows_the_file(tmp_path, apart):
    path, digest = tmp_path / "part", checksum.Digest("md5:")
    path.write_bytes(BODY[:2_000_000])
    rest = [BODY[k : k + 1000] for k in range(2_000_000, len(BODY), 1000)]

    def read(view):
        chunk = rest.pop(0) if rest else b""
        view[: len(chunk)] = chunk
        return len(chunk)

    with path.open("ab", buffering=0) as out:
        offset, stop = 2_000_000, threading.Event()
        stream.receive(read, out.fileno(), path, digest, offset, None, lambda _: None, stop, apart)
    assert path.read_bytes() == BODY
    assert digest.sha256 == hashlib.sha256(BODY).hexdigest()
    assert digest.size == len(BODY)


def test_a_weak_validator_is_compared_here(archive, listed):
    listed(("a.bin", {"checksum": None}))
    part(1000, f"{archive.url}/a.bin", etag='W/"old"', content=b"x" * 1000)
    state = json.loads(unfinished(".part.json").read_text()) | {"modified": "Wed, 21 Oct 2015 07:28:00 GMT"}
    unfinished(".part.json").write_text(json.dumps(state))
    archive.etag, archive.faults["/a.bin"] = 'W/"new"', ["ignores If-Range"]
    run()
    assert archive.ranges() == ["bytes=1000-", None]
    assert raw().read_bytes() == BODY


def test_a_link_that_expired_is_asked_for_anew(archive, listed):
    archive.files["/signed"] = BODY
    archive.faults = {"/a.bin": ["302 Location: /signed"] * 2, "/signed": ["403"]}
    run()
    assert [path for path, _ in archive.requests] == ["/a.bin", "/signed", "/a.bin", "/signed"]
    assert raw().read_bytes() == BODY


def test_a_long_wait_is_left_to_the_user(archive, listed, capsys):
    archive.faults["/a.bin"] = ["503 Retry-After: 3600"]
    with pytest.raises(UserError):
        run()
    assert "3600 s" in capsys.readouterr().err
    assert len(archive.requests) == 1


def test_a_proxy_is_asked_and_named_when_it_refuses(archive, listed, monkeypatch, capsys):
    listed(("a.bin", {"urls": ["http://archive.invalid/a.bin"]}))
    archive.files["http://archive.invalid/a.bin"] = BODY
    monkeypatch.delenv("no_proxy")
    monkeypatch.setenv("http_proxy", archive.url.replace("//", "//user:p%40ss@"))
    run()
    assert archive.requests[0][1]["Proxy-Authorization"] == "Basic dXNlcjpwQHNz"
    listed(("a.bin", {"urls": ["https://archive.invalid/a.bin"]}))
    monkeypatch.setenv("https_proxy", archive.url.replace("//", "//user:p%40ss@"))
    raw().unlink()
    with pytest.raises(UserError):
        run()
    said = capsys.readouterr().err
    assert "the proxy 127.0.0.1" in said
    assert "p@ss" not in said
    assert "p%40ss" not in said


def test_a_host_that_never_answers(listed, monkeypatch, capsys):
    monkeypatch.setattr(connections, "TIMEOUT", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        listed(("a.bin", {"urls": [f"http://127.0.0.1:{silent.getsockname()[1]}/a.bin"]}))
        with pytest.raises(UserError):
            run()
    assert "timed out" in capsys.readouterr().err


def test_a_drip_is_given_up(archive, listed, monkeypatch, capsys):
    now = [0.0]

    def later():
        now[0] += 100.0
        return now[0]

    monkeypatch.setattr(stream.time, "monotonic", later)
    archive.files["/a.bin"] = BODY[:50_000]
    listed(("a.bin", {"size": None, "checksum": None}))
    with pytest.raises(UserError):
        run()
    assert "bytes/s" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["{}", "file://{}"])
def test_a_mirror_may_be_a_folder(listed, tmp_path_factory, monkeypatch, form):
    folder = tmp_path_factory.mktemp("mirror")
    place = folder / "zenodo.org" / "a b"
    place.parent.mkdir()
    place.write_bytes(BODY)
    monkeypatch.setenv("FAIR_AI_MIRROR", form.format(folder))
    listed(("a.bin", {"urls": ["https://zenodo.org/a%20b?download=1"]}))
    run()
    assert raw().read_bytes() == BODY
    for url in ("https://zenodo.org/../../x", "https://zenodo.org/%2e%2e/%2e%2e/x", "https://../../x"):
        with pytest.raises(mirror.Refused):
            mirror.on_disk(url, paths.root())


def test_json_is_alone_on_stdout(archive, listed, capsys, monkeypatch):
    monkeypatch.setattr(fetch.importlib, "import_module", lambda _: pytest.fail("processing needs the files"))
    listed(("a.bin", {}), ("gone.bin", {}))
    with pytest.raises(UserError):
        fetch.run(settings.read({}, ["JSON=1"]))
    said = json.loads(capsys.readouterr().out)
    assert said["format"] == summary.FORMAT
    assert [(one["path"], one["state"]) for one in said["files"]] == [("a.bin", "fetched"), ("gone.bin", "failed")]
    assert said["files"][0]["sha256"] == hashlib.sha256(BODY).hexdigest()
    assert said["files"][0]["source"] == f"{archive.url}/a.bin"
    assert said["receivedBytes"] == len(BODY)
    assert said["error"]["exitCode"] == 3


def test_root_addresses_are_asked_last_and_name_their_package(archive, listed, capsys):
    listed(("gone.bin", {"urls": [f"{archive.url}/gone.bin", "root://eos.invalid//a"]}))
    with pytest.raises(UserError):
        run()
    said = capsys.readouterr().err
    assert "404" in said
    assert "pip install '.[xrootd]'" in said


def test_large_and_small_are_read_with_the_same_care():
    digest = checksum.Digest("SHA-256:" + hashlib.sha256(BODY).hexdigest())
    for chunk in np.array_split(np.frombuffer(BODY, np.uint8), 7):
        digest.update(chunk.tobytes())
    assert digest.complaint() is None
    assert web.PLAIN("https://zenodo.org/api/records/1/files/a.bin/content?x=1&y=%20")
    assert not web.PLAIN("https://zenodo.org/a b")
    assert manifest.FORMAT
