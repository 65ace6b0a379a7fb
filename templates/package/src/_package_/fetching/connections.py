"""Connections that stay open from file to file, straight or through a proxy. Standard library only."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
import urllib.parse
from collections.abc import Mapping
from datetime import UTC, datetime

from _package_.errors import Hiccup, Refused, UserError
from _package_.fetching.addresses import is_public, peer
from _package_.fetching.proxies import Proxy, login, place, proxy_for
from _package_.fetching.tokens import LOCAL
from _package_.fetching.trust import trust

TIMEOUT = 30.0  # s without an answer or a byte
NEAR = 2e-3  # s to connect to a host that is near
ENOUGH = 1 << 19  # bytes that the kernel may hold for a near host: 250 MB/s at 2 ms

OUT_OF_DATE = (9, 10)  # OpenSSL's codes: not valid yet, no longer valid


class Connections:
    """The open connections of one thread, one per host."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[_Plain | _Secure, Proxy]] = {}

    def send(
        self, method: str, url: str, headers: Mapping[str, str], public: bool = False
    ) -> tuple[http.client.HTTPResponse, str]:
        """The head of the answer, and the key by which `drop` knows its connection. Raises Hiccup and Refused.

        With `public` nothing is sent to an address that is not public, unless a proxy stands between.
        """
        try:
            parts = urllib.parse.urlsplit(url)
            key = f"{parts.scheme}://{parts.hostname}:{parts.port}"
        except ValueError as error:
            raise Refused(f"an address that is none ({error})") from error
        target = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
        if key not in self._open:
            proxy = proxy_for(parts.scheme, parts.netloc.rpartition("@")[2])
            self._open[key] = _connection(parts, proxy), proxy
        connection, proxy = self._open[key]
        connection.public = public and proxy is None
        said = dict(headers)
        if proxy is not None and parts.scheme == "http":
            target, said = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{target}", {**said, **login(proxy)}
        try:
            for used in (connection.sock is not None, False):
                try:
                    connection.judge()
                    connection.request(method, target, headers=said)
                    return connection.getresponse(), key
                except (ConnectionError, http.client.RemoteDisconnected):
                    connection.close()
                    if not used:  # one that rested may have been closed at the other end: once more, on a new one
                        raise
            raise Hiccup("no answer")
        except (OSError, http.client.HTTPException, UnicodeError) as error:  # the last: a name that no host can have
            self.drop(key)
            raise _named(error, parts, proxy) from error

    def drop(self, key: str) -> None:
        """Closes a connection whose answer was not read to its end."""
        if found := self._open.pop(key, None):
            found[0].close()

    def is_private(self, key: str) -> bool:
        """Whether the other end of an open connection has no public address; of one through a proxy nobody knows."""
        connection, proxy = self._open.get(key, (None, None))
        return connection is not None and proxy is None and not is_public(connection.peer)

    def close(self) -> None:
        for key in list(self._open):
            self.drop(key)


class _Plain(http.client.HTTPConnection):
    public = False  # whether only a public address may be at the other end
    peer = ""  # the address that is there

    def connect(self) -> None:
        began = time.monotonic()
        http.client.HTTPConnection.connect(self)
        self.peer = peer(self.sock)
        self.judge()  # before anything is said, TLS included
        _bound(self.sock, time.monotonic() - began)

    def judge(self) -> None:
        """Refused where the address connected to must be public and is not."""
        if self.public and self.sock is not None and not is_public(self.peer):
            self.close()
            where = f"{self.host} ({self.peer or 'unknown'})"
            raise Refused(f"a redirect to {where}, which is no public address: it is not followed")


class _Secure(http.client.HTTPSConnection, _Plain):
    """The same over TLS."""


def _bound(sock: socket.socket, delay: float) -> None:
    """Lets the kernel hold little of what a near host sends: it is lost when the program is killed.

    A far host needs more, as much as the kernel finds out by itself.
    """
    if delay < NEAR or sock.getpeername()[0] in LOCAL:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ENOUGH)


def _connection(parts: urllib.parse.SplitResult, proxy: Proxy) -> _Plain | _Secure:
    name, port = parts.hostname or "", parts.port
    via = (name, port) if proxy is None else (proxy.hostname or "", proxy.port or 80)
    if parts.scheme == "http":
        return _Plain(*via, timeout=TIMEOUT)
    connection = _Secure(*via, timeout=TIMEOUT, context=trust())
    if proxy is not None:
        connection.set_tunnel(name, port, login(proxy))
    return connection


def _named(error: Exception, parts: urllib.parse.SplitResult, proxy: Proxy) -> Exception:
    """Who failed: the archive, or the proxy before it."""
    said = str(error) or type(error).__name__
    if isinstance(error, ssl.SSLCertVerificationError) and error.verify_code in OUT_OF_DATE:
        now = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
        said = f"The certificate of {parts.hostname} is out of date by this computer's clock, {now}."
        return UserError(said, "Set the clock if it is wrong; if it is right, the archive must renew its certificate.")
    if isinstance(error, ssl.SSLCertVerificationError):
        advice = "if your institution has an authority of its own, SSL_CERT_FILE names its file"
        return Refused(f"the certificate of {parts.hostname} is not trusted ({error.verify_message}); {advice}")
    if isinstance(error, UnicodeError | http.client.InvalidURL):
        return Refused(f"the address of {parts.hostname} is none ({said})")
    if proxy is None:
        return Hiccup(f"no answer ({said})")
    if said.startswith("Tunnel connection failed"):
        why = said.partition(": ")[2]
        return Refused(f"the proxy {place(proxy)} refuses {parts.hostname} ({why}); see HTTPS_PROXY")
    return Hiccup(f"no answer through the proxy {place(proxy)} ({said})")
