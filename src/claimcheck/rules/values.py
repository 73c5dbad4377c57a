"""Comparisons of words, numbers and dates: two-valued ones such as `is` and `<`, and graded ones such as `differs`.

Words are compared as typed, numbers and dates by their bounds. What is missing is no difference: a comparison with it
never holds, which SQL gives for nothing, since a comparison with NULL is not true.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from claimcheck.rules import times
from claimcheck.rules.expressions import (
    CERTAIN,
    FALSE,
    NO,
    NOTHING,
    POSSIBLE,
    TRUE,
    Apply,
    Bound,
    Column,
    Expr,
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
from claimcheck.rules.operands import ZERO, Amount, Choice, Day, Items, Mixed, Operand, Words, known
from claimcheck.rules.sources import Sources
from claimcheck.rules.times import NEVER, Judged, Time


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
            one = equal(a.column("token"), b.column("token"))
            return all_of(one, equal(a.kind, b.kind), comparable(a.amount, b.amount))
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


TWO_VALUED: Mapping[str, Callable[[Operand, Operand, Sources], Expr]] = {
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
        perhaps = equal(same, POSSIBLE)
        found.append(Judged(any_of(unrelated, perhaps), case((perhaps, POSSIBLE), otherwise=CERTAIN)))
    x, y = as_amount(a), as_amount(b)
    if x is not None and y is not None:
        nested = any_of(_holds(x, y), _holds(y, x))
        possible = all_of(given(x.lo), given(y.lo), comparable(x, y), negate(nested))
        found.append(times.graded(possible, _numbers_apart(x, y)))
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
    slacks = [amount.slack for amount in (a, b) if amount.slack != ZERO]
    return ZERO if not slacks else Apply("greatest", tuple(slacks))


def _added(bound: Expr, slack: Expr) -> Expr:
    return bound if slack == ZERO else Apply("+", (bound, slack))


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


VALUES: Mapping[str, Callable[[Operand, Operand, Sources], Judged]] = {
    "same-as": _same_as,
    "part-of": _part_of,
    "not-same": _not_same,
    "differs": _differs,
    "disjoint": _disjoint,
}
