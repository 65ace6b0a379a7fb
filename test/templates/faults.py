"""What is decided about each file of ../shared/faults, and what comes of it: input, decision, result, one a line.

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
    ("pqhive", "parquet", REGRESSION, {"features": ["x", "year"], "said": "names of the folders: year", "rows": 400}),
    ("splits", "table", REGRESSION, {"said": '"split": "test"', "rows": 200}),
    ("twotrees.root", "root", REGRESSION, {"said": "sig/Events (80)", "rows": 200}),
    ("none3.csv", "table", {"target": "sev", "task": "classification"}, {"classes": ["mild", "none", "severe"], "rows": 200}),
    ("none_feat.csv", "table", REGRESSION, {"features": ["x", "alc=low", "alc=none"], "rows": 150}),
    ("leak.csv", "table", REGRESSION, {"features": 2, "said": '"index": "column 1"'}),
    ("latin1.csv", "table", REGRESSION, {"features": ["größe", "länge"], "said": '"encoding": "cp1252"'}),
    ("german.csv", "table", {**REGRESSION, "target": "Wert"}, {"features": 2, "said": '"decimal": ","'}),
    ("semi_comma_head.csv", "table", {**REGRESSION, "target": "Value"}, {"features": 2, "rows": 120}),
    ("semi_comma_head2.csv", "table", {**REGRESSION, "target": "Value"}, {"features": 2, "rows": 120}),
    ("tab_comma_head.tsv", "table", REGRESSION, {"features": 2, "rows": 120}),
    ("hepdata.csv", "table", {**REGRESSION, "target": "SIG"}, {"features": 5, "rows": 120}),
    ("pangaea.tab", "table", {**REGRESSION, "target": "Temp [°C]"}, {"features": ["Depth water [m]", "Sal"], "rows": 120}),
    ("rows1.csv", "table", REGRESSION, {"refused": "One row only has a target"}),
    ("miss_quest.csv", "table", REGRESSION, {"features": 2, "said": '"x": {"?": 13}'}),
    ("miss_target.csv", "table", REGRESSION, {"rows": 107, "said": '"y": {"?": 13}'}),
    ("cells.csv", "table", {**REGRESSION, "target": "mass"}, {"said": "a time, no feature", "rows": 600}),
    ("cells.xlsx", "table", {**REGRESSION, "target": "mass [g]"}, {"said": '"sheet": "Measurements"', "rows": 600}),
    ("mixed.csv", "table", {**REGRESSION, "target": "growth"}, {"features": 3, "rows": 300}),
    ("plate.tsv", "table", {**REGRESSION, "target": "Ausbeute"}, {"said": '"decimal": ","', "rows": 400}),
    ("lod.csv", "table", {"target": "positive", "task": "classification"}, {"said": '"<0.05": 10', "rows": 200}),
    ("instrument.csv", "table", {**REGRESSION, "target": "gfp"}, {"said": '"skip": 3'}),
    ("rare.csv", "table", {"target": "class", "task": "classification"}, {"rows": 201}),
    ("tiny.csv", "table", {"target": "treated", "task": "classification"}, {"rows": 24}),
    ("arff_comment.arff", "arff", REGRESSION, {"features": ["x", "c=a", "c=b"], "rows": 100}),
]


def agrees(found: dict, key: str, wanted: object) -> bool:
    if key == "rows":
        return sum(found.get(key, {}).values()) == wanted
    if isinstance(wanted, int):
        return len(found.get(key, [])) == wanted
    return wanted in json.dumps(found.get(key), ensure_ascii=False) if isinstance(wanted, str) else found.get(key) == wanted


def main() -> int:
    if not FOLDER.is_dir():
        print(f"SKIP files that go wrong: there is no {FOLDER}")
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
