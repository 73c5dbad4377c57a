"""Plain dates mean the same here and in the `edtf` package, which is used for nothing but this comparison.

Only its strict bounds are asked for: its fuzzy ones pad a marked date by a year, and its open ends are ten years long.
"""

from __future__ import annotations

from datetime import date
from time import struct_time

import edtf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.civil import DAY
from claimcheck.dates import Window, parse_edtf

EPOCH = date(1970, 1, 1)
# From the year 100 on: the package writes smaller years without their zeros in its own intermediate forms.
DAYS = st.dates(min_value=date(100, 1, 1), max_value=date(9998, 12, 31))


def day_number(moment: struct_time) -> int:
    return (date(moment.tm_year, moment.tm_mon, moment.tm_mday) - EPOCH).days


def oracle_window(text: str) -> Window:
    parsed = edtf.parse_edtf(text)
    return Window(day_number(parsed.lower_strict()) * DAY, (day_number(parsed.upper_strict()) + 1) * DAY)


@st.composite
def plain_dates(draw: st.DrawFn) -> str:
    text = draw(DAYS).isoformat()
    return text[: draw(st.sampled_from((4, 7, 10)))]


@st.composite
def dates_with_unknown_digits(draw: st.DrawFn) -> str:
    text = draw(DAYS).isoformat()
    return draw(st.sampled_from((text[:3] + "X", text[:2] + "XX", text[:4] + "-XX", text[:7] + "-XX")))


@settings(max_examples=60, deadline=None)
@given(plain_dates())
def test_years_months_and_days(text: str) -> None:
    assert parse_edtf(text).window == oracle_window(text)


@settings(max_examples=40, deadline=None)
@given(plain_dates(), plain_dates())
def test_intervals(one: str, other: str) -> None:
    left, right = sorted((one, other))
    when = parse_edtf(f"{left}/{right}")
    assert when.start == oracle_window(left)
    assert when.end == oracle_window(right)
    if not when.reversed and left[:4] < right[:4]:
        assert when.window == oracle_window(f"{left}/{right}")


@settings(max_examples=40, deadline=None)
@given(plain_dates(), plain_dates())
def test_one_unknown_date_of_a_range(one: str, other: str) -> None:
    length = min(len(one), len(other))  # the package reads ranges of dates of one precision only
    left, right = sorted((one[:length], other[:length]))
    if left < right:
        assert parse_edtf(f"[{left}..{right}]").window == oracle_window(f"[{left}..{right}]")


@settings(max_examples=40, deadline=None)
@given(dates_with_unknown_digits())
def test_unknown_digits(text: str) -> None:
    assert parse_edtf(text).window == oracle_window(text)


@pytest.mark.parametrize("sign", ["?", "~", "%"])
@settings(max_examples=15, deadline=None)
@given(text=plain_dates())
def test_signs_do_not_move_the_bounds(sign: str, text: str) -> None:
    assert parse_edtf(text + sign).window == oracle_window(text + sign) == oracle_window(text)
