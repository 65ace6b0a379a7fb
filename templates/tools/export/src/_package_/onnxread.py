"""Opens an ONNX file that anybody may have made: whole, and without files beside it, which it could name anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import onnx

from _package_.errors import UserError

OTHER = "Give an ONNX file that holds its weights itself, or export the model again."


def whole(path: Path) -> bytes:
    """The content of the file; UserError where it is no ONNX, or a tensor in it lies in another file."""
    try:
        content = path.read_bytes()
        model = onnx.load_model_from_string(content)
    except Exception as error:  # protobuf's own classes
        raise UserError(f"{path.name} is no ONNX file that can be run: {one_line(error)}", OTHER) from error
    named = next(outside(model), None)
    if named is not None:
        where = "".join(sign if sign.isprintable() else "?" for sign in named)[:100]
        raise UserError(f"{path.name} keeps weights in another file, {where!r}: it was not opened.", OTHER)
    return content


def outside(message: object) -> Iterator[str]:
    """Where the tensors lie that are not in the file, wherever in it they are named: graphs lie in graphs."""
    waiting = [message]
    while waiting:
        one = waiting.pop()
        if isinstance(one, onnx.TensorProto) and (one.data_location == onnx.TensorProto.EXTERNAL or one.external_data):
            yield next((entry.value for entry in one.external_data if entry.key == "location"), "")
        for field, value in one.ListFields():  # type: ignore[attr-defined]
            if field.message_type is not None:
                waiting += [value] if hasattr(value, "ListFields") else list(value)


def one_line(error: Exception) -> str:
    """What is said of an error: it may quote the file."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(error)).split())[:300]
