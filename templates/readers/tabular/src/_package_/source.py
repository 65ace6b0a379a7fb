"""What the reader of a format has found in its files: the contract between readers and the recipe of tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from _package_.decisions import Decision
from _package_.errors import UserError
from _package_.values import Column

CELLS = 1_000_000  # numbers read at a time, which bounds the memory
ROWS = 50_000  # at a time, at most
ONE_FORM = "Choose files of one form: with FILES=, or inside an archive with `make data OPTION=members=...`."


@dataclass(frozen=True)
class Source:
    """What the reader of a format has found in the files."""

    files: tuple[Path, ...]  # in the order in which their rows come
    columns: tuple[str, ...]
    read: Callable[[Sequence[str]], Iterable[dict[str, Column]]]  # these columns, some rows at a time
    left_out: Mapping[str, str] = field(default_factory=dict[str, str])  # what cannot be a column -> why
    about: Mapping[str, str] = field(default_factory=dict[str, str])  # column -> what was made of it
    units: Mapping[str, str] = field(default_factory=dict[str, str])  # column -> its unit, as found in the files
    decisions: Mapping[Path, Decision] = field(default_factory=dict[Path, Decision])  # whole after a first reading
    targets: tuple[str, ...] | None = None  # what can be a target or a group; None: every column
    keys: tuple[str, ...] = ()  # without the option `group`, rows that agree in all of these belong together
    labels: frozenset[str] = frozenset()  # columns that only name rows: no features
    counters: frozenset[str] = frozenset()  # lengths of lists: no features where they equal the target
    families: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])  # name -> its columns
    indexed: frozenset[str] = frozenset()  # columns that their writer calls an index
    hints: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])  # no column: why, remedy
    parts: tuple[tuple[str, Source], ...] = ()  # (split, the rows of one file), where files come with their split


def pick(files: Sequence[Path], endings: tuple[str, ...]) -> list[Path]:
    """The files of the format, by name; UserError when there is none.

    Of files in one folder that differ in their endings alone, which are one table in several formats, the first.
    """
    found = sorted(path for path in files if path.name.lower().endswith(endings))
    if not found:
        kinds = ", ".join(ending for ending in endings if ending.count(".") == 1)
        raise UserError(
            f"No file that ends in {kinds} is among the dataset's files.",
            "Choose files with FILES=, or another recipe.",
        )
    once: dict[Path, Path] = {}
    for path in sorted(found, key=lambda path: endings.index(ending(path, endings))):
        once.setdefault(path.with_name(path.name[: -len(ending(path, endings))]), path)
    return sorted(once.values())


def ending(path: Path, endings: tuple[str, ...]) -> str:
    """The longest of the endings that the file's name has."""
    return max((one for one in endings if path.name.lower().endswith(one)), key=len)


def step(width: int) -> int:
    """How many rows of `width` numbers to read at a time."""
    return max(1, min(ROWS, CELLS // max(1, width)))


def stamps(files: Iterable[Path]) -> tuple[tuple[Path, int, int], ...]:
    """Changes when a file does."""
    return tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in files)
