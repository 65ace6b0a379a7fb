"""How a torch.nn.Module learns, in one process or several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from _package_.batch import Batch
from _package_.config import Config
from _package_.errors import UserError
from _package_.feeds import Feeds
from _package_.learner import Weights
from _package_.loss import row_losses
from _package_.optimiser import optimiser_of

if TYPE_CHECKING:
    from lightning_fabric import Fabric


class TorchLearner:
    """See `_package_.learner.Learner`.

    Each process takes its share of the rows of every batch; gradients are those of the whole batch. Batch normalisation
    sees the whole batch on GPUs; processes on the CPU, for which PyTorch has no such layer, normalise each its share.
    """

    def __init__(self, network: nn.Module, config: Config, fabric: Fabric) -> None:
        self.settings, self.fabric, self.device = config.train, fabric, fabric.device
        if fabric.world_size > 1 and self.device.type == "cuda":
            network = nn.SyncBatchNorm.convert_sync_batchnorm(network)
        self.optimiser = optimiser_of(network, self.settings)
        self.network = network
        # On the CPU each process normalises its own rows, and one row has no variance.
        own = self.device.type == "cpu" and any(
            isinstance(one, nn.modules.batchnorm._BatchNorm) for one in network.modules()
        )
        self.least = 2 if own else 1
        self.wrapped, self.stepper = fabric.setup(network, self.optimiser)

    @property
    def rank(self) -> int:
        return self.fabric.global_rank

    @property
    def parameters(self) -> int:
        return sum(parameter.numel() for parameter in self.network.parameters())

    @property
    def about(self) -> dict[str, Any]:
        parts = {"precision": self.settings["precision"], "devices": self.fabric.world_size}
        return {"device": self.device.type, "threads": torch.get_num_threads(), **parts}

    def epoch(self, batches: Iterable[Batch], rate: float, seed: int) -> float:
        torch.manual_seed(seed + self.rank)  # dropout
        self.network.train()
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        total, rows = torch.zeros((), device=self.device), 0
        for batch in batches:
            self.stepper.zero_grad()
            pieces = list(self._share(batch).pieces(self.settings["micro_batch"]))
            for left, piece in zip(reversed(range(len(pieces))), pieces, strict=True):
                with self.fabric.no_backward_sync(self.wrapped, enabled=left > 0):
                    loss = self._losses(self.wrapped, piece).sum()
                    # Fabric averages over processes; this is their share of a mean over rows.
                    self.fabric.backward(loss * (self.fabric.world_size / len(batch)))
                total += loss.detach()
            self.stepper.step()
            rows += len(batch)
        if self.fabric.world_size > 1:
            for buffer in self.network.buffers():
                torch.distributed.broadcast(buffer, 0)
        return self._mean(total, rows)

    @torch.inference_mode()
    def loss(self, batches: Iterable[Batch]) -> float:
        self.network.eval()
        total, rows = torch.zeros((), device=self.device), 0
        for batch in batches:
            for piece in self._share(batch, empty=True).pieces(self.settings["micro_batch"]):
                with self.fabric.autocast():
                    total += self._losses(self.network, piece).sum()
            rows += len(batch)
        return self._mean(total, rows)

    def _share(self, batch: Batch, *, empty: bool = False) -> Batch:
        """The rows of a batch that are this process's; UserError if some process gets none and may not."""
        count = self.fabric.world_size
        if count == 1:
            return batch
        if len(batch) < count * self.least and not empty:
            raise UserError(
                f"A batch has {len(batch)} rows for {count} processes, each of which needs {self.least}.",
                "Set a larger train.batch_size.",
            )
        return batch.take(slice(self.rank, None, count))

    def _mean(self, total: Tensor, rows: int) -> float:
        """Over the rows of all processes."""
        return float(cast(Tensor, self.fabric.all_reduce(total, reduce_op="sum"))) / rows

    def _losses(self, network: nn.Module, batch: Batch) -> Tensor:
        """(B,), weighted where the data have weights."""
        target = None if batch.target is None else torch.from_numpy(batch.target).to(self.device)
        losses = row_losses(network(tensors(batch.feeds, self.device)).float(), target)
        return losses if batch.weight is None else losses * torch.from_numpy(batch.weight).to(self.device)

    def weights(self) -> Weights:
        return {name: np.array(value.detach().cpu().numpy()) for name, value in self.network.state_dict().items()}

    def load(self, weights: Mapping[str, NDArray[Any]]) -> None:
        load(self.network, weights)

    def state(self) -> Weights:
        scaler = self.fabric.strategy.precision.state_dict()  # of the loss in float16, else empty
        found = {f"scaler.{name}": np.array(value) for name, value in scaler.items()}
        for k, one in self.optimiser.state_dict()["state"].items():
            known = {name: value for name, value in one.items() if value is not None}
            found |= {f"{k}.{name}": np.array(value.detach().cpu().numpy()) for name, value in known.items()}
        return found

    def restore(self, state: Mapping[str, NDArray[Any]]) -> None:
        held, scaler = self.optimiser.state_dict(), dict[str, Any]()
        for name, value in state.items():
            part, _, key = name.partition(".")
            if part == "scaler":
                scaler[key] = value.item()
            else:
                held["state"].setdefault(int(part), {})[key] = torch.from_numpy(np.array(value))
        self.optimiser.load_state_dict(held)
        if scaler:
            self.fabric.strategy.precision.load_state_dict(scaler)


def tensors(feeds: Feeds, device: str | torch.device) -> dict[str, Tensor]:
    """What a network is fed, on the device."""
    return {name: torch.from_numpy(np.ascontiguousarray(values)).to(device) for name, values in feeds.items()}


def load(network: nn.Module, weights: Mapping[str, NDArray[Any]]) -> None:
    """Sets parameters and buffers; ValueError unless names and shapes fit."""
    try:
        network.load_state_dict({name: torch.from_numpy(np.array(values)) for name, values in weights.items()})
    except RuntimeError as error:
        raise ValueError(str(error)) from error
