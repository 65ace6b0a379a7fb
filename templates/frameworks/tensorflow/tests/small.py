"""A small network with all that has state or chance, for the tests of the training."""

from _package_.activations import activation
from _package_.backend import keras
from _package_.layers import BatchNorm, linear


class Small(keras.Model):
    def __init__(self, outputs):
        super().__init__()
        self.hidden = linear("hidden", 4, 32)
        self.norm = BatchNorm("norm", 32)
        self.dropout = keras.layers.Dropout(0.1)
        self.out = linear("out", 32, outputs)

    def call(self, arrays, training=False):
        hidden = self.norm(self.hidden(arrays["features"]), training=training)
        return self.out(self.dropout(activation("leaky_relu")(hidden), training=training))


def model(schema, config):
    return Small(schema.outputs)
