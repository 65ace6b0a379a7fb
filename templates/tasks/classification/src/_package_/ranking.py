"""The ROC curve of a class, what lies below it, and what it rejects, each with what the rows do to it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_.influence import Estimate, Floats

FEWEST = 10  # rows of the other classes that must be left for their share to be a number


class Ranking:
    """Rows from the highest score to the lowest, those of equal score together.

    `score` (rows,), `member` (rows,) which are of the class. `false` and `true` are the shares of the others and of the
    class that are kept at every cut, from none to all; nan where there is no such row.
    """

    def __init__(self, score: NDArray[Any], member: NDArray[np.bool_], weight: NDArray[Any] | None) -> None:
        self.order = np.argsort(-score, kind="stable")
        self.member = member[self.order]
        self.weight = np.ones(len(score)) if weight is None else weight[self.order]
        self.last = np.append(np.diff(score[self.order]) != 0, True)
        found = [np.append(0.0, np.cumsum(self.weight * chosen)[self.last]) for chosen in (~self.member, self.member)]
        self.totals = [float(total[-1]) for total in found]
        self.false, self.true = (total / total[-1] if total[-1] > 0 else np.full(len(total), np.nan) for total in found)

    @cached_property
    def group(self) -> NDArray[np.intp]:
        """(rows,) which cut takes each sorted row in."""
        return np.cumsum(self.last) - self.last

    def area(self) -> Estimate:
        """Area under the curve: the chance that a row of the class is above one of the others, ties counting half.

        Its pull are the placements of DeLong, DeLong and Clarke-Pearson (1988), with weights.
        """
        value = float(np.trapezoid(self.true, self.false))

        def pull() -> Floats:
            beaten = 1 - (self.false[self.group] + self.false[self.group + 1]) / 2
            beating = (self.true[self.group] + self.true[self.group + 1]) / 2
            return self.unsorted(beaten, beating, value)

        return Estimate(value, pull)

    def unsorted(self, class_: Floats, others: Floats, value: float) -> Floats:
        """Pull in the order of the data, from what each sorted row of the class, or of the others, says."""
        said = np.where(self.member, class_, others) - value
        done = np.empty(len(said))
        done[self.order] = self.weight * said / np.where(self.member, self.totals[1], self.totals[0])
        return done

    def passed(self, share: float) -> tuple[int, int]:
        """The first cut that keeps `share` of the class, and how many rows of the others it keeps."""
        cut = int(np.searchsorted(self.true, share - 1e-12))
        kept = self.group < cut
        return cut, int(np.count_nonzero(kept & ~self.member))

    def rejection(self, share: float) -> tuple[Estimate, int]:
        """1 / (share of the others kept) at the first cut that keeps `share` of the class, and how many those are.

        Fewer than FEWEST of them are no measurement: nan.
        """
        cut, left = self.passed(share) if not np.isnan(self.true[-1] + self.false[-1]) else (0, 0)
        false = float(self.false[cut])
        if left < FEWEST or not false > 0:
            return Estimate(float("nan"), lambda: np.zeros(len(self.order))), left

        def pull() -> Floats:
            kept = (self.group < cut).astype(np.float64)
            reach = min(share, 1 - share, max(0.05, self.totals[1] ** (-1 / 3)))
            low, high = np.interp((share - reach, share + reach), self.true, self.false)
            slope = float(high - low) / (2 * reach)  # a cut that moves with the class takes others along
            by_class, by_others = self.unsorted(kept, kept, self.true[cut]), self.unsorted(kept, kept, false)
            class_row = np.empty(len(kept), np.bool_)
            class_row[self.order] = self.member
            return -np.where(class_row, -slope * by_class, by_others) / false**2

        return Estimate(1 / false, pull), left
