"""Keras on TensorFlow. What needs one of them imports it from here, so that Keras has no other backend."""

from __future__ import annotations

import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # errors and no chat

import keras
import tensorflow as tf

from _package_.errors import UserError

__all__ = ["keras", "tf"]

if keras.backend.backend() != "tensorflow":
    raise UserError(f"Keras runs on {keras.backend.backend()}.", "Import the module backend before keras.")
