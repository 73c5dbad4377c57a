"""A timeline as a picture: two lanes on one axis, a row for each record, and brackets that join what conflicts.

Every record has a row of its own, so labels cannot meet. Beside the words (above the mark on a narrow picture, left of
it on a wide one) stands the time as it is recorded and no finer: hatched where a bound is open to doubt, with an arrow
where it has none, thin and dashed where something is only presumed to have lasted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from claimcheck.civil import NEG, POS
from claimcheck.extents import Extent, Grade
from claimcheck.findings import Report
from claimcheck.i18n import tr, trn
from claimcheck.report.axis import axis_of
from claimcheck.report.svg import escape, fold, number, picture, picture_id, tag, text_lines
from claimcheck.report.timelinemarks import Legend, Marks
from claimcheck.report.timelinerows import TimelineRow, day_words, rows_of, timeline_rows
from claimcheck.timeline import Conflict, Entry, Timeline, timeline_of

__all__ = ["TimelineRow", "timeline_rows", "timeline_svg"]

WIDE = 620.0
SMALL, SIZE = 11.0, 12.5
LEADING = 16.0
BAND = 15.0  # the height of a mark with the room around it
TRACK = 18.0
UNDATED_SHOWN = 8


class _Plan(Struct, frozen=True, kw_only=True):
    """Where things stand across: the brackets, the words, and the axis."""

    width: float
    wide: bool
    lines: int
    label: float
    room: float
    left: float
    right: float
    tracks: tuple[tuple[Conflict, int], ...]


class _Drawn(Struct, frozen=True, kw_only=True):
    """A row that is drawn: the height of its words' middle, where brackets end."""

    claim: str
    y: float


def timeline_svg(report: Report, claim_ids: Iterable[str], *, width: float = 720, title: str = "") -> str:
    """A picture of these claims, `width` units wide (360 or more) and as high as it needs to be.

    It names itself by `title`, takes the colour of the text around it, and keeps the ids inside it apart from those of
    other pictures. What it has no room for stands in full in `timeline_rows`.
    """
    timeline = timeline_of(report, claim_ids)
    width = max(320.0, float(width))
    prefix = picture_id("timeline", number(width), title, *(one.claim.id for one in timeline.entries))
    return _Page(report, timeline, width, prefix).draw(title or tr("Timeline"))


class _Page:
    """Draws one timeline from the top down."""

    def __init__(self, report: Report, timeline: Timeline, width: float, prefix: str) -> None:
        self.timeline = timeline
        self.prefix = prefix
        self.rows = {row.claim.id: row for row in rows_of(report.dossier, timeline)}
        self.plan = _plan(timeline, width)
        self.axis = axis_of(_bounds(timeline), self.plan.left, self.plan.right)
        self.marks = Marks(self.axis, prefix)
        self.y = 4.0
        self.drawn: list[_Drawn] = []

    def draw(self, title: str) -> str:
        body = [
            *self.lane(tr("What was said"), self.timeline.said),
            *self.lane(tr("What is on record"), self.timeline.record),
            *self.undated(),
            *self.findings(),
            *self.legend(),
        ]
        body = [self.marks.patterns(), *self.brackets(), *body]
        return picture(
            body, width=self.plan.width, height=self.y + 4, prefix=self.prefix, title=title, about=self.about(),
            kind="timeline",
        )  # fmt: skip

    def about(self) -> str:
        """What the picture shows, for who cannot see it; the records themselves are in the list beneath."""
        said, record = len(self.timeline.said), len(self.timeline.record)
        return " ".join(
            (
                trn("{count} statement by the day it was said.", "{count} statements by the day they were said.", said),
                trn("{count} record by its time.", "{count} records by their time.", record),
                trn("{count} without a date.", "{count} without a date.", len(self.timeline.undated)),
                trn("{count} finding among them.", "{count} findings among them.", len(self.timeline.conflicts)),
            )
        )

    def lane(self, heading: str, entries: Sequence[Entry]) -> Iterator[str]:
        if not entries:
            return
        self.y += 16
        yield from self.heading(heading)
        top = self.y + 4
        self.y += 22
        inside: list[str] = []
        for entry in entries:
            inside += self.row(entry)
        yield self.scale(top, self.y)
        yield tag("g", *inside, class_=f"lane-{entries[0].lane}")
        self.y += 8

    def heading(self, words: str) -> Iterator[str]:
        lines = fold(words, self.plan.width - self.plan.label, 14.0, 2)
        yield text_lines(lines, self.plan.label, self.y, 14.0, 18.0, font_weight="bold")
        self.y += 18.0 * (len(lines) - 1)

    def scale(self, top: float, bottom: float) -> str:
        """The axis of a lane: dates, lines through the rows, and the breaks."""
        parts = [tag("line", x1=self.plan.left - 8, x2=self.plan.right + 8, y1=top + 16, y2=top + 16,
                     stroke="currentColor", stroke_opacity="0.5")]  # fmt: skip
        for tick in self.axis.ticks(SMALL):
            parts.append(tag("line", x1=tick.x, x2=tick.x, y1=top + 13, y2=bottom, stroke="currentColor",
                             stroke_opacity="0.18"))  # fmt: skip
            parts.append(text_lines([tick.label], tick.at, top + 10, SMALL, LEADING, text_anchor="middle"))
        for before, after in self.axis.breaks:
            parts += [self.marks.tear((before.right + after.left) / 2 + shift, top + 16, bottom) for shift in (-4, 4)]
        return tag("g", *parts, class_="axis")

    def row(self, entry: Entry) -> Iterator[str]:
        plan, row = self.plan, self.rows[entry.claim.id]
        words, height = self.words(row)
        middle = self.y + 6.0
        y = middle if plan.wide else self.y + height + BAND / 2 - 3
        parts = [tag("title", _escaped(row)), words, *self.marks.entry(entry, y)]
        self.drawn.append(_Drawn(claim=entry.claim.id, y=middle))
        yield tag("g", *parts, class_="entry", data_claim=entry.claim.id)
        self.y += max(height, BAND) + 6 if plan.wide else height + BAND + 5

    def words(self, row: TimelineRow) -> tuple[str, float]:
        """The words of a row, and how high they are."""
        plan, y = self.plan, self.y + 10
        shown = {conflict.number for conflict, _ in plan.tracks}
        others = ", ".join(str(one) for one in row.findings if one not in shown)
        also = tr("findings {numbers}", numbers=others) if others else ""
        if plan.lines == 0:
            line = " · ".join(part for part in (row.date, row.text) if part)
            return text_lines(fold(line, plan.room, SMALL, 1), plan.label, y, SMALL, LEADING), 14.0
        head = " · ".join(part for part in (row.date, row.who, also) if part)
        top = text_lines(fold(head, plan.room, SMALL, 1), plan.label, y, SMALL, LEADING, fill_opacity="0.8")
        lines = fold(row.text, plan.room, SIZE, plan.lines)
        return top + text_lines(lines, plan.label, y + LEADING, SIZE, LEADING), LEADING * (len(lines) + 1) - 2

    def brackets(self) -> Iterator[str]:
        """A line for each finding, with its number at the height of every record that it is about."""
        where = {one.claim: one.y for one in self.drawn}
        dashes = {Grade.CERTAIN: None, Grade.PRESUMED: "5 3", Grade.POSSIBLE: "1.5 3"}
        for conflict, track in self.plan.tracks:
            x = TRACK * track + TRACK / 2
            heights = sorted(where[name] for name in conflict.claims if name in where)
            parts = [tag("title", _told(conflict))]
            dash = dashes.get(conflict.finding.ground.grade)
            for upper, lower in pairwise(heights):
                parts.append(tag("line", x1=x, x2=x, y1=upper + 8, y2=lower - 8, stroke="currentColor",
                                 stroke_width="1.5", stroke_dasharray=dash))  # fmt: skip
            for y in heights:
                parts.append(tag("circle", cx=x, cy=y, r="7.5", fill="none", stroke="currentColor"))
                parts.append(text_lines([str(conflict.number)], x, y + 3.2, 9.0, 9.0, text_anchor="middle"))
            yield tag("g", *parts, class_=f"finding {conflict.finding.ground.grade.word}")

    def undated(self) -> Iterator[str]:
        entries = self.timeline.undated
        if not entries:
            return
        self.y += 16
        yield from self.heading(tr("Without a date"))
        self.y += 6
        for entry in entries[:UNDATED_SHOWN]:
            row = self.rows[entry.claim.id]
            line = f"{row.undated} · {row.who}: {row.text}"
            lines = fold(line, self.plan.width - self.plan.label, SMALL, 2)
            yield tag("g", tag("title", _escaped(row)), text_lines(lines, self.plan.label, self.y + 10, SMALL, 14.0),
                      class_="entry undated", data_claim=entry.claim.id)  # fmt: skip
            self.y += 14.0 * len(lines) + 5
        rest = len(entries) - UNDATED_SHOWN
        if rest > 0:
            yield from self.note(trn("{count} more in the list.", "{count} more in the list.", rest))

    def findings(self) -> Iterator[str]:
        if not self.plan.tracks:
            return
        self.y += 16
        yield from self.heading(tr("Findings"))
        self.y += 4
        for conflict, _ in self.plan.tracks:
            yield from self.note(f"{conflict.number} · {_line(conflict)}")
        rest = len(self.timeline.conflicts) - len(self.plan.tracks)
        if rest > 0:
            yield from self.note(trn("{count} more among these records.", "{count} more among these records.", rest))

    def legend(self) -> Iterator[str]:
        legend = Legend(self.marks, self.plan.label, self.plan.width)
        self.y += 10
        for before, after in self.axis.breaks:
            lo, hi = day_words(before.hi), day_words(after.lo)
            yield from self.note(tr("The axis is broken: {start} to {end} is not drawn.", start=lo, end=hi))
        parts, self.y = legend.draw(self.y + 6)
        yield tag("g", *parts, class_="legend")

    def note(self, words: str) -> Iterator[str]:
        lines = fold(words, self.plan.width - self.plan.label, SMALL, 3)
        yield text_lines(lines, self.plan.label, self.y + 10, SMALL, 14.0)
        self.y += 14.0 * len(lines) + 3


def _plan(timeline: Timeline, width: float) -> _Plan:
    wide = width >= WIDE
    count = len(timeline.said) + len(timeline.record)
    tracks = tuple(_tracks(timeline, 8 if wide else 3))
    label = TRACK * (1 + max((track for _, track in tracks), default=-1)) + (6.0 if tracks else 0.0)
    room = min(0.46 * width, 440.0) - label * 0.5 if wide else width - label
    left = label + room + 22 if wide else label + 10
    lines = 3 if count <= 12 else 2 if count <= 60 else 1 if count <= 120 else 0
    return _Plan(
        width=width, wide=wide, lines=lines, label=label, room=room, left=left, right=width - 12, tracks=tracks
    )


def _tracks(timeline: Timeline, most: int) -> Iterator[tuple[Conflict, int]]:
    """A track for each finding, the strongest first, side by side where they cross; what finds none is left out."""
    order = {one.claim.id: index for index, one in enumerate((*timeline.said, *timeline.record))}
    taken: list[list[tuple[int, int]]] = [[] for _ in range(most)]
    for conflict in timeline.conflicts:
        places = [order[name] for name in conflict.claims if name in order]
        if len(places) < 2:
            continue
        lo, hi = min(places), max(places)
        for track, spans in enumerate(taken):
            if all(hi < start or end < lo for start, end in spans):
                spans.append((lo, hi))
                yield conflict, track
                break


def _bounds(timeline: Timeline) -> Iterator[int]:
    """The dates that the axis must hold: all bounds that are one."""
    for entry in (*timeline.said, *timeline.record):
        for time in (entry.at, entry.speaks_of):
            if time is not None:
                yield from (bound for bound in _edges(time) if NEG // 2 < bound < POS // 2)
        yield from (one.until for one in entry.presumed if one.until < POS // 2)


def _edges(time: Extent) -> tuple[int, ...]:
    return time.start_earliest, time.start_latest, time.end_earliest, time.end_latest


def _escaped(row: TimelineRow) -> str:
    return escape(". ".join(part for part in (row.date, row.who, row.text, *row.notes) if part))


def _told(conflict: Conflict) -> str:
    return escape(f"{_line(conflict)}: {', '.join(conflict.claims)}")


def _line(conflict: Conflict) -> str:
    ground = conflict.finding.ground
    return f"{tr(ground.grade.word)}: {tr(ground.title)}"
