"""Where a redirect may lead, and how an address is told. Standard library only."""

from __future__ import annotations

import urllib.parse

from _package_.errors import Refused
from _package_.fetching.mirror import original

LONGEST = 200  # characters of an address in a message


def follow(url: str, asked: str, location: str) -> str:
    """The address that a redirect leads to; Refused where it is none of https, or of http from http."""
    try:
        target = original(urllib.parse.urljoin(asked, location.strip()))
        parts = urllib.parse.urlsplit(target)
        there = bool(parts.hostname) and parts.port != 0
    except ValueError:
        there, target = False, ""
    plain = target.startswith("http://") and url.startswith("http://")
    if not location or not there or not (plain or target.startswith("https://")):
        raise Refused(f"a redirect to {named(location) or 'nowhere'}, which is not followed")
    return target


def named(url: str) -> str:
    """An address as it may be told: without a login in it, and without a query, which may be a signature."""
    bare, _, query = url.partition("#")[0].partition("?")
    scheme, slashes, rest = bare.partition("//")
    host, slash, path = rest.partition("/")
    return f"{scheme}{slashes}{host.rpartition('@')[2]}{slash}{path}"[:LONGEST] + ("?…" if query else "")
