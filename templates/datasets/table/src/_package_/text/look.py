"""How a table of text is written, decided from its first bytes: options first, then what an earlier run has decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from _package_ import packed, units
from _package_.errors import UserError
from _package_.text import beginning, dialect, heading, names, refusals, titles, unpacked
from _package_.text.beginning import Beginning
from _package_.text.cells import WORD
from _package_.text.encoding import Decoder
from _package_.text.form import Form, Settings
from _package_.text.heading import Heading
from _package_.text.rows import Row, split
from _package_.text.unpacked import Opener

HEAD = 200_000  # bytes that decide; more where not a single row ends in them
LONGEST = 1 << 24


def beginning_of(path: Path, encoding: str | None, opened: Opener) -> tuple[list[str], bool]:
    """The first lines of the file, and whether they are all of it."""
    try:
        with opened(path) as file:
            head = file.read(HEAD)
            while b"\n" not in head and b"\r" not in head and len(head) < LONGEST:
                more = file.read(HEAD)
                if not more:
                    break
                head += more
            whole = not file.read(1)
    except packed.DAMAGED as error:
        raise UserError(*unpacked.damaged(path, error)) from error
    text = Decoder(path, encoding).feed(head, whole).decode("utf-8", "replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not whole and len(lines) > 1:
        lines.pop()
    while lines and not lines[-1].strip():
        lines.pop()
    return lines, whole


def form(path: Path, settings: Settings, opened: Opener = unpacked.opened) -> Form:
    """The form of a table; UserError, with the option that decides, where it cannot be told."""
    lines, whole = beginning_of(path, settings.get("encoding"), opened)
    begun = beginning.found(lines, settings)
    if not any(line.strip() for line in begun.lines):
        raise UserError(f"{path.name} holds no table.", "Choose other files with FILES=.")
    given = settings.get("separator") or begun.separator
    mark, around, escape = dialect.chosen([line for line in begun.lines if line.strip()], given, settings.get("quote"))
    rows = split(begun.lines, mark, around, escape)
    if not whole:
        rows = rows[:-1] or rows  # the last one may go on
    wide = heading.width(rows)
    lead = heading.decided(rows, wide, lines_wanted(settings, begun, rows, wide), settings)
    if lead.doubt:
        raise UserError(*refusals.doubt(path, rows[lead.first], lead.doubt))
    made = Form(mark, around, escape, begun.comment)
    return begins(path, made, begun, rows, lead, wide)


def lines_wanted(settings: Settings, begun: Beginning, rows: Sequence[Row], wide: int) -> int | None:
    """Lines of the header that are set; None, too, where those that were found before are no rows of the table."""
    wanted, skip = settings.get("header"), settings.get("skip")
    if wanted is None or (skip is not None and (int(skip) in begun.comments or len(rows[0].cells) != wide)):
        return None
    return int(wanted)


def begins(path: Path, made: Form, begun: Beginning, rows: Sequence[Row], lead: Heading, wide: int) -> Form:
    """The form with its header and the names of the columns."""
    header, body = list(rows[lead.first : lead.first + lead.lines]), rows[lead.first + lead.lines :]
    before = rows[lead.first - 1] if lead.first else None
    told: list[str] = []
    table = [row for row in body if len(row.cells) == wide]
    trailing, absent = False, list[str]()
    if not lead.lines:
        remark = commented(begun, rows[lead.first], made, wide)
        if remark is not None:
            line, row = remark
            header = [row._replace(line=line)]
            told.append(f"the header stands in the comment of line {line}")
        elif before is not None and 1 < len(before.cells) != wide:
            if len(before.cells) == wide - 1 and named_rows(table):
                header = [before._replace(cells=["", *before.cells])]
                told.append("the first column holds the names of the rows")
            elif len(before.cells) > wide and all(map(str.strip, before.cells)) and heading.unlike(before, table[0]):
                header, absent = [before], [names.clean(name) for name in before.cells[wide:]]
                told.append(f"the rows end before {', '.join(absent)}")
            elif len(before.cells) == wide - 1 and all(not row.cells[-1].strip() for row in table):
                header, trailing = [before._replace(cells=[*before.cells, ""])], True
                told.append("every row ends in a separator")
            else:
                raise UserError(*refusals.width(path, before, wide, rows[lead.first].line))
    found, by_row = names.joined(header, lead, wide) if header else ([""] * wide, {})
    kinds = heading.columns(table[: titles.LOOKED_AT], wide) if table else [WORD] * wide
    shown, renamed = names.different([*found[: wide - trailing], *absent])
    cells = (*shown[: wide - trailing], *([""] if trailing else []))
    own = {cells[place]: unit for place, unit in by_row.items() if cells[place]}
    end = body[0].line - 1 if body else header[-1].line + header[-1].lines - 1
    return replace(
        made,
        skip=header[0].line - 1 if header else end,
        header=len(header),
        lines=end,
        first_line=begun.lines[header[0].line - 1] if header and header[0].lines == 1 else "",
        blanks=blanks(rows, made, begun),
        names=cells,
        kinds=tuple(kinds),
        units={**units.of([name for name in cells if name]), **own},
        units_row=lead.units_row is not None,
        empty=(wide - 1,) if trailing else (),
        absent=tuple(shown[wide - trailing :]),
        told=(*told, *renamed, *([] if header else [f"no header: {shown[0]} to {shown[-1]}"])),
    )


def commented(begun: Beginning, first: Row, made: Form, wide: int) -> tuple[int, Row] | None:
    """The header in the last comment above the first row, where that has as many words as the row has cells."""
    above = [place for place in begun.comments if place < first.line - 1]
    if not above:
        return None
    place = max(above)
    row = split([begun.comments[place]], made.separator, made.quote, made.escape, place + 1)
    return (place + 1, row[0]) if row and len(row[0].cells) == wide and heading.unlike(row[0], first) else None


def named_rows(table: Sequence[Row]) -> bool:
    """Whether the first cells are names of rows, as R writes them: in quotes, and all different."""
    first = [row.cells[0] for row in table]
    return all(0 in row.quoted for row in table) and len(set(first)) == len(first) > 0


def blanks(rows: Sequence[Row], made: Form, begun: Beginning) -> bool:
    """Whether quoted cells have blanks around them."""
    around = f"{made.delimiter} {made.quote}"
    return bool(made.quote) and made.delimiter != " " and any(around in begun.lines[row.line - 1] for row in rows[:200])
