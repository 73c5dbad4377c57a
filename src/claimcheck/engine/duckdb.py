"""Runs compiled rules on DuckDB, in memory: loads the claim table, lets plans join it, builds matches of the results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from claimcheck.closures import Vocabulary, close_links, close_vocabulary
from claimcheck.engine import loading
from claimcheck.engine.conclusions import concluded
from claimcheck.engine.interface import Match, Result
from claimcheck.engine.matches import Candidate, Found, Held, held, read_result
from claimcheck.engine.rowsql import LASTING, PAIRS
from claimcheck.model import Dossier
from claimcheck.rules.compile import compile_rule
from claimcheck.rules.operands import Present, UncompilableError
from claimcheck.rules.plan import Needs, Plan
from claimcheck.rules.sql import plan_sql, quote, write
from claimcheck.rules.syntax import Rule
from claimcheck.table import BASE, INT, OF_ITEM, OF_MOVED, Cell, Table, claim_table, moved

SMALL = 5000
"""Up to so many rows it costs more to look for a better order of joins than to join in the order of the plan."""


class DuckEngine:
    """The engine that users run: embedded, on one machine."""

    def run(self, dossier: Dossier, rules: Sequence[Rule]) -> Result:
        """The matches of the rules, inference rules first taken into account."""
        with duckdb.connect(":memory:", config={"threads": 1}) as connection:
            return _Run(dossier, connection).run(rules)

    def sql(self, rule: Rule, dossier: Dossier) -> str:
        """The statement that a rule becomes for a dossier, with its parameters."""
        return plan_sql(compile_rule(rule, dossier.predicates, _Records.of(dossier, _first_table(dossier)).present))


def _first_table(dossier: Dossier) -> Table:
    """The rows that claims state and their events begin."""
    vocabulary = close_vocabulary(dossier.predicates)
    events = {claim: members[0] for claim, members in close_links(dossier.links).items()}
    starts = {
        name: [(state.target, state.grade) for state in vocabulary.starts(name)]
        for name in {claim.predicate for claim in dossier.claims.values()}
    }
    return claim_table(dossier, lambda predicate: starts.get(predicate, ()), events)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Records:
    """All that is loaded for one set of rows, and what it tells the compiler."""

    dossier: Dossier
    vocabulary: Vocabulary
    table: Table
    ties: loading.Ties
    meetings: tuple[loading.Meeting, ...]

    @staticmethod
    def of(dossier: Dossier, table: Table) -> _Records:
        vocabulary = close_vocabulary(dossier.predicates)
        return _Records(
            dossier=dossier, vocabulary=vocabulary, table=table, ties=loading.ties_of(dossier, table),
            meetings=loading.meetings(vocabulary, table),
        )  # fmt: skip

    @property
    def present(self) -> Present:
        """What rules may find among these rows."""
        relations = {*self.ties.relations, *(meeting.relation for meeting in self.meetings)}
        return Present(
            predicates=frozenset(str(predicate) for predicate in self.table.columns["predicate"]),
            relations=frozenset(relations | ({"contradicts"} if self.ties.answered else set())),
            inferred=any("\n" in str(claims) for claims in self.table.columns["claims"]),
        )


class _Run:
    """One run over one dossier: set-up, inference rules, set-up again if they concluded anything, the other rules."""

    def __init__(self, dossier: Dossier, connection: duckdb.DuckDBPyConnection) -> None:
        self.dossier = dossier
        self.connection = connection

    def run(self, rules: Sequence[Rule]) -> Result:
        records = _Records.of(self.dossier, _first_table(self.dossier))
        plans, failed = _compiled(rules, records)
        self.set_up(records, plans.values())
        inference = [rule for rule in rules if rule.derive is not None]
        inferred = self.found(inference, plans, records)
        size = len(records.table)
        for rule in inference:
            for one in inferred.get(rule.id, ()):
                row = concluded(rule.derive, one.match, one.columns, self.dossier) if rule.derive else None
                if row is not None:
                    records.table.add(row)
        if len(records.table) > size:
            records = _Records.of(self.dossier, records.table)
            plans, failed = _compiled(rules, records)
            self.set_up(records, [plans[rule.id] for rule in rules if rule.derive is None and rule.id in plans])
        others = self.found([rule for rule in rules if rule.derive is None], plans, records)
        matches = [one.match for found in (inferred, others) for ones in found.values() for one in ones]
        return Result(matches=tuple(sorted(matches, key=_order)), failed=tuple(sorted(failed.items())))

    # Set-up

    def set_up(self, records: _Records, plans: Iterable[Plan]) -> None:
        """Fill the tables that plans join, with no more than these plans need."""
        plans = list(plans)
        needs = Needs(*(frozenset[str]().union(*parts) for parts in zip(
            *((plan.needs.periods, plan.needs.words, plan.needs.relations) for plan in plans), strict=True)
        ))  # fmt: skip
        table = records.table
        if len(table) <= SMALL:
            self.connection.execute("PRAGMA disable_optimizer")
        relations = needs.relations | ({"contradicts"} if True in table.columns["changes"] else set())
        self.load("base", BASE, table.columns)
        self.load("items", OF_ITEM, table.items)
        self.fill("near", loading.NEAR, loading.near(self.dossier, table, needs.words))
        self.fill("entities", loading.ENTITIES, loading.entities(self.dossier.entities))
        self.fill("kin", loading.KIN, records.ties.kin)
        self.fill("ties", loading.TIES, records.ties.ties)
        self.fill("links", loading.LINKS, records.ties.links)
        self.fill("answered", loading.ANSWERED, records.ties.answered if "contradicts" in relations else ())
        self.fill("turns", loading.TURNS, loading.turns(records.vocabulary, table))
        self.fill("meetings", loading.MEETINGS, (m.record for m in records.meetings if m.relation in relations))
        self.connection.execute(PAIRS)
        self.connection.execute(LASTING)
        if needs.periods:
            self.move(needs.periods)

    def fill(self, name: str, shape: loading.Shape, records: Iterable[loading.Record]) -> None:
        """Make a table of records."""
        self.load(name, shape, loading.columns_of(shape, records))

    def load(self, name: str, shape: loading.Shape, columns: Mapping[str, Sequence[Cell]]) -> None:
        """Make a table of columns, each handed over as one list."""
        unnested = ", ".join(f"unnest(?::{kind}[]) AS {quote(column)}" for column, kind in shape.items())
        self.connection.execute(f"CREATE OR REPLACE TABLE {quote(name)} AS SELECT {unnested}",
                                [list(columns[column]) for column in shape])  # fmt: skip

    def move(self, periods: Iterable[str]) -> None:
        """Make the table of bounds moved by the calendar; `horizon` stands for those of all predicates."""
        names = [name for name, kind in OF_MOVED.items() if kind == INT]
        wanted = ", ".join(map(quote, [*names, "horizon"]))
        rows = self.connection.execute(f'SELECT {wanted} FROM "rows" ORDER BY "row"').fetchall()
        columns = {name: [row[index] for row in rows] for index, name in enumerate(names)}
        horizons = sorted({row[-1] for row in rows})
        spelled = sorted({p.replace("horizon", h) for p in periods for h in (horizons if "horizon" in p else [""])})
        self.load("moved", OF_MOVED, moved(columns, spelled))

    # Rules

    def found(self, rules: Sequence[Rule], plans: Mapping[str, Plan], records: _Records) -> dict[str, list[Found]]:
        """The matches of some rules, each with the columns beside it."""
        results: dict[str, list[Candidate]] = {}
        for rule in rules:
            plan = plans.get(rule.id)
            if plan is not None and plan.result is not None:
                statement = write(plan)
                cursor = self.connection.execute(statement.text, statement.values)
                names = [column[0] for column in cursor.description or ()]
                results[rule.id] = read_result(plan, (unless.name for unless in rule.unless), names, cursor.fetchall())
        rows = self.rows({row for found in results.values() for one in found for row in one.rows})
        corrected = _corrected(records.dossier)
        return {
            rule.id: held(rule, results[rule.id], rows, corrected) for rule in rules if rule.id in results
        }

    def rows(self, numbers: Iterable[int]) -> dict[int, Held]:
        """What is known of the rows that matches bind."""
        wanted = sorted(numbers)
        if not wanted:
            return {}
        columns = ", ".join(f"r.{quote(name)}" for name in Held.COLUMNS)
        query = f'SELECT {columns} FROM "rows" AS r JOIN (SELECT unnest(?::BIGINT[]) AS wanted) ON r."row" = wanted'
        return {row[0]: Held.of(row) for row in self.connection.execute(query, [wanted]).fetchall()}


def _compiled(rules: Sequence[Rule], records: _Records) -> tuple[dict[str, Plan], dict[str, str]]:
    plans: dict[str, Plan] = {}
    failed: dict[str, str] = {}
    present = records.present
    for rule in rules:
        try:
            plans[rule.id] = compile_rule(rule, records.dossier.predicates, present)
        except UncompilableError as error:
            failed[rule.id] = str(error)
    return plans, failed


def _corrected(dossier: Dossier) -> frozenset[tuple[str, str]]:
    """The pairs of claims of which one corrects or retracts the other."""
    return frozenset((link.from_, link.to) for link in dossier.links if link.relation in ("corrects", "retracts"))


def _order(match: Match) -> tuple[str, tuple[str, ...]]:
    return match.rule, tuple(bound.key for bound in match.roles)
