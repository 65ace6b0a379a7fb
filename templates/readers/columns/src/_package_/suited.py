"""What is refused of a target and of options, and what to do about it; the columns that are left out, in words."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from _package_ import units
from _package_.errors import OptionError, UserError, nearest
from _package_.values import TIME, Column, Seen, numbers

CLASSES = 100  # a target with more different values is no classification
SHOWN = 40  # names in a list; files with hundreds of columns have their dictionary
COLUMNS = ("target", "group", "weight", "split", "index", "drop")  # options that name columns
Options = Mapping[str, Any]


def with_units(options: Options, columns: Sequence[str]) -> dict[str, Any]:
    """The options with every column by its whole name, where a person has left its unit out: mass for mass [g]."""
    return {
        key: units.whole(value, columns)
        if key in COLUMNS and isinstance(value, str)
        else [units.whole(one, columns) for one in value]
        if key in COLUMNS and isinstance(value, list)
        else value
        for key, value in options.items()
    }


def choose(
    options: Options, known: Mapping[str, Sequence[str]], what: str, hints: Mapping[str, tuple[str, str]] | None = None
) -> None:
    """UserError, which lists the targets, when none is chosen; and when an option names something that is not known.

    `hints` tell of names that are no column: why, and what to do.
    """
    if not known["target"]:
        raise UserError(f"No {what} of these data can be a target.", "Choose other files with FILES=.")
    targets = f"{setting('target', known['target'])} chooses one of them: {listed(known['target'])}."
    if options.get("target") is None:
        raise UserError(f"No {what} is chosen as the target.", targets)
    for option, names in known.items():
        value = options.get(option)
        for name in value if isinstance(value, list) else [value]:
            if name is not None and name not in names:
                if hints and name in hints:
                    why, remedy = hints[name]
                    raise UserError(
                        f"The option {option} names {name!r}, which is no {what} of these data: {why}.", remedy
                    )
                remedy = targets if option == "target" else nearest(str(name), names)
                raise OptionError(f"The option {option} names {name!r}, which is no {what} of these data.", remedy)


def check_target(name: str, classes: Collection[str] | None, goal: Seen, rows: int) -> None:
    """UserError for a target from which nothing can be learnt; `rows` have one."""
    if rows == 1:
        what = f"One row only has a target {name!r}: nothing can be learnt from it."
        raise UserError(what, "Choose another target, or other files with FILES=.")
    if classes is None:
        many = "no value" if goal.low > goal.high else "the same value in every row" if goal.low == goal.high else ""
    else:
        many = f"more than {CLASSES} different values" if len(classes) > CLASSES else ""
        many = many or {0: "no value", 1: "the same value in every row"}.get(len(classes), "")
    if many:
        raise UserError(f"The target {name!r} has {many}.", "Choose another target or another task.")


def not_numeric(word: str) -> str:
    """What to do about a target of words where numbers are wanted; what looks like a number makes no class."""
    if re.fullmatch(r"[\s<>~=+-]*\d[\d.,'\s]*%?", word):
        return "The file has this column as text: choose another target."
    return "Choose another target, or make the project for classes: --task classification."


def nothing_left(options: Options, left_out: Mapping[str, str]) -> tuple[str, str]:
    """Why there is no feature, and what to do about it."""
    reasons = summed(left_out)
    dropped = options.get("drop") or []
    if not reasons:
        remedy = "Shorten the option drop." if dropped else "Choose files that have other columns, too: FILES=."
        return f"No column is left to predict {options['target']!r} from.", remedy
    remedy = "Choose another target, or other files with FILES=."
    if TIME in left_out.values():
        remedy = "Take the times as features, `make data OPTION=times=features`, or choose other files with FILES=."
    return f"No column is left to predict {options['target']!r} from: {reasons}.", remedy


def setting(option: str, names: Sequence[str]) -> str:
    """The command that sets an option to one of the names; in quotes where some of them need these."""
    plain = all(re.fullmatch(r"[\w.-]+", name) for name in names[:SHOWN])
    return f"`make data OPTION={option}=NAME`" if plain else f"`make data OPTION=\"{option}='NAME'\"`"


def listed(names: Sequence[str]) -> str:
    """The names, or the first of many and how many more there are."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def summed(left_out: Mapping[str, str]) -> str:
    """The columns by the reason why they are left out."""
    reasons = {why: [name for name, one in left_out.items() if one == why] for why in left_out.values()}
    return "; ".join(f"{', '.join(names)} ({why})" for why, names in reasons.items())


def choose_order(options: Options, columns: Sequence[str]) -> None:
    """UserError where the option `split` names no column, or a group could be cut by it."""
    name = options["split"]
    if name not in columns:
        raise UserError(f"The option split names {name!r}, which is no column of these data.", nearest(name, columns))
    if options.get("group") is not None:
        what = (
            f"The options split={name} and group={options['group']} exclude each other: a group has rows of many times."
        )
        raise UserError(what, "Take one of them out: `make data OPTION=split=`.")


def ordered(values: Column, name: str) -> NDArray[np.float64]:
    """Times, or numbers, by which rows are in order, (rows,); UserError for words."""
    try:
        return numbers(values)
    except ValueError as error:
        remedy = "Choose a column of times or numbers for the option split."
        raise UserError(f"The column {name!r} gives no order: {error}.", remedy) from error


def weights(values: Column, name: str) -> NDArray[np.float64]:
    """How much each row counts, (rows,); UserError for what is no weight."""
    try:
        found = numbers(values)
    except ValueError as error:
        raise UserError(f"The weight {name!r} is not numeric: {error}.", "Choose another weight.") from error
    if not np.all(found >= 0):
        wrong = int(np.sum(~(found >= 0)))
        raise UserError(f"The weight {name!r} is missing or negative in {wrong} rows.", "Choose another weight.")
    return found
