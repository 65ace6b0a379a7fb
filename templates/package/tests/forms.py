"""Planted answers in data of other forms than a table: clouds with padding, a graph with edges, an image.

The target is linear in the mean of the first feature over the entries that are real; its sign is the class.
"""

import numpy as np

from _package_ import task
from _package_.schema import Array, Field

SIZES = {"points": (8, 3), "others": (3, 2), "pixels": (6, 6, 2)}
FORMS = {"cloud": ["points"], "clouds": ["points", "others"], "graph": ["points"], "image": ["pixels"]}
EDGES = 2
CENTRE, WIDTH = 20.0, 5.0
SCALING = {"offset": 7.0, "scale": -4.0}


def layout(form, classes=2):
    found = {}
    for name in FORMS[form]:
        shape, masked = SIZES[name], form != "image"
        kind = {"clouds": "cloud"}.get(form, form)
        fields = tuple(Field(f"{name}{k}", "s") for k in range(shape[-1]))
        mask, edges = f"{name}_mask" if masked else None, f"{name}_edges" if form == "graph" else None
        found[name] = Array("input", kind, "float32", shape, "standard", fields, mask=mask, edges=edges)
        if mask:
            found[mask] = Array("mask", "table", "uint8", shape[:1])
        if edges:
            found[edges] = Array("edges", "table", "int16", (shape[0], EDGES))
    if task.NAME == "classification":
        found["target"] = Array("target", "table", "int64", (), classes=tuple(f"class{k}" for k in range(classes)))
    elif task.NAME == "regression":
        found["target"] = Array("target", "table", "float64", (1,), SCALING, (Field("y", "mm"),))
    return found


def rows(form, count, rng, classes=2):
    found, signal = {}, np.zeros(count)
    for name in FORMS[form]:
        shape = SIZES[name]
        z = rng.normal(size=(count, *shape))
        real = np.ones((count, *shape[:-1]), bool)
        if form != "image":
            real = np.arange(shape[0]) < rng.integers(1, shape[0] + 1, count)[:, None]
            found[f"{name}_mask"] = real.astype(np.uint8)
            found[f"{name}_edges"] = ring(real)
        axes = tuple(range(1, real.ndim))
        signal += (z[..., 0] * real).sum(axes) / np.sqrt(real.sum(axes))
        found[name] = ((z * WIDTH + CENTRE) * real[..., None]).astype(np.float32)
    edges = np.quantile(signal, np.arange(1, classes) / classes)
    found["target"] = np.searchsorted(edges, signal) if task.NAME == "classification" else signal[:, None] * -4 + 7
    return found


def ring(real):
    """Each real node's neighbours on a ring of the real ones, (rows, N, 2); -1 where there is none."""
    nodes, counts = np.arange(real.shape[1]), real.sum(1)[:, None]
    both = [np.where(real & (counts > 1), (nodes + step) % counts, -1) for step in (1, -1)]
    return np.stack(both, axis=2).astype(np.int16)
