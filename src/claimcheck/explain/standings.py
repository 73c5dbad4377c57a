"""What the records say to each statement besides conflicts: what supports it, and what was compared in peace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from claimcheck.engine.interface import Match
from claimcheck.explain.background import Background
from claimcheck.findings import Finding, Standing


def standings(known: Background, matches: Iterable[Match], findings: Iterable[Finding]) -> tuple[Standing, ...]:
    """One standing for each claim under `claims:`, in the order of ids."""
    claims = known.dossier.claims
    supports: dict[str, set[str]] = {name: set() for name, claim in claims.items() if claim.listing == "assertion"}
    compared: dict[str, set[str]] = {name: set() for name in supports}
    for match in matches:
        finds = known.rules[match.rule].finds
        if finds in ("support", "compared"):
            _note(supports if finds == "support" else compared, match.witnesses)
    at_odds: dict[str, set[str]] = {name: set() for name in supports}
    for finding in findings:
        for ground in (finding.ground, *finding.further):
            _note(at_odds, [witness.claim.id for witness in ground.witnesses])
    return tuple(
        Standing(
            assertion=name,
            supports=tuple(sorted(supports[name] - at_odds[name])),
            compared=tuple(sorted(compared[name] - supports[name] - at_odds[name])),
        )
        for name in sorted(supports)
    )


def _note(into: Mapping[str, set[str]], witnesses: Iterable[str]) -> None:
    together = set(witnesses)
    for name in together & into.keys():
        into[name] |= together - {name}
