"""Whether the processed arrays are those that the recipe would make now."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from _package_ import lock, paths, schema_file
from _package_.errors import UserError
from _package_.manifest import Manifest
from _package_.schema import Source


def is_current(recipe: ModuleType, listed: Manifest, sources: Sequence[Source]) -> bool:
    """Whether they were made from these very files, read as the lock says, by this recipe and with these options."""
    path = paths.schema("real")
    made = path.stat().st_mtime if path.is_file() else 0.0
    if made < max(path.stat().st_mtime for path in (*recipe_files(recipe), paths.manifest())):
        return False
    try:
        found = schema_file.load(path)
    except UserError:
        return False
    said = lock.decided(paths.lock())
    read = {name: one for name, one in found.read.items() if said.get(name) == one}
    same = (tuple(sources), listed.options, listed.recipe, found.read)
    return (found.sources, found.options, found.recipe, read) == same


def recipe_files(recipe: ModuleType) -> list[Path]:
    """recipe.py, and the modules of this package that it and they take modules or names from."""
    found: dict[str, Path] = {}
    left = [recipe]
    while left:
        module = left.pop()
        if module.__name__ in found or module.__file__ is None:
            continue
        found[module.__name__] = Path(module.__file__)
        names = {
            value.__name__ if isinstance(value, ModuleType) else str(getattr(value, "__module__", ""))
            for value in vars(module).values()
        }
        left += [sys.modules[name] for name in names & set(sys.modules) if name.startswith(f"{__package__}.")]
    return list(found.values())
