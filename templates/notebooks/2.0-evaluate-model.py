"""The second notebook, in the percent format; the generator makes the .ipynb of it."""

# %% [markdown]
# # Evaluate the model
#
# What `make evaluate` measured, in which run, and what the trained models say of single rows. Run `make train evaluate`
# before; with `DATA=sample` everything here is synthetic, and says so.

# %%
import json
from typing import Any

import numpy as np
from IPython import display as screen

from _package_ import config, paths, results, trained
from _package_.arrays import Arrays

file = paths.reports() / "metrics.json"
report = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None
if report is None:
    print("Nothing has been measured yet: run `make train evaluate`, or the same with DATA=sample.")
else:
    kind = report["data_kind"]
    synthetic = "SYNTHETIC SAMPLE: these numbers show that the code runs. They are no result."
    print("Real data." if kind == "real" else synthetic)
    print(f"Run {report['run']} of {report['date']}.")
    print(f"Model {report['model']} with {report['framework']}, seeds {report['seeds']}.")

# %% [markdown]
# ## The numbers
#
# One line per model and split, as `make card` writes them into the cards; with several seeds also their spread.

# %%
if report is not None:
    screen.display(screen.Markdown(results.markdown(report)))

# %% [markdown]
# ## The figures
#
# Drawn by `make evaluate` into `reports/figures/`, as PNG for the screen and as PDF for a paper.

# %%
if report is not None:
    for path in sorted(paths.figures().glob("*.png")):
        screen.display(screen.Image(filename=str(path), width=560))

# %% [markdown]
# ## Single rows
#
# The first rows of the last split: what was to be predicted, and what each seed's model says.


# %%
def numbers(values: Any) -> str:
    """One number or several, for people."""
    return ", ".join(f"{value:.5g}" for value in np.ravel(values)) or "nothing"


if report is not None:
    arrays = Arrays(paths.processed(kind))
    models = trained.load(config.from_dict(report["config"]), kind, arrays)
    split = [name for name, one in arrays.schema.splits.items() if one.rows > 0][-1]
    target, _ = trained.truth(arrays, [split])
    classes = arrays.schema.target[1].classes if arrays.schema.task == "classification" else None
    for model in models:
        prediction = trained.predict(model, arrays, [split], "auto")
        print(f"seed {model.seed}, {split} split:")
        for true, one in zip(target[:5], prediction[:5], strict=True):
            if classes is None:
                print(f"    true {numbers(true)}, predicted {numbers(one)}")
            else:
                said = ", ".join(f"{name} {share:.3f}" for name, share in zip(classes, one, strict=True))
                print(f"    true {classes[true]}, predicted {said}")

# %% [markdown]
# ## The run
#
# Enough to repeat it, from `reports/run.json`: command, commit, configuration, data with checksums, hardware, versions.

# %%
if report is not None:
    run = json.loads((paths.reports() / "run.json").read_text(encoding="utf-8"))
    for key in ("command", "started", "duration_s", "git", "seeds", "config", "data", "hardware", "versions"):
        said = run[key]
        if isinstance(said, dict):
            said = ", ".join(f"{name} {value}" for name, value in said.items())
        print(f"{key}: {said}")
