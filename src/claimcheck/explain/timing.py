"""Was a statement wrong when it was made, or did it only cease to hold: the clash against the moment of saying.

A later event never proves a statement false when it was made: where the dates leave the order open, so does the
timing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from claimcheck.engine.interface import Bound, Match
from claimcheck.findings import Timing
from claimcheck.model import Claim, Predicate
from claimcheck.rules.syntax import ClaimVar, Rule

DAY = 86_400
TIMING_ORDER: tuple[Timing, ...] = ("wrong-when-said", "did-not-hold", "undetermined", "not-a-statement")


def is_assertion(claim: Claim) -> bool:
    """An official statement under `claims:`: what a finding may hold its speaker to."""
    return claim.official and claim.listing == "assertion"


def sides_of(rule: Rule, match: Match) -> tuple[Bound, ...]:
    """The rows bound to the claim names of the rule, in the order in which `match` names them; of a network, all."""
    if rule.network is not None:
        return match.roles
    bound = {row.role: row for row in match.roles}
    return tuple(bound[part.name] for part in rule.match if isinstance(part, ClaimVar) and part.name in bound)


def clash_start(rule: Rule, match: Match) -> tuple[int, int] | None:
    """The earliest and the latest moment (both inclusive) at which the clash may begin; None for `clash: none`."""
    sides = sides_of(rule, match)
    if rule.clash == "none" or not sides:
        return None
    if rule.clash != "overlap":
        sides = tuple(row for row in sides if row.role == rule.clash) or sides
    return (
        max(row.time.start_earliest for row in sides[:2]),
        max(row.time.start_latest for row in sides[:2]),
    )


def find_timing(
    rule: Rule, match: Match, claims: Mapping[str, Claim], predicates: Mapping[str, Predicate]
) -> tuple[Timing, Claim | None]:
    """The timing of a match, and the assertion that it is about (None where no official assertion is involved)."""
    spoken = [claims[name] for name in match.witnesses]
    promises = [claim for claim in spoken if claim.mode == "undertakes"]
    assertions = in_order_of_saying(claim for claim in spoken if is_assertion(claim))
    if promises:  # what is held against a promise is no statement that could be wrong
        kept_to = in_order_of_saying(claim for claim in promises if claim.official)
        if not kept_to:
            return ("undetermined", assertions[0]) if assertions else ("not-a-statement", None)
        assertions = kept_to
    if not assertions:
        return "not-a-statement", None
    answers = [_against(claim, rule, match, predicates) for claim in assertions]
    if len(set(answers)) == 1 or said_first(assertions):
        return answers[0], assertions[0]
    return "undetermined", assertions[0]


def has_lapsed(rule: Rule, match: Match, claims: Mapping[str, Claim], predicates: Mapping[str, Predicate]) -> bool:
    """Whether the clash begins only after the first of what was stated or promised in the match, whoever spoke."""
    spoken = in_order_of_saying(
        claim
        for claim in (claims[name] for name in match.witnesses)
        if claim.listing == "assertion" or claim.mode in ("assures", "undertakes")
    )
    return bool(spoken) and _against(spoken[0], rule, match, predicates) == "did-not-hold"


def in_order_of_saying(claims: Iterable[Claim]) -> list[Claim]:
    """Claims by the earliest moment at which they may have been said, unknown ones last, then by oldest id."""
    return sorted(claims, key=lambda c: (c.said is None, c.said.start_earliest if c.said else 0, c.oldest_id))


def said_first(claims: Sequence[Claim]) -> bool:
    """Whether the first of the claims was certainly said before each of the others."""
    first = claims[0].said
    return first is not None and all(
        other.said is not None and first.end_latest <= other.said.start_earliest for other in claims[1:]
    )


def _against(assertion: Claim, rule: Rule, match: Match, predicates: Mapping[str, Predicate]) -> Timing:
    clash = clash_start(rule, match)
    if clash is None:
        return "undetermined"
    if assertion.mode == "undertakes":  # a promise is kept or not: it states nothing that could be wrong when made
        after = assertion.said is not None and clash[0] >= assertion.said.end_latest
        return "did-not-hold" if after else "undetermined"
    kind = predicates[assertion.predicate].kind
    if kind == "fixed" or (kind in ("state", "quantity") and _speaks_of_its_saying(assertion, rule, match)):
        return "wrong-when-said"
    if assertion.said is None:
        return "undetermined"
    lo, hi = assertion.said.start_earliest, assertion.said.end_latest
    earliest, latest = clash
    if latest <= lo or (hi - lo <= DAY and (latest < hi or (earliest <= lo and latest - earliest < DAY))):
        # On one day nobody knows the hour of either; the design counts "at" the saying like "before" it.
        return "wrong-when-said"
    return "did-not-hold" if earliest >= hi else "undetermined"


def _speaks_of_its_saying(assertion: Claim, rule: Rule, match: Match) -> bool:
    """Whether the claim, left without a date, holds at the moment of saying, and the clash lies in that moment."""
    if assertion.when is not None:
        return False
    about = [row.role for row in match.roles if row.key == assertion.id]
    first_two = [row.role for row in sides_of(rule, match)[:2]]
    return any(rule.clash == role or (rule.clash == "overlap" and role in first_two) for role in about)
