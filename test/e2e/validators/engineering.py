"""The validators of the code and of what surrounds it: package, workflows, container, notebooks, documentation."""

from __future__ import annotations

import json
from pathlib import Path

from argued import unargued
from validator import BIN, Run, Setting, Verdict, call, copy, judged


def many(*words: str, pattern: str) -> Run:
    """One command over all files that match."""

    def run(project: Path, _: Setting) -> Verdict:
        files = [str(path.relative_to(project)) for path in sorted(project.glob(pattern))]
        return judged(call([word.format(bin=BIN) for word in words] + files, project))

    return run


def image_of(project: Path) -> Verdict:
    """What repo2docker would build, without building it. It accepts a folder without any environment, too."""
    return judged(call([BIN / "jupyter-repo2docker", "--no-build", "--debug", "."], project))


def dockerfile(project: Path, _: Setting) -> Verdict:
    """Binder finds our Dockerfile: every instruction of it is in what it would build."""
    verdict = image_of(project)
    ours = (project / "Dockerfile").read_text(encoding="utf-8").splitlines()
    missing = [line for line in ours if line.strip() and line not in verdict.words]
    return Verdict(verdict.ok and not missing, "\n".join(missing) or verdict.words[-600:])


def environment(project: Path, setting: Setting) -> Verdict:
    """Without a Dockerfile Binder takes environment.yml: the image that it would build installs from that file."""
    work = copy(project, setting.cache / "environment")
    (work / "Dockerfile").unlink(missing_ok=True)
    verdict = image_of(work)
    return Verdict(verdict.ok and 'environment.yml"' in verdict.words, verdict.words[-600:])


def build(project: Path, setting: Setting) -> Verdict:
    """sdist and wheel, with the backend of the harness's own environment: an isolated build fetches it."""
    work = copy(project, setting.cache / "build")
    return judged(
        call([BIN / "python", "-m", "build", "--no-isolation", "--outdir", setting.cache / "wheels", "."], work)
    )


def notebooks(project: Path, setting: Setting) -> Verdict:
    """nbformat's schema, warnings (missing ids, repaired ids) being errors."""
    read = "nbformat.read(f, as_version=nbformat.NO_CONVERT)"
    code = f"import sys, nbformat\nfor f in sys.argv[1:]: nbformat.validate({read})"
    files = sorted(project.glob("notebooks/*.ipynb"))
    return judged(call([BIN / "python", "-W", "error", "-c", code, *files], project))


def execute(project: Path, setting: Setting) -> Verdict:
    """Every notebook runs, in the project's own environment, in a copy with sample data and a model trained on them."""
    assert setting.python is not None
    work = copy(project, setting.cache / "notebooks")
    package = next(work.glob("src/*/__init__.py")).parent.name
    env = {"PYTHONPATH": str(work / "src"), "MPLBACKEND": "agg", "DATA": "sample", "CONFIG": "smoke"}
    made = call([setting.python, "-m", package, "data-sample", "train", "evaluate"], work, env, timeout=900)
    if made.returncode != 0:
        return Verdict(False, f"no sample to show: {made.stdout[-300:]}{made.stderr[-600:]}")
    code = (
        "import sys, nbformat, nbclient\n"
        "where = {'metadata': {'path': 'notebooks'}}\n"
        "for f in sys.argv[1:]:\n"
        "    book = nbformat.read(f, as_version=4)\n"
        "    nbclient.NotebookClient(book, timeout=300, kernel_name='python3', resources=where).execute()"
    )
    return judged(call([setting.python, "-c", code, *sorted(work.glob("notebooks/*.ipynb"))], work, env, timeout=900))


def sphinx(project: Path, setting: Setting) -> Verdict:
    """HTML with warnings as errors, in the project's own environment."""
    assert setting.python is not None
    env = {"PYTHONPATH": str(project / "src")}
    return judged(
        call(
            [setting.python, "-m", "sphinx", "-W", "-q", "-E", "-b", "html", "docs", setting.cache / "html"],
            project,
            env,
        )
    )


def pyright(project: Path, setting: Setting) -> Verdict:
    """Types, against the project's own environment."""
    assert setting.python is not None
    return judged(call([BIN / "pyright", "--pythonpath", setting.python, "src", "tests"], project))


def repo_review(project: Path, _: Setting) -> Verdict:
    """sp-repo-review: every failing check that is not argued in docs/validators.md."""
    result = call([BIN / "repo-review", "--format", "json", "."], project)
    try:
        checks = json.loads(result.stdout)["checks"]
    except ValueError:
        return Verdict(False, (result.stdout + result.stderr)[-600:])
    failed = {f"{name}: {check['description']}": name for name, check in checks.items() if check["result"] is False}
    verdict = unargued("sp-repo-review", failed)
    passed = sum(check["result"] is True for check in checks.values())
    return Verdict(verdict.ok and passed > 0, f"{passed} checks pass; {verdict.words}")


def bad_cell(project: Path) -> None:
    """A notebook whose first cell raises."""
    file = sorted(project.glob("notebooks/*.ipynb"))[0]
    notebook = json.loads(file.read_text(encoding="utf-8"))
    next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")["source"] = "raise ValueError('canary')"
    file.write_text(json.dumps(notebook), encoding="utf-8")


def bad_cell_type(project: Path) -> None:
    """A notebook with a cell of no known type."""
    file = sorted(project.glob("notebooks/*.ipynb"))[0]
    notebook = json.loads(file.read_text(encoding="utf-8"))
    notebook["cells"][0]["cell_type"] = "canary"
    file.write_text(json.dumps(notebook), encoding="utf-8")
