"""Whose certificates count. Standard library only."""

from __future__ import annotations

import functools
import os
import ssl
from pathlib import Path

from _package_.errors import Refused

AUTHORITIES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")  # may name CA files


@functools.cache
def trust() -> ssl.SSLContext:
    """The system's authorities and those that the environment names."""
    context = ssl.create_default_context()
    for name in AUTHORITIES:
        if file := os.environ.get(name):
            try:
                context.load_verify_locations(**{"capath" if Path(file).is_dir() else "cafile": file})
            except OSError as error:
                raise Refused(f"{name}={file} cannot be read as certificates ({error.strerror or error})") from error
    return context
