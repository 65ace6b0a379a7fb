"""What was measured, in the words of each file that repeats it: Markdown, CITATION.cff, model-index, FAIR4ML.

A sample has words only. Machines read the last two and cannot be asked to mind a remark: there it has no entry.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from _package_ import comparison, literature, numerals, paths, task
from _package_.markdown import code, escape, plain
from _package_.measured import measured
from _package_.scores import foremost

WARNING = "These are numbers of a synthetic sample and no result."


def markdown(report: Mapping[str, Any]) -> str:
    """A table of what was measured, what its columns mean, a table of what others published, then the run."""
    out: list[str] = [f"**{WARNING}**", ""] if report["data_kind"] == "sample" else []
    out += [*measured(report), ""]
    kinds = {name.partition("[")[0] for result in report["results"] for name in result["metrics"]}
    out += [
        f"- {escape(name)}: {said}" for name, said in task.METRICS.items() if any(one.startswith(name) for one in kinds)
    ]
    sentences = comparison.sentences(report) if report["data_kind"] == "real" else []
    out += ["", *(f"- {escape(one)}" for one in sentences)] if sentences else []
    if report["published"] and report["data_kind"] == "real":
        out += ["", "Published by others, not measured here:", "", "| model | split | metric | value | source |"]
        out.append("|---|---|---|---|---|")
        shown = foremost(report["published"], report["model"], 10)
        for one in shown:
            cells = [one["model"], one["split"], one["metric"], literature.written(one), one["source"]]
            out.append("| " + " | ".join(escape(cell) for cell in cells) + " |")
        left = len(report["published"]) - len(shown)
        out += ["", f"{left} more stand in `references/published.json`."] if left else []
    return "\n".join([*out, "", account(report)])


def account(report: Mapping[str, Any]) -> str:
    """One sentence that names the run, its date, the data and the seeds."""
    files = report["data"]["sources"]
    sources = ", ".join(f"{code(one['path'])} (sha256 `{one['sha256']}`)" for one in files[:2])
    more = len(files) - 2
    sources += f" and {more} more" if more > 0 else ""
    seeds = ", ".join(map(str, report["seeds"]))
    kind = "a synthetic sample" if report["data_kind"] == "sample" else "real data"
    return (
        f"Measured on {report['date']} in run `{report['run']}` on {kind}: {sources or 'no source file'}; "
        f"data_kind `{report['data_kind']}`, model `{report['model']}` with {report['framework']}, "
        f"{'seed' if len(report['seeds']) == 1 else 'seeds'} {seeds}. "
        "Configuration, checksums and versions: `reports/metrics.json` and the `.json` beside each model."
    )


def lines(report: Mapping[str, Any]) -> Iterator[str]:
    """Comment lines for CITATION.cff: the headline by split."""
    if report["data_kind"] == "sample":
        yield WARNING
    for result in report["results"]:
        one = result["metrics"].get(report["headline"])
        if one is not None:  # a baseline may be measured otherwise
            yield f"{plain(result['model'])}, {result['split']}: {report['headline']} {numerals.words(one)}"
    yield f"run {report['run']}, {report['date']}, data_kind {report['data_kind']}"


def model_index(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """`model-index` of a Hugging Face model card: the model's own results, each split a dataset entry."""
    if report["data_kind"] == "sample":
        return []
    found: list[dict[str, Any]] = []
    for result in own(report):
        metrics = [
            {"type": name, "name": f"{name} [{one['unit']}]" if one["unit"] else name, "value": one["value"]}
            for name, one in result["metrics"].items()
            if one["value"] is not None
        ]
        data = {"type": report["data"]["recipe"], "name": data_title(report), "split": result["split"]}
        about = {"run": report["run"], "seeds": list(report["seeds"])}  # a copy: YAML would print a reference
        found.append({"task": {"type": task.PIPELINE}, "dataset": {**data, "args": about}, "metrics": metrics})
    return [{"name": f"{report['model']} ({report['framework']})", "results": found}]


def evaluations(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """`hasEvaluation` of FAIR4ML: one evaluation per split, one PropertyValue per metric."""
    if report["data_kind"] == "sample":
        return []
    return [
        {
            "@type": "MLModelEvaluation",
            "name": f"{result['split']} split, run {report['run']}, {report['date']}",
            "evaluationDataset": {"@type": "Dataset", "name": f"{data_title(report)}, split {result['split']}"},
            "evaluationMetrics": list(result["metrics"]),
            "evaluationResults": [
                {"@type": "PropertyValue", "name": name, "value": one["value"], "description": numerals.words(one)}
                | ({"unitText": one["unit"]} if one["unit"] else {})
                for name, one in result["metrics"].items()
                if one["value"] is not None
            ],
            "extrinsicEvaluation": False,
        }
        for result in own(report)
    ]


def own(report: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [result for result in report["results"] if result["kind"] == "model"]


def data_title(report: Mapping[str, Any]) -> str:
    """The first dataset's title in data/manifest.json, else the recipe's key."""
    try:
        return json.loads(paths.manifest().read_text(encoding="utf-8"))["datasets"][0]["title"]
    except (OSError, ValueError, LookupError, TypeError):
        return report["data"]["recipe"]
