"""One step of learning, on one device or shared by several: each takes its part of the rows, gradients are added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import weights as variables
from _package_.backend import tf
from _package_.batch import Batch
from _package_.chance import reseed
from _package_.config import Config
from _package_.device import place, rank_of
from _package_.feeding import ahead, batch_signature, graph, part_of
from _package_.layers import together
from _package_.learner import Weights
from _package_.loss import row_losses
from _package_.optimiser import optimiser_of
from _package_.schema import Schema


class KerasLearner:
    """See `_package_.learner.Learner`. `network` was made in the scope of `strategy`."""

    def __init__(self, network: Any, schema: Schema, config: Config, strategy: Any, device: str) -> None:
        self.network, self.settings, self.strategy, self.device = network, config.train, strategy, device
        self.rank = rank_of(strategy)
        with strategy.scope():
            self.optimiser, self.decay = optimiser_of(config.train, network.trainable_variables)
        # Several devices take their rows from the memory of the host.
        self._place = place(device if strategy.num_replicas_in_sync == 1 else "cpu")
        one, count = batch_signature(schema), tf.TensorSpec((), tf.float32)
        self._learn, self._part = graph(self._learn_whole, one, count), graph(self._gradients, one, count)
        self._measure, self._add, self._apply = (
            graph(self._measure_all, one),
            graph(self._add_all),
            graph(self._apply_all),
        )

    @property
    def parameters(self) -> int:
        return sum(int(np.prod(variable.shape)) for variable in self.network.trainable_variables)

    @property
    def about(self) -> dict[str, Any]:
        threads, count = tf.config.threading.get_intra_op_parallelism_threads(), self.strategy.num_replicas_in_sync
        return {"device": self.device, "threads": threads, "devices": count, "precision": self.settings["precision"]}

    def epoch(self, batches: Iterable[Batch], rate: float, seed: int) -> float:
        reseed(self.network, self.strategy, seed, self.rank)
        self.optimiser.learning_rate = rate
        total, rows = tf.zeros(()), 0
        for count, pieces in ahead(batches, self.settings["micro_batch"], self._place):
            size = tf.constant(float(count))
            if len(pieces) == 1:
                total += self._learn(pieces[0], size)
            else:
                found: Any = None
                for piece in pieces:
                    loss, gradients = self._part(piece, size)
                    total += loss
                    found = gradients if found is None else self._add(found, gradients)
                self._apply(found)
            rows += count
        return float(total) / rows

    def loss(self, batches: Iterable[Batch]) -> float:
        total, rows = tf.zeros(()), 0
        for count, pieces in ahead(batches, self.settings["micro_batch"], self._place):
            for piece in pieces:
                total += self._measure(piece)
            rows += count
        return float(total) / rows

    def weights(self) -> Weights:
        return variables.read(self.network)

    def load(self, weights: Mapping[str, NDArray[Any]]) -> None:
        variables.write(self.network, weights)

    def state(self) -> Weights:
        return {str(number): np.array(variable.numpy()) for number, variable in enumerate(self.optimiser.variables)}

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        for number, variable in enumerate(self.optimiser.variables):
            variable.assign(state[str(number)])

    def _learn_whole(self, piece: dict[str, Any], count: Any) -> Any:
        loss, gradients = self._gradients(piece, count)
        self._apply_all(gradients)
        return loss

    def _gradients(self, piece: dict[str, Any], count: Any) -> tuple[Any, Any]:
        """Sum of the losses over the piece's rows, and each device's part of the gradient of the batch's mean loss."""

        def here() -> tuple[Any, list[Any]]:
            parameters = [variable.value for variable in self.network.trainable_variables]
            with tf.GradientTape() as tape:
                losses = self._losses(piece, training=True)
                total = tf.reduce_sum(losses)
                target = total
                if self.decay:
                    squares = tf.add_n([tf.reduce_sum(tf.square(parameter)) for parameter in parameters])
                    target += 0.5 * self.decay * squares * tf.cast(tf.size(losses), tf.float32)
                target = self.optimiser.scale_loss(target / count)
            found = tape.gradient(target, parameters, unconnected_gradients=tf.UnconnectedGradients.ZERO)
            return total, [tf.convert_to_tensor(gradient) for gradient in found]

        total, gradients = self.strategy.run(here)
        return self.strategy.reduce(tf.distribute.ReduceOp.SUM, total, axis=None), gradients

    def _add_all(self, one: Any, other: Any) -> Any:
        return self.strategy.run(lambda a, b: [x + y for x, y in zip(a, b, strict=True)], args=(one, other))

    def _apply_all(self, gradients: Any) -> None:
        def here(found: list[Any]) -> None:
            devices = self.strategy.num_replicas_in_sync
            found = [tf.identity(gradient) for gradient in found]  # what came in from outside has no device yet
            if devices > 1 and self.settings["precision"] == "float16":  # all must see the overflow of one
                found = [gradient / devices for gradient in together(found)]
            self.optimiser.apply(found)

        self.strategy.run(here, args=(gradients,))

    def _measure_all(self, piece: dict[str, Any]) -> Any:
        total = self.strategy.run(lambda: tf.reduce_sum(self._losses(piece, training=False)))
        return self.strategy.reduce(tf.distribute.ReduceOp.SUM, total, axis=None)

    def _losses(self, piece: dict[str, Any], *, training: bool) -> Any:
        """(B,), weighted where the data have weights; of this device's part of the rows."""
        mine = part_of(piece)
        losses = row_losses(self.network(mine["feeds"], training=training), mine.get("target"))
        return losses * mine["weight"] if "weight" in mine else losses
