"""The small relational plan that a rule compiles to: scans, joins, filters, anti-joins, unions and what they compute.

A plan knows tables and columns, nothing of any database: `sql` writes it down as a statement, `show_plan` as an
outline for readers. Expressions are trees; the functions that build them drop what is always true.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

# Expressions


@dataclass(frozen=True, slots=True)
class Column:
    """A column of one of the sources of a select."""

    source: str
    name: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A text or number from a rule: it reaches the database as a parameter, never as part of the statement."""

    value: str | float


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number that the compiler itself puts in: a grade, a second, a branch."""

    value: int


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known to hold, or not to, when the rule is compiled."""

    value: bool


@dataclass(frozen=True, slots=True)
class Nothing:
    """A missing value."""


Op = Literal[
    "and", "or", "not", "=", "<>", "<", "<=", "+", "-", "least", "greatest", "coalesce", "in", "is null", "count",
    "whole",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Apply:
    """An operator or a function and what it is applied to."""

    op: Op
    arguments: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """The value of the first condition that holds, else the last value."""

    cases: tuple[tuple[Expr, Expr], ...]
    otherwise: Expr


@dataclass(frozen=True, slots=True)
class Exists:
    """Whether a table has a row that meets some conditions."""

    scan: Scan
    where: tuple[Expr, ...]


Expr = Column | Bound | Whole | Truth | Nothing | Apply | Case | Exists

TRUE, FALSE = Truth(True), Truth(False)
NOTHING = Nothing()
NO, POSSIBLE, PRESUMED, CERTAIN = Whole(0), Whole(1), Whole(2), Whole(3)


def all_of(*conditions: Expr) -> Expr:
    """All hold: `all_of(TRUE, x)` is `x`, `all_of(FALSE, x)` is `FALSE`."""
    return _joined("and", TRUE, FALSE, conditions)


def any_of(*conditions: Expr) -> Expr:
    """At least one holds: `any_of(FALSE, x)` is `x`, `any_of(TRUE, x)` is `TRUE`."""
    return _joined("or", FALSE, TRUE, conditions)


def _joined(op: Op, neutral: Expr, decisive: Expr, conditions: Iterable[Expr]) -> Expr:
    kept: list[Expr] = []
    for condition in conditions:
        parts = condition.arguments if isinstance(condition, Apply) and condition.op == op else (condition,)
        for part in parts:
            if part == decisive:
                return decisive
            if part != neutral and part not in kept:
                kept.append(part)
    return neutral if not kept else kept[0] if len(kept) == 1 else Apply(op, tuple(kept))


def negate(condition: Expr) -> Expr:
    """Does not hold (nothing, where it is not known whether it holds)."""
    if isinstance(condition, Truth):
        return Truth(not condition.value)
    if isinstance(condition, Apply) and condition.op == "not":
        return condition.arguments[0]
    return Apply("not", (condition,))


def equal(a: Expr, b: Expr) -> Expr:
    """Are the same; nothing where either is missing."""
    return _compared("=", a, b)


def unequal(a: Expr, b: Expr) -> Expr:
    """Are not the same; nothing where either is missing."""
    return _compared("<>", a, b)


def less(a: Expr, b: Expr) -> Expr:
    """Less or earlier; `less(plus(x, -1), y)` is `at_most(x, y)`: seconds are whole."""
    a, b, ahead = _without_seconds(a, b)
    if ahead == -1:
        return _compared("<=", a, b)
    return _compared("<", a, plus(b, -ahead))


def at_most(a: Expr, b: Expr) -> Expr:
    """Not more, or not later; `at_most(plus(x, 1), y)` is `less(x, y)`: seconds are whole."""
    a, b, ahead = _without_seconds(a, b)
    if ahead == 1:
        return _compared("<", a, b)
    return _compared("<=", a, plus(b, -ahead))


def _without_seconds(a: Expr, b: Expr) -> tuple[Expr, Expr, int]:
    """Two moments without the seconds added to them, and how many more were added to the first."""
    (a, seconds_a), (b, seconds_b) = (_split(side) for side in (a, b))
    return a, b, seconds_a - seconds_b


def _split(moment: Expr) -> tuple[Expr, int]:
    match moment:
        case Apply(op="+", arguments=(inner, Whole(value=seconds))):
            return inner, seconds
    return moment, 0


def _compared(op: Op, a: Expr, b: Expr) -> Expr:
    if isinstance(a, Whole) and isinstance(b, Whole):
        x, y = a.value, b.value
        return Truth({"=": x == y, "<>": x != y, "<": x < y, "<=": x <= y}[op])
    return Apply(op, (a, b))


def plus(a: Expr, seconds: int) -> Expr:
    """So many seconds later: `plus(x, 0)` is `x`, `plus(plus(x, 1), -1)` too."""
    if seconds == 0:
        return a
    if isinstance(a, Whole):
        return Whole(a.value + seconds)
    if isinstance(a, Apply) and a.op == "+" and isinstance(a.arguments[1], Whole):
        return plus(a.arguments[0], a.arguments[1].value + seconds)
    return Apply("+", (a, Whole(seconds)))


def case(*cases: tuple[Expr, Expr], otherwise: Expr) -> Expr:
    """The first case that holds; cases that never hold are dropped, and those behind one that always does."""
    kept: list[tuple[Expr, Expr]] = []
    for condition, value in cases:
        if condition == TRUE:
            otherwise = value
            break
        if condition != FALSE:
            kept.append((condition, value))
    while kept and kept[-1][1] == otherwise:
        kept.pop()
    return Case(tuple(kept), otherwise) if kept else otherwise


def given(value: Expr) -> Expr:
    """Is not missing."""
    return negate(Apply("is null", (value,)))


def least(values: Iterable[Expr]) -> Expr:
    """The smallest of some grades."""
    kept = [value for value in dict.fromkeys(values) if value != CERTAIN]
    return CERTAIN if not kept else kept[0] if len(kept) == 1 else Apply("least", tuple(kept))


def greatest(values: Iterable[Expr]) -> Expr:
    """The largest of some grades."""
    kept = tuple(dict.fromkeys(values))
    return CERTAIN if CERTAIN in kept else kept[0] if len(kept) == 1 else Apply("greatest", kept)


def replaced(expression: Expr, columns: Mapping[Column, Column]) -> Expr:
    """An expression with some columns taken from elsewhere."""
    match expression:
        case Column():
            return columns.get(expression, expression)
        case Apply(op=op, arguments=arguments):
            return Apply(op, tuple(replaced(argument, columns) for argument in arguments))
        case Case(cases=cases, otherwise=otherwise):
            told = tuple((replaced(condition, columns), replaced(value, columns)) for condition, value in cases)
            return Case(told, replaced(otherwise, columns))
        case Exists(scan=scan, where=where):
            return Exists(scan, tuple(replaced(condition, columns) for condition in where))
    return expression


def sources_of(expression: Expr) -> Iterator[str]:
    """The sources whose columns an expression uses."""
    return (column.source for column in _columns_in(expression))


# Relations


@dataclass(frozen=True, slots=True)
class Scan:
    """A table, or an earlier part of the plan, under a name."""

    table: str
    name: str


@dataclass(frozen=True, slots=True)
class Join:
    """A scan joined to those before it by what must hold of both.

    `optional`: where nothing fits, its columns are missing. `absent`: only what nothing fits is kept.
    """

    scan: Scan
    on: tuple[Expr, ...] = ()
    optional: bool = False
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Select:
    """Scans joined in order, filtered, and projected to named columns.

    With `group`, one row for each different value of these columns.
    """

    columns: tuple[tuple[str, Expr], ...]
    joins: tuple[Join, ...]
    where: tuple[Expr, ...] = ()
    group: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Union:
    """The rows of several selects with the same columns."""

    selects: tuple[Select, ...]


@dataclass(frozen=True, slots=True)
class Needs:
    """What some tables must hold for a plan, since they are filled with no more than that.

    `periods`: the lengths of time by which bounds of rows are moved, in `moved` (`horizon`: those of the predicates);
    `words`: the columns whose texts are compared as entities, in `near`; `relations`: those of `pairs`.
    """

    periods: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One alternative of a rule: its steps, each a text and where its grade is found.

    A grade is the name of a column of the result (a grade, or whether the condition holds), or empty where the plan
    keeps only rows for which it is certain. `joint` is the column that tells whether one choice of dates meets all
    conditions of this alternative together; empty where the plan keeps only such rows.
    """

    branch: int
    steps: tuple[tuple[str, str], ...]
    joint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A rule as relations: named parts, each using those before it, and the select that gives the matches.

    `roles` are the names of the rule that stand for one claim, in order; the result has the number of the row of each
    in the column `NAME.row`, the weakest grade of rows, filters and links in `cap`, and in `way` which of `ways` it
    answers: a select stands for several alternatives. `details` tells whether the result repeats a match for each of
    its blockers and counted claims (columns `detail`, `member`, `sure`).
    """

    rule: str
    roles: tuple[str, ...]
    parts: tuple[tuple[str, Select | Union], ...]
    result: Select | Union | None
    ways: tuple[tuple[Way, ...], ...]
    details: bool = False
    needs: Needs = Needs()


def selects_of(plan: Plan) -> Iterator[Select]:
    """All selects of a plan, parts first."""
    for part in (*(part for _, part in plan.parts), *(() if plan.result is None else (plan.result,))):
        yield from part.selects if isinstance(part, Union) else (part,)


def tables_read(plans: Iterable[Plan]) -> dict[str, set[str]]:
    """The tables that some plans read, each with the columns read of it."""
    found: dict[str, set[str]] = {}
    for select in (select for plan in plans for select in selects_of(plan)):
        scans = [join.scan for join in select.joins]
        scans += [scan for expression in expressions_of(select) for scan in _scans_in(expression)]
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
    return (column for expression in expressions_of(select) for column in _columns_in(expression))


def _scans_in(expression: Expr) -> Iterator[Scan]:
    """The tables that an expression asks for a row of."""
    match expression:
        case Exists(scan=scan):
            yield scan
        case Apply(arguments=arguments):
            for argument in arguments:
                yield from _scans_in(argument)


def _columns_in(expression: Expr) -> Iterator[Column]:
    match expression:
        case Column():
            yield expression
        case Apply(arguments=arguments):
            for argument in arguments:
                yield from _columns_in(argument)
        case Case(cases=cases, otherwise=otherwise):
            for part in (*(side for one in cases for side in one), otherwise):
                yield from _columns_in(part)
        case Exists(where=where):
            for condition in where:
                yield from _columns_in(condition)


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


def show(expression: Expr) -> str:
    """An expression as a reader writes it."""
    match expression:
        case Column(source=source, name=name):
            return f"{source}.{name}"
        case Bound(value=value):
            return f"'{value}'" if isinstance(value, str) else f"{value:g}"
        case Whole(value=value) | Truth(value=value):
            return str(value).lower()
        case Nothing():
            return "nothing"
        case Case(cases=cases, otherwise=otherwise):
            told = " ".join(f"when {show(condition)} then {show(value)}" for condition, value in cases)
            return f"(case {told} else {show(otherwise)})"
        case Exists(scan=scan, where=where):
            return f"{scan.table} has {' and '.join(map(show, where))}"
        case Apply():
            return _show_applied(expression)


def _show_applied(applied: Apply) -> str:
    shown = [show(argument) for argument in applied.arguments]
    match applied.op:
        case "is null":
            return f"{shown[0]} is missing"
        case "not":
            return f"not {shown[0]}"
        case "in":
            return f"{shown[0]} in [{', '.join(shown[1:])}]"
        case "least" | "greatest" | "coalesce" | "count" | "whole":
            return f"{applied.op}({', '.join(shown)})"
        case _:
            return f"({f' {applied.op} '.join(shown)})"
