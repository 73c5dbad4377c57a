"""The small relational plan that a rule compiles to: scans, joins, filters, anti-joins, unions and what they compute.

A plan knows tables and columns, nothing of any database: `sql` writes it down as a statement, `show_plan` as an
outline for readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from claimcheck.rules.expressions import Column, Expr, Scan, columns_in, scans_in, show


class Join(NamedTuple):
    """A scan joined to those before it by what must hold of both.

    `optional`: where nothing fits, its columns are missing. `absent`: only what nothing fits is kept.
    """

    scan: Scan
    on: tuple[Expr, ...] = ()
    optional: bool = False
    absent: bool = False


class Select(NamedTuple):
    """Scans joined in order, filtered, and projected to named columns.

    With `group`, one row for each different value of these columns.
    """

    columns: tuple[tuple[str, Expr], ...]
    joins: tuple[Join, ...]
    where: tuple[Expr, ...] = ()
    group: tuple[Expr, ...] = ()


class Union(NamedTuple):
    """The rows of several selects with the same columns."""

    selects: tuple[Select, ...]


class Needs(NamedTuple):
    """What some tables must hold for a plan, since they are filled with no more than that.

    `periods`: the lengths of time by which bounds of rows are moved, in `moved` (`horizon`: those of the predicates);
    `words`: the columns whose texts are compared as entities, in `near`; `relations`: those of `pairs`.
    """

    periods: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()


NO_NEEDS = Needs()


class Way(NamedTuple):
    """One alternative of a rule: its steps, each a text and where its grade is found.

    A grade is the name of a column of the result (a grade, or whether the condition holds), or empty where the plan
    keeps only rows for which it is certain. `joint` is the column that tells whether one choice of dates meets all
    conditions of this alternative together; empty where the plan keeps only such rows.
    """

    branch: int
    steps: tuple[tuple[str, str], ...]
    joint: str = ""


class Plan(NamedTuple):
    """A rule as relations: named parts, each using those before it, and the select that gives the matches.

    `roles` are the names of the rule that stand for one claim, in order; the result has the number of the row of each
    in the column `NAME.row`, the weakest grade of rows, filters and links in `cap`, and in `way` which of `ways` it
    answers: a select stands for several alternatives. `details` tells whether the result repeats a match for each of
    its blockers and counted claims (columns `detail`, `member`, `sure`). `then` tells in words what an engine does with
    the result of a rule over a network, which has no matches but pairs in it.
    """

    rule: str
    roles: tuple[str, ...]
    parts: tuple[tuple[str, Select | Union], ...]
    result: Select | Union | None
    ways: tuple[tuple[Way, ...], ...]
    details: bool = False
    needs: Needs = NO_NEEDS
    then: str = ""


def selects_of(plan: Plan) -> Iterator[Select]:
    """All selects of a plan, parts first."""
    for part in (*(part for _, part in plan.parts), *(() if plan.result is None else (plan.result,))):
        yield from part.selects if isinstance(part, Union) else (part,)


def tables_read(plans: Iterable[Plan]) -> dict[str, set[str]]:
    """The tables that some plans read, each with the columns read of it."""
    found: dict[str, set[str]] = {}
    for select in (select for plan in plans for select in selects_of(plan)):
        scans = [join.scan for join in select.joins]
        scans += [scan for expression in expressions_of(select) for scan in scans_in(expression)]
        tables = {scan.name: scan.table for scan in scans}
        for column in columns_of(select):
            found.setdefault(tables[column.source], set()).add(column.name)
    return found


def expressions_of(select: Select) -> Iterator[Expr]:
    """Every expression of a select."""
    yield from (value for _, value in select.columns)
    yield from (*select.where, *select.group)
    yield from (condition for join in select.joins for condition in join.on)


def columns_of(select: Select) -> Iterator[Column]:
    """Every column that a select reads."""
    return (column for expression in expressions_of(select) for column in columns_in(expression))


def without_unread(select: Select) -> Select:
    """The select without tables that are looked up and of which nothing is read.

    Conditions that turn out to be settled for a dossier leave such tables behind.
    """
    read = {column.source for value in (*(value for _, value in select.columns), *select.where, *select.group)
            for column in columns_in(value)}  # fmt: skip
    kept: list[Join] = []
    for join in reversed(select.joins):
        if not join.optional or join.scan.name in read:
            kept.append(join)
            read.update(column.source for condition in join.on for column in columns_in(condition))
    return select._replace(joins=tuple(reversed(kept)))


# Outline


def show_plan(plan: Plan) -> str:
    """The plan as an outline: for each part what it reads, how it joins, what it keeps and what it works out."""
    lines = [f"plan of {plan.rule}"]
    if plan.result is None:
        return f"{lines[0]}\n  nothing: no claim of this dossier can match\n"
    for name, part in (*plan.parts, ("result", plan.result)):
        lines.append(f"{name}:")
        selects = part.selects if isinstance(part, Union) else (part,)
        for index, select in enumerate(selects):
            if len(selects) > 1:
                lines.append(f"  {'union' if index else 'of'}")
            lines.extend(f"  {'  ' * (len(selects) > 1)}{line}" for line in _outline(select))
    lines += [f"then: {plan.then}"] if plan.then else []
    return "\n".join(lines) + "\n"


def _outline(select: Select) -> Iterator[str]:
    for index, join in enumerate(select.joins):
        how = "scan" if index == 0 else "drop where there is" if join.absent else "look up" if join.optional else "join"
        on = f" on {' and '.join(map(show, join.on))}" if join.on else ""
        yield f"{how} {join.scan.table} as {join.scan.name}{on}"
    for condition in select.where:
        yield f"keep {show(condition)}"
    if select.group:
        yield f"group by {', '.join(map(show, select.group))}"
    for name, expression in select.columns:
        yield f"give {name} = {show(expression)}"
