"""The project's package; `python -m _package_ help` lists what it does."""

__version__ = "0.1.0"
