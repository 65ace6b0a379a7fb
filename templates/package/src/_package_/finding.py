"""One thing that the look at the data has found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind` groups findings, `what` is the column, class or split, `count` how often, `said` one clause of words."""

    kind: str
    what: str
    count: int | None
    said: str


def share(count: int, total: int) -> str:
    """A part in per cent: 4.2 %, and never 0 % or 100 % of what is neither."""
    if count in (0, total):
        return f"{100 if count else 0} %"
    return f"{min(max(100 * count / max(1, total), 0.1), 99.9):.1f} %"
