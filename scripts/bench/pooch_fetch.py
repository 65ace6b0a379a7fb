"""The files of a list by pooch, two at a time: ADDRESS, LIST ("path md5" a line), `threads` or `processes`."""

import sys
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pooch

address, listed, how = sys.argv[1:]
lines = [line.split() for line in Path(listed).read_text().splitlines()]
files = pooch.create(path=Path.cwd(), base_url=f"{address}/", registry={name: f"md5:{md5}" for name, md5 in lines})
pooch.get_logger().setLevel("WARNING")


def fetch(name: str) -> str:
    return files.fetch(name)


if __name__ == "__main__":
    for folder in {Path(name).parent for name, _ in lines}:  # two of pooch's processes making it at once would collide
        folder.mkdir(parents=True, exist_ok=True)
    workers: Executor = ThreadPoolExecutor(2) if how == "threads" else ProcessPoolExecutor(2)
    with workers as pool:
        list(pool.map(fetch, [name for name, _ in lines], chunksize=1 if len(lines) < 100 else 20))
