"""Reads the Python under templates/ where it lies: ruff over the tree, pyright and pytest over assembled layers.

Layers are assembled as links in .cache/templates/<combination>/, so that an error names the file to edit. Every dataset, model, framework
and task joins at least one combination; generated repositories, which hold copies, are tested by test/e2e.
Ends with one line: N passed, N failed.
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
CACHE = ROOT / ".cache"
TOOLS = ["ruff==0.17.6", "pyright==1.1.414", "pytest>=8.3", "pyyaml>=6", "types-PyYAML"]
# What `make docs` and `make notebooks` need: the end-to-end suite takes this environment for its projects.
TOOLS += ["sphinx>=8", "myst-parser>=4", "ipykernel>=6.29", "nbclient>=0.10", "nbformat>=5.10"]
# Programs that write files for the tests of the recipes, beside those that the recipes themselves read with.
TOOLS += ["tables>=3.9"]
# These tests read a whole generated repository, which links of layers are not.
WHOLE_REPOSITORY = {"test_metadata.py"}


def environment() -> Path:
    """Python of a virtual environment that has what every framework and dataset asks for; made once."""
    folder = CACHE / "python"
    python = folder / "bin" / "python"
    wanted = "\n".join(requirements())
    stamp = folder / "wanted.txt"
    if not stamp.exists() or stamp.read_text() != wanted:
        venv.create(folder, with_pip=True)
        constraint = CACHE / "constraint.txt"
        constraint.write_text("torch==2.13.0\n")  # the CPU build; an unpinned torch brings gigabytes of CUDA
        settings = dict(os.environ, PIP_CONSTRAINT=str(constraint), PIP_DISABLE_PIP_VERSION_CHECK="1")
        subprocess.run([python, "-m", "pip", "install", "-q", *requirements()], check=True, env=settings)
        stamp.write_text(wanted)
    return python


def requirements() -> list[str]:
    """What the records under templates/ depend on, read without a YAML library: this runs before one is installed."""
    found = {"numpy>=2", "matplotlib>=3.9", "tqdm>=4.66", *TOOLS}
    for record in sorted(TEMPLATES.glob("*/*/*.yml")):
        if record.parent.parent.name not in {"datasets", "models", "frameworks"}:
            continue
        inside = False
        for line in record.read_text().splitlines():
            if line.startswith("dependencies:"):
                inside = True
                line = line.removeprefix("dependencies:").strip()
                if line.startswith("["):
                    found.update(part.strip().strip("'\"") for part in line.strip("[]").split(",") if part.strip())
                    inside = False
            elif inside and line.lstrip().startswith("- "):
                found.add(line.strip().removeprefix("- ").strip("'\""))
            elif line and not line.startswith((" ", "#")):
                inside = False
    return sorted(found)


def combinations(python: Path) -> list[tuple[str, str, str, str]]:
    """(dataset, task, model, framework) such that every (dataset, task) and every (model, framework, task) occurs."""
    script = (
        "import json, pathlib, sys, yaml; t = pathlib.Path(sys.argv[1]);"
        "print(json.dumps({k: [yaml.safe_load(p.read_text()) for p in sorted(t.glob(f'{k}/*/{k[:-1]}.yml'))] for k in ('datasets', 'models')}))"
    )
    import json

    records = json.loads(subprocess.run([python, "-c", script, TEMPLATES], check=True, capture_output=True, text=True).stdout)
    chosen: list[tuple[str, str, str, str]] = []
    for task in sorted({task for entry in records["datasets"] for task in entry["tasks"]}):
        sets = [entry["key"] for entry in records["datasets"] if task in entry["tasks"]]
        fits = [(m["key"], fw) for m in records["models"] if task in m["tasks"] for fw in m["frameworks"]]
        for dataset, (model, framework), _ in zip(
            itertools.cycle(sets), itertools.cycle(fits), range(max(len(sets), len(fits))), strict=False
        ):
            chosen.append((dataset, task, model, framework))
    return chosen


def readers(dataset: str) -> list[Path]:
    """Folders of templates/readers/ that this dataset's record names."""
    lines = (TEMPLATES / "datasets" / dataset / "dataset.yml").read_text().splitlines()
    named = [line.removeprefix("readers:").strip(" []").split(",") for line in lines if line.startswith("readers:")]
    return [TEMPLATES / "readers" / one.strip() for one in itertools.chain(*named)]


def assemble(dataset: str, task: str, model: str, framework: str, *, whole: bool) -> Path:
    """Links the layers of one combination into a folder of their own and returns it; the package's own tests if it is `whole`."""
    folder = CACHE / "templates" / f"{dataset}-{task}-{model}-{framework}"
    shutil.rmtree(folder, ignore_errors=True)
    layers = [
        TEMPLATES / "package",
        TEMPLATES / "tasks" / task,
        TEMPLATES / "frameworks" / framework,
        TEMPLATES / "datasets" / dataset,
        *readers(dataset),
        TEMPLATES / "models" / model,
        TEMPLATES / "models" / model / framework,
    ]
    for layer in layers:
        for top in ("src", "tests"):
            for source in sorted((layer / top).rglob("*.py")):
                target = folder / source.relative_to(layer)
                if source.name in WHOLE_REPOSITORY:
                    continue
                if layer.name == "package" and source.name.startswith("test_") and not whole:
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                target.symlink_to(source)
    shutil.copy(TEMPLATES / "pyproject.toml", folder / "pyproject.toml")
    return folder


def main() -> int:
    python = environment()
    results: list[tuple[str, bool]] = []

    def step(name: str, *command: str | Path, cwd: Path = TEMPLATES, **variables: str) -> None:
        begun = time.monotonic()
        # No bytecode: templates/ is copied to users as it lies.
        settings = dict(os.environ, PYTHONDONTWRITEBYTECODE="1", **variables)
        done = subprocess.run(list(map(str, command)), cwd=cwd, env=settings, capture_output=True, text=True)
        good = done.returncode == 0
        results.append((name, good))
        print(f"{'PASS' if good else 'FAIL'} {name} ({time.monotonic() - begun:.1f} s)", flush=True)
        if not good:
            print(done.stdout[-6000:], done.stderr[-3000:], flush=True)

    only = sys.argv[1:]
    seen: set[tuple[str, str]] = set()  # the package's own tests run once for each task and framework
    step("ruff check", python, "-m", "ruff", "check", "--no-cache", ".")
    step("ruff format", python, "-m", "ruff", "format", "--no-cache", "--check", ".")
    for combination in combinations(python):
        name = "-".join(combination)
        if only and not any(word in name for word in only):
            continue
        _, task, _, framework = combination
        folder = assemble(*combination, whole=(task, framework) not in seen)
        seen.add((task, framework))
        step(f"pyright {name}", python, "-m", "pyright", "--pythonpath", python, cwd=folder)
        step(f"pytest {name}", python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests", cwd=folder, PYTHONPATH=str(folder / "src"))
    failed = sum(not good for _, good in results)
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
