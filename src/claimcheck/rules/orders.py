"""Finds orders in time that no choice of dates can satisfy, such as `a before b` with `b before a`.

Each line about time gives lower bounds on differences between moments (`b begins at least 0 seconds after a has
ended`). A set of such bounds can be met exactly when no cycle of them adds up to more than zero. Years and months
count as their shortest length, so only what is impossible in every calendar is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from claimcheck.dates import Duration
from claimcheck.errors import Problem
from claimcheck.rules.joins import branch_count, branches
from claimcheck.rules.syntax import Call, Compare, Field, Rule, Sum, Term, Var
from claimcheck.rules.words import listed

_DAY = 86_400
_YEARS = (365 * _DAY, 366 * _DAY)
_MONTHS = (28 * _DAY, 31 * _DAY)


class _Bound(Struct, frozen=True, kw_only=True):
    """`later` comes at least `gap` seconds after `earlier`; `line` is where the rule says so, if it does."""

    earlier: str
    later: str
    gap: int
    line: Compare | None = None


class _Span(Struct, frozen=True, kw_only=True):
    """A term about time: the moments it begins and is over, each shifted by an amount known within bounds (seconds).

    A term that is one moment has `start` and `end` alike and is over one second later. `since` is a moment that
    certainly comes before `end`, or empty.
    """

    start: str
    end: str
    since: str = ""
    least: int = 0
    most: int = 0


def check_orders(rule: Rule) -> tuple[Problem, ...]:
    """The alternatives of a rule's conditions whose order in time cannot be met."""
    found: list[Problem] = []
    for branch in branches(rule.where):
        cycle = _impossible([bound for line in branch for bound in _bounds(line)])
        if cycle:
            way = "" if branch_count(rule.where) == 1 else ", which one of the alternatives asks for"
            found.append(Problem(
                code="ORDER-IMPOSSIBLE", location=cycle[-1].location,
                message=f"no dates can satisfy {listed([line.text for line in cycle], 'and')}{way}",
                hint="take one of the lines about time away, or turn it round",
            ))  # fmt: skip
    return (*found, *_never_lifts(rule)) if not found else tuple(found)


def _never_lifts(rule: Rule) -> Iterable[Problem]:
    """The first line of each `unless` that no dates can satisfy beside the conditions of the match."""
    for unless in rule.unless:
        cycles = [
            _impossible([bound for line in (*branch, *lifting) for bound in _bounds(line)])
            for branch in branches(rule.where)
            for lifting in branches(unless.conditions)
        ]
        if all(cycles):
            own = {line.location for lifting in branches(unless.conditions) for line in lifting}
            cycle = cycles[0]
            place = next((line.location for line in cycle if line.location in own), unless.location)
            yield Problem(code="ORDER-IMPOSSIBLE", location=place,
                          message=f"no dates can satisfy {listed([line.text for line in cycle], 'and')}, "
                                  f"so `{unless.name}` would never lift anything",
                          hint="take one of the lines about time away, or turn it round")  # fmt: skip


def _bounds(line: Compare) -> Iterable[_Bound]:
    left, right = _span(line.left), _span(line.right)
    if left is None or right is None:
        return
    for span in (left, right):
        if span.since:
            yield _Bound(earlier=span.since, later=span.end, gap=1)
    if line.op == "before":
        yield _Bound(earlier=left.end, later=right.start, gap=_over(left) + left.least - right.most, line=line)
    elif line.op in ("overlaps", "touches"):
        gap = int(line.op == "overlaps")
        for one, other in ((left, right), (right, left)):
            yield _Bound(earlier=one.start, later=other.end, gap=gap - _over(other) + one.least - other.most, line=line)
    elif line.op in ("<", "<="):
        yield _begins(left, right, int(line.op == "<"), line)
    elif line.op in (">", ">="):
        yield _begins(right, left, int(line.op == ">"), line)
    elif line.op == "within" and isinstance(line.within, Duration):
        most = _seconds(line.within)[1]
        yield _begins(left, right, -most, line)
        yield _begins(right, left, -most, line)


def _begins(earlier: _Span, later: _Span, gap: int, line: Compare) -> _Bound:
    """One span begins at least `gap` seconds after another has begun."""
    return _Bound(earlier=earlier.start, later=later.start, gap=gap + earlier.least - later.most, line=line)


def _over(span: _Span) -> int:
    """How long after its `end` moment a span is over: a moment takes one second."""
    return int(span.start == span.end)


def _span(term: Term) -> _Span | None:
    """The moments that a term about time stands for; None where nothing is known of them here."""
    if isinstance(term, Var):
        return _claim_span(term.name)
    if isinstance(term, Field):
        return _field_span(term)
    if isinstance(term, Call) and term.function == "lasting" and isinstance(term.arguments[0], Var):
        name = term.arguments[0].name
        return _Span(start=f"{name}.start", end=f"lasting({name}).end", since=f"{name}.start")
    if isinstance(term, Sum) and isinstance(term.amount, Duration):
        span = _span(term.term)
        least, most = _seconds(term.amount)
        low, high = (least, most) if term.sign > 0 else (-most, -least)
        return None if span is None else replace(span, least=span.least + low, most=span.most + high)
    return None


def _claim_span(name: str) -> _Span:
    return _Span(start=f"{name}.start", end=f"{name}.end", since=f"{name}.start")


def _field_span(term: Field) -> _Span | None:
    name = term.name
    if term.path == ("when",):
        return _claim_span(name)
    if term.path == ("start",):
        return _Span(start=f"{name}.start", end=f"{name}.start")
    if term.path == ("end",):  # the last moment: one second before the claim is over
        return _Span(start=f"{name}.end", end=f"{name}.end", since=f"{name}.start", least=-1, most=-1)
    if term.path == ("said_on",):
        return _Span(start=f"{name}.said_on", end=f"{name}.said_on")
    return None


def _seconds(duration: Duration) -> tuple[int, int]:
    """The least and the most seconds a duration can take."""
    fixed = duration.days * _DAY + duration.seconds
    least, most = (duration.years * _YEARS[side] + duration.months * _MONTHS[side] for side in (0, 1))
    return fixed + least, fixed + most


def _impossible(bounds: Sequence[_Bound]) -> tuple[Compare, ...]:
    """The lines of a cycle of bounds that adds up to more than zero, or nothing (Bellman and Ford)."""
    moments = sorted({moment for bound in bounds for moment in (bound.earlier, bound.later)})
    at = dict.fromkeys(moments, 0)
    pushed_by: dict[str, _Bound] = {}
    last = ""
    for _ in moments:
        last = ""
        for bound in bounds:
            if at[bound.earlier] + bound.gap > at[bound.later]:
                at[bound.later] = at[bound.earlier] + bound.gap
                pushed_by[bound.later] = bound
                last = bound.later
        if not last:
            return ()
    for _ in moments:  # walking back this far ends on the cycle itself
        last = pushed_by[last].earlier if last else last
    cycle: list[Compare] = []
    moment = last
    while last:
        bound = pushed_by[moment]
        if bound.line is not None and bound.line not in cycle:
            cycle.append(bound.line)
        moment = bound.earlier
        if moment == last:
            break
    return tuple(sorted(cycle, key=lambda line: (line.location, line.text)))
