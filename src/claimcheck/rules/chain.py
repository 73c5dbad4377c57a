"""The order in which the tables of a select are joined: each by an equality with those before it, if it can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from claimcheck.rules.expressions import Apply, Expr, Scan, sources_of
from claimcheck.rules.plan import Join

ROWS = "rows"


def chained(names: Sequence[str], ties: Mapping[str, Join], lookups: Mapping[str, Join], keys: Sequence[Expr],
            before: Sequence[Join] = ()) -> tuple[Join, ...]:  # fmt: skip
    """The rows of some claims, the tables that tie them and those looked up, each joined to what comes before it.

    With a tie `pairs` on `a.row` and `b.row`: `pairs`, then the rows of a and of b, each by its equality. `keys` are
    equalities between claims; `before` comes first, as it stands.
    """
    waiting: dict[str, tuple[Scan, tuple[Expr, ...]]] = {name: (tie.scan, tie.on) for name, tie in ties.items()}
    waiting |= {name: (Scan(ROWS, name), ()) for name in names}
    conditions = [*(condition for tie in ties.values() for condition in tie.on), *keys]
    joined = list(before)
    present = {join.scan.name for join in before}
    while waiting:
        name = _next(waiting, present, conditions)
        scan, _ = waiting.pop(name)
        present.add(name)
        ready = [condition for condition in conditions if set(sources_of(condition)) <= present]
        conditions = [condition for condition in conditions if condition not in ready]
        joined.append(Join(scan, tuple(ready)))
    joined = _start_without_conditions(joined)
    return (*joined, *lookups.values())


def _next(waiting: Mapping[str, tuple[Scan, tuple[Expr, ...]]], present: set[str], conditions: Sequence[Expr]) -> str:
    """The next table: a tie before rows of claims where it is reached, and at the start one between two claims."""
    reached = [name for name in waiting if any(_reaches(condition, name, present) for condition in conditions)]
    if reached:
        return reached[0]
    return next((name for name, (scan, _) in waiting.items() if scan.table in ("pairs", "ties")), _first_rows(waiting))


def _first_rows(waiting: Mapping[str, tuple[Scan, tuple[Expr, ...]]]) -> str:
    return next((name for name, (scan, _) in waiting.items() if scan.table == ROWS), next(iter(waiting)))


def _reaches(condition: Expr, name: str, present: set[str]) -> bool:
    """Whether a condition is an equality between a table and those joined so far."""
    if not isinstance(condition, Apply) or condition.op != "=":
        return False
    a, b = (set(sources_of(side)) for side in condition.arguments)
    return (a == {name} and bool(b) and b <= present) or (b == {name} and bool(a) and a <= present)


def _start_without_conditions(joins: Iterable[Join]) -> list[Join]:
    """The first table has nothing to be joined to: its conditions move to the second, or stay for the filter."""
    joins = list(joins)
    if len(joins) > 1 and joins[0].on:
        first, second, *rest = joins
        return [Join(first.scan), Join(second.scan, (*second.on, *first.on), second.optional), *rest]
    return joins


def left_over(joins: Sequence[Join]) -> tuple[Expr, ...]:
    """The conditions of a first table that stands alone: they belong to the filter."""
    return tuple(c for c in joins[0].on) if len(joins) == 1 else ()
