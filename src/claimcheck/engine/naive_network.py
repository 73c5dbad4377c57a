"""The judge of rules over a network: it tries every way from every claim to every other, and solves what it finds.

Whether some claims can be dated so that all their orders hold is asked of a network of difference constraints, from
which the claims are left out one at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, permutations

from claimcheck.dates import NEG, POS
from claimcheck.engine.interface import Bound, Match, Order, OrderKind
from claimcheck.engine.naive_conditions import passes
from claimcheck.engine.naive_meaning import Meaning, Row
from claimcheck.engine.naive_time import negative_cycle
from claimcheck.extents import Grade
from claimcheck.rules.syntax import NetworkVar

NO, POSSIBLE, CERTAIN = Grade.NO, Grade.POSSIBLE, Grade.CERTAIN
FINE = 1_000_000
"""Parts of a second: strictly before is at least one part before, and no chain is that long."""

_Pair = tuple[str, str]


def network_matches(rule: str, network: NetworkVar, rows: Iterable[Row], meaning: Meaning) -> list[Match]:
    """The matches of a rule over a network."""
    members = {row.key: row for row in rows if _belongs(row, network, meaning)}
    orders = [order for a, b in permutations(members.values(), 2) for order in _orders(a, b, network, meaning)]
    found: dict[frozenset[str], tuple[Order, ...]] = {}
    for least in (CERTAIN, POSSIBLE):
        sure = [order for order in orders if order.grade >= least]
        judge = _Judge(members, sure)
        chains = list(judge.chains()) if judge.impossible(members) else []
        for chain in sorted(chains, key=_first_told):
            found.setdefault(frozenset(order.earlier for order in chain), chain)
    return [_match(rule, network, chain, members) for claims, chain in found.items() if not meaning.corrected(claims)]


def _first_told(chain: tuple[Order, ...]) -> tuple[bool, list[str]]:
    """Of two chains of the same claims, the one against dates is told, else that which comes first by the alphabet."""
    return chain[-1].kind != "dates", [order.earlier for order in chain]


def _belongs(row: Row, network: NetworkVar, meaning: Meaning) -> bool:
    fixed = meaning.dossier.predicates[row.predicate].kind == "fixed"
    return row.stated and row.affirmed and not fixed and passes(row, network.filters, meaning) > NO


def _orders(a: Row, b: Row, network: NetworkVar, meaning: Meaning) -> Iterator[Order]:
    """All that asks that one claim begin before another is over."""
    kinds = [meaning.dossier.predicates[row.predicate].kind for row in (a, b)]
    events = kinds == ["event", "event"]
    grades: dict[OrderKind, Grade] = {
        "before": meaning.linked(a.key, "before", b.key),
        "relies-on": meaning.linked(b.key, "relies-on", a.key) if kinds[0] == "event" else NO,
        "after": meaning.meant_before(a, b),
        "same-event": meaning.row_same_event(a, b) if events else NO,
        "once": NO if meaning.row_not_same(a, b) else meaning.told_twice(a, b),
    }
    cap = min(a.cap, b.cap, passes(a, network.filters, meaning), passes(b, network.filters, meaning))
    for kind, grade in grades.items():
        if min(grade, cap):
            yield Order(kind=kind, earlier=a.key, later=b.key, grade=min(grade, cap))


def _begins(row: Row) -> int:
    """When it begins at the earliest; a beginning that nobody knows sets no bound."""
    when = row.origin[0].when
    unknown = when is not None and when.form == "interval" and when.start_is == "unknown"
    return NEG if unknown else row.written.start_earliest


def _over(row: Row) -> int:
    """When it is over at the latest, exclusive; an end that nobody knows sets no bound."""
    return POS if row.open_end else row.written.end_latest


def _moment(row: Row) -> bool:
    return row.written.shape == "moment"


class _Judge:
    """The claims of a network and the orders between them that are sure enough."""

    def __init__(self, members: Mapping[str, Row], orders: Sequence[Order]) -> None:
        self.members = members
        self.orders = orders

    def chains(self) -> Iterator[tuple[Order, ...]]:
        """For each two claims that stand against a chain between them: the first such chain, if all of it is needed."""
        pairs = [(u, v) for u, v in permutations(sorted(self.members), 2) if self.too_late(u, v)]
        ways = {(u, v): way for u, v in pairs if (way := self.first_way(u, v, by_dates=True))}
        for (u, v), way in ways.items():
            nearer = [pair for pair in ways if pair != (u, v) and len(ways[pair]) <= len(way)]
            follows = any(a == u and self.passes_by(b, b, v) for a, b in nearer)
            precedes = any(b == v and self.passes_by(a, u, a) for a, b in nearer)
            if not follows and not precedes:
                yield from self.needed(way, self.dates(v, u))
        for u, v in permutations(sorted(self.members), 2):
            if _moment(self.members[u]) and _moment(self.members[v]):
                for told in self.best(v, u, ("before",)):
                    yield from self.needed(self.first_way(u, v, by_dates=False), told)

    def too_late(self, u: str, v: str) -> bool:
        """Whether by their dates one claim begins when another is over."""
        return _begins(self.members[u]) >= _over(self.members[v])

    def passes_by(self, through: str, a: str, b: str) -> bool:
        """Whether the way from a to b, one of which is `through`, goes on through it, and never comes back."""
        both = _moment(self.members[a]) and _moment(self.members[b])
        return _moment(self.members[through]) and self.leads(a, b) and not (both and self.leads(b, a))

    def leads(self, a: str, b: str) -> bool:
        """Whether there is any way from one claim to another, all claims between being moments."""
        moments = {claim for claim in self.members if _moment(self.members[claim])}
        return any(True for _ in self.ways((a,), b, moments))

    def dates(self, v: str, u: str) -> Order:
        """That by their dates one claim is over before another begins."""
        return Order(kind="dates", earlier=v, later=u, grade=CERTAIN)

    def needed(self, way: tuple[str, ...], closing: Order) -> Iterator[tuple[Order, ...]]:
        """The chain along a way of three claims or more, if all are needed; not two dates of one event."""
        if len(way) < 3 or any(self.impossible(set(way) - {claim}) for claim in way):
            return
        assert self.impossible(way), way
        hops = [self.best(a, b)[0] for a, b in pairwise(way)]
        if any(order.kind not in ("same-event", "once", "dates") for order in (*hops, closing)):
            yield (*hops, closing)

    def best(self, a: str, b: str, kinds: Sequence[str] = ("before", "relies-on", "after", "same-event", "once"),
             ) -> list[Order]:  # fmt: skip
        """The orders from one claim to another, the surest first, then those of the first kind."""
        found = [order for order in self.orders if (order.earlier, order.later) == (a, b) and order.kind in kinds]
        return sorted(found, key=lambda order: (-order.grade, kinds.index(order.kind)))[:1]

    def first_way(self, u: str, v: str, *, by_dates: bool) -> tuple[str, ...]:
        """The shortest way from u to v, of equals the first by the alphabet; empty where there is none."""
        between = {claim for claim in self.members if self.passes_on(claim, v, by_dates=by_dates)}
        ways = sorted(self.ways((u,), v, between), key=lambda way: (len(way), way))
        return ways[0] if ways else ()

    def passes_on(self, claim: str, v: str, *, by_dates: bool) -> bool:
        """Whether a claim can stand between: a moment, and one that by its own date does not contradict v."""
        row, last = self.members[claim], _over(self.members[v])
        return _moment(row) and not (by_dates and (_begins(row) >= last or _over(row) <= last))

    def ways(self, so_far: tuple[str, ...], v: str, between: set[str]) -> Iterator[tuple[str, ...]]:
        """Every way to v that goes on from here and comes to no claim twice."""
        for claim in sorted({order.later for order in self.orders if order.earlier == so_far[-1]} - set(so_far)):
            if claim == v:
                yield (*so_far, v)
            elif claim in between:
                yield from self.ways((*so_far, claim), v, between)

    def impossible(self, claims: Iterable[str]) -> bool:
        """Whether no dates of some claims meet all orders between them."""
        among = set(claims)
        gaps: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}

        def at_most(later: tuple[str, ...], earlier: tuple[str, ...], gap: int) -> None:
            gaps[earlier, later] = min(gap, gaps.get((earlier, later), gap))

        origin: tuple[str, ...] = ()
        for claim in among:
            row = self.members[claim]
            at_most(origin, (claim, "start"), -_begins(row) * FINE)
            at_most(self.end(claim), origin, _over(row) * FINE - int(_moment(row)))
            if not _moment(row):
                at_most((claim, "start"), (claim, "end"), -1)
        for order in self.orders:
            if order.earlier in among and order.later in among:
                strict = order.kind == "before" or not _moment(self.members[order.later])
                at_most((order.earlier, "start"), self.end(order.later), -int(strict))
        return negative_cycle({name for pair in gaps for name in pair}, gaps)

    def end(self, claim: str) -> tuple[str, ...]:
        """The moment when a claim is over: of one that is a moment, that moment."""
        return claim, "start" if _moment(self.members[claim]) else "end"


def _match(rule: str, network: NetworkVar, chain: tuple[Order, ...], members: Mapping[str, Row]) -> Match:
    rows = [members[order.earlier] for order in chain]
    bound = tuple(
        Bound(role=f"{network.name} {number}", key=row.key, claims=row.claims, predicate=row.predicate,
              polarity=row.polarity, time=row.time, lasting=row.lasting)
        for number, row in enumerate(rows, 1)
    )  # fmt: skip
    return Match(rule=rule, roles=bound, witnesses=tuple(sorted(row.key for row in rows)),
                 grade=min(order.grade for order in chain), steps=(), chain=chain)  # fmt: skip
