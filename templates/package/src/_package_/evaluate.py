"""`make evaluate`: every trained seed on every split, beside predictions without training and published numbers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from _package_ import control, files, paths, provenance, recipe, task, trained
from _package_.arrays import Arrays
from _package_.scores import Baseline, Sample, Spread, foremost, over_seeds, quoted, words
from _package_.trained import Trained

FORMAT = "fair-ai/metrics@1"


@dataclass(frozen=True, slots=True)
class Result:
    """Scores of one model on one split."""

    kind: str  # model, or reference: a prediction that needs no training
    model: str
    split: str
    rows: int
    metrics: Mapping[str, Spread]

    def as_dict(self) -> dict[str, Any]:
        scores = {name: spread.as_dict() for name, spread in self.metrics.items()}
        return {"kind": self.kind, "model": self.model, "split": self.split, "rows": self.rows, "metrics": scores}


def run(variables: Mapping[str, str]) -> None:
    """Writes reports/metrics.json, reports/run.json and reports/figures/, and prints a table."""
    clock = provenance.Clock()
    kind, config, arrays = trained.open_data(variables)
    models = trained.asked_for(variables, config, kind, arrays)
    if trained.settings(models[0].config) != trained.settings(config):
        print("Note: the models were trained with other settings than asked for here; theirs are used and reported.")
    seeds = [model.seed for model in models]
    config = replace(models[0].config, seeds=tuple(seeds))
    results, samples = measure(models, arrays, variables.get("DEVICE", "auto"))
    beside = references(arrays, config.fit_on)
    results += [result for result, _ in beside]
    samples += [sample for _, sample in beside]
    results += baselines(arrays)
    published = published_numbers(results)
    drawn = task.figures(arrays.schema, samples, paths.figures(), kind)
    record = provenance.record("evaluate", variables, config, arrays, clock, trained_by=[model.run for model in models])
    report = {
        "format": FORMAT,
        "data_kind": kind,
        "task": arrays.schema.task,
        "headline": task.HEADLINE,
        "run": record["id"],
        "date": record["started"][:10],
        "model": config.name,
        "framework": config.framework,
        "config": config.as_dict(),
        "seeds": seeds,
        "trained_by": record["trained_by"],
        "data": record["data"],
        "results": [result.as_dict() for result in results],
        "published": published,
    }
    files.replace_json(paths.reports() / "run.json", record)
    files.replace_json(paths.reports() / "metrics.json", report)
    show(report)
    names = ", ".join(dict.fromkeys(path.stem for path in drawn))
    print(f"\nreports/metrics.json; in reports/figures, as PNG and PDF: {names}")


def measure(models: Sequence[Trained], arrays: Arrays, device: str) -> tuple[list[Result], list[Sample]]:
    """Scores over the seeds by split, and the first seed's predictions for the figures."""
    results: list[Result] = []
    samples: list[Sample] = []
    for name, members in trained.groups(arrays.schema, models[0].config.fit_on):
        truth, weight = trained.truth(arrays, members)
        found: list[dict[str, Any]] = []
        for model in models:
            target = control.truth_of(model, truth)
            prediction = trained.predict(model, arrays, members, device)
            found.append(task.metrics(arrays.schema, prediction, target, weight))
            if model is models[0]:
                called = f"{model.config.name} (seed {model.seed})" if len(models) > 1 else model.config.name
                inputs = partial(trained.row, arrays, members)
                samples.append(Sample(called, "model", name, prediction, target, weight, inputs))
        scores = {metric: over_seeds([one[metric] for one in found]) for metric in found[0]}
        results.append(Result("model", models[0].config.name, name, len(truth), scores))
    return results, samples


def references(arrays: Arrays, fit_on: Sequence[str]) -> list[tuple[Result, Sample]]:
    """The same scores for predictions that the data bring along, such as a formula."""
    done: list[tuple[Result, Sample]] = []
    if arrays.schema.task == "density":
        return done  # a reference predicts the target, which a density has none of
    for array, described in arrays.schema.by_role("reference").items():
        called = described.description or array
        for name, members in trained.groups(arrays.schema, fit_on):
            target, weight = trained.truth(arrays, members)
            prediction = trained.column(arrays, members, array)
            scores = {k: over_seeds([v]) for k, v in task.metrics(arrays.schema, prediction, target, weight).items()}
            sample = Sample(called, "reference", name, prediction, target, weight)
            done.append((Result("reference", called, name, len(target), scores), sample))
    return done


def baselines(arrays: Arrays) -> list[Result]:
    """What the recipe measures on the raw files themselves, if it does and they are still there."""
    schema = arrays.schema
    measured: Callable[..., Iterable[Baseline]] | None = getattr(recipe, "baselines", None)
    files = [paths.raw("sample" if schema.data_kind == "sample" else "real") / one.path for one in schema.sources]
    if measured is None or not all(file.is_file() for file in files):
        return []
    return [
        Result("reference", one.model, one.split, one.rows, {k: over_seeds([v]) for k, v in one.metrics.items()})
        for one in measured(files, schema.options)
    ]


def published_numbers(results: Sequence[Result]) -> list[dict[str, Any]]:
    """The entries of references/published.json of a metric and a split that were measured here."""
    path = paths.root() / "references" / "published.json"
    if not path.is_file():
        return []
    here = {(metric, result.split) for result in results for metric in result.metrics}
    return [one for one in json.loads(path.read_text(encoding="utf-8")) if (one["metric"], one["split"]) in here]


def show(report: Mapping[str, Any]) -> None:
    """The results as a table for people, a block per split; published numbers follow their block and are named so."""
    if report["data_kind"] == "sample":
        print("SYNTHETIC SAMPLE: these numbers show that the code runs. They are no result.")
    if report["config"]["train"].get("shuffle_targets"):
        print("CONTROL: the targets are permuted, here as in training. What is not chance is a mistake.")
    for split in dict.fromkeys(result["split"] for result in report["results"]):
        block = [result for result in report["results"] if result["split"] == split]
        print(f"\n{split} ({block[0]['rows']} rows)")
        for result in block:
            print(f"  {result['model']}" + (" (needs no training)" if result["kind"] == "reference" else ""))
            for name, one in result["metrics"].items():
                print(f"    {name + ' ':<14}{words(one['value'], one['spread'], one['n'], one['unit'])}")
        beside = [one for one in report["published"] if one["split"] == split]
        for one in foremost(beside, report["model"]):
            value = quoted(one["value"], one["unit"])
            print(f"  published: {one['model']}, {one['metric']} {value} ({one['source']})")
        if len(beside) > len(foremost(beside, report["model"])):
            print(f"  published: {len(beside)} numbers in all, see references/published.json")
