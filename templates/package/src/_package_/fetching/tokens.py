"""Whose token goes to which host, and to nobody else. Standard library only."""

from __future__ import annotations

import base64
import functools
import os
from urllib.parse import urlsplit

from _package_.errors import UserError

DATAVERSE = "dataverse.harvard.edu"
LOCAL = ("127.0.0.1", "localhost", "::1")
TOKENS = {  # host -> environment variable, header, what stands before the token
    "zenodo.org": ("ZENODO_TOKEN", "Authorization", "Bearer "),
    DATAVERSE: ("DATAVERSE_API_TOKEN", "X-Dataverse-key", ""),  # or the host of DATAVERSE_URL
    "datadryad.org": ("DRYAD_TOKEN", "Authorization", "Bearer "),
    "api.figshare.com": ("FIGSHARE_TOKEN", "Authorization", "token "),
    "api.osf.io": ("OSF_TOKEN", "Authorization", "Bearer "),
    "www.kaggle.com": ("KAGGLE_API_TOKEN", "Authorization", "Bearer "),
    "huggingface.co": ("HF_TOKEN", "Authorization", "Bearer "),
}


def header(url: str, asked: str) -> dict[str, str]:
    """The header with the token of the address's own host: to that host over https, or to a mirror on this machine."""
    host, found = host_of(url), _entry(host_of(url))
    if found is None:
        return {}
    safe = asked.startswith("https://") and host_of(asked) == host
    if not (safe or (url.startswith("https://") and host_of(asked) in LOCAL)):
        return {}
    variable, name, before = found
    if value := _value(variable):
        return {name: before + value}
    login = [_value(part) for part in ("KAGGLE_USERNAME", "KAGGLE_KEY")]
    if variable == "KAGGLE_API_TOKEN" and all(login):
        return {name: "Basic " + base64.b64encode(":".join(login).encode()).decode()}
    return {}


def variable(host: str) -> str | None:
    """The environment variable that holds the token of a host."""
    found = _entry(host)
    return found[0] if found else None


@functools.lru_cache(4096)
def host_of(url: str) -> str:
    """Empty where an address has none, or is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _entry(host: str) -> tuple[str, str, str] | None:
    own = _value("DATAVERSE_URL")
    installation = (host_of(own if "://" in own else f"https://{own}") if own else "") or DATAVERSE
    if host == installation:
        return TOKENS[DATAVERSE]
    return TOKENS.get(host) if host != DATAVERSE else None


def _value(name: str) -> str:
    """UserError for what no header can hold, without a word of it: it is a secret."""
    found = os.environ.get(name, "").strip()
    if not (found.isascii() and found.isprintable() and " " not in found):
        what = f"The environment variable {name} holds a line break, a space or another sign that it cannot have."
        raise UserError(what, f"Set {name} anew, to the token alone.")
    return found
