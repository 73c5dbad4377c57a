"""The nouns of a dossier: sources, entities, predicates, claims and links, as plain frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from claimcheck.dates import When
from claimcheck.errors import Problem
from claimcheck.extents import Extent
from claimcheck.location import Location

Polarity = Literal["affirms", "denies"]
Listing = Literal["assertion", "fact"]
Mode = Literal["states", "assures", "undertakes", "accuses", "asks"]
Basis = Literal["first-hand", "document", "reported", "inferred"]
Kind = Literal["state", "event", "quantity", "fixed"]
ValueKind = Literal["none", "entity", "text", "number", "date"]
Relation = Literal["relies-on", "same-event", "not-same", "gives-reason", "answers", "before", "corrects", "retracts"]


class Value(Struct, frozen=True, kw_only=True):
    """What a claim says of its subject, beside the predicate itself.

    `text` is what was typed (an entity's id for kind `entity`). `lo` and `hi` are closed bounds for numbers
    (minus or plus infinity where open) and half-open bounds in seconds of civil time for dates. `marked` is true
    where the number or date carries `~`, `?` or `%`. `tolerance` is the absolute slack of a number.
    """

    kind: ValueKind
    text: str
    lo: float = 0.0
    hi: float = 0.0
    marked: bool = False
    tolerance: float = 0.0


class Source(Struct, frozen=True, kw_only=True):
    """A document or occasion: where something was said, or where we read it."""

    id: str
    location: Location
    title: str
    kind: str = ""
    publisher: str = ""
    published: When | None = None
    retrieved: When | None = None
    language: str = ""
    url: str = ""
    archive_url: str = ""
    file: str = ""
    sha256: str = ""
    restricted: bool = False
    was: tuple[str, ...] = ()
    note: str = ""


class Tie(Struct, frozen=True, kw_only=True):
    """A dated or conditional tie from one entity to another (`part_of`, `acts_for`, `maybe`).

    `when` is None where the tie holds without a stated time; `hangs_on` is what a reader must grant, or empty.
    """

    to: str
    when: When | None = None
    hangs_on: str = ""


class Entity(Struct, frozen=True, kw_only=True):
    """A person, body, authority, place, proceeding or thing that claims speak of."""

    id: str
    location: Location
    name: str
    kind: str = ""
    aliases: tuple[str, ...] = ()
    not_: tuple[str, ...] = ()
    maybe: tuple[Tie, ...] = ()
    part_of: tuple[Tie, ...] = ()
    acts_for: tuple[Tie, ...] = ()
    authority: bool = False
    official: bool = False
    interest: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    restricted: bool = False
    was: tuple[str, ...] = ()
    note: str = ""


class Predicate(Struct, frozen=True, kw_only=True):
    """What can be said of a subject, with its meaning for time and logic (design section 5).

    `implies` and `suggests` hold predicate ids, or `not ID` for a negative target. `labels` maps a language to
    the affirmed and the denied sentence, with `{subject}` and `{value}` as places. `persists` is `never`,
    `until-changed`, `until-ended` or an ISO 8601 duration; `horizon` is a duration. `tolerance` is absolute
    (`5`) or a percentage (`5%`), or empty. `adds_up` says of a quantity whether a whole has at least what a part has:
    over `parts` (of the subject and the scope), over `periods`, over `both` or `never`; empty where nobody said.
    """

    id: str
    location: Location
    package: str
    kind: Kind
    labels: Mapping[str, tuple[str, str]]
    value: ValueKind = "none"
    single: bool = False
    once: bool = False
    implies: tuple[str, ...] = ()
    suggests: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    persists: str = "never"
    horizon: str = "P1Y"
    tolerance: str = ""
    role: str = ""
    outcome: str = ""
    adds_up: str = ""
    covers_subject: bool = False
    covers_value: bool = False
    example: str = ""


class Claim(Struct, frozen=True, kw_only=True):
    """A dated sentence: someone says that a predicate holds, or does not hold, of a subject at a time.

    The first block is what the author wrote (`when` and `said_on` None where left out); the second is what the
    loader worked out from it: `time` (None where the written time is impossible; such a claim is reported and
    takes part in nothing), `time_note` (a sentence on how a left-out or unknown time was read, or empty),
    `said` (the moment of saying, None if unknown), `authority` (the body to which the words are attributed, or
    empty), `official`, `own_voice` (the source's publisher speaks for itself) and `weak` (the sentences for
    which the claim is at most possible: `hangs_on`, marked dates and numbers, `basis: inferred`).
    """

    id: str
    location: Location
    listing: Listing
    text: str
    subject: str
    predicate: str
    polarity: Polarity
    source: str
    value: Value | None = None
    unit: str = ""
    scope: str = ""
    proceeding: str = ""
    when: When | None = None
    said_by: str = ""
    said_to: tuple[str, ...] = ()
    said_on: When | None = None
    said_in: str = ""
    via: tuple[str, ...] = ()
    mode: Mode = "states"
    basis: Basis | None = None
    capacity: str = ""
    quote: str = ""
    cite: str = ""
    lang: str = ""
    translation: str = ""
    restricted: bool = False
    hangs_on: str = ""
    tags: tuple[str, ...] = ()
    was: tuple[str, ...] = ()

    time: Extent | None = None
    time_note: str = ""
    said: Extent | None = None
    authority: str = ""
    official: bool = False
    own_voice: bool = False
    weak: tuple[str, ...] = ()

    @property
    def oldest_id(self) -> str:
        """The id that identity is built on: the oldest of `was`, else the id itself."""
        return self.was[0] if self.was else self.id


class Link(Struct, frozen=True, kw_only=True):
    """A relation between two claims that a person has read in the sources."""

    location: Location
    from_: str
    relation: Relation
    to: str
    why: str = ""
    by: str = ""
    hangs_on: str = ""
    source: str = ""
    cite: str = ""


class RuleException(Struct, frozen=True, kw_only=True):
    """Claims whose conflict under one rule a person has judged to be none: what the rule finds of them is set aside.

    It covers every match whose witnesses include all of `claims`, and is listed with its reason.
    """

    location: Location
    claims: tuple[str, ...]
    reason: str


class RuleSetting(Struct, frozen=True, kw_only=True):
    """What a dossier says about one rule: off, another severity (both with a reason), and exceptions to it."""

    location: Location
    rule: str
    off: bool = False
    severity: str = ""
    reason: str = ""
    exceptions: tuple[RuleException, ...] = ()


class Verdict(Struct, frozen=True, kw_only=True):
    """A word of the scale on which the people behind a dossier judge, as they publish it.

    `meaning` says in a sentence when it is given. `rating` is its place on a scale of numbers, 1 for the worst; None
    for a verdict that is no degree of truth, such as that something changed since.
    """

    location: Location
    id: str
    label: str
    meaning: str
    rating: int | None = None


class Dossier(Struct, frozen=True, kw_only=True):
    """A folder of claims and evidence as loaded: every record by its id, and all that was wrong with it.

    The mappings are in the order of ids, so nothing depends on the order of files. `skipped` names what was left
    out of the check and why. `rule_files` are the paths of the dossier's own rules, relative to `root`. `site` is the
    web address under which its pages are published, without a slash at its end, and `publisher` the name of who
    publishes them; empty where nobody said.
    """

    root: str
    title: str
    timezone: str
    language: str
    sources: Mapping[str, Source]
    entities: Mapping[str, Entity]
    predicates: Mapping[str, Predicate]
    claims: Mapping[str, Claim]
    links: tuple[Link, ...]
    problems: tuple[Problem, ...]
    skipped: tuple[tuple[str, str], ...] = ()
    rule_files: tuple[str, ...] = ()
    rule_settings: tuple[RuleSetting, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    site: str = ""
    publisher: str = ""
