"""A timeline as text for a terminal, and as a table with the bounds of every time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimcheck.explain.wording import name_of
from claimcheck.extents import Extent
from claimcheck.findings import Report
from claimcheck.i18n import tr, trn
from claimcheck.listing import Cell, clock
from claimcheck.model import Dossier
from claimcheck.report.lines import wrap
from claimcheck.report.rows import rows_csv
from claimcheck.report.timelinerows import TimelineRow, counts_words, presumes_words, row_of
from claimcheck.timeline import Conflict, Timeline, timeline_of

DATE = 22  # columns for the date
NARROWEST = 50
_BOUNDS = ("start_earliest", "start_latest", "end_earliest", "end_latest")
COLUMNS = (
    "id", "lane", "date", *_BOUNDS, "speaks_of", "presumed_until", "who", "text", "notes", "findings", "place"
)  # fmt: skip


def title_words(dossier: Dossier, subject: str | None) -> str:
    """What a timeline is of: a subject, or the dossier."""
    return tr("Timeline: {name}", name=dossier.title if subject is None else name_of(dossier, subject))


def timeline_text(report: Report, claim_ids: Iterable[str], *, title: str, width: int = 80) -> str:
    """The records of both kinds in the order of time, then those without a date, then the findings among them."""
    timeline, width = timeline_of(report, claim_ids), max(width, NARROWEST)
    lines = [line for words in (title, counts_words(timeline), presumes_words(timeline)) for line in wrap(words, width)]
    for entry in timeline.dated:
        row = row_of(report.dossier, timeline, entry)
        lines += ["", *_entry(row, row.date, width)]
    if timeline.undated:
        lines += ["", "", tr("Without a date")]
    for entry in timeline.undated:
        row = row_of(report.dossier, timeline, entry)
        lines += ["", *_entry(row, row.undated, width)]
    if timeline.conflicts:
        lines += ["", "", tr("Findings among these records"), ""]
    for conflict in timeline.conflicts:
        lines += wrap(conflict_words(conflict), width, f"{conflict.number:>3}  ", " " * 5)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def conflict_words(conflict: Conflict) -> str:
    """A finding in a line: its grade, what its rule catches, its name, and the records."""
    ground = conflict.finding.ground
    claims = ", ".join(conflict.claims)
    return f"{tr(ground.grade.word)}: {ground.title} [{conflict.finding.fingerprint}] ({claims})"


def _entry(row: TimelineRow, date: str, width: int) -> Iterator[str]:
    """The date at the left; beside it who says what, where the record is found, and the notes on its time."""
    room = width - DATE - 2
    kind = tr("said") if row.lane == "said" else tr("on record")
    right = [
        *wrap(f"{kind}: {row.who}", room),
        *wrap(row.text, room),
        *(line for note in row.notes for line in wrap(note, room, "- ", "  ")),
        *wrap(" ".join((f"[{row.claim.id}]", *_numbers(row))), room),
    ]
    left = wrap(date, DATE)
    for index in range(max(len(left), len(right))):
        yield f"{left[index] if index < len(left) else '':<{DATE}}  {right[index] if index < len(right) else ''}"


def _numbers(row: TimelineRow) -> Iterator[str]:
    if row.findings:
        numbers = ", ".join(str(one) for one in row.findings)
        yield trn("finding {numbers}", "findings {numbers}", len(row.findings), numbers=numbers)


def timeline_csv(report: Report, claim_ids: Iterable[str]) -> str:
    """A row for each record with the four bounds of its place in time; an unbounded one says so, no date is empty."""
    timeline = timeline_of(report, claim_ids)
    return rows_csv(tuple(_cells(report.dossier, timeline)), COLUMNS)


def _cells(dossier: Dossier, timeline: Timeline) -> Iterator[dict[str, Cell]]:
    for entry in timeline.entries:
        row = row_of(dossier, timeline, entry)
        claim = entry.claim
        yield {
            "id": claim.id,
            "lane": entry.lane,
            "date": row.date or row.undated,
            **_bounds(entry.at),
            "speaks_of": claim.when.text if entry.speaks_of is not None and claim.when is not None else "",
            "presumed_until": tuple(f"{one.predicate} {clock(one.until)}" for one in entry.presumed),
            "who": row.who,
            "text": row.text,
            "notes": row.notes,
            "findings": row.fingerprints,
            "place": f"{claim.location.path}:{claim.location.line}",
        }


def _bounds(time: Extent | None) -> dict[str, Cell]:
    return {name: "" if time is None else clock(getattr(time, name)) for name in _BOUNDS}
