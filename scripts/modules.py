"""core/spec/modules.ts: every module that a generated project can import, so that no package of a user hides one.

Python's own, and the top-level names of whatever the records declare, with all that those need in turn. Run it where
all of that is installed, after a dependency was added: python scripts/modules.py
"""

import importlib.metadata
import re
import sys
from pathlib import Path

import yaml
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LATER = "annotationlib compression"  # modules of Python's own that came after the version that runs this
ELSEWHERE = "conftest coverage hypothesis lightning nvidia pip triton wheel"  # with tools around a project, and with CUDA
WIDTH = 150


def declared(value: object) -> list[str]:
    """Requirements anywhere below the keys that hold them."""
    if isinstance(value, dict):
        return [one for inner in value.values() for one in declared(inner)]
    if isinstance(value, list):
        return [one for inner in value for one in declared(inner)]
    return [value] if isinstance(value, str) else []


def roots() -> set[str]:
    found: list[str] = []
    for path in sorted((ROOT / "templates").rglob("*.yml")):
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
        for key in ("dependencies", "extras", "frameworks"):
            if isinstance(record, dict):
                found += declared(record.get(key))
    text = (ROOT / "templates/base/pyproject.toml.ejs").read_text(encoding="utf-8")
    found += re.findall(r"['\"]([A-Za-z][\w.-]*(?:\[[\w,]+\])?[<>=~!][^'\"]*)['\"]", text)
    return {name for name in map(named, found) if name}


def named(requirement: str) -> str | None:
    try:
        return canonicalize_name(Requirement(requirement).name)
    except InvalidRequirement:
        return None


def closure(names: set[str]) -> set[str]:
    """With what each needs, on this machine, as far as it is installed."""
    known: set[str] = set()
    left = set(names)
    while left:
        name = left.pop()
        try:
            needed = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        known.add(name)
        plain = [one for one in map(Requirement, needed) if one.marker is None or one.marker.evaluate({"extra": ""})]
        left |= {canonicalize_name(one.name) for one in plain} - known
    return known


def main() -> None:
    distributions = closure(roots())
    tops = importlib.metadata.packages_distributions()
    imported = {top for top, owners in tops.items() if any(canonicalize_name(one) in distributions for one in owners)}
    imported |= {name.replace("-", "_") for name in distributions | roots()}  # a project named like what it needs is not installable
    own = {*sys.stdlib_module_names, *LATER.split()}
    lists = {"PYTHON": own, "INSTALLED": {*imported, *ELSEWHERE.split()} - own}
    text = ["// Made by scripts/modules.py: the modules that a generated project can import. A package of one of these names would hide it."]
    for name, words in lists.items():
        fitting = sorted(word for word in words if re.fullmatch(r"[a-z][a-z0-9_]*", word))
        text += ["", f"const {name} ="]
        lines, line = [], ""
        for word in fitting:
            if len(line) + len(word) > WIDTH:
                lines, line = [*lines, line], ""
            line += f"{word} "
        lines.append(line.rstrip())
        text += [f"  {'+ ' if i else ''}'{one}'" for i, one in enumerate(lines)]
        text[-1] += ";"
    text += ["", "const names = new Set(`${PYTHON} ${INSTALLED}`.split(' '));", ""]
    text += ["/** Would a package of this name hide a module, Python's own or an installed one? */"]
    text += ["export const isModule = (name: string): boolean => names.has(name);", ""]
    (ROOT / "core/spec/modules.ts").write_text("\n".join(text), encoding="utf-8")


if __name__ == "__main__":
    main()
