"""What strangers can give to `make data`: cache entries, archives, names, headers, tokens; tried = held.

    python hostile_bytes.py PACKAGE    in a generated project, with its src/ and tests/ on PYTHONPATH

Prints a row for each: what was tried, what was said. A row that does not hold begins with BROKEN; then the exit code is 1.
"""

from __future__ import annotations

import bz2
import contextlib
import gzip
import hashlib
import importlib
import io
import json
import lzma
import os
import subprocess
import sys
import tarfile
import tempfile
import time
import tracemalloc
import zipfile
from pathlib import Path

from archive import Archive

PACKAGE = sys.argv[1]
cache, fetch, files, lock, manifest, paths, settings, unpack = (
    importlib.import_module(f"{PACKAGE}.{name}")
    for name in ("fetching.cache", "fetch", "files", "lock", "manifest", "paths", "settings", "unpack")
)
download, connections, web = (importlib.import_module(f"{PACKAGE}.fetching.{one}") for one in ("download", "connections", "web"))
UserError = importlib.import_module(f"{PACKAGE}.errors").UserError
BODY = bytes(range(256)) * 4000
EVIL = b"evil" + BODY[4:]
MD5, SHA = "md5:" + hashlib.md5(BODY).hexdigest(), hashlib.sha256(BODY).hexdigest()
HOSTILE = "\x1b]0;owned\x07\u202e\u00ad\U000e0041\u200b\x9b31m"
MEMORY = 60e6  # bytes that Python may hold at most while one is tried
PATIENCE = 20.0  # s

download._pause = lambda tries: 0.0  # noqa: SLF001 (waiting proves nothing)
for name in [*os.environ]:
    if name.lower().endswith(("_proxy", "_token")) or name.startswith("FAIR_AI_"):
        del os.environ[name]
os.environ["no_proxy"] = "*"


class World:
    """An empty project, a cache, a victim that nobody may touch, and an archive that misbehaves."""

    def __init__(self, home: Path, server: Archive) -> None:
        self.home, self.server = home, server
        self.project, self.cache, self.victim = home / "project", home / "cache", home / "victim.txt"
        (self.project / "data").mkdir(parents=True)
        (self.project / "pyproject.toml").touch()
        self.victim.write_bytes(b"mine")
        for name in ("sha256", "names", "parts"):
            (self.cache / name).mkdir(parents=True)
        server.files, server.faults, server.headers, server.etag = {"/a.bin": BODY}, {}, {}, '"one"'
        server.requests.clear()
        os.chdir(self.project)
        self.list(("a.bin", {}))

    def list(self, *named):
        entries = [
            {"path": path, "size": len(BODY), "checksum": MD5, "urls": [f"{self.server.url}/a.bin"], **fields}
            for path, fields in named
        ]
        dataset = {"title": "T", "status": "resolved", "files": entries}
        said = {"format": manifest.FORMAT, "recipe": {"key": "table"}, "datasets": [dataset]}
        (self.project / "data" / "manifest.json").write_text(json.dumps(said))

    def key(self):
        return cache.key_of(manifest.load(paths.manifest()).files[0])

    def entry(self, about, content=BODY, name=SHA):
        (self.cache / "sha256" / name).write_bytes(content)
        (self.cache / "names" / f"{self.key()}.json").write_text(about if isinstance(about, str) else json.dumps(about))

    def run(self):
        fetch.fetch(manifest.load(paths.manifest()), settings.read({}, []))

    def raw(self):
        return {str(one.relative_to(paths.raw("real"))): one.read_bytes() for one in paths.raw("real").rglob("*") if one.is_file()}


TRIED = []


def tried(kind, what, **more):
    def keep(function):
        TRIED.append((kind, what, function, more))
        return function

    return keep


# --- cache entries: the file must come out right, whatever lies there ---

GOOD = {"sha256": SHA, "size": len(BODY), "etag": '"one"', "modified": None, "url": "URL"}
for what, about in {
    "sha256 leads out": {**GOOD, "sha256": "../../victim.txt"},
    "sha256 is absolute": {**GOOD, "sha256": "/etc/passwd"},
    "sha256 is no text": {**GOOD, "sha256": 7},
    "sha256 in capitals": {**GOOD, "sha256": SHA.upper()},
    "size is text": {**GOOD, "size": "4"},
    "size is infinite": '{"sha256": "%s", "size": 1e999}' % SHA,
    "size is true": {**GOOD, "size": True},
    "a list": "[1, 2]",
    "nothing": "",
    "nested a hundred thousand times": "[" * 100_000,
    "10 MB": '{"x": "' + "x" * 10_000_000 + '"}',
    "not UTF-8": "\udcff",
}.items():

    @tried("cache", f"what is said: {what}", cached=True)
    def _(world, about=about):
        text = about if isinstance(about, str) else json.dumps(about)
        world.entry("", EVIL)
        (world.cache / "names" / f"{world.key()}.json").write_bytes(text.encode(errors="surrogateescape"))


@tried("cache", "other bytes under the right name", cached=True)
def _(world):
    world.entry(GOOD, EVIL)


@tried("cache", "no checksum: etag with a line break, address of another host", cached=True, unchecked=True)
def _(world):
    world.list(("a.bin", {"checksum": None, "size": None}))
    evil = hashlib.sha256(EVIL).hexdigest()
    world.entry({"sha256": evil, "size": len(EVIL), "etag": "x\r\nEvil: 1", "url": "http://192.0.2.1/"}, EVIL, evil)


@tried("cache", "no checksum: bytes of another user", cached=True, unchecked=True)
def _(world):
    world.list(("a.bin", {"checksum": None, "size": None}))
    evil = hashlib.sha256(EVIL).hexdigest()
    world.entry({"sha256": evil, "size": len(EVIL), "etag": '"one"', "url": f"{world.server.url}/a.bin"}, EVIL, evil)
    for one in (world.cache / "names" / f"{world.key()}.json", world.cache / "sha256" / evil):
        with contextlib.suppress(PermissionError):
            os.chown(one, 4711, 4711)
        one.chmod(0o666)


def placed(make, *places):
    def act(world):
        world.entry(GOOD)
        for place in places:
            path = world.cache / place.format(sha=SHA, key=world.key())
            path.unlink(missing_ok=True)
            make(path, world)

    return act


def link(path, world):
    path.symlink_to(world.victim)


def hard(path, world):
    path.hardlink_to(world.victim)


def pipe(path, _):
    os.mkfifo(path)


def folder(path, _):
    path.mkdir()
    (path / "x").touch()


for how, make in {"a link": link, "a hard link": hard, "a pipe": pipe, "a folder": folder}.items():
    for place in ("sha256/{sha}", "names/{key}.json", "parts/{key}.part", "parts/{key}.part.json", "parts/{key}.lock", "parts/{key}.about"):
        both = ("sha256/{sha}", place) if place.startswith("parts") else (place,)
        if place.startswith("parts"):  # so that it is fetched

            def act(world, make=make, place=place):
                placed(make, place)(world)
                (world.cache / "sha256" / SHA).unlink()

            tried("cache", f"{how} at {place}", cached=True)(act)
        else:
            tried("cache", f"{how} at {place}", cached=True)(placed(make, place))

for name in ("sha256", "names", "parts"):

    @tried("cache", f"its folder {name} is a link", cached=True)
    def _(world, name=name):
        (world.cache / name).rmdir()
        (world.home / "elsewhere").mkdir(exist_ok=True)
        (world.cache / name).symlink_to(world.home / "elsewhere")


@tried("cache", "a part of a stranger, no checksum", cached=True, unchecked=True)
def _(world):
    world.list(("a.bin", {"checksum": None, "size": None}))
    part = world.cache / "parts" / f"{world.key()}.part"
    part.write_bytes(EVIL[:500_000])
    part.with_name(part.name + ".json").write_text(json.dumps({"url": f"{world.server.url}/a.bin", "etag": '"one"', "modified": None}))
    part.chmod(0o666)


@tried("lock", "its sha256 leads out", cached=True, refused=True)
def _(world):
    said = {"format": lock.FORMAT, "files": {"a.bin": {"sha256": "../../victim.txt", "size": 4}}}
    paths.lock().write_text(json.dumps(said))


# --- archives: refused in words or unpacked inside their folder, with little memory ---


def header(kind, size=0, name="x", link_name=""):
    info = tarfile.TarInfo(name)
    info.type, info.size, info.linkname = kind, size, link_name
    return info.tobuf(tarfile.GNU_FORMAT)


def sparse():
    """The header of a sparse file whose map goes on and on."""
    made = bytearray(header(b"S"))
    made[482] = 1
    made[148:156] = b" " * 8
    made[148:156] = b"%06o\0 " % sum(made)
    return bytes(made) + (b"0" * 504 + b"\x01" + bytes(7)) * 3000


def zipped(*members, **more):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members:
            info = zipfile.ZipInfo("x")
            info.filename = name
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = more.get("mode", 0o644) << 16
            out.writestr(info, content)
    return made.getvalue()


def tarred(*parts):
    return gzip.compress(b"".join(parts) + bytes(1024), 1)


def overlapping():
    """Two entries whose bytes are the same place."""
    made = bytearray(zipped(("good.csv", b"1" * 100), ("evil.csv", b"1" * 100)))
    last = made.rindex(b"PK\x01\x02")
    made[last + 42 : last + 46] = bytes(4)
    return bytes(made)


def pax(**records):
    """An extended header of a tar."""
    return tarfile.TarInfo()._create_pax_generic_header(records, b"x", "utf-8")  # noqa: SLF001 (tarfile writes no such header by itself)


def negative():
    made = bytearray(header(b"0", 0))
    made[124:136] = b"\xff" * 12
    made[148:156] = b" " * 8
    made[148:156] = b"%06o\0 " % sum(made)
    return bytes(made)


ZEROS = gzip.compress(bytes(1 << 28), 1)
LINKED = header(b"2", name="d", link_name="../..") + header(b"0", 4, "d/victim.txt") + b"evil" + bytes(508)
ARCHIVES = {
    "PAX header of 256 MB in 12 kB": ("a.tgz", gzip.compress(header(b"x", 1 << 28)) + ZEROS),
    "global PAX header of 256 MB": ("a.tgz", gzip.compress(header(b"g", 1 << 28)) + ZEROS),
    "GNU long name of 256 MB": ("a.tgz", gzip.compress(header(b"L", 1 << 28)) + ZEROS),
    "GNU long link of 256 MB, bz2": ("a.tar.bz2", bz2.compress(header(b"K", 1 << 28) + bytes(1 << 24))),
    "long names, nested": ("a.tgz", tarred(header(b"L", 512) * 3000)),
    "GNU sparse map without end": ("a.tgz", tarred(sparse())),
    "a million folders": ("a.tgz", gzip.compress(header(b"5", name="d") * 150_000, 1)),
    "a link, and a file through it": ("a.tgz", tarred(LINKED)),
    "a hard link": ("a.tgz", tarred(header(b"1", name="h", link_name="/etc/passwd"))),
    "a device": ("a.tgz", tarred(header(b"3", name="null"))),
    "a pipe": ("a.tgz", tarred(header(b"6", name="pipe"))),
    "an absolute name in a tar": ("a.tgz", tarred(header(b"0", name="/tmp/evil"))),
    "a name that climbs in a tar": ("a.tgz", tarred(header(b"0", name="a/../../victim.txt"))),
    "a size below zero": ("a.tgz", tarred(header(b"x", 18), b"18 size=-1000000\n\0".ljust(512, b"\0"), header(b"0", 0))),
    "a tar cut in the middle": ("a.tgz", tarred(header(b"0", 9000), b"x" * 9000)[:60]),
    "a name that climbs in a zip": ("a.zip", zipped(("../../victim.txt", b"evil"))),
    "a backslash in a zip": ("a.zip", zipped(("..\\victim.txt", b"evil"))),
    "a link in a zip": ("a.zip", zipped(("l", b"/etc/passwd"), mode=0o120777)),
    "CON in a zip": ("a.zip", zipped(("CON", b"1"), ("nul.txt", b"1"), ("x. ", b"1"), ("good.csv", b"1"))),
    "two names that are one": ("a.zip", zipped(("STRASSE.csv", b"1"), ("stra\u00dfe.csv", b"2"))),
    "one name twice": ("a.zip", zipped(("a.csv", b"1"), ("a.csv", b"2"))),
    "a file and a folder of one name": ("a.zip", zipped(("a", b"1"), ("A/b", b"2"))),
    "64 MB of zeros in a zip of 64 kB": ("a.zip", zipped(("z.bin", bytes(1 << 26)))),
    "a zip whose size lies": ("a.zip", zipped(("a.csv", b"1" * 1000)).replace((1000).to_bytes(4, "little"), (10**9).to_bytes(4, "little"))),
    "a zip of nothing": ("a.zip", b"PK\x05\x06" + b"\xff" * 18),
    "an xz that wants 1.5 GB": ("a.root.xz", lzma.compress(b"1", filters=[{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 30}])),
    "a gz that breaks off": ("a.root.gz", gzip.compress(BODY)[:-9]),
    "entries of a zip that lie in each other": ("a.zip", overlapping()),
    "a zip whose local header has another name": ("a.zip", zipped(("abc.csv", b"1")).replace(b"abc.csv", b"../.csv", 1)),
    "a NUL in a name of a zip": ("a.zip", zipped(("a\0.csv", b"1"))),
    "a drive in a zip": ("a.zip", zipped(("C:evil.csv", b"1"))),
    "one name in two normal forms": ("a.zip", zipped(("\u00e9.csv", b"1"), ("e\u0301.csv", b"2"))),
    "a zip in ASCII of 300 bytes a name": ("a.zip", zipped(("n" * 300, b"1"), ("good.csv", b"1"))),
    "a zip with a million entries said": ("a.zip", b"PK\x05\x06" + bytes(4) + b"\xff\xff\xff\xff" + bytes(10)),
    "a zip64 that says 2^63 bytes": ("a.zip", zipped(("a.csv", b"1" * 9)).replace((9).to_bytes(4, "little"), b"\xff" * 4)),
    "a PAX path that climbs": ("a.tgz", tarred(pax(path="../../victim.txt"), header(b"0", 4), b"evil".ljust(512, b"\0"))),
    "a PAX size of 2^63": ("a.tgz", tarred(pax(size=str(2**63)), header(b"0", 4), b"evil".ljust(512, b"\0"))),
    "a PAX size that is no number": ("a.tgz", tarred(pax(size="x"), header(b"0", 0, "good.csv"))),
    "a sparse file of PAX, of 8 TB": ("a.tgz", tarred(pax(**{"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "s", "GNU.sparse.realsize": str(1 << 43)}), header(b"0", 512), b"1\n0\n1\n".ljust(512, b"\0"))),
    "a sparse map of PAX 0.1": ("a.tgz", tarred(pax(**{"GNU.sparse.map": "0,1," * 9000 + "0,1", "GNU.sparse.size": "1"}), header(b"0", 1, "good.csv"), bytes(512))),
    "a PAX record that is longer than it is": ("a.tgz", tarred(header(b"x", 20), b"99999 path=x\n".ljust(512, b"\0"), header(b"0"))),
    "a PAX name with an escape": ("a.tgz", tarred(pax(path=f"{HOSTILE}.csv"), header(b"0"))),
    "a hard link to a file through it": ("a.tgz", tarred(header(b"1", name="h", link_name="../../victim.txt"), header(b"0", 4, "h"), b"evil".ljust(512, b"\0"))),
    "an octal size below zero": ("a.tgz", tarred(negative())),
    "a tar of bz2 in a tar": ("a.tar.bz2", bz2.compress(bz2.compress(bytes(1 << 20)))),
    "an xz of a gigabyte": ("a.root.xz", lzma.compress(bytes(1 << 28), preset=0)),
    "a gz of many members": ("a.root.gz", gzip.compress(b"") * 20_000 + gzip.compress(bytes(1 << 26), 1)),
    "a gz whose head has an endless name": ("a.root.gz", b"\x1f\x8b\x08\x08" + bytes(6) + b"n" * 3_000_000),
    "hidden signs in a name": ("a.zip", zipped((f"{HOSTILE}.csv", b"1"))),
}


# --- names, headers, tokens ---

NAMES = ["../victim.txt", "/tmp/evil", "a/../../x", "..", ".", "", "a\\b", "C:x", "CON", "aux.csv", "com\u00b9", "x.", "x ", "e" * 256]
NAMES += ["d/" * 501 + "x", "a\nb", "a\x1bb", "a\u202eb", "\ud800", "A.BIN", "\uff21\u0000", "nul .txt", "a.bin/b"]
for one in NAMES:

    @tried("name", repr(one)[:40], beside=True)
    def _(world, one=one):
        world.list(("a.bin", {}), (one, {}))


@tried("name", "'big.csv.part', '.lock', '.unfinished/x' beside big.csv", all_of=6)
def _(world):
    names = ["big.csv", "big.csv.part", "big.csv.part.json", ".lock", ".unfinished/x", ".trial-1"]
    world.server.faults["/a.bin"] = ["half"] * 9
    world.list(*((name, {}) for name in names))


HEADERS = [
    *({"Location": place} for place in ("a.bin", "?", "http://a:b@127.0.0.1/", "https:///x", "//0.0.0.0:1/x", "http://2130706433/", "data:,x", "a" * 70_000, "\u2028") if place),
    *({"Location": place} for place in ("file:///etc/passwd", "ftp://x/", "http://[::1", "http://x:99999/", "/a.bin", HOSTILE, "http://\x7f/", "//", "javascript:1")),
]
for head in HEADERS:

    @tried("header", f"302 to {head['Location']!a}", code=3)
    def _(world, head=head):
        world.server.faults["/a.bin"] = [f"302 Location: {head['Location'].encode('utf-8').decode('latin-1')}"] * 9


for name, value in {
    "Content-Length": "9" * 5000,
    "Age": "9" * 400,
    "ETag": HOSTILE.encode().decode("latin-1"),
    "Last-Modified": "\xff" * 9000,
    "Date": "Mon, 99 Xxx 0000 99:99:99 +9999",
    "Content-Range": "bytes " + "9" * 5000,
    "Content-Type": HOSTILE.encode().decode("latin-1"),
}.items():

    @tried("header", f"{name}: {value[:20]!a}", either=True)
    def _(world, name=name, value=value):
        world.server.headers = {name: value}


@tried("header", "Content-Encoding of a file that the checksum knows packed")
def _(world):
    world.server.headers = {"Content-Encoding": "gzip"}


@tried("header", "Content-Encoding: 16 MB of zeros in 16 kB", code=3)
def _(world):
    world.server.headers, world.server.files["/a.bin"] = {"Content-Encoding": "gzip"}, gzip.compress(bytes(1 << 24))


@tried("header", "gzip, and gzip again", code=3)
def _(world):
    world.server.headers = {"Content-Encoding": "gzip, gzip"}
    world.server.files["/a.bin"] = gzip.compress(gzip.compress(bytes(1 << 24)))


@tried("header", "a coding that nobody knows", either=True)
def _(world):
    world.server.headers = {"Content-Encoding": "zstd"}


@tried("header", "names in Content-Disposition", either=True)
def _(world):
    world.server.headers = {"Content-Disposition": "attachment; filename=\"../../victim.txt\"; filename*=UTF-8''%2e%2e%2fvictim.txt%0d%0aX:%20y"}


for place in ("localhost", "127.0.0.1", "0.0.0.0", "[::ffff:127.0.0.1]", "127.1", "2130706433", "0x7f.1", "LOCALHOST."):

    @tried("header", f"a public address redirects to {place}", code=3, public=True)
    def _(world, place=place):
        world.server.files["/b"] = EVIL
        world.server.faults["/a.bin"] = [f"302 Location: http://{place}:{world.server.url.rpartition(':')[2]}/b"] * 9


@tried("header", "a public address redirects to the machine's own cloud", code=3, public=True)
def _(world):
    world.server.faults["/a.bin"] = ["302 Location: http://169.254.169.254/latest/meta-data/"] * 3


for name in ("ZENODO_TOKEN", "DATAVERSE_API_TOKEN", "DRYAD_TOKEN", "FIGSHARE_TOKEN", "OSF_TOKEN", "KAGGLE_API_TOKEN", "HF_TOKEN"):

    @tried("token", f"{name} with a line break", refused=True, token=name)
    def _(world, name=name):
        tokens = importlib.import_module(f"{PACKAGE}.fetching.tokens")
        host = next(host for host, (variable, *_) in tokens.TOKENS.items() if variable == name)
        world.server.files[f"/{host}/a"] = BODY
        world.list(("a.bin", {"urls": [f"https://{host}/a"]}))
        os.environ.update({name: "verysecret\r\nX: y", "FAIR_AI_MIRROR": world.server.url})


@tried("manifest", "a checksum of a kind that nobody knows")
def _(world):
    world.list(("a.bin", {"checksum": "evil:00"}))


for address in ("https://ada:verysecret@host.org/a", "https://host.org/a?sig=verysecret", "https://host.org/a?%2574oken=verysecret", "https://host.org/a#access_token=verysecret"):

    @tried("token", f"in the manifest: {address.replace('verysecret', '…')}", refused=True)
    def _(world, address=address):
        world.list(("a.bin", {"urls": [address]}))


for what, entry in {
    "a size as a float": {"size": 1e400},
    "a size of 2^70": {"size": 2**70},
    "addresses as a text": {"urls": 7},
    "a checksum with an escape": {"checksum": f"md5:{HOSTILE}"},
    "an address of nobody's scheme": {"urls": ["gopher://x/y"]},
    "an address with a line break": {"urls": ["https://h/a\r\nX: y"]},
    "a file: address of no local data": {"urls": ["file:///etc/passwd"]},
}.items():

    @tried("manifest", what, poor=True)
    def _(world, entry=entry):
        world.list(("a.bin", entry))


@tried("manifest", "nested a hundred thousand times", refused=True)
def _(world):
    paths.manifest().write_text("[" * 100_000)


# --- what is tried, and whether it held ---


def attempt(world, function, more):
    """What was said; AssertionError where it does not hold."""
    said, began = io.StringIO(), time.monotonic()
    tracemalloc.start()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        try:
            function(world)
            if more.get("cached"):
                os.environ["FAIR_AI_CACHE"] = str(world.cache)
            world.run()
            code = 0
        except UserError as error:
            print(error)
            code = error.code
        finally:
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            for name in ("FAIR_AI_CACHE", "FAIR_AI_MIRROR", more.get("token", "")):
                os.environ.pop(name, None)
    text, found = said.getvalue(), world.raw() if paths.raw("real").is_dir() else {}
    assert world.victim.read_bytes() == b"mine", "the victim was touched"
    assert time.monotonic() - began < PATIENCE, "it took too long"
    assert peak < MEMORY, f"{peak / 1e6:.0f} MB"
    assert "verysecret" not in text, "a secret was told"
    bad = [sign for sign in HOSTILE if sign in text and not sign.isascii()] + [sign for sign in "\x1b\x07" if sign in text]
    assert not bad, f"{bad!a} reached the terminal"
    assert set(found.values()) <= {BODY}, "wrong bytes under a final name"
    if more.get("all_of"):
        assert len(found) == more["all_of"], sorted(found)
    elif more.get("refused") or "code" in more:
        assert code == more.get("code", 2), f"exit {code}: {text}"
        assert not found, "something was kept"
    elif more.get("poor"):
        assert code in (2, 3), f"exit {code}: {text}"
        assert not found, "something was kept"
    elif more.get("either"):
        assert code in (0, 2, 3), code
    else:
        assert (code, sorted(found)) == (0, ["a.bin"]), f"exit {code}, {sorted(found)}: {text}"
    if more.get("beside"):
        assert "left out" in text, text
    outside = sorted(one.name for one in world.home.iterdir() if one.name not in ("project", "cache", "victim.txt", "elsewhere"))
    assert not outside, outside
    return text


def opened(world, name, content):
    paths.raw("real").mkdir(parents=True)
    (paths.raw("real") / name).write_bytes(content)
    said, before = io.StringIO(), sorted(world.home.iterdir())
    tracemalloc.start()
    with contextlib.redirect_stdout(said):
        try:
            unpack.files([(name, SHA)], "50MB")
        except UserError as error:
            print(error)
        finally:
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
    text = said.getvalue()
    kept = {one.name for one in paths.interim().rglob("*") if one.is_file()}
    assert text or "good.csv" in kept, "nothing was said"
    assert peak < MEMORY, f"{peak / 1e6:.0f} MB"
    assert world.victim.read_bytes() == b"mine"
    assert sorted(world.home.iterdir()) == before
    assert not any(one.is_symlink() for one in world.project.rglob("*"))
    assert kept <= {"good.csv", ".unpacked.json"}, kept
    assert "\x1b" not in text and "\u202e" not in text, "it steers the terminal"
    return text


def printed():
    """Streams that refuse, in processes of their own: words that steer, ASCII, a full disk, nobody who listens."""
    evil = json.loads(paths.manifest().read_text())
    evil["datasets"][0].update(title=HOSTILE, files=[], status="unresolved")
    paths.manifest().write_text(json.dumps(evil))
    run = [sys.executable, "-m", PACKAGE]
    for what, words, redirect, codes, more in (
        ("a title that steers", "data", "", (2,), {}),
        ("an ASCII terminal", "data", "", (2,), {"PYTHONIOENCODING": "ascii"}),
        ("LC_ALL=C", "data", "", (2,), {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
        ("/dev/full", "help", ">/dev/full", (2,), {}),
        ("/dev/full for both", "help", ">/dev/full 2>/dev/full", (2,), {}),
        ("nobody listens", "help", "| true", (0, 1), {}),
        ("no streams at all", "help", "<&- >&- 2>&-", (0,), {}),
    ):
        line = f"exec {' '.join(run)} {words} {redirect}" if "|" not in redirect else f"{' '.join(run)} {words} {redirect}"
        done = subprocess.run(["bash", "-o", "pipefail", "-c", line], capture_output=True, check=False, env={**os.environ, **more})
        text = (done.stdout + done.stderr).decode(errors="replace")
        try:
            assert done.returncode in codes, f"exit {done.returncode}: {text}"
            assert "Traceback" not in text and "Exception ignored" not in text, text
            assert not any(sign in text for sign in HOSTILE if not sign.isprintable()), ascii(text)
            yield "output", what, text, None
        except AssertionError as error:
            yield "output", what, text, error


def rows():
    with tempfile.TemporaryDirectory() as home, Archive() as server:
        for number, (kind, what, function, more) in enumerate(TRIED):
            place = Path(home) / str(number)
            public = connections.Connections.is_private
            if more.get("public"):
                connections.Connections.is_private = lambda *_: False
            try:
                yield kind, what, attempt(World(place, server), function, more), None
            except Exception as error:  # noqa: BLE001 (whatever it is, it did not hold)
                yield kind, what, "", error
            finally:
                connections.Connections.is_private = public
        for number, (what, (name, content)) in enumerate(ARCHIVES.items()):
            try:
                yield "archive", what, opened(World(Path(home) / f"a{number}", server), name, content), None
            except Exception as error:  # noqa: BLE001
                yield "archive", what, "", error
        World(Path(home) / "printed", server)
        yield from printed()
        os.chdir("/")


broken = count = 0
for kind, what, said, error in rows():
    count += 1
    broken += error is not None
    lines = [one.strip() for one in said.splitlines() if one.strip()]
    told = next((one for one in lines if any(word in one for word in ("failed:", "left out", "no use", "damaged"))), lines[0] if lines else "")
    shown = f"{type(error).__name__}: {error}" if error else told
    print(f"{'BROKEN' if error else 'held  '}  {kind:<8} {what:<62} {ascii(shown)[1:-1][:2000 if error else 90]}", flush=True)
print(f"{count} tried, {count - broken} held")
sys.exit(1 if broken else 0)
