"""Parquet files in batches of rows: flat columns, structures as dotted columns, the first values of lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet

from _package_ import arrow
from _package_.errors import UserError
from _package_.source import ONE_FORM, Source, pick, step
from _package_.values import Column

ENDINGS = (".parquet", ".pq")
BUFFER = 1 << 20  # bytes read at a time of each column, whatever the size of a row group
INDEX = "__index_level_"  # the index that pandas writes beside the columns
compute = cast(Any, pyarrow.compute)


def opened(files: Sequence[Path], options: Mapping[str, Any]) -> Source:
    """The files and their columns by name, in the widest type of each; UserError where a file is no Parquet, or two
    have other columns, or of other kinds."""
    found, first = pick(files, ENDINGS), int(options.get("first", 2))
    fields, units, index = dict[str, Any](), dict[str, str](), set[str]()
    for path in found:
        here = schema(path)
        own = {field.name: field.type for field in here}
        fields = own if path == found[0] else widened(fields, own, found[0], path)
        units |= {field.name: unit for field in here if (unit := unit_of(field))}
        index |= {one for one in (here.pandas_metadata or {}).get("index_columns", []) if isinstance(one, str)}
    names = arrow.names(list(fields.items()), first)
    made = {name: tuple(arrow.names([(name, kind)], first).columns) for name, kind in fields.items()}
    origin = {column: name for name, columns in made.items() for column in columns}

    def read(wanted: Sequence[str]) -> Iterator[dict[str, Column]]:
        places = {origin[name]: None for name in wanted}
        for path in found:
            for batch in batches(path, list(places), len(names.columns)):
                cells: dict[str, Column] = {}
                for name in places:
                    cells |= arrow.columns(name, cast_to(batch[name], fields[name]), first)
                yield cells

    levels = frozenset(name for name in names.columns if name.startswith(INDEX))
    said = {"index": ", ".join(sorted(levels))} if levels and options.get("index") is None else {}
    return Source(
        tuple(found),
        tuple(names.columns),
        read,
        names.left_out,
        names.about,
        {**{column: unit for name, unit in units.items() for column in made[name]}, **names.units},
        dict.fromkeys(found, said) if said else {},
        labels=levels if said else frozenset(),
        indexed=frozenset(index) - levels,
        counters=frozenset(name for name in names.columns if name.startswith("n(")),
        families={name: columns for name, columns in made.items() if columns not in ((name,), ())},
    )


def schema(path: Path) -> Any:
    """Names and types of the columns, and what their writer said of them."""
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            found = file.schema_arrow
    except (pa.ArrowInvalid, OSError) as error:
        raise UserError(*refusal(path, error)) from error
    repeated = sorted({name for name in found.names if found.names.count(name) > 1})
    if repeated:
        remedy = "Choose other files with FILES=: columns of one name cannot be told apart in Parquet."
        raise UserError(f"{path.name} has several columns called {', '.join(repeated)}.", remedy)
    return found


def unit_of(field: Any) -> str:
    """The unit in the field's own metadata, where its writer has left one."""
    said = {key.decode("utf-8", "replace").lower(): value for key, value in (field.metadata or {}).items()}
    found = said.get("unit") or said.get("units") or b""
    return " ".join(found.decode("utf-8", "replace").split())


def widened(fields: Mapping[str, Any], own: Mapping[str, Any], first: Path, path: Path) -> dict[str, Any]:
    """The types that hold the values of both files, by name; UserError where there is none, or a column lacks."""
    lacking = sorted({*fields} ^ {*own})
    if lacking:
        what = f"{path.name} has other columns than {first.name}: {', '.join(lacking[:8])} in one of them only."
        raise UserError(what, ONE_FORM)
    made: dict[str, Any] = {}
    for name, kind in fields.items():
        pair = [kind, own[name]]
        if pair[0] != pair[1]:  # words that are coded in one file and plain in the other are the same words
            pair = [one.value_type if pa.types.is_dictionary(one) else one for one in pair]
        try:
            both = [pa.schema([pa.field(name, one)]) for one in pair]
            made[name] = pa.unify_schemas(both, promote_options="permissive").field(name).type
        except (pa.ArrowTypeError, pa.ArrowInvalid) as error:
            what = f"The column {name!r} is {own[name]} in {path.name} and {kind} in the files before it."
            raise UserError(what, ONE_FORM) from error
    return made


def cast_to(array: Any, kind: Any) -> Any:
    """The values in the type that the column has in all files together."""
    return array if array.type == kind else compute.cast(array, kind, safe=False)


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
