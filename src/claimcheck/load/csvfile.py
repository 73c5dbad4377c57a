"""Tables as spreadsheets export them (RFC 4180), whose every cell knows its place, which the `csv` module cannot tell.

Cells are separated by commas, semicolons or tabs, whichever the line of column names has: spreadsheets write
semicolons where the comma is the decimal mark.
"""

from __future__ import annotations

import re

from msgspec import Struct

from claimcheck.errors import Problem
from claimcheck.location import Location

DELIMITERS = (",", ";", "\t")
BARE = {sign: re.compile(rf"[^{sign}\r\n]*") for sign in DELIMITERS}
HINT = re.compile(r"sep=(.)(?:\r\n|\n|\r)")  # a first line that some spreadsheets write for themselves
QUOTED = re.compile(r'"((?:[^"]|"")*)"')
BREAK = re.compile(r"\r\n|\n|\r")


class Cell(Struct, frozen=True, kw_only=True):
    """A cell; `inset` is 1 where a quotation mark stands before its text, -1 where the text goes over lines."""

    text: str
    location: Location
    inset: int = 0


def delimiter_of(text: str) -> str:
    """What separates the cells: what the line of column names has most of, a comma where it has none."""
    hint = HINT.match(text)
    if hint is not None and hint[1] in DELIMITERS:
        return hint[1]
    head = BREAK.split(text, maxsplit=1)[0]
    return max(DELIMITERS, key=head.count)


def cell_end(text: str, start: int, delimiter: str) -> int:
    """The offset at which the cell that starts there ends, with its quotation mark."""
    found = QUOTED.match(text, start) or BARE[delimiter].match(text, start)
    return found.end() if found else start


def read_rows(text: str, path: str, delimiter: str) -> tuple[list[list[Cell]], tuple[Problem, ...]]:
    """The rows that are not empty. A quotation mark out of place ends the reading, and is a problem."""
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    index, line, start = 0, 1, 0
    hint = HINT.match(text)
    if hint is not None:
        index, line, start = hint.end(), 2, hint.end()
    while index < len(text):
        place = Location(path=path, line=line, column=index - start + 1)
        if text[index] == '"':
            found = QUOTED.match(text, index)
            if found is None:
                return rows, (_never_closed(place),)
            inner = found[1]
            row.append(Cell(text=inner.replace('""', '"'), location=place, inset=-1 if BREAK.search(inner) else 1))
            for inside in BREAK.finditer(text, index, found.end()):
                line, start = line + 1, inside.end()
        else:
            found = BARE[delimiter].match(text, index)
            assert found is not None, "an empty cell matches too"
            row.append(Cell(text=found[0], location=place))
        index = found.end()
        if index < len(text) and text[index] == delimiter:
            index += 1
            if index == len(text) or text[index] in "\r\n":
                row.append(Cell(text="", location=Location(path=path, line=line, column=index - start + 1)))
        elif index < len(text) and text[index] not in "\r\n":
            return rows, (_goes_on(Location(path=path, line=line, column=index - start + 1)),)
        ending = BREAK.match(text, index)
        if ending is not None or index == len(text):
            rows.append(row)
            row = []
        if ending is not None:
            index, line, start = ending.end(), line + 1, ending.end()
    return [row for row in rows if len(row) > 1 or row[0].text.strip()], ()


def _never_closed(place: Location) -> Problem:
    return Problem(code="QUOTE-NOT-CLOSED", location=place,
                   message="the quotation mark that opens here is never closed",
                   hint='close it; inside write "" for one of the text')  # fmt: skip


def _goes_on(place: Location) -> Problem:
    return Problem(code="QUOTE-CLOSES-EARLY", location=place,
                   message="the quotation mark before closes the cell, and the cell goes on",
                   hint='inside quotation marks write "" for one of the text')  # fmt: skip
