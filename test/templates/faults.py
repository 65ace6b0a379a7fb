"""What is decided about each typed file of ../shared/faults, and what comes of it: input, decision, result, one a line.

    python3 test/templates/faults.py            exits with 1 where a result is not the right one

The right values are those of the README there; without that folder one line says so.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from layers import ROOT, Combination, assemble, records

FOLDER = ROOT.parent / "shared" / "faults"
READ = """
import json, sys
from pathlib import Path
from _package_ import recipe
from _package_.errors import UserError
at, options = Path(sys.argv[1]), json.loads(sys.argv[2])
files = [at] if at.is_file() else sorted(path for path in at.rglob("*") if path.is_file())
try:
    layout = recipe.layout(files, options)
    rows = {}
    for chunk in recipe.chunks(files, options):
        for name in chunk.split.tolist():
            rows[name] = rows.get(name, 0) + 1
    said = {path.name: dict(one) for path, one in recipe.decisions(files, options).items()}
    features = [field.name for field in layout["features"].fields]
    print(json.dumps({"features": features, "classes": layout["target"].classes, "rows": rows, "said": said}))
except UserError as error:
    print(json.dumps({"refused": str(error)}))
"""
REGRESSION = {"target": "y", "task": "regression"}
COUNTS = "entry/instrument/detector/counts"
# input, recipe, options, what must stand in the answer: keys with their values, or words of a refusal
CASES = [
    ("none3.parquet", "parquet", {"target": "sev", "task": "classification"}, {"classes": ["None", "mild", "severe"]}),
    ("nexus.h5", "hdf5", {**REGRESSION, "target": COUNTS}, {"features": 2, "said": f"the same dataset as {COUNTS}"}),
    ("loop2.h5", "hdf5", REGRESSION, {"features": ["x"], "rows": 150}),
    ("matlab.h5", "hdf5", REGRESSION, {"refused": "y has shape (1, 200)"}),
    ("matlab.h5", "hdf5", {**REGRESSION, "transpose": True}, {"features": ["X_0", "X_1"], "rows": 200}),
    ("pqdrift", "parquet", REGRESSION, {"features": ["x", "z"], "rows": 200}),
    ("pqnull", "parquet", REGRESSION, {"features": ["x", "z"], "rows": 300}),
    ("pqorder", "parquet", REGRESSION, {"features": ["x", "z"], "rows": 200}),
    ("pqhive", "parquet", REGRESSION, {"features": ["x", "year"], "rows": 400}),
    ("splits", "table", REGRESSION, {"said": '"split": "test"', "rows": 200}),
    ("twotrees.root", "root", REGRESSION, {"said": "sig/Events (80)", "rows": 200}),
    ("arff_comment.arff", "arff", REGRESSION, {"features": ["x", "c=a", "c=b"], "rows": 100}),
]


def agrees(found: dict, key: str, wanted: object) -> bool:
    if key == "rows":
        return sum(found.get(key, {}).values()) == wanted
    if isinstance(wanted, int):
        return len(found.get(key, [])) == wanted
    return wanted in json.dumps(found.get(key)) if isinstance(wanted, str) else found.get(key) == wanted


def main() -> int:
    if not FOLDER.is_dir():
        print(f"SKIP typed files that go wrong: there is no {FOLDER}")
        return 0
    known, wrong = records(Path(sys.executable)), 0
    for name, recipe, options, right in CASES:
        folder, _ = assemble(Combination(recipe, options["task"], "linear", "scikit-learn"), known)
        command = [sys.executable, "-c", READ, FOLDER / name, json.dumps(options)]
        settings = dict(os.environ, PYTHONPATH=str(folder / "src"), PYTHONDONTWRITEBYTECODE="1")
        done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True)
        found = json.loads(done.stdout) if done.returncode == 0 else {"traceback": done.stderr[-300:]}
        good = all(agrees(found, key, wanted) for key, wanted in right.items())
        wrong += not good
        result = {key: value for key, value in found.items() if key != "said"}
        print(f"{'PASS' if good else 'FAIL'} {name} {json.dumps(options)} -> {found.get('said', '')} -> {result}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
