"""Projects that share a cache fetch a file once, get their own copies of it, and notice what is damaged."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from archive import BODY, left, raw, run

from _package_ import fetch, paths
from _package_.fetching import cache

FETCH = """
import os
from _package_ import fetch, manifest, paths, settings
fetch.fetch(manifest.load(paths.manifest()), settings.read(os.environ, []))
"""


@pytest.fixture
def shared(tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("FAIR_AI_CACHE", str(folder))
    return folder


def objects(folder):
    return list((folder / "sha256").iterdir())


def again():
    raw().unlink()
    paths.lock().unlink(missing_ok=True)
    run()


@pytest.mark.parametrize("checksum", [None, "md5:" + hashlib.md5(BODY).hexdigest()])
def test_a_class_fetches_once(archive, listed, shared, tmp_path_factory, checksum):
    listed(("a.bin", {"checksum": checksum, "size": None if checksum is None else len(BODY)}))
    archive.gate = threading.Event()  # closed until another process has found that one is at it
    source = str(Path(fetch.__file__).resolve().parents[1])
    projects = []
    for _ in range(4):
        folder = tmp_path_factory.mktemp("project")
        shutil.copytree(paths.root() / "data", folder / "data")
        (folder / "pyproject.toml").touch()
        known = {**os.environ, "PYTHONPATH": source}
        command = [sys.executable, "-c", FETCH]
        with (folder / "said").open("w") as stream:
            projects.append((folder, subprocess.Popen(command, cwd=folder, env=known, stderr=stream)))

    def said():
        return [(folder / "said").read_text() for folder, _ in projects]

    late = time.monotonic() + 30
    while time.monotonic() < late and not any("waiting" in text for text in said()):
        time.sleep(0.02)
    archive.gate.set()
    assert [process.wait() for _, process in projects] == [0] * 4, said()
    assert len([headers for _, headers in archive.requests if "method" not in headers]) == 1
    assert any("waiting" in text for text in said())
    for folder, _ in projects:
        assert (folder / "data" / "raw" / "a.bin").read_bytes() == BODY
    first, second = (folder / "data" / "raw" / "a.bin" for folder, _ in projects[:2])
    first.write_bytes(b"edited")
    assert second.read_bytes() == BODY
    assert objects(shared)[0].read_bytes() == BODY
    assert [path.suffix for path in (shared / "parts").iterdir()] == []


def test_without_a_checksum_the_archive_is_asked_whether_it_changed(archive, listed, shared):
    listed(("a.bin", {"checksum": None, "size": None}))
    run()
    again()
    assert [headers.get("method", "GET") for _, headers in archive.requests] == ["GET", "HEAD"]
    assert archive.requests[1][1]["If-None-Match"] == '"one"'
    archive.etag, archive.files["/a.bin"] = '"two"', BODY[::-1]
    again()
    assert raw().read_bytes() == BODY[::-1]
    assert len(objects(shared)) == 2
    archive.etag = None
    again()
    assert archive.requests[-1][1].get("method") is None, "an archive that does not tell is asked for the file"


def test_a_damaged_entry_is_found_and_replaced(archive, listed, shared, capsys):
    run()
    objects(shared)[0].write_bytes(BODY[:-1] + b"!")
    again()
    assert raw().read_bytes() == objects(shared)[0].read_bytes() == BODY
    assert len(archive.requests) == 2
    assert "damaged" in capsys.readouterr().err


def test_an_interrupted_download_goes_on_in_another_project(archive, listed, shared):
    key = cache.key_of(fetch.manifest.load(paths.manifest()).files[0])
    (shared / "parts").mkdir()
    (shared / "parts" / f"{key}.part").write_bytes(BODY[:1_000_000])
    (shared / "parts" / f"{key}.part").chmod(0o644)
    state = {"url": f"{archive.url}/a.bin", "etag": '"one"', "modified": None}
    (shared / "parts" / f"{key}.part.json").write_text(json.dumps(state))
    run()
    assert archive.ranges() == ["bytes=1000000-"]
    assert raw().read_bytes() == BODY


def test_a_cache_that_can_only_be_read_is_of_use(archive, listed, shared, monkeypatch):
    run()

    def refused(*_):
        raise PermissionError(13, "no")

    monkeypatch.setattr(cache, "holding", refused)
    again()
    assert len(archive.requests) == 1
    shutil.rmtree(shared / "names")
    again()
    assert len(archive.requests) == 2
    assert left() == ["a.bin"]
