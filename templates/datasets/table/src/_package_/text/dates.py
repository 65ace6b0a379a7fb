"""Dates and times as people write them, and the order of their parts.

2023-03-17 says it itself, and so do 17.03.2023, with points, and 17 Mar 2023. Of 3/4/2023 another cell must: where a
number beyond 12 stands first in some of them the day does, where it stands second the month does.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z?)?", re.ASCII)
ORDERS = ("year first", "day first", "month first")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = r"(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,6}))?)?(?: ?([AaPp])[Mm])?"
_REST = rf"(?:[T ] *{_CLOCK})?(?: ?(Z|[+-]\d\d:?\d\d))?"
_YEAR = re.compile(rf"(\d{{4}})([-/.])(\d\d?)\2(\d\d?){_REST}", re.ASCII)
_OTHER = re.compile(rf"(\d\d?)([-/. ])(\d\d?|[A-Za-z]{{3,9}})\2(\d{{4}}){_REST}", re.ASCII)
_TIME = re.compile(_CLOCK, re.ASCII)
DOUBT = "day and month of {!r} cannot be told apart"
MIXED = "some dates have the day first, others the month"
DAYTIME = "{!r} is a time of day"


def order(words: Iterable[str]) -> str:
    """One of ORDERS where all words are dates; why none can be told; "" where they are no times."""
    listed = list(words)
    if all(map(ISO.fullmatch, listed)) or all(map(_YEAR.fullmatch, listed)):
        return ORDERS[0]
    if all(map(_TIME.fullmatch, listed)):
        return DAYTIME.format(listed[0])
    found = [_OTHER.fullmatch(word) for word in listed]
    if not all(found):
        return ""
    parts = [(one[1], one[2], one[3]) for one in found if one is not None]
    days = [(int(first), int(second)) for first, _, second in parts if second.isdigit()]
    if len(days) < len(parts):
        named = all(second.isdigit() or second[:3].lower() in MONTHS for _, _, second in parts)
        return ORDERS[1] if named and not days else ""
    first, second = (any(pair[place] > 12 for pair in days) for place in (0, 1))
    if first and second:
        return MIXED
    if first or second:
        return ORDERS[1 if first else 2]
    return ORDERS[1] if all(sign == "." for _, sign, _ in parts) else DOUBT.format(listed[0])


def stray(words: Iterable[str]) -> str:
    """Why a column is none of times although most of its words are; "" where they are not."""
    listed = list(words)
    other = [word for word in listed if not any(form.fullmatch(word) for form in (_YEAR, _OTHER, _TIME))]
    return f"{other[0]!r} is no time" if other and 2 * len(other) < len(listed) else ""


def moment(word: str, how: str) -> datetime.datetime | None:
    """The time that a word says in one of ORDERS, in UTC where it names a zone; None for any other word."""
    found = (_YEAR if how == ORDERS[0] else _OTHER).fullmatch(word)
    if found is None:
        return None
    first, _, second, third, hour, minute, second_of, fraction, half, zone = found.groups()
    year, month, day = (first, second, third) if how == ORDERS[0] else (third, second, first)
    if how == ORDERS[2]:
        month, day = first, second
    try:
        number = int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1
        clock = int(hour or 0) % 12 + 12 * (half in "Pp") if half else int(hour or 0)
        made = datetime.datetime(
            int(year),
            number,
            int(day),
            clock,
            int(minute or 0),
            int(second_of or 0),
            int((fraction or "").ljust(6, "0")),
        )
    except ValueError:  # the 30th of February, a 13th month
        return None
    if zone and zone != "Z":
        apart = datetime.timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
        made = made - apart if zone[0] == "+" else made + apart
    return made
