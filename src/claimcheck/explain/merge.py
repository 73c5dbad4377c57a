"""From many grounds to few findings: one finding is one unordered set of sides, led by its strongest ground."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from claimcheck.explain.timing import TIMING_ORDER, is_assertion
from claimcheck.findings import Finding, Ground

SEVERITY_ORDER = ("error", "warning", "note")
Sides = tuple[tuple[str, ...], ...]


class Told(Struct, frozen=True, kw_only=True):
    """A ground with what merging needs to know: its sides, its utterance, and its place among equals.

    `order` decides between two ways of telling the same ground (the same rule over the same claims).
    """

    ground: Ground
    sides: Sides
    group: str
    withdrawn: str
    order: tuple[object, ...]


def sides(roles: Iterable[Iterable[str]], same_event: Mapping[str, tuple[str, ...]]) -> Sides:
    """The sides of a match in a fixed order: the claims of each role, widened to their same-event class.

    Where widening would make two sides one (two dates of one event), the claims themselves are the sides.
    """
    plain = {tuple(sorted(set(claims))) for claims in roles}
    wide = {tuple(sorted({member for claim in side for member in same_event.get(claim, (claim,))})) for side in plain}
    members = [member for side in wide for member in side]
    apart = len(wide) == len(plain) and len(members) == len(set(members))
    return tuple(sorted(wide if apart else plain))


def merge(grounds: Sequence[Told]) -> tuple[Finding, ...]:
    """One finding for each set of sides, strongest first; duplicates of a ground collapse into the best of them."""
    best: dict[str, Told] = {}
    for told in sorted(grounds, key=lambda t: (_strength(t.ground), t.order)):
        best.setdefault(told.ground.fingerprint, told)
    by_sides: dict[Sides, list[Told]] = {}
    for told in sorted(best.values(), key=lambda t: _strength(t.ground)):
        by_sides.setdefault(told.sides, []).append(told)
    findings = [
        Finding(
            sides=group[0].sides,
            ground=group[0].ground,
            further=tuple(told.ground for told in group[1:]),
            group=group[0].group,
            withdrawn=group[0].withdrawn,
        )
        for group in by_sides.values()
    ]
    return tuple(sorted(findings, key=finding_order))


def finding_order(finding: Finding) -> tuple[object, ...]:
    """Strongest grade first, then severity, utterance and fingerprint."""
    ground = finding.ground
    return (-ground.grade, SEVERITY_ORDER.index(ground.severity), finding.group, ground.fingerprint)


def _strength(ground: Ground) -> tuple[object, ...]:
    return (
        -ground.grade,
        SEVERITY_ORDER.index(ground.severity),
        ground.rule,
        TIMING_ORDER.index(ground.timing),
        sum(is_assertion(witness.claim) for witness in ground.witnesses),  # a record weighs more than a statement
        sorted(witness.claim.oldest_id for witness in ground.witnesses),
    )
