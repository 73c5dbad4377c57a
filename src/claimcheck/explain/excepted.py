"""Sets aside the matches that a dossier excepts from a rule, so that each is listed with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from claimcheck.engine.interface import Match, Result
from claimcheck.errors import Problem
from claimcheck.findings import Excepted
from claimcheck.model import Dossier, RuleException
from claimcheck.rules.syntax import Rule

Named = tuple[str, RuleException]


def set_aside(
    dossier: Dossier, rules: Sequence[Rule], result: Result
) -> tuple[Result, tuple[Excepted, ...], tuple[Problem, ...]]:
    """The result without what is excepted; the exceptions that hold; and a problem for each that fits nothing."""
    named: list[Named] = [(setting.rule, one) for setting in dossier.rule_settings for one in setting.exceptions]
    if not named:
        return result, (), ()
    finding = {rule.id for rule in rules if rule.derive is None and rule.finds == "conflict"}
    kept: list[Match] = []
    held = {one: 0 for _, one in named}
    for match in result.matches:
        fitting = [
            one for rule, one in named if rule == match.rule in finding and set(one.claims) <= {*match.witnesses}
        ]
        kept += [] if fitting else [match]
        for one in fitting:
            held[one] += 1
    excepted = tuple(
        Excepted(rule=rule, claims=one.claims, reason=one.reason, location=one.location, matches=held[one])
        for rule, one in named
        if held[one]
    )
    idle = [(rule, one) for rule, one in named if not held[one]]
    return replace(result, matches=tuple(kept)), excepted, tuple(_idle(dossier, rules, result, idle))


def _idle(dossier: Dossier, rules: Sequence[Rule], result: Result, idle: Sequence[Named]) -> Iterator[Problem]:
    """What is wrong with exceptions that fit nothing; not told where the rule or a claim was left out of the check."""
    ran = {rule.id: rule for rule in rules if rule.id not in {name for name, _ in result.failed}}
    for name, one in idle:
        rule = ran.get(name)
        if rule is None or not dossier.claims.keys() >= set(one.claims):
            continue
        if rule.derive is not None or rule.finds != "conflict":
            yield _problem(one, f"`{name}` finds no conflicts, so there is nothing to except from it",
                           "leave it out; a rule that concludes or supports can only be switched off")  # fmt: skip
        else:
            listed = ", ".join(f"`{claim}`" for claim in one.claims)
            yield _problem(one, f"this exception to `{name}` fits nothing that the rule finds ({listed})",
                           "delete it, or correct the claims that it names")  # fmt: skip


def _problem(one: RuleException, message: str, hint: str) -> Problem:
    return Problem(severity="warning", code="IDLE-EXCEPTION", location=one.location, message=message, hint=hint)
