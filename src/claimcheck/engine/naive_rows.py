"""The rows that rules see: what claims state, what events begin, how long states last, and what rules conclude."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from claimcheck.dates import NEG, POS, Duration, parse_duration, shift
from claimcheck.engine.naive_meaning import Meaning, Row
from claimcheck.engine.naive_terms import Day, Number, Operand, Scene, Text, operand, span_of
from claimcheck.extents import Extent, Grade
from claimcheck.model import Claim, Predicate, Value
from claimcheck.rules.syntax import Constant, Derive, Term

NO, POSSIBLE, CERTAIN = Grade.NO, Grade.POSSIBLE, Grade.CERTAIN
FOR_ALL_TIME = Extent(
    start_earliest=NEG, start_latest=NEG, end_earliest=POS, end_latest=POS, shape="stretch", state=False
)


def first_rows(meaning: Meaning) -> tuple[Row, ...]:
    """What the claims state and what their events begin, with persistence."""
    rows: list[Row] = []
    for claim in meaning.dossier.claims.values():
        if claim.time is None or claim.predicate not in meaning.dossier.predicates:
            continue
        row = _stated(claim, claim.time)
        rows += [row, *_started(row, meaning)]
    return lasting(rows, meaning)


def _stated(claim: Claim, time: Extent) -> Row:
    unknown_end = claim.when is not None and claim.when.form == "interval" and claim.when.end_is == "unknown"
    return Row(
        key=claim.id,
        claims=(claim.id,),
        predicate=claim.predicate,
        polarity=claim.polarity,
        subject=claim.subject,
        value=claim.value,
        unit=claim.unit,
        scope=claim.scope,
        proceeding=claim.proceeding,
        origin=(claim,),
        cap=POSSIBLE if claim.weak else CERTAIN,
        written=time,
        time=time,
        lasting=time,
        open_end=unknown_end,
        source="stated",
    )


def _started(event: Row, meaning: Meaning) -> Iterator[Row]:
    """The states that an affirmed event begins, each lasting from the event for an unknown while."""
    predicates = meaning.dossier.predicates
    if not event.affirmed or predicates[event.predicate].kind != "event":
        return
    for state, grade in sorted(meaning.started_by(event.predicate).items()):
        if state not in predicates or predicates[state].kind != "state":
            continue
        time = begun(event.written.start_earliest, event.written.start_latest, predicates[state])
        kept = event.value if predicates[event.predicate].value == predicates[state].value else None
        yield replace(
            event,
            key=f"{event.key}>{state}",
            predicate=state,
            value=kept,
            cap=min(event.cap, grade),
            written=time,
            time=time,
            lasting=time,
            open_end=True,
            source="started",
        )


def begun(earliest: int, latest: int, predicate: Predicate) -> Extent:
    """The time of something begun in a window that nobody has said the end of."""
    end = shift(latest + 1, parse_duration(predicate.horizon))
    persists = _persistence(predicate)
    if isinstance(persists, Duration):
        end = max(end, shift(latest, persists))
    elif persists:
        end = POS
    return Extent(
        start_earliest=earliest,
        start_latest=latest,
        end_earliest=earliest + 1,
        end_latest=end,
        shape="stretch",
        state=predicate.kind in ("state", "quantity"),
    )


def _persistence(predicate: Predicate) -> Duration | str:
    """How long a state is presumed to last: a duration, a word, or nothing for `never`."""
    if predicate.persists.startswith("P"):
        return parse_duration(predicate.persists)
    return "" if predicate.persists == "never" else predicate.persists


# Persistence


class Cutter(Struct, frozen=True, kw_only=True):
    """A row that may tell of the end of another: how surely, and how it stands to it in time."""

    row: Row
    grade: Grade

    def begins_after(self, row: Row) -> bool:
        """Later than the other row's beginning in every choice of dates."""
        return self.row.written.start_earliest > row.written.start_latest

    def maybe_after(self, row: Row) -> bool:
        """Later than the other row's beginning in some choice of dates."""
        return self.row.written.start_latest > row.written.start_earliest


def lasting(rows: Sequence[Row], meaning: Meaning) -> tuple[Row, ...]:
    """The rows with what persistence and recorded ends make of their times, worked out from the written times."""
    return tuple(_lasting(row, rows, meaning) for row in rows)


def _lasting(row: Row, rows: Sequence[Row], meaning: Meaning) -> Row:
    predicate = meaning.dossier.predicates[row.predicate]
    moment = row.written.shape == "moment"
    if not row.affirmed or predicate.kind != "state" or not (moment or row.open_end):
        return replace(row, time=row.written, lasting=row.written)
    others = [x for x in rows if not meaning.tells_nothing_new(x, row)]
    ends = list(_cutters(row, others, meaning, starts=False))
    starts = [x for x in _cutters(row, others, meaning, starts=True) if x.begins_after(row)]
    recorded = _recorded_end(row, ends, starts)
    if recorded:
        starts = []
    changes = list(_opposites(row, others, meaning)) if _changes(predicate) else []
    changes += _successors(row, others, meaning, moments=_changes(predicate))
    presumed = _presumed_end(row, predicate, ends, starts, changes)
    time = row.written
    if row.open_end:
        time = dataclasses.replace(time, end_latest=max(time.start_latest + 1, min(time.end_latest, presumed[1])))
        if recorded and row.source == "started":
            time = dataclasses.replace(time, end_earliest=presumed[0])
    return replace(row, time=time, lasting=_extended(time, presumed))


def _changes(predicate: Predicate) -> bool:
    """Whether an opposite record counts as a change of the state, and so as its end."""
    persists = _persistence(predicate)
    return isinstance(persists, Duration) or persists == "until-changed"


def _presumed_end(
    row: Row, predicate: Predicate, ends: list[Cutter], starts: list[Cutter], changes: list[Cutter]
) -> tuple[int, int]:
    """The bounds of the end, if the state persists as its predicate says and is cut by what was recorded."""
    written = row.written
    persists = _persistence(predicate)
    earliest, latest = written.end_earliest, written.end_latest
    if isinstance(persists, Duration):
        earliest = max(earliest, shift(written.start_earliest, persists))
        latest = max(latest, shift(written.start_latest, persists))
    elif persists:
        earliest = latest = POS
    first = written.start_earliest + 1
    for end in ends:
        if end.maybe_after(row):
            earliest = min(earliest, max(end.row.written.start_earliest + 1, first))
        if end.begins_after(row) and end.grade == CERTAIN:
            latest = min(latest, end.row.written.start_latest + 1)
    for start in starts:
        earliest = first
        if start.grade == CERTAIN:
            latest = min(latest, start.row.written.start_latest + 1)
    for change in changes:
        if change.maybe_after(row):
            # Nothing is presumed for the date of the change: else every change would be a possible contradiction.
            before = max(change.row.written.start_earliest, first)
            earliest, latest = min(earliest, before), min(latest, before)
    return earliest, latest


def _extended(time: Extent, presumed: tuple[int, int]) -> Extent:
    end = max(time.end_earliest, presumed[0]), max(time.end_latest, presumed[1])
    if end == (time.end_earliest, time.end_latest):
        return time
    return dataclasses.replace(time, end_earliest=end[0], end_latest=end[1], shape="stretch")


def _recorded_end(row: Row, ends: list[Cutter], starts: list[Cutter]) -> bool:
    """Whether an end is on record before any second beginning."""
    sure = [x.row.written.start_latest for x in ends if x.grade == CERTAIN and x.begins_after(row)]
    return bool(sure) and not any(y.row.written.start_earliest < min(sure) for y in starts)


def _cutters(row: Row, others: Sequence[Row], meaning: Meaning, *, starts: bool) -> Iterator[Cutter]:
    """The affirmed events of the same matter that end the state, or begin it again."""
    for x in others:
        if not x.affirmed or meaning.dossier.predicates[x.predicate].kind != "event":
            continue
        reached = meaning.started_by(x.predicate) if starts else meaning.ended_by(x.predicate)
        grade = min(reached.get(row.predicate, NO), x.cap, _same_matter(x, row, meaning))
        if grade:
            yield Cutter(row=x, grade=grade)


def _same_matter(x: Row, row: Row, meaning: Meaning) -> Grade:
    if x.proceeding and row.proceeding and x.proceeding != row.proceeding:
        return NO
    subject = meaning.same(x.subject, row.subject)
    if x.value is None or row.value is None or x.value.kind != row.value.kind:
        return subject
    if x.value.kind == "entity":
        return min(subject, meaning.same(x.value.text, row.value.text))
    if x.value.kind == "text":
        return subject if x.value.text == row.value.text else NO
    return subject if (x.value.lo, x.value.hi) == (row.value.lo, row.value.hi) else NO


def _opposites(row: Row, others: Sequence[Row], meaning: Meaning) -> Iterator[Cutter]:
    """The rows that contradict the state apart from time: where the one begins, the other is over."""
    for x in others:
        grade = min(meaning.contradicts(x, row), x.cap)
        if grade:
            yield Cutter(row=x, grade=grade)


def _successors(row: Row, others: Sequence[Row], meaning: Meaning, *, moments: bool) -> Iterator[Cutter]:
    """The rows that give another value to what has one at a time: where the one begins, the other is over.

    What is only affirmed as of a moment ends no state that needs an act to end.
    """
    for x in others:
        grade = min(meaning.rivals(x, row), x.cap)
        if grade and (moments or x.written.shape == "stretch"):
            yield Cutter(row=x, grade=grade)


# What rules conclude


def concluded(rule: str, derive: Derive, scene: Scene, claims: tuple[str, ...], grade: Grade) -> Row | None:
    """The row that an inference rule concludes from what its names are bound to; None where it lacks a part."""
    predicate = scene.meaning.dossier.predicates.get(derive.predicate)
    subject = operand(derive.subject, scene)
    if predicate is None or not isinstance(subject, Text):
        return None
    found = _time(derive, predicate, scene)
    if found is None:
        return None
    time, open_end = found
    rows = tuple(scene.rows.values())
    value, unit = _value(derive.value, predicate, scene)
    return Row(
        key=f"{rule}({','.join(row.key for row in rows)})",
        claims=claims,
        predicate=predicate.id,
        polarity=derive.polarity,
        subject=subject.text,
        value=value,
        unit=unit,
        scope=_common([row.scope for row in rows]),
        proceeding=_common([row.proceeding for row in rows]),
        origin=tuple(claim for row in rows for claim in row.origin),
        cap=grade,
        written=time,
        time=time,
        lasting=time,
        open_end=open_end,
        source="concluded",
    )


def _common(texts: list[str]) -> str:
    return texts[0] if texts and len(set(texts)) == 1 else ""


def _value(term: Term | None, predicate: Predicate, scene: Scene) -> tuple[Value | None, str]:
    found = None if term is None else operand(term, scene)
    value = _as_value(found, term, predicate)
    if value is None or value.kind != predicate.value:
        return None, ""
    return value, found.unit if isinstance(found, Number) else ""


def _as_value(found: Operand | None, term: Term | None, predicate: Predicate) -> Value | None:
    if isinstance(found, Number):
        return Value(kind="number", text=found.text, lo=found.lo, hi=found.hi, tolerance=found.tolerance)
    if isinstance(found, Day):
        return Value(kind="date", text=found.text, lo=found.lo, hi=found.hi)
    if not isinstance(found, Text):
        return None
    if isinstance(term, Constant) or predicate.value != "entity":
        return Value(kind="entity" if predicate.value == "entity" else "text", text=found.text)
    return Value(kind="entity", text=found.text)


def _time(derive: Derive, predicate: Predicate, scene: Scene) -> tuple[Extent, bool] | None:
    """When what is concluded holds, and whether its end is left to persistence."""
    if predicate.kind == "fixed":
        return FOR_ALL_TIME, False
    start = span_of(derive.start, scene, "start")
    end = None if derive.end is None else span_of(derive.end, scene, "end")
    if start is None or (end is None and derive.end is not None):
        return None
    state = predicate.kind in ("state", "quantity")
    s1, s2 = start.lasting.start_earliest, start.lasting.start_latest
    if end is None:
        if predicate.kind == "state" or derive.polarity == "denies":
            return begun(s1, s2, predicate), True
        return dataclasses.replace(
            FOR_ALL_TIME, start_earliest=s1, start_latest=s2, end_earliest=s1 + 1, end_latest=s2 + 1,
                       shape="moment", state=state), False  # fmt: skip
    if derive.start == derive.end:
        open_end = start.row is not None and start.row.open_end and start.lasting == start.time
        return dataclasses.replace(start.lasting, state=state), open_end
    e1, e2 = end.lasting.end_earliest, end.lasting.end_latest
    if s1 >= e2:
        return None
    return dataclasses.replace(
        FOR_ALL_TIME, start_earliest=s1, start_latest=min(s2, e2 - 1), end_earliest=max(e1, s1 + 1),
                   end_latest=e2, state=state), False  # fmt: skip
