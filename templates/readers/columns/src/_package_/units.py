"""Units as people write them into the names of columns: mass [g], length (mm), E[GeV], T / K.

The name stays as the file has it; bare() is the short form by which it can be asked for, too. In square brackets
anything short is a unit, for nothing else stands there but an index; in parentheses and behind a slash only what is
one by the list below: a base with an optional SI prefix and exponent, and products and quotients of these. Behind
square brackets a remark may stand, as PANGAEA writes it, or LOW or HIGH, the edges of a bin in HEPData.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_PREFIX = "da|[YZEPTGMkhdcmuµμnpfazy]"
_BASES = (
    "eV|Hz|Pa|bar|mol|cal|Ohm|ohm|rad|sr|Wb|lm|lx|Bq|Gy|Sv|kat|cd|eq|Da|inch|in|ft|lb|oz|gal|psi|atm|Torr|torr|Ci|"
    "[mgsAKNJWCVFΩΩSTHlLbMBtRGu]"
)
_WORDS = (
    "%|‰|ppm|ppb|ppt|ppmv|ppbv|psu|PSU|NTU|FNU|deg|degC|degF|deg_C|degrees?|°|°C|°F|℃|℉|º|ºC|min|h|hrs?|hours?|d|day|days|"
    "a|yr|yrs|year|years|month|months|week|weeks|sec|seconds?|minutes?|au|AU|pc|kpc|Mpc|ly|rpm|dB|dBm|dBi|pH|ha|"
    "gr|kg|mg|ug|ng|cc|mcg|IU|U|CFU|cfu|px|pixels?|bits?|bytes?|counts?|cps|cpm|arb|a\\.u\\.|arb\\. ?units?|"
    "u\\.a\\.|adu|ADU|GEV|MEV|KEV|TEV|PB|FB|NB|MB|UB|dex|mag|mm Hg|mmHg|kWh|MWh|Wh|mph|kph|knots?|€|\\$|£|Jy|c|"
    "erg|dyn|gauss|hPa|mole|moles|molar|persons?|people"
)
_FACTOR = rf"(?:(?:{_WORDS})|(?:{_PREFIX})?(?:{_BASES}))(?:\^?\(?[-+−]?\d+\)?|[⁻⁺]?[⁰¹²³⁴-⁹]+|\*\*-?\d+)?"
_UNIT = re.compile(rf"(?:1|{_FACTOR})(?:(?: ?[*·./] ?| ){_FACTOR})*")
_BRACKETS = re.compile(r"(.*\S)? ?\[([^\[\]]{1,30})\]")
_PARENTHESES = re.compile(r"(.*\S)? ?\(([^()]{1,30})\)")
_REMARK = re.compile(r"(.*\S ?\[[^\[\]]{1,30}\]) (?:(LOW|HIGH)|\([^\[\]]*\))")
_ERROR = re.compile(r"(.*\S) [+-]")  # HEPData's stat + and stat -, behind the quantity that they belong to
_SLASH = re.compile(r"(.*\S) / (\S.{0,20})")
NONE = ("-", "–", "—", "unitless", "dimensionless", "1")  # a quantity without a unit


def is_unit(text: str) -> bool:
    """Whether a cell of a row of units holds one, in brackets or not; a dash says that there is none."""
    return text.strip() in NONE or spelt(inner(text))


def spelt(text: str) -> bool:
    """Whether the list knows the unit."""
    return _UNIT.fullmatch(re.sub(r"[()](?![-+−]?\d)|(?<!\d)\)", "", text.strip())) is not None


def inner(text: str) -> str:
    """A unit without the brackets around it."""
    text = text.strip()
    return text[1:-1].strip() if len(text) > 2 and text[0] + text[-1] in ("[]", "()") else text


def parted(name: str) -> tuple[str, str | None]:
    """A column's name without its unit, and the unit; (name, None) where it has none."""
    remark = _REMARK.fullmatch(name.strip())
    if remark:
        short, unit = parted(remark[1])
        return (f"{short} {remark[2]}" if remark[2] else short), unit
    found = _BRACKETS.fullmatch(name.strip())
    if found and found[1] and not re.fullmatch(r"[\d\s,:]*", found[2]) and "," not in found[2]:
        return found[1], None if found[2].strip() in NONE else found[2].strip()
    found = _PARENTHESES.fullmatch(name.strip())
    if found and found[1] and spelt(found[2]):
        return found[1], found[2].strip()
    found = _SLASH.fullmatch(name.strip())
    if found and spelt(found[2]):
        return found[1], found[2]
    return name, None


def bare(name: str) -> str:
    return parted(name)[0]


def whole(name: str, columns: Sequence[str]) -> str:
    """The column of that name, or the only one that has it before a unit, or before brackets; else the name itself."""
    if name in columns:
        return name
    short = [column for column in columns if bare(column) == name]
    found = short or [column for column in columns if re.fullmatch(rf"{re.escape(name)} ?[\[(].*[\])]", column)]
    return found[0] if len(found) == 1 else name


def of(columns: Sequence[str]) -> dict[str, str]:
    """The unit of each column whose name says it; pairs of errors have that of the quantity before them."""
    made: dict[str, str] = {}
    quantity: str | None = None
    for column in columns:
        error = _ERROR.fullmatch(column)
        if error and {f"{error[1]} +", f"{error[1]} -"} <= {*columns}:
            unit = quantity
        else:
            short, unit = parted(column)
            quantity = quantity if short.endswith((" LOW", " HIGH")) else unit
        if unit:
            made[column] = unit
    return made
