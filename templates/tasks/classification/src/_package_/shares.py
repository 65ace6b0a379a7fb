"""The metrics of a classification that are shares of rows or of pairs of rows, with what their intervals need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.influence import Estimate, combined, effective, fraction, share
from _package_.ranking import FEWEST, Ranking
from _package_.scores import Metric


def counted(chosen: NDArray[np.bool_], among: NDArray[np.bool_], weight: NDArray[Any] | None, name: str) -> Metric:
    """The share of the rows `among` that are `chosen`, too."""
    found, rows = share(chosen, among, weight), int(np.count_nonzero(among))
    kind = "count" if weight is None else "share"
    resting = effective(None if weight is None else weight[among], rows)
    return Metric(found.value, None, found.pull, kind, resting, fraction(chosen, name))


def mean_area(areas: Sequence[Estimate], counts: NDArray[np.intp], remark: str | None) -> Metric:
    """The mean area of the classes that have rows, and others to tell them from; it rests on the rarest of them."""
    known = [one for one in areas if np.isfinite(one.value)]
    if not known:
        return Metric(float("nan"), remark=remark)
    found = combined(float(np.mean([one.value for one in known])), *((1 / len(known), one) for one in known))
    return Metric(found.value, None, found.pull, "share", float(counts[counts > 0].min()), remark=remark)


def class_area(found: Estimate, count: int) -> Metric:
    """Of one class against the rest."""
    return Metric(found.value, None, found.pull, "share", float(count), remark=None if count else "no rows")


def balanced(recalls: Sequence[Estimate], hit: NDArray[np.bool_], remark: str | None) -> Metric:
    """The mean recall; in steps of about one row, so that its interval needs the fraction of one, too."""
    parts = [(1 / len(recalls), one) for one in recalls]
    found = combined(float(np.mean([one.value for one in recalls])), *parts)
    chance = fraction(hit, "balanced_accuracy")
    return Metric(found.value, None, found.pull, "share", float(len(hit)), chance, remark)


def rejected(ranking: Ranking, wanted: float, first: str) -> Metric:
    found, left = ranking.rejection(wanted)
    few = f"{left} rows of {first} are left, fewer than {FEWEST}" if np.isnan(found.value) else None
    return Metric(found.value, None, found.pull, "positive", left, remark=few)
