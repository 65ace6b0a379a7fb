"""run.json: what would be needed to repeat a run. Neither a user's name nor a path outside the project enters it."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from _package_ import credentials, files, paths
from _package_.arrays import Arrays
from _package_.config import Config

FORMAT = "fair-ai/run@1"
# What a result depends on: a changed README makes no run dirty.
WATCHED = ("src", "configs", "data/manifest.json", "pyproject.toml")
THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "SLURM_CPUS_PER_TASK")


class Clock:
    """When a run began and how long it has lasted."""

    def __init__(self) -> None:
        self.started = datetime.now(UTC)
        self._begun = time.perf_counter()

    @property
    def seconds(self) -> float:
        return round(time.perf_counter() - self._begun, 3)


def record(
    command: str,
    variables: Mapping[str, str],
    config: Config,
    arrays: Arrays,
    clock: Clock,
    *,
    trained_by: Sequence[str] = (),
) -> dict[str, Any]:
    """One run as run.json says it; `trained_by` are the runs whose weights it used."""
    found: dict[str, Any] = {
        "format": FORMAT,
        "command": command_line(command, variables),
        "started": clock.started.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "duration_s": clock.seconds,
        "data_kind": arrays.schema.data_kind,
        "config": config.as_dict(),
        "seeds": list(config.seeds),
        "data": data(arrays),
        "git": git(),
        "versions": versions(),
        "hardware": hardware(),
        "threads": {"cores": usable_cores(), **{name: os.environ[name] for name in THREADS if name in os.environ}},
    }
    if trained_by:
        found["trained_by"] = list(dict.fromkeys(trained_by))
    digest = hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()[:8]
    return {**found, "id": f"{clock.started:%Y%m%dT%H%M%SZ}-{digest}"}


def command_line(command: str, variables: Mapping[str, str]) -> str:
    """What a person types to get this run; a path becomes relative to the project, or its last part, a login goes."""
    words = [f"python -m {__package__} {command}"]
    for name, value in sorted(variables.items()):
        if Path(value).is_absolute():
            inside = Path(value).is_relative_to(paths.root())
            value = str(Path(value).relative_to(paths.root())) if inside else Path(value).name
        value = credentials.without(value)
        words.append(f"{name}='{value}'" if " " in value else f"{name}={value}")
    return " ".join(words)


def data(arrays: Arrays) -> dict[str, Any]:
    """The processed data by the checksum of their schema, the raw files by theirs; what the rows are weighted by."""
    schema = arrays.schema
    held = schema.only("weight")
    weight = {} if held is None else {"weight": held[1].fields[0].name if held[1].fields else held[0]}
    sources = [{"path": one.path, "sha256": one.sha256, "size": one.size} for one in schema.sources]
    digest = files.sha256(arrays.folder / "schema.json")
    return {"recipe": schema.recipe, "schema_sha256": digest, "sources": sources, **weight}


def git() -> dict[str, Any] | None:
    """Commit, and whether what the result depends on differs from it; None without git or before the first commit."""
    commit = output("git", "rev-parse", "HEAD")
    if commit is None or output("git", "ls-files", "--error-unmatch", "pyproject.toml") is None:
        return None  # the second: the project merely lies inside some other repository
    return {"commit": commit, "dirty": bool(output("git", "status", "--porcelain", "--", *WATCHED))}


distributions = cache(importlib.metadata.packages_distributions)  # which bring a module; reads all of them
version = cache(importlib.metadata.version)


def versions() -> dict[str, str]:
    """Python, and the distributions whose modules this run has imported."""
    names = distributions()
    used = {one for module in list(sys.modules) for one in names.get(module, ()) if "." not in module}
    return {"python": platform.python_version(), **{name: version(name) for name in sorted(used)}}


@cache
def hardware() -> dict[str, Any]:
    """The machine, without its name."""
    memory = None
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memory = round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30, 1)
    gpus = output("nvidia-smi", "--query-gpu=name", "--format=csv,noheader") or ""
    return {
        "system": platform.system(),
        "machine": platform.machine(),
        "cpu": cpu(),
        "cores": os.cpu_count(),
        "memory_gib": memory,
        "gpu": gpus.splitlines(),
    }


def cpu() -> str | None:
    """The processor's own name, where the system tells it."""
    listed = Path("/proc/cpuinfo")
    if listed.is_file():
        for line in listed.read_text(errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return output("sysctl", "-n", "machdep.cpu.brand_string") or platform.processor() or None


def usable_cores() -> int | None:
    """Cores this process may use: a batch system often gives fewer than there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def output(*command: str) -> str | None:
    """What a program prints, or None if it is missing or fails."""
    try:
        done = subprocess.run(command, cwd=paths.root(), capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
