"""Every record that mlcroissant reads, a JSON object each: python loaded.py CROISSANT (with the validators' Python).

Keys are the names of the columns; text comes as text, what is missing as null.
"""

from __future__ import annotations

import json
import sys

import mlcroissant


def plain(value: object) -> object:
    """As JSON has it."""
    return value.decode("utf-8") if isinstance(value, bytes) else value


def main() -> int:
    dataset = mlcroissant.Dataset(sys.argv[1])
    (chosen,) = [one for one in dataset.metadata.record_sets if one.id == "records"]
    names = {field.id: field.source.extract.column for field in chosen.fields}
    for record in dataset.records("records"):
        print(json.dumps({names[key]: plain(value) for key, value in record.items()}, default=float))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
