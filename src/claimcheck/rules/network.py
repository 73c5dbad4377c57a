"""The plan of a rule over a network: one select for each kind of order, which gives the pairs that it joins.

What the orders make impossible together no join can tell: the engine looks for it among these pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from claimcheck.rules.expressions import Bound, Column, Expr, Scan, Whole, equal, least, unequal
from claimcheck.rules.plan import Join, Needs, Plan, Select, Union
from claimcheck.rules.readings import Frame
from claimcheck.rules.syntax import NetworkVar

THEN = "the engine follows the orders of this result from claim to claim, for those that no dates can meet together"


class _Source(NamedTuple):
    """Where orders of one kind are found: a table, what its rows are marked with, and its columns of both ends."""

    kind: str
    table: str
    mark: str
    name: str
    earlier: str = "a"
    later: str = "b"


SOURCES = (
    _Source("before", "ties", "kind", "before"),
    _Source("relies-on", "ties", "kind", "relies-on", earlier="b", later="a"),
    _Source("after", "pairs", "relation", "must-precede"),
    _Source("same-event", "ties", "kind", "event"),
    _Source("once", "pairs", "relation", "happens-once"),
)
"""The kinds of order; the column `kind` of the result is a place in this list."""
_LINKS = {"before": "before", "relies-on": "relies-on", "event": "same-event"}
_EVENTS = {"relies-on": ("earlier",), "same-event": ("earlier", "later")}


def network_plan(network: NetworkVar, frame: Frame) -> Plan:
    """The plan of a rule over a network, without the orders that a dossier has none of."""
    present = frame.present
    kept = [
        (number, source)
        for number, source in enumerate(SOURCES)
        if present is None or _LINKS.get(source.name, source.name) in present.relations
    ]
    if all(source.kind in ("same-event", "once") for _, source in kept):
        kept = []  # what makes two records one event puts nothing in order
    selects = tuple(_select(number, source, network, frame) for number, source in kept)
    relations = frozenset(source.name for _, source in kept if source.table == "pairs")
    return Plan(
        rule=frame.rule.id, roles=("earlier", "later"), parts=(), ways=(), needs=Needs(relations=relations),
        result=Union(selects) if len(selects) > 1 else next(iter(selects), None), then=THEN,
    )  # fmt: skip


def _select(number: int, source: _Source, network: NetworkVar, frame: Frame) -> Select:
    """The pairs of one kind whose claims both belong to the network, with their grade."""
    ends = {"earlier": source.earlier, "later": source.later}
    joins = [Join(Scan(source.table, "order"))]
    joins += [Join(Scan("rows", end), (equal(Column("order", key), Column(end, "row")),)) for end, key in ends.items()]
    where: list[Expr] = [equal(Column("order", source.mark), Bound(source.name))]
    caps: list[Expr] = [Column("order", "grade")]
    for end in ends:
        passed = frame.filtered(end, network.filters)
        where += [*_belongs(end, events=end in _EVENTS.get(source.kind, ())), *passed.where]
        caps += [Column(end, "cap"), passed.grade]
    if source.kind == "once" and frame.present is not None and "not-same" in frame.present.relations:
        on = [equal(Column("apart", key), Column(end, "row")) for end, key in ends.items()]
        joins.append(Join(Scan("ties", "apart"), (*on, equal(Column("apart", "kind"), Bound("apart"))), absent=True))
    columns = (
        ("kind", Whole(number)), ("earlier", Column("earlier", "row")), ("later", Column("later", "row")),
        ("grade", least(caps)),
    )  # fmt: skip
    return Select(columns=columns, joins=tuple(joins), where=tuple(where))


def _belongs(name: str, *, events: bool) -> Iterator[Expr]:
    """What every claim of a network is: recorded, affirmed, and of some time."""
    yield equal(Column(name, "stated"), Bound("true"))
    yield equal(Column(name, "polarity"), Bound("affirms"))
    yield equal(Column(name, "kind"), Bound("event")) if events else unequal(Column(name, "kind"), Bound("fixed"))
