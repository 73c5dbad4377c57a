"""What a claim's time says: four bounds on when it starts and ends, and three-valued relations between such times.

An extent stands for all choices of real dates that the records allow: a start in `[start_earliest, start_latest]` and
an end in `[end_earliest, end_latest]`, in seconds of civil time (`dates`), the end exclusive and after the start. A
relation is CERTAIN if it holds in every choice, POSSIBLE if in at least one, and NO if in none. The relations are
unions of Allen's thirteen ("Maintaining Knowledge about Temporal Intervals", 1983): `before` is his before and meets,
`overlaps` all that share a moment, `touches` that or meets. Three exceptions keep written precision from making
conflicts, and are stated where they are made: dates that agree, dates that meet, and two moments.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from claimcheck.dates import NEG, POS, Duration, When, Window, shift
from claimcheck.i18n import tr, trn

Shape = Literal["moment", "stretch"]
Kind = Literal["state", "event", "quantity", "fixed"]
Polarity = Literal["affirms", "denies"]


class Grade(IntEnum):
    """How sure something is; the strength of several steps together is the smallest of theirs."""

    NO = 0
    POSSIBLE = 1
    PRESUMED = 2
    CERTAIN = 3

    @property
    def word(self) -> str:
        """The grade as reports print it: `no`, `possible`, `presumed` or `certain`."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """When something holds or happens: bounds of its start and of its exclusive end, all four inclusive.

    Always `start_earliest <= start_latest < end_latest` and `start_earliest < end_earliest <= end_latest`. A `moment`
    is one second long in every choice, wherever in its window it lies. `state` is true for states and quantities.
    """

    start_earliest: int
    start_latest: int
    end_earliest: int
    end_latest: int
    shape: Shape
    state: bool = False


def moment(lo: int, hi: int, *, state: bool = False) -> Extent:
    """One moment somewhere in the half-open window from `lo` to `hi`."""
    return Extent(start_earliest=lo, start_latest=hi - 1, end_earliest=lo + 1, end_latest=hi,
                  shape="moment", state=state)  # fmt: skip


def stretch(s1: int, s2: int, e1: int, e2: int, *, state: bool = False) -> Extent:
    """A stretch that starts in `[s1, s2]` and ends in `[e1, e2]`, tightened so that every start has an end after it."""
    return Extent(start_earliest=s1, start_latest=min(s2, e2 - 1), end_earliest=max(e1, s1 + 1), end_latest=e2,
                  shape="stretch", state=state)  # fmt: skip


def start_of(extent: Extent) -> Extent:
    """The moment at which it starts."""
    return moment(extent.start_earliest, extent.start_latest + 1, state=extent.state)


def end_of(extent: Extent) -> Extent:
    """The last moment at which it holds."""
    return moment(extent.end_earliest - 1, extent.end_latest, state=extent.state)


def claim_extent(
    kind: Kind, polarity: Polarity, when: When | None, said: When | None, horizon: Duration, *, promised: bool = False
) -> tuple[Extent | None, str]:
    """What a claim's written time says, and a sentence on how it was read (empty if as written).

    An affirmation at a date holds at some moment of it, a denial at no moment of it. `when` None means that it was
    left out; `said` None that nobody knows when it was said; `horizon` is how long something may last whose end (or
    start) is written as unknown; `promised`, that someone undertakes it. The extent is None where the interval
    certainly ends before it starts.
    """
    state = kind in ("state", "quantity")
    if kind == "fixed":
        return stretch(NEG, NEG, POS, POS), ""
    if said is not None and said.form == "unknown":
        said = None
    if when is None and promised and said is not None:
        return _promised(said, horizon, state)
    if when is None:
        return _left_out(polarity, said, state)
    if when.form == "unknown":
        return _unknown(polarity, state), tr("its date is unknown")
    if when.reversed:
        return None, tr("it ends before it starts")
    if when.form == "interval":
        return _interval(polarity, when, said, horizon, state)
    window = when.window
    if polarity == "affirms":
        return moment(window.lo, window.hi, state=state), ""
    if when.form == "date":
        return stretch(window.lo, window.lo, window.hi, window.hi, state=state), ""
    return _denied_on_one_of(when, state), ""


def _unknown(polarity: Polarity, state: bool) -> Extent:
    if polarity == "affirms":
        return moment(NEG, POS, state=state)
    return stretch(NEG, POS - 1, NEG + 1, POS, state=state)


def _promised(said: When, horizon: Duration, state: bool) -> tuple[Extent, str]:
    """An undertaking without a date speaks of what comes after it, for as long as nobody knows."""
    lo, hi = said.window.lo, said.window.hi
    note = tr("no date given: read as binding from the day it was made, for no longer than {duration}",
              duration=length_words(horizon))  # fmt: skip
    return stretch(lo, hi - 1, lo + 1, shift(hi, horizon), state=state), note


def length_words(duration: Duration) -> str:
    """A length of time for a reader: `1 year 6 months`, `90 days`."""
    hours, seconds = divmod(duration.seconds, 3600)
    parts = (
        trn("{count} year", "{count} years", duration.years) if duration.years else "",
        trn("{count} month", "{count} months", duration.months) if duration.months else "",
        trn("{count} day", "{count} days", duration.days) if duration.days else "",
        trn("{count} hour", "{count} hours", hours) if hours else "",
        trn("{count} second", "{count} seconds", seconds) if seconds else "",
    )
    return " ".join(part for part in parts if part) or trn("{count} day", "{count} days", 0)


def _left_out(polarity: Polarity, said: When | None, state: bool) -> tuple[Extent, str]:
    """No `when`: a state is spoken of as of the saying, an event as of all the time up to it."""
    if said is None:
        return _unknown(polarity, state), tr("no date given, and it is not known when it was said")
    lo, hi = said.window.lo, said.window.hi
    if state:
        # A denial is read as speaking of the moment of saying, not of the whole day: weaker than `when` written out.
        extent = moment(lo, hi, state=True) if polarity == "affirms" else stretch(lo, hi - 1, lo + 1, hi, state=True)
        return extent, tr("no date given: read as of the day it was said")
    if polarity == "affirms":
        return moment(NEG, hi), tr("no date given: read as some time up to the day it was said")
    return stretch(NEG, NEG, lo + 1, hi), tr("no date given: read as never up to the day it was said")


def _interval(polarity: Polarity, when: When, said: When | None, horizon: Duration, state: bool) -> tuple[Extent, str]:
    # A denial covers both its dates from end to end; with unknown digits in one of them it starts or ends on a day that
    # nobody knows, and is read with the looser bounds of an affirmation.
    loose = polarity == "affirms" or "X" in when.text
    e1, e2, note = _end(when, said, horizon, loose)
    s1, s2, unknown_start = _start(when, e2, horizon, loose)
    return stretch(s1, s2, e1, e2, state=state), note or unknown_start


def _start(when: When, e2: int, horizon: Duration, loose: bool) -> tuple[int, int, str]:
    if when.start is not None:
        return when.start.lo, when.start.hi - 1 if loose else when.start.lo, ""
    if when.start_is == "open" or when.end is None:
        return NEG, NEG, ""
    note = tr("its start is unknown: thought to lie within {duration} before its end", duration=horizon.text)
    return shift(when.end.lo, horizon, -1), e2 - 1, note


def _end(when: When, said: When | None, horizon: Duration, loose: bool) -> tuple[int, int, str]:
    if when.end is not None:
        return when.end.lo + 1 if loose else when.end.hi, when.end.hi, ""
    if when.end_is == "open" or when.start is None:
        return _still_open(when.start, said), POS, ""
    # The latest end is reckoned from the latest start that the date allows, also for a denial.
    note = tr("its end is unknown: thought to come within {duration}", duration=horizon.text)
    return when.start.lo + 1, shift(when.start.hi, horizon), note


def _still_open(start: Window | None, said: When | None) -> int:
    """The earliest end of what was said to be still open: after the saying.

    Where it was said before it began, or nobody knows when, it is without end. A saying on the day of the start may
    come after the start, and vouches for that moment alone.
    """
    if said is None or (start is not None and said.window.hi <= start.lo):
        return POS
    return said.window.lo + 1


def _denied_on_one_of(when: When, state: bool) -> Extent:
    """Denied on one unknown date of a range: all of that date, from its start to its end."""
    s1, e1 = (when.first.lo, when.first.hi) if when.first else (NEG, NEG + 1)
    s2, e2 = (when.last.lo, when.last.hi) if when.last else (POS - 1, POS)
    return stretch(s1, max(s1, s2), min(e1, e2), e2, state=state)


# --- relations -------------------------------------------------------------------------------------------------


def overlaps(a: Extent, b: Extent) -> Grade:
    """Whether they share a moment.

    Two exceptions. Two moments never do, unless both are states on one and the same written date: then possibly. And
    where one stretch ends on the date on which the other starts, written the same, they meet and do not overlap.
    """
    if a.shape == "moment" and b.shape == "moment":
        same_date = a.start_earliest == b.start_earliest and a.start_latest == b.start_latest and _dated_start(a)
        return Grade.POSSIBLE if a.state and b.state and same_date else Grade.NO
    if a.shape == "stretch" and b.shape == "stretch" and _meet(a, b) != _meet(b, a):
        return Grade.NO
    if a.start_latest < b.end_earliest and b.start_latest < a.end_earliest:
        return Grade.CERTAIN
    if a.start_earliest < b.end_latest and b.start_earliest < a.end_latest:
        return Grade.POSSIBLE
    return Grade.NO


def _meet(a: Extent, b: Extent) -> bool:
    """Whether the date on which `a` ends is the date on which `b` starts.

    A denial has no dates left, only exact bounds: it starts with the first moment of a date and ends with the last of
    one. So it meets what came before and ends on the date it starts with, and what starts on the date it ends with
    and goes on after.
    """
    if not _dated_start(b):
        return False
    first = a.end_earliest - 1 == b.start_earliest
    last = a.end_latest - 1 == b.start_latest
    if first and last:
        return True
    in_turn = a.start_earliest < b.start_earliest and a.end_latest < b.end_latest
    exact_start = b.start_earliest == b.start_latest
    exact_end = a.end_earliest == a.end_latest
    return in_turn and ((first and exact_start) or (last and exact_end))


def _dated_start(extent: Extent) -> bool:
    """Whether there is a date for its start, rather than no bound at all."""
    return extent.start_earliest > NEG and extent.start_latest < POS - 1


def before(a: Extent, b: Extent) -> Grade:
    """Whether `a` has ended when `b` starts.

    An exception: where the last date of `a` and the first of `b` agree (equal, or one inside the other), the order
    inside that one date is not asked after, and the answer is NO.
    """
    if a.end_latest <= b.start_earliest:
        return Grade.CERTAIN
    if a.end_earliest > b.start_latest:
        return Grade.NO
    agreeing = _nested(a.end_earliest - 1, a.end_latest - 1, b.start_earliest, b.start_latest)
    return Grade.NO if agreeing else Grade.POSSIBLE


def touches(a: Extent, b: Extent) -> Grade:
    """Whether they share a moment or one ends where the other starts."""
    if a.start_latest <= b.end_earliest and b.start_latest <= a.end_earliest:
        return Grade.CERTAIN
    if a.start_earliest <= b.end_latest and b.start_earliest <= a.end_latest:
        return Grade.POSSIBLE
    return Grade.NO


def agrees(a: Extent, b: Extent) -> Grade:
    """Whether the dates written for the two starts, and those for the two ends, can be one and the same.

    This compares dates as written, start with start and end with end: CERTAIN where on both sides one date contains
    the other (a coarse date agrees with every finer one in it), NO where on either side they have nothing in common.
    """
    starts = a.start_earliest, a.start_latest, b.start_earliest, b.start_latest
    ends = a.end_earliest, a.end_latest, b.end_earliest, b.end_latest
    if not _intersect(*starts) or not _intersect(*ends):
        return Grade.NO
    return Grade.CERTAIN if _nested(*starts) and _nested(*ends) else Grade.POSSIBLE


def differs(a: Extent, b: Extent) -> Grade:
    """Whether the dates are not the same: the opposite of `agrees`."""
    return {Grade.CERTAIN: Grade.NO, Grade.NO: Grade.CERTAIN}.get(agrees(a, b), Grade.POSSIBLE)


def disjoint(a: Extent, b: Extent) -> Grade:
    """CERTAIN where the dates cannot be the same, else NO: never a mere possibility."""
    return Grade.CERTAIN if agrees(a, b) == Grade.NO else Grade.NO


def within(a: Extent, b: Extent, duration: Duration) -> Grade:
    """Whether the later of the two starts comes no later than `duration` after the earlier, by the calendar."""
    if a.start_latest <= shift(b.start_earliest, duration) and b.start_latest <= shift(a.start_earliest, duration):
        return Grade.CERTAIN
    if a.start_earliest <= shift(b.start_latest, duration) and b.start_earliest <= shift(a.start_latest, duration):
        return Grade.POSSIBLE
    return Grade.NO


def _nested(a1: int, a2: int, b1: int, b2: int) -> bool:
    """Whether one of two closed ranges contains the other."""
    return (a1 <= b1 and b2 <= a2) or (b1 <= a1 and a2 <= b2)


def _intersect(a1: int, a2: int, b1: int, b2: int) -> bool:
    """Whether two closed ranges have a moment in common."""
    return a1 <= b2 and b1 <= a2


# --- two-valued comparisons of written dates -------------------------------------------------------------------


def is_before(a: Window, b: Window) -> bool:
    """`a < b`: every moment of `a` lies before every moment of `b`."""
    return a.hi <= b.lo


def is_not_after(a: Window, b: Window) -> bool:
    """`a <= b`: no moment of `a` lies after any moment of `b`."""
    return a.hi - 1 <= b.lo


def is_same_date(a: Window, b: Window) -> bool:
    """`a = b`: the same date to the same precision."""
    return a == b
