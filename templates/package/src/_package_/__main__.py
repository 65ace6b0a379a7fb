"""`python -m _package_ <target>`: what the Makefile calls. Standard library only."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from collections.abc import Sequence

from _package_ import terminal
from _package_.errors import UserError, nearest

PYTHON = (3, 11)
TARGETS = {  # target -> module:function, called with the variables
    "env": "environment:env",
    "test_environment": "environment:test_environment",
    "conda-env": "environment:conda_env",
    "lock": "environment:lock",
    "data": "fetch:run",
    "data-sample": "data:run_sample",
    "describe": "describe:run",
    "train": "training:run",
    "evaluate": "evaluate:run",
    "predict": "predict:run",
    "card": "card:run",
    "export": "exporting:run",
    "benchmark": "benchmark:run",
    "explain": "explain:run",
    "reproduce": "reproduce:run",
    "sweep": "sweep:run",
    "test": "project:test",
    "lint": "project:lint",
    "docs": "project:docs",
    "notebooks": "project:notebooks",
    "clean": "project:clean",
    "help": "project:help_",
}
REFUSING = {  # how a disk refuses -> what helps
    errno.ENOSPC: "Make room on the disk and run the command again: what was whole before still is.",
    errno.EDQUOT: "Make room within your quota and run the command again: what was whole before still is.",
    errno.EROFS: "Work in a folder that can be written.",
    errno.EACCES: "Give yourself the right to it, or work in a folder of your own.",
    errno.ENAMETOOLONG: "Give a shorter name.",
    errno.ELOOP: "Links lead round in a circle there: remove one of them.",
    errno.EISDIR: "A folder stands where a file belongs: move it away.",
    errno.ENOTDIR: "A file stands where a folder belongs: move it away.",
    errno.EIO: "The disk reports an error: look after it, then run the command again.",
}
ALIASES = {"requirements": "env", "create_environment": "env", "download_data": "data"}


def reopen() -> None:
    """Gives a program that was started without a terminal (`>&-`, some batch systems) its three streams."""
    while (place := os.open(os.devnull, os.O_RDWR)) <= 2:  # or the next file that is opened would be taken for stdout
        pass
    os.close(place)
    for name, number, mode in (("stdin", 0, "r"), ("stdout", 1, "w"), ("stderr", 2, "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8"))


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0, or that of a UserError, whose two lines go to stderr; 130 after Ctrl-C."""
    reopen()
    terminal.guard()
    try:
        if sys.version_info[:2] < PYTHON:
            found = ".".join(map(str, sys.version_info[:2]))
            raise UserError(f"This is Python {found}; 3.11 or later is needed.", "Try `make PYTHON=python3.12 …`.")
        run(arguments)
        sys.stdout.flush()  # a disk that is full shows here
    except UserError as error:
        return failed(error)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `… | head`: who listened has gone
        quiet()
        return 1
    except OSError as error:
        if error.errno not in REFUSING:
            raise
        place = f": {str(error.filename)[:300]}" if error.filename else ""
        return failed(UserError(f"{error.strerror}{place}.", REFUSING[error.errno]))
    return 0


def failed(error: UserError) -> int:
    """Says it in two lines on stderr; what was printed before stands above them, if it can be written at all."""
    try:
        sys.stdout.flush()
    except (UserError, BrokenPipeError):
        quiet()
    try:
        print(error, file=sys.stderr, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    return error.code


def quiet() -> None:
    """What is left for stdout goes nowhere: Python would complain of it at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run(arguments: Sequence[str]) -> None:
    """Runs the targets that `arguments` name, in order, with the variables they and the environment give."""
    from _package_ import project, settings

    arguments = ["JSON=1" if word == "--json" else word for word in arguments]
    known = project.targets(TARGETS)
    words = [word for word in arguments if "=" not in word] or ["help"]
    targets = ["help" if word in ("-h", "--help") else ALIASES.get(word, word) for word in words]
    for target in targets:
        if target not in known:
            raise UserError(f"Unknown target {target!r}.", nearest(target, [*known, *ALIASES]))
    variables = settings.read(os.environ, [word for word in arguments if "=" in word])
    for target in targets:
        module, _, function = TARGETS[target].partition(":")
        try:
            getattr(importlib.import_module(f"{__package__}.{module}"), function)(variables)
        except ModuleNotFoundError as error:
            if error.name is None or error.name.split(".")[0] == __package__:
                raise
            raise UserError(f"The package {error.name!r} is not installed.", "Run `make env`.") from error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
