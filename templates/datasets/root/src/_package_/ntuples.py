"""The fields of an RNTuple by what can be made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import awkward as ak


@dataclass
class Fields:
    """Names in the order of the file; what is in a record is called `record.field`."""

    flat: list[str] = field(default_factory=list[str])  # one number or word for each entry
    whole: list[str] = field(default_factory=list[str])  # those of `flat` that are whole numbers
    jagged: list[str] = field(default_factory=list[str])  # a list of numbers for each entry
    left_out: list[str] = field(default_factory=list[str])


def sort(record: Any) -> Fields:
    """Sorts the fields by their types in awkward."""
    found = Fields()
    for name in record.fields:
        add(found, name, record.content(name))
    return found


def add(found: Fields, name: str, kind: Any) -> None:
    """Takes note of one field, or of the parts of a record."""
    inner: Any = getattr(kind, "content", None)
    if is_record(kind):
        for part in kind.fields:
            add(found, f"{name}.{part}", kind.content(part))
    elif is_number(kind):
        found.flat.append(name)
        if "int" in kind.primitive:
            found.whole.append(name)
    elif not isinstance(kind, ak.types.ListType):
        found.left_out.append(name)
    elif kind.parameters.get("__array__") == "string":
        found.flat.append(name)
    elif is_number(inner):
        found.jagged.append(name)
    elif is_record(inner):
        for part in inner.fields:
            (found.jagged if is_number(inner.content(part)) else found.left_out).append(f"{name}.{part}")
    else:
        found.left_out.append(name)


def is_record(kind: Any) -> bool:
    return isinstance(kind, ak.types.RecordType) and not kind.is_tuple


def is_number(kind: Any) -> bool:
    return isinstance(kind, ak.types.NumpyType) and kind.primitive.startswith(("bool", "int", "uint", "float"))
