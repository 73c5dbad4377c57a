"""Runs compiled rules on DuckDB, in memory: loads the claim table, lets plans join it, builds matches of results."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from claimcheck.civil import NEG, POS
from claimcheck.closures import Vocabulary, close_links, close_vocabulary
from claimcheck.engine import loading
from claimcheck.engine.conclusions import concluded
from claimcheck.engine.contradictions import KINDS, Span, contradictions, keys_of
from claimcheck.engine.interface import Match, Order, Result
from claimcheck.engine.lasting import as_written, reads_lasting
from claimcheck.engine.matches import TIMES, Candidate, Held, held, matches_of, network_matches, read_result, written
from claimcheck.engine.rowsql import NEEDED, Traits, lasting_sql, pairs_sql
from claimcheck.extents import Grade
from claimcheck.model import Dossier
from claimcheck.rules.compile import compile_rule
from claimcheck.rules.plan import Needs, Plan, tables_read
from claimcheck.rules.sources import Present, UncompilableError
from claimcheck.rules.sql import plan_sql, quote, write
from claimcheck.rules.syntax import Rule
from claimcheck.table import BASE, BOUNDS, OF_ITEM, OF_MOVED, Cell, Table, claim_table, moved

try:
    # The native module alone: the package around it takes three times as long to import, and nothing of it is used.
    from _duckdb import DuckDBPyConnection, connect
except ImportError:  # before DuckDB 1.4 it has another name
    from duckdb import DuckDBPyConnection, connect

SMALL = 5000
"""Up to so many rows it costs more to look for a better plan than to run the one we have."""


class DuckEngine:
    """The engine that users run: embedded, on one machine."""

    def run(self, dossier: Dossier, rules: Sequence[Rule]) -> Result:
        """The matches of the rules, inference rules first taken into account."""
        with open_database() as connection:
            return _Run(dossier, connection).run(rules)

    def sql(self, rule: Rule, dossier: Dossier) -> str:
        """The statement that a rule becomes for a dossier, with its parameters."""
        records = _Records.of(dossier, _first_table(dossier))
        return plan_sql(compile_rule(rule, records.vocabulary, records.present))


def open_database() -> DuckDBPyConnection:
    """An empty database in memory; one thread, since more would only wait for one another on so little."""
    # What does not fit in memory goes where temporary files go: left alone it would go into the dossier.
    overflow = os.environ.get("TMPDIR") or os.environ.get("TEMP") or "/tmp"  # noqa: S108 -- DuckDB names its own files there
    return connect(":memory:", config={"threads": 1, "temp_directory": overflow})


def _first_table(dossier: Dossier) -> Table:
    """The rows that claims state and their events begin."""
    vocabulary = close_vocabulary(dossier.predicates)
    events = {claim: members[0] for claim, members in close_links(dossier.links).items()}
    starts = {
        name: [(state.target, state.grade) for state in vocabulary.starts(name)]
        for name in {claim.predicate for claim in dossier.claims.values()}
    }
    return claim_table(dossier, lambda predicate: starts.get(predicate, ()), events)


class _Records(NamedTuple):
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
    def others(self) -> tuple[tuple[str, loading.Shape, Iterable[loading.Record]], ...]:
        """Tables that are filled only where something reads them."""
        return (
            ("kin", loading.KIN, self.ties.kin),
            ("ties", loading.TIES, self.ties.ties),
            ("links", loading.LINKS, self.ties.links),
            ("answered", loading.ANSWERED, self.ties.answered),
            ("told", loading.TOLD, self.ties.told),
            ("entities", loading.ENTITIES, loading.entities(self.dossier.entities)),
        )

    @property
    def present(self) -> Present:
        """What rules may find among these rows."""
        relations = {*self.ties.relations, *(meeting.relation for meeting in self.meetings)}
        relations |= {"contradicts"} if self.ties.answered else set()
        relations |= {"must-precede"} if self.ties.told else set()
        return Present(
            predicates=frozenset(str(predicate) for predicate in self.table.columns["predicate"]),
            relations=frozenset(relations),
            inferred=any("\n" in str(claims) for claims in self.table.columns["claims"]),
            columns=self.table.columns if len(self.table) <= SMALL else None,
        )


class _Run:
    """One run over one dossier: inference rules first, then, with what they concluded, the others."""

    def __init__(self, dossier: Dossier, connection: DuckDBPyConnection) -> None:
        self.dossier = dossier
        self.connection = connection
        self.failed: dict[str, str] = {}
        self.networks: list[tuple[Rule, list[Order]]] = []

    def run(self, rules: Sequence[Rule]) -> Result:
        records = _Records.of(self.dossier, _first_table(self.dossier))
        # Plans are already in an order in which every join has an equality; the order that DuckDB would look for can
        # begin with all pairs of rows that come one after the other, which grows with the square of their number.
        small = len(records.table) <= SMALL
        self.connection.execute("PRAGMA disable_optimizer" if small else "SET disabled_optimizers = 'join_order'")
        inference = [rule for rule in rules if rule.derive is not None]
        inferred = self.candidates(inference, records)
        if self.conclude(inferred, records.table):
            records = _Records.of(self.dossier, records.table)
        found = [*self.candidates([rule for rule in rules if rule.derive is None], records, times=True), *inferred]
        chains = [(rule, contradictions(orders, self.spans(orders, records.table))) for rule, orders in self.networks]
        numbers = {row for _, candidates in found for one in candidates for row in one.rows}
        numbers |= {records.table.stated[key] for _, some in chains for chain in some for key in keys_of(chain)}
        rows = self.rows(numbers, records.table)
        corrected = _corrected(self.dossier)
        matches = [one.match for rule, ones in found for one in matches_of(rule, ones, rows, corrected)]
        by_key = {held.key: held for held in rows.values()}
        matches += [match for rule, some in chains for match in network_matches(rule, some, by_key, corrected)]
        return Result(matches=tuple(sorted(matches, key=_order)), failed=tuple(sorted(self.failed.items())))

    def conclude(self, inferred: Iterable[tuple[Rule, Sequence[Candidate]]], table: Table) -> bool:
        """Add what inference rules conclude to the claim table; whether there was anything."""
        size = len(table)
        corrected = _corrected(self.dossier)
        for rule, candidates in inferred:
            rows = {row: written(table, row) for one in candidates for row in one.rows}
            for one in matches_of(rule, candidates, rows, corrected):
                row = None if rule.derive is None else concluded(rule.derive, one.match, one.columns, self.dossier)
                if row is not None:
                    table.add(row)
        return len(table) > size

    def candidates(
        self, rules: Sequence[Rule], records: _Records, *, times: bool = False
    ) -> list[tuple[Rule, list[Candidate]]]:
        """What the plans of some rules give; `times` for tables that also answer what `rows` asks."""
        plans = self.compiled(rules, records)
        if plans or times:
            lasting = times or any(reads_lasting(rule, plan, records.vocabulary, records.table) for rule, plan in plans)
            self.set_up(records, [plan for _, plan in plans], lasting=lasting)
        self.networks += [(rule, self.orders(plan, records.table)) for rule, plan in plans if rule.network is not None]
        return [(rule, self.result(rule, plan)) for rule, plan in plans if rule.network is None]

    def compiled(self, rules: Sequence[Rule], records: _Records) -> list[tuple[Rule, Plan]]:
        """The plans of some rules, without those that cannot match here; why a rule cannot run is kept."""
        plans: list[tuple[Rule, Plan]] = []
        present = records.present
        for rule in rules:
            try:
                plan = compile_rule(rule, records.vocabulary, present)
            except UncompilableError as error:
                self.failed[rule.id] = str(error)
            else:
                plans += [(rule, plan)] if plan.result is not None else []
        return plans

    def result(self, rule: Rule, plan: Plan) -> list[Candidate]:
        """The candidates that the statement of a plan gives."""
        statement = write(plan)
        cursor = self.connection.execute(statement.text, statement.values)
        names = [column[0] for column in cursor.description or ()]
        return read_result(plan, (unless.name for unless in rule.unless), names, cursor.fetchall())

    def orders(self, plan: Plan, table: Table) -> list[Order]:
        """The orders between claims that the statement of a rule over a network gives."""
        statement = write(plan)
        keys = table.columns["key"]
        return [
            Order(kind=KINDS[kind], earlier=str(keys[earlier]), later=str(keys[later]), grade=Grade(grade))
            for kind, earlier, later, grade in self.connection.execute(statement.text, statement.values).fetchall()
            if grade
        ]

    def spans(self, orders: Iterable[Order], table: Table) -> dict[str, Span]:
        """When the claims that orders join begin and are over; what nobody knows sets no bound."""
        found: dict[str, Span] = {}
        for key in {key for order in orders for key in (order.earlier, order.later)}:
            lo, hi, moment, open_end = (
                table.columns[name][table.stated[key]] for name in ("s1", "w2", "moment", "open_end")
            )
            when = self.dossier.claims[key].when
            unknown = when is not None and when.form == "interval" and when.start_is == "unknown"
            assert isinstance(lo, int), key
            assert isinstance(hi, int), key
            found[key] = Span(NEG if unknown else lo, POS if open_end else hi, bool(moment))
        return found

    # Set-up

    def set_up(self, records: _Records, plans: Sequence[Plan], *, lasting: bool) -> None:
        """Fill the tables that plans join, with no more than these plans need.

        Without `lasting`, the rows are loaded as written: nothing that depends on what other records say of their end
        will be read of them.
        """
        needs, read, table = needs_of(plans), tables_read(plans), records.table
        has = _traits(records)
        relations = needs.relations | ({"contradicts"} if has.changes and lasting else set())
        relations |= {"rivals"} if has.rivals and lasting else set()
        wanted = {*TIMES, *read.get("rows", ()), *(BOUNDS if needs.periods else ())}
        if lasting or relations:
            self.load("base", {name: kind for name, kind in BASE.items() if name in wanted | NEEDED}, table.columns)
        if "near" in read or lasting or relations:
            self.fill("near", loading.NEAR, loading.near(self.dossier, table, needs.words))
        if "items" in read:
            self.load("items", OF_ITEM, table.items)
        for name, shape, some in records.others:
            joined = (name == "answered" and has.answers) or (name == "told" and has.orders)
            if name in read or (name == "kin" and has.kin) or (joined and relations):
                self.fill(name, shape, some)
        if relations:
            self.fill("meetings", loading.MEETINGS, (m.record for m in records.meetings if m.relation in relations))
            self.connection.execute(pairs_sql(has))
        if lasting:
            self.fill("turns", loading.TURNS, loading.turns(records.vocabulary, table))
            self.connection.execute(lasting_sql(has, wanted))
        else:
            self.load("rows", *as_written(wanted, table))
        if needs.periods:
            self.move(needs.periods, sorted({str(text) for text in table.columns["horizon"]}), read.get("moved", ()))

    def fill(self, name: str, shape: loading.Shape, records: Iterable[loading.Record]) -> None:
        """Make a table of records."""
        self.load(name, shape, loading.columns_of(shape, records))

    def load(self, name: str, shape: loading.Shape, columns: Mapping[str, Sequence[Cell]]) -> None:
        """Make a table of columns, each handed over as one list; one in which nothing stands needs no list."""
        given = {column: any(cell is not None for cell in columns[column]) or not columns[column] for column in shape}
        unnested = ", ".join(
            f"{f'unnest(?::{kind}[])' if given[column] else f'CAST(NULL AS {kind})'} AS {quote(column)}"
            for column, kind in shape.items()
        )
        lists = [list(columns[column]) for column in shape if given[column]]
        self.connection.execute(f"CREATE OR REPLACE TABLE {quote(name)} AS SELECT {unnested}", lists)

    def move(self, periods: Iterable[str], horizons: Iterable[str], columns: Iterable[str]) -> None:
        """Make the table of bounds moved by the calendar; `horizon` stands for those of all predicates."""
        names = ["row", *BOUNDS]
        rows = self.connection.execute(f'SELECT {", ".join(map(quote, names))} FROM "rows"').fetchall()  # noqa: S608 -- own names
        bounds = {name: [row[index] for row in rows] for index, name in enumerate(names)}
        spelled = sorted({p.replace("horizon", h) for p in periods for h in (horizons if "horizon" in p else [""])})
        later = moved(bounds, spelled, columns)
        self.load("moved", {name: OF_MOVED[name] for name in later}, later)

    # Rows

    def rows(self, numbers: Iterable[int], table: Table) -> dict[int, Held]:
        """What is known of some rows."""
        wanted = sorted(numbers)
        if not wanted:
            return {}
        columns = ", ".join(f"r.{quote(name)}" for name in TIMES)
        asked = "(SELECT unnest(?::BIGINT[]) AS number) AS asked"
        query = f'SELECT {columns} FROM "rows" AS r JOIN {asked} ON r."row" = asked.number'  # noqa: S608 -- own names
        return {row[0]: held(table, row) for row in self.connection.execute(query, [wanted]).fetchall()}


def needs_of(plans: Iterable[Plan]) -> Needs:
    """What some plans need together."""
    needs = [plan.needs for plan in plans]
    return Needs(
        frozenset(period for need in needs for period in need.periods),
        frozenset(word for need in needs for word in need.words),
        frozenset(relation for need in needs for relation in need.relations),
    )


def _traits(records: _Records) -> Traits:
    columns = records.table.columns
    return Traits(
        kinds=frozenset(str(kind) for kind in columns["of"] if kind is not None),
        scopes=any(scope is not None for scope in columns["scope"]),
        kin=bool(records.ties.kin),
        changes=True in columns["changes"],
        answers=bool(records.ties.answered),
        rivals=any(meeting.relation == "rivals" for meeting in records.meetings),
        orders=bool(records.ties.told),
    )


def _corrected(dossier: Dossier) -> Mapping[str, frozenset[str]]:
    """For each claim those that it corrects or retracts."""
    found: dict[str, set[str]] = {}
    for link in dossier.links:
        if link.relation in ("corrects", "retracts"):
            found.setdefault(link.from_, set()).add(link.to)
    return {claim: frozenset(others) for claim, others in found.items()}


def _order(match: Match) -> tuple[str, tuple[str, ...]]:
    return match.rule, tuple(bound.key for bound in match.roles)
