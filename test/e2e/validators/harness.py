"""Canaries first, then the project: a validator that has not rejected every known-bad copy is not believed."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from validator import Setting, Validator, Verdict, copy


@dataclass
class Tally:
    """Counts over the whole run. `proved` and `distrusted`: validators by name, after their canaries."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    proved: dict[str, int] = field(default_factory=dict)
    distrusted: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)  # validators are judged side by side


def attempt(run: Callable[[], Verdict]) -> Verdict:
    """A validator that breaks down has not accepted."""
    try:
        return run()
    except Exception as error:
        return Verdict(False, f"{type(error).__name__}: {error}")


def reject_canaries(validator: Validator, project: Path, setting: Setting) -> str | None:
    """None when every spoiled copy of the project is rejected, else what was wrongly accepted."""
    cage = setting.cache / "canary" / re.sub(r"[^\w-]+", "-", validator.name)
    for number, spoil in enumerate(validator.canaries, start=1):
        folder = copy(project, cage / project.name)
        try:
            spoil(folder)
        except (StopIteration, KeyError, IndexError, OSError, RuntimeError) as error:
            return f"canary {number} cannot be made: {type(error).__name__} {error}"
        verdict = attempt(lambda folder=folder: validator.run(folder, setting))
        if verdict.ok:
            return f"canary {number} was accepted: {verdict.words[-200:]}"
    shutil.rmtree(cage, ignore_errors=True)
    return None


def judge(validator: Validator, project: Path, setting: Setting, tally: Tally) -> None:
    """One validator on one project, printed and counted; it proves itself once in a run, on the first it accepts."""
    if not any(project.glob(validator.needs)):
        return
    begin = time.monotonic()
    if validator.needs_python and setting.python is None:
        verdict = Verdict(True, "no environment with the project's dependencies (--python)", skipped=True)
    else:
        verdict = attempt(lambda: validator.run(project, setting))
    # A rejected canary proves something only if the same project without the fault is accepted.
    unproved = validator.name not in tally.proved and validator.name not in tally.distrusted
    if verdict.ok and not verdict.skipped and unproved:
        accepted = reject_canaries(validator, project, setting)
        if accepted is None:
            tally.proved[validator.name] = len(validator.canaries)
        else:
            tally.distrusted.add(validator.name)
            print(f"FAIL {validator.name}: {accepted}")
    with tally.lock:
        report(validator, project, verdict, time.monotonic() - begin, tally)


def report(validator: Validator, project: Path, verdict: Verdict, seconds: float, tally: Tally) -> None:
    """The line of one verdict; a pass of a validator that accepted a canary counts as a failure."""
    line = f"{validator.name} · {project.name} ({seconds:.1f} s)"
    if verdict.skipped:
        tally.skipped += 1
        print(f"skip {line}: {verdict.words}")
    elif verdict.ok and validator.name not in tally.distrusted:
        tally.passed += 1
        print(f"ok   {line}", flush=True)
    else:
        tally.failed += 1
        why = "a pass that is worth nothing, since it accepted a canary" if verdict.ok else verdict.words[-1500:]
        print(f"FAIL {line}\n     " + why.replace("\n", "\n     "))
