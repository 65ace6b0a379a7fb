"""How each raw file is read, as `make data` has decided it. Standard library only.

reading.py hands what data/manifest.lock.json says of unchanged files to whoever reads them, and keeps what they
decide.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Decision = Mapping[str, Any]  # JSON values by the keys of docs/schemas/lock.schema.json

_remembered: dict[Path, Decision] = {}


@contextlib.contextmanager
def remembering(known: Mapping[Path, Decision]) -> Iterator[None]:
    """Within this context readers find these decisions of earlier runs, by the path of the file that they open."""
    before = dict(_remembered)
    _remembered.update(known)
    try:
        yield
    finally:
        _remembered.clear()
        _remembered.update(before)


def remembered(path: Path) -> Decision:
    """What an earlier run has decided about a file of the same bytes; nothing where there was none."""
    return _remembered.get(path, {})
