"""The nouns of a rule: what it matches, what must hold, what would lift it, and what it tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from msgspec import Struct

from claimcheck.dates import Duration
from claimcheck.findings import Severity
from claimcheck.location import Location
from claimcheck.model import Relation
from claimcheck.yamlfile import MapNode

Finds = Literal["conflict", "support", "compared", "claim"]


class Var(Struct, frozen=True, kw_only=True):
    """A claim (or a link, or a counted set) that `match` or `unless` has named."""

    name: str


class Field(Struct, frozen=True, kw_only=True):
    """`name.field` or `name.field.field`, such as `a.said_on` or `a.subject.kind`."""

    name: str
    path: tuple[str, ...]


class Call(Struct, frozen=True, kw_only=True):
    """A function of terms, such as `lasting(a)`."""

    function: str
    arguments: tuple[Term, ...]


class Constant(Struct, frozen=True, kw_only=True):
    """A value written in the rule: text (an id or words), number, date, duration, or a list of texts."""

    kind: Literal["text", "number", "date", "duration", "list"]
    value: Any
    text: str


class Sum(Struct, frozen=True, kw_only=True):
    """`term + PERIOD`, `term - PERIOD`, `term + number` or `term - number`."""

    term: Term
    sign: Literal[1, -1]
    amount: Duration | float


Term = Var | Field | Call | Constant | Sum


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """`left OP right`; `within` is a duration or a `Call` such as `horizon(a)`, for the operator `within`.

    `location` is the place of the first character of `text`; `one_line` is false where the text does not stand in
    one piece on one line of the file, so that offsets into it are no columns.
    """

    left: Term
    op: str
    right: Term
    within: Duration | Call | None
    text: str
    location: Location
    one_line: bool = field(default=True, compare=False, repr=False)


HANGS_ON = "hangs on"
"""The word for what stands between a rule and a reader who must grant something; no line can write it."""


def granted(sentence: str, location: Location) -> Compare:
    """The condition `hangs_on: SENTENCE`: it always holds, at most possibly, and its sentence is told."""
    left, right = (Constant(kind="text", value=text, text=text) for text in (sentence, ""))
    return Compare(left=left, op=HANGS_ON, right=right, within=None, text=sentence, location=location, one_line=False)


class AnyOf(Struct, frozen=True, kw_only=True):
    """Alternatives, each a list of conditions of which all must hold."""

    branches: tuple[tuple[Condition, ...], ...]
    location: Location


Condition = Compare | AnyOf


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimVar:
    """A name that stands for a claim, stated or derived, with filters `field: one of these texts`."""

    name: str
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    location: Location = field(default=Location(path=""), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkVar:
    """A name that stands for a link between two claims that `match` has named."""

    name: str
    from_: str
    relation: Relation
    to: str
    location: Location = field(default=Location(path=""), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountVar:
    """A name that stands for the set of all claims that pass the filters and the conditions."""

    name: str
    filters: tuple[tuple[str, tuple[str, ...]], ...]
    conditions: tuple[Condition, ...]
    location: Location = field(default=Location(path=""), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkVar:
    """A name that stands for claims whose orders in time no dates can meet together, out of all that pass the filters.

    It stands alone in `match`: a rule over a network has no conditions.
    """

    name: str
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    location: Location = field(default=Location(path=""), compare=False)


Binding = ClaimVar | LinkVar | CountVar | NetworkVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Unless:
    """A claim whose existence lifts the match: filters, and conditions that mention `name`."""

    name: str
    filters: tuple[tuple[str, tuple[str, ...]], ...]
    conditions: tuple[Condition, ...]
    location: Location = field(default=Location(path=""), compare=False)


class Derive(Struct, frozen=True, kw_only=True):
    """The claim that an inference rule concludes.

    `subject` and `value` are terms; `start` and `end` are terms for its time (both the same claim: its whole
    time is taken over); `end` None leaves the end to persistence.
    """

    predicate: str
    polarity: Literal["affirms", "denies"]
    subject: Term
    value: Term | None
    start: Term
    end: Term | None


class Expected(Struct, frozen=True, kw_only=True):
    """What an example says must be found: the claims, and whichever of the rest is given (else empty)."""

    claims: tuple[str, ...]
    grade: str = ""
    timing: str = ""
    parties: str = ""


class Example(Struct, frozen=True, kw_only=True):
    """A dossier snippet with what must be found in it; nothing, for a look-alike.

    `snippet` is the whole entry as read, with the dossier lists among its keys.
    """

    name: str
    snippet: MapNode
    finds: tuple[Expected, ...]
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A pattern over claims that cannot all stand (or an inference, when `derive` is given).

    `clash` names the role whose time is the moment of the clash, `overlap` (the common time of the two sides) or
    `none` (dates, counts and outcomes: the timing is undetermined). `places` tells where a part of the rule is
    written (`message`, `match.a.kind`, `match.a.kind=state`), for messages about it; a missing part is at `location`.
    `lead` says how far a finding goes where "these cannot both stand" would say too much; empty elsewhere.
    """

    id: str
    title: str
    severity: Severity
    why: str
    match: tuple[Binding, ...]
    where: tuple[Condition, ...]
    unless: tuple[Unless, ...]
    derive: Derive | None
    finds: Finds
    clash: str
    settle: str
    message: str
    lead: str
    examples: tuple[Example, ...]
    location: Location
    places: Mapping[str, Location] = field(default_factory=dict, compare=False, repr=False)

    @property
    def network(self) -> NetworkVar | None:
        """What the rule asks of a whole network of orders; None for a rule over single claims."""
        return next((binding for binding in self.match if isinstance(binding, NetworkVar)), None)
