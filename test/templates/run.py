"""Reads the Python under templates/ where it lies: ruff over the tree, pyright and pytest over assembled layers.

    python3 test/templates/run.py [FILTER ...]     combinations whose name contains a FILTER: hbb, mlp-jax, package
    python3 test/templates/run.py --environment    make the Python that all of them run in, and print where it is

Layers are assembled as links in .cache/templates/<combination>/, so that an error names the file to edit. The tests of
the package run once, those of tasks, frameworks and tools once for each task and framework that go together, those of a
dataset once, those of a model once for each framework and task. Each day a third of the tasks and frameworks and a
twelfth of the models and of the parity of frameworks have their turn, see in_turn. Generated repositories, which hold
copies, are tested by test/e2e, in the same environment.
Prints what no combination holds, and ends with one line: N passed, N failed.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import subprocess
import sys
import time
import venv
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from layers import CACHE, ROOT, TEMPLATES, Combination, assemble, combinations, records, several

TOOLS = ["ruff==0.17.6", "pyright==1.1.414", "pytest>=8.3", "pytest-xdist>=3.6", "pyyaml>=6", "types-PyYAML"]
# What `make docs` and `make notebooks` need: the end-to-end suite takes this environment for its projects.
TOOLS += ["sphinx>=8", "myst-parser>=4", "ipykernel>=6.29", "nbclient>=0.10", "nbformat>=5.10"]
# Programs that write files for the tests of the recipes, beside those that the recipes themselves read with.
TOOLS += ["tables>=3.9"]
# The build for the CPU alone is less than half of the other and imports by the same name.
SMALLER = {"tensorflow": "tensorflow-cpu"}
# What XLA compiled for one combination serves the next: the same small networks are trained in each.
COMPILED = {"JAX_COMPILATION_CACHE_DIR": str(CACHE / "compiled"), "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0"}


def environment() -> Path:
    """Python of a virtual environment that has what every framework, dataset and tool asks for; one process makes it."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "python.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return made()


def made() -> Path:
    """Makes it, or completes it; to be called by one process at a time."""
    folder = CACHE / "python"
    python = folder / "bin" / "python"
    stamp = folder / "wanted.txt"
    settings = dict(os.environ, PIP_CONSTRAINT=str(CACHE / "constraint.txt"), PIP_DISABLE_PIP_VERSION_CHECK="1")
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "pyyaml>=6"], check=True)
    wanted = requirements(python)
    if not stamp.exists() or stamp.read_text() != "\n".join(wanted):
        # The CPU build; an unpinned torch brings gigabytes of CUDA.
        (CACHE / "constraint.txt").write_text("torch==2.13.0\n")
        subprocess.run([python, "-m", "pip", "install", "-q", *wanted], check=True, env=settings)
        stamp.write_text("\n".join(wanted))
    return python


def requirements(python: Path) -> list[str]:
    """What the records under templates/ depend on, optional groups included."""
    found = {"jsonschema>=4.23", "matplotlib>=3.9", "numpy>=2", "tqdm>=4.66", *TOOLS}
    for record in (record for kind in records(python).values() for record in kind):
        groups = [record.get("dependencies", []), *record.get("extras", {}).values()]
        if isinstance(record.get("frameworks"), dict):  # of a tool: what it needs beside each framework
            groups += record["frameworks"].values()
        found.update(one for group in groups for one in group)
    return sorted(re.sub(r"^[\w.-]+", lambda name: SMALLER.get(name[0], name[0]), one) for one in found)


def in_turn(things: Sequence[Any], parts: int) -> list[Any]:
    """Every `parts`-th of them, others each day; all with FAIR_AI_E2E_ALL=1."""
    if os.environ.get("FAIR_AI_E2E_ALL") == "1":
        return list(things)
    day = int(os.environ.get("FAIR_AI_E2E_DAY") or time.gmtime().tm_yday)
    return [one for at, one in enumerate(things) if at % parts == day % parts]


def of_the_day(chosen: Sequence[Combination]) -> list[Combination]:
    """What tests the package or nothing but a dataset, a third of the tasks and frameworks, a twelfth of the models."""
    package = [one for one in chosen if "package" in one.tested]
    chains = [one for one in chosen if "chain" in one.tested and one not in package]
    models = [one for one in chosen if one.tested == ["model"]]
    left_out = [one for one in chains if one not in in_turn(chains, 3)]
    left_out += [one for one in models if one not in in_turn(models, 12)]
    return [one for one in chosen if one not in left_out]


def main() -> int:
    python = environment()
    if sys.argv[1:] == ["--environment"]:
        print(python)
        return 0
    results: list[tuple[str, bool]] = []

    def step(name: str, *command: str | Path, cwd: Path = TEMPLATES, **variables: str) -> None:
        begun = time.monotonic()
        # No bytecode: templates/ is copied to users as it lies.
        settings = dict(os.environ, PYTHONDONTWRITEBYTECODE="1", TF_CPP_MIN_LOG_LEVEL="3", **COMPILED, **variables)
        done = subprocess.run(list(map(str, command)), cwd=cwd, env=settings, capture_output=True, text=True)
        good = done.returncode == 0
        results.append((name, good))
        print(f"{'PASS' if good else 'FAIL'} {name} ({time.monotonic() - begun:.1f} s)", flush=True)
        if not good:
            print(done.stdout[-6000:], done.stderr[-3000:], flush=True)

    only = sys.argv[1:]
    step("ruff check", python, "-m", "ruff", "check", "--no-cache", ".")
    step("ruff format", python, "-m", "ruff", "format", "--no-cache", "--check", ".")
    found = records(python)
    chosen, excluded = combinations(found)
    for words in excluded:
        print(f"NOTE {words}")

    wanted = [one for one in chosen if any(word in one.name for word in only)] if only else of_the_day(chosen)
    layers = {one.name: assemble(one, found) for one in wanted}

    def types(framework: str, ones: Sequence[Combination]) -> None:
        """One pyright for the combinations of a framework: its library is read once."""
        top = CACHE / "templates"
        folders = [(layers[one.name][0].name, layers[one.name][1]) for one in ones]
        settings = {
            # Only the files that no other combination has read: the rest is loaded for its types.
            "include": [f"{folder}/{path}" for folder, own in folders for path in own],
            "executionEnvironments": [{"root": folder, "extraPaths": [f"{folder}/src"]} for folder, _ in folders],
            "pythonVersion": "3.11",
            "typeCheckingMode": "standard",
        }
        config = top / f"pyright-{framework}.json"
        config.write_text(json.dumps(settings))
        name = f"pyright {framework}: {len(ones)} combinations"
        step(name, python, "-m", "pyright", "-p", config, "--pythonpath", python, cwd=top)

    def tests(one: Combination) -> None:
        folder, own = layers[one.name]
        if any(path.startswith("tests/") for path in own):
            words = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")
            variables = {"PYTHONPATH": str(folder / "src"), "OMP_NUM_THREADS": "1"}
            step(f"pytest {one.name}", python, *words, cwd=folder, **variables)

    def parity(name: str) -> None:
        step(f"parity of frameworks {name}", python, Path(__file__).with_name("parity.py"), name)

    same = list(several(found))
    compared = [one for one in same if any(word in one for word in only)] if only else in_turn(same, 12)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as workers:
        frameworks = {one.framework: [each for each in wanted if each.framework == one.framework] for one in wanted}
        left = [workers.submit(types, *group) for group in frameworks.items()]
        left += [workers.submit(tests, one) for one in wanted]
        left += [workers.submit(parity, name) for name in compared]
        for work in left:
            work.result()
    hbb = ROOT.parent / "shared" / "data" / "hbb"
    if not hbb.is_dir():
        print("SKIP reference logits of the published Interaction Networks: there is no ../shared/data/hbb")
    for framework in next(one["frameworks"] for one in found["models"] if one["key"] == "in") if hbb.is_dir() else []:
        name = f"reference logits in-{framework}"
        if not only or any(word in name for word in only):
            folder, _ = assemble(Combination("hbb", "classification", "in", framework), found)
            script = Path(__file__).with_name("reference.py")
            step(name, python, script, framework, hbb, PYTHONPATH=str(folder / "src"))
    if not only or "package" in only:
        script = Path(__file__).with_name("options.py")
        step("values of options", python, script, PYTHONPATH=str(assemble(chosen[0], found)[0] / "src"))
    if not only or any(word in "random tables of text" for word in only):
        folder, _ = assemble(Combination("table", "regression", "linear", "scikit-learn"), found)
        step("how tables are read", python, Path(__file__).with_name("looks.py"), PYTHONPATH=str(folder / "src"))
        step("random tables of text", python, Path(__file__).with_name("tables.py"), PYTHONPATH=str(folder / "src"))
    if not only or "faults" in only:
        step("typed files that go wrong", python, Path(__file__).with_name("faults.py"))
    failed = sum(not good for _, good in results)
    print(f"{len(results) - failed} passed, {failed} failed; {len(wanted)} of {len(chosen)} combinations")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
