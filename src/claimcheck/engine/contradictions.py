"""Finds records that no dates can put in the order that is asked of them, with the chain of orders that shows it.

An order `earlier` to `later` says that the one begins before the other is over; a record that is one moment passes it
on, so orders chain. Nothing in them is a length of time, so no arithmetic is needed: a chain from u to v cannot be met
exactly if v is over, by its date, when u begins, or if v is told to come before u. This looks for such pairs first, by
carrying the latest beginnings along the orders, and for chains only where there are some: on a network that can be met
it takes as long as reading it.

Of the chains of one pair the shortest stands for all, of equals the first by the alphabet. Records between u and v that
by their own dates contradict v stand in no chain: they make a shorter one. Of the records that one contradicts, those
that only follow on another such, by no shorter a chain, are left out. What is found is told only if none of its records
can be left out; two records alone are the business of other rules.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from claimcheck.civil import NEG, POS
from claimcheck.engine.interface import Order, OrderKind
from claimcheck.extents import Grade

Chain = tuple[Order, ...]
KINDS: tuple[OrderKind, ...] = ("before", "relies-on", "after", "same-event", "once")
"""The kinds of order, the one that tells most first."""
SAME = ("same-event", "once")
"""What makes two records one event: such a chain against dates is about the dates of that event, and not told here."""


class Span(NamedTuple):
    """When a record begins at the earliest and is over at the latest (exclusive), and whether it is one moment."""

    lo: int
    hi: int
    moment: bool


def contradictions(orders: Iterable[Order], spans: Mapping[str, Span]) -> list[Chain]:
    """The chains of three records and more that cannot be met, each ending with the order that contradicts it.

    First those of certain orders alone, then what doubtful ones add.
    """
    orders = tuple(orders)
    found: dict[frozenset[str], Chain] = {}
    for least in (Grade.CERTAIN, Grade.POSSIBLE):
        network = _Network(orders, spans, least)
        best: dict[frozenset[str], Chain] = {}
        for chain in sorted(network.chains(), key=_preference):
            best.setdefault(frozenset(keys_of(chain)), chain)
        found = {**best, **found}
    return list(found.values())


def keys_of(chain: Chain) -> tuple[str, ...]:
    """The records of a chain, in its order."""
    return tuple(order.earlier for order in chain)


def _preference(chain: Chain) -> tuple[bool, tuple[str, ...]]:
    return chain[-1].kind != "dates", keys_of(chain)


def best_orders(orders: Iterable[Order], least: Grade) -> dict[tuple[str, str], Order]:
    """For each pair of records the surest order, of equals that of the first kind."""
    kept = (order for order in orders if order.grade >= least)
    ranked = sorted(kept, key=lambda order: (-order.grade, KINDS.index(order.kind)))
    best: dict[tuple[str, str], Order] = {}
    for order in ranked:
        best.setdefault((order.earlier, order.later), order)
    return best


class _Network:
    """The orders of one grade and better, by the records that they lead from and to."""

    def __init__(self, orders: Iterable[Order], spans: Mapping[str, Span], least: Grade) -> None:
        self.spans = spans
        self.out: dict[str, dict[str, Order]] = {}
        self.into: dict[str, dict[str, Order]] = {}
        orders = tuple(orders)
        for (earlier, later), order in best_orders(orders, least).items():
            self.out.setdefault(earlier, {})[later] = order
            self.into.setdefault(later, {})[earlier] = order
        self.keys = self.out.keys() | self.into.keys()
        self.told = best_orders([order for order in orders if order.kind == "before"], least)
        self.rings = _rings(self.out, self.into, {key for key in self.keys if spans[key].moment})

    def chains(self) -> Iterator[Chain]:
        """The shortest chain of each pair that contradicts it, if it is one of three records that all are needed."""
        for chain in (*self.against_dates(), *self.against_one_another()):
            keys = keys_of(chain)
            of_several = any(order.kind not in (*SAME, "dates") for order in chain)
            if len(keys) > 2 and of_several and not any(self.impossible(set(keys) - {key}) for key in keys):
                yield chain

    def against_dates(self) -> Iterator[Chain]:
        """Chains to a record that is over when their first one begins; of those that lead on to others, the nearest."""
        latest, soonest = self.latest(self.keys), self.soonest(self.keys)
        amid = {
            key
            for key in latest.keys() | soonest.keys()
            if max(latest.get(key, NEG), self.spans[key].lo) >= min(soonest.get(key, POS), self.spans[key].hi)
        }
        ways = dict(self.ways(latest, amid))
        near = self.nearest(ways, 0, self.out, amid) & self.nearest(ways, 1, self.into, amid)
        for u, v in sorted(near):
            yield (*ways[u, v], Order(kind="dates", earlier=v, later=u, grade=Grade.CERTAIN))

    def ways(self, latest: Mapping[str, int], amid: Collection[str]) -> Iterator[tuple[tuple[str, str], Chain]]:
        """For each record and one that is over when it begins: the shortest chain from the one to the other.

        `amid` are the records that lie between any such two; `latest` the latest beginning before each record.
        """
        for v in sorted(self.too_early(latest)):
            hi = self.spans[v].hi

            def between(key: str, hi: int = hi) -> bool:
                return self.spans[key].moment and self.spans[key].lo < hi < self.spans[key].hi

            def late(key: str, hi: int = hi) -> bool:
                return key in amid and max(self.spans[key].lo, latest.get(key, NEG)) >= hi

            hops = self.hops(v, between, late)
            for u in sorted(hops):
                if self.spans[u].lo >= hi:
                    yield (u, v), tuple(self.path(u, v, hops, between))

    def nearest(
        self, ways: Mapping[tuple[str, str], Chain], key: int, onward: Mapping[str, Iterable[str]],
        amid: Collection[str],
    ) -> set[tuple[str, str]]:  # fmt: skip
        """The pairs without those that come after a pair with the same record at one end and no longer a chain.

        `key` tells which end they share; `onward` leads from one record at the other end to the next. Else one date
        that is wrong would be told of all the records that follow.
        """
        kept: set[tuple[str, str]] = set()
        onward = {here: [key for key in onward.get(here, ()) if key in amid] for here in amid}
        by_end: dict[str, list[tuple[str, str]]] = {}
        for pair in ways:
            by_end.setdefault(pair[key], []).append(pair)
        for pairs in by_end.values():
            passed: set[str] = set()
            beyond: set[str | int] = set()
            for _, some in groupby(sorted(pairs, key=lambda pair: len(ways[pair])), key=lambda pair: len(ways[pair])):
                group = list(some)
                self.go_on([pair[1 - key] for pair in group], onward, passed, beyond)
                kept.update(pair for pair in group if self.ring(pair[1 - key]) not in beyond)
        return kept

    def ring(self, key: str) -> str | int:
        """What a record shares with those that it leads to and that lead to it."""
        return self.rings.get(key, key)

    def go_on(
        self, start: Iterable[str], onward: Mapping[str, Iterable[str]], passed: set[str], beyond: set[str | int]
    ) -> None:
        """Follow orders from some records through moments; note what was passed, and the rings that were entered."""
        frontier = [key for key in start if self.spans[key].moment and key not in passed]
        passed.update(frontier)
        while frontier:
            here = frontier.pop()
            for key in onward.get(here, ()):
                if self.ring(key) != self.ring(here):
                    beyond.add(self.ring(key))
                if key not in passed and self.spans[key].moment:
                    passed.add(key)
                    frontier.append(key)

    def against_one_another(self) -> Iterator[Chain]:
        """Chains from one record to another that is told to come before it, all of them moments."""
        for (v, u), closing in sorted(self.told.items()):
            if v in self.rings and self.rings[v] == self.rings.get(u):

                def between(key: str, number: int = self.rings[v]) -> bool:
                    return self.rings.get(key) == number

                yield (*self.path(u, v, self.hops(v, between, between), between), closing)

    def latest(self, keys: Collection[str]) -> dict[str, int]:
        """For each record that others lead to, of some: the latest beginning among these, carried along the orders."""
        firsts = sorted(keys, key=lambda key: self.spans[key].lo, reverse=True)
        return {key: self.spans[first].lo for key, first in self.carried(firsts, self.out, keys).items()}

    def soonest(self, keys: Collection[str]) -> dict[str, int]:
        """For each record that leads to others, of some: the soonest end among these, carried back along the orders."""
        firsts = sorted(keys, key=lambda key: self.spans[key].hi)
        return {key: self.spans[first].hi for key, first in self.carried(firsts, self.into, keys).items()}

    def carried(
        self, firsts: Iterable[str], onward: Mapping[str, Iterable[str]], keys: Collection[str]
    ) -> dict[str, str]:
        """For each record that others lead to: the first of them. What passes a record once passes it for good."""
        found: dict[str, str] = {}
        for first in firsts:
            frontier = [first]
            while frontier:
                for key in onward.get(frontier.pop(), ()):
                    if key not in found and key in keys:
                        found[key] = first
                        if self.spans[key].moment:
                            frontier.append(key)
        return found

    def too_early(self, latest: Mapping[str, int]) -> set[str]:
        """The records that are over before the beginning of one that must not begin after that."""
        return {key for key, lo in latest.items() if self.spans[key].hi <= lo}

    def hops(self, v: str, between: Callable[[str], bool], within: Callable[[str], bool]) -> dict[str, int]:
        """Each record within some that leads to v through records between: the number of orders that takes."""
        hops = {v: 0}
        frontier = [v]
        for here in frontier:
            if here == v or between(here):
                for key in self.into.get(here, ()):
                    if key not in hops and within(key):
                        hops[key] = hops[here] + 1
                        frontier.append(key)
        return hops

    def path(self, u: str, v: str, hops: Mapping[str, int], between: Callable[[str], bool]) -> Iterator[Order]:
        """The orders of the shortest way from u to v, the first by the alphabet."""
        here = u
        while here != v:
            nearer = (key for key in self.out[here] if hops.get(key) == hops[here] - 1 and (key == v or between(key)))
            following = min(nearer)
            yield self.out[here][following]
            here = following

    def impossible(self, keys: set[str]) -> bool:
        """Whether some records alone cannot be put in order."""
        if self.too_early(self.latest(keys)):
            return True
        rings = _rings(self.out, self.into, {key for key in keys if self.spans[key].moment})
        return any(
            u in rings and rings[v] == rings[u] for v in rings for u in self.out.get(v, ()) if (v, u) in self.told
        )


def _rings(out: Mapping[str, Iterable[str]], into: Mapping[str, Iterable[str]], keys: set[str]) -> dict[str, int]:
    """For each record, of some, the number of the set of those that lead to it and that it leads to (Kosaraju)."""
    done: list[str] = []
    seen: set[str] = set()
    for root in sorted(keys):
        stack = [(root, iter(out.get(root, ())))] if root not in seen else []
        seen.add(root)
        while stack:
            here, rest = stack[-1]
            following = next((key for key in rest if key in keys and key not in seen), None)
            if following is None:
                done.append(here)
                stack.pop()
            else:
                seen.add(following)
                stack.append((following, iter(out.get(following, ()))))
    ring: dict[str, int] = {}
    for number, root in enumerate(reversed(done)):
        frontier = [root] if root not in ring else []
        while frontier:
            here = frontier.pop()
            if here not in ring:
                ring[here] = number
                frontier.extend(key for key in into.get(here, ()) if key in keys and key not in ring)
    return ring
