"""`make evaluate`: every trained seed on every split, beside predictions without training and published numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import control, files, independent, literature, paths, printed, provenance, recipe, spread, task, trained
from _package_.arrays import Arrays
from _package_.errors import UserError
from _package_.numerals import words
from _package_.scores import Baseline, Sample
from _package_.spread import Spread
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
    published = literature.beside([result.as_dict() for result in results], config, kind)
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
    printed.show(report)
    names = ", ".join(dict.fromkeys(path.stem for path in drawn))
    print(f"\nreports/metrics.json; in reports/figures, as PNG and PDF: {names}")


def measure(models: Sequence[Trained], arrays: Arrays, device: str) -> tuple[list[Result], list[Sample]]:
    """Scores over the seeds by split, and the first seed's predictions for the figures."""
    results: list[Result] = []
    samples: list[Sample] = []
    for name, members in trained.groups(arrays.schema, models[0].config.fit_on):
        truth, weight = trained.truth(arrays, members)
        rows = independent.of(arrays, members, truth)
        found: list[Mapping[str, Spread]] = []
        for model in models:
            target = control.truth_of(model, truth)
            prediction = numbers(trained.predict(model, arrays, members, device), model)
            found.append(spread.of(task.metrics(arrays.schema, prediction, target, weight), rows))
            if model is models[0]:
                called = f"{model.config.name} (seed {model.seed})" if len(models) > 1 else model.config.name
                inputs = partial(trained.row, arrays, members)
                said = in_words(found[0])
                samples.append(Sample(called, "model", name, prediction, target, weight, inputs, said))
        results.append(Result("model", models[0].config.name, name, len(truth), spread.over_seeds(found)))
    return results, samples


def numbers(prediction: NDArray[Any], model: Trained) -> NDArray[Any]:
    """The predictions as they are; UserError where some are not finite, of which no score can be made."""
    wrong = int((~np.isfinite(prediction.reshape(len(prediction), -1)).all(axis=1)).sum())
    if wrong:
        raise UserError(
            f"{model.stem.name}: {wrong} of {len(prediction)} predictions are no finite numbers.",
            "Its training diverged, or its weights are damaged: train it again, with a smaller train.lr if it has one.",
        )
    return prediction


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
            found = task.metrics(arrays.schema, prediction, target, weight)
            scores = spread.of(found, independent.of(arrays, members, target))
            sample = Sample(called, "reference", name, prediction, target, weight, said=in_words(scores))
            done.append((Result("reference", called, name, len(target), scores), sample))
    return done


def in_words(scores: Mapping[str, Spread]) -> dict[str, str]:
    return {name: words(one.as_dict()) for name, one in scores.items()}


def baselines(arrays: Arrays) -> list[Result]:
    """What the recipe measures on the raw files themselves, if it does and they are still there."""
    schema = arrays.schema
    measured: Callable[..., Iterable[Baseline]] | None = getattr(recipe, "baselines", None)
    files = [paths.raw("sample" if schema.data_kind == "sample" else "real") / one.path for one in schema.sources]
    if measured is None or not all(file.is_file() for file in files):
        return []
    return [
        Result("reference", one.model, one.split, one.rows, spread.of(one.metrics))
        for one in measured(files, schema.options)
    ]
