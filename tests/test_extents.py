"""Times of claims and their relations are what brute force finds by trying every choice of real dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import assume, event, example, given, settings
from hypothesis import strategies as st

from claimcheck import extents
from claimcheck.civil import DAY
from claimcheck.dates import NEG, POS, Duration, When, Window, parse_duration, parse_edtf, shift
from claimcheck.extents import (
    Extent,
    Grade,
    Kind,
    Polarity,
    agrees,
    before,
    claim_extent,
    differs,
    disjoint,
    length_words,
    moment,
    overlaps,
    stretch,
    touches,
    within,
)

YEAR = parse_duration("P1Y")
Choice = tuple[int, int]
Relation = Callable[[Extent, Extent], Grade]


# --- relations on a small axis of whole numbers ----------------------------------------------------------------


@st.composite
def small_extents(draw: st.DrawFn) -> Extent:
    state = draw(st.booleans())
    if draw(st.booleans()):
        lo = draw(st.integers(0, 6))
        return moment(lo, lo + draw(st.integers(1, 4)), state=state)
    s1 = draw(st.integers(0, 6))
    s2 = s1 + draw(st.integers(0, 4))
    e1 = draw(st.integers(0, 8))
    return stretch(s1, s2, e1, max(e1, s1 + 1) + draw(st.integers(0, 4)), state=state)


def choices(extent: Extent) -> list[Choice]:
    """Every start and end that the bounds allow; a moment ends one second after it starts."""
    return [
        (start, end)
        for start in range(extent.start_earliest, extent.start_latest + 1)
        for end in range(extent.end_earliest, extent.end_latest + 1)
        if (end == start + 1 if extent.shape == "moment" else end > start)
    ]


def by_trying(holds: Callable[[Choice, Choice], bool], a: Extent, b: Extent) -> Grade:
    answers = {holds(x, y) for x in choices(a) for y in choices(b)}
    assert answers
    return Grade.POSSIBLE if len(answers) == 2 else Grade.CERTAIN if True in answers else Grade.NO


def start_days(extent: Extent) -> set[int]:
    return {start for start, _ in choices(extent)}


def last_days(extent: Extent) -> set[int]:
    return {end - 1 for _, end in choices(extent)}


def one_contains_the_other(x: set[int], y: set[int]) -> bool:
    return x <= y or y <= x


def meet(a: Extent, b: Extent) -> bool:
    """The exception for dates that meet: the date on which `a` ends is the date on which `b` starts."""
    if not a.shape == b.shape == "stretch":
        return False
    ends, starts = last_days(a), start_days(b)
    if ends == starts:
        return True
    in_turn = min(start_days(a)) < min(starts) and max(ends) < max(last_days(b))
    exactly_from = len(starts) == 1 and min(ends) == min(starts)  # a denial, from the first moment of a's last date
    exactly_to = len(ends) == 1 and max(ends) == max(starts)  # a denial, to the last moment of b's first date
    return in_turn and (exactly_from or exactly_to)


@given(small_extents())
def test_bounds_are_tight(extent: Extent) -> None:
    starts, ends = zip(*choices(extent), strict=True)
    assert (min(starts), max(starts)) == (extent.start_earliest, extent.start_latest)
    assert (min(ends), max(ends)) == (extent.end_earliest, extent.end_latest)


@settings(max_examples=400)
@given(small_extents(), small_extents())
def test_overlaps(a: Extent, b: Extent) -> None:
    assume(not a.shape == b.shape == "moment")
    assume(meet(a, b) == meet(b, a))
    event(overlaps(a, b).word)
    assert overlaps(a, b) == by_trying(lambda x, y: x[0] < y[1] and y[0] < x[1], a, b)


@given(small_extents(), small_extents())
def test_exception_two_moments_overlap_only_as_states_on_one_date(a: Extent, b: Extent) -> None:
    assume(a.shape == b.shape == "moment")
    one_date = start_days(a) == start_days(b)
    assert overlaps(a, b) == (Grade.POSSIBLE if one_date and a.state and b.state else Grade.NO)


@given(st.integers(0, 4), st.integers(0, 4), st.integers(1, 3), st.integers(0, 4), st.integers(0, 4))
def test_exception_a_date_of_end_meets_the_same_date_of_start(a1: int, a2: int, width: int, b1: int, b2: int) -> None:
    day = 6
    a = stretch(a1, a1 + a2, day + 1, day + width)
    b = stretch(day, day + width - 1, day + width + b1 + 1, day + width + b1 + b2 + 1)
    assume(a.end_earliest == day + 1)
    assume(b.start_latest == day + width - 1)
    assert overlaps(a, b) == overlaps(b, a) == Grade.NO
    assert touches(a, b) != Grade.NO


@pytest.mark.parametrize(
    ("state", "denial", "grade"),
    [
        ("2018-07-20/2018-10-09", "2018-10-09/2018-11-22", Grade.NO),
        ("2018-10-09/2018-11-22", "2018-07-20/2018-10-09", Grade.NO),
        ("2018-07-20/2018-10-09", "2018-10-08/2018-11-22", Grade.CERTAIN),
        ("2018-10-09/2018-10-09", "2018-10-09/2018-11-22", Grade.CERTAIN),
        ("2018-07-20/2018-10-09", "2018-10", Grade.CERTAIN),
    ],
)
def test_a_denial_meets_a_state_on_their_common_date(state: str, denial: str, grade: Grade) -> None:
    held, _ = claim_extent("state", "affirms", parse_edtf(state), None, parse_duration("P1Y"))
    not_held, _ = claim_extent("state", "denies", parse_edtf(denial), None, parse_duration("P1Y"))
    assert held is not None
    assert not_held is not None
    assert overlaps(held, not_held) is grade
    assert overlaps(not_held, held) is grade


def test_two_stretches_that_share_both_dates_do_not_merely_meet() -> None:
    one_day = stretch(0, 3, 1, 4)
    assert overlaps(one_day, one_day) == Grade.POSSIBLE


def test_unbounded_ends_and_starts_do_not_meet() -> None:
    assert overlaps(stretch(0, 0, 5, POS), stretch(3, POS - 1, POS, POS)) == Grade.POSSIBLE


@settings(max_examples=400)
@given(small_extents(), small_extents())
def test_before(a: Extent, b: Extent) -> None:
    assume(not one_contains_the_other(last_days(a), start_days(b)))
    event(before(a, b).word)
    assert before(a, b) == by_trying(lambda x, y: x[1] <= y[0], a, b)


@given(small_extents(), small_extents())
def test_exception_an_order_inside_dates_that_agree_is_not_asked_after(a: Extent, b: Extent) -> None:
    assume(one_contains_the_other(last_days(a), start_days(b)))
    assert before(a, b) == Grade.NO
    assert by_trying(lambda x, y: x[1] <= y[0], a, b) != Grade.CERTAIN


@settings(max_examples=400)
@given(small_extents(), small_extents())
def test_touches(a: Extent, b: Extent) -> None:
    assert touches(a, b) == by_trying(lambda x, y: x[0] <= y[1] and y[0] <= x[1], a, b)


@given(small_extents(), small_extents(), st.integers(0, 6))
def test_within_seconds(a: Extent, b: Extent, seconds: int) -> None:
    graded = within(a, b, Duration(seconds=seconds))
    assert graded == by_trying(lambda x, y: abs(x[0] - y[0]) <= seconds, a, b)


@settings(max_examples=400)
@given(small_extents(), small_extents())
def test_agrees_compares_dates_start_with_start_and_end_with_end(a: Extent, b: Extent) -> None:
    starts, ends = (start_days(a), start_days(b)), (last_days(a), last_days(b))
    if not starts[0] & starts[1] or not ends[0] & ends[1]:
        expected = Grade.NO
    elif one_contains_the_other(*starts) and one_contains_the_other(*ends):
        expected = Grade.CERTAIN
    else:
        expected = Grade.POSSIBLE
    assert agrees(a, b) == expected
    if a.shape == b.shape:
        assert (expected == Grade.NO) == (by_trying(lambda x, y: x == y, a, b) == Grade.NO)


@given(small_extents(), small_extents())
def test_differs_and_disjoint_follow_agrees(a: Extent, b: Extent) -> None:
    graded = agrees(a, b)
    assert differs(a, b) == {Grade.NO: Grade.CERTAIN, Grade.CERTAIN: Grade.NO}.get(graded, graded)
    assert disjoint(a, b) == (Grade.CERTAIN if graded == Grade.NO else Grade.NO)


@pytest.mark.parametrize("relation", [overlaps, touches, agrees, differs, disjoint])
@given(a=small_extents(), b=small_extents())
def test_relations_without_direction(relation: Relation, a: Extent, b: Extent) -> None:
    assert relation(a, b) == relation(b, a)


@given(small_extents(), small_extents())
def test_before_one_way_excludes_the_other_and_overlap(a: Extent, b: Extent) -> None:
    if before(a, b) == Grade.CERTAIN:
        assert before(b, a) == overlaps(a, b) == Grade.NO


@given(small_extents())
def test_start_and_end_as_moments(extent: Extent) -> None:
    assert {start for start, _ in choices(extents.start_of(extent))} == start_days(extent)
    assert {start for start, _ in choices(extents.end_of(extent))} == last_days(extent)


def test_grades_are_ordered_and_have_words() -> None:
    assert [grade.word for grade in sorted(Grade)] == ["no", "possible", "presumed", "certain"]
    assert min(Grade.CERTAIN, Grade.PRESUMED) is Grade.PRESUMED


WINDOWS = st.builds(lambda lo, width: Window(lo, lo + width), st.integers(0, 6), st.integers(1, 4))


@given(WINDOWS, WINDOWS)
def test_comparisons_of_dates_with_two_answers(a: Window, b: Window) -> None:
    pairs = [(x, y) for x in range(a.lo, a.hi) for y in range(b.lo, b.hi)]
    assert extents.is_before(a, b) is all(x < y for x, y in pairs)
    assert extents.is_not_after(a, b) is all(x <= y for x, y in pairs)
    assert extents.is_same_date(a, b) is (a == b)


# --- within, by the calendar -----------------------------------------------------------------------------------

EPOCH = date(1970, 1, 1)
FEBRUARY = [date(2016, 1, 25) + timedelta(days=n) for n in range(45)]  # over a 29 February


def at(day: date, second: int = 0) -> int:
    return (day - EPOCH).days * DAY + second


def month_later(day: date) -> date:
    year, month = day.year + day.month // 12, day.month % 12 + 1
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError


@given(*[st.integers(0, 44) for _ in range(4)])
@example(0, 0, 35, 35)
def test_within_a_month_is_that_of_the_calendar(a1: int, a2: int, b1: int, b2: int) -> None:
    (a1, a2), (b1, b2) = sorted((a1, a2)), sorted((b1, b2))
    a = moment(at(FEBRUARY[a1]), at(FEBRUARY[a2]) + DAY)
    b = moment(at(FEBRUARY[b1]), at(FEBRUARY[b2]) + DAY)
    # The order of moments survives a shift, so the first and the last second of each day stand for the others.
    pairs = [
        (x, xs, y, ys)
        for x in FEBRUARY[a1 : a2 + 1] for y in FEBRUARY[b1 : b2 + 1] for xs in (0, DAY - 1) for ys in (0, DAY - 1)
    ]  # fmt: skip
    answers = {at(x, xs) <= at(month_later(y), ys) and at(y, ys) <= at(month_later(x), xs) for x, xs, y, ys in pairs}
    expected = Grade.POSSIBLE if len(answers) == 2 else Grade.CERTAIN if True in answers else Grade.NO
    assert within(a, b, parse_duration("P1M")) == expected


# --- what a claim's date says, day by day ----------------------------------------------------------------------
# A second reading of each form: the sets of days it may mean, written as first and last day on which it holds.

DAYS = [date(2018, 1, 1) + timedelta(days=n) for n in range(151)]  # to the end of May
ONE_DATE = ("2018-02-27", "2018-02-28", "2018-03-01", "2018-03-02", "2018-03-05", "2018-02", "2018-03", "2018-04")
BLANK = ("2018-02-2X", "2018-03-0X", "2018-03-XX", "2018-03-3X")
dates = st.sampled_from(ONE_DATE)
sides = st.sampled_from(ONE_DATE + BLANK)
kinds = st.sampled_from(("state", "event", "quantity"))
polarities = st.sampled_from(("affirms", "denies"))


@cache
def days_of(text: str) -> list[date]:
    pattern = re.compile(text.replace("X", r"\d") + ".*")
    return [day for day in DAYS if pattern.fullmatch(day.isoformat())]


def day_range(extent: Extent) -> tuple[date, date, date, date]:
    """First and last day on which it may start, first and last of its last days, each to the second."""
    bounds = (extent.start_earliest, extent.start_latest, extent.end_earliest - 1, extent.end_latest - 1)
    first, second, third, fourth = (EPOCH + timedelta(days=bound // DAY) for bound in bounds)
    return first, second, third, fourth


def outermost(pairs: Iterator[tuple[date, date]]) -> tuple[date, date, date, date]:
    firsts, lasts = zip(*pairs, strict=True)
    return min(firsts), max(firsts), min(lasts), max(lasts)


def read(kind: Kind, polarity: Polarity, text: str | None, said: str | None = None) -> Extent:
    extent, _ = claim_extent(
        kind, polarity, parse_edtf(text) if text else None, parse_edtf(said) if said else None, YEAR
    )
    assert extent is not None
    assert extent.state is (kind != "event")
    return extent


@given(kinds, sides)
def test_affirmed_at_a_date_is_some_moment_of_it(kind: Kind, text: str) -> None:
    extent = read(kind, "affirms", text)
    days = days_of(text)
    assert extent.shape == "moment"
    assert extent == moment(at(min(days)), at(max(days)) + DAY, state=kind != "event")


@given(kinds, dates)
def test_denied_at_a_date_is_all_of_it(kind: Kind, text: str) -> None:
    extent = read(kind, "denies", text)
    first, after = at(min(days_of(text))), at(max(days_of(text))) + DAY
    assert extent == stretch(first, first, after, after, state=kind != "event")


@given(kinds, sides, sides)
def test_affirmed_from_one_date_to_another(kind: Kind, left: str, right: str) -> None:
    when = parse_edtf(f"{left}/{right}")
    assume(not when.reversed)
    extent = read(kind, "affirms", when.text)
    assert extent.shape == "stretch"
    assert day_range(extent) == outermost((a, b) for a in days_of(left) for b in days_of(right) if a <= b)


@given(kinds, dates, dates)
def test_denied_from_one_date_to_another_is_the_whole_of_both(kind: Kind, left: str, right: str) -> None:
    when = parse_edtf(f"{left}/{right}")
    assume(not when.reversed)
    first, after = at(min(days_of(left))), at(max(days_of(right))) + DAY
    assert read(kind, "denies", when.text) == stretch(first, first, after, after, state=kind != "event")


@given(kinds, sides, sides)
def test_denied_between_days_that_nobody_knows_is_no_more_than_any_of_them(kind: Kind, left: str, right: str) -> None:
    when = parse_edtf(f"{left}/{right}")
    assume("X" in when.text)
    assume(not when.reversed)
    extent = read(kind, "denies", when.text)
    assert day_range(extent) == outermost((a, b) for a in days_of(left) for b in days_of(right) if a <= b)


def units(text: str, finest: int) -> Iterator[tuple[date, date]]:
    """The first and the last day of each day (10), month (7) or year (4) that a text may mean."""
    for name in sorted({day.isoformat()[:finest] for day in days_of(text)}):
        yield min(days_of(name)), max(days_of(name))


@given(kinds, st.sampled_from(BLANK))
def test_denied_on_a_day_that_nobody_knows_is_one_of_them(kind: Kind, text: str) -> None:
    extent = read(kind, "denies", text)
    assert day_range(extent) == outermost(units(text, 10))
    assert extent.end_earliest - extent.start_earliest == DAY


@given(kinds, dates, dates)
def test_denied_on_one_unknown_date_of_a_range(kind: Kind, left: str, right: str) -> None:
    between = [day for day in DAYS if min(days_of(left)) <= day <= max(days_of(right))]
    assume(between)
    finest = max(len(left), len(right))
    extent = read(kind, "denies", f"[{left}..{right}]")
    names = sorted({day.isoformat()[:finest] for day in between})
    single = [(min(days_of(name)), max(days_of(name))) for name in names]
    assume(all(min(between) <= first and last <= max(between) for first, last in single))
    event("months" if finest == 7 else "days")
    assert day_range(extent) == outermost(iter(single))
    assert extent.shape == "stretch"


@given(kinds, dates, dates)
def test_affirmed_on_one_unknown_date_of_a_range(kind: Kind, left: str, right: str) -> None:
    between = [day for day in DAYS if min(days_of(left)) <= day <= max(days_of(right))]
    assume(between)
    extent = read(kind, "affirms", f"[{left}..{right}]")
    assert extent == moment(at(min(between)), at(max(between)) + DAY, state=kind != "event")


def test_ranges_open_on_one_side() -> None:
    day = at(date(2018, 3, 1))
    assert read("event", "affirms", "[..2018-03-01]") == moment(NEG, day + DAY)
    assert read("event", "affirms", "[2018-03-01..]") == moment(day, POS)
    assert read("event", "denies", "[..2018-03-01]") == stretch(NEG, day, NEG + 1, day + DAY)
    assert read("event", "denies", "[2018-03-01..]") == stretch(day, POS - 1, day + DAY, POS)


@given(kinds, sides, dates, polarities)
def test_still_open_lasts_beyond_the_day_it_was_said(kind: Kind, text: str, said: str, polarity: Polarity) -> None:
    extent = read(kind, polarity, f"{text}/..", said)
    first, last_start = min(days_of(text)), max(days_of(text))
    spoken = min(days_of(said))
    assert extent.end_latest == POS
    assert extent.start_earliest == at(first)
    if polarity == "affirms" or "X" in text:
        assert extent.start_latest == at(last_start) + DAY - 1
    else:
        assert extent.start_latest == at(first)
    if max(days_of(said)) < first:
        assert extent.end_earliest == POS  # announced beforehand as without end
    else:
        assert extent.end_earliest == max(at(spoken), at(first)) + 1


@pytest.mark.parametrize("said", [None, "unknown"])
def test_still_open_without_a_day_of_saying_is_without_end(said: str | None) -> None:
    assert read("state", "affirms", "2018-03-01/..", said).end_earliest == POS


@given(kinds, sides, polarities)
def test_an_unknown_end_comes_within_the_horizon_of_the_latest_start(kind: Kind, text: str, polarity: Polarity) -> None:
    extent = read(kind, polarity, f"{text}/")
    days = days_of(text)
    after = max(days) + timedelta(days=1)
    assert extent.end_earliest == at(min(days)) + 1
    assert extent.end_latest == at(after.replace(year=after.year + 1))
    assert extent.start_latest == at(max(days)) + DAY - 1 if polarity == "affirms" else at(min(days))


@given(kinds, sides, polarities)
def test_an_unknown_start_lies_within_the_horizon_before_the_end(kind: Kind, text: str, polarity: Polarity) -> None:
    extent = read(kind, polarity, f"/{text}")
    days = days_of(text)
    assert extent.start_earliest == at(min(days).replace(year=min(days).year - 1))
    assert extent.start_latest == at(max(days)) + DAY - 1
    assert extent.end_latest == at(max(days)) + DAY
    loose = polarity == "affirms" or "X" in text
    assert extent.end_earliest == (at(min(days)) + 1 if loose else at(max(days)) + DAY)


@given(kinds, dates, polarities)
def test_an_open_start_reaches_back_for_ever(kind: Kind, text: str, polarity: Polarity) -> None:
    extent = read(kind, polarity, f"../{text}")
    assert (extent.start_earliest, extent.start_latest) == (NEG, NEG)
    days = days_of(text)
    assert extent.end_latest == at(max(days)) + DAY
    assert extent.end_earliest == (at(min(days)) + 1 if polarity == "affirms" else at(max(days)) + DAY)


@pytest.mark.parametrize("polarity", ["affirms", "denies"])
def test_an_interval_that_certainly_ends_before_it_starts_has_no_time(polarity: Polarity) -> None:
    extent, note = claim_extent("state", polarity, parse_edtf("2018-10-09/2018-10-08"), None, YEAR)
    assert extent is None
    assert note


@pytest.mark.parametrize("polarity", ["affirms", "denies"])
def test_what_is_fixed_holds_for_ever(polarity: Polarity) -> None:
    for when in (None, parse_edtf("unknown"), parse_edtf("2018")):
        assert claim_extent("fixed", polarity, when, None, YEAR) == (stretch(NEG, NEG, POS, POS), "")


@given(kinds, polarities, small_extents())
def test_an_unknown_date_is_possible_with_anything(kind: Kind, polarity: Polarity, other: Extent) -> None:
    extent = read(kind, polarity, "unknown")
    assert touches(extent, other) == Grade.POSSIBLE
    if extent.shape == "stretch":
        assert overlaps(extent, other) == Grade.POSSIBLE
    assert claim_extent(kind, polarity, parse_edtf("unknown"), None, YEAR)[1] == "its date is unknown"


@given(kinds, polarities, sides)
def test_a_date_left_out_is_read_from_the_saying(kind: Kind, polarity: Polarity, said: str) -> None:
    lo, hi = at(min(days_of(said))), at(max(days_of(said))) + DAY
    expected = {
        (True, "affirms"): moment(lo, hi, state=True),
        (True, "denies"): stretch(lo, hi - 1, lo + 1, hi, state=True),
        (False, "affirms"): moment(NEG, hi),
        (False, "denies"): stretch(NEG, NEG, lo + 1, hi),
    }
    extent, note = claim_extent(kind, polarity, None, parse_edtf(said), YEAR)
    assert extent == expected[kind != "event", polarity]
    assert note.startswith("no date given: read as")


@given(kinds, polarities, st.sampled_from((None, "unknown")))
def test_a_date_left_out_of_an_undated_saying_is_unknown(kind: Kind, polarity: Polarity, said: str | None) -> None:
    assert read(kind, polarity, None, said) == read(kind, polarity, "unknown")


@given(kinds, polarities, sides, sides, st.sampled_from(("{}", "{}/{}", "[{}..{}]", "{}/..", "/{}")))
def test_every_extent_has_its_bounds_in_order(kind: Kind, polarity: Polarity, a: str, b: str, form: str) -> None:
    assume("X" not in a + b or not form.startswith("["))
    left, right = sorted((a, b))
    assume(min(days_of(left)) <= max(days_of(right)))
    extent = read(kind, polarity, form.format(left, right), "2018-03-02")
    assert extent.start_earliest <= extent.start_latest < extent.end_latest
    assert extent.start_earliest < extent.end_earliest <= extent.end_latest


# --- the cases that the meaning was made for -------------------------------------------------------------------


def extent_of(text: str, polarity: Polarity = "affirms", kind: Kind = "state") -> Extent:
    return read(kind, polarity, text, "2019-01-01")


@pytest.mark.parametrize(("a", "b", "grade"), [
    ("2018-07-20/2018-11-22", "2018-08-13", Grade.CERTAIN),
    ("2018-07-20/2018-11-22", "2018-08", Grade.CERTAIN),
    ("2018-07/2018-11-22", "2018-07-20", Grade.POSSIBLE),
    ("2018-07/2018-11-22", "2018-12", Grade.NO),
    ("2018-07-20/..", "2018-12-31", Grade.CERTAIN),
    ("2018-07-20/..", "2019-01-02", Grade.POSSIBLE),
    ("2018-07-20/", "2018-08-13", Grade.POSSIBLE),
    ("2018-07-20/", "2020-08-13", Grade.NO),
    ("unknown", "2018-08-13", Grade.POSSIBLE),
])  # fmt: skip
def test_a_state_and_its_denial(a: str, b: str, grade: Grade) -> None:
    assert overlaps(extent_of(a), extent_of(b, "denies")) == grade


def test_a_change_of_state_on_one_day_is_no_overlap() -> None:
    assert overlaps(extent_of("2018-07-20/2018-10-09"), extent_of("2018-10-09/2018-11-22")) == Grade.NO
    assert overlaps(extent_of("2018-07-20/2018-10-09"), extent_of("2018-10-10/2018-11-22")) == Grade.NO
    assert overlaps(extent_of("2018-07-20/2018-10-09"), extent_of("2018-10-08/2018-11-22")) == Grade.CERTAIN
    assert overlaps(extent_of("2018-07-20/2018-10-09"), extent_of("2018-10/2018-11-22")) == Grade.POSSIBLE


def test_order_of_dates_of_different_precision() -> None:
    assert before(extent_of("2018-10-08"), extent_of("2018-10-09")) == Grade.CERTAIN
    assert before(extent_of("2018-10-08"), extent_of("2018-10")) == Grade.NO
    assert before(extent_of("2018-10-08"), extent_of("2018-10-08T22:30")) == Grade.NO
    assert before(extent_of("[2018-10-01..2018-10-08]"), extent_of("[2018-10-05..2018-10-12]")) == Grade.POSSIBLE


def test_dates_of_one_event_told_with_different_precision_agree() -> None:
    assert agrees(extent_of("2018-07"), extent_of("2018-07-12")) == Grade.CERTAIN
    assert differs(extent_of("2018-07-12"), extent_of("2018-07-20")) == Grade.CERTAIN
    assert differs(extent_of("[2018-07-01..2018-07-15]"), extent_of("[2018-07-12..2018-07-20]")) == Grade.POSSIBLE


def test_sixteen_years_by_the_calendar() -> None:
    born, joined = extent_of("2000-02-29", kind="event"), extent_of("2016-02-29", kind="event")
    assert within(born, joined, parse_duration("P16Y")) == Grade.POSSIBLE  # a matter of hours
    assert within(born, extent_of("2016-03-01", kind="event"), parse_duration("P16Y")) == Grade.NO
    assert within(born, extent_of("2016-02-28", kind="event"), parse_duration("P16Y")) == Grade.CERTAIN
    assert shift(at(date(2000, 2, 29)), parse_duration("P16Y")) == at(date(2016, 2, 29))


def test_seconds_are_those_of_civil_time() -> None:
    when: When = parse_edtf("2018-10-08T22:30")
    assert when.window.lo == round((datetime(2018, 10, 8, 22, 30) - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "told"), [("P1Y", "1 year"), ("P1Y6M", "1 year 6 months"), ("P90D", "90 days"), ("PT12H", "12 hours")]
)
def test_a_length_of_time_is_told_in_words(text: str, told: str) -> None:
    assert length_words(parse_duration(text)) == told
