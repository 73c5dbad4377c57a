"""How long pictures show a state as presumed to last: from what is on record until the first sign that it may be over.

The engine works out the earliest and the latest end that persistence allows; a picture shows no more than the earliest,
and where it can tell less than the engine, a shorter time. So it never draws as presumed what a rule would not presume.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from claimcheck.civil import POS
from claimcheck.closures import Vocabulary, close_entities, close_links
from claimcheck.dates import Duration, shift
from claimcheck.extents import Extent, Grade
from claimcheck.model import Claim, Dossier, Predicate
from claimcheck.table import begun, persistence


class Presumed(Struct, frozen=True, kw_only=True):
    """A state that a claim affirms or begins, presumed to last until `until`; `POS` where nothing bounds it."""

    predicate: str
    until: int


class _State(Struct, frozen=True, kw_only=True):
    """An affirmed state of which a claim tells: the predicate, its bounds, and whether an event began it."""

    claim: Claim
    predicate: Predicate
    time: Extent


class Presumptions:
    """What can be presumed to last in one dossier, worked out for the claims that are asked for."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.vocabulary = Vocabulary(dossier.predicates)
        self.same_event = close_links(dossier.links)
        self.near: dict[str, set[str]] = {}
        self.maybe: set[tuple[str, str]] = set()
        for kin in close_entities(dossier.entities):
            if kin.same or kin.part or kin.whole:
                self.near.setdefault(kin.x, set()).add(kin.y)
            if kin.same:
                self.maybe.add((kin.x, kin.y))
        self.about: dict[str, list[Claim]] = {}
        for claim in dossier.claims.values():
            if claim.time is not None and claim.predicate in dossier.predicates:
                self.about.setdefault(claim.subject, []).append(claim)
        self.answers = {pair for link in dossier.links if link.relation == "answers"
                        for pair in ((link.from_, link.to), (link.to, link.from_))}  # fmt: skip
        self._starts: dict[str, frozenset[str]] = {}
        self._ended: dict[str, Mapping[str, Grade]] = {}
        self._opposed: dict[str, tuple[frozenset[str], frozenset[str]]] | None = None

    def of(self, claim: Claim) -> tuple[Presumed, ...]:
        """The states that a claim affirms or begins and that may be taken to have lasted beyond what it says."""
        found = []
        for state in self._states(claim):
            until = self._until(state)
            if until > state.time.end_latest or state.claim.predicate != state.predicate.id:
                found.append(Presumed(predicate=state.predicate.id, until=until))
        return tuple(one for one in found if one.until > (claim.time.end_latest if claim.time else POS))

    def _states(self, claim: Claim) -> Iterator[_State]:
        predicate, time = self.dossier.predicates.get(claim.predicate), claim.time
        if predicate is None or time is None or claim.polarity == "denies":
            return
        open_end = claim.when is not None and claim.when.form == "interval" and claim.when.end_is == "unknown"
        if predicate.kind == "state" and persistence(predicate) != "never" and (time.shape == "moment" or open_end):
            yield _State(claim=claim, predicate=predicate, time=time)
        for name in sorted(self._begun(claim)):
            state = self.dossier.predicates.get(name)
            if state is not None and state.kind == "state" and persistence(state) != "never":
                yield _State(claim=claim, predicate=state, time=begun(time.start_earliest, time.start_latest, state))

    def _begun(self, claim: Claim) -> frozenset[str]:
        if claim.polarity == "denies":
            return frozenset()
        if claim.predicate not in self._starts:
            known = self.dossier.predicates.get(claim.predicate)
            ways = self.vocabulary.starts(claim.predicate) if known is not None and known.kind == "event" else ()
            self._starts[claim.predicate] = frozenset(way.target for way in ways)
        return self._starts[claim.predicate]

    def _ends_of(self, predicate: str) -> Mapping[str, Grade]:
        """The states that an event ends, with the grade of the way to each."""
        if predicate not in self._ended:
            self._ended[predicate] = {way.target: way.grade for way in self.vocabulary.ends(predicate)}
        return self._ended[predicate]

    def _until(self, state: _State) -> int:
        """The earliest end that the records leave room for."""
        lasts, time = persistence(state.predicate), state.time
        until = max(time.end_earliest, shift(time.start_earliest, lasts)) if isinstance(lasts, Duration) else POS
        others = list(self._others(state.claim))
        until = min([until, *self._cuts(state, others)])
        again = [o.time.start_earliest for o in others if o.time is not None and self._begins_again(state, o)]
        if again and not self._end_is_known(state, others, min(again)):
            return time.start_earliest + 1
        return max(until, time.start_earliest + 1)

    def _others(self, claim: Claim) -> Iterator[Claim]:
        """The claims about the same subject, one that may be it, its parts and wholes, or about what it concerns."""
        value = claim.value.text if claim.value is not None and claim.value.kind == "entity" else ""
        mine = self.same_event.get(claim.id, (claim.id,))
        names = {claim.subject, value, claim.proceeding}
        for name in sorted({near for one in names if one for near in (one, *self.near.get(one, ()))}):
            yield from (other for other in self.about.get(name, ()) if other.id not in mine)

    def _cuts(self, state: _State, others: Iterable[Claim]) -> Iterator[int]:
        """The moments from which on other records leave nothing to presume."""
        changes = state.predicate.persists != "until-ended"
        for other in others:
            time = other.time
            if time is None or time.start_latest <= state.time.start_earliest:
                continue
            if self._ends(state, other):
                yield time.start_earliest + 1
            if (changes and self._opposes(state, other)) or self._succeeds(state, other):
                yield time.start_earliest

    def _ends(self, state: _State, other: Claim) -> bool:
        if other.polarity == "denies" or not self._same_value(state, other, strict=False):
            return False
        if self._same_subject(state, other):
            return state.predicate.id in self._ends_of(other.predicate)
        return self._is_matter(state.claim, other.subject) and any(
            self._closes(step.target) for step in self.vocabulary.affirmed(other.predicate)
        )

    def _same_subject(self, state: _State, other: Claim) -> bool:
        """Whether both speak of one subject, or of two that may be one."""
        return other.subject == state.claim.subject or (state.claim.subject, other.subject) in self.maybe

    def _is_matter(self, claim: Claim, name: str) -> bool:
        """Whether an entity is, or may be, what a claim speaks of beside its subject: its value or its proceeding."""
        value = claim.value.text if claim.value is not None and claim.value.kind == "entity" else ""
        return any(one and (one == name or (one, name) in self.maybe) for one in (value, claim.proceeding))

    def _closes(self, name: str) -> bool:
        """Whether a predicate tells that something came to an end, whatever it was."""
        known = self.dossier.predicates.get(name)
        return known is not None and bool(known.ends or known.outcome)

    def _begins_again(self, state: _State, other: Claim) -> bool:
        later = other.time is not None and other.time.start_earliest > state.time.start_latest
        return (
            later and state.predicate.id in self._begun(other)
            and self._same_subject(state, other) and self._same_value(state, other, strict=False)
        )  # fmt: skip

    def _end_is_known(self, state: _State, others: Iterable[Claim], again: int) -> bool:
        """Whether an end is on record before the state began again."""
        return any(
            o.time is not None and state.time.start_latest < o.time.start_earliest and o.time.start_latest <= again
            and not o.weak and o.subject == state.claim.subject and o.polarity == "affirms"
            and o.proceeding == state.claim.proceeding and self._same_value(state, o, strict=True)
            and self._ends_of(o.predicate).get(state.predicate.id) == Grade.CERTAIN
            for o in others
        )  # fmt: skip

    def _same_value(self, state: _State, other: Claim, *, strict: bool) -> bool:
        """Whether both may speak of the same value; `strict`: whether they surely do, or one has none."""
        mine, theirs = state.claim.value, other.value
        if mine is None or theirs is None or mine.kind != theirs.kind:
            return True
        return mine.text == theirs.text or (not strict and theirs.text in self.near.get(mine.text, ()))

    def _opposes(self, state: _State, other: Claim) -> bool:
        if (state.claim.id, other.id) in self.answers:
            return True
        denials, exclusions = self._opposition(state.predicate.id)
        if other.polarity == "denies":
            return other.predicate in denials
        return other.predicate in exclusions or any(name in exclusions for name in self._begun(other))

    def _opposition(self, predicate: str) -> tuple[frozenset[str], frozenset[str]]:
        """The predicates whose denial, and those whose affirmation, cannot stand beside an affirmed one."""
        if self._opposed is None:
            used = {claim.predicate for claims in self.about.values() for claim in claims}
            used |= {way.target for name in used for way in self.vocabulary.starts(name)}
            found: dict[str, tuple[set[str], set[str]]] = {}
            for one in self.vocabulary.opposes(sorted(used & set(self.dossier.predicates))):
                found.setdefault(one.a, (set(), set()))[one.kind == "exclusion"].add(one.b)
            self._opposed = {name: (frozenset(no), frozenset(yes)) for name, (no, yes) in found.items()}
        return self._opposed.get(predicate, (frozenset(), frozenset()))

    def _succeeds(self, state: _State, other: Claim) -> bool:
        """Whether the other record gives another value to what has one at a time."""
        if other.polarity == "denies" or other.value is None or other.value.text == "":
            return False
        if state.claim.value is not None and state.claim.value.text == other.value.text:
            return False
        reached = {step.target for step in self.vocabulary.affirmed(state.predicate.id)}
        theirs = {step.target for name in (other.predicate, *self._begun(other))
                  for step in self.vocabulary.affirmed(name)}  # fmt: skip
        return any(self.dossier.predicates[name].single for name in reached & theirs if name in self.dossier.predicates)
