"""An axis of time: where a moment stands, which dates are written under it, and where it is broken.

One scale holds everywhere, so that lengths can be compared. A stretch in which nothing begins or ends, and which would
leave no room for the rest, is left out, and the axis shows the break.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise

from msgspec import Struct

from claimcheck.civil import DAY, HOUR, calendar_day, midnight
from claimcheck.dates import show_moment
from claimcheck.report.svg import width_of

GAP = 26.0  # what a break takes of the width
MOST_BREAKS = 3
MOST_TICKS = 60
MOST_HOURLY = 4  # days up to which hours are written
SHARE = 0.45  # a stretch is left out where it would take more than this of what is drawn
ENOUGH = 6  # with fewer dates than this the whole of time is drawn
_STEPS = (1, 3, 6, 12), (1, 2, 7, 14), (1, 2, 3, 6), (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


class Segment(Struct, frozen=True, kw_only=True):
    """A stretch of time that is drawn, from `lo` to `hi`, between two places."""

    lo: int
    hi: int
    left: float
    right: float


class Tick(Struct, frozen=True, kw_only=True):
    """A date on the axis: its place, its words, and where these are centred."""

    moment: int
    x: float
    label: str
    at: float


class Axis(Struct, frozen=True, kw_only=True):
    """Segments in the order of time; between two of them the axis is broken."""

    segments: tuple[Segment, ...]

    def x(self, moment: int) -> float:
        """Where a moment stands; what lies outside is put at the edge, what lies in a break into its middle."""
        before = self.segments[0]
        if moment <= before.lo:
            return before.left
        for segment in self.segments:
            if moment < segment.lo:
                return (before.right + segment.left) / 2
            if moment <= segment.hi:
                share = (moment - segment.lo) / (segment.hi - segment.lo)
                return segment.left + share * (segment.right - segment.left)
            before = segment
        return before.right

    @property
    def breaks(self) -> tuple[tuple[Segment, Segment], ...]:
        """The segments on both sides of each break."""
        return tuple(pairwise(self.segments))

    def ticks(self, size: float) -> tuple[Tick, ...]:
        """Dates as fine as the longest segment has room for; in a short one those are left out that would meet."""
        longest = max(self.segments, key=lambda one: one.right - one.left)
        days = (longest.hi - longest.lo) // DAY
        steps = [(kind, step) for kind, steps in enumerate(_STEPS) for step in steps if kind or days < MOST_HOURLY]
        for kind, step in steps:
            if self._fits(longest, kind, step, size):
                return tuple(self._spaced((kind, step), size))
        return ()

    def _fits(self, segment: Segment, kind: int, step: int, size: float) -> bool:
        """Whether the words of all dates of a segment have room side by side."""
        moments = list(islice(_moments(segment.lo, segment.hi, kind, step), MOST_TICKS + 1))
        widest = max((width_of(_label(moment, kind), size) for moment in moments), default=0.0)
        places = [self.x(moment) for moment in moments]
        return len(moments) <= MOST_TICKS and all(b - a > widest + size for a, b in pairwise(places))

    def _spaced(self, step: tuple[int, int], size: float) -> Iterator[Tick]:
        free = self.segments[0].left - size
        for segment in self.segments:
            for moment in _moments(segment.lo, segment.hi, *step):
                x, label = self.x(moment), _label(moment, step[0])
                half = width_of(label, size) / 2
                at = min(max(x, self.segments[0].left + half), self.segments[-1].right - half)
                if at - half > free + size * 0.7:
                    free = at + half
                    yield Tick(moment=moment, x=x, label=label, at=at)


def _moments(lo: int, hi: int, kind: int, step: int) -> Iterator[int]:
    """The round moments from `lo` to `hi`, in steps of hours, days, months or years."""
    year, month, _ = calendar_day(lo)
    if kind == 0:
        first = -(-lo // (step * HOUR)) * step * HOUR
        yield from range(first, hi + 1, step * HOUR)
        return
    if kind == 1:
        yield from _days(lo, hi, step)
        return
    months = 12 * year + (month - 1 if kind == 2 else 0)
    size = step if kind == 2 else 12 * step
    months -= months % size
    while (moment := midnight(months // 12, months % 12 + 1)) <= hi:
        if moment >= lo:
            yield moment
        months += size


def _days(lo: int, hi: int, step: int) -> Iterator[int]:
    """Days of the month 1, 1 + step, ...; those too near to the next month's first are left out."""
    year, month, _ = calendar_day(lo)
    while (first := midnight(year, month)) <= hi:
        following = midnight(year, month + 1)
        for moment in range(first, following, step * DAY):
            if lo <= moment <= hi and (moment == first or following - moment >= step * DAY):
                yield moment
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _label(moment: int, kind: int) -> str:
    year, month, _ = calendar_day(moment)
    match kind:
        case 3:
            return show_moment(moment, midnight(year + 1))
        case 2:
            return show_moment(moment, midnight(year, month + 1))
        case 1:
            return show_moment(moment, moment + DAY)
    return (
        show_moment(moment, moment + HOUR).split(" between ")[0] if moment % DAY else show_moment(moment, moment + DAY)
    )


def axis_of(bounds: Iterable[int], left: float, right: float) -> Axis:
    """The axis from the earliest of some bounds to the latest, with some room at both ends."""
    moments = sorted(set(bounds)) or [0]
    gaps = _left_out(moments) if len(moments) >= ENOUGH else []
    runs = _runs(moments, gaps)
    drawn = sum(hi - lo for lo, hi in runs)
    pad = max(drawn // 40, DAY // 2)
    padded = [(lo - pad, hi + pad) for lo, hi in runs]
    scale = (right - left - GAP * len(gaps)) / sum(hi - lo for lo, hi in padded)
    segments, at = [], left
    for lo, hi in padded:
        end = at + (hi - lo) * scale
        segments.append(Segment(lo=lo, hi=hi, left=at, right=end))
        at = end + GAP
    return Axis(segments=tuple(segments))


def _left_out(moments: Sequence[int]) -> list[tuple[int, int]]:
    """The stretches between two dates that would take most of the width, longest first, and no more than a few."""
    gaps = sorted(pairwise(moments), key=lambda gap: (gap[0] - gap[1], gap))
    drawn = moments[-1] - moments[0]
    found = []
    for lo, hi in gaps[:MOST_BREAKS]:
        rest = drawn - (hi - lo)
        if hi - lo < SHARE * drawn or rest < 7 * DAY:
            break
        found.append((lo, hi))
        drawn = rest
    return sorted(found)


def _runs(moments: Sequence[int], gaps: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    runs, start = [], moments[0]
    for lo, hi in gaps:
        runs.append((start, lo))
        start = hi
    return [*runs, (start, moments[-1])]
