"""What a network is fed as TensorFlow's tensors: their specification, and batches made ready while it learns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from _package_.backend import tf
from _package_.batch import Batch
from _package_.schema import Schema
from _package_.task import LOSS


def graph(function: Callable[..., Any], *signature: Any, compiled: bool = False) -> Any:
    """The function as a graph, traced once for its signature; `compiled` by XLA, anew for each number of rows."""
    return tf.function(function, input_signature=signature or None, jit_compile=compiled, autograph=False)


def feed_signature(schema: Schema) -> dict[str, Any]:
    """The specification of a network's feeds: with any number of rows, a function of them is traced once."""
    kinds = {name: tf.int32 if schema.arrays[name].role == "edges" else tf.float32 for name in schema.feeds}
    return {name: tf.TensorSpec((None, *schema.arrays[name].shape), kind, name) for name, kind in kinds.items()}


def batch_signature(schema: Schema) -> dict[str, Any]:
    """The specification of `tensors(batch)`."""
    found: dict[str, Any] = {"feeds": feed_signature(schema)}
    if LOSS == "cross-entropy":
        found["target"] = tf.TensorSpec((None,), tf.int64)
    elif LOSS != "elbo":
        found["target"] = tf.TensorSpec((None, schema.outputs), tf.float32)
    if schema.only("weight") is not None:
        found["weight"] = tf.TensorSpec((None,), tf.float32)
    return found


def tensors(batch: Batch) -> dict[str, Any]:
    """Feeds, and target and weight where there are any."""
    found: dict[str, Any] = {"feeds": {name: tf.convert_to_tensor(value) for name, value in batch.feeds.items()}}
    for name, value in (("target", batch.target), ("weight", batch.weight)):
        if value is not None:
            found[name] = tf.convert_to_tensor(value)
    return found


def ahead(batches: Iterable[Batch], micro: int, place: str) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Number of rows and pieces of each batch, on the device `place`; the next is made while this one is used."""
    source = iter(batches)

    def following() -> tuple[int, list[dict[str, Any]]] | None:
        batch = next(source, None)
        if batch is None:
            return None
        with tf.device(place):
            return len(batch), [tensors(piece) for piece in batch.pieces(micro)]

    with ThreadPoolExecutor(max_workers=1) as reader:
        coming = reader.submit(following)
        while (ready := coming.result()) is not None:
            coming = reader.submit(following)
            yield ready


def part_of(piece: dict[str, Any]) -> dict[str, Any]:
    """The rows of the device that runs this; those of all devices together are the piece."""
    context = tf.distribute.get_replica_context()
    number, of = context.replica_id_in_sync_group, context.num_replicas_in_sync
    if of == 1:
        return piece
    rows = tf.shape(next(iter(piece["feeds"].values())))[0]
    start, stop = rows * number // of, rows * (number + 1) // of
    with tf.device("/CPU:0"):
        return tf.nest.map_structure(lambda values: values[start:stop], piece)
