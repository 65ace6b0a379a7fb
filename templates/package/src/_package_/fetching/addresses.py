"""Which addresses are public: a redirect of a stranger leads to no machine of a private network. Standard library only.

Judged is the address that a connection really has, not the name that led there. The first address asked is a person's
or a record's own choice; where that one is not public itself, redirects inside such networks are followed, too.
Behind a proxy, or a mirror, it is they that connect, and nothing is judged.
"""

from __future__ import annotations

import ipaddress
import socket

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether the whole internet knows an address as one machine: no loopback, private, link-local, shared, multicast.

    An IPv4 address inside an IPv6 one (mapped, 6to4, NAT64) is judged as itself.
    """
    try:
        found = _inner(ipaddress.ip_address(address))
    except ValueError:
        return False
    site_local = isinstance(found, ipaddress.IPv6Address) and found.is_site_local
    return found.is_global and not (found.is_multicast or found.is_reserved or site_local)


def peer(sock: socket.socket) -> str:
    """The address at the other end; "" where there is none."""
    try:
        return str(sock.getpeername()[0])
    except (OSError, IndexError, TypeError):
        return ""


def _inner(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    low = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if not int(address) >> 32 else None  # ::a.b.c.d, outdated
    return address.ipv4_mapped or address.sixtofour or low or address
