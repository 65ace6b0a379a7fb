"""What a reader decides while it reads reaches who asks afterwards, through another look at the same files."""

import numpy as np
import pytest

from _package_ import decisions, tabular

OPTIONS = {"target": "y", "task": "regression"}


@pytest.fixture
def opened(tmp_path):
    """Opens a table as a reader does: what it has decided is whole when its rows have been read."""
    path = tmp_path / "a.csv"
    path.write_text("as it was\n")
    passes: list[str] = []

    def open_():
        decided: dict = {"separator": ";"}

        def read(wanted):
            passes.append("pass")
            x = np.arange(12.0)
            decided["missing"] = {"x": {"NA": 1}}
            yield dict.fromkeys(wanted, x)

        return tabular.Source((path,), ("x", "y"), read, decisions={path: decided})

    return path, open_, passes


def test_decisions_are_those_of_the_first_pass_and_cost_no_other(opened):
    path, open_, passes = opened
    tabular.layout(open_(), OPTIONS)
    before = len(passes)
    assert tabular.decisions(open_(), OPTIONS) == {path: {"separator": ";", "missing": {"x": {"NA": 1}}}}
    assert len(passes) == before


def test_what_the_lock_says_is_part_of_what_was_learnt(opened):
    path, open_, passes = opened
    tabular.layout(open_(), OPTIONS)
    before = len(passes)
    with decisions.remembering({path: {"decimal": ","}}):
        tabular.layout(open_(), OPTIONS)
    assert len(passes) > before
