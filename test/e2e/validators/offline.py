"""Runs a command without any network but loopback: python offline.py COMMAND...

A validator that quietly fetches a schema would pass here and fail on a train; so it gets a network namespace of its
own. Where the system does not allow one, the command runs with its proxies set to a closed port instead, which
ordinary clients honour.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
import sys

NEW_NETWORK = 0x40000000  # CLONE_NEWNET
NEW_USER = 0x10000000  # CLONE_NEWUSER
SET_FLAGS = 0x8914  # SIOCSIFFLAGS
UP = 1  # IFF_UP


def leave_network() -> bool:
    """Moves this process into an empty network namespace with loopback up; False where that is refused."""
    if not hasattr(ctypes, "CDLL") or sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    flags = NEW_NETWORK if os.geteuid() == 0 else NEW_NETWORK | NEW_USER
    if libc.unshare(flags) != 0:
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        fcntl.ioctl(handle, SET_FLAGS, struct.pack("16sh14x", b"lo", UP))
    return True


def main() -> None:
    """Replaces this process by the command."""
    if not leave_network():
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            os.environ[name] = "http://127.0.0.1:9"
    os.execvp(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
