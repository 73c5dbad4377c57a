"""Rows of a list as text for a terminal, as JSON, and as CSV that spreadsheets open."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence

from claimcheck.listing import Cell, Row
from claimcheck.report.lines import wrap

# For each kind what stands in the first line of an entry, in the second, and below.
_CLAIM = (("id",), ("listing", "polarity", "value", "when", "said_by", "said_on"), ("text",))
LAYOUTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "claims": _CLAIM,
    "assertions": _CLAIM,
    "facts": _CLAIM,
    "links": (("from", "relation", "to"), (), ("why", "hangs_on")),
    "sources": (("id",), ("kind", "publisher", "published"), ("title",)),
    "entities": (("id",), ("kind", "marks", "part_of"), ("name", "aliases")),
    "predicates": (("id",), ("kind", "value", "package", "claims"), ("affirmed",)),
    "rules": (("id",), ("severity",), ("title",)),
    "findings": (("fingerprint",), ("state", "grade", "rule", "timing", "parties"), ("claims", "message")),
    "problems": (("code",), ("severity",), ("message", "hint")),
}
PREFIX = {"when": "when", "said_by": "said by", "said_on": "said", "published": "published", "part_of": "part of",
          "value": "value", "hangs_on": "hangs on:", "hint": "hint:", "aliases": "also"}  # fmt: skip
FORMULA = tuple("=+-@\t\r")
NUMBER = r"[-+]?[0-9.]+"
BOUNDS = ("time", "start_earliest", "start_latest", "end_earliest", "end_latest")


def rows_text(kind: str, rows: Sequence[Row], width: int) -> str:
    """Each row on a few lines: its id and place, its facts, its words; then how many there are."""
    lines = [line for row in rows for line in (*_entry(kind, row, width), "")]
    return "\n".join((*lines, f"{len(rows)} {_noun(kind, len(rows))}")) + "\n"


def _noun(kind: str, count: int) -> str:
    if count != 1:
        return kind
    return "entity" if kind == "entities" else kind.removesuffix("s")


def _entry(kind: str, row: Row, width: int) -> Iterator[str]:
    head, facts, words = LAYOUTS[kind]
    yield from wrap("  ".join(_cell(row[key]) for key in (*head, "place") if key in row), width, "", "  ")
    told = ", ".join(_told(key, row) for key in facts if row[key] not in ("", ()))
    yield from wrap(told, width, "  ", "    ")
    if "time" in row:
        for line in _bounds(row):
            yield from wrap(line, width, "  ", "    ")
    for key in words:
        if row[key] not in ("", ()):
            yield from wrap(_told(key, row), width, "  ", "  ")


def _bounds(row: Row) -> tuple[str, ...]:
    if row["time"] == "impossible":
        return ("impossible: it ends before it starts",)
    starts, ends = (f"{row[f'{side}_earliest']} to {row[f'{side}_latest']}" for side in ("start", "end"))
    return (f"{row['time']}, starts {starts}", f"{' ' * len(str(row['time']))}  ends {ends}")


def _told(key: str, row: Row) -> str:
    cell = row[key]
    if key == "polarity":
        return f"{cell} {row['predicate']} of {row['subject']}"
    if key == "claims" and isinstance(cell, int):
        return f"{cell} {_noun('claims', cell)}"
    return f"{PREFIX[key]} {_cell(cell)}" if key in PREFIX else _cell(cell)


def _cell(cell: Cell) -> str:
    return ", ".join(cell) if isinstance(cell, tuple) else str(cell)


def rows_json(rows: Sequence[Row]) -> str:
    """A list of objects; an empty cell is null, an empty list stays one."""
    return json.dumps([_plain(row) for row in rows], ensure_ascii=False, indent=2) + "\n"


def _plain(row: Row) -> dict[str, object]:
    return {key: list(cell) if isinstance(cell, tuple) else None if cell == "" else cell for key, cell in row.items()}


def rows_csv(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """A line of column names and one for each row; `;` stands between the items of a list."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_one(row[key]) for key in columns] for row in rows)
    return text.getvalue()


def _one(cell: Cell) -> str:
    """A cell that no spreadsheet takes for a formula: a text that starts like one gets an apostrophe before it."""
    text = ";".join(cell) if isinstance(cell, tuple) else str(cell)
    return f"'{text}" if text[:1] in FORMULA and not re.fullmatch(NUMBER, text) else text
