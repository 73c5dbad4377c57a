"""Whether one condition of a rule holds for the rows its names are bound to, and how surely."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product

from claimcheck.engine.naive_meaning import Meaning, Row
from claimcheck.engine.naive_terms import (
    Day,
    Number,
    Operand,
    Scene,
    Span,
    Text,
    Texts,
    comparable,
    duration_of,
    field_text,
    field_texts,
    operand,
    span_of,
)
from claimcheck.engine.naive_time import AtMost, constraints, linked_overlap, relate
from claimcheck.extents import Grade
from claimcheck.rules.syntax import HANGS_ON, AnyOf, Call, Compare, Condition, Field, Sum, Term, Var

NO, POSSIBLE, PRESUMED, CERTAIN = Grade.NO, Grade.POSSIBLE, Grade.PRESUMED, Grade.CERTAIN

TIME_OPERATORS = ("overlaps", "touches", "before", "agrees", "within")


def alternatives(conditions: tuple[Condition, ...]) -> list[tuple[Compare, ...]]:
    """All ways to meet a list of conditions: one alternative of each `any`, the first `any` varying slowest."""
    ways: list[list[tuple[Compare, ...]]] = []
    for condition in conditions:
        if isinstance(condition, AnyOf):
            ways.append([way for branch in condition.branches for way in alternatives(branch)])
        else:
            ways.append([(condition,)])
    return [sum(choice, ()) for choice in product(*ways)]


def names_in(compare: Compare) -> frozenset[str]:
    """The names that a condition speaks of."""
    within = () if not isinstance(compare.within, Call) else compare.within.arguments
    return frozenset(name for term in (compare.left, compare.right, *within) for name in _names(term))


def _names(term: Term) -> Iterator[str]:
    match term:
        case Var(name=name) | Field(name=name):
            yield name
        case Call(arguments=arguments):
            for argument in arguments:
                yield from _names(argument)
        case Sum(term=inner):
            yield from _names(inner)


def _counts(term: Term) -> bool:
    return (isinstance(term, Call) and term.function == "count") or (isinstance(term, Sum) and _counts(term.term))


def judge_any(conditions: tuple[Condition, ...], scene: Scene) -> Grade:
    """The grade of the best way to meet a list of conditions, certain for an empty list."""
    return max(min((judge(one, scene) for one in way), default=CERTAIN) for way in alternatives(conditions))


def judge(compare: Compare, scene: Scene) -> Grade:
    """How sure one condition is. What counts claims is presumed at best: that they tell of different events."""
    grade = _judge(compare, scene)
    return min(grade, PRESUMED) if _counts(compare.left) or _counts(compare.right) else grade


def _judge(compare: Compare, scene: Scene) -> Grade:
    if compare.op == HANGS_ON:
        return POSSIBLE
    if compare.op in TIME_OPERATORS:
        return _related(compare, scene)
    a, b = operand(compare.left, scene), operand(compare.right, scene)
    if a is None or b is None:
        return NO
    if compare.op in _TWO_VALUED:
        return CERTAIN if _TWO_VALUED[compare.op](a, b) else NO
    if isinstance(a, Row) and isinstance(b, Row):
        return _ROWS[compare.op](scene.meaning, a, b) if compare.op in _ROWS else NO
    if isinstance(a, Span) or isinstance(b, Span):
        return _times_apart(compare, scene)
    return _VALUES[compare.op](scene.meaning, a, b) if compare.op in _VALUES else NO


def _related(compare: Compare, scene: Scene) -> Grade:
    a, b = _spans(compare, scene)
    if a is None or b is None:
        return NO
    return relate(compare.op, a, b, duration_of(compare.within, scene), scene)


def _spans(compare: Compare, scene: Scene) -> tuple[Span | None, Span | None]:
    text = compare.text
    return span_of(compare.left, scene, f"{text} left"), span_of(compare.right, scene, f"{text} right")


def _times_apart(compare: Compare, scene: Scene) -> Grade:
    """`differs`, `disjoint` and `same-as` of two times, one of which may be a date as a value."""
    a, b = _spans(compare, scene)
    if a is None or b is None:
        return NO
    if compare.op == "same-as":
        return CERTAIN if _window(a) == _window(b) else NO
    return relate(compare.op, a, b, None, scene) if compare.op in ("differs", "disjoint") else NO


def asked_of_dates(compare: Compare, scene: Scene) -> Iterator[AtMost]:
    """What a condition that is not certain by itself asks of the choice of dates."""
    if compare.op not in TIME_OPERATORS:
        return
    a, b = _spans(compare, scene)
    if a is None or b is None or (compare.op == "overlaps" and linked_overlap(a, b, scene) is not None):
        return
    yield from constraints(compare.op, a, b, duration_of(compare.within, scene))


# Two-valued comparisons


def _word(operand: Operand) -> str:
    return operand.text if isinstance(operand, (Text, Number, Day)) else ""


def _kind(operand: Operand) -> str:
    return operand.kind if isinstance(operand, (Text, Number, Day)) else ""


def _equal(a: Operand, b: Operand) -> bool:
    if isinstance(a, Number) and isinstance(b, Number):
        return (a.lo, a.hi) == (b.lo, b.hi) and comparable(a.unit, b.unit)
    if isinstance(a, (Day, Span)) and isinstance(b, (Day, Span)):
        return _window(a) == _window(b)
    if isinstance(a, Texts):
        return _word(b) in a.items
    if isinstance(b, Texts):
        return _word(a) in b.items
    if _kind(a) and _kind(b) and _kind(a) != _kind(b):
        return False
    return _word(a) != "" and _word(a) == _word(b)


def _in(a: Operand, b: Operand) -> bool:
    return _equal(b, a)


def _window(operand: Day | Span) -> tuple[int, int]:
    """The half-open window around all that a time may be."""
    if isinstance(operand, Day):
        return operand.lo, operand.hi
    return operand.time.start_earliest, operand.time.end_latest


def _less(a: Operand, b: Operand) -> bool:
    if isinstance(a, Number) and isinstance(b, Number):
        return a.hi < b.lo and comparable(a.unit, b.unit)
    if isinstance(a, (Day, Span)) and isinstance(b, (Day, Span)):
        return _window(a)[1] <= _window(b)[0]
    return False


def _at_most(a: Operand, b: Operand) -> bool:
    if isinstance(a, Number) and isinstance(b, Number):
        return a.hi <= b.lo and comparable(a.unit, b.unit)
    if isinstance(a, (Day, Span)) and isinstance(b, (Day, Span)):
        return _window(a)[1] - 1 <= _window(b)[0]
    return False


_TWO_VALUED: Mapping[str, Callable[[Operand, Operand], bool]] = {
    "is": _equal,
    "=": _equal,
    "is not": lambda a, b: not _equal(a, b),
    "in": _in,
    "not in": lambda a, b: not _in(a, b),
    "has": _equal,
    "<": _less,
    "<=": _at_most,
    ">": lambda a, b: _less(b, a),
    ">=": lambda a, b: _at_most(b, a),
}


# Graded comparisons

_ROWS: Mapping[str, Callable[[Meaning, Row, Row], Grade]] = {
    "contradicts": Meaning.contradicts,
    "excludes": Meaning.excludes,
    "entails": Meaning.entails,
    "must-precede": Meaning.must_precede,
    "rivals": Meaning.rivals,
    "same-event": Meaning.row_same_event,
    "not-same": Meaning.row_not_same,
    "relies-on": lambda meaning, a, b: meaning.row_linked(a, "relies-on", b),
    "gives-reason": lambda meaning, a, b: meaning.row_linked(a, "gives-reason", b),
    "answers": lambda meaning, a, b: meaning.row_linked(a, "answers", b),
    "corrects": lambda meaning, a, b: meaning.row_linked(a, "corrects", b),
    "retracts": lambda meaning, a, b: meaning.row_linked(a, "retracts", b),
}


def _same_as(meaning: Meaning, a: Operand, b: Operand) -> Grade:
    if isinstance(a, Text) and isinstance(b, Text):
        return meaning.same(a.text, b.text)
    return CERTAIN if type(a) is type(b) and _equal(a, b) else NO


def _part_of(meaning: Meaning, a: Operand, b: Operand) -> Grade:
    return meaning.part(a.text, b.text) if isinstance(a, Text) and isinstance(b, Text) else NO


def _not_same(meaning: Meaning, a: Operand, b: Operand) -> Grade:
    apart = isinstance(a, Text) and isinstance(b, Text) and meaning.apart(a.text, b.text)
    return CERTAIN if apart else NO


def _differs(meaning: Meaning, a: Operand, b: Operand) -> Grade:
    if isinstance(a, Text) and isinstance(b, Text):
        if meaning.same(a.text, b.text) == POSSIBLE:
            return POSSIBLE
        return NO if meaning.related(a.text, b.text) else CERTAIN
    if _disjoint(meaning, a, b):
        return CERTAIN
    if isinstance(a, Number) and isinstance(b, Number):
        slack = max(a.tolerance, b.tolerance)
        nested = _holds(a, b, slack) or _holds(b, a, slack)
        return NO if nested or not comparable(a.unit, b.unit) else POSSIBLE
    if isinstance(a, Day) and isinstance(b, Day):
        return NO if _holds(a, b, 0) or _holds(b, a, 0) else POSSIBLE
    return NO


def _holds(wide: Number | Day, narrow: Number | Day, slack: float) -> bool:
    return wide.lo - slack <= narrow.lo and narrow.hi <= wide.hi + slack


def _disjoint(meaning: Meaning, a: Operand, b: Operand) -> Grade:
    if isinstance(a, Text) and isinstance(b, Text):
        return NO if meaning.related(a.text, b.text) else CERTAIN
    apart = False
    if isinstance(a, Number) and isinstance(b, Number) and comparable(a.unit, b.unit):
        slack = max(a.tolerance, b.tolerance)
        apart = a.hi + slack < b.lo or b.hi + slack < a.lo
    elif isinstance(a, Day) and isinstance(b, Day):
        apart = a.hi <= b.lo or b.hi <= a.lo
    return CERTAIN if apart else NO


_VALUES: Mapping[str, Callable[[Meaning, Operand, Operand], Grade]] = {
    "same-as": _same_as,
    "part-of": _part_of,
    "not-same": _not_same,
    "differs": _differs,
    "disjoint": _disjoint,
}


# Filters


def passes(row: Row, filters: tuple[tuple[str, tuple[str, ...]], ...], meaning: Meaning) -> Grade:
    """How surely a row passes all filters."""
    return min((_passes(row, name, texts, meaning) for name, texts in filters), default=CERTAIN)


def _passes(row: Row, name: str, texts: tuple[str, ...], meaning: Meaning) -> Grade:
    if name == "affirms":
        return max((meaning.affirms(row, predicate) for predicate in texts), default=NO)
    if name == "denies":
        return max((meaning.denies(row, predicate) for predicate in texts), default=NO)
    if name == "stated":
        found: tuple[str, ...] = ("true" if row.stated else "false",)
    elif name in ("tags", "said_to"):
        found = field_texts(row, name)
    elif name == "value":
        found = () if row.value is None else (row.value.text,)
    else:
        text = field_text(row, name, meaning)
        found = (text,) if text else ()
    return NO if set(found).isdisjoint(texts) else CERTAIN
