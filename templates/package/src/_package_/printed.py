"""What `make evaluate` prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from _package_ import literature
from _package_.comparison import weighted
from _package_.numerals import LEGEND, lines
from _package_.scores import foremost


def show(report: Mapping[str, Any]) -> None:
    """The results as a table for people, a block per split; published numbers follow their block and are named so."""
    if report["data_kind"] == "sample":
        print("SYNTHETIC SAMPLE: these numbers show that the code runs. They are no result.")
    if report["config"]["train"].get("shuffle_targets"):
        print("CONTROL: the targets are permuted, here as in training. What is not chance is a mistake.")
    for line in weighted(report):
        print(line)
    for split in dict.fromkeys(result["split"] for result in report["results"]):
        block = [result for result in report["results"] if result["split"] == split]
        print(f"\n{split} ({block[0]['rows']} rows)")
        for result in block:
            print(f"  {result['model']}" + (" (needs no training)" if result["kind"] == "reference" else ""))
            print(*(f"    {line}" for line in lines(result["metrics"])), sep="\n")
        beside = [one for one in report["published"] if one["split"] == split]
        for one in foremost(beside, report["model"]):
            print(f"  published: {one['model']}, {one['metric']} {literature.written(one)} ({one['source']})")
        if len(beside) > len(foremost(beside, report["model"])):
            print(f"  published: {len(beside)} numbers in all, see references/published.json")
    print(f"\n{LEGEND}; every digit is in reports/metrics.json")
