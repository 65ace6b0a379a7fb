"""When the answers of two runtimes agree.

In single precision no element-wise limit can hold: a logit of -241 has a last bit of 1.5e-5, and one near zero none
to compare with. The norm can: mistakes such as a swapped sender and receiver are a thousand times above it.

The limit on probabilities follows from that on the logits z. Softmax has the Jacobian diag(p) - p pᵀ, in whose rows the
absolute values add up to 2 p (1 - p) <= 1/2: max|Δp| <= max|Δz| / 2. So logits that are held to LIMIT of their size, 84
roundings of single precision, bring probabilities that agree to LIMIT · max|z| / 2, and none can be held to less.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LIMIT = 1e-5


@dataclass(frozen=True, slots=True)
class Parity:
    """The largest differences over the rows of one batch."""

    inputs: str  # random or real
    rows: int
    norm: float | None  # max|Δ| / max|reference|; None where one of the two gives probabilities and the other logits
    probability: float | None  # max|Δ softmax|; None where the answers are no classes
    worst: float  # max|Δ|
    logits: float = 0.0  # max|z| of the logits that the probabilities are made of; 0 where there are none

    @property
    def probability_limit(self) -> float:
        return max(LIMIT, LIMIT * self.logits / 2)

    @property
    def good(self) -> bool:
        held = (self.norm, LIMIT), (self.probability, self.probability_limit)
        return all(one is None or one <= limit for one, limit in held)

    def as_dict(self) -> dict[str, Any]:
        differences = {"norm": self.norm, "probability": self.probability, "worst": self.worst}
        limits = {"limit": LIMIT, "probability_limit": None if self.probability is None else self.probability_limit}
        return {"inputs": self.inputs, "rows": self.rows, **differences, **limits, "good": self.good}

    def __str__(self) -> str:
        parts = [("max|Δ|/max|reference|", self.norm, LIMIT)]
        parts += [("max|Δ probability|", self.probability, self.probability_limit)]
        said = ", ".join(f"{name} {value:.1e} (limit {most:.1e})" for name, value, most in parts if value is not None)
        return f"{self.rows} {self.inputs} rows: {said}; {'good' if self.good else 'above the limit'}"
