"""Whether a plan reads how long states last: if not, rows can be loaded as written, without asking what ends them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from claimcheck.closures import Vocabulary
from claimcheck.engine.rowsql import DERIVED
from claimcheck.rules.filters import Filters
from claimcheck.rules.plan import Plan, columns_of, selects_of
from claimcheck.rules.syntax import LinkVar, Rule
from claimcheck.table import BASE, Cell, Table

_AS_WRITTEN = {"e1": "w1", "e2": "w2", "l1": "w1", "l2": "w2", "lasts_moment": "moment"}
_KIND = {**BASE, **{name: BASE[column] for name, column in _AS_WRITTEN.items()}}


def reads_lasting(rule: Rule, plan: Plan, vocabulary: Vocabulary, table: Table) -> bool:
    """Whether a plan reads the end of a row that may be a state of unwritten end."""
    names = {name for name, columns in _read_of_rows(plan) if columns & DERIVED.keys()}
    filters = dict(_filters(rule))
    states = {str(name) for name, persists in zip(
        table.columns["predicate"], table.columns["persists"], strict=True) if persists
    }  # fmt: skip
    written = all(columns & DERIVED.keys() <= _AS_WRITTEN.keys() for _, columns in _read_of_rows(plan))
    return not written or any(_may_pass(filters.get(name, ()), states, vocabulary) for name in names)


def _read_of_rows(plan: Plan) -> Iterator[tuple[str, set[str]]]:
    """For each name under which a plan reads `rows`, the columns it reads."""
    for select in selects_of(plan):
        names = {join.scan.name for join in select.joins if join.scan.table == "rows"}
        for name in names:
            yield name, {column.name for column in columns_of(select) if column.source == name}


def _filters(rule: Rule) -> Iterator[tuple[str, Filters]]:
    for binding in (*rule.match, *rule.unless):
        if not isinstance(binding, LinkVar):
            yield binding.name, binding.filters


def _may_pass(filters: Filters, states: Iterable[str], vocabulary: Vocabulary) -> bool:
    """Whether an affirmed row of one of some states can pass the filters of a name."""
    return any(all(_passes(state, field, texts, vocabulary) for field, texts in filters) for state in states)


def _passes(state: str, field: str, texts: Sequence[str], vocabulary: Vocabulary) -> bool:
    match field:
        case "affirms" | "denies":
            steps = vocabulary.implied(state)
            return any(step.polarity == field and step.target in texts for step in steps)
        case "kind":
            return "state" in texts
        case "polarity":
            return "affirms" in texts
        case "predicate":
            return state in texts
    return True


def as_written(names: Iterable[str], table: Table) -> tuple[Mapping[str, str], Mapping[str, Sequence[Cell]]]:
    """The columns of `rows` with every end as written, and their types."""
    wanted = sorted(names)
    columns = {name: table.columns[_AS_WRITTEN.get(name, name)] for name in wanted}
    return {name: _KIND[name] for name in wanted}, columns
