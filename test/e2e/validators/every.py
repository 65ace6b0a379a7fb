"""The quick validators on all combinations: python3.11 every.py FOLDER, with the projects FOLDER/NAME/project.

Each validator first gets a sound project together with each of its known-bad canaries, and must reject that.
Prints a line per validator and `N of N combinations`; exit code 1 if any rejects one, or accepts a canary.
"""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from run import ensure_environment, enter


def main() -> int:
    python = ensure_environment()
    enter(python)
    from batches import BATCHES, Batch
    from contexts import extract
    from validator import Setting, copy

    work = Path(
        tempfile.mkdtemp(prefix="fair-ai-validators-")
    )  # outside of any repository, which some of them look for
    atexit.register(shutil.rmtree, work, ignore_errors=True)
    setting = Setting(extract(work / "contexts"), work, None)
    projects = sorted(path.parent for path in Path(sys.argv[1]).resolve().glob("*/*/pyproject.toml"))
    bad: set[Path] = set()
    failed = 0

    def accepted_canary(batch: Batch, chosen: Sequence[Path]) -> str | None:
        cage = work / "canary" / chosen[0].name
        control = batch.run([chosen[-1], copy(chosen[0], cage)], setting)
        if not control.ok:
            return f"a copy without a fault is rejected: {control.words}"
        for number, spoil in enumerate(batch.canaries, start=1):
            spoiled = copy(chosen[0], cage)
            spoil(spoiled)
            if batch.run([chosen[-1], spoiled], setting).ok:
                return f"canary {number} was accepted"
        return None

    for batch in BATCHES:
        begin = time.monotonic()
        chosen = [project for project in projects if any(project.glob(batch.needs))]
        if not chosen:
            failed += 1
            print(f"FAIL {batch.name}: no project has {batch.needs}")
            continue
        verdict = batch.run(chosen, setting)
        why = verdict.words if not verdict.ok else accepted_canary(batch, chosen)
        bad.update(chosen if why else [])  # a rejected file may stand for its copies in others
        failed += why is not None
        line = f"{batch.name} · {len(chosen)} projects ({time.monotonic() - begin:.1f} s)"
        print(
            f"ok   {line}" if why is None else f"FAIL {line}\n     " + why[-2500:].replace("\n", "\n     "), flush=True
        )
    print(f"{len(BATCHES) - failed} passed, {failed} failed")
    print(f"{len(projects) - len(bad)} of {len(projects)} combinations")
    return 1 if failed or not projects else 0


if __name__ == "__main__":
    raise SystemExit(main())
