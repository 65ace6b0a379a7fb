"""Which devices TensorFlow computes on, with how many threads, and how several of them share a batch."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from typing import Any

from _package_.backend import tf
from _package_.config import Config
from _package_.errors import UserError, nearest


def prepare(device: str, config: Config) -> str:
    """Settles how TensorFlow computes, before its first operation; returns the device: cpu, cuda or mps."""
    chosen, threads, devices = choose(device), config.train["threads"], config.train["devices"]
    # Once TensorFlow has begun it keeps its settings; the sidecar tells those that held.
    with contextlib.suppress(RuntimeError):
        if threads > 0:
            tf.config.threading.set_intra_op_parallelism_threads(threads)
            tf.config.threading.set_inter_op_parallelism_threads(threads)
        gpus = [] if chosen == "cpu" else tf.config.list_physical_devices("GPU")
        tf.config.set_visible_devices(gpus[:devices], "GPU")
        for gpu in gpus[:devices]:
            tf.config.experimental.set_memory_growth(gpu, True)  # not all of its memory at once
        if chosen == "cpu" and devices > 1:  # of the same processor: to try what several devices do
            cpu, parts = tf.config.list_physical_devices("CPU")[0], [tf.config.LogicalDeviceConfiguration()] * devices
            tf.config.set_logical_device_configuration(cpu, parts)
    return chosen


def choose(device: str) -> str:
    """The device that DEVICE names: auto takes a GPU if there is one. UserError for one that is not there."""
    gpu = bool(tf.config.list_physical_devices("GPU"))
    there = {"cpu": True, "cuda": gpu and sys.platform != "darwin", "mps": gpu and sys.platform == "darwin"}
    if device == "auto":
        return next(name for name in ("cuda", "mps", "cpu") if there[name])
    if device not in there:
        raise UserError(f"DEVICE={device} is not known.", nearest(device, ["auto", *there]))
    if not there[device]:
        raise UserError(
            f"DEVICE={device}: TensorFlow finds none.", "Leave DEVICE out, or install '.[cuda]' for NVIDIA's libraries."
        )
    return device


def place(device: str, number: int = 0) -> str:
    """TensorFlow's name of a device."""
    return f"/{'CPU' if device == 'cpu' else 'GPU'}:{number}"


@functools.cache  # machines that train together are joined once in a process
def strategy(device: str, devices: int) -> Any:
    """One device, several of this machine, or those of all machines that TF_CONFIG names."""
    if os.environ.get("TF_CONFIG"):
        return tf.distribute.MultiWorkerMirroredStrategy()
    found = len(tf.config.list_logical_devices(place(device)[1:4]))
    if not 1 <= devices <= found:
        raise UserError(f"train.devices is {devices}; TensorFlow has {found}.", f'Try SET="train.devices={found}".')
    if devices == 1:
        return tf.distribute.OneDeviceStrategy(place(device))
    return tf.distribute.MirroredStrategy([place(device, number) for number in range(devices)])


def rank_of(strategy: Any) -> int:
    """Number of this process among those of TF_CONFIG; the chief, or the first worker where there is none, is 0."""
    resolver = strategy.cluster_resolver
    if resolver is None or not resolver.cluster_spec().jobs:
        return 0
    chiefs = resolver.cluster_spec().as_dict().get("chief", [])
    return resolver.task_id + (len(chiefs) if resolver.task_type == "worker" else 0)
