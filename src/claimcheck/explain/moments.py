"""Why a comparison of times is not certain: what was presumed to last, or which dates must fall how."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from claimcheck import extents
from claimcheck.dates import NEG, POS, Duration, When, is_one_date, shift, show
from claimcheck.engine.interface import Bound, Match
from claimcheck.explain.background import Background
from claimcheck.explain.reason import Outcome, Reason
from claimcheck.explain.wording import bounds_words, on
from claimcheck.extents import Extent, Grade
from claimcheck.i18n import msg, tr
from claimcheck.rules.syntax import Call, Compare, Constant, Field, Sum, Term, Var

DAY = 86_400
_QUESTIONS = {
    "overlaps": (
        msg("that A and B held at one time, which the dates leave open ({dated})"),
        msg("The exact times of A and B. If they held at one time, {stands}; if one of them was over before the other "
            "began, that {cleared} ({both})."),
    ),
    "touches": (
        msg("that A and B held at one time or met, which the dates leave open ({dated})"),
        msg("The exact times of A and B. If they held at one time or met, {stands}; if there was a time between them, "
            "that {cleared} ({both})."),
    ),
    "before": (
        msg("that A and B followed one upon the other, first A, then B, which the dates leave open ({dated})"),
        msg("The exact times of A and B. If they followed one upon the other, first A, then B, {stands}; if B began "
            "before A was over, that {cleared} ({both})."),
    ),
    "within": (
        msg("that A and B began so close to each other, which the dates leave open ({dated})"),
        msg("The exact times of A and B. If they began so close to each other, {stands}; if not, that {cleared} "
            "({both})."),
    ),
    "agrees": (
        msg("that A and B are of one date, which the dates leave open ({dated})"),
        msg("The exact times of A and B. If they are of one date, {stands}; if not, that {cleared} ({both})."),
    ),
    "differs": (
        msg("that A and B are of different dates, which the dates leave open ({dated})"),
        msg("The exact times of A and B. If they are of different dates, {stands}; if not, that {cleared} ({both})."),
    ),
}  # fmt: skip
"""For each comparison of times: what a reader grants, and what would decide it. Others are told like `differs`."""


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
    return Operand(row=None, words=tr("the date {date}", date=show(term.value)), time=time, lasting=time)


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

    if sign > 0:
        words = tr("{what}, moved forward by {amount}", what=side.words, amount=amount.text)
    else:
        words = tr("{what}, moved back by {amount}", what=side.words, amount=amount.text)
    return replace(side, words=words, time=later(side.time), lasting=later(side.lasting))


def _field(known: Background, term: Field, row: Bound) -> Operand | None:
    words = known.in_words(row)
    if term.path == ("start",):
        time = extents.start_of(row.time)
        return Operand(row=row, words=tr("the beginning of this: {what}", what=words), time=time, lasting=time)
    if term.path == ("end",):
        time = extents.end_of(row.time)
        return Operand(row=row, words=tr("the end of this: {what}", what=words), time=time, lasting=time)
    claim = known.claim(row)
    if term.path == ("said_on",) and claim.said is not None:
        return Operand(row=row, words=tr("the saying of {claim}", claim=claim.id), time=claim.said, lasting=claim.said)
    return None


def date_reasons(
    known: Background, condition: Compare, match: Match, grade: Grade, outcome: Outcome
) -> Iterator[Reason]:
    """A reason for each thing that a comparison of times hangs on."""
    rows = {row.role: row for row in match.roles}
    left, right = operand(known, condition.left, rows), operand(known, condition.right, rows)
    if left is None or right is None:
        yield Reason(
            depends=tr("dates that leave this open: {condition}", condition=condition.text),
            settle=tr("More exact dates of both."),
        )
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
        known_end = one.lasting.end_latest < POS
        ended = tr("it is not known exactly when it ended") if known_end else tr("no record of its end was found")
        depends = tr("that this was still so {date}: {what} ({since}); {ended}",
                     date=_start_on(other), what=one.words, since=_since_words(one), ended=ended)  # fmt: skip
        threshold = _threshold(op, one, other, outcome)
        yield depends, tr("A record of the end of this: {what}. {threshold}", what=one.words, threshold=threshold)


def _threshold(op: str, one: Operand, other: Operand, outcome: Outcome) -> str:
    """From when on an end no longer clears: whether one on the very date of the other side does is asked of `overlaps`.

    An end and a start of one date meet; an end on a day that is denied as a whole is still an end within it.
    """
    lo, hi = other.time.start_earliest, other.time.start_latest + 1
    same_date = day_words(lo, hi)
    within = tr("within {date}", date=same_date) if is_one_date(*_days(lo, hi)) else same_date
    until = hi if 1 < hi - lo <= DAY else _day_end(lo)
    ended = dataclasses.replace(one.time, shape="stretch", end_earliest=lo + 1, end_latest=until)
    answer = extents.overlaps(ended, other.time) if op == "overlaps" else Grade.POSSIBLE
    first, last = day_words(lo, lo + 1), day_words(hi - 1, hi)
    cleared, stands = outcome.cleared, outcome.stands
    if answer == Grade.NO:
        return tr("An end no later than {last} {cleared}; if it came later, or never, {stands}.",
                  last=last, cleared=cleared, stands=stands)  # fmt: skip
    if answer == Grade.CERTAIN:
        return tr("An end before {first} {cleared}; if it came on that day, later or never, {stands}.",
                  first=first, cleared=cleared, stands=stands)  # fmt: skip
    return tr("An end before {first} {cleared}, one {within} leaves it open; if it came later, or never, {stands}.",
              first=first, cleared=cleared, within=within, stands=stands)  # fmt: skip


def _day_end(moment: int) -> int:
    return moment - moment % DAY + DAY


def day_words(lo: int, hi: int) -> str:
    """A window in words, as `_days` has it told."""
    return bounds_words(*_days(lo, hi))


def _days(lo: int, hi: int) -> tuple[int, int]:
    """A window to be told: a moment at either end of a day as that day, and one of several days in whole days."""
    if (hi - lo == 1 and lo % DAY in (0, DAY - 1)) or hi - lo > DAY:
        return lo - lo % DAY, _day_end(hi - 1)
    return lo, hi


def _questions(op: str, left: Operand, right: Operand, outcome: Outcome) -> Iterator[tuple[str, str]]:
    depends, settle = _QUESTIONS.get(op, _QUESTIONS["differs"])
    both = tr("A: {a}; B: {b}", a=left.words, b=right.words)
    dated = tr("A: {a}, {a_time}; B: {b}, {b_time}",
               a=left.words, a_time=_time_words(left), b=right.words, b_time=_time_words(right))  # fmt: skip
    yield tr(depends, dated=dated), tr(settle, stands=outcome.stands, cleared=outcome.cleared, both=both)


def _start_on(side: Operand) -> str:
    if side.time.start_latest <= NEG:
        return tr("in the beginning")
    return on(*_days(side.time.start_earliest, side.time.start_latest + 1))


def _since_words(side: Operand) -> str:
    if side.time.start_latest <= NEG:
        return tr("since the beginning")
    return tr("since {date}", date=day_words(side.time.start_earliest, side.time.start_latest + 1))


def _time_words(side: Operand) -> str:
    """The bounds of a time: the window of a moment, or those in which a stretch began and ended."""
    time = side.widest
    if time.shape == "moment":
        return bounds_words(time.start_earliest, time.end_latest)
    began = tr("beginning unknown")
    if time.start_earliest > NEG:
        began = tr("begun {date}", date=day_words(side.time.start_earliest, side.time.start_latest + 1))
    if time.end_latest >= POS:
        return tr("{began}, end unknown", began=began)
    earliest = max(side.time.end_earliest, side.lasting.end_earliest)
    ended = bounds_words(min(earliest, time.end_latest) - 1, time.end_latest)
    return tr("{began}, ended {date}", began=began, date=ended)
