"""What an engine takes and gives: claims and rules in, matches with their witnesses out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from msgspec import Struct

from claimcheck.extents import Extent, Grade
from claimcheck.model import Dossier, Polarity
from claimcheck.rules.syntax import Rule


class Bound(Struct, frozen=True, kw_only=True):
    """What a rule's name was bound to: a stated claim, or one derived from stated claims.

    `key` names the row the same way in every engine: the claim's id, `ID>STATE` for a state begun by the event
    ID, or `RULE(ID,ID)` for what an inference rule concluded. `claims` are the stated claims beneath, sorted.
    `time` is the stated time; `lasting` the time with persistence (equal to `time` where there is none).
    """

    role: str
    key: str
    claims: tuple[str, ...]
    predicate: str
    polarity: Polarity
    time: Extent
    lasting: Extent


class Step(Struct, frozen=True, kw_only=True):
    """How sure one condition of a rule is in one match; `text` is the condition as written in the rule."""

    text: str
    grade: Grade


class Blocker(Struct, frozen=True, kw_only=True):
    """A claim that may lift the match, but not certainly: which `unless`, the row's key, its stated claims."""

    unless: str
    key: str
    claims: tuple[str, ...]
    grade: Grade


OrderKind = Literal["before", "relies-on", "after", "same-event", "once", "dates"]


class Order(Struct, frozen=True, kw_only=True):
    """Two records, of which one begins before the other is over, and why.

    A link says so (`before`, `relies-on`, `same-event`), the meaning of the vocabulary (`after`), or that both tell of
    a thing that happens once (`once`). With `dates`, the earlier is over before the later begins, by their dates.
    """

    kind: OrderKind
    earlier: str
    later: str
    grade: Grade


class Match(Struct, frozen=True, kw_only=True):
    """One way in which a rule's pattern holds.

    `witnesses` are the stated claims beneath all roles and counted sets, sorted, each once. `grade` is that of
    the weakest step, claim, link or possible blocker, judged jointly. `branch` tells which alternative of `any`
    held (0 where there is none). `counted` holds, per counted set, its name and the keys in it, sorted. `chain` holds,
    for a rule over a network, the orders from each role to the next, and last the one that contradicts them.
    """

    rule: str
    roles: tuple[Bound, ...]
    witnesses: tuple[str, ...]
    grade: Grade
    steps: tuple[Step, ...]
    blockers: tuple[Blocker, ...] = ()
    counted: tuple[tuple[str, tuple[str, ...]], ...] = ()
    branch: int = 0
    chain: tuple[Order, ...] = ()


class Result(Struct, frozen=True, kw_only=True):
    """All matches of all rules, in a fixed order, and the rules that could not run, with the reason."""

    matches: tuple[Match, ...]
    failed: tuple[tuple[str, str], ...] = ()


class Engine(Protocol):
    """Finds the matches of rules among the claims of a dossier.

    Two engines given the same dossier and rules give equal results.
    """

    def run(self, dossier: Dossier, rules: Sequence[Rule]) -> Result:
        """The matches of the rules, inference rules first taken into account."""
        ...
