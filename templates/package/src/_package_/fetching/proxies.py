"""The proxy on the way to a host. Standard library only."""

from __future__ import annotations

import base64
import urllib.parse

from _package_.errors import Refused

Proxy = urllib.parse.SplitResult | None


def proxy_for(scheme: str, netloc: str) -> Proxy:
    """The proxy for a host, by HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY or the system's settings."""
    from urllib.request import getproxies, proxy_bypass

    known = getproxies()
    found = known.get(scheme) or known.get("all")
    if not found or proxy_bypass(netloc):
        return None
    try:
        proxy = urllib.parse.urlsplit(found if "://" in found else f"http://{found}")
        known_port = proxy.port  # ValueError where it is none
    except ValueError as error:
        raise Refused(f"the proxy for {scheme} is no address; see HTTPS_PROXY and HTTP_PROXY") from error
    if proxy.hostname is None or known_port == 0 or not (found.isascii() and found.isprintable()):
        raise Refused(f"the proxy for {scheme} is no address; see HTTPS_PROXY and HTTP_PROXY")
    if proxy.scheme != "http":
        raise Refused(f"the proxy {place(proxy)} is reached by {proxy.scheme}, which is not known here: only http is")
    return proxy


def login(proxy: urllib.parse.SplitResult) -> dict[str, str]:
    """The header of a proxy that asks who is there."""
    if proxy.username is None:
        return {}
    known = f"{urllib.parse.unquote(proxy.username)}:{urllib.parse.unquote(proxy.password or '')}"
    return {"Proxy-Authorization": "Basic " + base64.b64encode(known.encode()).decode()}


def place(proxy: urllib.parse.SplitResult) -> str:
    """A proxy without its login."""
    return f"{proxy.hostname}:{proxy.port or 80}"
