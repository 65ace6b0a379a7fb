"""JSON lines: nested objects, missing names, lists, words that look like numbers, and what is refused."""

import gzip
import json

import numpy as np
import pytest

from _package_ import recipe
from _package_.errors import UserError
from _package_.values import TIME

OPTIONS = {"target": "y", "task": "regression"}
ROWS = [
    {
        "y": n,
        "jet": {"pt": n / 2, "tag": n % 2 == 0},
        "at": f"2024-01-{1 + n % 28:02d}T00:00:00Z",
        "zip": str(10 + n % 3),
        "list": [n],
        **({"late": n} if n > 50 else {}),
    }
    for n in range(90)
]


@pytest.fixture
def file(tmp_path):
    def make(text=None, name="a.jsonl"):
        path = tmp_path / name
        data = ("\n".join(map(json.dumps, ROWS)) + "\n\n" if text is None else text).encode()
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return path

    return make


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.jsonl.gz"])
def test_objects_become_columns(file, name):
    features = recipe.layout([file(name=name)], OPTIONS)["features"]
    names = [field.name for field in features.fields]
    assert names == ["jet.pt", "jet.tag", "zip=10", "zip=11", "zip=12", "late"]
    assert features.description == f"Left out: at ({TIME}); list (holds lists)."
    (chunk,) = recipe.chunks([file(name=name)], OPTIONS)
    late = chunk.arrays["features"][:, names.index("late")]
    assert np.array_equal(late[51:], np.arange(51, 90))
    assert len(set(late[:51])) == 1  # filled


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"y": 1}\n{"y": 2', r"a\.jsonl, line 2, is not JSON"),
        ("[1, 2]\n", r"line 1, is no object"),
        (json.dumps({f"k{n}": 1 for n in range(10_001)}), "more than 10000 different names"),
    ],
)
def test_what_is_no_table_is_refused(file, text, message):
    with pytest.raises(UserError, match=message):
        recipe.layout([file(text)], OPTIONS)


def test_a_damaged_file_is_refused(file):
    path = file(name="a.jsonl.gz")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(UserError, match="cannot be read"):
        recipe.layout([path], OPTIONS)
