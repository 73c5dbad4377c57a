"""What a timeline shows: each record with the bounds of its time, what is presumed to have lasted, and the conflicts.

Two lanes: what was said stands where it was said, what is on record where it holds or happened. Of what was said, the
time it speaks of is kept beside, where that is another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from claimcheck.civil import NEG, POS
from claimcheck.extents import Extent
from claimcheck.findings import Finding, Report
from claimcheck.listing import below, speaks_for
from claimcheck.model import Claim, Dossier
from claimcheck.presumption import Presumed, Presumptions

Lane = Literal["said", "record"]
Undated = Literal["", "unknown", "always", "impossible"]


class Entry(Struct, frozen=True, kw_only=True):
    """One record of a timeline.

    `at` is where it stands: the moment of saying, or the time of which a record tells; None where there is no date
    (`undated` says why). `speaks_of` is the time that a statement speaks of, where it is another one than that of
    saying. `presumed` are the states that it affirms or begins and that nothing is known to have ended.
    """

    claim: Claim
    lane: Lane
    at: Extent | None
    speaks_of: Extent | None = None
    presumed: tuple[Presumed, ...] = ()
    undated: Undated = ""


class Conflict(Struct, frozen=True, kw_only=True):
    """A finding among the records of a timeline: its number there, and which of its claims are shown."""

    number: int
    finding: Finding
    claims: tuple[str, ...]


class Timeline(Struct, frozen=True, kw_only=True):
    """The dated records by the earliest moment at which they may begin, those without a date, and the conflicts.

    `presumes` is false where records were left out of the report: one of them may tell of the end of what would be
    presumed to last, so nothing is.
    """

    said: tuple[Entry, ...]
    record: tuple[Entry, ...]
    undated: tuple[Entry, ...]
    conflicts: tuple[Conflict, ...]
    presumes: bool = True

    @property
    def dated(self) -> tuple[Entry, ...]:
        """The dated records of both lanes, in the order of time."""
        return tuple(sorted((*self.said, *self.record), key=_order))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All records, in the order in which they are told: what was said, what is on record, what has no date."""
        return (*self.said, *self.record, *self.undated)


def timeline_of(report: Report, claim_ids: Iterable[str]) -> Timeline:
    """The timeline of some claims; ids that the dossier does not have are left out, and order makes no difference."""
    dossier = report.dossier
    presumptions = None if report.left_out else Presumptions(dossier)
    names = sorted(set(claim_ids) & dossier.claims.keys())
    entries = [_entry(dossier, dossier.claims[name], presumptions) for name in names]
    dated = sorted((one for one in entries if not one.undated), key=_order)
    return Timeline(
        said=tuple(one for one in dated if one.lane == "said"),
        record=tuple(one for one in dated if one.lane == "record"),
        undated=tuple(sorted((one for one in entries if one.undated), key=lambda one: (one.lane != "said",))),
        conflicts=tuple(_conflicts(report, frozenset(names))),
        presumes=presumptions is not None,
    )


def claims_around(report: Report, subject: str) -> frozenset[str]:
    """The claims about an entity or its parts, those said by it or for it, and those in conflict with one of them."""
    bodies = below(report.dossier, (subject,))
    near = {one.id for one in report.dossier.claims.values() if _concerns(report.dossier, one, bodies)}
    against = (frozenset(name for side in finding.sides for name in side) for finding in report.findings)
    return frozenset(near.union(*(claims for claims in against if claims & near)))


def _concerns(dossier: Dossier, claim: Claim, bodies: frozenset[str]) -> bool:
    value = claim.value.text if claim.value is not None and claim.value.kind == "entity" else ""
    return claim.subject in bodies or value in bodies or speaks_for(dossier, claim, bodies)


def _entry(dossier: Dossier, claim: Claim, presumptions: Presumptions | None) -> Entry:
    if claim.time is None:
        return Entry(claim=claim, lane=_lane(claim), at=None, undated="impossible")
    spoken = _bounded(claim.time)
    if claim.listing == "assertion":
        said = _bounded(claim.said)
        other = spoken if claim.when is not None and not _alike(spoken, said) else None
        undated: Undated = "" if said is not None or other is not None else "unknown"
        return Entry(claim=claim, lane="said", at=said, speaks_of=other, undated=undated)
    if spoken is None:
        predicate = dossier.predicates.get(claim.predicate)
        fixed = predicate is not None and predicate.kind == "fixed"
        return Entry(claim=claim, lane="record", at=None, undated="always" if fixed else "unknown")
    return Entry(claim=claim, lane="record", at=spoken, presumed=presumptions.of(claim) if presumptions else ())


def _lane(claim: Claim) -> Lane:
    return "said" if claim.listing == "assertion" else "record"


def _bounded(time: Extent | None) -> Extent | None:
    """The time, if it has a bound at all."""
    return None if time is None or (time.start_earliest <= NEG and time.end_latest >= POS) else time


def _alike(one: Extent | None, other: Extent | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.start_earliest, one.end_latest) == (other.start_earliest, other.end_latest)


def _order(entry: Entry) -> tuple[int, int, str]:
    """By the earliest beginning; what has none stands by its latest end; then by id."""
    time = entry.at or entry.speaks_of
    assert time is not None
    first = time.start_earliest if time.start_earliest > NEG else time.end_latest
    return first, time.end_latest, entry.claim.id


def _conflicts(report: Report, names: frozenset[str]) -> Iterator[Conflict]:
    """The findings with at least two of the claims, strongest first, as the report has them."""
    number = 0
    for finding in report.findings:
        shown = sorted({witness.claim.id for witness in finding.ground.witnesses} & names)
        if len(shown) > 1:
            number += 1
            yield Conflict(number=number, finding=finding, claims=tuple(shown))
