"""Test data of four EDTF libraries, each scored apart: our subset is read, and all else refused with a hint.

The file `data/edtf/edtf_vectors.csv` is looked for under $CLAIMCHECK_SHARED, else next to this repository. The projects
differ in edition and strictness, so their figures are never added up. What is in the subset is said here a second time,
as a pattern of its own, so that a parser that refuses everything cannot pass.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from claimcheck.civil import DAY
from claimcheck.dates import DateProblem, When, parse_edtf

SHARED = Path(os.environ.get("CLAIMCHECK_SHARED") or Path(__file__).parent.parent.parent / "shared")
VECTORS = SHARED / "data" / "edtf" / "edtf_vectors.csv"

ONE = (
    r"(?:\d{4}|\d{3}X|\d\dXX|\dXXX|XXXX"
    r"|\d{4}-(?:0[1-9]|1[0-2]|2[1-9]|3\d|4[01]|0X|1X|XX)|\d{2}XX-XX|XXXX-XX|\d{3}X-XX|\dXXX-XX"
    r"|\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]|[0-3]X|XX)|(?:\d{4}|XXXX)-XX-XX"
    r"|\d{4}-\d\d-\d\dT[0-2]\d(?::[0-5]\d){0,2}(?:Z|[+-]\d\d:\d\d)?)[?~%]?"
)
PLAIN = ONE.replace("X", r"\d")
SUBSET = re.compile(
    rf"{ONE}|{ONE}/{ONE}|{ONE}/(?:\.\.)?|(?:\.\.)?/{ONE}|\[{PLAIN}\.\.{PLAIN}\]|\[{PLAIN}\.\.\]|\[\.\.{PLAIN}\]"
)

# Rows where we differ on purpose, with the reason.
LATER_THAN_THE_START = "the start lies inside the coarser end: reversed only if certainly so"
TIMES = "we take times of day on the sides of an interval"
DEPARTURES = {
    ("python-edtf", "2010-24"): "it cuts the winter at the end of the year; ours lasts to February",
    ("edtf-validate", "0000-01-03/0000-01"): LATER_THAN_THE_START,
    ("edtf-validate", "0000-02/0000"): LATER_THAN_THE_START,
    ("edtf-validate", "2004-06-11%/2004-06~"): LATER_THAN_THE_START,
    ("edtf-validate", "2005-07-25T10:10:10Z/2006-01-01T10:10:10Z"): TIMES,
    ("edtf-validate", "2005-07-25T10:10:10Z/2006-01"): TIMES,
    ("edtf-validate", "2005-07-25/2006-01-01T10:10:10Z"): TIMES,
    ("edtf.js", "2016-05-02T24:00:00"): "midnight is written 00:00 of the day that begins",
}
# At least so many rows of each project: bounds compared, read, refused as outside the subset, refused as invalid.
LEAST = {
    "python-edtf": {"exact": 51, "outside": 37, "invalid": 17},
    "edtf-validate": {"read": 54, "outside": 46, "invalid": 48},
    "edtf.js": {"read": 67, "outside": 66},
    "edtf-ruby": {"read": 25, "outside": 26},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    source: str
    valid: bool
    text: str
    expected: tuple[str, ...] = ()


@dataclass(slots=True)
class Score:
    """How the rows of one project came out, and the sentences for those that came out wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


@cache
def vectors() -> tuple[Vector, ...]:
    if not VECTORS.is_file():
        pytest.skip("the shared EDTF vectors are not here: set CLAIMCHECK_SHARED to the folder that holds data/edtf")
    with VECTORS.open(encoding="utf-8", newline="") as file:
        return tuple(
            Vector(source=row["source"], valid=row["expect"].startswith("valid"), text=row["edtf"],
                   expected=bounds_in(row["expected_or_group"]))
            for row in csv.DictReader(file)
        )  # fmt: skip


def bounds_in(cell: str) -> tuple[str, ...]:
    """First and last day: an odd list starts with one day for both; what follows the strict bounds are fuzzy ones."""
    dates = json.loads(cell)[0] if cell.startswith("[") else []
    return (dates[0], dates[1] if len(dates) % 2 == 0 else dates[0]) if dates else ()


def contradictory(rows: list[Vector]) -> set[str]:
    """Texts that one project lists both as valid and as invalid, so that they show nothing."""
    return {row.text for row in rows if row.valid} & {row.text for row in rows if not row.valid}


def read(text: str) -> When | DateProblem:
    """The date or the problem; any other exception is a bug and comes through."""
    try:
        return parse_edtf(text)
    except DateProblem as problem:
        return problem


def day_bounds(when: When) -> tuple[str, str]:
    """The first and the last day, as the vectors print them; a side that is not given is left empty."""
    first = day_text(when.start.lo // DAY) if when.start else ""
    last = day_text((when.end.hi - 1) // DAY) if when.end else ""
    return first, last


def day_text(day: int) -> str:
    ordinal = day + date(1970, 1, 1).toordinal()
    if ordinal > 0:
        return date.fromordinal(ordinal).isoformat()
    # datetime has no year 0000; 0400 is like it in every day.
    return "0000" + date.fromordinal(ordinal + 146097).isoformat()[4:]


def bounds_agree(when: When, expected: tuple[str, ...]) -> bool:
    """Whether the given sides are those expected; the package pads what is open or unknown, which is not compared."""
    first, last = day_bounds(when) if not when.text.startswith("[") else range_bounds(when)
    return first in ("", expected[0]) and last in ("", expected[1])


def range_bounds(when: When) -> tuple[str, str]:
    first = day_text(when.first.lo // DAY) if when.first else ""
    return first, day_text((when.last.hi - 1) // DAY) if when.last else ""


def judge(row: Vector, score: Score) -> None:
    found = read(row.text)
    if isinstance(found, DateProblem) and not (found.message and found.hint and 0 <= found.offset <= len(row.text)):
        score.wrong.append(f"{row.text!r}: a problem without message, hint or place")
    refused = isinstance(found, DateProblem) or found.reversed
    if not row.valid:
        score.counts["invalid"] += refused
        if not refused:
            score.wrong.append(f"{row.text!r}: invalid, but read")
    elif not SUBSET.fullmatch(row.text):
        score.counts["outside"] += refused
        if not refused:
            score.wrong.append(f"{row.text!r}: outside the subset, but read")
    elif isinstance(found, DateProblem):
        score.wrong.append(f"{row.text!r}: in the subset, but refused: {found.message}")
    else:
        score.counts["read"] += 1
        if row.expected:
            score.counts["exact"] += bounds_agree(found, row.expected)
            if not bounds_agree(found, row.expected):
                score.wrong.append(f"{row.text!r}: {day_bounds(found)} instead of {row.expected}")


@pytest.mark.parametrize("source", sorted(LEAST))
def test_vectors_of(source: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [row for row in vectors() if row.source == source]
    aside = contradictory(rows)
    score = Score()
    for row in rows:
        if row.text in aside:
            score.counts["set aside"] += 1
            read(row.text)  # not scored, but it must not break
        elif (source, row.text) in DEPARTURES:
            score.counts["departures"] += 1
        else:
            judge(row, score)
    with capsys.disabled():
        counted = ", ".join(f"{name} {count}" for name, count in sorted(score.counts.items()))
        print(f"\n  EDTF vectors of {source}: {len(rows)} rows: {counted}")
    assert score.wrong == []
    assert {name: least for name, least in LEAST[source].items() if score.counts[name] < least} == {}


def test_no_project_is_left_out() -> None:
    assert {row.source for row in vectors()} == set(LEAST)


def test_every_departure_occurs_and_still_departs() -> None:
    by_text = {(row.source, row.text): row for row in vectors()}
    for key in DEPARTURES:
        score = Score()
        judge(by_text[key], score)
        assert score.wrong, key


@pytest.mark.parametrize("text", ["2018-13", "13 Aug 2018", "[1667, 1668]", "Y17E7", "15XX-12-25", "2004?-06"])
def test_the_second_pattern_of_the_subset_refuses_too(text: str) -> None:
    assert not SUBSET.fullmatch(text)
