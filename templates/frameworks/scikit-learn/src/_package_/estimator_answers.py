"""What a fitted classifier says of each class, whether or not it gives probabilities itself."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def probabilities(estimator: Any, features: NDArray[Any]) -> NDArray[np.float64]:
    """(rows, classes that it has seen); each row adds up to 1.

    Of a classifier that has a decision function alone, its logistic or softmax: in the right order, not calibrated.
    Of one that names a class and no more, 1 for it.
    """
    if hasattr(estimator, "predict_proba"):
        return estimator.predict_proba(features)
    if hasattr(estimator, "decision_function"):
        found = np.asarray(estimator.decision_function(features), np.float64)
        logits = np.column_stack([np.zeros(len(found)), found]) if found.ndim == 1 else found
        raised = np.exp(logits - logits.max(axis=1, keepdims=True))
        return raised / raised.sum(axis=1, keepdims=True)
    return (estimator.predict(features)[:, None] == estimator.classes_).astype(np.float64)
