"""The records of a timeline as an ordered list, for readers who do not see the picture, and for whoever wants words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from claimcheck.civil import DAY, NEG, POS
from claimcheck.dates import show_moment
from claimcheck.explain.wording import label, said_words, speaker, when_words
from claimcheck.findings import Report
from claimcheck.i18n import tr, trn
from claimcheck.model import Claim, Dossier
from claimcheck.timeline import Entry, Lane, Timeline, timeline_of


class TimelineRow(Struct, frozen=True, kw_only=True):
    """A record as it is told: when, by whom, in what words, with notes on its time, and the findings it is part of.

    `date` is empty where nothing is known of it, and `undated` then says so in words. `findings` are the numbers that
    the findings have in this timeline, `fingerprints` what they are called everywhere.
    """

    claim: Claim
    lane: Lane
    heading: str
    date: str
    undated: str
    who: str
    text: str
    notes: tuple[str, ...]
    findings: tuple[int, ...]
    fingerprints: tuple[str, ...]


def timeline_rows(report: Report, claim_ids: Iterable[str]) -> tuple[TimelineRow, ...]:
    """The records in the order of the picture: what was said, what is on record, what has no date; nothing is cut."""
    timeline = timeline_of(report, claim_ids)
    return tuple(row_of(report.dossier, timeline, entry) for entry in timeline.entries)


def row_of(dossier: Dossier, timeline: Timeline, entry: Entry) -> TimelineRow:
    """One record as it is told."""
    claim = entry.claim
    found = [one for one in timeline.conflicts if claim.id in one.claims]
    return TimelineRow(
        claim=claim,
        lane=entry.lane,
        heading=heading(entry),
        date=_date(dossier, entry),
        undated=undated_words(entry),
        who=speaker(dossier, claim),
        text=claim.text,
        notes=tuple(_notes(dossier, entry)),
        findings=tuple(one.number for one in found),
        fingerprints=tuple(one.finding.fingerprint for one in found),
    )


def heading(entry: Entry) -> str:
    """The heading of the lane or list that a record stands under."""
    if entry.undated:
        return tr("Holds whatever the date") if entry.undated == "always" else tr("No date on record")
    return tr("What was said") if entry.lane == "said" else tr("What is on record")


def undated_words(entry: Entry) -> str:
    """Why a record has no place on the axis; empty where it has one."""
    match entry.undated:
        case "unknown":
            return tr("no date on record")
        case "always":
            return tr("holds whatever the date")
        case "impossible":
            return tr("its end is dated before its beginning")
    return ""


def _date(dossier: Dossier, entry: Entry) -> str:
    if entry.undated:
        return ""
    if entry.lane == "said":
        return said_words(dossier, entry.claim) if entry.at is not None else tr("said on an unknown date")
    return when_words(dossier, entry.claim)


def _notes(dossier: Dossier, entry: Entry) -> Iterator[str]:
    claim = entry.claim
    if entry.lane == "said" and entry.speaks_of is not None:
        yield tr("speaks of: {time}", time=when_words(dossier, claim))
    if claim.time_note and entry.undated != "impossible":
        yield tr(claim.time_note)
    for one in entry.presumed:
        what = label(dossier, one.predicate, "affirms", claim)
        if one.until >= POS:
            yield tr("presumed so from then on, with no record of an end: {what}", what=what)
        else:
            yield tr("presumed so until {date}: {what}", date=day_words(one.until - 1), what=what)


def counts_words(timeline: Timeline) -> str:
    """How much a timeline tells."""
    said = sum(entry.lane == "said" for entry in timeline.entries)
    record = len(timeline.entries) - said
    return ", ".join(
        (
            trn("{count} statement", "{count} statements", said),
            trn("{count} record", "{count} records", record),
            trn("{count} of them without a date", "{count} of them without a date", len(timeline.undated)),
            trn("{count} finding", "{count} findings", len(timeline.conflicts)),
        )
    )


def presumes_words(timeline: Timeline) -> str:
    """That nothing is told to have lasted, where that is so."""
    if timeline.presumes:
        return ""
    return tr("Nothing is shown as presumed to have lasted: records were left out, and one of them may tell of an end.")


def day_words(moment: int) -> str:
    """The day in which a moment lies."""
    assert NEG < moment < POS
    day = moment // DAY * DAY
    return show_moment(day, day + DAY)
