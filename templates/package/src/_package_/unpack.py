"""Archives among the files of a dataset, opened into data/interim/ for the recipe. Nothing in them is trusted."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from _package_ import manifest, paths, private
from _package_.errors import UserError
from _package_.fetching.progress import words
from _package_.members import DAMAGED, SINGLE, TAR, Member, Names, members, refuse

# Text and pickles are read compressed as they are; anything else in one compressed file is opened here.
STREAMED = re.compile(r"\.(csv|tsv|tab|jsonl|ndjson|arff|pkl|pickle|joblib)\.(gz|bz2|xz)$", re.IGNORECASE)
STAMP = ".unpacked.json"  # says of which bytes a folder is the whole content
RATIO, SMALL, SPARE = 100, 1_000_000_000, 1_000_000_000  # unpacked to packed; bytes of no concern; bytes left free
COPIED = 1 << 20  # bytes at a time
NAMED = 5  # members that are left out and named


def is_archive(name: str) -> bool:
    lower = name.lower()
    return lower.endswith((".zip", *TAR)) or (lower.endswith(tuple(SINGLE)) and not STREAMED.search(lower))


def files(named: Sequence[tuple[str, str]], limit: str = "", globs: Sequence[str] = ()) -> list[Path]:
    """The raw files, (path, sha256) each, with what is in them in place of archives; of it what fits `globs`, if any.

    `limit` is UNPACK_LIMIT, such as 50GB. UserError names the member that is refused: then nothing is kept.
    """
    found, most = list[Path](), allowed(limit)
    for name, sha256 in named:
        if not is_archive(name):
            found.append(paths.raw("real") / name)
            continue
        folder = paths.interim() / name
        inside = known(folder, sha256)
        if inside is None:
            inside = unpack(paths.raw("real") / name, folder, sha256, most)
        chosen = [one for one in inside if not globs or manifest.matches(one, globs)]
        if not chosen:
            remedy = f"There are: {', '.join(sorted(inside)[:8]) or 'none'}."
            raise UserError(f"recipe.options.members fits no file in {name}.", remedy)
        found += [folder / one for one in sorted(chosen)]
    return found


def allowed(limit: str) -> int | None:
    """UNPACK_LIMIT in bytes."""
    if not limit:
        return None
    form = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?I?)B?", limit.strip().upper())
    if form is None or form[2] == "I":
        raise UserError(f"UNPACK_LIMIT={limit} is no size.", "Write UNPACK_LIMIT=50GB.")
    return int(float(form[1]) * manifest.UNITS[form[2]])


def known(folder: Path, sha256: str) -> list[str] | None:
    """What was unpacked from these very bytes, if all of it is still there."""
    try:
        said = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        whole = all((folder / name).stat().st_size == size for name, size in said["members"].items())
    except (OSError, ValueError, KeyError, AttributeError):
        return None
    return list(said["members"]) if whole and said["sha256"] == sha256 else None


def unpack(path: Path, folder: Path, sha256: str, limit: int | None) -> list[str]:
    """Writes the members into a private folder, which gets its name when all are there; returns their names."""
    beside = private.named(private.folder(paths.interim()), folder)
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    most = limit if limit is not None else max(SMALL, RATIO * path.stat().st_size)
    room = Room(path, most, max(0, shutil.disk_usage(beside).free - SPARE))
    written, taken = dict[str, int](), Names(path, STAMP)
    try:
        for member in members(path, room.hold):
            name = taken.checked(member)
            if name is not None:
                (beside / name).parent.mkdir(parents=True, exist_ok=True)
                with (beside / name).open("xb") as target:
                    written[name] = copy(path, member, target, room)
        for one in taken.left_out[:NAMED]:
            print(f"{path.name}: {one}: left out")
        if len(taken.left_out) > NAMED:
            print(f"{path.name}: {len(taken.left_out) - NAMED} more are left out")
        if not written:
            raise UserError(f"{path.name} holds no file.", "Choose other files with FILES=.")
        stamp = json.dumps({"sha256": sha256, "members": written}, indent=1)
        (beside / STAMP).write_text(stamp + "\n", encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside.replace(folder)
    except DAMAGED as error:
        reason = " ".join(str(error).split())[:150] or type(error).__name__
        remedy = "Run `make data VERIFY=1` if it is damaged; free space if the disk is full."
        raise UserError(f"{path.name} cannot be unpacked: {reason}", remedy) from error
    finally:
        private.removed(beside)
    return list(written)


def copy(path: Path, member: Member, target: IO[bytes], room: Room) -> int:
    """Writes one member; returns its real size, which must be the declared one."""
    size = 0
    while block := member.file.read(COPIED):
        size += len(block)
        room.take(len(block))
        target.write(block)
    if member.size is not None and size != member.size:
        refuse(path, member.name, f"declares {member.size} bytes and holds {size}")
    return size


class Room:
    """How much may still be written."""

    def __init__(self, path: Path, most: int, free: int) -> None:
        self.path, self.most, self.free, self.used = path, most, free, 0

    def hold(self, size: int) -> None:
        """UserError where so many bytes are more than the limit, or than the disk has."""
        if size > self.most:
            what = f"{self.path.name}, {words(self.path.stat().st_size)}, would unpack to more than {words(self.most)}"
            raise UserError(f"{what}.", "If you trust it, allow more: UNPACK_LIMIT=50GB, for example.")
        if size > self.free:
            what = f"{self.path.name} does not fit on the disk: {words(self.free)} can be used"
            raise UserError(f"{what}.", "Free some space, or move the project to a larger disk.")

    def take(self, size: int) -> None:
        self.used += size
        self.hold(self.used)


def clean() -> None:
    """Removes what was unpacked, and nothing else of data/interim/."""
    if paths.interim().is_dir():
        for stamp in sorted(paths.interim().rglob(STAMP)):
            shutil.rmtree(stamp.parent, ignore_errors=True)
        with contextlib.suppress(OSError):  # somebody else's files are in it
            paths.interim().rmdir()
