"""The variables of a command, NAME=value or from the environment, checked first. Standard library only."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from _package_ import credentials
from _package_.errors import UserError, nearest

VARIABLES = {  # name -> what it says, for help
    "FILES": "globs of the files to fetch, in place of the manifest's choice: FILES='train*.h5'",
    "LIMIT": "at most so many of them (LIMIT=3) or so much (LIMIT=5GB)",
    "JOBS": "downloads at a time (4; fewer where an archive asks for it)",
    "HOST_JOBS": "requests to one host at a time, in place of its default (zenodo.org 2, never more than 4)",
    "YES": "1: fetch more than 5 GB without a question",
    "VERIFY": "1: read every file again and fetch what is damaged",
    "UNSAFE": "1: consent to load pickles, which can run any code",
    "UNPACK_LIMIT": "at most so much may come out of an archive: UNPACK_LIMIT=50GB",
    "OPTION": 'how the files are read, from now on: OPTION="decimal=, skip=3" (all of them: references/options.json)',
    "DRY_RUN": "1: say what would be fetched, fetch nothing",
    "JSON": "1: what was fetched as JSON, alone on stdout",
    "XROOTD": "1: root:// addresses first (needs pip install '.[xrootd]')",
    "DATA": "real (default) or sample",
    "ROWS": "rows of the synthetic sample of `data-sample` (2000, or ROWS of sample.py)",
    "EXPLAIN_ROWS": "rows of the last split that `explain` takes, at most (2000)",
    "CONFIG": "a name in configs/ (baseline) or the path of a .yaml file",
    "SEED": "seeds in place of the configuration's: SEED=0,1,2",
    "DEVICE": "auto (default), cpu, cuda or mps",
    "RESUME": "1: go on with an interrupted training",
    "REPLACE": "1: train in the place of a model of other settings, which moves to models/replaced/",
    "SET": 'other values for this run: SET="train.lr=1e-3"',
    "INIT": "weights to begin with: reference[:<name>] (of references/weights.json), or a .safetensors, .npz or .pth",
    "ONNX": "a file that `export` holds against the trained model, in place of writing one",
    "TRIALS": "settings that `sweep` tries (20)",
    "REPEATS": "how often `benchmark` times each batch size (10), `reproduce` trains with other seeds",
    "LOGITS": "a file of reference outputs that `reproduce` compares the published weights with",
    "MLFLOW": "where MLflow keeps runs, too: sqlite:///mlflow.db or a server (needs pip install '.[mlflow]')",
    "TORCH": "cpu or cuda: which PyTorch `env` installs (unset: the package index's own)",
}
ENVIRONMENT = {  # of the environment alone
    "FAIR_AI_CACHE": "a folder that shares downloads between projects and people",
    "FAIR_AI_MIRROR": "where every https://HOST/PATH is asked as MIRROR/HOST/PATH: an address or a folder",
}
DEFAULTS = {"DATA": "real", "CONFIG": "baseline", "DEVICE": "auto"}
SWITCHES = ("YES", "VERIFY", "UNSAFE", "DRY_RUN", "JSON", "XROOTD", "RESUME", "REPLACE")
CHOICES = {"DATA": ("real", "sample"), "TORCH": ("cpu", "cuda")}


def read(environment: Mapping[str, str], assignments: Sequence[str]) -> dict[str, str]:
    """DATA, CONFIG and DEVICE, and the other variables that are given and not empty; switches are "1" or absent.

    An assignment wins over the environment. UserError for an unknown name and for a value that is not one of the known.
    """
    credentials.refuse("FAIR_AI_MIRROR", environment.get("FAIR_AI_MIRROR", "").strip())
    values = {name: environment[name] for name in VARIABLES if environment.get(name)}
    given: dict[str, str] = {}
    for assignment in assignments:
        name, _, value = assignment.partition("=")
        if name not in VARIABLES:
            raise UserError(f"Unknown variable {name!r}.", nearest(name.upper(), VARIABLES))
        if given.setdefault(name, value) != value:
            both = f"{name} is given twice: {given[name]} and {value}"
            raise UserError(both + ".", 'Give it once; several options stand in one OPTION="a=1 b=2".')
    values = {**values, **given}
    values = {**DEFAULTS, **{name: value.strip() for name, value in values.items() if value.strip()}}
    for name in SWITCHES:
        if values.get(name, "").lower() in ("0", "no", "false"):
            del values[name]
        elif name in values and values[name].lower() not in ("1", "yes", "true"):
            raise UserError(f"{name}={values[name]} is neither on nor off.", f"Write {name}=1 or leave it out.")
        elif name in values:
            values[name] = "1"
    for name, known in CHOICES.items():
        if name in values and values[name] not in known:
            raise UserError(f"{name}={values[name]} is not known.", nearest(values[name], known))
    for name in ("ROWS", "EXPLAIN_ROWS"):
        if name in values and not (re.fullmatch("[0-9]{1,12}", values[name]) and int(values[name]) > 0):
            raise UserError(f"{name}={values[name][:40]} is not a number of rows.", f"Write {name}=2000.")
    for name in ("JOBS", "HOST_JOBS"):
        if name in values and not (re.fullmatch("[0-9]{1,2}", values[name]) and 1 <= int(values[name]) <= 32):
            raise UserError(f"{name}={values[name]} is not a number from 1 to 32.", f"Write {name}=4.")
    return values
