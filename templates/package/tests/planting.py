"""Arrays with a planted answer for each task, and a prediction that knows it.

Regression: the target is linear in four features, plus noise. Classification: its sign, or its quantiles. Density: the
features lie near a plane, and there is no target. Forecast: a level that a drive, known in advance, raises or lowers.
"""

import numpy as np

from _package_ import task
from _package_.schema import Array, Field

SLOPES = np.array([2.0, -1.0, 0.5, 0.0])  # of the target, per standard deviation of each feature
CENTRES = np.array([1e-5, 20.0, -3.0, 0.0])
WIDTHS = np.array([1e-6, 5.0, 0.1, 1.0])  # features come in units of very different size
PLANE = np.array([[1.0, 1.0, 0.0, 1.0], [0.0, 1.0, 1.0, -1.0]])  # that the features of a density lie near
NOISE = 0.1
PAST, AHEAD = 8, 4  # steps of a forecast
LEVEL = 50.0
SCALING = {"offset": 7.0, "scale": -4.0}


def of_task(table):
    """What is planted; a `table` with features and a target, whatever the task, for tests of tables."""
    return "regression" if table and task.NAME in ("forecast", "density") else task.NAME


def layout(classes=2, weight=False, reference=False, table=False):
    kind = of_task(table)
    if kind == "forecast":
        ahead = tuple(Field(f"level(+{k} step{'s' if k > 1 else ''})", "mm") for k in range(1, AHEAD + 1))
        past = (Field("drive", "mm"), Field("level", "mm"))
        found = {
            "sequence": Array("input", "sequence", "float64", (PAST, 2), "standard", past),
            "future": Array("input", "sequence", "float64", (AHEAD, 1), "standard", past[:1]),
            "target": Array("target", "table", "float64", (AHEAD,), SCALING, ahead),
        }
    else:
        fields = tuple(Field(f"f{k}", "s") for k in range(4))
        found = {"features": Array("input", "table", "float64", (4,), "standard", fields)}
    if kind == "classification":
        found["target"] = Array("target", "table", "int64", (), classes=tuple(f"class{k}" for k in range(classes)))
    if kind == "regression":
        found["target"] = Array("target", "table", "float64", (1,), SCALING, (Field("y", "mm"),))
    if weight:
        found["weight"] = Array("weight", "table", "float64", ())
    if reference and kind in ("regression", "forecast"):
        shape = found["target"].shape
        found["formula"] = Array("reference", "table", "float64", shape, description="the planted formula")
    return found


def rows(count, rng, classes=2, table=False):
    kind = of_task(table)
    if kind == "forecast":
        drive = rng.normal(size=(count, PAST + AHEAD))  # each moves the level until the next step
        exact = LEVEL + np.cumsum(drive, axis=1) - drive
        level = exact + rng.normal(size=exact.shape) * NOISE
        past = np.stack([drive, level], axis=2)[:, :PAST]
        answer = {
            "sequence": past,
            "future": drive[:, PAST:, None],
            "target": level[:, PAST:],
            "formula": exact[:, PAST:],
        }
    elif kind == "density":
        z = rng.normal(size=(count, 2)) @ PLANE + rng.normal(size=(count, 4)) * NOISE
        answer = {"features": z * WIDTHS + CENTRES}
    else:
        z = rng.normal(size=(count, 4))
        signal = z @ SLOPES
        values = signal + rng.normal(size=count) * NOISE
        edges = np.quantile(values, np.arange(1, classes) / classes)
        target = np.searchsorted(edges, values) if kind == "classification" else values[:, None]
        answer = {"features": z * WIDTHS + CENTRES, "target": target, "formula": signal[:, None]}
    return {**answer, "weight": np.full(count, 2.0)}


def knowing(stem, schema, config, device):
    """As `train.predictor`: what is planted, but for an offset of the seed."""
    offset = int(stem.name[-1]) * 0.25

    def predict(inputs):
        if task.NAME == "forecast":
            drive = np.column_stack([inputs["sequence"][:, -1, 0], inputs["future"][:, :-1, 0]])
            level = inputs["sequence"][:, -1:, 1] + np.cumsum(drive, axis=1) + offset
            return (level - SCALING["offset"]) / SCALING["scale"]
        z = (inputs["features"] - CENTRES) / WIDTHS
        if task.NAME == "density":
            return np.column_stack([np.square(z).sum(1) + offset, np.abs(z[:, 0])])
        value = z @ SLOPES + offset
        if task.NAME == "classification":
            signal = 1 / (1 + np.exp(-10 * value))
            return np.column_stack([1 - signal, signal])
        return ((value - SCALING["offset"]) / SCALING["scale"])[:, None]

    return predict
