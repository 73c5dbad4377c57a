"""What is told to a reader: findings with their grounds, proofs and dependencies, and the report that holds them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from claimcheck.errors import Problem
from claimcheck.extents import Grade
from claimcheck.known import Accepted, Review
from claimcheck.location import Location
from claimcheck.model import Claim, Dossier

Severity = Literal["error", "warning", "note"]
Timing = Literal["wrong-when-said", "did-not-hold", "undetermined", "not-a-statement"]
State = Literal["new", "unchanged", "changed", "gone"]
ProofKind = Literal["stated", "derived", "absent"]


class Proof(Struct, frozen=True, kw_only=True):
    """Why something holds: stated by a claim, derived by a rule from other proofs, or looked for and not found.

    `sentence` is what holds, `by` the rule, predicate path or link that gave it (empty for a stated leaf),
    `claim` the witness of a stated leaf (else empty), `sources` what it was derived from.
    """

    kind: ProofKind
    sentence: str
    grade: Grade = Grade.CERTAIN
    by: str = ""
    claim: str = ""
    sources: tuple[Proof, ...] = ()


class Witness(Struct, frozen=True, kw_only=True):
    """A claim in a match, with the role the rule gave it."""

    role: str
    claim: Claim


class Ground(Struct, frozen=True, kw_only=True):
    """One rule's reason why the sides of a finding cannot both stand.

    `lapsed`: the clash begins only after the words were said, whoever spoke, so that they may have held until then.
    `lead` says how far it goes, where "these cannot both stand" would say too much.
    """

    fingerprint: str
    content_hash: str
    rule: str
    title: str
    why: str
    severity: Severity
    grade: Grade
    timing: Timing
    parties: str
    message: str
    witnesses: tuple[Witness, ...]
    depends_on: tuple[str, ...]
    settle: tuple[str, ...]
    proof: Proof
    lapsed: bool = False
    lead: str = ""


class Finding(Struct, frozen=True, kw_only=True):
    """One set of sides that cannot both stand: its strongest ground, and any further ones.

    `sides` holds, for each side, the ids of the claims in it (a claim, or its class of `same-event` claims).
    `group` names the utterance (speaker, addressee, date, occasion) that findings are listed under.
    """

    sides: tuple[tuple[str, ...], ...]
    ground: Ground
    further: tuple[Ground, ...]
    group: str
    withdrawn: str = ""

    @property
    def fingerprint(self) -> str:
        """That of the leading ground, which stands for the finding."""
        return self.ground.fingerprint


class Tracked(Struct, frozen=True, kw_only=True):
    """A finding against what was known before, and what a person has said of it.

    `finding` is None where the state is `gone`, `accepted` where it is `new`. `changes` tells in sentences what is not
    as it was, `new_records` names the claims in it that were not there, or not so, before. `review` is the newest one
    of any of its grounds; it is `outdated` where what it judged has been edited since, and the finding `suppressed`
    where a review that is not outdated says that it is no conflict.
    """

    state: State
    finding: Finding | None = None
    accepted: Accepted | None = None
    changes: tuple[str, ...] = ()
    new_records: tuple[str, ...] = ()
    review: Review | None = None
    outdated: bool = False

    @property
    def suppressed(self) -> bool:
        """Whether a person has judged, on these very records, that there is no conflict."""
        return self.review is not None and self.review.status == "not-a-conflict" and not self.outdated

    @property
    def open(self) -> bool:
        """Whether somebody has yet to look at it: new or changed, and not judged to be no conflict."""
        return self.state in ("new", "changed") and not self.suppressed


def all_new(findings: Iterable[Finding]) -> tuple[Tracked, ...]:
    """Findings of which nothing was known before."""
    return tuple(Tracked(state="new", finding=finding) for finding in findings)


class Standing(Struct, frozen=True, kw_only=True):
    """What the records say to one assertion besides conflicts: what supports it, what was compared in peace."""

    assertion: str
    supports: tuple[str, ...]
    compared: tuple[str, ...]


class NotChecked(Struct, frozen=True, kw_only=True):
    """Something that was not checked, and the reason."""

    what: str
    reason: str


class Excepted(Struct, frozen=True, kw_only=True):
    """An exception to a rule that holds: what the rule found among these claims (`matches` times) was set aside."""

    rule: str
    claims: tuple[str, ...]
    reason: str
    location: Location
    matches: int


class RuleNote(Struct, frozen=True, kw_only=True):
    """What a reader is told of a rule that ran: its name, what it catches and why that cannot stand.

    `conflict` is false for rules that find support, or conclude something for others to use. `reweighed` is the reason
    why the dossier gives the rule another severity, or empty. `finds` and `passes` name the examples that the rule
    carries: what it must find, and what looks alike and must pass. `words` tells the whole rule in lines of text, where
    that was asked for.
    """

    id: str
    title: str
    why: str
    severity: Severity
    conflict: bool
    reweighed: str = ""
    finds: tuple[str, ...] = ()
    passes: tuple[str, ...] = ()
    words: str = ""


class Report(Struct, frozen=True, kw_only=True):
    """All that a page, a terminal or a machine prints about one check of one dossier.

    `tracked` holds every finding, strongest first, then what is gone. `against` names what they were held
    against (`baseline/`, a revision), and is empty where nothing was known before. `failed` are the rules that should
    have run and did not, `rules_off` those left out on purpose. `rules` tells of those that ran.
    `left_out` says in sentences what was taken out so that restricted records stay unknown; empty where nothing was.
    """

    dossier: Dossier
    tracked: tuple[Tracked, ...]
    standings: tuple[Standing, ...]
    problems: tuple[Problem, ...]
    not_checked: tuple[NotChecked, ...]
    rules_run: tuple[str, ...]
    excepted: tuple[Excepted, ...] = ()
    against: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    rules_off: tuple[str, ...] = ()
    rules: tuple[RuleNote, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings that are there, strongest first."""
        return tuple(one.finding for one in self.tracked if one.finding is not None)
