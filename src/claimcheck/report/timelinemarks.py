"""The marks of a timeline: how an event, a state, a denial and a saying are drawn, and the legend that explains them.

Shapes and patterns carry the meaning, never colour alone: a disc is an event, a square or bar a state, a diamond a
saying; hatching is doubt about a bound, crosses are a denial, an arrow has no bound, and a thin dashed bar is presumed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from claimcheck.civil import NEG, POS
from claimcheck.extents import Extent, Grade
from claimcheck.i18n import tr
from claimcheck.report.axis import Axis, Segment
from claimcheck.report.svg import fold, number, tag, text_lines, width_of
from claimcheck.timeline import Entry

HALF = 5.0
NARROW = 9.0  # a mark less wide than this is drawn as a sign of its own
EDGE = 8.0
Sample = Callable[[float, float], str]


class Marks:
    """Draws the marks of one picture and remembers which it has used."""

    def __init__(self, axis: Axis, prefix: str) -> None:
        self.axis = axis
        self.left = axis.segments[0].left - EDGE
        self.right = axis.segments[-1].right + EDGE
        self.hatch = f"url(#{prefix}-doubt)"
        self.crosses = f"url(#{prefix}-denied)"
        self.prefix = prefix
        self.used: set[str] = set()

    def patterns(self) -> str:
        """The hatching of doubt and the crosses of denial, under the names of this picture."""
        doubt = tag("path", d="M-1 1 L1 -1 M0 4 L4 0 M3 5 L5 3", stroke="currentColor", stroke_width="1")
        denied = tag("path", d="M1 1 L5 5 M5 1 L1 5", stroke="currentColor", stroke_width="1")
        return tag(
            "defs",
            tag("pattern", doubt, id=f"{self.prefix}-doubt", width="4", height="4", patternUnits="userSpaceOnUse"),
            tag("pattern", denied, id=f"{self.prefix}-denied", width="6", height="6", patternUnits="userSpaceOnUse"),
        )

    def entry(self, entry: Entry, y: float) -> Iterator[str]:
        """The mark of a record at a height."""
        if entry.lane == "said":
            yield from self._said(entry, y)
            return
        assert entry.at is not None
        yield from self.time(entry.at, y, denied=entry.claim.polarity == "denies")
        until = max((one.until for one in entry.presumed), default=NEG)
        if until > entry.at.end_latest:
            yield from self._presumed(entry.at.end_latest, until, y)

    def _said(self, entry: Entry, y: float) -> Iterator[str]:
        if entry.speaks_of is not None:
            self.used.add("speaks")
            yield tag("g", *self.time(entry.speaks_of, y, denied=entry.claim.polarity == "denies", spoken=True),
                      class_="spoken-of")  # fmt: skip
        if entry.at is None:
            return
        if entry.speaks_of is not None:
            here, there = self._outer(entry.at), self._outer(entry.speaks_of)
            if there[0] > here[1] or there[1] < here[0]:
                ends = (here[1], there[0]) if there[0] > here[1] else (there[1], here[0])
                yield tag("line", x1=ends[0], x2=ends[1], y1=y, y2=y, stroke="currentColor", stroke_opacity="0.5")
        yield from self._moment(entry.at, y, "said")

    def _outer(self, time: Extent) -> tuple[float, float]:
        return self.start(time.start_earliest), self.end(time.end_latest)

    def start(self, moment: int) -> float:
        """Where something begins; at the edge where nothing bounds it."""
        return self.left if moment <= NEG // 2 else self.axis.x(moment)

    def end(self, moment: int) -> float:
        """Where something ends; at the edge where nothing bounds it."""
        return self.right if moment >= POS // 2 else self.axis.x(moment)

    def time(self, time: Extent, y: float, *, denied: bool, spoken: bool = False) -> Iterator[str]:
        """The time of a record, or (`spoken`: hollow) the time that a statement speaks of."""
        if time.shape == "moment" and not denied:
            yield from self._moment(time, y, "state" if time.state else "event", hollow=spoken)
            return
        yield from self._stretch(time, y, denied=denied, hollow=spoken)

    def _moment(self, time: Extent, y: float, kind: str, *, hollow: bool = False) -> Iterator[str]:
        """One moment somewhere in a window: a sign where the window is small, else the window and no sign in it."""
        left, right = self._outer(time)
        self.used.add(kind)
        if right - left < NARROW:
            yield sign(kind, (left + right) / 2, y, hollow=hollow)
            return
        self.used.add("doubt")
        radius = {"event": HALF, "state": 0.0, "said": 0.0}[kind]
        yield self.bar(left, right, y, fill=self.hatch, dashed=True, radius=radius, class_=f"window {kind}")
        if kind == "said":
            ends = ((left, time.start_earliest > NEG // 2), (right, time.end_latest < POS // 2))
            yield from (sign("said", x, y, hollow=True) for x, bounded in ends if bounded)
        yield from self._torn(left, right, y)
        yield from self._arrows(time, y)

    def _stretch(self, time: Extent, y: float, *, denied: bool, hollow: bool) -> Iterator[str]:
        left, right = self._outer(time)
        self.used.add("denied" if denied else "span")
        if right - left < NARROW:
            yield sign("denied" if denied else "state", (left + right) / 2, y, hollow=hollow)
            return
        inner_left, inner_right = self.start(time.start_latest), self.end(time.end_earliest)
        if inner_right <= inner_left:
            inner_left = inner_right = right
        if inner_left > left:
            yield self.bar(left, inner_left, y, fill=self.hatch, dashed=True, class_="start")
            self.used.add("doubt")
        if inner_right > inner_left:
            fill = self.crosses if denied else "none" if hollow else "currentColor"
            yield self.bar(inner_left, inner_right, y, fill=fill, class_="core", height=7.0 if hollow else 2 * HALF)
        if right > inner_right:
            yield self.bar(inner_right, right, y, fill=self.hatch, dashed=True, class_="end")
            self.used.add("doubt")
        yield from self._torn(left, right, y)
        yield from self._arrows(time, y)

    def bar(
        self, left: float, right: float, y: float, *, fill: str, class_: str, dashed: bool = False,
        radius: float = 0.0, height: float = 2 * HALF,
    ) -> str:  # fmt: skip
        """A bar of the height of a mark, or a lower one."""
        return tag(
            "rect", x=left, y=y - height / 2, width=right - left, height=height, rx=radius or None, fill=fill,
            stroke="currentColor", stroke_width="1", stroke_dasharray="2 2" if dashed else None, class_=class_,
        )  # fmt: skip

    def _arrows(self, time: Extent, y: float) -> Iterator[str]:
        if time.start_earliest <= NEG // 2:
            self.used.add("open")
            yield _arrow(self.left, y, -1)
        if time.end_latest >= POS // 2:
            self.used.add("open")
            yield _arrow(self.right, y, 1)

    def _presumed(self, start: int, until: int, y: float) -> Iterator[str]:
        self.used.add("presumed")
        left, right = self.start(start), self.end(until)
        if right > left:
            yield presumed(left, right, y)
            yield from self._torn(left, right, y)
        if until >= POS // 2:
            self.used.add("open")
            yield _arrow(self.right, y, 1)

    def tear(self, before: Segment, after: Segment, y: float, half: float = 8.0) -> Iterator[str]:
        """Two jagged strokes across a line or a bar, where the axis is broken."""
        middle = (before.right + after.left) / 2
        for x in (middle - 3, middle + 3):
            jag = _path((x + 2, y - half), (x - 2, y - 2), (x + 2, y + 2), (x - 2, y + half))
            yield tag("path", d=jag, fill="none", stroke="currentColor", stroke_width="1.2", class_="break")

    def _torn(self, left: float, right: float, y: float) -> Iterator[str]:
        """The breaks of the axis that a bar lies across."""
        for before, after in self.axis.breaks:
            if left < before.right and after.left < right:
                yield from self.tear(before, after, y)


def presumed(left: float, right: float, y: float) -> str:
    """A thin dashed bar: presumed, not recorded."""
    return tag("rect", x=left, y=y - 2, width=right - left, height=4.0, fill="none", stroke="currentColor",
               stroke_dasharray="4 3", class_="presumed")  # fmt: skip


def _arrow(x: float, y: float, way: int) -> str:
    back = x - 5 * way
    return tag(
        "path",
        d=_path((back, y - 6), (x + 3 * way, y), (back, y + 6)),
        fill="none",
        stroke="currentColor",
        stroke_width="1.5",
        class_="open",
    )


def sign(kind: str, x: float, y: float, *, hollow: bool = False) -> str:
    """The sign of a moment: a disc (event), a square (state), a diamond (saying) or a cross (denial)."""
    style = {"fill": "none" if hollow else "currentColor", "stroke": "currentColor", "stroke_width": "1.2",
             "class_": f"sign {kind}"}  # fmt: skip
    if kind == "event":
        return tag("circle", cx=x, cy=y, r="4.5", **style)
    if kind == "state":
        return tag("rect", x=x - 4.0, y=y - 4.0, width=8.0, height=8.0, **style)
    if kind == "said":
        return tag("path", d=_path((x, y - 6), (x + 5, y), (x, y + 6), (x - 5, y)) + " Z", **style)
    d = f"{_path((x - 4, y - 4), (x + 4, y + 4))} {_path((x + 4, y - 4), (x - 4, y + 4))}"
    return tag("path", d=d, fill="none", stroke="currentColor", stroke_width="2", class_="sign denied")


def _stroke(dash: str | None) -> Sample:
    return lambda x, y: tag("line", x1=x - 12, x2=x + 12, y1=y, y2=y, stroke="currentColor", stroke_width="1.5",
                            stroke_dasharray=dash)  # fmt: skip


def _path(*points: tuple[float, float]) -> str:
    return "M" + " L".join(f"{number(x)} {number(y)}" for x, y in points)


class Legend:
    """The marks that a picture uses, each with what it means, in as many lines as they need."""

    SIZE = 11.0
    SAMPLE = 26.0

    def __init__(self, marks: Marks, left: float, width: float) -> None:
        self.marks = marks
        self.left = left
        self.width = width

    def draw(self, y: float, grades: Collection[Grade]) -> tuple[list[str], float]:
        """The legend from a height on, and the height where it ends."""
        parts: list[str] = []
        x = self.left
        room = self.width - self.left - self.SAMPLE - 6
        for sample, words in self._items(grades):
            lines = fold(words, room, self.SIZE, 3)
            needs = self.SAMPLE + 6 + max(width_of(line, self.SIZE) for line in lines)
            if x > self.left and x + needs > self.width:
                x, y = self.left, y + 18
            parts.append(sample(x + self.SAMPLE / 2, y + 8))
            parts.append(text_lines(lines, x + self.SAMPLE + 6, y + 12, self.SIZE, 14.0))
            x += needs + 14
            if len(lines) > 1:
                x, y = self.left, y + 18 + 14 * (len(lines) - 1)
        return parts, y + 22

    def _items(self, grades: Collection[Grade]) -> Iterator[tuple[Sample, str]]:
        used, bar = self.marks.used, self.marks.bar
        items: tuple[tuple[str, Sample, str], ...] = (
            ("said", lambda x, y: sign("said", x, y), tr("said")),
            ("speaks", lambda x, y: bar(x - 13, x + 13, y, fill="none", class_="core", height=7.0),
             tr("the time it speaks of")),
            ("event", lambda x, y: sign("event", x, y), tr("event")),
            ("state", lambda x, y: sign("state", x, y), tr("so at this time")),
            ("span", lambda x, y: bar(x - 13, x + 13, y, fill="currentColor", class_="core"), tr("so throughout")),
            ("denied", lambda x, y: bar(x - 13, x + 13, y, fill=self.marks.crosses, class_="core"),
             tr("denied for this time")),
            ("doubt", lambda x, y: bar(x - 13, x + 13, y, fill=self.marks.hatch, dashed=True, class_="window"),
             tr("somewhere in here")),
            ("presumed", lambda x, y: presumed(x - 13, x + 13, y), tr("presumed, not recorded")),
            ("open", lambda x, y: _arrow(x, y, 1), tr("no bound on record")),
        )  # fmt: skip
        yield from ((sample, words) for name, sample, words in items if name in used)
        strokes = ((Grade.CERTAIN, None, tr("certain finding")), (Grade.PRESUMED, "5 3", tr("presumed finding")),
                   (Grade.POSSIBLE, "1.5 3", tr("possible finding")))  # fmt: skip
        yield from ((_stroke(dash), words) for grade, dash, words in strokes if grade in grades)
