"""The look at the data in words: what each kind of finding means, and a few lines for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from _package_.arrays import Arrays
from _package_.finding import Finding
from _package_.look_sizes import class_counts
from _package_.schema import Schema

SHOWN = 5  # findings of a kind, in the terminal
ELSEWHERE = ("left out",)  # is said of each file as it is read, and stands in the report
OFFERS = ("times",)  # no problem
KINDS = {  # in this order: (before the findings, what to do about them)
    "leak": (
        "gives the target away",
        "Is it known before the answer is? If not, leave it out (option drop).",
    ),
    "shared rows": (
        "leak",
        "What was learned by heart counts as right there. Rows of one group (option group) stay in one split.",
    ),
    "repeated rows": ("repeated", "Remove them at the source, or name what they share (option group)."),
    "identifier": ("identifier", "It tells nothing of new rows: leave it out (option drop)."),
    "rare class": ("classes", "A model cannot learn them, and no number can be given for them."),
    "class missing": ("classes", "More rows, or another split (option seed)."),
    "majority": ("classes", "Look at balanced accuracy and at the metrics of each class."),
    "fewer rows than columns": ("size", "Take a model with a penalty (ridge, lasso), or fewer columns."),
    "small split": ("size", "Give intervals with every number, or a larger share (options val, test)."),
    "missing": (
        "missing (where a feature is a number, the mean of the training rows stands for it)",
        "A column that lacks many values may be better left out.",
    ),
    "no target": ("no target", "Look at why they have none."),
    "left out": ("left out", "What may be used all the same stands in data/README.md and `list options`."),
    "times": (
        "rows have times; to test on the latest, as for a forecast",
        "A random split tells how well gaps are filled, not what comes later.",
    ),
    "constant": ("constant over the training rows", "Nothing can be learned from them."),
    "inexact": (
        "integers beyond 2^53, which float64 cannot tell apart",
        "If they are identifiers, leave them out; else subtract what they share.",
    ),
    "same name": ("names", "Rename one of them at the source: in tables and figures they cannot be told apart."),
}


def lines(arrays: Arrays, found: Sequence[Finding]) -> list[str]:
    """For the terminal: one line for each kind of finding, or one line that says that there is none."""
    size = about(arrays.schema)
    counts = {word: sum(by_split.values()) for word, by_split in class_counts(arrays).items()}
    units = dict.fromkeys(one.unit for array in arrays.schema.arrays.values() for one in array.fields if one.unit)
    known = [f"classes {first([f'{word} {count}' for word, count in counts.items()], ', ')}"] if counts else []
    known += [f"units {first([*units], ', ')}"] if units else []
    size += f" ({'; '.join(known)})" if known else ""
    out = [f"Look at the data, {size}; all of it stands in reports/data-check.md:"]
    if all(one.kind in (*ELSEWHERE, *OFFERS) for one in found):
        out = [f"Look at the data: no problem seen in {size}."]
    for kind, (head, _) in KINDS.items():
        ones = [one.said for one in found if one.kind == kind]
        if ones and kind not in ELSEWHERE:
            out.append(f"  {head}: {first(ones, '; ')}")
    return out


def first(words: Sequence[str], joint: str) -> str:
    """The first words, and how many more there are."""
    more = f"{joint}and {len(words) - SHOWN} more" if len(words) > SHOWN else ""
    return joint.join(words[:SHOWN]) + more


def about(schema: Schema) -> str:
    """`300 rows × 7 columns`."""
    rows = sum(split.rows for split in schema.splits.values())
    columns = sum(one.width if one.kind == "table" else 1 for one in schema.inputs.values())
    return f"{rows} rows × {columns} columns"
