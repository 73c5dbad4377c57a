"""How two times of a match lie to each other, and whether one choice of dates satisfies all its conditions.

Single comparisons are those of `extents`; what several of them ask for together is tried by relaxing a network of
difference constraints (Bellman and Ford): it can be satisfied exactly when it has no negative cycle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from claimcheck import extents
from claimcheck.dates import NEG, POS, Duration, shift
from claimcheck.engine.naive_terms import Point, Scene, Span
from claimcheck.extents import Extent, Grade

NO, POSSIBLE, PRESUMED, CERTAIN = Grade.NO, Grade.POSSIBLE, Grade.PRESUMED, Grade.CERTAIN

_Relation = Callable[[Extent, Extent], Grade]

RELATIONS: Mapping[str, _Relation] = {
    "overlaps": extents.overlaps,
    "touches": extents.touches,
    "before": extents.before,
    "agrees": extents.agrees,
    "differs": extents.differs,
    "disjoint": extents.disjoint,
}


def shared_bounds(a: Extent, b: Extent) -> Grade:
    """Whether two times share a moment, by their bounds alone."""
    if a.start_latest < b.end_earliest and b.start_latest < a.end_earliest:
        return CERTAIN
    return POSSIBLE if a.start_earliest < b.end_latest and b.start_earliest < a.end_latest else NO


def order_of_bounds(a: Extent, b: Extent) -> Grade:
    """Whether one time is over when the other begins, by their bounds alone."""
    if a.end_latest <= b.start_earliest:
        return CERTAIN
    return POSSIBLE if a.end_earliest <= b.start_latest else NO


LIFTING: Mapping[str, _Relation] = {**RELATIONS, "overlaps": shared_bounds, "before": order_of_bounds}
"""The relations under `unless`: dates written alike must not keep a record from lifting a finding."""


def relate(op: str, a: Span, b: Span, within: Duration | None, scene: Scene) -> Grade:
    """How sure one comparison of two times is, taken by itself."""
    if (a.fixed or b.fixed) and op in ("differs", "disjoint", "agrees"):
        return CERTAIN if op == "agrees" else NO
    if op == "overlaps":
        linked = linked_overlap(a, b, scene)
        return _dated_overlap(a, b, scene) if linked is None else linked
    if op == "within":
        return NO if within is None else _three_ways(lambda x, y: extents.within(x, y, within), a, b)
    return _three_ways(LIFTING[op] if scene.lifting else RELATIONS[op], a, b)


def _three_ways(relation: _Relation, a: Span, b: Span, by_bounds: _Relation | None = None) -> Grade:
    """Certain whatever ends the rows have; presumed if they persist; possible if some end allows it.

    `by_bounds` is the relation for ends that may be anywhere between the stated and the presumed ones: such an end
    has no date of its own.
    """
    if a.lasting == a.time and b.lasting == b.time:
        return relation(a.time, b.time)
    anyhow = (by_bounds or relation)(a.union, b.union)
    if anyhow == CERTAIN and relation(a.time, b.time) == CERTAIN:
        return CERTAIN
    if relation(a.lasting, b.lasting) == CERTAIN:
        return PRESUMED
    return POSSIBLE if anyhow else NO


def linked_overlap(a: Span, b: Span, scene: Scene) -> Grade | None:
    """What a link says of the overlap of two rows, whatever their dates; None where no link decides.

    A denial that answers a claim speaks of the time of that claim; two moments of one event are one moment, if
    their dates allow it.
    """
    if a.row is None or b.row is None:
        return None
    if answered := scene.meaning.answers(a.row, b.row):
        return max(answered, _dated_overlap(a, b, scene))
    same = scene.meaning.row_same_event(a.row, b.row)
    if not same or a.time.shape != "moment" or b.time.shape != "moment":
        return None
    coincide = a.time.start_earliest <= b.time.start_latest and b.time.start_earliest <= a.time.start_latest
    return same if coincide else NO


def _dated_overlap(a: Span, b: Span, scene: Scene) -> Grade:
    if scene.lifting:
        return _three_ways(shared_bounds, a, b)
    if _meet(a.time, b.time) or _meet(a.lasting, b.lasting):
        return NO
    return _three_ways(extents.overlaps, a, b, shared_bounds)


def _meet(a: Extent, b: Extent) -> bool:
    """Whether one time ends on the very date on which the other begins (and not the other way round as well)."""
    return a.shape == b.shape == "stretch" and _ends_at(a, b) != _ends_at(b, a)


def _ends_at(a: Extent, b: Extent) -> bool:
    """Whether the date of the end is that of the start; of a denial only its first and last moments are known."""
    if b.start_earliest <= NEG or b.start_latest >= POS - 1:
        return False
    first = a.end_earliest - 1 == b.start_earliest
    last = a.end_latest - 1 == b.start_latest
    in_turn = a.start_earliest < b.start_earliest and a.end_latest < b.end_latest
    at_first = first and b.start_earliest == b.start_latest
    at_last = last and a.end_earliest == a.end_latest
    return (first and last) or (in_turn and (at_first or at_last))


# Joint possibility


class AtMost(Struct, frozen=True, kw_only=True):
    """`later` is at most `gap` seconds after `earlier` (a negative gap: at least that long before it)."""

    later: Point
    earlier: Point
    gap: int


def constraints(op: str, a: Span, b: Span, within: Duration | None) -> Iterator[AtMost]:
    """What a comparison asks of the unknown moments of two times; nothing, if either time stands alone."""
    if a.start is None or a.end is None or b.start is None or b.end is None:
        return
    if op == "before":
        yield AtMost(later=a.end, earlier=b.start, gap=0)
    elif op in ("overlaps", "touches"):
        gap = -1 if op == "overlaps" else 0
        yield AtMost(later=a.start, earlier=b.end, gap=gap)
        yield AtMost(later=b.start, earlier=a.end, gap=gap)
    elif op == "within" and within is not None:
        for x, y, window in ((a.start, b.start, b.time), (b.start, a.start, a.time)):
            reach = _reach(window, within)
            if reach is not None:
                yield AtMost(later=x, earlier=y, gap=reach)
    if op in ("before", "overlaps", "touches", "within"):
        yield from bounds(a)
        yield from bounds(b)


def _reach(time: Extent, within: Duration) -> int | None:
    """The longest that a calendar duration takes from either bound of a start; None if neither is a date."""
    starts = (time.start_earliest, time.start_latest)
    return max((shift(s, within) - s for s in starts if NEG < s < POS - 1), default=None)


ORIGIN = Point(name=())


def bounds(span: Span) -> Iterator[AtMost]:
    """Between which moments a time starts and ends."""
    assert span.start is not None
    assert span.end is not None
    windows = (
        (span.start, span.time.start_earliest, span.time.start_latest),
        (span.end, span.time.end_earliest, span.lasting.end_latest),
    )
    for point, lo, hi in windows:
        yield AtMost(later=point, earlier=ORIGIN, gap=hi)
        yield AtMost(later=ORIGIN, earlier=point, gap=-lo)


def satisfiable(asked: Iterable[AtMost]) -> bool:
    """Whether some choice of moments meets all constraints, every end being later than its start."""
    gaps: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
    for one in asked:
        pair = (one.earlier.name, one.later.name)
        gap = one.gap + one.earlier.offset - one.later.offset
        gaps[pair] = min(gaps.get(pair, gap), gap)
    names = {name for pair in gaps for name in pair}
    for name in sorted(names):
        for end in ("end", "lasting"):
            if name[1:] == ("start",) and (name[0], end) in names:
                pair = ((name[0], end), name)
                gaps[pair] = min(gaps.get(pair, -1), -1)
    return not negative_cycle(names, gaps)


def negative_cycle(names: set[tuple[str, ...]], gaps: Mapping[tuple[tuple[str, ...], tuple[str, ...]], int]) -> bool:
    """Whether some constraints, the most by which one moment may follow another, cannot be met together."""
    distance = dict.fromkeys(names, 0)
    for _ in range(len(names) + 1):
        changed = False
        for (earlier, later), gap in gaps.items():
            if distance[earlier] + gap < distance[later]:
                distance[later] = distance[earlier] + gap
                changed = True
        if not changed:
            return False
    return True
