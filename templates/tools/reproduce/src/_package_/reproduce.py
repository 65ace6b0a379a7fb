"""`make reproduce`: the same seed again, the spread over seeds, and what others have published beside it.

Exit code 1 where the same seed gave other weights, or a number differs from what was published by more than chance.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from _package_ import evaluate, files, literature, numerals, paths, provenance, published, trained, training, twin
from _package_.errors import UserError
from _package_.markdown import escape
from _package_.references import checked
from _package_.scores import words

FORMAT = "fair-ai/reproduce@1"


def run(variables: Mapping[str, str]) -> None:
    """Writes reports/reproduce.json and reports/reproduce.md."""
    clock = provenance.Clock()
    more_seeds(variables)
    kind, config, arrays = trained.open_data(variables)
    models = trained.asked_for(variables, config, kind, arrays)
    config = models[0].config
    device = variables.get("DEVICE", "auto")
    again = twin.again(models[0], arrays, device)
    measured = evaluate.measure(models, arrays, device)[0] + evaluate.baselines(arrays)
    verdicts = [] if kind == "sample" else published.verdicts(config, [one.as_dict() for one in measured])
    weights = checked(config, arrays, device, variables.get("LOGITS"))
    record = provenance.record("reproduce", variables, config, arrays, clock, trained_by=[one.run for one in models])
    report = {
        "format": FORMAT,
        "data_kind": kind,
        "model": config.name,
        "framework": config.framework,
        "seeds": [model.seed for model in models],
        "run": record,
        "same_seed": again,
        "results": [one.as_dict() for one in measured],
        "published": verdicts,
        "weights": weights,
    }
    files.replace_json(paths.reports() / "reproduce.json", report)
    text = markdown(report)
    files.replace(paths.reports() / "reproduce.md", text)
    print(text)
    failed = failures(report)
    if failed:
        raise UserError(
            f"Not reproduced: {'; '.join(failed)}.",
            "See reports/reproduce.md, and what each published number's `note` says of how it was obtained.",
            code=1,
        )


def more_seeds(variables: Mapping[str, str]) -> None:
    """With REPEATS=<n> the model is first trained with the seeds 0 to n - 1."""
    text = variables.get("REPEATS", "")
    if text and not (text.isdecimal() and len(text) < 5 and int(text) > 0):
        raise UserError(f"REPEATS={text} is not a number of trainings.", "Write REPEATS=5.")
    if text:
        training.run({**variables, "SEED": ",".join(map(str, range(int(text))))})


def failures(report: Mapping[str, Any]) -> list[str]:
    """What was not reproduced, in words."""
    failed: list[str] = []
    if not report["same_seed"]["equal"]:
        failed.append(f"the same seed gave other weights ({report['same_seed']['how']})")
    failed += [published.words_of(one) for one in report["published"] if one["verdict"] == "differs"]
    failed += [f"{one['name']}: {line}" for one in report["weights"] for line in one["failed"]]
    return failed


def markdown(report: Mapping[str, Any]) -> str:
    """The whole report for people."""
    sample = report["data_kind"] == "sample"
    again, seeds = report["same_seed"], ", ".join(map(str, report["seeds"]))
    lines = [f"# Reproduction of {report['model']} ({report['framework']})", ""]
    lines += ["**A synthetic sample: these numbers are no result, and nothing published is compared.**", ""] * sample
    outcome = "the same weights, bit for bit" if again["equal"] else "OTHER weights"
    lines += [
        f"Trained again with seed {again['seed']}: {outcome} ({again['how']}).",
        "",
        f"Over the seeds {seeds}:",
        "",
    ]
    lines += [f"{numerals.LEGEND}; all digits are in reports/reproduce.json.", ""]
    lines += ["| split | rows | metric | value |", "|---|--:|---|--:|"]
    for one in report["results"]:
        for name, score in one["metrics"].items():
            lines.append(
                f"| {escape(one['split'])} | {one['rows']} | {escape(name)} | {escape(numerals.words(score))} |"
            )
    if report["published"]:
        lines += [
            "",
            "Beside what was published:",
            "",
            "| metric | split | ours | published | verdict |",
            "|---|---|--:|--:|---|",
        ]
    for one in report["published"]:
        ours = words(one["ours"], one["spread"], one["n"], one["unit"])
        verdict = one["verdict"] + (f". Note: {one['note']}" if one.get("note") else "")
        value = literature.written(one)
        lines.append(f"| {one['metric']} | {one['split']} | {ours} | {value} ({one['source']}) | {verdict} |")
    if any(one["verdict"] == published.UNDECIDED for one in report["published"]):
        lines += [
            "",
            "One training tells nothing of chance: `make reproduce REPEATS=5` trains with five seeds and decides.",
        ]
    for one in report["weights"]:
        lines += ["", f"Published weights {one['name']} ({one['source']}, sha256 {one['sha256'][:12]}…):", ""]
        lines += [f"- {line}" for line in [*one["passed"], *(f"FAILED: {line}" for line in one["failed"])]]
        lines += [f"- {split}: {said}" for split, said in one["scores"].items()]
    return "\n".join(lines) + f"\n\nRun {report['run']['id']}; {json.dumps(report['run']['hardware']['cpu'])}.\n"
