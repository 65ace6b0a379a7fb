"""Times how a table of text is read into NumPy; prints JSON: seconds, seconds of all processors, peak bytes.

text.py write <file> <rows>                    a CSV of 18 columns of decimals and 2 of whole numbers
text.py <ours, pyarrow or pandas> <file>       PYTHONPATH holds a project's src/ for ours
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np


def write(path: Path, rows: int) -> None:
    rng = np.random.default_rng(0)
    with path.open("w") as file:
        file.write(",".join(f"x{place}" for place in range(20)) + "\n")
        for _ in range(0, rows, 10_000):
            numbers = np.hstack([rng.normal(size=(10_000, 18)), rng.integers(0, 10_000, (10_000, 2))])
            np.savetxt(file, numbers, ["%.4f"] * 18 + ["%d"] * 2, ",")


def ours(path: Path) -> int:
    from _package_ import reader

    source = reader.opened([path], {})
    return sum(len(block["x0"]) for block in source.read(source.columns))


def pyarrow(path: Path) -> int:
    """Block by block, as ours; types are guessed from the first block."""
    import pyarrow.csv

    with pyarrow.csv.open_csv(path) as reader:
        return sum(len(batch["x0"].to_numpy(zero_copy_only=False)) for batch in reader)


def pandas(path: Path) -> int:
    import pandas

    return len(pandas.read_csv(path).to_numpy())


READERS: dict[str, Callable[[Path], int]] = {"ours": ours, "pyarrow": pyarrow, "pandas": pandas}

if __name__ == "__main__":
    what, path = sys.argv[1], Path(sys.argv[2])
    if what == "write":
        write(path, int(sys.argv[3]))
    else:
        start = time.perf_counter()
        rows = READERS[what](path)
        seconds, used = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
        peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        print(json.dumps({"rows": rows, "wall": seconds, "cpu": time.process_time(), "peak": peak}))
