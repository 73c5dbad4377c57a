"""How two times of a match lie to each other, as conditions on their bounds: what `extents` says, in columns.

Each comparison becomes a `Judged`: when it is possible at all, and how sure it then is. A time has the bounds of its
start (`s1`, `s2`), those of its stated end (`e1`, `e2`) and, for `lasting(x)`, those of the end it is presumed to have
(`l1`, `l2`). A comparison of lasting times is certain if it is so for the stated end and for every end up to the
presumed one, presumed if it is certain for the presumed end, possible if some end up to the presumed one allows it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from claimcheck.dates import NEG, POS
from claimcheck.rules.expressions import (
    CERTAIN,
    FALSE,
    NO,
    POSSIBLE,
    PRESUMED,
    TRUE,
    Expr,
    Whole,
    all_of,
    any_of,
    at_most,
    case,
    equal,
    less,
    negate,
    plus,
    unequal,
)


class Point(NamedTuple):
    """An unknown moment of a match: which (`("a", "start")`), and how many seconds after it a bound lies."""

    name: tuple[str, str]
    offset: int = 0


class Written(NamedTuple):
    """Columns that stand for the written dates between which a stretch lies, no two of them alike for moments.

    `opens` and `shuts` are words for the whole date of the start and of the last second. `opens_last` is the last
    second of the starting date, `shuts_first` the first of the ending one. `opens_on` and `shuts_on` are the exact
    start and the exact last second, where there is one.
    """

    opens: Expr
    opens_on: Expr
    opens_last: Expr
    shuts: Expr
    shuts_first: Expr
    shuts_on: Expr


class Time(NamedTuple):
    """A term as a time, in columns.

    `moment` and `lasts_moment` tell whether the stated and the lasting time are moments, `state` whether of a state.
    `date` is a word for the date of a state's moment; `written` and `lasting_written` stand for the dates of stretches:
    None where there are no such columns. `row` is the name of the claim whose whole time it is. `start` and `end` are
    its unknown moments, None where it stands alone.
    """

    s1: Expr
    s2: Expr
    e1: Expr
    e2: Expr
    l1: Expr
    l2: Expr
    moment: Expr = TRUE
    lasts_moment: Expr = TRUE
    state: Expr = FALSE
    fixed: Expr = FALSE
    date: Expr | None = None
    written: Written | None = None
    lasting_written: Written | None = None
    row: str = ""
    start: Point | None = None
    end: Point | None = None

    @property
    def lasting(self) -> Time:
        """The time with its presumed end only."""
        return self._replace(e1=self.l1, e2=self.l2, moment=self.lasts_moment, written=self.lasting_written)

    @property
    def union(self) -> Time:
        """The time with any end between the earliest stated and the latest presumed one."""
        return self._replace(e2=self.l2, moment=self.lasts_moment)

    @property
    def stated(self) -> Time:
        """The time with its stated end only."""
        return self._replace(l1=self.e1, l2=self.e2, lasts_moment=self.moment, lasting_written=self.written)


def point_time(lo: Expr, hi: Expr, start: Point | None, fixed: Expr = FALSE) -> Time:
    """One moment from `lo` to `hi` (both inclusive): the start of a claim, its saying, a date."""
    end = None if start is None else Point(start.name, start.offset + 1)
    after_lo, after_hi = plus(lo, 1), plus(hi, 1)
    return Time(s1=lo, s2=hi, e1=after_lo, e2=after_hi, l1=after_lo, l2=after_hi, fixed=fixed, start=start, end=end)


class Judged(NamedTuple):
    """When a condition is possible, and how sure it is where it is possible."""

    possible: Expr
    grade: Expr = CERTAIN

    @property
    def whole(self) -> Expr:
        """The grade, `NO` where it is not possible."""
        return case((self.possible, self.grade), otherwise=NO)


NEVER = Judged(FALSE)


def graded(possible: Expr, certain: Expr, presumed: Expr = FALSE) -> Judged:
    """Three-valued: certain and presumed are asked only where it is possible."""
    return Judged(possible, case((certain, CERTAIN), (presumed, PRESUMED), otherwise=POSSIBLE))


Lookup = Callable[[str, str], tuple[Expr, Expr]]
"""The grade of a denial that answers a claim, and that of two claims telling of one event, for two names."""


def overlaps(a: Time, b: Time, linked: Lookup | None = None, *, lifting: bool = False) -> Judged:
    """Share a moment.

    Two moments never do, but for two states on one written date. Where one stretch ends on the date on which the
    other begins, they meet. Links can decide: see `_linked`. Under `unless` (`lifting`) the bounds alone count.
    """
    possible = all_of(less(a.s1, b.l2), less(b.s1, a.l2))
    certain = all_of(less(a.s2, b.e1), less(b.s2, a.e1))
    presumed = FALSE if _as_stated(a, b) else all_of(less(a.s2, b.l1), less(b.s2, a.l1))
    if not lifting:
        both_moments = all_of(a.lasts_moment, b.lasts_moment)
        meeting = any_of(_meeting(a, b), _meeting(a.lasting, b.lasting))
        possible = case((both_moments, _one_date(a, b)), otherwise=all_of(possible, negate(meeting)))
        certain = all_of(negate(all_of(a.moment, b.moment)), certain)
        presumed = all_of(negate(both_moments), presumed)
    dated = graded(possible, certain, presumed)
    return dated if linked is None or not a.row or not b.row else _linked(a, b, dated, linked)


def _one_date(a: Time, b: Time) -> Expr:
    """Two moments are of states, and written with one and the same date."""
    if FALSE in (a.state, b.state):
        return FALSE
    if a.date is not None and b.date is not None:
        return equal(a.date, b.date)
    same = (equal(a.s1, b.s1), equal(a.s2, b.s2))
    return all_of(a.state, b.state, *same, is_dated(a))


def is_dated(time: Time) -> Expr:
    """There is a date for the start, rather than no bound at all."""
    return all_of(less(Whole(NEG), time.s1), less(time.s2, Whole(POS - 1)))


def _linked(a: Time, b: Time, dated: Judged, linked: Lookup) -> Judged:
    """What links say of an overlap.

    A denial that answers a claim speaks of the time of that claim. Two moments of one event are one moment, if their
    dates allow it.
    """
    answered, event = linked(a.row, b.row)
    one_moment = all_of(less(NO, event), a.moment, b.moment)
    coincide = all_of(at_most(a.s1, b.s2), at_most(b.s1, a.s2))
    possible = case((less(NO, answered), TRUE), (one_moment, coincide), otherwise=dated.possible)
    weakly = case((dated.possible, dated.grade), otherwise=POSSIBLE)
    grade = case(
        (less(POSSIBLE, answered), CERTAIN), (less(NO, answered), weakly), (one_moment, event), otherwise=dated.grade
    )
    return Judged(possible, grade)


def _meeting(a: Time, b: Time) -> Expr:
    """One ends on the very date on which the other begins, and not the other way round as well."""
    if TRUE in (a.moment, b.moment):
        return FALSE
    return unequal(_ends_at(a, b), _ends_at(b, a))


def _ends_at(a: Time, b: Time) -> Expr:
    """The date of the end of a is that of the start of b; of a denial only the first and last second are known."""
    in_turn = (less(a.s1, b.s1), less(a.e2, b.e2))
    if a.written is not None and b.written is not None:
        x, y = a.written, b.written
        exactly = any_of(equal(x.shuts_first, y.opens_on), equal(x.shuts_on, y.opens_last))
        return any_of(equal(x.shuts, y.opens), all_of(*in_turn, exactly))
    first, last = equal(a.e1, plus(b.s1, 1)), equal(a.e2, plus(b.s2, 1))
    exactly = any_of(all_of(first, equal(b.s1, b.s2)), all_of(last, equal(a.e1, a.e2)))
    stretches = all_of(negate(a.moment), negate(b.moment), is_dated(b))
    return all_of(stretches, any_of(all_of(first, last), all_of(*in_turn, exactly)))


def _as_stated(a: Time, b: Time) -> bool:
    """Neither time is a lasting one."""
    return (a.l1, a.l2, b.l1, b.l2) == (a.e1, a.e2, b.e1, b.e2)


def touches(a: Time, b: Time) -> Judged:
    """Share a moment, or one ends where the other starts."""
    possible = all_of(at_most(a.s1, b.l2), at_most(b.s1, a.l2))
    certain = all_of(at_most(a.s2, b.e1), at_most(b.s2, a.e1))
    presumed = all_of(at_most(a.s2, b.l1), at_most(b.s2, a.l1))
    return graded(possible, certain, FALSE if _as_stated(a, b) else presumed)


def before(a: Time, b: Time, *, lifting: bool = False) -> Judged:
    """The first has ended when the second starts; not asked inside one date that both are written with.

    Where it is certain with the presumed end, it is so with the stated one, so it is never merely presumed. Under
    `unless` (`lifting`) the bounds alone count.
    """
    certain = at_most(a.l2, b.s1)
    if lifting:
        return graded(at_most(a.e1, b.s2), certain)
    nested = any_of(
        all_of(at_most(a.e1, plus(b.s1, 1)), less(b.s2, a.l2)), all_of(less(b.s1, a.e1), at_most(a.l2, plus(b.s2, 1)))
    )
    return graded(all_of(at_most(a.e1, b.s2), negate(nested)), certain)


def within(a: Time, b: Time, a_moved: tuple[Expr, Expr], b_moved: tuple[Expr, Expr]) -> Judged:
    """The later start comes no later than a length of time after the earlier; `..._moved` are starts moved by it."""
    possible = all_of(at_most(a.s1, b_moved[1]), at_most(b.s1, a_moved[1]))
    certain = all_of(at_most(a.s2, b_moved[0]), at_most(b.s2, a_moved[0]))
    return graded(possible, certain)


def agrees(a: Time, b: Time) -> Judged:
    """Starts can be one date, and ends can; certain where one date contains the other."""
    fixed = any_of(a.fixed, b.fixed)
    found = _three_ways(_agree, _nest, a, b)
    return Judged(any_of(fixed, found.possible), case((fixed, CERTAIN), otherwise=found.grade))


def differs(a: Time, b: Time) -> Judged:
    """Are not one date: certain where they have nothing in common, not so where one contains the other."""
    found = _three_ways(lambda x, y: negate(_nest(x, y)), _apart, a, b)
    return Judged(all_of(negate(any_of(a.fixed, b.fixed)), found.possible), found.grade)


def disjoint(a: Time, b: Time) -> Judged:
    """Have nothing in common."""
    apart = _three_ways(_apart, _apart, a, b)
    return Judged(all_of(negate(any_of(a.fixed, b.fixed)), apart.possible), apart.grade)


_Test = Callable[[Time, Time], Expr]


def _three_ways(possible: _Test, certain: _Test, a: Time, b: Time) -> Judged:
    """A comparison in general: by the stated end, by the presumed one, and by every end between."""
    if _as_stated(a, b):
        return graded(possible(a, b), TRUE if possible is certain else certain(a, b))
    surely, presumably = all_of(certain(a, b), certain(a.union, b.union)), certain(a.lasting, b.lasting)
    return graded(any_of(possible(a.union, b.union), presumably), surely, presumably)


def _agree(a: Time, b: Time) -> Expr:
    return all_of(at_most(a.s1, b.s2), at_most(b.s1, a.s2), at_most(a.e1, b.e2), at_most(b.e1, a.e2))


def _apart(a: Time, b: Time) -> Expr:
    return negate(_agree(a, b))


def _nest(a: Time, b: Time) -> Expr:
    return all_of(_contain(a.s1, a.s2, b.s1, b.s2), _contain(a.e1, a.e2, b.e1, b.e2))


def _contain(a1: Expr, a2: Expr, b1: Expr, b2: Expr) -> Expr:
    return any_of(all_of(at_most(a1, b1), at_most(b2, a2)), all_of(at_most(b1, a1), at_most(a2, b2)))
