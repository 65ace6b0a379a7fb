"""JSON-LD contexts for offline use, taken out of installed packages: nothing of theirs is kept in this repository."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from pathlib import Path
from typing import Any

CODEMETA = "https://w3id.org/codemeta/3.0"
RO_CRATE = "https://w3id.org/ro/crate/1.2/context"
# docs/_specification/1.2/context.jsonld of the specification's repository (CC0-1.0), less its last newline
RO_CRATE_SHA256 = "3b28a7bdb4bf362bb8a18d3a1933bb08726ff49c36ecc95a76316e6c33d80707"


def package(name: str) -> Path:
    """The folder of an installed package."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"{name} is not installed")
    return Path(spec.submodule_search_locations[0])


def ro_crate() -> bytes:
    """The RO-Crate 1.2 context, byte for byte as published: rocraters carries it inside its compiled library.

    ro-crate-py bundles 1.1 or 1.3 only, roc-validator none. Raises RuntimeError if it is not there or not that text.
    """
    mark = f'"@id": "{RO_CRATE}"'.encode()
    for library in package("rocraters").parent.rglob("*rocraters*.so"):
        content = library.read_bytes()
        place = content.find(mark)
        if place < 0:
            continue
        start = content.rfind(b"{", 0, place)
        text = content[start : start + 400_000].decode("utf-8", errors="replace")
        _, length = json.JSONDecoder().raw_decode(text)
        found = text[:length].encode()
        if hashlib.sha256(found).hexdigest() == RO_CRATE_SHA256:
            return found
    raise RuntimeError("the installed rocraters does not hold the published RO-Crate 1.2 context")


def extract(folder: Path) -> dict[str, Path]:
    """Writes the contexts into a folder; returns URL -> file."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {CODEMETA: folder / "codemeta-3.0.jsonld", RO_CRATE: folder / "ro-crate-1.2.jsonld"}
    files[CODEMETA].write_bytes((package("codemeta") / "schema" / "codemeta.jsonld").read_bytes())
    files[RO_CRATE].write_bytes(ro_crate())
    return files


def seed_cache(cache: Path, files: dict[str, Path]) -> None:
    """Puts the contexts into the HTTP cache of roc-validator, which otherwise fetches them."""
    import io

    import requests
    import requests.adapters
    import requests_cache
    from urllib3 import HTTPResponse

    class Local(requests.adapters.BaseAdapter):
        """Answers every request from the files."""

        def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
            body = io.BytesIO(files[str(request.url)].read_bytes())
            raw = HTTPResponse(
                body=body, status=200, preload_content=False, headers={"Content-Type": "application/ld+json"}
            )
            return requests.adapters.HTTPAdapter().build_response(request, raw)

        def close(self) -> None:
            """Nothing is open."""

    session = requests_cache.CachedSession(str(cache), backend="sqlite", expire_after=-1)
    session.mount("https://", Local())
    for url in files:
        session.get(url).raise_for_status()
