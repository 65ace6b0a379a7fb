"""Requests to archives: mirror, tokens, redirects, and what a refusal means. Standard library only."""

from __future__ import annotations

import email.utils
import http.client
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any, NoReturn

AGENT = "_package_ (create-fair-ai project; python)"
TIMEOUT = 30.0  # s without an answer or a byte
REDIRECTS = 5
TOKENS = {  # host -> environment variable, header, what stands before the token
    "zenodo.org": ("ZENODO_TOKEN", "Authorization", "Bearer "),
    "dataverse.harvard.edu": ("DATAVERSE_API_TOKEN", "X-Dataverse-key", ""),
    "datadryad.org": ("DRYAD_TOKEN", "Authorization", "Bearer "),
    "api.figshare.com": ("FIGSHARE_TOKEN", "Authorization", "token "),
    "api.osf.io": ("OSF_TOKEN", "Authorization", "Bearer "),
    "www.kaggle.com": ("KAGGLE_API_TOKEN", "Authorization", "Bearer "),
    "huggingface.co": ("HF_TOKEN", "Authorization", "Bearer "),
}


class Refused(Exception):
    """No further try helps."""


class Hiccup(Exception):
    """A failure that passes; `after` is how long the archive asked to wait, in s."""

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Redirects are followed by `request`, which knows the mirror and whose token is whose."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def mirror() -> str:
    return os.environ.get("FAIR_AI_MIRROR", "").rstrip("/")


def host_of(url: str) -> str:
    return urllib.parse.urlsplit(url).hostname or ""


def mirrored(url: str) -> str:
    """The address that is really asked: https://HOST/PATH is MIRROR/HOST/PATH where there is a mirror."""
    return f"{mirror()}/{url.removeprefix('https://')}" if mirror() and url.startswith("https://") else url


def original(url: str) -> str:
    """The inverse of `mirrored`."""
    return f"https://{url[len(mirror()) + 1 :]}" if mirror() and url.startswith(mirror() + "/") else url


def token(url: str, asked: str) -> dict[str, str]:
    """The header with the token of the address's own host: to that host over https, or to a mirror on this machine."""
    host = host_of(url)
    safe = asked.startswith("https://") and host_of(asked) == host
    if host not in TOKENS or not (safe or host_of(asked) in ("127.0.0.1", "localhost", "::1")):
        return {}
    variable, header, before = TOKENS[host]
    return {header: before + os.environ[variable]} if os.environ.get(variable) else {}


def request(url: str, headers: Mapping[str, str]) -> Any:
    """The open answer (2xx or 416) of an address, through at most five redirects. Raises Hiccup and Refused."""
    opener = urllib.request.build_opener(_NoRedirect)
    for _ in range(REDIRECTS + 1):
        asked = urllib.parse.quote(mirrored(url), safe="%/:=&?~#+!$,;'@()*[]")
        said = {"User-Agent": AGENT, "Accept-Encoding": "identity", **headers, **token(url, asked)}
        try:
            return opener.open(urllib.request.Request(asked, headers=said), timeout=TIMEOUT)
        except urllib.error.HTTPError as error:
            if error.code == 416:  # nothing after the bytes asked from: the caller compares sizes
                return error
            with error:
                if error.code not in (301, 302, 303, 307, 308):
                    _explain(error.code, error.headers.get("Retry-After"), url)
                url = _follow(url, asked, error.headers.get("Location") or "")
        except (OSError, http.client.HTTPException) as error:
            raise Hiccup(f"no answer ({getattr(error, 'reason', None) or error or type(error).__name__})") from error
    raise Refused(f"more than {REDIRECTS} redirects")


def _follow(url: str, asked: str, location: str) -> str:
    target = original(urllib.parse.urljoin(asked, location))
    plain = target.startswith("http://") and url.startswith("http://")
    if not location or not (plain or target.startswith("https://")):
        raise Refused(f"a redirect to {location or 'nowhere'}, which is not followed")
    return target


def _explain(status: int, wait: str | None, url: str) -> NoReturn:
    """Raises what a status means: Hiccup for what passes, Refused for the rest."""
    if status in (429, 503):
        raise Hiccup(f"the archive answered {status}", retry_after(wait))
    if status == 408 or status >= 500:
        raise Hiccup(f"the archive answered {status}")
    host = host_of(url)
    access = f"set {TOKENS[host][0]}" if host in TOKENS else "log in at the archive and put the file there by hand"
    advice = {
        401: f"a login is needed: {access}",
        403: f"not allowed: {access}; an archive that blocks too many requests says the same, then wait an hour",
        404: "it is not there: moved, or on tape and to be asked for at the archive's page",
        410: "it was withdrawn",
    }
    raise Refused(f"the archive answered {status}, {advice.get(status, 'which no further try will change')} ({url})")


def retry_after(value: str | None) -> float | None:
    """Seconds to wait, from a number of seconds or a date."""
    if not value:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None
