"""The wire: connections that are used again, answers of every form, what changed meanwhile, proxies."""

import contextlib
import gzip
import hashlib
import json
import socket
import threading
import zlib

import numpy as np
import pytest
from archive import BODY, left, part, raw, run, unfinished

from _package_ import checksum, fetch, manifest, paths, settings
from _package_.errors import UserError
from _package_.fetching import addresses, connections, mirror, stream, summary, web

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


PACKED = gzip.compress(BODY[:2_000_000] + bytes(1_000_000))
PLAIN = BODY[:2_000_000] + bytes(1_000_000)
DEFLATED = zlib.compress(PLAIN)


def md5(content):
    return "md5:" + hashlib.md5(content).hexdigest()


@pytest.mark.parametrize(
    ("name", "encoding", "sent", "fields", "right"),
    [
        ("a.csv", "gzip", PACKED, {"size": len(PLAIN), "checksum": md5(PLAIN)}, PLAIN),  # packed on the way
        ("a.csv.gz", "gzip", PACKED, {"size": len(PACKED), "checksum": md5(PACKED)}, PACKED),  # said of a .gz
        ("a.csv.gz", "gzip", gzip.compress(PACKED), {"size": None, "checksum": md5(PACKED)}, PACKED),
        ("a.csv", "gzip", PLAIN, {"size": len(PLAIN), "checksum": md5(PLAIN)}, PLAIN),  # said of what is not packed
        ("a.csv", "br", PLAIN, {"size": None, "checksum": md5(PLAIN)}, PLAIN),
        ("a.csv", "deflate", DEFLATED, {"size": None, "checksum": md5(PLAIN)}, PLAIN),
        ("a.csv", "deflate", DEFLATED[2:-4], {"size": len(PLAIN), "checksum": None}, PLAIN),
        ("a.csv", "x-gzip", PACKED[:] + PACKED, {"size": 2 * len(PLAIN), "checksum": None}, PLAIN * 2),
        ("a.csv", "gzip", PACKED, {"size": len(PACKED), "checksum": None}, PACKED),
        ("a.csv.gz", "gzip", PACKED, {"size": None, "checksum": None}, PACKED),
        ("a.csv", "gzip", PACKED, {"size": None, "checksum": None}, PLAIN),
        ("a.csv", "gzip", PACKED, {"size": None, "checksum": md5(b"")}, None),
        ("a.csv", "gzip", PACKED[:-20], {"size": None, "checksum": None}, None),
        ("a.csv", "br", PACKED, {"size": None, "checksum": None}, None),
        ("a.csv", "gzip", gzip.compress(bytes(9_000_000)), {"size": 1_000_000, "checksum": None}, None),
    ],
)
def test_of_an_encoded_answer_the_checksum_decides(archive, listed, capsys, name, encoding, sent, fields, right):
    archive.headers, archive.files["/" + name] = {"Content-Encoding": encoding}, sent
    listed((name, fields))
    if right is None:
        with pytest.raises(UserError):
            run()
        assert encoding in capsys.readouterr().err
        assert left() == []
        return
    run()
    assert raw(name).read_bytes() == right
    told = "nothing tells what was meant" in capsys.readouterr().err
    assert told == (fields == {"size": None, "checksum": None})


@pytest.mark.parametrize(
    "head",
    [
        "Location: http://127.0.0.1:99999/x",
        "Location: http://[::1/x",
        "Location: http:///x",
        "Location: ftp://127.0.0.1/x",
        "Location: file:///etc/passwd",
        "Location: javascript:x",
        "Location: http://a\x7fb/",
        "Location: http://" + "a" * 300 + "/x",
        "Location: http://user:pw@\xff/",
    ],
)
def test_a_redirect_that_leads_nowhere_is_refused_in_words(archive, listed, capsys, head):
    archive.faults["/a.bin"] = [f"302 {head}"] * 7
    with pytest.raises(UserError) as caught:
        run()
    assert caught.value.code == 3
    said = capsys.readouterr().err
    assert "pw" not in said
    assert "\x7f" not in said


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Length": "9" * 5000},
        {"Age": "9" * 400, "Date": "Wed, 21 Oct 2015 07:28:00 GMT"},
        {"ETag": "\x1b]0;x\x07\xad"},
        {"Content-Range": "bytes " + "9" * 5000},
        {"Last-Modified": "\xff" * 9000},
        {"Date": "Mon, 99 Xxx 0000 99:99:99 +9999"},
    ],
)
def test_a_senseless_header_is_no_traceback(archive, listed, headers):
    archive.headers = headers
    for fault in ("", "503 Retry-After: " + "9" * 400):
        archive.faults["/a.bin"] = [fault]
        with contextlib.suppress(UserError):
            run()
    assert left() in ([], ["a.bin"])


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700:4700::1111", True),
        *(
            (one, False)
            for one in ("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1")
        ),
        *((one, False) for one in ("0.0.0.0", "224.0.0.1", "255.255.255.255", "240.0.0.1", "198.18.0.1", "192.0.2.1")),
        *(
            (one, False)
            for one in ("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1")
        ),
        *(
            (one, False)
            for one in ("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1")
        ),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::808:808", True),
        ("", False),
    ],
)
def test_public_addresses(address, public):
    assert addresses.is_public(address) is public


def test_a_redirect_from_a_public_place_into_a_private_network_is_refused(archive, listed, capsys, monkeypatch):
    """The first connection is taken for a public one: the second is to loopback, by whatever name."""
    archive.files["/b.bin"] = BODY
    place = f"http://localhost:{archive.url.rpartition(':')[2]}/b.bin"
    archive.faults["/a.bin"] = [f"302 Location: {place}"]
    run()
    assert raw().read_bytes() == BODY, "the first address asked was none of a public place"
    raw().unlink()
    monkeypatch.setattr(connections.Connections, "is_private", lambda *_: False)
    archive.faults["/a.bin"], before = [f"302 Location: {place}"], len(archive.requests)
    with pytest.raises(UserError):
        run()
    assert "is no public address" in capsys.readouterr().err
    assert len(archive.requests) == before + 1, "nothing was asked there"


def test_a_proxy_judges_for_itself(archive, listed, monkeypatch):
    listed(("a.bin", {"urls": ["http://archive.invalid/a.bin"]}))
    archive.files["http://10.0.0.7/b.bin"] = BODY
    archive.faults["http://archive.invalid/a.bin"] = ["302 Location: http://10.0.0.7/b.bin"]
    monkeypatch.delenv("no_proxy")
    monkeypatch.setenv("http_proxy", archive.url)
    run()
    assert raw().read_bytes() == BODY


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
