"""Attributes as PyTables writes them in HDF5, such as the names of the columns of a frame of pandas."""

from __future__ import annotations

import io
import pickle
from typing import Any


class Plain(pickle.Unpickler):
    """Lists, text and numbers only. PyTables writes the names of columns as a pickle; no other object is made of it."""

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        raise pickle.UnpicklingError(f"{module_name}.{global_name} is no list, text or number")


def attribute(item: Any, name: str) -> Any:
    """An attribute as PyTables means it; None where there is none, or it is no list, text or number."""
    value = item.attrs.get(name)
    if not isinstance(value, bytes):
        return value
    if not value.endswith(b"."):
        return value.decode()
    try:
        return Plain(io.BytesIO(value)).load()
    except (pickle.UnpicklingError, ValueError, EOFError, KeyError, IndexError, AttributeError):
        return value.decode(errors="replace")
