"""Joint possibility: the order that the conditions of a rule demand, closed over its paths when the rule is compiled.

A condition on times asks that one unknown moment lie at most so long after another: `later <= earlier + gap`. Several
of them can be met together exactly if no chain of them leads from a moment that cannot be early enough to one that
cannot be late enough: for every chain from x to y with the sum w of its gaps, the least bound of x must be at most
the greatest bound of y plus w, and no chain may come back to its beginning with a sum below zero (Dechter, Meiri and
Pearl, "Temporal constraint networks", 1991). So a few comparisons of bounds replace a search at run time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from claimcheck.rules.expressions import TRUE, Apply, Expr, Truth, Whole, any_of, at_most, negate, plus
from claimcheck.rules.times import Point, Time

Name = tuple[str, str]


class Edge(NamedTuple):
    """`later` is at most `gap` (plus the sum of `more`) after `earlier`, wherever `when` holds.

    `own` marks what every row has by itself: its end comes after its start, and one second after for a moment.
    """

    later: Name
    earlier: Name
    gap: int
    more: tuple[Expr, ...] = ()
    when: Expr = TRUE
    own: bool = False


def ordered(op: str, a: Time, b: Time, gaps: tuple[Expr, Expr] | None = None, when: Expr = TRUE) -> Iterator[Edge]:
    """What a condition asks of unknown moments; nothing where either time stands alone.

    `a before b` asks that the end of a be at most 0 after the start of b. For `within`, `gaps` are the lengths by
    which the start of a may follow that of b, and the other way round.
    """
    if a.start is None or a.end is None or b.start is None or b.end is None:
        return
    if op == "before":
        yield _edge(a.end, b.start, 0, when=when)
    elif op in ("overlaps", "touches"):
        gap = -1 if op == "overlaps" else 0
        yield _edge(a.start, b.end, gap, when=when)
        yield _edge(b.start, a.end, gap, when=when)
    elif op == "within" and gaps is not None:
        yield _edge(a.start, b.start, 0, gaps[0], when=when)
        yield _edge(b.start, a.start, 0, gaps[1], when=when)


def _edge(later: Point, earlier: Point, gap: int, more: Expr | None = None, when: Expr = TRUE) -> Edge:
    fixed = gap + earlier.offset - later.offset
    if isinstance(more, Whole):
        return Edge(later.name, earlier.name, fixed + more.value, (), when)
    return Edge(later.name, earlier.name, fixed, () if more is None else (more,), when)


class Bounds(NamedTuple):
    """The least and the greatest value of an unknown moment."""

    lo: Expr
    hi: Expr


def bounds_of(time: Time) -> Iterator[tuple[Name, Bounds]]:
    """The bounds of the unknown moments of a time."""
    if time.start is not None:
        yield time.start.name, Bounds(plus(time.s1, -time.start.offset), plus(time.s2, -time.start.offset))
    if time.end is not None and time.start is not None and time.end.name != time.start.name:
        yield time.end.name, Bounds(plus(time.e1, -time.end.offset), plus(time.l2, -time.end.offset))


def own_edges(name: str, moments: Mapping[str, Expr]) -> Iterator[Edge]:
    """The edges that every row has by itself; `moments` tells for `end` and `lasting` when it is one second long."""
    for end, moment in moments.items():
        yield Edge((name, "start"), (name, end), -1, own=True)
        yield Edge((name, end), (name, "start"), 1, when=moment, own=True)


class _Chain(NamedTuple):
    later: Name
    earlier: Name
    gap: int
    more: tuple[Expr, ...]
    when: tuple[Expr, ...]


def bound_tests(edges: Iterable[Edge], bounds: Mapping[Name, Bounds]) -> tuple[Expr, ...]:
    """What must hold of the bounds so that one choice of moments meets all conditions, if each can be met by itself.

    `a before b` and `b before c` give `a.e1 <= c.s2 - 1` (b lasts a second at least). A single condition gives none.
    """
    edges = tuple(dict.fromkeys(edges))
    if sum(not edge.own for edge in edges) < 2:
        return ()
    found = dict.fromkeys(_test(chain, bounds) for chain in _best(_chains(edges)))
    return tuple(test for test in found if test != TRUE)


def _chains(edges: tuple[Edge, ...]) -> Iterator[_Chain]:
    """Every chain without repeats that begins and ends with a condition and has two of them at least.

    Chains that begin or end with a row's own edge say nothing more: the bounds of one row already agree.
    """
    onward: dict[Name, list[Edge]] = {}
    for edge in edges:
        onward.setdefault(edge.later, []).append(edge)

    def walk(first: Edge, chain: _Chain, seen: frozenset[Name]) -> Iterator[_Chain]:
        for edge in onward.get(chain.earlier, ()):
            closes = edge.earlier == first.later
            if edge.earlier in seen and not closes:
                continue
            longer = _Chain(
                chain.later, edge.earlier, chain.gap + edge.gap, (*chain.more, *edge.more), (*chain.when, edge.when)
            )
            if not edge.own or closes:
                yield longer
            if not closes:
                yield from walk(first, longer, seen | {edge.earlier})

    for first in edges:
        if not first.own:
            start = _Chain(first.later, first.earlier, first.gap, first.more, (first.when,))
            yield from walk(first, start, frozenset({first.later, first.earlier}))


def _best(chains: Iterable[_Chain]) -> list[_Chain]:
    """The chains that ask for something, without those that ask for less than another of the same ends.

    Lengths of time are never negative, so a chain with more of them asks for less.
    """
    kept: list[_Chain] = []
    for chain in sorted((c for c in chains if not _says_nothing(c)), key=lambda c: (len(c.more), len(c.when))):
        if not any(_implies(other, chain) for other in kept):
            kept.append(chain)
    return kept


def _implies(one: _Chain, other: _Chain) -> bool:
    """Whether a chain asks for all that another of the same ends asks for, and at least wherever that one asks."""
    same = (one.later, one.earlier) == (other.later, other.earlier)
    return same and one.gap <= other.gap and set(one.more) <= set(other.more) and set(one.when) <= {*other.when, TRUE}


def _says_nothing(chain: _Chain) -> bool:
    """Chains between moments of one row that its own bounds always allow."""
    if chain.later[0] != chain.earlier[0]:
        return False
    to_its_end = chain.later[1] == "start" and chain.earlier[1] in ("end", "lasting")
    least = 0 if chain.later == chain.earlier else -1 if to_its_end else None
    return least is not None and chain.gap >= least


def _test(chain: _Chain, bounds: Mapping[Name, Bounds]) -> Expr:
    """The comparison that a chain asks for; it holds where some condition does not apply or a length is unknown."""
    if chain.later == chain.earlier:
        room: Expr = at_most(Whole(-chain.gap), _sum(chain.more)) if chain.more else Truth(chain.gap >= 0)
    else:
        limit = plus(bounds[chain.earlier].hi, chain.gap)
        room = at_most(bounds[chain.later].lo, _sum((limit, *chain.more)) if chain.more else limit)
    if chain.more:
        room = Apply("coalesce", (room, TRUE))
    return any_of(room, *(negate(condition) for condition in dict.fromkeys(chain.when) if condition != TRUE))


def _sum(parts: tuple[Expr, ...]) -> Expr:
    return parts[0] if len(parts) == 1 else Apply("+", parts)
