"""Connections that stay open from file to file, straight or through a proxy. Standard library only."""

from __future__ import annotations

import functools
import http.client
import os
import socket
import ssl
import time
import urllib.parse
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from _package_.errors import Hiccup, Refused, UserError
from _package_.fetching.proxies import Proxy, login, place, proxy_for
from _package_.fetching.tokens import LOCAL

TIMEOUT = 30.0  # s without an answer or a byte
NEAR = 2e-3  # s to connect to a host that is near
ENOUGH = 1 << 19  # bytes that the kernel may hold for a near host: 250 MB/s at 2 ms
AUTHORITIES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")  # may name CA files

OUT_OF_DATE = (9, 10)  # OpenSSL's codes: not valid yet, no longer valid


class Connections:
    """The open connections of one thread, one per host."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[http.client.HTTPConnection, Proxy]] = {}

    def send(self, method: str, url: str, headers: Mapping[str, str]) -> tuple[http.client.HTTPResponse, str]:
        """The head of the answer, and the key by which `drop` knows its connection. Raises Hiccup and Refused."""
        parts = urllib.parse.urlsplit(url)
        key = f"{parts.scheme}://{parts.netloc}"
        target = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
        if key not in self._open:
            proxy = proxy_for(parts.scheme, parts.netloc)
            self._open[key] = _connection(parts, proxy), proxy
        connection, proxy = self._open[key]
        said = dict(headers)
        if proxy is not None and parts.scheme == "http":
            target, said = f"{key}{target}", {**said, **login(proxy)}
        try:
            for used in (connection.sock is not None, False):
                try:
                    connection.request(method, target, headers=said)
                    return connection.getresponse(), key
                except (ConnectionError, http.client.RemoteDisconnected):
                    connection.close()
                    if not used:  # one that rested may have been closed at the other end: once more, on a new one
                        raise
            raise Hiccup("no answer")
        except (OSError, http.client.HTTPException) as error:
            self.drop(key)
            raise _named(error, parts, proxy) from error

    def drop(self, key: str) -> None:
        """Closes a connection whose answer was not read to its end."""
        if found := self._open.pop(key, None):
            found[0].close()

    def close(self) -> None:
        for key in list(self._open):
            self.drop(key)


class _Plain(http.client.HTTPConnection):
    def connect(self) -> None:
        began = time.monotonic()
        super().connect()
        _bound(self.sock, time.monotonic() - began)


class _Secure(http.client.HTTPSConnection, _Plain):
    """The same over TLS."""


def _bound(sock: socket.socket, delay: float) -> None:
    """Lets the kernel hold little of what a near host sends: it is lost when the program is killed.

    A far host needs more, as much as the kernel finds out by itself.
    """
    if delay < NEAR or sock.getpeername()[0] in LOCAL:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ENOUGH)


def _connection(parts: urllib.parse.SplitResult, proxy: Proxy) -> http.client.HTTPConnection:
    name, port = parts.hostname or "", parts.port
    via = (name, port) if proxy is None else (proxy.hostname or "", proxy.port or 80)
    if parts.scheme == "http":
        return _Plain(*via, timeout=TIMEOUT)
    connection = _Secure(*via, timeout=TIMEOUT, context=_trust())
    if proxy is not None:
        connection.set_tunnel(name, port, login(proxy))
    return connection


@functools.cache
def _trust() -> ssl.SSLContext:
    """The system's authorities and those that the environment names."""
    context = ssl.create_default_context()
    for name in AUTHORITIES:
        if file := os.environ.get(name):
            try:
                context.load_verify_locations(**{"capath" if Path(file).is_dir() else "cafile": file})
            except OSError as error:
                raise Refused(f"{name}={file} cannot be read as certificates ({error.strerror or error})") from error
    return context


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
    if proxy is None:
        return Hiccup(f"no answer ({said})")
    if said.startswith("Tunnel connection failed"):
        why = said.partition(": ")[2]
        return Refused(f"the proxy {place(proxy)} refuses {parts.hostname} ({why}); see HTTPS_PROXY")
    return Hiccup(f"no answer through the proxy {place(proxy)} ({said})")
