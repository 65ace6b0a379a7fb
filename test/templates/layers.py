"""Which layers of templates/ are read together: records, combinations that cover all of them, folders of links."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
CACHE = ROOT / ".cache"
KINDS = ("datasets", "models", "frameworks", "tasks", "tools")
# These tests read a whole generated repository, which links of layers are not.
WHOLE_REPOSITORY = {"test_metadata.py", "test_settings.py"}
# A test that asks for these fixtures depends on the task and the framework.
PLANTED = re.compile(r"\bdef test_\w+\([^)]*\b(?:planted|models|fit)\b")
READ = """
import json, pathlib, sys, yaml
t = pathlib.Path(sys.argv[1])
read = lambda path: {"key": path.parent.name, **yaml.safe_load(path.read_text())}
found = {kind: [read(path) for path in sorted(t.glob(f"{kind}/*/{kind[:-1]}.yml"))] for kind in sys.argv[2:]}
print(json.dumps({**found, "networks": [read(path) for path in t.glob("networks/networks.yml")]}))
"""


def records(python: Path) -> dict[str, list[dict[str, Any]]]:
    """The records under templates/ by kind, read by a Python that has PyYAML; every dataset has unsupervised tasks."""
    done = subprocess.run([python, "-c", READ, TEMPLATES, *KINDS], check=True, capture_output=True, text=True)
    found = json.loads(done.stdout)
    for one in found["datasets"]:
        one["tasks"] += [task["key"] for task in found["tasks"] if task.get("unsupervised")]
    return found


@dataclass
class Combination:
    """One project's parts, and those of them whose tests run here: package, chain, dataset, model."""

    dataset: str
    task: str
    model: str
    framework: str
    tested: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        parts = "-".join((self.dataset, self.task, self.model, self.framework))
        return f"{parts} [{' '.join(self.tested)}]"

    def items(self) -> dict[str, tuple[str, ...]]:
        """What can be tested here: the package once, the chain from training to reports once per task and framework, a
        dataset once, a model once per both."""
        return {
            "package": (),
            "chain": (self.task, self.framework),
            "dataset": (self.dataset,),
            "model": (self.model, self.framework, self.task),
        }


def combinations(found: dict[str, list[dict[str, Any]]]) -> tuple[list[Combination], list[str]]:
    """Few in which every dataset, (model, framework, task) and (task, framework) is tested; and what is excluded."""
    datasets, models = found["datasets"], found["models"]
    fitting: list[Combination] = []
    excluded: list[str] = []
    for model, one in itertools.product(models, datasets):
        shared = [task for task in one["tasks"] if task in model["tasks"]]
        if set(one["inputs"]) & set(model["inputs"]):
            fitting += [
                Combination(one["key"], task, model["key"], framework)
                for task, framework in itertools.product(shared, model["frameworks"])
            ]
    known = {(each.model, each.task) for each in fitting}
    for model, task in ((one, task) for one in models for task in one["tasks"]):
        if (model["key"], task) in known:
            continue
        # Parts meet at schema.json alone, so that its tests run beside any dataset.
        excluded.append(
            f"{model['key']} for {task} ({', '.join(model['inputs'])}): no dataset fits, only its own tests run"
        )
        beside = next((one["key"] for one in datasets if task in one["tasks"]), datasets[0]["key"])
        fitting += [Combination(beside, task, model["key"], framework) for framework in model["frameworks"]]
    used = {each.dataset for each in fitting}
    excluded += [
        f"{one['key']} ({', '.join(one['inputs'])}): no model fits" for one in datasets if one["key"] not in used
    ]
    return cover(fitting), excluded


def cover(fitting: Iterable[Combination]) -> list[Combination]:
    """Greedily those that test most of what is not tested yet; each says which of its parts are its business."""
    left, taken, done = list(fitting), list[Combination](), set[tuple[str, tuple[str, ...]]]()

    def new(one: Combination) -> list[tuple[str, tuple[str, ...]]]:
        return [item for item in one.items().items() if item not in done]

    while left:
        left = [one for one in left if new(one)]
        if left:
            best = max(left, key=lambda one: len(new(one)))
            best.tested = [kind for kind, _ in new(best)]
            done.update(new(best))
            taken.append(best)
    return taken


def assemble(one: Combination, found: dict[str, list[dict[str, Any]]]) -> tuple[Path, list[str]]:
    """Links the layers of a combination into a folder of their own; returns it and the files that are its business."""
    folder = CACHE / "templates" / "-".join((one.dataset, one.task, one.model, one.framework))
    shutil.rmtree(folder, ignore_errors=True)
    dataset = next(each for each in found["datasets"] if each["key"] == one.dataset)
    framework = next(each for each in found["frameworks"] if each["key"] == one.framework)
    layers = [
        ("package", "package"),
        ("chain", f"tasks/{one.task}"),
        ("chain", f"frameworks/{one.framework}"),
        *([("chain", "networks")] if framework.get("networks") else []),
        *[("chain", f"tools/{path.name}") for path in sorted(TEMPLATES.glob("tools/*")) if path.is_dir()],
        ("dataset", f"datasets/{one.dataset}"),
        *[("dataset", f"readers/{reader}") for reader in dataset.get("readers", [])],
        ("model", f"models/{one.model}"),
        ("model", f"models/{one.model}/{one.framework}"),
    ]
    own: list[str] = []
    for of, layer in layers:
        for top in ("src", "tests"):
            for source in sorted((TEMPLATES / layer / top).rglob("*.py")):
                inside = source.relative_to(TEMPLATES / layer)
                is_test = source.name.startswith("test_")
                kind = "chain" if of == "package" and is_test and PLANTED.search(source.read_text()) else of
                if source.name in WHOLE_REPOSITORY or (is_test and kind not in one.tested):
                    continue
                target = folder / inside
                target.parent.mkdir(parents=True, exist_ok=True)
                target.symlink_to(source)
                if kind in one.tested:
                    own.append(str(inside))
    shutil.copy(TEMPLATES / "pyproject.toml", folder / "pyproject.toml")
    return folder, own


def several(found: dict[str, list[dict[str, Any]]]) -> dict[str, tuple[dict[str, Any], str, list[str]]]:
    """Model, task and frameworks, by names such as "mlp-regression", of every network that two frameworks have."""
    networked = {one["key"] for one in found["frameworks"] if one.get("networks")}
    pairs = [(model, [key for key in model["frameworks"] if key in networked]) for model in found["models"]]
    shared = [(model, task, keys) for model, keys in pairs if len(keys) > 1 for task in model["tasks"]]
    return {f"{model['key']}-{task}": (model, task, keys) for model, task, keys in shared}
