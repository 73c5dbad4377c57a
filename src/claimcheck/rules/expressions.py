"""Expressions of plans: columns, values and what is made of them, as trees that know of no database.

The functions that build them leave out what is always true, so that a plan asks no more than it must.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from msgspec import Struct


class Column(NamedTuple):
    """A column of one of the sources of a select."""

    source: str
    name: str


class Bound(NamedTuple):
    """A text or number from a rule: it reaches the database as a parameter, never as part of the statement."""

    value: str | float


class Whole(NamedTuple):
    """A whole number that the compiler itself puts in: a grade, a second, a branch."""

    value: int


class Truth(Struct, frozen=True):
    """What is known to hold, or not to, when the rule is compiled."""

    value: bool


class Nothing(Struct, frozen=True):
    """A missing value."""


Op = Literal[
    "and", "or", "not", "=", "<>", "<", "<=", "+", "-", "least", "greatest", "coalesce", "in", "is null", "count",
    "whole",
]  # fmt: skip


class Apply(NamedTuple):
    """An operator or a function and what it is applied to."""

    op: Op
    arguments: tuple[Expr, ...]


class Case(NamedTuple):
    """The value of the first condition that holds, else the last value."""

    cases: tuple[tuple[Expr, Expr], ...]
    otherwise: Expr


class Scan(NamedTuple):
    """A table, or an earlier part of the plan, under a name."""

    table: str
    name: str


class Exists(NamedTuple):
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
    return (column.source for column in columns_in(expression))


def columns_in(expression: Expr) -> Iterator[Column]:
    """Every column that an expression reads."""
    waiting = [expression]  # no recursion: plans are asked for their columns many times over
    while waiting:
        part = waiting.pop()
        if isinstance(part, Column):
            yield part
        elif isinstance(part, Apply):
            waiting += reversed(part.arguments)
        elif isinstance(part, Case):
            waiting.append(part.otherwise)
            waiting += (side for condition, value in reversed(part.cases) for side in (value, condition))
        elif isinstance(part, Exists):
            waiting += reversed(part.where)


def scans_in(expression: Expr) -> Iterator[Scan]:
    """The tables that an expression asks for a row of."""
    match expression:
        case Exists(scan=scan):
            yield scan
        case Apply(arguments=arguments):
            for argument in arguments:
                yield from scans_in(argument)


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
