"""What a person must say of a column, and the options that say it."""

from __future__ import annotations

WAYS = "Set the option words to the column's name to read it as words, or leave it out with the option drop."


def ways(name: str, word: str) -> str:
    """How to go on with a word among numbers."""
    return f"Set the option missing={word} to take it for missing, words={name} to read words, or drop={name}."


def sign(name: str, cell: str) -> tuple[str, str]:
    """Of a cell whose sign may be decimal or for thousands: what, and the remedy."""
    what = f"{name!r} does not say whether {cell!r} has a decimal or a thousands sign"
    other = "." if "," in cell else ","
    return what, f'Set the option "decimal={other}" or "decimal={"." if other == "," else ","}".'


def percent(cell: str) -> str:
    """Why per cents are words until a person says what they are."""
    return (
        f"{cell!r} is a per cent: the option percent=number reads {cell.rstrip(' %')}, percent=share a hundredth of it"
    )
