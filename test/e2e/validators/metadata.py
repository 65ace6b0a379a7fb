"""The validators of metadata: citation, software, research object, dataset, model, licences."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from argued import unargued
from validator import BIN, HERE, ROOT, Run, Setting, Verdict, call, judged


def expand(file: str, local: bool = True) -> Run:
    """JSON-LD expansion in safe mode."""

    def run(project: Path, setting: Setting) -> Verdict:
        contexts = [f"{url}={path}" for url, path in setting.contexts.items()] if local else []
        return judged(call(["node", HERE / "expand.mjs", project / file, *contexts], ROOT))

    return run


def crate(level: str) -> Run:
    """roc-validator at a level of severity; at RECOMMENDED the findings argued in docs/validators.md may stay."""

    def run(project: Path, setting: Setting) -> Verdict:
        report = setting.cache / f"crate-{level}.json"
        report.unlink(missing_ok=True)
        options = ["-p", "ro-crate-1.2", "-l", level, "--no-paging", "-f", "json", "-o", report, "--offline"]
        result = call(
            [BIN / "rocrate-validator", "-y", "validate", *options, "--cache-path", setting.cache / "http", project],
            project,
        )
        if not report.is_file():
            return Verdict(False, f"no report: {(result.stdout + result.stderr)[-600:]}")
        issues = json.loads(report.read_text(encoding="utf-8"))["issues"]
        found = {f"{issue['message']} [{issue.get('violatingEntity')}]": str(issue["message"]) for issue in issues}
        return unargued("roc-validator", found)

    return run


def rs_metadata(project: Path, _: Setting) -> Verdict:
    """Errors and warnings of rs-metadata's own profile, less those argued in docs/validators.md."""
    result = call([BIN / "rs-metadata", "validate", project, "--format", "json"], project)
    try:
        findings = json.loads(result.stdout)["diagnostics"]
    except ValueError:
        return Verdict(False, result.stdout + result.stderr)
    serious = [item for item in findings if item["severity"] in ("error", "warning")]
    return unargued("rs-metadata", {f"{item['code']}: {item['message']}": item["message"] for item in serious})


def croissant_load(project: Path, _: Setting) -> Verdict:
    """Really reads every record, once `make data` has fetched the files."""
    file = project / "data/croissant.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    if not document.get("recordSet"):
        return Verdict(True, "no record set before make data", skipped=True)
    urls = [item["contentUrl"] for item in document["distribution"] if "contentUrl" in item]
    missing = [url for url in urls if not (project / "data" / url).is_file()]
    if missing:
        return Verdict(True, f"make data has not fetched {missing[0]} yet", skipped=True)
    names = [item["@id"] for item in document["recordSet"]]
    words = [BIN / "mlcroissant", "load", "--jsonld", file, "--num_records", "-1", "--record_set"]
    results = [call([*words, name], project) for name in names]
    rows = [line for result in results for line in result.stdout.splitlines() if line.startswith("{")]
    failed = [result.stderr[-400:] for result in results if result.returncode != 0]
    return Verdict(not failed and len(rows) > 0, "\n".join(failed) or f"{len(rows)} rows")


def wrong_checksum(document: Any) -> None:
    """Another sha256 than the files have."""
    for item in document["distribution"]:
        if "contentUrl" in item:
            item.pop("md5", None)
            item["sha256"] = "0" * 64


def wrong_column(document: Any) -> None:
    """A column that the table does not have."""
    document["recordSet"][0]["field"][-1]["source"]["extract"]["column"] = "nonsense"


def models(path: Path) -> tuple[Any, int]:
    """The graph of a FAIR4ML file, and how many models stand in it."""
    import rdflib

    graph = rdflib.Graph().parse(path, format="json-ld")
    return graph, len(list(graph.subjects(rdflib.RDF.type, rdflib.URIRef("https://w3id.org/fair4ml#MLModel"))))


def fair4ml(project: Path, _: Setting) -> Verdict:
    """pyshacl with our shapes. Without a model it would conform to anything, so one must be there first."""
    file = project / "models/fair4ml.jsonld"
    _, count = models(file)
    if count != 1:
        return Verdict(False, f"{count} fair4ml:MLModel in it")
    return judged(call([BIN / "pyshacl", "-s", HERE / "fair4ml.ttl", "-df", "json-ld", file], project))


def model_card(project: Path, _: Setting) -> Verdict:
    """The model card's front matter."""
    return card(project / "models/README.md")


def card(path: Path) -> Verdict:
    """huggingface_hub reads it; broken or missing front matter gives an empty card and only a warning.

    Anchors (`&id001`) are read by every YAML library and by few people, so they count as a fault.
    """
    from huggingface_hub import ModelCard

    text = path.read_text(encoding="utf-8")
    try:
        data = ModelCard(text).data.to_dict()
    except Exception as error:  # whatever it raises is its verdict
        return Verdict(False, str(error))
    missing = [key for key in ("license", "library_name", "pipeline_tag", "tags", "metrics") if not data.get(key)]
    if missing:
        return Verdict(False, f"no {', '.join(missing)}")
    anchors = re.findall(r"[&*]id\d{3}\b", text.split("\n---", 1)[0])
    return Verdict(not anchors, f"YAML references: {anchors}" if anchors else f"license {data['license']}")


def wrong_namespace(project: Path) -> None:
    """The vocabulary's address with a slip of the pen."""
    file = project / "models/fair4ml.jsonld"
    file.write_text(
        re.sub("w3id.org/fair4ml#", "w3id.org/fair4ml/", file.read_text(encoding="utf-8")), encoding="utf-8"
    )
