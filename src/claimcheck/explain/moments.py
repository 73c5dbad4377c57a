"""Why a comparison of times is not certain: what was presumed to last, or which dates must fall how."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from claimcheck import extents
from claimcheck.dates import NEG, POS, Duration, When, shift, show
from claimcheck.engine.interface import Bound, Match
from claimcheck.explain.background import Background
from claimcheck.explain.reason import Outcome, Reason
from claimcheck.explain.wording import bounds_words, on
from claimcheck.extents import Extent, Grade
from claimcheck.rules.syntax import Call, Compare, Constant, Field, Sum, Term, Var

DAY = 86_400


class Operand(Struct, frozen=True, kw_only=True):
    """One side of a comparison of times, with and without what is presumed; a date of the rule itself has no row."""

    row: Bound | None
    words: str
    time: Extent
    lasting: Extent

    @property
    def presumed(self) -> bool:
        """Whether the comparison asked for a time that goes beyond what is on record."""
        return self.lasting != self.time

    @property
    def widest(self) -> Extent:
        """The time with every end that record or presumption allows."""
        if not self.presumed:
            return self.time
        return dataclasses.replace(
            self.time,
            shape="stretch",
            end_earliest=min(self.time.end_earliest, self.lasting.end_earliest),
            end_latest=max(self.time.end_latest, self.lasting.end_latest),
        )


def is_time(term: Term) -> bool:
    """Whether a term stands for a time, and not for a value."""
    if isinstance(term, Sum):
        return is_time(term.term)
    if isinstance(term, Field):
        return term.path[-1] in ("when", "start", "end", "said_on")
    if isinstance(term, Constant):
        return term.kind == "date"
    return isinstance(term, Var) or term.function == "lasting"


def operand(known: Background, term: Term, rows: dict[str, Bound]) -> Operand | None:
    """The time that a term stands for; None where there is none, such as an unknown date of saying."""
    if isinstance(term, Sum):
        return _moved(operand(known, term.term, rows), term)
    if isinstance(term, Constant):
        return _literal(term)
    if isinstance(term, Call):
        name = term.arguments[0]
        row = rows.get(name.name) if isinstance(name, Var) else None
        return None if row is None else _operand(known, row, lasting=row.lasting)
    row = rows.get(term.name)
    if row is None:
        return None
    if isinstance(term, Var) or term.path == ("when",):
        return _operand(known, row, lasting=row.time)
    return _field(known, term, row)


def _operand(known: Background, row: Bound, *, lasting: Extent) -> Operand:
    return Operand(row=row, words=known.in_words(row), time=row.time, lasting=lasting)


def _literal(term: Constant) -> Operand | None:
    if not isinstance(term.value, When):
        return None
    time = extents.moment(term.value.window.lo, term.value.window.hi)
    return Operand(row=None, words=f"the date {show(term.value)}", time=time, lasting=time)


def _moved(side: Operand | None, term: Sum) -> Operand | None:
    if side is None or not isinstance(term.amount, Duration):
        return None
    amount, sign = term.amount, term.sign

    def later(time: Extent) -> Extent:
        return dataclasses.replace(
            time,
            start_earliest=shift(time.start_earliest, amount, sign),
            start_latest=shift(time.start_latest, amount, sign),
            end_earliest=shift(time.end_earliest, amount, sign),
            end_latest=shift(time.end_latest, amount, sign),
        )

    words = f"{side.words}, moved {'forward' if sign > 0 else 'back'} by {amount.text}"
    return replace(side, words=words, time=later(side.time), lasting=later(side.lasting))


def _field(known: Background, term: Field, row: Bound) -> Operand | None:
    words = known.in_words(row)
    if term.path == ("start",):
        time = extents.start_of(row.time)
        return Operand(row=row, words=f"the beginning of this: {words}", time=time, lasting=time)
    if term.path == ("end",):
        time = extents.end_of(row.time)
        return Operand(row=row, words=f"the end of this: {words}", time=time, lasting=time)
    claim = known.claim(row)
    if term.path == ("said_on",) and claim.said is not None:
        return Operand(row=row, words=f"the saying of {claim.id}", time=claim.said, lasting=claim.said)
    return None


def date_reasons(
    known: Background, condition: Compare, match: Match, grade: Grade, outcome: Outcome
) -> Iterator[Reason]:
    """A reason for each thing that a comparison of times hangs on."""
    rows = {row.role: row for row in match.roles}
    left, right = operand(known, condition.left, rows), operand(known, condition.right, rows)
    if left is None or right is None:
        yield Reason(depends=f"dates that leave this open: {condition.text}", settle="More exact dates of both.")
        return
    found: list[tuple[str, str]] = []
    if grade == Grade.PRESUMED or (condition.op == "overlaps" and grade == Grade.POSSIBLE):
        found += _presumptions(condition.op, left, right, outcome)
    if grade == Grade.POSSIBLE:
        found += _questions(condition.op, left, right, outcome)
    yield from (Reason(depends=depends, settle=settle) for depends, settle in found)


def presumed(op: str, left: Operand, right: Operand) -> tuple[tuple[Operand, Operand], ...]:
    """The sides that had to last beyond their record for the comparison to hold, each with the other side."""
    if op != "overlaps":
        return tuple((one, other) for one, other in ((left, right), (right, left)) if one.presumed)
    return tuple(
        (one, other)
        for one, other in ((left, right), (right, left))
        if one.presumed and other.time.start_latest >= one.time.end_earliest
    )


def _presumptions(op: str, left: Operand, right: Operand, outcome: Outcome) -> Iterator[tuple[str, str]]:
    for one, other in presumed(op, left, right):
        since, until = _start_words(one), _start_words(other)
        known_end = one.lasting.end_latest < POS
        ended = "it is not known exactly when it ended" if known_end else "no record of its end was found"
        depends = f"that this was still so {on(until)}: {one.words} (since {since}); {ended}"
        settle = f"A record of the end of this: {one.words}. {_threshold(op, one, other, outcome)}"
        yield depends, f"{settle}, {outcome.stands}."


def _threshold(op: str, one: Operand, other: Operand, outcome: Outcome) -> str:
    """From when on an end no longer clears: whether one on the very date of the other side does is asked of `overlaps`.

    An end and a start of one date meet; an end on a day that is denied as a whole is still an end within it.
    """
    lo, hi = other.time.start_earliest, other.time.start_latest + 1
    same_date = day_words(lo, hi)
    within = f"within {same_date}"
    if same_date.startswith("between"):
        within = same_date
    until = hi if 1 < hi - lo <= DAY else _day_end(lo)
    ended = dataclasses.replace(one.time, shape="stretch", end_earliest=lo + 1, end_latest=until)
    answer = extents.overlaps(ended, other.time) if op == "overlaps" else Grade.POSSIBLE
    first, last = day_words(lo, lo + 1), day_words(hi - 1, hi)
    if answer == Grade.NO:
        return f"An end no later than {last} {outcome.cleared}; if it came later, or never"
    if answer == Grade.CERTAIN:
        return f"An end before {first} {outcome.cleared}; if it came on that day, later or never"
    return f"An end before {first} {outcome.cleared}, one {within} leaves it open; if it came later, or never"


def _day_end(moment: int) -> int:
    return moment - moment % DAY + DAY


def day_words(lo: int, hi: int) -> str:
    """A window in words: a moment at either end of a day as that day, and one of several days in whole days."""
    if (hi - lo == 1 and lo % DAY in (0, DAY - 1)) or hi - lo > DAY:
        return bounds_words(lo - lo % DAY, _day_end(hi - 1))
    return bounds_words(lo, hi)


def _questions(op: str, left: Operand, right: Operand, outcome: Outcome) -> Iterator[tuple[str, str]]:
    both = f"A: {left.words}; B: {right.words}"
    dated = f"A: {left.words}, {_time_words(left)}; B: {right.words}, {_time_words(right)}"
    told, otherwise = {
        "overlaps": ("held at one time", "if one of them was over before the other began"),
        "touches": ("held at one time or met", "if there was a time between them"),
        "before": ("followed one upon the other, first A, then B", "if B began before A was over"),
        "within": ("began so close to each other", "if not"),
        "agrees": ("are of one date", "if not"),
    }.get(op, ("are of different dates", "if not"))
    depends = f"that A and B {told}, which the dates leave open ({dated})"
    settle = f"The exact times of A and B. If they {told}, {outcome.stands}; {otherwise}, that {outcome.cleared}"
    yield depends, f"{settle} ({both})."


def _start_words(side: Operand) -> str:
    if side.time.start_latest <= NEG:
        return "the beginning"
    return day_words(side.time.start_earliest, side.time.start_latest + 1)


def _time_words(side: Operand) -> str:
    """The bounds of a time: the window of a moment, or those in which a stretch began and ended."""
    time = side.widest
    if time.shape == "moment":
        return bounds_words(time.start_earliest, time.end_latest)
    began = "beginning unknown" if time.start_earliest <= NEG else f"begun {_start_words(side)}"
    if time.end_latest >= POS:
        return f"{began}, end unknown"
    earliest = max(side.time.end_earliest, side.lasting.end_earliest)
    return f"{began}, ended {bounds_words(min(earliest, time.end_latest) - 1, time.end_latest)}"
