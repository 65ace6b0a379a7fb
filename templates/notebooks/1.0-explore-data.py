"""The first notebook, in the percent format; the generator makes the .ipynb of it."""

# %% [markdown]
# # Explore the data
#
# What a model sees: the arrays that `make data` wrote, with their units and splits. Where the real data have not been
# fetched, the synthetic sample of `make data-sample` stands in, and every figure says so.

# %%
import matplotlib.pyplot as plt
import numpy as np

from _package_ import paths
from _package_.arrays import Arrays
from _package_.figures import label

kind = "real" if paths.schema("real").is_file() else "sample"
remark = "real data" if kind == "real" else "SYNTHETIC SAMPLE"
arrays = Arrays(paths.processed(kind))
schema = arrays.schema
splits = [name for name, split in schema.splits.items() if split.rows > 0]
print(f"{remark}, read by the recipe {schema.recipe!r}, for a {schema.task}")
for name in splits:
    print(f"{name:>8}: {schema.splits[name].rows} rows. {schema.splits[name].how}")

# %% [markdown]
# ## The arrays
#
# One line per array: its role, the shape of one row, and what it means.

# %%
for name, array in schema.arrays.items():
    shape = " x ".join(map(str, array.shape)) or "one"
    print(f"{name} ({array.role}): {shape} {array.dtype} in each row. {array.description or ''}")
    for field in array.fields:
        print(f"    {label(field.name, field.unit)}" + (f": {field.description}" if field.description else ""))


# %%
ROWS = 20_000  # enough to see a shape, few enough to be quick
FIELDS = 20
target_name, target = schema.target
first = splits[0]


def columns(role: str, split: str) -> dict[str, np.ndarray]:
    """Label → values, for each column of the tables of one role; an array of another kind counts as one column."""
    found = {}
    for name, array in schema.by_role(role).items():
        values = np.asarray(arrays.open(split, name)[:ROWS])
        if len(array.fields) == 1 or array.kind != "table" or len(array.shape) != 1:
            field = array.fields[0] if len(array.fields) == 1 else None
            found[label(field.name, field.unit) if field else name] = values.reshape(-1)
            continue
        for place in range(min(array.shape[0], FIELDS)):
            field = array.fields[place] if place < len(array.fields) else None
            found[label(field.name, field.unit) if field else f"{name}[{place}]"] = values[:, place]
    return found


def few_ticks(axes: plt.Axes) -> None:
    """Small panels: four ticks, small and large numbers with one power of ten for the axis."""
    axes.locator_params(axis="x", nbins=4)
    axes.ticklabel_format(axis="x", scilimits=(-2, 4))


# %% [markdown]
# ## The target, by split
#
# The text above says how the splits were made. Splits that look alike here need not be alike, and one that looks
# different may be meant as a harder test.

# %%
figure, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
truths = {split: np.asarray(arrays.open(split, target_name)).reshape(-1) for split in splits}
edges = np.histogram_bin_edges(np.concatenate([*truths.values()]), bins=60)
for split, marker in zip(splits, "osvD^", strict=False):
    if target.classes is None:
        axes.hist(truths[split], bins=edges, histtype="step", density=True, linewidth=2, label=split)
    else:
        share = np.bincount(truths[split].astype(int), minlength=len(target.classes)) / len(truths[split])
        axes.plot(share, marker, markersize=9, label=split)
        axes.set_xticks(range(len(share)), target.classes, rotation=0 if len(share) < 8 else 90)
axes.set_ylim(bottom=0)
unit = target.fields[0].unit if target.fields else None
named = target.fields[0].name if target.fields else target_name
axes.set(xlabel=label(named, unit), ylabel="density" if target.classes is None else "share of rows", title=remark)
axes.legend(frameon=False)
plt.show()

# %% [markdown]
# ## The inputs
#
# Their distributions in the first split. Far outliers, spikes and columns that hardly vary deserve a look at the data
# card.

# %%
inputs = columns("input", first)
height = -(-len(inputs) // 4)
figure, grid = plt.subplots(height, 4, figsize=(14, 2.7 * height), layout="constrained", squeeze=False)
for axes, (name, values) in zip(grid.flat, inputs.items(), strict=False):
    axes.hist(values, bins=50, histtype="stepfilled", alpha=0.8)
    axes.set(xlabel=name, ylabel="rows per bin")
    few_ticks(axes)
for axes in grid.flat[len(inputs) :]:
    axes.set_axis_off()
figure.suptitle(f"Inputs, {first} split: {remark}")
plt.show()

# %% [markdown]
# ## Inputs against the target
#
# For a regression: the target over each input. For a classification: each input, by class; of an input that is only 0
# or 1, the share of ones.

# %%
truth = truths[first][:ROWS]
shown = {name: values for name, values in inputs.items() if len(values) == len(truth)}
height = max(1, -(-len(shown) // 4))
figure, grid = plt.subplots(height, 4, figsize=(14, 2.7 * height), layout="constrained", squeeze=False)
for axes, (name, values) in zip(grid.flat, shown.items(), strict=False):
    if target.classes is None:
        axes.plot(values[:2000], truth[:2000], ".", alpha=0.3, markersize=3)
        axes.set(xlabel=name, ylabel=label(named, unit))
        few_ticks(axes)
    elif set(np.unique(values)) <= {0, 1}:
        for number, called in enumerate(target.classes):
            axes.bar(called, values[truth == number].mean() if (truth == number).any() else 0, alpha=0.7)
        axes.tick_params(axis="x", rotation=0 if len(target.classes) < 5 else 90)
        axes.set(xlabel=name, ylabel="share of ones")
    else:
        edges = np.histogram_bin_edges(values, bins=30)
        for number, called in enumerate(target.classes):
            axes.hist(values[truth == number], bins=edges, histtype="step", density=True, label=called)
        axes.set(xlabel=name, ylabel="density")
        axes.legend(frameon=False, fontsize=8)
        few_ticks(axes)
for axes in grid.flat[len(shown) :]:
    axes.set_axis_off()
figure.suptitle(f"Inputs against the target, {first} split: {remark}")
plt.show()
