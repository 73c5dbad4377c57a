"""Dates are read, refused, moved and shown as EDTF, the calendar and a reader would have it."""

from __future__ import annotations

import calendar
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from claimcheck.civil import DAY, calendar_day, midnight, month_length
from claimcheck.dates import (
    NEG,
    POS,
    DateProblem,
    Duration,
    When,
    Window,
    parse_duration,
    parse_edtf,
    shift,
    show,
    show_moment,
)

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - civil time has no zone
CIVIL = st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9999, 12, 31))  # noqa: DTZ001 - as above


def seconds(moment: datetime) -> int:
    return round((moment - EPOCH) / timedelta(seconds=1))


def day(text: str) -> int:
    return seconds(datetime.fromisoformat(text))


def problem_of(text: str, zone: str = "UTC") -> DateProblem:
    with pytest.raises(DateProblem) as caught:
        parse_edtf(text, zone)
    return caught.value


def read(text: str) -> When | DateProblem:
    """The date or the problem; any other exception is a bug and comes through."""
    try:
        return parse_edtf(text)
    except DateProblem as problem:
        return problem


def forms_in(hint: str) -> list[str]:
    """What a hint tells to write: all between backticks, except single signs."""
    return [form for form in re.findall(r"`([^`]*)`", hint) if form not in ("?", "~", "%", "X")]


# --- the calendar ----------------------------------------------------------------------------------------------


@given(CIVIL)
def test_the_axis_counts_as_datetime_does(moment: datetime) -> None:
    there = seconds(moment.replace(microsecond=0))
    assert midnight(moment.year, moment.month, moment.day) == there - there % DAY
    assert calendar_day(there) == (moment.year, moment.month, moment.day)


@given(st.integers(0, 9999), st.integers(1, 12))
def test_every_month_ends_where_the_next_begins(year: int, month: int) -> None:
    assert midnight(year, month, month_length(year, month)) + DAY == midnight(year, month + 1)
    assert calendar_day(midnight(year, month + 1) - 1) == (year, month, month_length(year, month))


def test_there_is_a_year_zero_and_it_is_leap() -> None:
    assert parse_edtf("0000").window == Window(day("0001-01-01") - 366 * DAY, day("0001-01-01"))


# --- forms against a reading day by day ------------------------------------------------------------------------

SEASON_MONTHS = {
    21: (3, 4, 5), 22: (6, 7, 8), 23: (9, 10, 11), 24: (12, 13, 14),
    25: (3, 4, 5), 26: (6, 7, 8), 27: (9, 10, 11), 28: (12, 13, 14),
    29: (9, 10, 11), 30: (12, 13, 14), 31: (3, 4, 5), 32: (6, 7, 8),
    33: (1, 2, 3), 34: (4, 5, 6), 35: (7, 8, 9), 36: (10, 11, 12),
    37: (1, 2, 3, 4), 38: (5, 6, 7, 8), 39: (9, 10, 11, 12), 40: (1, 2, 3, 4, 5, 6), 41: (7, 8, 9, 10, 11, 12),
}  # fmt: skip


def days_that_match(text: str) -> list[date]:
    """The real days of 2010 to 2029 that a text with `X` for any digit fits, by looking at each."""
    all_days = [date(2010, 1, 1) + timedelta(days=n) for n in range(20 * 365 + 5)]
    pattern = re.compile(text.replace("X", r"\d") + ".*")
    return [one for one in all_days if pattern.fullmatch(one.isoformat())]


@pytest.mark.parametrize(
    "text",
    ["2018", "2018-02", "2016-02", "2018-12", "2018-10-08", "2016-02-29", "201X", "202X", "2018-XX", "2018-0X",
     "2018-1X", "2018-XX-XX", "2018-10-XX", "2018-10-0X", "2018-10-1X", "2018-10-2X", "2018-10-3X", "2018-11-3X",
     "2018-02-2X", "2016-02-2X", "2018-1X-XX", "2018-0X-XX"],
)  # fmt: skip
def test_a_date_spans_the_days_that_match_it(text: str) -> None:
    days = days_that_match(text)
    assert parse_edtf(text).window == Window(day(min(days).isoformat()), day(max(days).isoformat()) + DAY)


@pytest.mark.parametrize(("text", "first", "last"), [
    ("20XX", "2000-01-01", "2100-01-01"), ("2XXX", "2000-01-01", "3000-01-01"), ("200X-XX", "2000-01-01", "2010-01-01"),
])  # fmt: skip
def test_wide_blanks(text: str, first: str, last: str) -> None:
    assert parse_edtf(text).window == Window(day(first), day(last))


@pytest.mark.parametrize("code", sorted(SEASON_MONTHS))
def test_a_season_spans_its_months(code: int) -> None:
    months = SEASON_MONTHS[code]
    first, after = months[0], months[-1] + 1
    when = parse_edtf(f"2018-{code}")
    assert when.window == Window(
        day(f"{2018 + (first - 1) // 12}-{(first - 1) % 12 + 1:02d}-01"),
        day(f"{2018 + (after - 1) // 12}-{(after - 1) % 12 + 1:02d}-01"),
    )
    assert when.marked is (code < 33)


@given(CIVIL, st.sampled_from((("%Y-%m-%dT%H", 3600), ("%Y-%m-%dT%H:%M", 60), ("%Y-%m-%dT%H:%M:%S", 1))))
def test_times_of_day(moment: datetime, precision: tuple[str, int]) -> None:
    pattern, width = precision
    text = moment.strftime(pattern).zfill(len("0000-00-00") + len(moment.strftime(pattern[8:])))
    lo = seconds(moment.replace(microsecond=0)) // width * width
    assert parse_edtf(text).window == Window(lo, lo + width)


@pytest.mark.parametrize(("text", "start_is", "end_is", "window"), [
    ("2018-07-20/2018-10", "given", "given", ("2018-07-20", "2018-11-01")),
    ("2018-07-20/..", "given", "open", ("2018-07-20", "")),
    ("2018-07-20/", "given", "unknown", ("2018-07-20", "")),
    ("../2018-10", "open", "given", ("", "2018-11-01")),
    ("/2018-10", "unknown", "given", ("", "2018-11-01")),
])  # fmt: skip
def test_intervals_tell_open_from_unknown(text: str, start_is: str, end_is: str, window: tuple[str, str]) -> None:
    when = parse_edtf(text)
    assert (when.form, when.start_is, when.end_is) == ("interval", start_is, end_is)
    assert (when.start is None) is (start_is != "given")
    assert (when.end is None) is (end_is != "given")
    assert when.window == Window(day(window[0]) if window[0] else NEG, day(window[1]) if window[1] else POS)


@pytest.mark.parametrize(("text", "first", "last"), [
    ("[2018-07-12..2018-07-20]", "2018-07-12", "2018-07-20"),
    ("[2018-07..2018-09]", "2018-07", "2018-09"),
    ("[2018-07..2018-09-03]", "2018-07-01", "2018-09-03"),
    ("[2018-07-12..2018]", "2018-07-12", "2018-12-31"),
    ("[2018-07-12..]", "2018-07-12", ""), ("[..2018-07-12]", "", "2018-07-12"),
    ("2018-07-XX", "2018-07-01", "2018-07-31"), ("2018-XX", "2018-01", "2018-12"), ("201X", "2010", "2019"),
])  # fmt: skip
def test_one_of_knows_the_first_and_the_last_date_it_may_be(text: str, first: str, last: str) -> None:
    when = parse_edtf(text)
    assert when.form == "one-of"
    assert when.start == when.end == when.window
    assert when.first == (parse_edtf(first).window if first else None)
    assert when.last == (parse_edtf(last).window if last else None)
    assert when.window == Window(when.first.lo if when.first else NEG, when.last.hi if when.last else POS)


@pytest.mark.parametrize(("text", "reverse"), [
    ("2018-10-09/2018-10-08", True), ("2019/2018", True), ("2018-10/2018-10-08", False), ("2018-10-08/2018", False),
    ("2018-10-08/2018-10-08", False), ("2018-10-08/..", False),
])  # fmt: skip
def test_an_interval_is_reversed_only_if_certainly_so(text: str, reverse: bool) -> None:
    assert parse_edtf(text).reversed is reverse


def test_unknown_is_a_date_of_its_own() -> None:
    when = parse_edtf("unknown")
    assert (when.form, when.start, when.end, when.window) == ("unknown", None, None, Window(NEG, POS))


@pytest.mark.parametrize("text", ["2018~", "2018-08?", "2018-08-13%", "2018~/2019", "2018/2019?", "[2018~..2019]",
                                  "2018-21", "201X~"])  # fmt: skip
def test_marks_are_kept(text: str) -> None:
    assert parse_edtf(text).marked


@pytest.mark.parametrize("text", ["2018", "2018-08-13", "2018/2019", "[2018..2019]", "201X", "2018-33", "unknown"])
def test_what_is_not_marked_is_not(text: str) -> None:
    assert not parse_edtf(text).marked


# --- time zones ------------------------------------------------------------------------------------------------


def test_an_offset_is_converted_to_the_zone_of_the_dossier() -> None:
    assert parse_edtf("2018-10-08T22:30+06:00", "Asia/Almaty").window == parse_edtf("2018-10-08T22:30").window
    assert parse_edtf("2018-10-08T22:30Z", "Europe/Prague").window == parse_edtf("2018-10-09T00:30").window
    assert parse_edtf("2018-10-08T22:30:05+02:00").window == parse_edtf("2018-10-08T20:30:05").window


def test_without_an_offset_the_zone_does_not_matter() -> None:
    assert parse_edtf("2018-10-08T22:30", "Europe/Prague").window == parse_edtf("2018-10-08T22:30").window


@given(st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2037, 12, 31)),  # noqa: DTZ001 - civil time
       st.sampled_from(("Europe/Prague", "Asia/Almaty", "America/New_York", "Pacific/Apia")))  # fmt: skip
def test_conversion_is_that_of_zoneinfo(moment: datetime, zone: str) -> None:
    moment = moment.replace(microsecond=0)
    there = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert parse_edtf(moment.isoformat() + "Z", zone).window == Window(seconds(there), seconds(there) + 1)


def test_an_hour_in_which_the_clock_is_set_is_wide_enough_for_both_readings() -> None:
    window = parse_edtf("2018-10-28T00:30Z", "Europe/Prague").window  # the clock goes back at 01:00Z
    assert window == parse_edtf("2018-10-28T02:30").window
    window = parse_edtf("2018-10-28T02+01:30", "Europe/Prague").window  # 00:30Z to 01:30Z: 02:30 to 03:00 and 02:00 on
    assert window.lo <= day("2018-10-28T02:00")
    assert window.hi >= day("2018-10-28T03:00")


def test_an_unknown_zone_is_a_problem_and_no_crash() -> None:
    for zone in ("Nowhere/Land", "../etc", ""):
        assert "Europe/Prague" in problem_of("2018-10-08T22:30+06:00", zone).hint


@pytest.mark.parametrize("text", ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59-01:00"])
def test_years_whose_clocks_nobody_knows(text: str) -> None:
    assert "offset" in problem_of(text, "Europe/Prague").hint


# --- bad dates -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "hint", "offset"), [
    ("13 Aug 2018", "write `2018-08-13`", 0),
    ("13 August 2018", "write `2018-08-13`", 0),
    ("Aug 13, 2018", "write `2018-08-13`", 0),
    ("August 2018", "write `2018-08`", 0),
    ("the 13th of August, 2018", "write `2018-08-13`", 0),
    ("13 Aug 2018 22:30", "write `2018-08-13T22:30`", 0),
    ("08.10.2018", "`2018-10-08` if 8 October 2018 is meant, `2018-08-10` if 10 August 2018 is meant", 0),
    ("8/10/2018", "`2018-10-08` if 8 October 2018 is meant, `2018-08-10` if 10 August 2018 is meant", 0),
    ("13.08.2018", "write `2018-08-13`", 0),
    ("08/13/2018", "write `2018-08-13`", 0),
    ("08.08.2018", "write `2018-08-08`", 0),
    ("2018/10/08", "write `2018-10-08`", 0),
    ("2018.10.08", "write `2018-10-08`", 0),
    ("2018-8-1", "write `2018-08-01`", 0),
    ("20181008", "write `2018-10-08`", 0),
    ("2018-10-08 22:30", "write `2018-10-08T22:30`", 0),
    ("2018-10-08T22:30+0600", "write `2018-10-08T22:30+06:00`", 0),
    ("2018-10-08t22:30z", "write `2018-10-08T22:30Z`", 0),
    ("2018-02-30", "February 2018 has 28 days", 8),
    ("2016-02-30", "February 2016 has 29 days", 8),
    ("30 Feb 2018", "February 2018 has 28 days", 0),
    ("2018-02-3X", "February 2018 has 28 days", 8),
    ("2018-04-31/2018-05-02", "April 2018 has 30 days", 8),
    ("2018-04-01/2018-06-31", "June 2018 has 30 days", 19),
    ("2018-13", "months run from 01 to 12", 5),
    ("2018-13-08", "write `2018-08-13` if that is meant", 5),
    ("2018-10-08T24:00", "00:00 of the day that begins", 11),
    ("2018-10-08T22:30-00:00", "UTC itself is Z", 16),
    ("2018-10-08T22:30+25:00", "from -12:00 to +14:00", 16),
    ("2018-2X", "`2018-0X`", 5),
    ("15XX-12-25", "`[1500-12-25..1599-12-25]`", 2),
    ("2018-XX-12", "`[2018-01-12..2018-12-12]`", 5),
    ("2018-X1", "`[2018-01..2018-11]`", 5),
    ("1XX3", "`[1003..1993]`", 1),
    ("[2018-07-20..2018-07-12]", "write `[2018-07-12..2018-07-20]`", 1),
    ("[201X..2020]", "in full", 1),
    ("1990s", "write `199X`", 0),
    ("196x", "write unknown digits with a capital X: `196X`", 0),
    ("spring 2018", "write `2018-21`", 0),
    ("Q3 2018", "write `2018-35`", 0),
    ("c. 2018", "write `2018~`", 0),
    ("around August 2018", "write `2018-08~`", 0),
    ("since Aug 2018", "`2018-08/..` for what is still so", 0),
    ("until 22 Nov 2018", "`../2018-11-22` for what lasted until then", 0),
    ("8 Oct 2018 to 9 Oct 2018", "`2018-10-08/2018-10-09`", 0),
    ("2018-10-08..2018-10-09", "`[2018-10-08..2018-10-09]` for one date between", 0),
    ("2018/10", "write `2018-10`", 5),
    ("2018-10-08/10", "both sides of an interval in full", 11),
    ("2018-10-08/P3D", "write both dates", 11),
    ("2004?-06", "after the whole date", 0),
    ("[1667, 1668]", "lists are not supported", 0),
    ("{1960,1961}", "sets are not supported", 0),
    ("1950S2", "`[1950..1959]`", 0),
    ("Y170000002", "0000 to 9999", 0),
    ("-0999", "0000 to 9999", 0),
    ("8.10.18", "four digits", 0),
    ("../..", "`unknown`", 0),
    ("Unknown", "write `unknown`", 0),
    ("yesterday", "calendar date", 0),
    ("", "write a date", 0),
    (" 2018", "write `2018`", 0),
    ("some words", "write a date such as", 0),
])  # fmt: skip
def test_a_bad_date_says_how_to_write_it(text: str, hint: str, offset: int) -> None:
    problem = problem_of(text)
    assert hint in problem.hint
    assert problem.offset == offset
    assert problem.message == str(problem)
    for form in forms_in(problem.hint):
        parse_edtf(form)


TYPED = st.one_of(
    st.text(max_size=20),
    st.text(alphabet="0123456789X-/.[]~?%TZ:+ ,", max_size=24),
    *(
        st.from_regex(pattern, fullmatch=True)
        for pattern in (
            r"[0-9X]{2,4}[-/. ][0-9X]{1,2}([-/. ][0-9X]{1,4})?(T[0-9]{2}(:[0-9]{2})?[Z+-]?)?[?~%]?",
            r"\[?\.{0,2}(20[012][0-9]-[01][0-9])?(/|\.\.)(20[012][0-9]-[01][0-9]-[0-3][0-9])?\]?",
            r"(about |since |by |)[0-3]?[0-9]?(th|\.|) ?(Feb|may|SEPT|June|Mon)[,.]? (20)?[0-2][0-9]( to 2020)?",
        )
    ),
)


@given(TYPED)
@example("१२३४")  # digits of another script
@example("2018\n")
@example("2018-10-08T22:30+14:01")
@example("[..]")
@example("[]")
@example("/")
@example("0000-02-XX?")
@example("XXXX-02-30")
def test_any_text_is_a_date_or_a_problem_whose_hint_can_be_followed(text: str) -> None:
    found = read(text)
    if isinstance(found, DateProblem):
        event("problem")
        assert found.message
        assert found.hint
        assert 0 <= found.offset <= len(text)
        for form in forms_in(found.hint):
            parse_edtf(form)
    else:
        event(found.form)
        assert found.text == text
        assert found.window.lo < found.window.hi
        assert show(found)


# --- lengths of time -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "duration"), [
    ("P16Y", Duration(years=16, text="P16Y")),
    ("P90D", Duration(days=90, text="P90D")),
    ("P1Y6M", Duration(years=1, months=6, text="P1Y6M")),
    ("PT12H", Duration(seconds=43200, text="PT12H")),
    ("P2W", Duration(days=14, text="P2W")),
    ("P1DT2H3M4S", Duration(days=1, seconds=7384, text="P1DT2H3M4S")),
    ("P0D", Duration(text="P0D")),
])  # fmt: skip
def test_lengths_of_time(text: str, duration: Duration) -> None:
    assert parse_duration(text) == duration


@pytest.mark.parametrize(("text", "hint"), [
    ("90 days", "`P90D`"), ("1 year", "`P1Y`"), ("6 months", "`P6M`"), ("12h", "`PT12H`"), ("30 min", "`PT30M`"),
    ("90", "`P90D`"), ("P", "`P90D`"), ("PT", "`P90D`"), ("P1", "`P90D`"), ("p90d", "`P90D`"), ("P1YT", "`P90D`"),
    ("P12H", "`PT12H`"), ("PT2D", "`P2D`"), ("P0.5Y", "`P6M`"), ("-P90D", "`P90D`"), ("P1D1Y", "`P90D`"),
    ("", "`P90D`"), ("P99999999Y", "`P90D`"),
])  # fmt: skip
def test_a_bad_length_says_how_to_write_it(text: str, hint: str) -> None:
    with pytest.raises(DateProblem) as caught:
        parse_duration(text)
    assert hint in caught.value.hint
    for form in forms_in(caught.value.hint):
        parse_duration(form)


LENGTHS = st.builds(
    Duration, years=st.integers(0, 30), months=st.integers(0, 30), days=st.integers(0, 400),
    seconds=st.integers(0, 200_000),
)  # fmt: skip
Sign = Literal[1, -1]
FORWARDS: Sign = 1
BACKWARDS: Sign = -1
SIGNS = st.sampled_from((FORWARDS, BACKWARDS))
RECENT = st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2100, 1, 1))  # noqa: DTZ001 - civil time


def moved(moment: datetime, length: Duration, sign: int) -> datetime:
    """The same by `datetime` and `calendar`: months first, clipped to the month's last day, then days and seconds."""
    months = moment.year * 12 + moment.month - 1 + sign * (12 * length.years + length.months)
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    there = moment.replace(year=year, month=month + 1, day=min(moment.day, last))
    return there + sign * timedelta(days=length.days, seconds=length.seconds)


@given(RECENT, LENGTHS, SIGNS)
@example(datetime(2018, 1, 31), Duration(months=1), 1)  # noqa: DTZ001 - civil time
@example(datetime(2016, 2, 29), Duration(years=1), -1)  # noqa: DTZ001 - civil time
def test_moving_a_moment_is_calendar_arithmetic(moment: datetime, length: Duration, sign: Sign) -> None:
    moment = moment.replace(microsecond=0)
    assert shift(seconds(moment), length, sign) == seconds(moved(moment, length, sign))


@given(RECENT, RECENT, LENGTHS, SIGNS)
def test_moving_never_turns_two_moments_round(one: datetime, other: datetime, length: Duration, sign: Sign) -> None:
    early, late = sorted((seconds(one.replace(microsecond=0)), seconds(other.replace(microsecond=0))))
    assert shift(early, length, sign) <= shift(late, length, sign)


@pytest.mark.parametrize("bound", [NEG, NEG + 1, POS - 1, POS])
def test_unbounded_stays_unbounded(bound: int) -> None:
    assert shift(bound, parse_duration("P10Y")) == bound == shift(bound, parse_duration("P10Y"), -1)


# --- for readers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "shown"), [
    ("2018", "2018"), ("0409", "0409"), ("2018-08", "Aug 2018"), ("2018-08-13", "13 Aug 2018"),
    ("2018-10-08T22:30", "8 Oct 2018 22:30"), ("2018-10-08T22:30:05", "8 Oct 2018 22:30:05"),
    ("2018-10-08T22", "8 Oct 2018 between 22:00 and 22:59"),
    ("2018-10-08T00:00", "8 Oct 2018 00:00"),
    ("2018~", "about 2018"), ("2018-08?", "Aug 2018 (uncertain)"), ("2018-08-13%", "about 13 Aug 2018 (uncertain)"),
    ("2018-07-20/2018-10", "20 Jul 2018 to Oct 2018"), ("2018~/2019?", "about 2018 to 2019 (uncertain)"),
    ("2018-07/..", "from Jul 2018, still open"), ("2018-07/", "from Jul 2018, end unknown"),
    ("../2018-11-22", "until 22 Nov 2018"), ("/2018-11-22", "until 22 Nov 2018, start unknown"),
    ("[2018-10-08..2018-10-09]", "between 8 Oct 2018 and 9 Oct 2018"),
    ("[2018-10..2018-11-15]", "between 1 Oct 2018 and 15 Nov 2018"),
    ("[..2018-11-22]", "some time until 22 Nov 2018"), ("[2018-11..]", "some time from Nov 2018 on"),
    ("201X", "between 2010 and 2019"), ("2018-1X", "between Oct 2018 and Dec 2018"),
    ("2018-10-XX", "some day in Oct 2018"), ("2018-XX", "some month in 2018"), ("2018-XX-XX", "some day in 2018"),
    ("201X~", "between 2010 and 2019, roughly"),
    ("2018-24", "winter 2018"), ("2018-21~", "about spring 2018"), ("2018-30", "southern summer 2018"),
    ("2018-33", "the first quarter of 2018"), ("2018-41", "the second half of 2018"),
    ("unknown", "unknown date"),
])  # fmt: skip
def test_dates_as_readers_read_them(text: str, shown: str) -> None:
    assert show(parse_edtf(text)) == shown


@pytest.mark.parametrize(("lo", "hi", "shown"), [
    (NEG, POS, "unknown date"),
    (NEG, day("2018-11-23"), "until 22 Nov 2018"), (day("2018-11-23"), POS, "from 23 Nov 2018 on"),
    (NEG, day("2019-01-01"), "until 31 Dec 2018"), (day("2018-01-01"), day("2020-01-01"), "between 2018 and 2019"),
    (day("2018-08-13"), day("2018-08-14"), "13 Aug 2018"),
    (day("2018-08-13"), day("2018-08-13") + 1, "13 Aug 2018 00:00:00"),
    (day("2018-08-13"), day("2018-08-14") - 1, "13 Aug 2018 between 00:00:00 and 23:59:58"),
    (day("2018-08-13"), day("2018-08-15") + 60, "between 13 Aug 2018 00:00 and 15 Aug 2018 00:00"),
])  # fmt: skip
def test_windows_as_readers_read_them(lo: int, hi: int, shown: str) -> None:
    assert show_moment(lo, hi) == shown


# --- cost ------------------------------------------------------------------------------------------------------


def test_importing_dates_brings_no_heavy_module() -> None:
    code = "import sys; before = set(sys.modules); import claimcheck.extents; print(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "claimcheck.dates" in loaded
    assert not loaded & {"datetime", "zoneinfo", "calendar", "decimal", "locale"}


def test_a_date_is_read_once() -> None:
    first: When = parse_edtf("2018-08-13")
    assert parse_edtf("2018-08-13") is first
