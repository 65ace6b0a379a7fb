"""How the raw files are read: what an earlier run has decided is handed to the recipe, what it decides now is kept.

The lock and schema.json hold it, the data card and the terminal say it in the words of wording.py.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from _package_ import decisions, files, lock, markdown, markers, paths, schema_file, wording
from _package_.decisions import Decision
from _package_.errors import UserError
from _package_.paths import DataKind
from _package_.schema import Source

MARKERS = ("<!-- read:start -->", "<!-- read:end -->")
Decided = dict[str, Decision]  # by the name in the lock, each with the `sha256` of its source


def name(path: Path) -> str:
    """A file's name in the lock: below data/raw/, or of a member of an archive below data/interim/."""
    for folder in (paths.raw("real"), paths.interim(), paths.raw("sample")):
        if path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return path.name


@contextlib.contextmanager
def remembered(kind: DataKind, raw: Sequence[Path], sources: Sequence[Source]) -> Iterator[None]:
    """Within this context readers find what the lock says of files of the same bytes; of a sample's it says nothing."""
    held = {source.path: source.sha256 for source in sources}
    said = lock.decided(paths.lock()) if kind == "real" else {}
    known: dict[Path, Decision] = {}
    for path in raw:
        one, source = said.get(name(path)), lock.holder(name(path), held)
        if one is not None and source is not None and one["sha256"] == held[source]:
            known[path] = {key: value for key, value in one.items() if key != "sha256"}
    with decisions.remembering(known):
        yield


def decided(recipe: object, raw: Sequence[Path], sources: Sequence[Source], options: Mapping[str, Any]) -> Decided:
    """What the recipe has decided about each of the files; nothing of a recipe that has nothing to decide."""
    ask = getattr(recipe, "decisions", None)
    if ask is None:
        return {}
    held = {source.path: source.sha256 for source in sources}
    found: Decided = {}
    for path, one in sorted(ask(raw, options).items()):
        source = lock.holder(name(path), held)
        found[name(path)] = {"sha256": held[source] if source else "", **one}
    return found


def before() -> Decided:
    """The last decision about each file: of the lock, else of the arrays that are there."""
    with contextlib.suppress(UserError):
        return {**dict(schema_file.load(paths.schema("real")).read), **lock.decided(paths.lock())}
    return lock.decided(paths.lock())


def keep(now: Mapping[str, Decision]) -> None:
    """Says what was decided, and what was decided otherwise before; writes it into the lock."""
    earlier = before()
    for line in [*wording.lines(now), *wording.changes(earlier, now)]:
        print(f"  {line}")
    locked = lock.read(paths.lock())
    kept = {name: one for name, one in lock.decided(paths.lock()).items() if lock.holder(name, locked)}
    if {**kept, **now} != kept:
        lock.write(paths.lock(), locked, {**kept, **now})


def describe(read: Mapping[str, Decision]) -> None:
    """Writes into the data card how each file is read; of a recipe that decides nothing there is nothing to say."""
    path = paths.data("real") / "README.md"
    if not read:
        return
    text = "\n".join(f"- {markdown.escape(line)}" for line in wording.lines(read, None))
    try:
        new = markers.between(path, MARKERS, text)
    except UserError as error:
        print(f"How the files are read stands in data/manifest.lock.json alone: {error.message}")
        return
    if new != markers.content(path):
        files.replace(path, new)
        print("data/README.md: completed with how the files are read")
