"""Words of strangers do not steer a terminal, and streams that refuse end in two lines."""

import errno
import io
import os
import subprocess
import sys
import unicodedata

import pytest

from _package_ import __main__ as program
from _package_ import terminal
from _package_.errors import UserError

CODES = [*range(9), *range(11, 32), *range(127, 160), 0xAD, 0x61C, 0x2028, 0x2029, 0x202E, 0x2066, 0x3164, 0xFEFF]


@pytest.mark.parametrize("sign", [*map(chr, CODES), *"\u200b\u200d\u200f\u2060\ufe0f\U000e0041\U000e01ef\ud800\ufff9"])
def test_what_steers_or_hides_is_written_out(sign):
    shown = terminal.shown(f"a{sign}b")
    assert shown.isascii()
    assert shown[0] + shown[-1] == "ab"
    assert "\\" in shown


@pytest.mark.parametrize(
    "text", ["plain", "Stra\u00dfe \u00b5 \u2192 \u7c92\u5b50 \u2026 e\u0301 \U0001f600", "two\nlines\tand a tab", ""]
)
def test_other_text_stays(text):
    assert terminal.shown(text) == text


def test_no_sign_of_the_kinds_passes():
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    bad = [chr(one) for one in range(0x30000) if unicodedata.category(chr(one)) in kinds]
    assert [one for one in bad if one not in "\n\t" and terminal.shown(one) == one] == []


def test_an_error_is_two_lines_whatever_it_names():
    error = UserError("No column 'a\nb\x1b[2J'.", "Choose \u202eone.")
    assert str(error) == "No column 'a b\\x1b[2J'.\nChoose \\u202eone."


def test_streams_are_guarded(monkeypatch):
    for encoding in ("ascii", "utf-8"):
        written = io.BytesIO()
        out, err = io.TextIOWrapper(written, encoding=encoding), io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        terminal.guard()
        terminal.guard()
        print("\u2192 \x1b]0;x\x07", flush=True)
        assert b"\x1b" not in written.getvalue()
        assert terminal.steered() is err


class Full(io.StringIO):
    def write(self, text):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_an_output_that_cannot_be_written_is_said_once():
    with pytest.raises(UserError, match="The output cannot be written"):
        terminal.Shown(Full(), essential=True).write("x")
    terminal.Shown(Full(), essential=False).write("x")


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "Make room"), (errno.EROFS, "can be written")])
def test_a_disk_that_refuses_is_two_lines(monkeypatch, capsys, number, words):
    def refuse(_):
        raise OSError(number, os.strerror(number), "x.npy")

    monkeypatch.setattr(terminal, "guard", lambda: None)
    monkeypatch.setattr(program, "run", refuse)
    assert program.main(["data"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert words in lines[1]
    assert "x.npy" in lines[0]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="/dev/full is Linux")  # noqa: PTH110
@pytest.mark.parametrize(
    ("redirect", "code", "lines"), [(">/dev/full", 2, 2), (">/dev/full 2>&1", 2, 0), ("| true", 0, 0)]
)
def test_a_full_disk_and_a_closed_pipe(project, redirect, code, lines):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "ascii"}
    command = f'"{sys.executable}" -m _package_ help {redirect}'
    done = subprocess.run(["sh", "-c", command], env=environment, check=False, capture_output=True, text=True)
    assert (done.returncode, len(done.stderr.splitlines())) == (code, lines)
