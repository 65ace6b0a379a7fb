"""Requests to archives: mirror, tokens, redirects, and what a refusal means. Standard library only."""

from __future__ import annotations

import contextlib
import email.utils
import http.client
import re
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, NoReturn

from _package_.errors import Hiccup, Refused
from _package_.fetching import tokens
from _package_.fetching.connections import Connections
from _package_.fetching.mirror import mirrored
from _package_.fetching.redirects import follow, named
from _package_.fetching.tokens import host_of

AGENT = "_package_ (create-fair-ai project; python)"
REDIRECTS = 5
MOVED = (301, 302, 303, 307, 308)
PLAIN = re.compile(r"[\w.%/:=&?~+!$,;'@()*\[\]-]*", re.ASCII).fullmatch  # addresses that need no quoting
SHORT = 1 << 16  # bytes; the rest of an answer that is read so that its connection can be used again


@dataclass
class Web:
    """How one thread asks."""

    connections: Connections
    gate: Callable[[str], AbstractContextManager[Any]]  # host -> a place in its queue
    answered: Callable[[Mapping[str, str]], None]  # told the head of every answer
    received: int = 0  # bytes of bodies

    @contextlib.contextmanager
    def request(self, url: str, headers: Mapping[str, str], method: str = "GET") -> Iterator[Answer]:
        """The open answer (2xx, 304 or 416) of an address, through at most five redirects; Hiccup and Refused."""
        first, public = url, False
        for hop in range(REDIRECTS + 1):
            asked = mirrored(url)
            judged = public and asked == url  # a mirror may be anywhere: a person has named it
            if not PLAIN(asked):
                asked = urllib.parse.quote(asked, safe="%/:=&?~+!$,;'@()*[]", errors="replace")
            said = {"User-Agent": AGENT, "Accept-Encoding": "identity", **headers, **tokens.header(url, asked)}
            with self.gate(host_of(url)):
                response, key = self.connections.send(method, asked, said, judged)
                public = public if hop else not (asked == url and self.connections.is_private(key))
                answer = Answer(response)
                try:
                    self.answered(answer.headers)
                    if response.status in MOVED:
                        target = follow(url, asked, answer.headers.get("location", ""))
                        answer.skip()
                    elif response.status >= 400 and response.status != 416:
                        answer.skip()
                        _explain(response.status, answer.headers.get("retry-after"), url, url != first)
                    else:
                        yield answer
                        return
                finally:
                    self.received += answer.received
                    if not answer.close():
                        self.connections.drop(key)
            url = target
        raise Refused(f"more than {REDIRECTS} redirects")


class Answer:
    """An answer whose body is read into a buffer of the caller's, as it comes."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self._response = response
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.headers.items()}
        self.received = 0  # bytes
        self._left = response.length  # bytes; None: until the end of the chunks or of the connection

    def readinto(self, view: memoryview) -> int:
        """How many bytes came, at least one; 0 at the end. Hiccup where the connection breaks."""
        try:
            if self._left is None or self._response.chunked:
                chunk = self._response.read1(len(view))
                view[: len(chunk)] = chunk
                self.received += len(chunk)
                return len(chunk)
            if not self._left:
                return 0
            count = self._response.fp.readinto1(view if self._left >= len(view) else view[: self._left])
            self._left -= count
            self.received += count
            return count
        except (OSError, http.client.HTTPException) as error:
            raise Hiccup(f"the connection broke ({error or type(error).__name__})") from error

    def skip(self) -> None:
        """Reads a short body that nobody wants."""
        if self._left is not None and self._left <= SHORT:
            view = memoryview(bytearray(self._left))
            with contextlib.suppress(Hiccup):
                while self.readinto(view):
                    pass

    def close(self) -> bool:
        """Whether the connection can be used again."""
        whole = self._response.isclosed() or (self._left == 0 and not self._response.chunked)
        self._response.close()
        return whole


def _explain(status: int, wait: str | None, url: str, moved: bool) -> NoReturn:
    """Raises what a status means: Hiccup for what passes, Refused for the rest."""
    if status in (429, 503):
        raise Hiccup(f"the archive answered {status}", retry_after(wait))
    if status == 408 or status >= 500:
        raise Hiccup(f"the archive answered {status}")
    if moved and status in (400, 401, 403, 410):  # a link that was given for an hour: the archive gives a new one
        raise Hiccup(f"{host_of(url)}, where the archive redirects to, answered {status}")
    host = host_of(url)
    name = tokens.variable(host)
    access = f"set {name}" if name else "log in at the archive and put the file there by hand"
    advice = {
        401: f"a login is needed: {access}",
        403: f"not allowed: {access}; an archive that blocks too many requests says the same, then wait an hour",
        404: "it is not there: moved, or on tape and to be asked for at the archive's page",
        407: "the proxy wants a login: HTTP_PROXY=http://user:password@host:port",
        410: "it was withdrawn",
    }
    place = named(url) if moved else url
    raise Refused(f"the archive answered {status}, {advice.get(status, 'which no further try will change')} ({place})")


def retry_after(value: str | None) -> float | None:
    """Seconds to wait, from a number of seconds or a date."""
    if not value:
        return None
    if re.fullmatch(r"[0-9]{1,15}", value.strip()):
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
