"""What one condition of a rule says of the rows of a match: when it is possible, and how sure it then is.

Conditions that join two claims by a table (`contradicts`, `same-as`, ...) ask for a row of that table; the others become
comparisons of columns. Words are compared as typed, numbers and dates by their bounds. What is missing is no difference:
a comparison with it is never so, which SQL gives for nothing, since a comparison with NULL is not true.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from claimcheck.dates import NEG, POS, Duration, shift
from claimcheck.rules import times
from claimcheck.rules.joint import Bounds, Edge, Name, bounds_of, ordered
from claimcheck.rules.operands import (
    Amount,
    Choice,
    Claim,
    Day,
    Items,
    Mixed,
    Operand,
    Sources,
    UncompilableError,
    Words,
    known,
    move,
    operand,
    tie_columns,
    whole_time,
)
from claimcheck.rules.plan import (
    CERTAIN,
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
    at_most,
    case,
    equal,
    given,
    greatest,
    less,
    negate,
    plus,
    show,
)
from claimcheck.rules.syntax import Call, Compare, Var
from claimcheck.rules.times import NEVER, Judged, Time, point_time

TIME_OPERATORS = ("overlaps", "touches", "before", "agrees", "within")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A condition in columns, and what it asks of the unknown moments of the match."""

    judged: Judged
    edges: tuple[Edge, ...] = ()
    bounds: tuple[tuple[Name, Bounds], ...] = ()


def judge(compare: Compare, sources: Sources) -> Judgement:
    """One condition. What counts claims is presumed at best: that they tell of different events."""
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
    if op in _TWO_VALUED:
        return Judged(_TWO_VALUED[op](a, b, sources))
    if isinstance(a, Claim) and isinstance(b, Claim):
        return _judge_claims(op, a.name, b.name, sources)
    if isinstance(a, Time) or isinstance(b, Time):
        return _judge_dates(op, as_time(a), as_time(b))
    return _VALUES[op](a, b, sources) if op in _VALUES else NEVER


# Claims


def _judge_claims(op: str, a: str, b: str, sources: Sources) -> Judged:
    """`a contradicts b` joins a row of `pairs`, `a same-event b` one of `ties`; its grade is that of the condition."""
    if op not in ("contradicts", "excludes", "entails", "same-event", "not-same") or not sources.has(op):
        return NEVER
    if op in ("same-event", "not-same"):
        kind = "event" if op == "same-event" else "apart"
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
        case (Column(source=source, name=name), _) | (Apply(op="+", arguments=(Column(source=source, name=name), _)), _):
            return Column(source, _GAPS[name])
        case (Whole(), Whole()):
            ends = zip((time.s1, time.s2), moved, strict=True)
            gaps = [later.value - bound.value for bound, later in ends
                    if isinstance(bound, Whole) and isinstance(later, Whole) and NEG < bound.value < POS - 1]  # fmt: skip
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


# Two-valued comparisons


def _equal(a: Operand, b: Operand, sources: Sources) -> Expr:
    if isinstance(b, (Items, Choice)):
        a, b = b, a
    match a, b:
        case Choice(items=items), _:
            word = word_of(b)
            return FALSE if word == NOTHING or not items else Apply("in", (word, *map(Bound, items)))
        case Items(name=name, field=field), _:
            return _has_item(name, field, word_of(b), sources)
        case Mixed(), Mixed():
            return all_of(equal(a.column("token"), b.column("token")), equal(a.kind, b.kind), comparable(a.amount, b.amount))
        case Mixed(), _:
            return _equal_to_value(a, b)
        case _, Mixed():
            return _equal_to_value(b, a)
        case Amount(), Amount():
            return all_of(equal(a.lo, b.lo), equal(a.hi, b.hi), comparable(a, b))
    if isinstance(a, (Day, Time)) and isinstance(b, (Day, Time)):
        return _windows_equal(a, b)
    return _same_word(a, b)


def _same_word(a: Operand, b: Operand) -> Expr:
    words = word_of(a), word_of(b)
    return FALSE if NOTHING in words else equal(*words)


def _equal_to_value(value: Mixed, other: Operand) -> Expr:
    """A value against a term whose kind is known: by bounds where it is of that kind, else by the word."""
    match other:
        case Amount():
            amount = value.amount
            same = all_of(equal(amount.lo, other.lo), equal(amount.hi, other.hi), comparable(amount, other))
            return case((equal(value.kind, Bound("number")), same), otherwise=_same_word(value, other))
        case Day() | Time():
            word = _same_word(value, other)
            return case((equal(value.kind, Bound("date")), _windows_equal(value.day, other)), otherwise=word)
    return _same_word(value, other)


def word_of(found: Operand) -> Expr:
    """What was typed; nothing for what has no word of its own."""
    match found:
        case Words(text=text):
            return text
        case Mixed():
            return found.column("word")
        case Amount(word=word) | Day(word=word):
            return word
    return NOTHING


def _has_item(name: str, field: str, word: Expr, sources: Sources) -> Expr:
    if word == NOTHING:
        return FALSE
    columns: list[tuple[str, Expr]] = [("row", Column(name, "row")), ("field", Bound(field)), ("item", word)]
    return given(Column(sources.look_up(f"{show(word)} in {name}.{field}", "items", columns), "row"))


def _windows_equal(a: Day | Time, b: Day | Time) -> Expr:
    (a_first, a_last), (b_first, b_last) = _window(a), _window(b)
    return all_of(equal(a_first, b_first), equal(a_last, b_last))


def _window(found: Day | Time) -> tuple[Expr, Expr]:
    return (found.first, found.last) if isinstance(found, Day) else (found.s1, found.e2)


def comparable(a: Amount, b: Amount) -> Expr:
    """In one unit, or one of the units not given."""
    return TRUE if NOTHING in (a.unit, b.unit) else Apply("coalesce", (equal(a.unit, b.unit), TRUE))


def _present(condition: Expr, a: Operand, b: Operand) -> Expr:
    """Holds, and both sides are known."""
    return all_of(condition, *(known(side) for side in (a, b) if not isinstance(side, Choice)))


def _differ(a: Operand, b: Operand, sources: Sources) -> Expr:
    return _present(negate(Apply("coalesce", (_equal(a, b, sources), FALSE))), a, b)


def _less(a: Operand, b: Operand, _: Sources) -> Expr:
    return _ordered(a, b, lambda x, y: less(x.hi, y.lo), lambda x, y: at_most(x[1], y[0]))


def _not_more(a: Operand, b: Operand, _: Sources) -> Expr:
    return _ordered(a, b, lambda x, y: at_most(x.hi, y.lo), lambda x, y: at_most(plus(x[1], -1), y[0]))


def _ordered(
    a: Operand,
    b: Operand,
    numbers: Callable[[Amount, Amount], Expr],
    dates: Callable[[tuple[Expr, Expr], tuple[Expr, Expr]], Expr],
) -> Expr:
    found: list[Expr] = []
    x, y = as_amount(a), as_amount(b)
    if x is not None and y is not None:
        found.append(all_of(numbers(x, y), comparable(x, y)))
    days = [side.day if isinstance(side, Mixed) else side for side in (a, b)]
    if isinstance(days[0], (Day, Time)) and isinstance(days[1], (Day, Time)):
        found.append(dates(_window(days[0]), _window(days[1])))
    return any_of(*found)


def as_amount(found: Operand) -> Amount | None:
    """A term as a number, where it can be one."""
    return found.amount if isinstance(found, Mixed) else found if isinstance(found, Amount) else None


_TWO_VALUED: Mapping[str, Callable[[Operand, Operand, Sources], Expr]] = {
    "is": _equal,
    "=": _equal,
    "in": _equal,
    "has": _equal,
    "is not": _differ,
    "not in": _differ,
    "<": _less,
    "<=": _not_more,
    ">": lambda a, b, sources: _less(b, a, sources),
    ">=": lambda a, b, sources: _not_more(b, a, sources),
}


# Graded comparisons of values


def _near(a: Words, b: Words, sources: Sources, *, must: bool) -> str:
    """The row of `near` for two texts: equal, or entities that are tied."""
    name = f"{show(a.text)} ~ {show(b.text)}"
    sources.words |= {side.text.name for side in (a, b) if isinstance(side.text, Column)}
    return (sources.tie if must else sources.look_up)(name, "near", [("x", a.text), ("y", b.text)])


def as_words(found: Operand) -> Words | None:
    """A term as a text or an entity, where it can be one."""
    return found.words if isinstance(found, Mixed) else found if isinstance(found, Words) else None


def _same_as(a: Operand, b: Operand, sources: Sources) -> Judged:
    if isinstance(a, Mixed) and isinstance(b, Mixed):
        tokens = Words(a.column("token")), Words(b.column("token"))
        same = Column(_near(*tokens, sources, must=True), "same")
        return Judged(all_of(less(NO, same), any_of(given(a.words.text), comparable(a.amount, b.amount))), same)
    words = as_words(a), as_words(b)
    if words[0] is not None and words[1] is not None:
        same = Column(_near(words[0], words[1], sources, must=True), "same")
        return Judged(less(NO, same), same)
    if Words in (type(a), type(b)):
        return NEVER
    x, y = as_amount(a), as_amount(b)
    if x is not None and y is not None:
        return Judged(all_of(equal(x.lo, y.lo), equal(x.hi, y.hi), comparable(x, y)))
    days = [side.day if isinstance(side, Mixed) else side for side in (a, b)]
    return Judged(_windows_equal(days[0], days[1])) if isinstance(days[0], Day) and isinstance(days[1], Day) else NEVER


def _part_of(a: Operand, b: Operand, sources: Sources) -> Judged:
    words = as_words(a), as_words(b)
    if words[0] is None or words[1] is None:
        return NEVER
    part = Column(_near(words[0], words[1], sources, must=True), "part")
    return Judged(less(NO, part), part)


def _not_same(a: Operand, b: Operand, sources: Sources) -> Judged:
    words = as_words(a), as_words(b)
    if words[0] is None or words[1] is None:
        return NEVER
    return Judged(Column(_near(words[0], words[1], sources, must=True), "apart"))


def _words_apart(a: Operand, b: Operand, sources: Sources) -> tuple[Expr, Expr] | None:
    """Whether two texts are given and neither one nor part of one another; and the grade to which they may be one."""
    words = as_words(a), as_words(b)
    if words[0] is None or words[1] is None:
        return None
    near = _near(words[0], words[1], sources, must=False)
    same, part, whole = (Apply("coalesce", (Column(near, name), NO)) for name in ("same", "part", "whole"))
    both = all_of(*(given(side.text) for side in words if side is not None and not isinstance(side.text, Bound)))
    return all_of(both, equal(greatest((same, part, whole)), NO)), same


def _differs(a: Operand, b: Operand, sources: Sources) -> Judged:
    found: list[Judged] = []
    if apart := _words_apart(a, b, sources):
        unrelated, same = apart
        found.append(Judged(any_of(unrelated, equal(same, POSSIBLE)), case((equal(same, POSSIBLE), POSSIBLE), otherwise=CERTAIN)))
    x, y = as_amount(a), as_amount(b)
    if x is not None and y is not None:
        nested = any_of(_holds(x, y), _holds(y, x))
        found.append(times.graded(all_of(given(x.lo), given(y.lo), comparable(x, y), negate(nested)), _numbers_apart(x, y)))
    if days := _days(a, b):
        nested = any_of(_covers(*days), _covers(days[1], days[0]))
        found.append(times.graded(negate(nested), _days_apart(*days)))
    return _first_possible(found)


def _disjoint(a: Operand, b: Operand, sources: Sources) -> Judged:
    found: list[Expr] = []
    if apart := _words_apart(a, b, sources):
        found.append(apart[0])
    x, y = as_amount(a), as_amount(b)
    if x is not None and y is not None:
        found.append(all_of(_numbers_apart(x, y), comparable(x, y)))
    if days := _days(a, b):
        found.append(_days_apart(*days))
    return Judged(any_of(*found)) if found else NEVER


def _first_possible(found: list[Judged]) -> Judged:
    """Kinds exclude one another, so at most one of the readings is possible."""
    if len(found) == 1:
        return found[0]
    grade: Expr = CERTAIN
    for judged in reversed(found):
        grade = case((judged.possible, judged.grade), otherwise=grade)
    return Judged(any_of(*(judged.possible for judged in found)), grade) if found else NEVER


def _numbers_apart(a: Amount, b: Amount) -> Expr:
    slack = _slack(a, b)
    return any_of(less(_added(a.hi, slack), b.lo), less(_added(b.hi, slack), a.lo))


def _holds(wide: Amount, narrow: Amount) -> Expr:
    slack = _slack(wide, narrow)
    return all_of(at_most(wide.lo, _added(narrow.lo, slack)), at_most(narrow.hi, _added(wide.hi, slack)))


def _slack(a: Amount, b: Amount) -> Expr:
    """The larger tolerance of the two."""
    slacks = [amount.slack for amount in (a, b) if amount.slack != Whole(0)]
    return Whole(0) if not slacks else Apply("greatest", tuple(slacks))


def _added(bound: Expr, slack: Expr) -> Expr:
    return bound if slack == Whole(0) else Apply("+", (bound, slack))


_Days = tuple[tuple[Expr, Expr], tuple[Expr, Expr]]


def _days(a: Operand, b: Operand) -> _Days | None:
    days = [side.day if isinstance(side, Mixed) else side for side in (a, b)]
    if isinstance(days[0], Day) and isinstance(days[1], Day):
        return (days[0].first, days[0].last), (days[1].first, days[1].last)
    return None


def _days_apart(a: tuple[Expr, Expr], b: tuple[Expr, Expr]) -> Expr:
    return any_of(at_most(a[1], b[0]), at_most(b[1], a[0]))


def _covers(wide: tuple[Expr, Expr], narrow: tuple[Expr, Expr]) -> Expr:
    return all_of(at_most(wide[0], narrow[0]), at_most(narrow[1], wide[1]))


_VALUES: Mapping[str, Callable[[Operand, Operand, Sources], Judged]] = {
    "same-as": _same_as,
    "part-of": _part_of,
    "not-same": _not_same,
    "differs": _differs,
    "disjoint": _disjoint,
}


