"""Which devices JAX computes on, how many processes it is, and where arrays lie.

Several processes, one a node, train together if these variables are set in each of them: JAX_COORDINATOR_ADDRESS
(host:port of the first), JAX_NUM_PROCESSES and JAX_PROCESS_ID (from 0).
"""

from __future__ import annotations

import os
from typing import Any

import jax
import numpy as np
from jax.sharding import Mesh, NamedSharding, PartitionSpec

from _package_.config import Config
from _package_.errors import UserError, nearest

NAMES = ("cpu", "cuda", "rocm", "tpu")
AXIS = "batch"


def prepare(device: str, config: Config) -> Mesh:
    """Settles how JAX computes, before its first operation; the devices, `train.devices` of each process."""
    threads, count = config.train["threads"], config.train["devices"]
    if threads > 0:
        os.environ["NPROC"] = str(threads)  # XLA counts its threads once, when the first device is asked for
    join()
    name = choose(device)
    local = jax.local_devices(backend=name)
    if not 1 <= count <= len(local):
        raise UserError(f"train.devices is {count}; JAX finds {len(local)} of {name}.", "Set it to what there is.")
    chosen = [one for rank in range(jax.process_count()) for one in _devices_of(name, rank)[:count]]
    return Mesh(np.array(chosen), (AXIS,))


def join() -> None:
    """Joins the other processes, if the variables name them; once."""
    address = os.environ.get("JAX_COORDINATOR_ADDRESS")
    if not address or jax.distributed.is_initialized():
        return
    try:
        count, rank = (int(os.environ[f"JAX_{name}"]) for name in ("NUM_PROCESSES", "PROCESS_ID"))
    except (KeyError, ValueError) as error:
        raise UserError(
            f"JAX_COORDINATOR_ADDRESS is set, but {error} is wrong.",
            "Set JAX_NUM_PROCESSES and JAX_PROCESS_ID to whole numbers, or unset all three.",
        ) from error
    jax.distributed.initialize(address, count, rank)


def choose(device: str) -> str:
    """The kind of device that DEVICE names: auto takes what JAX prefers. UserError for one that is not there."""
    if device == "auto":
        return jax.default_backend()
    if device not in NAMES:
        raise UserError(f"DEVICE={device} is not known to JAX.", nearest(device, ["auto", *NAMES]))
    try:
        jax.devices(device)
    except RuntimeError as error:
        raise UserError(f"DEVICE={device}: JAX finds none.", "Leave DEVICE out, or install jax for it.") from error
    return device


def one(mesh: Mesh) -> Mesh:
    """The first device of this process alone."""
    here = [each for each in mesh.devices.flat if each.process_index == jax.process_index()]
    return Mesh(np.array(here[:1]), (AXIS,))


def place(tree: Any, mesh: Mesh, axis: int | None = None) -> Any:
    """Copies of NumPy arrays on the devices: whole on each, or each with its part along `axis`.

    What does not divide by the number of devices lies whole on each: the same result, only not faster. Every process
    gives whole arrays and sends only its own parts.
    """

    def placed(values: Any) -> Any:
        divides = axis is not None and values.shape[axis] % mesh.size == 0
        parts = PartitionSpec(*[None] * (axis or 0), AXIS) if divides else PartitionSpec()
        sharding = NamedSharding(mesh, parts)
        if jax.process_count() == 1:
            return jax.device_put(values, sharding, may_alias=False)
        return jax.make_array_from_callback(np.shape(values), sharding, lambda index: np.array(values[index]))

    return jax.tree.map(placed, tree)


def _devices_of(name: str, rank: int) -> list[Any]:
    return [device for device in jax.devices(name) if device.process_index == rank]
