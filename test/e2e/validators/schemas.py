"""Our own JSON Schemas (docs/schemas/), read by check-jsonschema: not the implementation that the unit tests use."""

from __future__ import annotations

import json
from pathlib import Path

from validator import BIN, ROOT, Run, Setting, Spoil, Validator, Verdict, call, edit, judged

FILES = {  # schema -> the files it describes
    "manifest": "data/manifest.json",
    "options": "references/options.json",
    "lock": "data/manifest.lock.json",
    "project": ".fair-ai.yml",
    "schema": "data/**/schema.json",
    "run": "reports/run.json",
    "metrics": "reports/metrics.json",
    "sidecar": "models/*.json",
}


def against(schema: Path, pattern: str) -> Run:
    """Every file of the project that matches, against one schema."""

    def run(project: Path, _: Setting) -> Verdict:
        files = sorted(project.glob(pattern))
        base = f"{schema.parent.as_uri()}/"  # the schemas name each other by file name
        return judged(call([BIN / "check-jsonschema", "--schemafile", schema, "--base-uri", base, *files], project))

    return run


def spoiled(pattern: str) -> Spoil:
    """Without its first required thing: the name of its format."""
    if pattern.endswith(".yml"):
        return edit(pattern, "format:", "formats:")

    def spoil(project: Path) -> None:
        file = sorted(project.glob(pattern))[0]
        document = json.loads(file.read_text(encoding="utf-8"))
        del document["format"]
        file.write_text(json.dumps(document), encoding="utf-8")

    return spoil


def schema_file(name: str) -> Path | None:
    """docs/schemas/<name>.schema.json, if there is one."""
    file = ROOT / "docs" / "schemas" / f"{name}.schema.json"
    return file if file.is_file() else None


SCHEMAS = tuple(
    Validator(f"our schema {name}", pattern, against(schema, pattern), (spoiled(pattern),))
    for name, pattern in FILES.items()
    if (schema := schema_file(name)) is not None
)
