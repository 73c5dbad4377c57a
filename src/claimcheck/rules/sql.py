"""Writes a plan down as one SQL statement in a subset that DuckDB and Spark share; nothing else here makes SQL.

Common table expressions, equality joins with further conditions, `NOT EXISTS`, `CASE`, `LEAST` and `GREATEST`, whole
numbers for time. Names are quoted; values from rules are parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from claimcheck.rules.expressions import Apply, Bound, Case, Column, Exists, Expr, Nothing, Op, Scan, Truth, Whole
from claimcheck.rules.plan import Join, Plan, Select, Union

_BETWEEN: Mapping[Op, str] = {
    "or": " OR ", "and": " AND ", "=": " = ", "<>": " <> ", "<": " < ", "<=": " <= ", "+": " + ", "-": " - ",
}  # fmt: skip
_BINDS: Mapping[Op, int] = {"or": 1, "and": 2, "not": 3, "is null": 4, "in": 4, "=": 5, "<>": 5, "<": 5, "<=": 5,
                            "+": 6, "-": 6}  # fmt: skip
"""How tightly operators bind: inside one that binds at least as tightly, an operator stands in parentheses."""
_CALLED: Mapping[Op, str] = {"least": "LEAST(", "greatest": "GREATEST(", "coalesce": "COALESCE(",
                             "count": "COUNT(DISTINCT "}  # fmt: skip
_TIGHTEST = 9


class Statement(NamedTuple):
    """A statement with a `?` for each parameter, and the parameters in that order."""

    text: str
    values: tuple[str | float, ...]


def plan_sql(plan: Plan) -> str:
    """The statement for readers: with the parameters listed beneath it."""
    if plan.result is None:
        return "-- no claim of this dossier can match this rule: no statement is run\n"
    statement = write(plan)
    listed = [f"-- ?{number} = {value!r}" for number, value in enumerate(statement.values, 1)]
    then = [f"-- then: {plan.then}"] if plan.then else []
    return "\n".join([f"{statement.text};", *listed, *then]) + "\n"


def write(plan: Plan) -> Statement:
    """The plan as one statement.

    A plan with one part `found` and a result that scans it becomes
    `WITH "found" AS (SELECT ... FROM ...) SELECT ... FROM "found"`.
    """
    assert plan.result is not None, "a plan without a result is not run"
    writer = _Writer()
    parts = [f"{quote(name)} AS (\n{writer.part(part)}\n)" for name, part in plan.parts]
    head = f"WITH {', '.join(parts)}\n" if parts else ""
    text = head + writer.part(plan.result)
    return Statement(text, tuple(writer.values))


def quote(name: str) -> str:
    """A name as SQL writes it, whatever signs it has."""
    return '"' + name.replace('"', '""') + '"'


class _Writer:
    """Writes the pieces of one statement from left to right, so that the parameters come in order."""

    def __init__(self) -> None:
        self.values: list[str | float] = []

    def part(self, part: Select | Union) -> str:
        if isinstance(part, Select):
            return self.select(part)
        return "\nUNION ALL\n".join(self.select(select) for select in part.selects)

    def select(self, select: Select) -> str:
        columns = ", ".join(f"{self.expression(value)} AS {quote(name)}" for name, value in select.columns)
        lines = [f"SELECT {columns}"]
        lines += [self.joined(join, first=index == 0) for index, join in enumerate(select.joins)]
        conditions = [self.expression(condition, 2) for condition in select.where]
        conditions += [f"{self.expression(_seen(join))} IS NULL" for join in select.joins if join.absent]
        if conditions:
            lines.append(f"WHERE {' AND '.join(conditions)}")
        if select.group:
            lines.append(f"GROUP BY {', '.join(map(self.expression, select.group))}")
        return "\n".join(lines)

    def joined(self, join: Join, *, first: bool) -> str:
        if first:
            return f"FROM {_named(join.scan)}"
        word = "LEFT JOIN" if join.optional or join.absent else "JOIN"
        return f"{word} {_named(join.scan)} ON {self.all(join.on) if join.on else 'TRUE'}"

    def all(self, conditions: Iterable[Expr]) -> str:
        return " AND ".join(self.expression(condition, 2) for condition in conditions)

    def expression(self, expression: Expr, outside: int = 0) -> str:
        """An expression inside an operator that binds as tightly as `outside` says."""
        match expression:
            case Column(source=source, name=name):
                return f"{quote(source)}.{quote(name)}"
            case Bound(value=value):
                self.values.append(value)
                return "?"
            case Whole(value=value) | Truth(value=value):
                return str(value).upper()
            case Nothing():
                return "NULL"
            case Apply(op=op, arguments=arguments):
                text = self.applied(op, arguments)
                return f"({text})" if _BINDS.get(op, _TIGHTEST) <= outside else text
            case Case(cases=cases, otherwise=otherwise):
                told = "".join(f"WHEN {self.expression(c)} THEN {self.expression(v)} " for c, v in cases)
                return f"CASE {told}ELSE {self.expression(otherwise)} END"
            case Exists(scan=scan, where=where):
                return f"EXISTS (SELECT 1 FROM {_named(scan)} WHERE {self.all(where)})"  # noqa: S608 -- from nodes only

    def applied(self, op: Op, arguments: tuple[Expr, ...]) -> str:
        inside = _BINDS.get(op, 0)
        written = [self.expression(argument, inside) for argument in arguments]
        if op in _BETWEEN:
            return _BETWEEN[op].join(written)
        if op in _CALLED:
            return f"{_CALLED[op]}{', '.join(written)})"
        if op == "not":
            return f"NOT {written[0]}"
        if op == "is null":
            return f"{written[0]} IS NULL"
        if op == "in":
            return f"{written[0]} IN ({', '.join(written[1:])})"
        assert op == "whole", op
        return f"CAST({written[0]} AS BIGINT)"


def _seen(join: Join) -> Column:
    """A column of a table that is never missing where the table has a row that fits: one that is compared."""
    name = join.scan.name
    compared = (side for on in join.on if isinstance(on, Apply) for side in on.arguments if isinstance(side, Column))
    return next(column for column in compared if column.source == name)


def _named(scan: Scan) -> str:
    return f"{quote(scan.table)} AS {quote(scan.name)}"
