"""A record that was read, with what it needs; and which records stand once those with problems are out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from claimcheck.i18n import msg, tr
from claimcheck.load.fields import Fields
from claimcheck.load.ids import Ids
from claimcheck.load.notes import Notes
from claimcheck.location import Location
from claimcheck.model import Claim, Entity, Link, Predicate, Source

Record = Source | Entity | Predicate | Claim | Link
Key = tuple[str, str]  # kind and id; for links, which have no id, the place
_NAMED = {
    "claim": msg("claim {name}"), "entity": msg("entity {name}"), "link": msg("link {name}"),
    "predicate": msg("predicate {name}"), "source": msg("source {name}"),
}  # fmt: skip
_PLACED = {
    "claim": msg("claim at {place}"), "entity": msg("entity at {place}"), "link": msg("link at {place}"),
    "predicate": msg("predicate at {place}"), "source": msg("source at {place}"),
}  # fmt: skip


class Reading(Struct, frozen=True, kw_only=True):
    """One record as read; `record` is None where an error keeps it out, and `reason` says which."""

    kind: str
    id: str
    location: Location
    record: Record | None
    needs: frozenset[Key]
    reason: str = ""

    @classmethod
    def of(cls, kind: str, name: str, record: Record, fields: Fields) -> Reading:
        """The reading of a record from its fields."""
        return cls(
            kind=kind,
            id=name,
            location=fields.node.location,
            record=None if fields.flawed else record,
            needs=frozenset(fields.needs),
            reason=fields.reason,
        )

    @property
    def key(self) -> Key:
        """What other records need it by."""
        return (self.kind, self.id or str(self.location))

    @property
    def what(self) -> str:
        """How the list of records left out names it."""
        return tr(_NAMED[self.kind], name=self.id) if self.id else tr(_PLACED[self.kind], place=self.location)

    def without(self, reason: str) -> Reading:
        """The reading with its record left out."""
        return replace(self, record=None, reason=reason)


def clear_of_duplicates(readings: Iterable[Reading], ids: Mapping[str, Ids], notes: Notes) -> list[Reading]:
    """The readings without those of an id that stands more than once, noted with both places.

    None of the two is taken: which one was meant is not ours to guess.
    """
    twice: dict[Key, str] = {}
    for kind, known in ids.items():
        for name, found in known.places.items():
            first, *others = sorted(found)
            for place in others:
                problem = notes.add("DUPLICATE-ID", place, f"the {kind} `{name}` stands already at {first}",
                                    "give one of the two another id, or delete it")  # fmt: skip
                twice[(kind, name)] = str(problem)
    return [one.without(twice[one.key]) if one.key in twice else one for one in readings]


def clear_of_old_ids(readings: Iterable[Reading], ids: Mapping[str, Ids], notes: Notes) -> list[Reading]:
    """The readings without those whose old id is another record's: identity is built on the oldest id."""
    cleared: list[Reading] = []
    for one in readings:
        record, known = one.record, ids.get(one.kind)
        was = () if record is None or known is None or isinstance(record, Predicate | Link) else record.was
        used = [old for old in was if known is not None and (old in known.places or len(known.renamed[old]) > 1)]
        if used and known is not None:
            others = min((name for name in known.renamed[used[0]] if name != one.id), default="")
            holder = f"is the id of another {one.kind}" if used[0] in known.places else f"`{others}` has there too"
            problem = notes.add("OLD-ID-IN-USE", one.location, f"`was` of `{one.id}` holds `{used[0]}`, which {holder}",
                                "an old id leads to one record: leave it out where it is wrong")  # fmt: skip
            cleared.append(one.without(str(problem)))
        else:
            cleared.append(one)
    return cleared


def usable(readings: Iterable[Reading], given: Mapping[Key, Record], notes: Notes) -> dict[Key, Record]:
    """The records that stand, with all that they need; `given` are records known to stand.

    A record left out takes those with it that speak of it, so that every reference leads somewhere. Each is noted as
    left out, with the reason.
    """
    pending = sorted(readings, key=lambda one: (one.key, one.location))
    out = {one.key for one in pending if one.record is None}
    kept = [one for one in pending if one.key not in out]
    for one in pending:
        if one.record is None:
            notes.skip(one.what, one.reason)
    while True:
        present = {one.key for one in kept} | given.keys()
        missing = [(one, min(one.needs - present)) for one in kept if not one.needs <= present]
        if not missing:
            return {one.key: one.record for one in kept if one.record is not None}
        for one, (kind, name) in missing:
            notes.skip(one.what, tr("it speaks of {record}, which was left out", record=tr(_NAMED[kind], name=name)))
        gone = {id(one) for one, _ in missing}
        kept = [one for one in kept if id(one) not in gone]
