"""Findings that may stay: each is a row, with its reason, of a table in docs/validators.md, which is read here."""

from __future__ import annotations

import re
from collections.abc import Mapping

from validator import ROOT, Verdict

PAGE = ROOT / "docs" / "validators.md"


def arguments(tool: str) -> dict[str, str]:
    """Pattern -> reason, from the rows under the heading `### Findings of <tool> that stay`."""
    page = PAGE.read_text(encoding="utf-8")
    section = re.search(rf"^### Findings of {re.escape(tool)} that stay$(.*?)(?=^#|\Z)", page, re.M | re.S)
    if section is None:
        raise RuntimeError(f"{PAGE.name} has no section for {tool}")
    rows = re.findall(r"^\| `(.+?)` \| (.+?) \|$", section.group(1), re.M)
    return dict(rows)


def unargued(tool: str, found: Mapping[str, str]) -> Verdict:
    """`found` maps what is shown to what is looked up; a finding may stay when a pattern of the page is in it."""
    patterns = [re.compile(".*".join(map(re.escape, pattern.split("*")))) for pattern in arguments(tool)]
    left = [shown for shown, text in found.items() if not any(pattern.search(text) for pattern in patterns)]
    return Verdict(not left, "\n".join(left) or f"{len(found)} findings, all argued in docs/{PAGE.name}")
