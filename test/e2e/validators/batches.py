"""The validators that are quick enough for every combination: each judges all projects at once, equal files once."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engineering_table import ENGINEERING, SCHEMA, SHELLCHECK, WORKFLOW
from metadata_table import CFF, METADATA
from schemas import FILES, SCHEMAS, schema_file
from validator import BIN, HERE, ROOT, Setting, Spoil, Validator, Verdict, add, call, edit, judged

Run = Callable[[Sequence[Path], Setting], Verdict]
KNOWN: dict[str, Validator] = {one.name: one for one in (*METADATA, *SCHEMAS, *ENGINEERING)}
BROKEN = (
    edit("codemeta.json", "{", "{,"),
    edit("pyproject.toml", "[project]", "[project"),
    edit("CITATION.cff", "title:", "title: ]"),
    add("src/*/__init__.py", "\ndef (:\n"),
)


@dataclass(frozen=True)
class Batch:
    """`run` judges many projects; `needs` and `canaries` are as in Validator."""

    name: str
    needs: str
    run: Run
    canaries: tuple[Spoil, ...]


def distinct(projects: Sequence[Path], *patterns: str) -> list[Path]:
    """The files that match, each content once: a validator that reads a file alone says the same of its copies."""
    found: dict[bytes, Path] = {}
    for project in projects:
        for pattern in patterns:
            for path in sorted(project.glob(pattern)):
                found.setdefault(path.name.encode() + hashlib.sha256(path.read_bytes()).digest(), path)
    return list(found.values())


def files(patterns: Sequence[str], *words: str | Path) -> Run:
    """One command over all of them; no file at all is no pass."""

    def run(projects: Sequence[Path], _: Setting) -> Verdict:
        chosen = distinct(projects, *patterns)
        verdict = judged(call([*words, *chosen], ROOT))
        return Verdict(verdict.ok and len(chosen) > 0, f"{len(chosen)} distinct files" if verdict.ok else verdict.words)

    return run


def whole(*words: str | Path) -> Run:
    """One command over all projects' folders."""
    return lambda projects, _: judged(call([*words, *projects], ROOT))


def expand(file: str) -> Run:
    """Safe expansion of all of them in one process."""

    def run(projects: Sequence[Path], setting: Setting) -> Verdict:
        contexts = [f"{url}={path}" for url, path in setting.contexts.items()]
        return files([file], "node", HERE / "expand.mjs", *contexts)(projects, setting)

    return run


def known(name: str, run: Run) -> Batch:
    """A validator of the tables, with its canaries, over many projects."""
    return Batch(name, KNOWN[name].needs, run, KNOWN[name].canaries)


def schema(kind: str, pattern: str, *more: str) -> Batch:
    name = f"check-jsonschema {kind}"
    words = [word.format(bin=BIN) for word in SCHEMA]
    return known(name, files([pattern], *words, f"vendor.{'github-workflows' if kind == 'workflows' else kind}", *more))


def ours(name: str) -> Batch:
    """One of our own JSON Schemas."""
    file = schema_file(name)
    assert file is not None
    base = f"{file.parent.as_uri()}/"
    words = [BIN / "check-jsonschema", "--schemafile", file, "--base-uri", base]
    return known(f"our schema {name}", files([FILES[name]], *words))


def python(script: str) -> tuple[str | Path, ...]:
    """A function of inside.py, in a process of its own."""
    return (sys.executable, HERE / "inside.py", script)


BATCHES = (
    Batch("everything parses", "pyproject.toml", whole(*python("parse")), BROKEN),
    known("check-jsonschema CITATION.cff", files(["CITATION.cff"], *(word.format(bin=BIN) for word in CFF[:-1]))),
    known("mlcroissant validate", files(["data/croissant.json"], *python("croissant"))),
    known("reuse lint", whole(*python("reuse"))),
    known("huggingface_hub ModelCard", files(["models/README.md"], *python("model_card"))),
    known("pyshacl fair4ml.jsonld", files(["models/fair4ml.jsonld"], *python("fair4ml"))),
    *(known(f"jsonld {Path(name).name}", expand(name)) for name in ("codemeta.json", "ro-crate-metadata.json")),
    *(known(f"jsonld {Path(name).name}", expand(name)) for name in ("data/croissant.json", "models/fair4ml.jsonld")),
    *(ours(name) for name in ("manifest", "project")),
    schema("workflows", WORKFLOW),
    schema("dependabot", ".github/dependabot.yml"),
    schema("gitlab-ci", ".gitlab-ci.yml", "--data-transform", "gitlab-ci"),
    known("actionlint", files([WORKFLOW], BIN / "actionlint", "-shellcheck", SHELLCHECK)),
    known("zizmor", files([WORKFLOW, ".github/dependabot.yml"], BIN / "zizmor", "--offline", "--no-progress")),
    known("hadolint", files(["Dockerfile"], BIN / "hadolint")),
    known("validate-pyproject", files(["pyproject.toml"], BIN / "validate-pyproject")),
    known("nbformat", files(["notebooks/*.ipynb"], sys.executable, "-W", "error", *python("notebook")[1:])),
    known("ruff check", whole(BIN / "ruff", "check", "--no-cache", "--quiet")),
    known("ruff format", whole(BIN / "ruff", "format", "--no-cache", "--check", "--quiet")),
)
