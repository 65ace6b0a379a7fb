"""The validators of the code and of what surrounds it: package, workflows, container, notebooks, documentation."""

from __future__ import annotations

import json
from pathlib import Path

from argued import unargued
from validator import BIN, HERE, ROOT, Setting, Validator, Verdict, add, call, command, copy, edit, judged

SCHEMA = ("{bin}/check-jsonschema", "--builtin-schema")
SHELLCHECK = str(BIN / "shellcheck")


def many(*words: str, pattern: str):
    """One command over all files that match."""

    def run(project: Path, _: Setting) -> Verdict:
        files = [str(path.relative_to(project)) for path in sorted(project.glob(pattern))]
        return judged(call([word.format(bin=BIN) for word in words] + files, project))

    return run


def repo2docker(project: Path, _: Setting) -> Verdict:
    """Accepts a folder without any environment too: the Dockerfile that it would build must name ours."""
    result = call([BIN / "jupyter-repo2docker", "--no-build", "--debug", "."], project)
    ours = "Dockerfile" if (project / "Dockerfile").is_file() else "environment.yml"
    said = result.stdout + result.stderr
    marker = "DockerBuildPack" if ours == "Dockerfile" else "environment.yml"
    return Verdict(result.returncode == 0 and marker in said, f"{marker} detected" if marker in said else said[-600:])


def build(project: Path, setting: Setting) -> Verdict:
    """sdist and wheel, with the backend of the harness's own environment: an isolated build fetches it."""
    work = copy(project, setting.cache / "build")
    return judged(call([BIN / "python", "-m", "build", "--no-isolation", "--outdir", setting.cache / "wheels", "."], work))


def notebooks(project: Path, setting: Setting) -> Verdict:
    """nbformat's schema, warnings (missing ids, repaired ids) being errors."""
    code = "import sys, nbformat\nfor f in sys.argv[1:]: nbformat.validate(nbformat.read(f, as_version=nbformat.NO_CONVERT))"
    files = sorted(project.glob("notebooks/*.ipynb"))
    return judged(call([BIN / "python", "-W", "error", "-c", code, *files], project))


def execute(project: Path, setting: Setting) -> Verdict:
    """Every notebook runs, in the project's own environment; sample data are made first when there are none."""
    assert setting.python is not None
    code = (
        "import sys, nbformat, nbclient\n"
        "for f in sys.argv[1:]: nbclient.NotebookClient(nbformat.read(f, as_version=4), timeout=300, kernel_name='python3',"
        " resources={'metadata': {'path': 'notebooks'}}).execute()"
    )
    files = sorted(project.glob("notebooks/*.ipynb"))
    env = {"PYTHONPATH": str(project / "src"), "MPLBACKEND": "agg"}
    return judged(call([setting.python, "-c", code, *files], project, env, timeout=900))


def sphinx(project: Path, setting: Setting) -> Verdict:
    """HTML with warnings as errors, in the project's own environment."""
    assert setting.python is not None
    env = {"PYTHONPATH": str(project / "src")}
    return judged(call([setting.python, "-m", "sphinx", "-W", "-q", "-E", "-b", "html", "docs", setting.cache / "html"], project, env))


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


WORKFLOW = ".github/workflows/*.yml"
INJECTION = "\n  canary:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ github.event.issue.title }}\n      - uses: actions/checkout@main\n"
UNDEFINED = "\n  canary:\n    runs-on: ubuntu-24.04\n    needs: [nobody]\n    steps:\n      - run: echo\n"
WRONG_KEY = "\n  canary:\n    run-on: ubuntu-24.04\n    steps:\n      - run: echo\n"
MODULE = "src/*/__init__.py"

ENGINEERING = (
    Validator("check-jsonschema workflows", WORKFLOW, many(*SCHEMA, "vendor.github-workflows", pattern=WORKFLOW), (add(WORKFLOW, WRONG_KEY),)),
    Validator("check-jsonschema dependabot", ".github/dependabot.yml", command(*SCHEMA, "vendor.dependabot", ".github/dependabot.yml"), (edit(".github/dependabot.yml", "interval:", "intervall:"),)),
    Validator("check-jsonschema gitlab-ci", ".gitlab-ci.yml", command(*SCHEMA, "vendor.gitlab-ci", "--data-transform", "gitlab-ci", ".gitlab-ci.yml"), (add(".gitlab-ci.yml", "\ncanary:\n  script: 7\n"),)),
    Validator("actionlint", WORKFLOW, many("{bin}/actionlint", "-shellcheck", SHELLCHECK, pattern=WORKFLOW), (add(WORKFLOW, UNDEFINED),)),
    Validator("zizmor", WORKFLOW, command("{bin}/zizmor", "--offline", "--no-progress", ".github"), (add(WORKFLOW, INJECTION),)),
    Validator("hadolint", "Dockerfile", command("{bin}/hadolint", "Dockerfile"), (add("Dockerfile", "\nRUN cd / && apt-get install curl\n"),)),
    Validator("repo2docker", "environment.yml", repo2docker, (add("environment.yml", "\n  - ]: [\n"),)),
    Validator("validate-pyproject", "pyproject.toml", command("{bin}/validate-pyproject", "pyproject.toml"), (edit("pyproject.toml", 'name = ', 'nam = '),)),
    Validator("python -m build", "pyproject.toml", build, (edit("pyproject.toml", "build-backend = ", 'build-backend = "nobody" # '),)),
    Validator("ruff check", "pyproject.toml", command("{bin}/ruff", "check", "--no-cache", "."), (add(MODULE, "\nimport os\nx = undefined\n"),)),
    Validator("ruff format", "pyproject.toml", command("{bin}/ruff", "format", "--no-cache", "--check", "."), (add(MODULE, "\nx   = [ 1,2 ]\n"),)),
    Validator("pyright", "pyproject.toml", pyright, (add(MODULE, '\nx: int = "canary"\n'),), needs_python=True),
    Validator("nbformat", "notebooks/*.ipynb", notebooks, (bad_cell_type,)),
    Validator("nbclient", "notebooks/*.ipynb", execute, (bad_cell,), needs_python=True),
    Validator("sphinx -W", "docs/conf.py", sphinx, (add("docs/index.md", "\n[nowhere](nothing-of-that-name.md)\n"),), needs_python=True),
    Validator("sp-repo-review", "pyproject.toml", repo_review, (edit("pyproject.toml", "[tool.pytest", "[tool.canary"),)),
)
