"""A timeline as a picture: two lanes on one axis, a row for each record, and brackets that join what conflicts.

Every record has a row of its own, so labels cannot meet. Beside the words (above the mark on a narrow picture, left of
it on a wide one) stands the time as it is recorded and no finer: hatched where a bound is open to doubt, with an arrow
where it has none, thin and dashed where something is only presumed to have lasted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from claimcheck.civil import NEG, POS
from claimcheck.extents import Extent, Grade
from claimcheck.findings import Report
from claimcheck.i18n import tr, trn
from claimcheck.model import Dossier
from claimcheck.report.axis import Axis, axis_of
from claimcheck.report.svg import escape, fold, number, picture, picture_id, standalone, tag, text_lines
from claimcheck.report.timelinemarks import Legend, Marks
from claimcheck.report.timelinerows import TimelineRow, counts_words, day_words, presumes_words, row_of, timeline_rows
from claimcheck.timeline import Conflict, Entry, Timeline, timeline_of

__all__ = ["TimelineRow", "timeline_file", "timeline_parts", "timeline_rows", "timeline_svg"]

NARROWEST = 320.0
WIDE = 620.0
HEADING, SMALL, SIZE = 14.0, 11.0, 12.5
LEADING = 16.0
BAND = 15.0  # the height of a mark with the room around it
TRACK = 18.0
UNDATED_SHOWN = 8
ON_A_PAGE = 14  # rows that a sheet of paper holds, with the legend
DASHES = {Grade.CERTAIN: None, Grade.PRESUMED: "5 3", Grade.POSSIBLE: "1.5 3"}


class _Plan(Struct, frozen=True, kw_only=True):
    """Where things stand across: the brackets, the words, and the axis. `lines` is how many a text may take."""

    width: float
    wide: bool
    lines: int
    label: float
    room: float
    left: float
    right: float
    tracks: tuple[tuple[Conflict, int], ...]


def timeline_svg(report: Report, claim_ids: Iterable[str], *, width: float = 720, title: str = "") -> str:
    """A picture of these claims, `width` units wide (320 or more) and as high as it needs to be.

    It names itself by `title`, takes the colour of the text around it, and keeps the ids inside it apart from those of
    other pictures. What it has no room for stands in full in `timeline_rows`.
    """
    return _draw(report.dossier, timeline_of(report, claim_ids), width, title)


def timeline_parts(
    report: Report, claim_ids: Iterable[str], *, width: float = 720, title: str = "", rows: int = ON_A_PAGE
) -> tuple[str, ...]:
    """The same in pictures of at most so many rows on one scale, for paper, where a picture cannot go over the edge."""
    timeline = timeline_of(report, claim_ids)
    parts = _parts(timeline, rows)
    moments = tuple(_bounds(timeline))
    return tuple(_draw(report.dossier, part, width, title, moments) for part in parts)


def timeline_file(report: Report, claim_ids: Iterable[str], *, width: float, title: str) -> str:
    """The picture as a file of its own, dark on light or light on dark as the reader's system has it."""
    return standalone(timeline_svg(report, claim_ids, width=width, title=title))


def _parts(timeline: Timeline, rows: int) -> Iterator[Timeline]:
    """A timeline in pieces; what has no date is told in the last one, by itself where that one is half full."""
    entries = (*timeline.said, *timeline.record)
    pieces = [entries[start : start + rows] for start in range(0, len(entries), rows)]
    if not pieces or (timeline.undated and 2 * len(pieces[-1]) > rows):
        pieces.append(())
    for some in pieces:
        yield replace(
            timeline,
            said=tuple(one for one in some if one.lane == "said"),
            record=tuple(one for one in some if one.lane == "record"),
            undated=timeline.undated if some is pieces[-1] else (),
        )


def _draw(
    dossier: Dossier, timeline: Timeline, width: float, title: str, moments: Sequence[int] | None = None
) -> str:  # fmt: skip
    width = max(NARROWEST, float(width))
    plan = _plan(timeline, width)
    axis = axis_of(_bounds(timeline) if moments is None else moments, plan.left, plan.right)
    prefix = picture_id("timeline", number(width), title, *(one.claim.id for one in timeline.entries))
    return _Page(dossier, timeline, plan, axis, prefix).draw(title or tr("Timeline"))


class _Page:
    """Draws one timeline from the top down; `y` is how far it has come."""

    def __init__(self, dossier: Dossier, timeline: Timeline, plan: _Plan, axis: Axis, prefix: str) -> None:
        self.timeline = timeline
        self.plan = plan
        self.axis = axis
        self.prefix = prefix
        self.rows = {entry.claim.id: row_of(dossier, timeline, entry) for entry in timeline.entries}
        self.marks = Marks(axis, prefix)
        self.ticks = axis.ticks(SMALL)
        self.middles: dict[str, float] = {}
        self.y = 4.0

    def draw(self, title: str) -> str:
        """The whole picture."""
        body = [
            *self.lane(tr("What was said"), self.timeline.said),
            *self.lane(tr("What is on record"), self.timeline.record),
            *self.undated(),
            *self.findings(),
            *self.legend(),
        ]
        return picture(
            [self.marks.patterns(), *self.brackets(), *body], width=self.plan.width, height=self.y + 4,
            prefix=self.prefix, title=title, about=counts_words(self.timeline), kind="timeline",
        )  # fmt: skip

    def lane(self, heading: str, entries: Sequence[Entry]) -> Iterator[str]:
        """A heading, the axis, and a row for each record."""
        if not entries:
            return
        self.y += 16
        yield from self.heading(heading)
        top = self.y + 4
        self.y += 26
        inside = [part for entry in entries for part in self.row(entry)]
        yield self.scale(top, self.y)
        yield tag("g", *inside, class_=f"lane-{entries[0].lane}")
        self.y += 8

    def heading(self, words: str) -> Iterator[str]:
        """A line in bold."""
        lines = fold(words, (self.plan.width - self.plan.label) * 0.9, HEADING, 2)
        yield text_lines(lines, self.plan.label, self.y, HEADING, 18.0, font_weight="bold")
        self.y += 18.0 * (len(lines) - 1)

    def scale(self, top: float, bottom: float) -> str:
        """The axis of a lane with its dates."""
        line = tag("line", x1=self.plan.left - 8, x2=self.plan.right + 8, y1=top + 16, y2=top + 16,
                   stroke="currentColor", stroke_opacity="0.5")  # fmt: skip
        dates = [
            text_lines([tick.label], tick.at, top + 10, SMALL, LEADING, text_anchor="middle") for tick in self.ticks
        ]
        tears = [part for before, after in self.axis.breaks for part in self.marks.tear(before, after, top + 17, 5.0)]
        return tag(
            "g", line, *dates, *self.guides(top + 13, bottom if self.plan.wide else top + 22), *tears, class_="axis"
        )

    def guides(self, top: float, bottom: float) -> Iterator[str]:
        """Lines at the dates of the axis; they never run through words."""
        for tick in self.ticks:
            yield tag("line", x1=tick.x, x2=tick.x, y1=top, y2=bottom, stroke="currentColor", stroke_opacity="0.2")

    def row(self, entry: Entry) -> Iterator[str]:
        """The words of a record and its mark."""
        plan, row = self.plan, self.rows[entry.claim.id]
        words, height = self.words(row)
        middle = self.y + 6.0
        y = middle if plan.wide else self.y + height + BAND / 2 - 1
        self.middles[entry.claim.id] = middle
        told = escape(". ".join(part for part in (row.date, row.who, row.text, *row.notes) if part))
        mark = [*(() if plan.wide else self.guides(y - 6, y + 6)), *self.marks.entry(entry, y)]
        yield tag("g", tag("title", told), words, *mark, class_="entry", data_claim=entry.claim.id)
        self.y += max(height, BAND) + 6 if plan.wide else height + BAND + 7

    def words(self, row: TimelineRow) -> tuple[str, float]:
        """The words of a row, and how high they are."""
        plan, y = self.plan, self.y + 10
        shown = {conflict.number for conflict, _ in plan.tracks}
        others = [str(one) for one in row.findings if one not in shown]
        also = trn("finding {numbers}", "findings {numbers}", len(others), numbers=", ".join(others)) if others else ""
        if plan.lines == 0:
            line = " · ".join(part for part in (row.date, row.text) if part)
            return text_lines(fold(line, plan.room, SMALL, 1), plan.label, y, SMALL, LEADING), 13.0
        head = " · ".join(part for part in (row.date, also, row.who) if part)
        top = text_lines(fold(head, plan.room, SMALL, 1), plan.label, y, SMALL, LEADING, fill_opacity="0.8")
        lines = fold(row.text, plan.room, SIZE, plan.lines)
        return top + text_lines(lines, plan.label, y + LEADING, SIZE, LEADING), LEADING * (len(lines) + 1) - 2

    def brackets(self) -> Iterator[str]:
        """A line for each finding, with its number at the height of every record that it is about."""
        for conflict, track in self.plan.tracks:
            x = TRACK * track + TRACK / 2
            heights = sorted(self.middles[name] for name in conflict.claims if name in self.middles)
            parts = [tag("title", escape(f"{_line(conflict)}: {', '.join(conflict.claims)}"))]
            grade = conflict.finding.ground.grade
            for upper, lower in pairwise(heights):
                parts.append(tag("line", x1=x, x2=x, y1=upper + 8, y2=lower - 8, stroke="currentColor",
                                 stroke_width="1.5", stroke_dasharray=DASHES.get(grade)))  # fmt: skip
            for y in heights:
                parts.append(tag("circle", cx=x, cy=y, r="7.5", fill="none", stroke="currentColor"))
                parts.append(text_lines([str(conflict.number)], x, y + 3.2, 9.0, 9.0, text_anchor="middle"))
            yield tag("g", *parts, class_=f"finding {grade.word}", data_finding=conflict.finding.fingerprint)

    def undated(self) -> Iterator[str]:
        """What has no place on the axis, and why."""
        entries = self.timeline.undated
        if not entries:
            return
        self.y += 16
        yield from self.heading(tr("Without a date"))
        self.y += 6
        for entry in entries[:UNDATED_SHOWN]:
            row = self.rows[entry.claim.id]
            lines = fold(f"{row.undated} · {row.who}: {row.text}", self.plan.width - self.plan.label, SMALL, 2)
            told = escape(". ".join(part for part in (row.undated, row.who, row.text, *row.notes) if part))
            yield tag("g", tag("title", told), text_lines(lines, self.plan.label, self.y + 10, SMALL, 14.0),
                      class_="entry undated", data_claim=entry.claim.id)  # fmt: skip
            self.y += 14.0 * len(lines) + 5
        yield from self.more(len(entries) - UNDATED_SHOWN)

    def findings(self) -> Iterator[str]:
        """What the numbers of the brackets stand for."""
        if not self.plan.tracks:
            return
        self.y += 16
        yield from self.heading(tr("Findings"))
        self.y += 4
        for conflict, _ in sorted(self.plan.tracks, key=lambda one: one[0].number):
            yield from self.note(f"{conflict.number} · {_line(conflict)}")
        yield from self.more(len(self.timeline.conflicts) - len(self.plan.tracks))

    def legend(self) -> Iterator[str]:
        """Where the axis is broken, and what the marks mean."""
        self.y += 8
        for before, after in self.axis.breaks:
            lo, hi = day_words(before.hi), day_words(after.lo)
            yield from self.note(tr("The axis leaves out the time from {start} to {end}: nothing is on record there "
                                    "as beginning or ending.", start=lo, end=hi))  # fmt: skip
        yield from self.note(presumes_words(self.timeline))
        grades = {conflict.finding.ground.grade for conflict, _ in self.plan.tracks}
        parts, self.y = Legend(self.marks, self.plan.label, self.plan.width).draw(self.y + 6, grades)
        yield tag("g", *parts, class_="legend")

    def more(self, rest: int) -> Iterator[str]:
        """How many have no room here."""
        if rest > 0:
            yield from self.note(trn("{count} more without room here", "{count} more without room here", rest))

    def note(self, words: str) -> Iterator[str]:
        """Some lines in small type."""
        lines = fold(words, self.plan.width - self.plan.label, SMALL, 4)
        if not words:
            return
        yield text_lines(lines, self.plan.label, self.y + 10, SMALL, 14.0)
        self.y += 14.0 * len(lines) + 3


def _line(conflict: Conflict) -> str:
    ground = conflict.finding.ground
    return f"{tr(ground.grade.word)}: {ground.title}"


def _plan(timeline: Timeline, width: float) -> _Plan:
    wide = width >= WIDE
    count = len(timeline.said) + len(timeline.record)
    tracks = tuple(_tracks(timeline, 8 if wide else 3))
    label = TRACK * (1 + max((track for _, track in tracks), default=-1)) + (6.0 if tracks else 0.0)
    room = min(0.44 * width, 460.0) if wide else width - label
    left = label + room + 22 if wide else label + 10
    lines = 3 if count <= 8 else 2 if count <= 100 else 1 if count <= 150 else 0
    return _Plan(
        width=width, wide=wide, lines=lines, label=label, room=room, left=left, right=width - 12, tracks=tracks
    )


def _tracks(timeline: Timeline, most: int) -> Iterator[tuple[Conflict, int]]:
    """A track for each finding, so that none crosses another; the short ones stand nearest to the words.

    Where there are more than tracks, the strongest have one, and the others are told by their numbers alone.
    """
    order = {one.claim.id: index for index, one in enumerate((*timeline.said, *timeline.record))}
    spans = {}
    for conflict in timeline.conflicts:
        places = [order[name] for name in conflict.claims if name in order]
        if len(places) > 1:
            spans[conflict] = min(places), max(places)
    kept: list[Conflict] = []
    for conflict in spans:
        if _deepest([spans[one] for one in (*kept, conflict)]) <= most:
            kept.append(conflict)
    found: list[list[Conflict]] = []
    for conflict in sorted(kept, key=lambda one: (spans[one][1] - spans[one][0], one.number)):
        free = (track for track in found if all(_apart(spans[conflict], spans[one]) for one in track))
        track = next(free, None)
        if track is None and len(found) < most:
            track = []
            found.append(track)
        if track is not None:
            track.append(conflict)
    for index, track in enumerate(reversed(found)):
        yield from ((conflict, index) for conflict in track)


def _apart(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[1] < other[0] or other[1] < one[0]


def _deepest(spans: Sequence[tuple[int, int]]) -> int:
    """How many of these spans lie beside one another at most."""
    return max((sum(lo <= start <= hi for lo, hi in spans) for start, _ in spans), default=0)


def _bounds(timeline: Timeline) -> Iterator[int]:
    """The dates that the axis must hold: all bounds that are one."""
    for entry in (*timeline.said, *timeline.record):
        for time in (entry.at, entry.speaks_of):
            if time is not None:
                yield from (bound for bound in _edges(time) if NEG // 2 < bound < POS // 2)
        yield from (one.until for one in entry.presumed if one.until < POS // 2)


def _edges(time: Extent) -> tuple[int, ...]:
    return time.start_earliest, time.start_latest, time.end_earliest, time.end_latest
