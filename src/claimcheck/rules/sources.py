"""The tables that the conditions of a rule read beside the rows of its claims, and what a dossier has of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from msgspec import Struct, field

from claimcheck.dates import Duration
from claimcheck.rules.expressions import Column, Expr, Scan, equal
from claimcheck.rules.plan import Join, Needs
from claimcheck.table import Columns


class UncompilableError(Exception):
    """A rule that asks for something the plans cannot say; the message is the reason, in words."""


class Present(NamedTuple):
    """What a dossier has, so that no rule looks for what it lacks: predicates of its rows, and relations of them.

    The relations are those of links, `contradicts`, `excludes`, `entails`, `rivals` and `must-precede`; `inferred`
    tells whether there are rows that rest on several claims. `columns` are those of the claim table where it is small
    enough to be looked through for each rule, else None.
    """

    predicates: frozenset[str]
    relations: frozenset[str]
    inferred: bool = False
    columns: Columns | None = None


class Sources(Struct):
    """The tables that the conditions of one select read beside the rows of its claims.

    `ties` join claims to one another and must be met; `lookups` add what may be missing. Both are named by what they
    are of (`a.subject`, `a ~ b`), so that what two conditions need is read once. `periods`, `words` and `relations`
    are what the plan needs of the tables `moved`, `near` and `pairs` (see `plan.Needs`). `lifting` is true under
    `unless`, where what holds takes a match away.
    """

    claims: frozenset[str]
    present: Present | None = None
    counts: Mapping[str, str] = field(default_factory=dict)
    horizons: tuple[Duration, ...] = ()
    lifting: bool = False
    ties: dict[str, Join] = field(default_factory=dict)
    lookups: dict[str, Join] = field(default_factory=dict)
    periods: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    relations: set[str] = field(default_factory=set)

    def tie(self, name: str, table: str, on: Iterable[tuple[str, Expr]]) -> str:
        """A table that must have a row for the match: its name."""
        self.ties.setdefault(name, _joined(name, table, on, optional=False))
        return name

    def look_up(self, name: str, table: str, on: Iterable[tuple[str, Expr]]) -> str:
        """A table that may have a row, one at most, for the match: its name."""
        if name not in self.ties:
            self.lookups.setdefault(name, _joined(name, table, on, optional=True))
        return name

    @property
    def needs(self) -> Needs:
        """What the tables must hold."""
        return Needs(frozenset(self.periods), frozenset(self.words), frozenset(self.relations))

    def has(self, relation: str) -> bool:
        """Whether any claims may stand in a relation."""
        return self.present is None or relation in self.present.relations


def _joined(name: str, table: str, on: Iterable[tuple[str, Expr]], *, optional: bool) -> Join:
    return Join(Scan(table, name), tuple(equal(Column(name, column), value) for column, value in on), optional)
