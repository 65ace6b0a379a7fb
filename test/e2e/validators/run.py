"""Runs other people's validators on generated projects, each after it has rejected its known-bad canaries.

    python3.11 test/e2e/validators/run.py [--python PYTHON] [--only WORD]... PROJECT...
    python3.11 test/e2e/validators/run.py --environment    make the Python that they run in, and print where it is

The validators live in an environment of their own, .cache/validators, made from requirements.txt when it is missing or
out of date. They run without a network. PYTHON has the projects' dependencies (default: the project's .venv); without
one, what needs it is skipped and said so.
Prints a line per validator and project, and `N passed, N failed, N skipped`; exit code 1 if any failed or none passed.
"""

from __future__ import annotations

import argparse
import atexit
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
CACHE = HERE.parents[2] / ".cache"
VENV = CACHE / "validators"


def ensure_environment() -> Path:
    """The environment's Python; made by the first of several processes that ask for it, the others wait."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "validators.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return made()


def made() -> Path:
    """The same, made by uv where it is installed, else by pip; to be called by one process at a time."""
    requirements = HERE / "requirements.txt"
    python = VENV / "bin" / "python"
    stamp = VENV / "requirements.sha256"
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    print(f"installing the validators into {VENV}", flush=True)
    if sys.version_info[:2] < (3, 11):  # noqa: UP036 - a person may call it with an older one
        raise SystemExit("the validators need Python 3.11 or later: python3.11 test/e2e/validators/run.py")
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    constraint = os.environ.get("PIP_CONSTRAINT")  # pip reads it itself
    uv = shutil.which("uv")
    if uv:
        extra = ["--constraint", constraint] if constraint else []
        subprocess.run([uv, "pip", "install", "-q", "--python", python, "-r", requirements, *extra], check=True)
    else:
        subprocess.run(
            [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", requirements], check=True
        )
    stamp.write_text(wanted, encoding="utf-8")
    return python


def enter(python: Path) -> None:
    """Begins the program again in the environment; a broken one, which is not the environment it says, ends it."""
    if Path(sys.prefix).resolve() == VENV.resolve():
        return
    if os.environ.get("FAIR_AI_VALIDATORS") == str(os.getpid()):
        raise SystemExit(f"{VENV} is broken: remove it")
    os.environ["FAIR_AI_VALIDATORS"] = str(os.getpid())  # execv keeps the number
    os.execv(python, [str(python), *sys.argv])


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Other people's validators on generated projects.")
    parser.add_argument("--python", type=Path, help="a Python with the projects' dependencies")
    parser.add_argument("--only", action="append", default=[], help="validators whose name holds this word")
    parser.add_argument("--environment", action="store_true", help="make the environment, and print its Python")
    parser.add_argument("projects", nargs="*", type=Path)
    found = parser.parse_args()
    if not found.projects and not found.environment:
        parser.error("name a project")
    return found


def main() -> int:
    """Runs all validators over all projects."""
    options = arguments()
    python = ensure_environment()
    if options.environment:
        print(python)
        return 0
    enter(python)
    from contexts import RO_CRATE, extract, seed_cache
    from engineering_table import ENGINEERING
    from harness import Tally, judge
    from metadata_table import METADATA
    from schemas import SCHEMAS
    from validator import Setting, Validator

    work = Path(
        tempfile.mkdtemp(prefix="fair-ai-validators-")
    )  # outside of any repository, which some of them look for
    atexit.register(shutil.rmtree, work, ignore_errors=True)
    contexts = extract(work / "contexts")
    seed_cache(work / "http", {RO_CRATE: contexts[RO_CRATE]})
    chosen = [
        one
        for one in (*METADATA, *SCHEMAS, *ENGINEERING)
        if not options.only or any(word in one.name for word in options.only)
    ]
    tally = Tally()
    begin = time.monotonic()

    def over_projects(validator: Validator) -> None:
        """One validator on one project after the other."""
        for project in map(Path.resolve, options.projects):
            own = project / ".venv" / "bin" / "python"
            interpreter = options.python or (own if own.is_file() else None)
            judge(validator, project, Setting(contexts, work, interpreter and interpreter.absolute()), tally)

    with ThreadPoolExecutor(os.cpu_count()) as pool:  # they wait for programs; the slow ones stand last in the table
        list(pool.map(over_projects, reversed(chosen)))
    print(
        f"{len(tally.proved)} validators rejected {sum(tally.proved.values())} canaries first;"
        f" {time.monotonic() - begin:.0f} s"
    )
    print(f"{tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped")
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    raise SystemExit(main())
