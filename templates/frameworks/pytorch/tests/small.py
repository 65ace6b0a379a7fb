"""A small network with all that has state or chance, for the tests of the training."""

from torch import nn


class Small(nn.Module):
    def __init__(self, outputs):
        super().__init__()
        self.hidden = nn.Linear(4, 32)
        self.norm = nn.BatchNorm1d(32)
        self.dropout = nn.Dropout(0.1)
        self.out = nn.Linear(32, outputs)

    def forward(self, arrays):
        hidden = nn.functional.leaky_relu(self.norm(self.hidden(arrays["features"])))
        return self.out(self.dropout(hidden))


def model(schema, config):
    return Small(schema.outputs)
