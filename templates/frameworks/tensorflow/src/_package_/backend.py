"""Keras on TensorFlow. Whatever needs one of them imports it from here, so that Keras never starts with another backend."""

from __future__ import annotations

import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # errors and no chat

import keras  # noqa: E402 (reads the variables)
import tensorflow as tf  # noqa: E402

from _package_.errors import UserError  # noqa: E402

__all__ = ["keras", "tf"]

if keras.backend.backend() != "tensorflow":
    raise UserError(
        f"Keras was started with the backend {keras.backend.backend()}.", "Import _package_.backend before keras."
    )
