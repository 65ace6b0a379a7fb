"""Parquet files in batches of rows: flat columns, structures as dotted columns, the first values of lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from _package_ import arrow
from _package_.errors import UserError
from _package_.source import ONE_FORM, Source, pick, step
from _package_.values import Column

ENDINGS = (".parquet", ".pq")
BUFFER = 1 << 20  # bytes read at a time of each column, whatever the size of a row group
INDEX = "__index_level_"  # the index that pandas writes beside the columns


def opened(files: Sequence[Path], options: Mapping[str, Any]) -> Source:
    """The files and their columns; UserError where a file is no Parquet, or its columns differ from the first's."""
    found, first = pick(files, ENDINGS), int(options.get("first", 2))
    fields = schema(found[0])
    for path in found[1:]:
        if schema(path) != fields:
            raise UserError(f"{path.name} has other columns than {found[0].name}.", ONE_FORM)
    kept = [(name, kind) for name, kind in fields if not name.startswith(INDEX)]
    names = arrow.names(kept, first)
    origin = {made: name for name, kind in kept for made in arrow.names([(name, kind)], first).columns}

    def read(wanted: Sequence[str]) -> Iterator[dict[str, Column]]:
        places = {origin[name]: None for name in wanted}
        for path in found:
            for batch in batches(path, list(places), len(names.columns)):
                made: dict[str, Column] = {}
                for name in places:
                    made |= arrow.columns(name, batch[name], first)
                yield made

    return Source(tuple(found), tuple(names.columns), read, names.left_out, names.about)


def schema(path: Path) -> list[tuple[str, Any]]:
    """Names and types of the columns."""
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            fields = [(field.name, field.type) for field in file.schema_arrow]
    except (pa.ArrowInvalid, OSError) as error:
        raise UserError(*refusal(path, error)) from error
    names = [name for name, _ in fields]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise UserError(f"{path.name} has several columns called {', '.join(repeated)}.", "Give each its own name.")
    return fields


def batches(path: Path, names: Sequence[str], width: int) -> Iterator[Any]:
    """Some rows of some columns at a time."""
    try:
        with pyarrow.parquet.ParquetFile(path, buffer_size=BUFFER, pre_buffer=False) as file:
            yield from file.iter_batches(step(width), columns=list(names), use_threads=False)
    except (pa.ArrowInvalid, OSError) as error:
        raise UserError(*refusal(path, error)) from error


def refusal(path: Path, error: Exception) -> tuple[str, str]:
    """What is wrong with the file, and what to do."""
    reason = " ".join(str(error).split())[:120]
    return f"{path.name} cannot be read as Parquet: {reason}", "Run `make data VERIFY=1`, which fetches it anew."
