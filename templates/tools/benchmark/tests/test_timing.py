"""Timing: every runtime at every size, quartiles in order, larger batches left out where they take too long."""

import numpy as np

from _package_ import timing


def test_every_runtime_at_every_size_with_its_quartiles(monkeypatch):
    monkeypatch.setattr(timing, "SIZES", (1, 8))
    seen = {"a": set(), "b": set()}

    def runtime(name):
        def run(feeds):
            seen[name].add(len(feeds["x"]))
            return feeds["x"]

        return run

    found = timing.measure({name: runtime(name) for name in seen}, {"x": np.zeros((3, 2))}, 10)
    assert [(one.runtime, one.size) for one in found] == [("a", 1), ("a", 8), ("b", 1), ("b", 8)]
    assert seen == {"a": {1, 8}, "b": {1, 8}}
    for one in found:
        low, middle, high = one.per_row
        assert 0 < low <= middle <= high
        assert one.repeats == 10
        assert 0 <= one.cpu <= 1


def test_what_takes_too_long_gets_no_larger_batch(monkeypatch):
    monkeypatch.setattr(timing, "SIZES", (1, 2, 4))
    # As if a batch took as many seconds as it has rows: a busy machine changes nothing.
    monkeypatch.setattr(timing, "LONG", 2.0)
    monkeypatch.setattr(timing, "timed", lambda run, batch, calls: (float(len(batch["x"])), 1.0))

    found = timing.measure({"slow": lambda feeds: feeds["x"]}, {"x": np.zeros((1, 1))}, 10)
    assert [one.size for one in found] == [1, 2]
