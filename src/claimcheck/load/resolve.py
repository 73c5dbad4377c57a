"""What follows from several records: who a claim is attributed to, when it was said, when it holds, what weakens it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from claimcheck.dates import When, Window, parse_duration
from claimcheck.extents import Extent, claim_extent, moment
from claimcheck.i18n import tr
from claimcheck.load.notes import Notes
from claimcheck.model import Claim, Entity, Predicate, Source, Tie, Value


def resolve_claim(
    claim: Claim,
    sources: Mapping[str, Source],
    entities: Mapping[str, Entity],
    predicates: Mapping[str, Predicate],
    notes: Notes,
) -> Claim:
    """The claim with all that the loader works out; it is noted as left out if its date ends before it starts."""
    source, predicate = sources[claim.source], predicates[claim.predicate]
    said_by = claim.said_by or (source.publisher if claim.listing == "fact" else "")
    own_voice = bool(said_by) and said_by == source.publisher
    said_on = claim.said_on or (source.published if own_voice else None)
    said = _moment(said_on)
    # What is written as still open was so when it was said, or else when its source came out or was read.
    known = said_on if claim.when is None else said_on or source.published or source.retrieved
    time, note = claim_extent(
        predicate.kind, claim.polarity, claim.when, known, parse_duration(predicate.horizon),
        promised=claim.mode == "undertakes",
    )  # fmt: skip
    if time is None:
        notes.skip(
            tr("claim {name}", name=claim.id), tr("{place}: its date ends before it starts", place=claim.location)
        )
    authority, official = attribution(said_by, claim.capacity, said, entities)
    return replace(
        claim,
        said_by=said_by,
        time=time,
        time_note=note,
        said=said,
        authority=authority,
        official=official,
        own_voice=own_voice,
        weak=tuple(_weak(claim, said_by, said_on)),
    )


def _moment(said_on: When | None) -> Extent | None:
    if said_on is None or said_on.form == "unknown" or said_on.reversed:
        return None
    return moment(said_on.window.lo, said_on.window.hi)


def _weak(claim: Claim, said_by: str, said_on: When | None) -> Iterator[str]:
    """The sentences that whatever uses this claim hangs on."""
    if claim.hangs_on:
        yield claim.hangs_on
    when = claim.when or said_on
    if when is not None and when.marked:
        yield tr("the date {date} is marked as uncertain", date=when.text)
    if claim.value is not None and claim.value.marked:
        yield approximate_words(claim.value)
    if claim.basis == "inferred":
        yield inferred_words(said_by or claim.source)


def approximate_words(value: Value) -> str:
    """What hangs on a value that is marked as inexact."""
    amount = value.text.lstrip("~ ")
    if value.kind == "number":
        return tr("the number {number} is approximate", number=amount)
    return tr("the date {date} is marked as uncertain", date=amount)


def inferred_words(who: str) -> str:
    """What hangs on a claim that nobody stated."""
    return tr("inferred, not stated, by {who}", who=who)


def attribution(said_by: str, capacity: str, said: Extent | None, entities: Mapping[str, Entity]) -> tuple[str, bool]:
    """The body to which the words of a speaker are attributed, or empty, and whether they are official.

    A person speaks for whom he or she acts at the time of saying, and these for the nearest body above them with
    `authority: true`, else for the nearest official one; words in a personal capacity are nobody else's.
    """
    speaker = entities.get(said_by)
    if speaker is None or capacity == "personal":
        return "", False
    window = None if said is None else Window(said.start_earliest, said.end_latest)
    above: dict[str, str] = {speaker.id: ""}  # each entity reached, and the one it was reached from
    queue = [speaker.id]
    for name in queue:
        entity = entities[name]
        if entity.authority:
            return name, any(entities[one].official for one in _path(name, above))
        acting = _in_force(entity.acts_for, window) if name == speaker.id else []
        for target in acting or _in_force(entity.part_of, window):
            if target in entities and target not in above:
                above[target] = name
                queue.append(target)
    official = [name for name in queue if entities[name].official]
    return (official[0], True) if official else ("", False)


def _path(name: str, above: Mapping[str, str]) -> Iterator[str]:
    while name:
        yield name
        name = above[name]


def _in_force(ties: tuple[Tie, ...], said: Window | None) -> list[str]:
    return sorted(tie.to for tie in ties if said is None or tie.when is None or _meets(tie.when, said))


def _meets(when: When, said: Window) -> bool:
    window = when.window
    return window.lo < said.hi and said.lo < window.hi
