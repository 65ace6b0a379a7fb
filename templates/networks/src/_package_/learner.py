"""What the training loop asks of a framework."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from numpy.typing import NDArray

from _package_.batch import Batch

Weights = dict[str, NDArray[Any]]


class Learner(Protocol):
    """One network while it is trained.

    Weights have neutral names and layout, the same in every framework: linear layers are [out, in].
    """

    @property
    def rank(self) -> int:
        """Number of this process among those that train together; 0 writes the files."""
        ...

    @property
    def parameters(self) -> int:
        """How many numbers are learned."""
        ...

    @property
    def about(self) -> Mapping[str, Any]:
        """Device, threads, precision and number of devices, for the sidecar."""
        ...

    def epoch(self, batches: Iterable[Batch], rate: float, seed: int) -> float:
        """Learns from every batch with this learning rate; the mean loss over their rows.

        Everything random in it (dropout) follows from `seed`.
        """
        ...

    def loss(self, batches: Iterable[Batch]) -> float:
        """The mean loss over the rows, without learning."""
        ...

    def weights(self) -> Weights:
        """Copies of parameters and buffers, on the CPU."""
        ...

    def load(self, weights: Mapping[str, NDArray[Any]]) -> None:
        """Sets parameters and buffers; ValueError unless names and shapes are those of `weights()`."""
        ...

    def state(self) -> Weights:
        """What later epochs depend on beside the weights, such as the optimiser's moments."""
        ...

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        """The inverse of `state`."""
        ...
