"""What a run of `make data` fetched, for people and as JSON (docs/schemas/fetch.schema.json of create-fair-ai)."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import Any

from _package_.errors import UserError
from _package_.fetching.progress import lasting, words
from _package_.fetching.tokens import host_of
from _package_.terminal import line

FORMAT = "fair-ai/fetch@1"
SHOWN = 20  # failed files that are explained one by one


@dataclass
class Outcome:
    """How it ended for one file."""

    path: str
    state: str  # fetched, cache, here, failed; with DRY_RUN here or missing
    size: int | None  # bytes
    sha256: str | None = None
    source: str | None = None  # the address that it came from
    message: str | None = None  # why it failed


@dataclass
class Summary:
    dry_run: bool = False
    outcomes: list[Outcome] = field(default_factory=list[Outcome])
    began: float = field(default_factory=time.monotonic)
    received: int = 0  # bytes

    def of(self, state: str) -> list[Outcome]:
        return [one for one in self.outcomes if one.state == state]

    def text(self) -> str:
        """What came, from where, how fast, and what failed."""
        seconds = max(time.monotonic() - self.began, 1e-3)
        named = {"fetched": "fetched", "cache": "from the cache", "here": "there before"}
        parts = [(self.of(state), word) for state, word in named.items()]
        counts = ", ".join(f"{len(found)} {word} ({_total(found)})" for found, word in parts if found)
        whole = len(self.outcomes) - len(self.of("failed"))
        lines = [f"data/raw: {whole} of {len(self.outcomes)} files whole{': ' if counts else ''}{counts}"]
        by_host: dict[str, list[Outcome]] = defaultdict(list)
        for one in self.of("fetched"):
            by_host[host_of(one.source or "") or "this computer"].append(one)
        for host, found in sorted(by_host.items()):
            rate = f" ({words(self.received / seconds)}/s)" if len(by_host) == 1 and self.received else ""
            many = f"{len(found)} file{'s' if len(found) != 1 else ''}"
            lines.append(f"  from {host}: {many}, {_total(found)}, in {lasting(seconds)}{rate}")
        failed = self.of("failed")
        lines += [f"  failed: {line(f'{one.path}: {one.message}')}" for one in failed[:SHOWN]]
        lines += [f"  failed: {len(failed) - SHOWN} more"] if len(failed) > SHOWN else []
        return "\n".join(lines)

    def as_dict(self, error: UserError | None) -> dict[str, Any]:
        seconds = time.monotonic() - self.began
        return {
            "format": FORMAT,
            "dryRun": self.dry_run,
            "files": [asdict(one) for one in self.outcomes],
            "receivedBytes": self.received,
            "seconds": round(seconds, 3),
            "error": error and {"message": error.message, "remedy": error.remedy, "exitCode": error.code},
        }


def _total(found: list[Outcome]) -> str:
    return words(sum(one.size or 0 for one in found))
