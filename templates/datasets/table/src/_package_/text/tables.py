"""Which table is read from a file, and what is said about how: options, earlier decisions, the look at the bytes."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from _package_ import decisions
from _package_.text import sheets
from _package_.text.texts import Text

DECIDE = (
    "encoding",
    "separator",
    "quote",
    "skip",
    "comment",
    "header",
    "decimal",
    "thousands",
    "sheet",
)  # of a decision
OPTIONS = (*DECIDE, "units_row", "footer", "missing", "censored", "words", "percent", "index")


@functools.lru_cache(maxsize=256)
def _known(stamp: tuple[Path, int, int], settings: str) -> Text:
    path, chosen = stamp[0], json.loads(settings)
    return sheets.text(path, chosen) if path.suffix.lower() in sheets.ENDINGS else Text(path, chosen)


def text(path: Path, options: Mapping[str, Any]) -> Text:
    """The table in a file: by the options, then by what an earlier run has decided, then by its look."""
    earlier = decisions.remembered(path)
    settings = {key: earlier[key] for key in DECIDE if key in earlier}
    settings |= {key: options[key] for key in OPTIONS if options.get(key) is not None}
    state = path.stat()
    return _known((path, state.st_mtime_ns, state.st_size), json.dumps(settings, sort_keys=True))
