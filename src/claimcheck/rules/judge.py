"""What one condition of a rule says of the rows of a match: when it is possible, and how sure it then is.

Conditions that tie two claims by a table (`contradicts`, `same-event`, ...) ask for a row of that table; the others
become comparisons of columns: of times here, of words, numbers and dates in `values`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from claimcheck.dates import NEG, POS, Duration, shift
from claimcheck.rules import times
from claimcheck.rules.expressions import (
    FALSE,
    NO,
    NOTHING,
    POSSIBLE,
    PRESUMED,
    TRUE,
    Apply,
    Bound,
    Case,
    Column,
    Expr,
    Whole,
    all_of,
    any_of,
    case,
    equal,
    less,
    negate,
    plus,
)
from claimcheck.rules.joint import Bounds, Edge, Name, bounds_of, ordered
from claimcheck.rules.operands import Amount, Claim, Day, Mixed, Operand, move, operand, tie_columns, whole_time
from claimcheck.rules.sources import Sources, UncompilableError
from claimcheck.rules.syntax import HANGS_ON, Call, Compare, Var
from claimcheck.rules.times import NEVER, Judged, Time, point_time
from claimcheck.rules.values import TWO_VALUED, VALUES
from claimcheck.rules.words import LINKS

TIME_OPERATORS = ("overlaps", "touches", "before", "agrees", "within")


class Judgement(NamedTuple):
    """A condition in columns, and what it asks of the unknown moments of the match."""

    judged: Judged
    edges: tuple[Edge, ...] = ()
    bounds: tuple[tuple[Name, Bounds], ...] = ()


def judge(compare: Compare, sources: Sources) -> Judgement:
    """One condition. What counts claims is presumed at best: that they tell of different events."""
    if compare.op == HANGS_ON:
        return Judgement(Judged(TRUE, POSSIBLE))
    a = operand(compare.left, sources, f"{compare.text} left")
    b = operand(compare.right, sources, f"{compare.text} right")
    if compare.op in TIME_OPERATORS:
        return _judge_times(compare, as_time(a), as_time(b), sources)
    if a is None or b is None:
        return Judgement(NEVER)
    judged = _judge(compare.op, a, b, sources)
    if any(isinstance(side, Amount) and side.counted for side in (a, b)) and judged is not NEVER:
        judged = Judged(judged.possible, PRESUMED)
    return Judgement(judged)


def _judge(op: str, a: Operand, b: Operand, sources: Sources) -> Judged:
    if op in TWO_VALUED:
        return Judged(TWO_VALUED[op](a, b, sources))
    if isinstance(a, Claim) and isinstance(b, Claim):
        return _judge_claims(op, a.name, b.name, sources)
    if isinstance(a, Time) or isinstance(b, Time):
        return _judge_dates(op, as_time(a), as_time(b))
    return VALUES[op](a, b, sources) if op in VALUES else NEVER


# Claims

_MET = ("contradicts", "excludes", "entails", "must-precede", "rivals")
_TIED = {"same-event": "event", "not-same": "apart"}


def _judge_claims(op: str, a: str, b: str, sources: Sources) -> Judged:
    """`a contradicts b` joins a row of `pairs`, `a same-event b` one of `ties`; its grade is that of the condition."""
    if op not in (*_MET, *_TIED, *LINKS) or not sources.has(op):
        return NEVER
    if op not in _MET:
        kind = _TIED.get(op, op)
        tie = sources.tie(f"{a} {op} {b}", "ties", tie_columns(kind, a, b))
    else:
        columns: list[tuple[str, Expr]] = [("a", Column(a, "row")), ("b", Column(b, "row")), ("relation", Bound(op))]
        sources.relations.add(op)
        tie = sources.tie(f"{a} {op} {b}", "pairs", columns)
    return Judged(TRUE, Column(tie, "grade"))


# Times


def as_time(found: Operand | None) -> Time | None:
    """A term as a time: the stated time of a claim, a date as some moment of it."""
    match found:
        case Claim(name=name):
            return whole_time(name)
        case Mixed():
            return as_time(found.day)
        case Day(first=first, last=last, point=point):
            return point_time(first, plus(last, -1), point)
        case Time():
            return found
    return None


_RELATIONS: Mapping[str, Callable[[Time, Time], Judged]] = {
    "touches": times.touches,
    "before": times.before,
    "agrees": times.agrees,
    "differs": times.differs,
    "disjoint": times.disjoint,
}


def _judge_times(compare: Compare, a: Time | None, b: Time | None, sources: Sources) -> Judgement:
    if a is None or b is None:
        return Judgement(NEVER)
    bounds = (*bounds_of(a), *bounds_of(b))
    if compare.op == "within":
        return _judge_within(compare, a, b, sources)
    if compare.op == "overlaps":
        links = _link_grades(a, b, sources)
        judged = times.overlaps(a, b, (lambda _a, _b: links) if links else None, lifting=sources.lifting)
        unlinked = negate(_decided_by(links, a, b)) if links else TRUE
        return Judgement(judged, tuple(ordered("overlaps", a, b, when=unlinked)), bounds)
    lifting = sources.lifting and compare.op == "before"
    judged = times.before(a, b, lifting=True) if lifting else _RELATIONS[compare.op](a, b)
    return Judgement(judged, tuple(ordered(compare.op, a, b)), bounds)


def _link_grades(a: Time, b: Time, sources: Sources) -> tuple[Expr, Expr] | None:
    """What links between two whole claims can say of their overlap; None where none can."""
    if not a.row or not b.row or not (sources.has("answers") or sources.has("same-event")):
        return None
    name = sources.look_up(f"{a.row} with {b.row}", "links", [("a", Column(a.row, "row")), ("b", Column(b.row, "row"))])
    return Column(name, "answered"), Column(name, "event")


def _decided_by(links: tuple[Expr, Expr], a: Time, b: Time) -> Expr:
    answered, event = links
    return Apply("coalesce", (any_of(less(NO, answered), all_of(less(NO, event), a.moment, b.moment)), FALSE))


def _judge_within(compare: Compare, a: Time, b: Time, sources: Sources) -> Judgement:
    moved = [_moved_start(compare, time, sources) for time in (a, b)]
    if moved[0] is None or moved[1] is None:
        return Judgement(NEVER)
    judged = times.within(a, b, moved[0], moved[1])
    if a.start is None or b.start is None:
        return Judgement(judged)
    gaps = _gap(b, moved[1]), _gap(a, moved[0])
    return Judgement(judged, tuple(ordered("within", a, b, gaps)), (*bounds_of(a), *bounds_of(b)))


def _moved_start(compare: Compare, time: Time, sources: Sources) -> tuple[Expr, Expr] | None:
    """The bounds of a start as much later as `within` says: a duration, or the horizon of a claim's predicate."""
    within = compare.within
    if isinstance(within, Duration):
        period = f"+{within.text}"
        return move(time.s1, period, sources), move(time.s2, period, sources)
    if not isinstance(within, Call) or within.function != "horizon":
        return None
    of = within.arguments[0]
    if not isinstance(of, Var) or of.name not in sources.claims:
        return None
    return _by_horizon(time.s1, of.name, sources), _by_horizon(time.s2, of.name, sources)


def _by_horizon(bound: Expr, of: str, sources: Sources) -> Expr:
    """A bound moved by the horizon of a claim: by the row of `moved` whose period is that horizon."""
    match bound:
        case Column(source=source, name=name) if source in sources.claims:
            sources.periods.add("horizon")
            columns = [("row", Column(source, "row")), ("period", Column(of, "horizon"))]
            return Column(sources.look_up(f"{source} by {of}", "moved", columns), name)
        case Apply(op="+", arguments=(inner, Whole(value=offset))):
            return plus(_by_horizon(inner, of, sources), offset)
        case Whole():
            return _literal_by_horizon(bound, of, sources)
    raise UncompilableError("`within horizon(...)` cannot be asked of a sum")


def _literal_by_horizon(bound: Whole, of: str, sources: Sources) -> Expr:
    """A date of the rule moved by each horizon there may be: one case for each."""
    cases = [
        (equal(Column(of, "horizon"), Bound(f"+{horizon.text}")), Whole(shift(bound.value, horizon)))
        for horizon in sources.horizons
    ]
    return case(*cases, otherwise=NOTHING)


_GAPS = {"s1": "s_gap", "e1": "e_gap", "said1": "said_gap", "first": "first_gap"}


def _gap(time: Time, moved: tuple[Expr, Expr]) -> Expr:
    """The longest that the length of time takes from either bound of a start; missing where neither is a date."""
    match moved:
        case (Column(source=source, name=name), _):
            return Column(source, _GAPS[name])
        case (Apply(op="+", arguments=(Column(source=source, name=name), _)), _):
            return Column(source, _GAPS[name])
        case (Whole(), Whole()):
            ends = zip((time.s1, time.s2), moved, strict=True)
            wholes = ((a.value, b.value) for a, b in ends if isinstance(a, Whole) and isinstance(b, Whole))
            gaps = [later - bound for bound, later in wholes if NEG < bound < POS - 1]
            return Whole(max(gaps)) if gaps else NOTHING
        case (Case(cases=firsts), Case(cases=lasts)):
            both = zip(firsts, lasts, strict=True)
            return case(*((when, _gap(time, (a, b))) for (when, a), (_, b) in both), otherwise=NOTHING)
    raise UncompilableError("`within` cannot be asked of a sum")


def _judge_dates(op: str, a: Time | None, b: Time | None) -> Judged:
    """`differs`, `disjoint` and `same-as` of two times, one of which may be a date as a value."""
    if a is None or b is None:
        return NEVER
    if op == "same-as":
        return Judged(_same_window(a, b))
    return _RELATIONS[op](a, b) if op in ("differs", "disjoint") else NEVER


def _same_window(a: Time, b: Time) -> Expr:
    return all_of(equal(a.s1, b.s1), equal(a.e2, b.e2))
