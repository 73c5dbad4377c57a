"""Settles conditions before they become SQL, by what the claims of a dossier have in their columns.

Where no claim that passes the filters of `a` has a scope, `a.scope is b.scope` never holds, and nobody need ask for it.
A database reads and plans a comparison for longer than it takes to compare a few hundred rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from claimcheck.rules.expressions import (
    FALSE,
    NOTHING,
    TRUE,
    Apply,
    Bound,
    Case,
    Column,
    Expr,
    Nothing,
    Truth,
    Whole,
    all_of,
    any_of,
    at_most,
    case,
    equal,
    less,
    negate,
    plus,
    unequal,
)
from claimcheck.table import BASE, Cell, Columns

Values = frozenset[Cell]
_NONE: Values = frozenset({None})
_COMPARED = {"=": equal, "<>": unequal, "<": less, "<=": at_most}


class Seen:
    """The values in the columns of the claims that a rule can be about, by the names of the rule."""

    def __init__(self, columns: Columns, filters: Mapping[str, Iterable[Expr]]) -> None:
        self._columns = {name: columns[name] for name in BASE if name in columns}
        self._rows = {name: self._passing(conditions) for name, conditions in filters.items()}
        self._known: dict[Column, Values | None] = {}
        self.missing: set[str] = set()  # tables that have no row for any of these claims

    def none(self, name: str) -> bool:
        """Whether no claim passes the filters of a name."""
        return name in self._rows and not self._rows[name]

    def values(self, column: Column) -> Values | None:
        """All values that a column can have, None where that is not known."""
        if column.source in self.missing:
            return _NONE
        if column not in self._known:
            rows, cells = self._rows.get(column.source), self._columns.get(column.name)
            self._known[column] = None if rows is None or cells is None else frozenset(cells[row] for row in rows)
        return self._known[column]

    def _passing(self, conditions: Iterable[Expr]) -> set[int]:
        rows = set(range(len(self._columns["row"])))
        for condition in conditions:
            rows = self._kept(condition, rows)
        return rows

    def _kept(self, condition: Expr, rows: set[int]) -> set[int]:
        """The rows of a name for which one of its filters can hold."""
        match condition:
            case Truth(value=False):
                return set()
            case Apply(op="=" | "in", arguments=(Column(name=name), *bounds)) if name in self._columns:
                wanted = {bound.value for bound in bounds if isinstance(bound, Bound)}
                if len(wanted) < len(bounds):
                    return rows
                cells = self._columns[name]
                return {row for row in rows if cells[row] in wanted}
            case Apply(op="and", arguments=parts):
                for part in parts:
                    rows = self._kept(part, rows)
            case Apply(op="or", arguments=parts):
                return set().union(*(self._kept(part, rows) for part in parts))
        return rows


def settled(expression: Expr, seen: Seen, *, asked: bool = False) -> Expr:
    """An expression with the same value for all claims there are, and less to work out.

    `asked` tells that it only matters whether it holds, so that nothing is as good as no. With no scopes in sight,
    `a.scope = b.scope` becomes nothing, and FALSE where it is asked.
    """
    found = _settled(expression, seen, asked=asked)
    return FALSE if asked and found == NOTHING else found


def _settled(expression: Expr, seen: Seen, *, asked: bool) -> Expr:
    if isinstance(expression, Column):
        return _of_column(expression, seen)
    if isinstance(expression, Case):
        told = [(settled(c, seen, asked=True), settled(v, seen, asked=asked)) for c, v in expression.cases]
        return case(*told, otherwise=settled(expression.otherwise, seen, asked=asked))
    if not isinstance(expression, Apply):
        return expression
    op, arguments = expression
    if op in ("and", "or"):
        join = all_of if op == "and" else any_of
        return join(*[settled(argument, seen, asked=asked) for argument in arguments])
    first, *others = arguments
    if op in ("=", "in") and isinstance(first, Column) and isinstance(others[0], Bound):
        return _one_of(first, [bound for bound in others if isinstance(bound, Bound)], seen)
    if asked and op == "coalesce" and others == [FALSE]:
        return settled(first, seen, asked=True)
    if op in ("in", "count", "whole"):
        return expression
    return _applied(expression, tuple([settled(argument, seen) for argument in arguments]), seen)


def _of_column(column: Column, seen: Seen) -> Expr:
    """A column in which all have one truth value, or none has any."""
    values = seen.values(column)
    if values is None or len(values) != 1:
        return column
    (only,) = values
    return NOTHING if only is None else Truth(only) if isinstance(only, bool) else column


def _one_of(column: Column, bounds: Sequence[Bound], seen: Seen) -> Expr:
    """Whether a column has one of some values, of which those that no claim has are left out."""
    values = seen.values(column)
    if values == _NONE:
        return NOTHING
    kept = bounds if values is None else [bound for bound in bounds if bound.value in values]
    if values is not None and None not in values:
        if not kept:
            return FALSE
        if values <= {bound.value for bound in kept}:
            return TRUE
    kept = kept or bounds[:1]
    return equal(column, kept[0]) if len(kept) == 1 else Apply("in", (column, *kept))


def _applied(applied: Apply, arguments: tuple[Expr, ...], seen: Seen) -> Expr:
    """An operator on settled arguments. `least` and `greatest` pass over what is missing, comparisons do not."""
    op = applied.op
    if op == "is null":
        return _is_missing(arguments[0], seen)
    if op in ("least", "greatest"):
        kept = tuple(argument for argument in arguments if argument != NOTHING)
        return NOTHING if not kept else kept[0] if len(kept) == 1 else Apply(op, kept)
    if op == "coalesce":
        return _first_given(arguments)
    if NOTHING in arguments:
        return NOTHING
    if op == "not":
        return negate(arguments[0])
    first, second = arguments[0], arguments[-1]
    if op == "=" and isinstance(first, Case) and isinstance(second, (Bound, Case)):
        return _case_is(first, second) if isinstance(second, Bound) else _cases_agree(first, second)
    if op in _COMPARED:
        return _COMPARED[op](*arguments)
    if op == "+" and len(arguments) == 2 and isinstance(arguments[1], Whole):
        return plus(arguments[0], arguments[1].value)
    return Apply(op, arguments)


def _is_missing(value: Expr, seen: Seen) -> Expr:
    match value:
        case Nothing():
            return TRUE
        case Bound() | Whole() | Truth():
            return FALSE
        case Column():
            values = seen.values(value)
            return FALSE if values is not None and None not in values else Apply("is null", (value,))
    return Apply("is null", (value,))


def _first_given(arguments: Iterable[Expr]) -> Expr:
    kept = tuple(argument for argument in arguments if argument != NOTHING)
    if not kept:
        return NOTHING
    return kept[0] if len(kept) == 1 or isinstance(kept[0], (Bound, Whole, Truth)) else Apply("coalesce", kept)


def _case_is(choice: Case, wanted: Bound) -> Expr:
    """`(case x then 'yes' else 'no') = 'no'` is that x does not hold; other choices stay as they are."""
    words = (*(value for _, value in choice.cases), choice.otherwise)
    if len(choice.cases) > 1 or not all(isinstance(word, Bound) for word in words):
        return equal(choice, wanted)
    (condition, word), other = choice.cases[0], choice.otherwise
    if (word == wanted) == (other == wanted):
        return Truth(word == wanted)
    holds = condition if _is_sure(condition) else Apply("coalesce", (condition, FALSE))
    return holds if word == wanted else negate(holds)


def _cases_agree(a: Case, b: Case) -> Expr:
    """Two conditions as yes or no are alike where both hold or neither does."""
    (one, *more), (other, *others) = a.cases, b.cases
    alike = not more and not others and (one[1], a.otherwise) == (other[1], b.otherwise) and one[1] != a.otherwise
    return equal(one[0], other[0]) if alike and _is_sure(one[0]) and _is_sure(other[0]) else equal(a, b)


def _is_sure(condition: Expr) -> bool:
    """Whether a condition either holds or does not, whatever is missing."""
    match condition:
        case Apply(op="is null"):
            return True
        case Apply(op="coalesce", arguments=(_, Truth())):
            return True
        case Apply(op="and" | "or" | "not", arguments=arguments):
            return all(map(_is_sure, arguments))
    return isinstance(condition, Truth)
