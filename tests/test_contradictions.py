"""Chains of orders that no dates can meet, held against the truth of small networks and timed on large ones.

The truth is found without any of the code under test: all dates are tried, in fifths of a unit of time.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from random import Random

import pytest

from claimcheck.civil import NEG, POS
from claimcheck.engine.contradictions import Span, contradictions, keys_of
from claimcheck.engine.interface import Order, OrderKind
from claimcheck.extents import Grade

NETWORKS = 1000
LAST = 3
KINDS: tuple[OrderKind, ...] = ("before", "before", "before", "relies-on", "after", "same-event")


def order(kind: OrderKind, earlier: str, later: str, grade: Grade = Grade.CERTAIN) -> Order:
    return Order(kind=kind, earlier=earlier, later=later, grade=grade)


def instants(span: Span) -> Iterator[tuple[float, float]]:
    """All moments that a record can have; five parts of a unit are enough to put five records in strict order."""
    parts = [number / 5 for number in range(LAST * 5)]
    for begin in parts:
        if begin >= max(span.lo, 0) and begin < span.hi:
            yield begin, begin


def can_be_met(keys: Iterable[str], orders: Iterable[Order], spans: dict[str, Span]) -> bool:
    """Whether some dates meet all orders between some records, by giving dates to one after the other."""
    names = sorted(keys)
    asked = [one for one in orders if one.earlier in names and one.later in names]

    def dated(known: dict[str, tuple[float, float]], rest: list[str]) -> bool:
        if not rest:
            return True
        for choice in instants(spans[rest[0]]):
            longer = {**known, rest[0]: choice}
            ready = [
                one
                for one in asked
                if {one.earlier, one.later} <= longer.keys() and rest[0] in (one.earlier, one.later)
            ]
            if all(meets(one, longer) for one in ready) and dated(longer, rest[1:]):
                return True
        return False

    return dated({}, names)


def meets(one: Order, known: dict[str, tuple[float, float]]) -> bool:
    begins, over = known[one.earlier][0], known[one.later][1]
    return begins < over if one.kind == "before" else begins <= over


def network(random: Random) -> tuple[list[Order], dict[str, Span]]:
    names = "abcde"[: random.choice([3, 4, 4, 5])]
    spans: dict[str, Span] = {}
    for name in names:
        lo = random.randrange(LAST)
        dated = random.random() < 0.5
        spans[name] = Span(lo, random.randrange(lo, LAST) + 1, True) if dated else Span(NEG, POS, True)
    orders: dict[tuple[str, str], Order] = {}
    for _ in range(random.randrange(3, 8)):
        one, other = random.sample(names, 2)
        kind = random.choice(KINDS)
        grade = random.choice([Grade.CERTAIN, Grade.CERTAIN, Grade.POSSIBLE])
        orders[one, other] = order(kind, one, other, grade)
        if kind == "same-event":
            orders[other, one] = order(kind, other, one, grade)
    return list(orders.values()), spans


def smallest(orders: list[Order], spans: dict[str, Span]) -> list[frozenset[str]]:
    """The sets of records that cannot be put in order and of which none can be left out."""
    found: list[frozenset[str]] = []
    for size in range(2, len(spans) + 1):
        for names in map(frozenset, combinations(sorted(spans), size)):
            if not any(known <= names for known in found) and not can_be_met(names, orders, spans):
                found.append(names)
    return found


def of_one_event(names: frozenset[str], orders: list[Order], spans: dict[str, Span]) -> bool:
    """Whether some records are impossible already by the dates of one event that all of them tell of."""
    return not can_be_met(names, [one for one in orders if one.kind == "same-event"], spans)


def test_what_is_found_is_impossible_and_nothing_impossible_is_passed_over(capsys: pytest.CaptureFixture[str]) -> None:
    """Sets of two records, and those of one event with several dates, are for other rules.

    Where the shortest chain of a pair holds such a set, it is not told, nor is a longer one: so a set may be passed
    over while such another one stands in the network, and only then.
    """
    random = Random(11)
    told: Counter[str] = Counter()
    for _ in range(NETWORKS):
        orders, spans = network(random)
        found = contradictions(orders, spans)
        sets = {frozenset(keys_of(chain)): min(one.grade for one in chain) for chain in found}
        assert len(sets) == len(found)
        for grade in (Grade.CERTAIN, Grade.POSSIBLE):
            asked = [one for one in orders if one.grade >= grade]
            truth = smallest(asked, spans)
            others = [names for names in truth if len(names) == 2 or of_one_event(names, asked, spans)]
            ours = [names for names in truth if names not in others]
            assert {names for names, sure in sets.items() if sure == grade} <= {
                names for names in truth if len(names) > 2
            }
            for names in ours:
                told[f"{grade.word} in truth"] += 1
                standing = [known for known, sure in sets.items() if sure >= grade and len(known) <= len(names)]
                assert standing or others, (names, orders, spans)
                told[f"{grade.word} told"] += names in sets
                told["passed"] += not standing
    with capsys.disabled():
        print(f"\n{NETWORKS} networks, impossible sets of three records and more: {dict(sorted(told.items()))}")
    assert told["certain told"] > 50
    assert told["possible told"] > 100
    assert told["passed"] < 0.05 * told["possible in truth"]


def test_the_shortest_chain_stands_for_all_and_ends_with_what_contradicts_it() -> None:
    spans = {"a": Span(20, 30, True), "z": Span(0, 10, True)} | {name: Span(NEG, POS, True) for name in "bcd"}
    orders = [order("before", *pair) for pair in ("ab", "bz", "ac", "cd", "dz", "ad")]
    (chain,) = contradictions(orders, spans)
    assert chain == (order("before", "a", "b"), order("before", "b", "z"), order("dates", "z", "a"))


def test_a_stretch_passes_no_order_on() -> None:
    spans = {"a": Span(20, 30, True), "b": Span(0, 40, False), "z": Span(0, 10, True)}
    orders = [order("before", "a", "b"), order("before", "b", "z")]
    assert contradictions(orders, spans) == []
    assert len(contradictions(orders, {**spans, "b": Span(0, 40, True)})) == 1


def test_one_doubtful_order_makes_a_chain_possible_unless_a_sure_one_says_the_same() -> None:
    spans = {"a": Span(20, 30, True), "b": Span(NEG, POS, True), "z": Span(0, 10, True)}
    doubtful = [order("before", "a", "b", Grade.POSSIBLE), order("before", "b", "z")]
    assert [min(one.grade for one in chain) for chain in contradictions(doubtful, spans)] == [Grade.POSSIBLE]
    sure = [*doubtful, order("relies-on", "a", "b")]
    assert [min(one.grade for one in chain) for chain in contradictions(sure, spans)] == [Grade.CERTAIN]


@pytest.mark.parametrize("wrong", [0, 1])
def test_a_large_network_takes_little_longer_than_reading_it(wrong: int) -> None:
    size = 30_000
    names = [f"n{number:06}" for number in range(size)]
    spans = {name: Span(number, number + 10, True) if number % 3 == 0 else Span(NEG, POS, True)
             for number, name in enumerate(names)}  # fmt: skip
    if wrong:
        spans[names[size // 2]] = Span(size // 2 + 400, size // 2 + 401, True)
    orders = [order("before", names[at], names[at + step]) for step in (1, 2) for at in range(size - 2)]
    begin = time.process_time()
    found = contradictions(orders, spans)
    taken = time.process_time() - begin
    assert bool(found) is bool(wrong)
    assert all(len(keys_of(chain)) > 2 for chain in found)
    assert taken < 20, f"{taken:.1f} s"


def test_a_ring_of_records_is_told_once() -> None:
    spans = {name: Span(NEG, POS, True) for name in "abcd"}
    orders = [order("before", *pair) for pair in ("ab", "bc", "cd", "da")]
    (chain,) = contradictions(orders, spans)
    assert set(keys_of(chain)) == set("abcd")
    assert chain[-1].kind == "before"
    simultaneous = [order("relies-on", *pair) for pair in ("ab", "bc", "cd", "da")]
    assert contradictions(simultaneous, spans) == []
