"""Which validator judges the code and what surrounds it, and the canaries that it must reject first."""

from __future__ import annotations

from engineering import (
    bad_cell,
    bad_cell_type,
    build,
    dockerfile,
    environment,
    execute,
    many,
    notebooks,
    pyright,
    repo_review,
    sphinx,
)
from validator import BIN, Validator, add, command, edit

SCHEMA = ("{bin}/check-jsonschema", "--builtin-schema")
SHELLCHECK = str(BIN / "shellcheck")
WORKFLOW = ".github/workflows/*.yml"
JOB = "\n  canary:\n    runs-on: ubuntu-24.04\n"
INJECTION = (
    f"{JOB}    steps:\n      - run: echo ${{{{ github.event.issue.title }}}}\n      - uses: actions/checkout@main\n"
)
UNDEFINED = f"{JOB}    needs: [nobody]\n    steps:\n      - run: echo\n"
WRONG_KEY = "\n  canary:\n    run-on: ubuntu-24.04\n    steps:\n      - run: echo\n"
MODULE = "src/*/__init__.py"

ENGINEERING = (
    Validator(
        "check-jsonschema workflows",
        WORKFLOW,
        many(*SCHEMA, "vendor.github-workflows", pattern=WORKFLOW),
        (add(WORKFLOW, WRONG_KEY),),
    ),
    Validator(
        "check-jsonschema dependabot",
        ".github/dependabot.yml",
        command(*SCHEMA, "vendor.dependabot", ".github/dependabot.yml"),
        (edit(".github/dependabot.yml", "interval:", "intervall:"),),
    ),
    Validator(
        "check-jsonschema gitlab-ci",
        ".gitlab-ci.yml",
        command(*SCHEMA, "vendor.gitlab-ci", "--data-transform", "gitlab-ci", ".gitlab-ci.yml"),
        (add(".gitlab-ci.yml", "\ncanary:\n  script: 7\n"),),
    ),
    Validator(
        "actionlint",
        WORKFLOW,
        many("{bin}/actionlint", "-shellcheck", SHELLCHECK, pattern=WORKFLOW),
        (add(WORKFLOW, UNDEFINED),),
    ),
    Validator(
        "zizmor",
        WORKFLOW,
        command("{bin}/zizmor", "--offline", "--no-progress", ".github"),
        (add(WORKFLOW, INJECTION),),
    ),
    Validator(
        "hadolint",
        "Dockerfile",
        command("{bin}/hadolint", "Dockerfile"),
        (add("Dockerfile", "\nRUN cd / && apt-get install curl\n"),),
    ),
    Validator("repo2docker environment.yml", "environment.yml", environment, (add("environment.yml", "\n  - ]: [\n"),)),
    Validator(
        "repo2docker Dockerfile",
        "Dockerfile",
        dockerfile,
        (add("binder/environment.yml", "name: other\ndependencies: [python]\n"),),
    ),
    Validator(
        "validate-pyproject",
        "pyproject.toml",
        command("{bin}/validate-pyproject", "pyproject.toml"),
        (edit("pyproject.toml", "name = ", "nam = "),),
    ),
    Validator(
        "python -m build",
        "pyproject.toml",
        build,
        (edit("pyproject.toml", "build-backend = ", 'build-backend = "nobody" # '),),
    ),
    Validator(
        "ruff check",
        "pyproject.toml",
        command("{bin}/ruff", "check", "--no-cache", "."),
        (add(MODULE, "\nimport os\nx = undefined\n"),),
    ),
    Validator(
        "ruff format",
        "pyproject.toml",
        command("{bin}/ruff", "format", "--no-cache", "--check", "."),
        (add(MODULE, "\nx   = [ 1,2 ]\n"),),
    ),
    Validator("pyright", "pyproject.toml", pyright, (add(MODULE, '\nx: int = "canary"\n'),), needs_python=True),
    Validator("nbformat", "notebooks/*.ipynb", notebooks, (bad_cell_type,)),
    Validator("nbclient", "notebooks/*.ipynb", execute, (bad_cell,), needs_python=True),
    Validator(
        "sphinx -W",
        "docs/conf.py",
        sphinx,
        (add("docs/index.md", "\n[nowhere](nothing-of-that-name.md)\n"),),
        needs_python=True,
    ),
    Validator(
        "sp-repo-review", "pyproject.toml", repo_review, (edit("pyproject.toml", "[tool.pytest", "[tool.canary"),)
    ),
)
