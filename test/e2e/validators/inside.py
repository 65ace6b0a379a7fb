"""Validators called as libraries, so that one process judges many files: python inside.py FUNCTION PATH..."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import sys
import tomllib
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path


def parse(project: Path) -> str | None:
    """Every JSON, TOML, YAML and Python file of a project, by the readers that Python has; None if all parse."""
    import yaml

    readers: dict[str, Callable[[str], object]] = {
        **dict.fromkeys((".json", ".jsonld", ".ipynb"), json.loads),
        **dict.fromkeys((".yml", ".yaml", ".cff"), yaml.safe_load),
        ".toml": tomllib.loads,
        ".py": ast.parse,
    }
    for path in project.rglob("*"):
        read = readers.get(path.suffix)
        if read and path.is_file():
            try:
                read(path.read_text(encoding="utf-8"))
            except (ValueError, SyntaxError, yaml.YAMLError) as error:
                return f"{path.name}: {error}"
    return None


def croissant(path: Path) -> str | None:
    """What `mlcroissant validate` does."""
    import mlcroissant

    mlcroissant.Dataset(str(path))
    return None


def reuse(project: Path) -> str | None:
    """What `reuse lint` does."""
    from reuse.lint import format_lines
    from reuse.project import Project
    from reuse.report import ProjectReport

    report = ProjectReport.generate(Project.from_directory(project), do_checksum=False, multiprocessing=False)
    return None if report.is_compliant else format_lines(report)


def model_card(path: Path) -> str | None:
    """The same as for one project (metadata.py)."""
    import metadata

    verdict = metadata.card(path)
    return None if verdict.ok else verdict.words


def fair4ml(path: Path) -> str | None:
    """pyshacl with our shapes, on a graph that has a model."""
    import metadata
    import pyshacl

    graph, models = metadata.models(path)
    if models != 1:
        return f"{models} fair4ml:MLModel in it"
    conforms, _, words = pyshacl.validate(graph, shacl_graph=str(Path(__file__).with_name("fair4ml.ttl")))
    return None if conforms else str(words)


def notebook(path: Path) -> str | None:
    """nbformat's schema; run with -W error."""
    import nbformat

    nbformat.validate(nbformat.read(path, as_version=nbformat.NO_CONVERT))
    return None


FUNCTIONS = {one.__name__: one for one in (parse, croissant, reuse, model_card, fair4ml, notebook)}


def judge(job: tuple[str, str]) -> str | None:
    """One path; whatever a library raises is its verdict."""
    name, path = job
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            found = FUNCTIONS[name](Path(path))
    except Exception as error:
        found = f"{type(error).__name__}: {error}"
    return found and f"{path}: {found}"


def main() -> int:
    name, *paths = sys.argv[1:]
    with ProcessPoolExecutor(min(len(os.sched_getaffinity(0)), len(paths))) as pool:
        bad = [found for found in pool.map(judge, [(name, path) for path in paths], chunksize=4) if found]
    print("\n".join(bad))
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
