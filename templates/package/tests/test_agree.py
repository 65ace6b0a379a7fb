"""What is refused before the first byte: a wrong clock, links, no room, a folder that cannot be written."""

import json
import os
import subprocess
import sys

import pytest
from archive import BODY, left, raw, run, unfinished

from _package_ import paths, private
from _package_.errors import UserError
from _package_.fetching import agree, holding


def refused(archive, words, requests=0):
    with pytest.raises(UserError, match=words) as caught:
        run()
    assert caught.value.code == 2
    assert len(archive.requests) == requests
    assert left() == []


def test_a_clock_before_the_manifest(archive, listed):
    said = json.loads(paths.manifest().read_text())
    said["datasets"][0]["resolvedAt"] = "2999-01-01T00:00:00Z"
    paths.manifest().write_text(json.dumps(said))
    refused(archive, "clock")


@pytest.mark.parametrize("date", ["Wed, 21 Oct 2015 07:28:00 GMT", "Fri, 01 Jan 2999 00:00:00 GMT"])
def test_a_clock_unlike_the_archives(archive, listed, date):
    archive.headers = {"Date": date}
    refused(archive, "clock", requests=1)


def test_an_old_answer_of_a_cache_says_its_age(archive, listed):
    archive.headers = {"Date": "Wed, 21 Oct 2015 07:28:00 GMT", "Age": str(10**12)}
    archive.headers["Age"] = str(int(agree.datetime.now(agree.UTC).timestamp() - 1445412480))
    run()
    assert raw().read_bytes() == BODY


def test_a_link_where_a_file_belongs(archive, listed, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "x"
    outside.write_bytes(BODY)
    paths.raw("real").mkdir()
    raw().symlink_to(outside)
    with pytest.raises(UserError, match="symbolic link") as caught:
        run()
    assert caught.value.code == 2
    assert archive.requests == []
    assert outside.read_bytes() == BODY


def test_the_folder_itself_may_be_a_link(archive, listed, tmp_path_factory):
    outside = tmp_path_factory.mktemp("disk")
    paths.raw("real").symlink_to(outside)
    run()
    assert (outside / "a.bin").read_bytes() == BODY


def test_a_folder_that_cannot_be_written(archive, listed):
    paths.raw("real").write_text("a file where the folder should be")
    with pytest.raises(UserError, match="Nothing can be written") as caught:
        run()
    assert caught.value.code == 2
    assert archive.requests == []


def test_parts_need_no_room_again(archive, listed, monkeypatch):
    free = agree.shutil._ntuple_diskusage(10**9, 0, len(BODY) - 1_000_000)
    monkeypatch.setattr(agree.shutil, "disk_usage", lambda _: free)
    refused(archive, "free")
    unfinished().write_bytes(BODY[:1_000_000])
    run()
    assert archive.ranges() == ["bytes=1000000-"], "a checksum judges bytes of unknown origin"
    assert raw().read_bytes() == BODY


def test_one_run_at_a_time(archive, listed, capsys, monkeypatch):
    paths.raw("real").mkdir()
    asked = []

    def wait(seconds):
        asked.append(seconds)
        return len(asked) > 3  # Ctrl-C

    with holding.holding(
        private.named(private.folder(raw().parent), raw().parent, ".lock"), lambda: None, holding.threading.Event()
    ):
        monkeypatch.setattr(holding.threading.Event, "wait", lambda _, seconds=None: wait(seconds))
        with pytest.raises(holding.Stopped):
            run()
    assert "Another `make data`" in capsys.readouterr().err
    assert archive.requests == []


@pytest.mark.skipif(os.name == "nt", reason="closing streams in a shell is Unix")
def test_without_the_streams_of_a_terminal(listed):
    """It ends as with them: well, or, where the recipe needs a target, by saying so."""
    command = f"exec '{sys.executable}' -m _package_ data DRY_RUN=1"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    codes = [
        subprocess.run(["sh", "-c", command + streams], env=environment, check=False, capture_output=True).returncode
        for streams in ("", " <&- >&- 2>&-")
    ]
    assert codes[0] == codes[1] in (0, 2)
