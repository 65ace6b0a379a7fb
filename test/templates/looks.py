"""The case table of tables, test/fixtures/tables/looks.json, read by the reader of text. Run with the package of a project on tables in PYTHONPATH."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from _package_.errors import UserError
from _package_.text.texts import Text

CASES = Path(__file__).resolve().parents[1] / "fixtures" / "tables" / "looks.json"
SAID = ("separator", "decimal", "encoding", "skip", "header")


def main() -> int:
    cases = json.loads(CASES.read_text(encoding="utf-8"))["cases"]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for case in cases:
            path = Path(folder) / "x.csv"
            path.write_bytes(case["text"].encode(case.get("bytes", "utf-8")))
            found = seen(path, case.get("options", {}))
            wanted = None if case.get("refused") else [*(case["form"][key] for key in SAID), case["columns"]]
            if found != wanted:
                wrong += 1
                print(f"{case['name']}: {found}, not {wanted}")
    print(f"{len(cases) - wrong} of {len(cases)} tables are read as the table of cases says")
    return 1 if wrong else 0


def seen(path: Path, options: dict[str, Any]) -> list[Any] | None:
    """How the file is read; None where the reader asks a person."""
    try:
        text = Text(path, options)
        missing = dict.fromkeys(text.columns, 0)
        for block in text.read(list(text.columns), frozenset()):
            for name, cells in block.items():
                missing[name] += int(np.sum([not word for word in cells] if cells.dtype.kind == "O" else cells != cells))
    except UserError:
        return None
    decimals = {one.numeral.decimal for one in text.columns.values() if one.kind == "numbers"} - {"."}
    form, units = text.form, text.form.units
    columns = [[name, one.kind, units.get(name), missing[name]] for name, one in text.columns.items()]
    return [form.delimiter, next(iter(decimals), "."), text.found.encoding, form.skip, form.header, columns]


if __name__ == "__main__":
    sys.exit(main())
