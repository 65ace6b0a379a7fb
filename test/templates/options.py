"""The case table of option values, test/fixtures/tables/options.json, read by option.py. Run with its folder in PYTHONPATH."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from _package_.errors import UserError
from _package_.option import Option

CASES = Path(__file__).resolve().parents[1] / "fixtures" / "tables" / "options.json"


def main() -> int:
    cases = json.loads(CASES.read_text(encoding="utf-8"))["cases"]
    wrong = 0
    for form, text, value in cases:
        option = Option("it", words="a test", **form)
        try:
            found = option.parsed(text)
            found = option.checked(found)  # what stands in the manifest is taken again
        except UserError:
            found = None
        if found != value or isinstance(found, bool) != isinstance(value, bool):
            wrong += 1
            print(f"{form} {text!r}: {found!r}, not {value!r}")
    print(f"{len(cases) - wrong} of {len(cases)} option values")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
