"""Passwords, signatures and tokens in an address: none may stand in a file that is committed. Standard library only.

The generator has the same rule (core/spec/secrets.ts); one table of addresses tests both.
"""

from __future__ import annotations

import itertools
import re
import urllib.parse

from _package_.errors import UserError

# Names of parameters without punctuation: what ends in one of these is one, too.
ENDINGS = re.compile(
    r"(?:token|secret|password|passwd|passphrase|passcode|signature|credentials?|apikey|accesskey|accesscode|authkey"
    r"|authcode|sharekey|linkkey|rlkey|resourcekey|secretkey|privatekey|signingkey|subscriptionkey|downloadkey"
    r"|sessionid|privatelink|viewonly|accesskeyid|googleaccessid|keypairid)$"
)
NAMES = frozenset(
    (
        "sig",
        "hmac",
        "pwd",
        "pw",
        "pass",
        "auth",
        "authorization",
        "bearer",
        "jwt",
        "otp",
        "pin",
        "apisecret",
        "userpass",
    )
)
AKAMAI = frozenset(("hdnea", "hdnts", "hdntl"))  # signatures of a network that delivers files
DOUBTFUL = frozenset(("key", "code", "session", "sid", "policy", "ticket"))  # secret where the value is one long word
OPAQUE = re.compile(r"(?=[^\d]*\d)(?=[^a-z]*[a-z])[a-z\d_+/=~-]{16,}[.,;:!?]*", re.IGNORECASE | re.ASCII)
TOKEN = re.compile(  # known by their form, wherever they stand
    r"\b(?:gh[pousr]_[A-Za-z\d]{20,}|github_pat_\w{20,}|gl(?:pat|ptt|dt|rt|cbt)-[\w-]{15,}|hf_[A-Za-z\d]{20,}"
    r"|xox[abprs]-[\w-]{10,}|(?:AKIA|ASIA)[0-9A-Z]{16}|AIza[\w-]{30,}|ya29\.[\w-]{20,}|pypi-[\w-]{20,}"
    r"|npm_[A-Za-z\d]{30,}|sk-[\w-]{20,}|bot\d{6,}:[\w-]{30,}|eyJ[\w-]{8,}\.eyJ[\w-]{8,})",
    re.ASCII,
)
LOGIN = re.compile(r"([a-z][a-z0-9+.-]*):[\\/]{2}([^\\/?#@]*(?:@[^\\/?#@]*)*)@", re.IGNORECASE)
KNOWN_LOGINS = frozenset(("ssh", "git", "git+ssh", "rsync", "file"))
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
LONGEST = 8000  # characters of an address
SHORTEST = 16  # characters of a word that is nothing but letters and digits, as OPAQUE has it
HANDED_ON = 3  # addresses within an address, or times that one is written in per cent


def secret_in(address: str) -> str | None:
    """Which part of an address lets in whoever has it, in words that do not show it; None where none does."""
    return f"more than {LONGEST} characters" if len(address) > LONGEST else _found(address, HANDED_ON)


def without(address: str) -> str:
    """The address without its login and parameters where they hold a secret; of one in the path, the host is left."""
    if secret_in(address) is None:
        return address
    bare = re.sub(r"(?is)[?#;].*$", "", re.sub(r"(?i)^([a-z][a-z0-9+.-]*:[\\/]{2})[^\\/?#]*@", r"\1", address))
    if secret_in(bare) is None:
        return bare
    host = re.match(r"(?i)[a-z][a-z0-9+.-]*://[^/@\\%]+", bare)
    return host[0] if host else "…"


def refuse(what: str, address: str) -> None:
    """UserError where an address that is committed, or shown, holds a secret; the secret is not told."""
    if (found := secret_in(address)) is not None:
        raise UserError(
            f"{what}: its address holds {found}, which lets in whoever reads it.",
            "Write the address without it; a token goes into the environment (see make help), or download by hand.",
        )


def _found(address: str, left: int) -> str | None:
    if (login := LOGIN.match(address)) is not None:
        if ":" in _decoded(login[2]):
            return "a password before the @"
        if login[1].lower() not in KNOWN_LOGINS:
            return "a login before the @"
    for name, value in _pairs(address):
        if _is_secret(name, value):
            return f"the parameter {name[:40]}=" if name else "a token"
        inner = None
        if left and SCHEME.match(value):
            inner = _found(value, left - 1)
        elif left and "=" in value:
            inner = _found(f"?{value}", left - 1)
        if inner is not None:
            return inner
    if TOKEN.search(address):
        return "a token"
    if (inside := _in_path(address)) is not None:
        return inside
    clear = _decoded(address.replace("+", "%2B")) if "%" in address else address
    return None if clear == address or not left else _found(clear, left - 1)


def _is_secret(name: str, value: str) -> bool:
    plain = _plain(name)
    if not value.strip():
        return False
    named = ENDINGS.search(plain) is not None or plain in NAMES or plain in AKAMAI
    return named or (plain in DOUBTFUL and OPAQUE.fullmatch(value) is not None) or TOKEN.search(value) is not None


def _pairs(address: str) -> list[tuple[str, str]]:
    """The parts name=value of query, fragment and path parameters, decoded."""
    start = re.search(r"[?#;]", address)
    if start is None:
        return []
    parts = [part.partition("=") for part in re.split(r"[?#;&]", address[start.end() :])]
    return [(_decoded(name), _decoded(value)) if sign else ("", _decoded(name)) for name, sign, value in parts]


def _in_path(address: str) -> str | None:
    """`/token/<long word>`: a name of a secret among the folders of a path, and what follows it."""
    parts = re.split(r"[?#]", address, maxsplit=1)[0].split("/")[3:]
    for name, value in itertools.pairwise(parts):
        if len(value) >= SHORTEST and OPAQUE.fullmatch(_decoded(value)):
            plain = _plain(_decoded(name))
            if ENDINGS.search(plain) or plain in DOUBTFUL:
                return f"what follows /{_decoded(name)[:40]}/"
    return None


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _decoded(text: str) -> str:
    text = text.replace("+", " ")
    return urllib.parse.unquote(text, errors="replace") if "%" in text else text
