"""The fields of an RNTuple by what can be made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import awkward as ak

COLLECTION = re.compile(r"^_collection\d+\.")  # where ROOT keeps what it shows as fields of their own, too


@dataclass
class Fields:
    """Names in the order of the file; what is in a record is called `record.field`."""

    flat: list[str] = field(default_factory=list[str])  # one number or word for each entry
    whole: list[str] = field(default_factory=list[str])  # those of `flat` that are whole numbers
    jagged: list[str] = field(default_factory=list[str])  # a list of numbers for each entry
    left_out: dict[str, str] = field(default_factory=dict[str, str])  # name -> why


def sort(record: Any) -> Fields:
    """Sorts the fields by their types in awkward."""
    found = Fields()
    for name in record.fields:
        add(found, name, record.content(name))
    known = {*found.flat, *found.jagged}
    for name in [name for name in found.jagged if COLLECTION.sub("", name) in known - {name}]:
        found.jagged.remove(name)
        found.left_out[name] = f"the same values as {COLLECTION.sub('', name)}"
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
        found.left_out[name] = "no numbers"
    elif kind.parameters.get("__array__") == "string":
        found.flat.append(name)
    elif is_number(inner):
        found.jagged.append(name)
    elif is_record(inner):
        for part in inner.fields:
            if is_number(inner.content(part)):
                found.jagged.append(f"{name}.{part}")
            else:
                found.left_out[f"{name}.{part}"] = "lists in lists, or no numbers"
    else:
        found.left_out[name] = "lists in lists, or no numbers"


def is_record(kind: Any) -> bool:
    return isinstance(kind, ak.types.RecordType) and not kind.is_tuple


def is_number(kind: Any) -> bool:
    return isinstance(kind, ak.types.NumpyType) and kind.primitive.startswith(("bool", "int", "uint", "float"))
