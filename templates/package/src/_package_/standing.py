"""A trained model stands until it is told to go: settings that differ never take its place unasked."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from _package_ import paths, sidecar
from _package_.config import Config
from _package_.errors import UserError

SHOWN = 4  # differences in a message


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Where two configurations (Config.as_dict()) differ: "train.lr 0.001 → 0.01"; seeds are no setting."""
    before, after = dict(_flat(old)), dict(_flat(new))
    return [
        f"{key} {_word(before, key)} → {_word(after, key)}"
        for key in dict.fromkeys([*before, *after])
        if before.get(key) != after.get(key) or (key in before) != (key in after)
    ]


def in_words(found: Sequence[str]) -> str:
    """The first few of them in one line."""
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return ", ".join(found[:SHOWN]) + more


def make_way(stems: Sequence[Path], config: Config, replace: bool) -> None:
    """UserError where a trained model of other settings stands at one of the stems; with `replace` it is moved to
    models/replaced/ instead, all of its files together."""
    other = {stem: found for stem in stems if (found := differences(_trained(stem, config), config.as_dict()))}
    if not other:
        return
    if not replace:
        stem, found = next(iter(other.items()))
        where = stem.relative_to(paths.root()) if stem.is_relative_to(paths.root()) else stem
        raise UserError(
            f"{where} was trained with other settings: {in_words(found)}.",
            "Add REPLACE=1 to train in its place (the old one moves to models/replaced/), or move its files away.",
        )
    for stem in other:
        move_away(stem)


def move_away(stem: Path) -> None:
    """Moves the files of a model into models/replaced/<stem>-<run>/."""
    run = str(json.loads(sidecar.path(stem).read_text(encoding="utf-8"))["run"]["id"])
    run = run if sidecar.RUN.fullmatch(run) else "unknown"
    folder = stem.parent / "replaced" / f"{stem.name}-{run}"
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(stem.parent.glob(f"{stem.name}.*")):
        with contextlib.suppress(FileNotFoundError):  # of several processes that train together each may be the first
            path.rename(folder / path.name)
    print(f"{stem.name}: the model of other settings is now in models/replaced/{folder.name}/", flush=True)


def _trained(stem: Path, config: Config) -> Mapping[str, Any]:
    """The configuration that the model at `stem` was trained with; `config` itself where there is no such model."""
    try:
        return json.loads(sidecar.path(stem).read_text(encoding="utf-8"))["run"]["config"]
    except (OSError, ValueError, LookupError, TypeError):  # nothing that could be loaded
        return config.as_dict()


def _flat(config: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in config.items():
        if key in ("model", "train") and isinstance(value, Mapping):
            yield from ((f"{key}.{name}", one) for name, one in value.items())
        elif key != "seeds":
            yield key, list(value) if isinstance(value, tuple) else value


def _word(values: Mapping[str, Any], key: str) -> str:
    return json.dumps(values[key], ensure_ascii=False) if key in values else "(not set)"
