"""The recipe's options: what a person has set in data/manifest.json, checked by references/options.json.

Standard library only.
OPTION="decimal=, sheet=Data" sets some, for this and later runs; a value with spaces stands in quotes; `decimal=` alone
takes one out again.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from typing import Any

from _package_ import files, paths
from _package_.errors import UserError, nearest
from _package_.option import Option, printed

FORMAT = "fair-ai/options@1"
WORD = re.compile(r"""(?:[^\s"']|"[^"]*"|'[^']*')+""")
QUOTED = re.compile(r""""([^"]*)"|'([^']*)'""")


def declared() -> dict[str, Option] | None:
    """What the recipe takes, by name; None where a recipe of one's own declares nothing."""
    path = paths.root() / "references" / "options.json"
    if not path.exists():
        return None
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if values["format"] != FORMAT:
            raise ValueError(f"its format is {values['format']!r}")
        return {name: Option(name, **one) for name, one in values["options"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"{path} is not a {FORMAT} file: {error}", "Take it from git again.") from error


def complete(given: Mapping[str, Any]) -> dict[str, Any]:
    """What a person has set, checked, and the defaults of all others. UserError for a wrong name or value."""
    known = declared()
    if known is None:
        return dict(given)
    made = {name: option.default for name, option in known.items()}
    for name, value in given.items():
        option = _named(name, known, "data/manifest.json, recipe.options: ")
        made[name] = option.default if value is None else option.checked(value)
    return made


def apply(variables: Mapping[str, str]) -> str | None:
    """Writes OPTION into data/manifest.json; returns what stood there, None where nothing changed."""
    if "OPTION" not in variables:
        return None
    new = _assigned(variables["OPTION"])
    path = paths.manifest()
    before = path.read_text(encoding="utf-8")
    listed = json.loads(before)
    given = dict(listed["recipe"].get("options") or {})
    told: list[str] = []
    for name, value in new.items():
        if value == given.get(name):
            told.append(f"{name} is {printed(value)} already")
            continue
        was = printed(given.pop(name, None))
        if value is not None:
            given[name] = value
        told.append(f"{name} {printed(value)} (was {was})")
    dry = "DRY_RUN" in variables
    print(f"data/manifest.json, recipe.options{' would be' if dry else ''}: {'; '.join(told)}")
    if dry or given == (listed["recipe"].get("options") or {}):
        return None
    listed["recipe"]["options"] = given
    _replace(json.dumps(listed, indent=2, ensure_ascii=False) + "\n")
    return before


def restore(before: str) -> None:
    """Puts back what apply() has found: the data have refused an option."""
    _replace(before)
    print("data/manifest.json is as it was before.")


def _replace(text: str) -> None:
    """The files need not be read again for it: a lock that was newer than the manifest stays so."""
    lock = paths.lock()
    settled = lock.is_file() and lock.stat().st_mtime >= paths.manifest().stat().st_mtime
    files.replace(paths.manifest(), text)
    if settled:
        os.utime(lock)


def _assigned(text: str) -> dict[str, Any]:
    """OPTION as values by name; None for one that is taken out."""
    known = declared()
    made: dict[str, Any] = {}
    for name, value in words(text):
        if known is None:
            made[name] = value or None
            continue
        option = _named(name, known)
        if option.fixed:
            flag = "model" if name == "input" else name  # the form follows from the model
            remedy = f"Make another project, with --{flag}."
            raise UserError(f"{name} is {option.words}: it cannot be changed.", remedy)
        parsed = None if value == "" else option.parsed(value)
        before = made.get(name, parsed)
        if name in made and isinstance(before, list) and isinstance(parsed, list):
            parsed = [*before, *parsed]
        elif before != parsed:
            raise UserError(f"{name} is given twice: {printed(before)} and {printed(parsed)}.", "Give it once.")
        made[name] = parsed
    return made


def words(text: str) -> list[tuple[str, str]]:
    """name=value, separated by spaces or by a comma and a space."""
    if WORD.sub("", text).strip():
        raise UserError(f"OPTION={text}: a quote is not closed.", "Write OPTION=\"name=value other='two words'\".")
    found = WORD.findall(text)
    made: list[tuple[str, str]] = []
    for place, word in enumerate(found):
        name, equals, value = word.partition("=")
        if not equals or not name:
            remedy = 'Write OPTION="name=value"; a value with spaces stands in quotes: OPTION="sheet=\'My data\'".'
            raise UserError(f"OPTION={text}: {word!r} is no name=value.", remedy)
        if place + 1 < len(found) and len(value) > 1:
            value = value.removesuffix(",")
        made.append((name.strip(), QUOTED.sub(lambda one: one[1] or one[2] or "", value)))
    return made


def _named(name: str, known: Mapping[str, Option], where: str = "") -> Option:
    if name not in known:
        raise UserError(f"{where or 'OPTION: '}the recipe has no option {name!r}.", nearest(name, known))
    return known[name]
