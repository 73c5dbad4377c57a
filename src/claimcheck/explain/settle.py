"""What record would decide a finding: the rule's own line, then one for each thing that it hangs on."""

from __future__ import annotations

from claimcheck.engine.interface import Match
from claimcheck.explain.background import Background
from claimcheck.explain.bounds import filled
from claimcheck.explain.reason import Outcome, Reason
from claimcheck.explain.wording import said_words
from claimcheck.findings import Timing
from claimcheck.i18n import tr
from claimcheck.model import Claim
from claimcheck.rules.syntax import Rule


def outcome_of(known: Background, timing: Timing, assertion: Claim | None) -> Outcome:
    """What the answer would mean for the statement; for the two records alike where there is none."""
    if assertion is None or timing in ("not-a-statement", "undetermined"):
        return Outcome(cleared=tr("removes the conflict"), stands=tr("the two cannot both stand"))
    statement = tr("the statement")
    if assertion.said is not None:
        statement = tr("the statement of {date}", date=said_words(known.dossier, assertion))
    wrong = timing == "wrong-when-said"
    return Outcome(
        cleared=tr("clears {statement}", statement=statement),
        stands=tr("{statement} was wrong when it was made", statement=statement)
        if wrong
        else tr("{statement} did not hold", statement=statement),
    )


def settle_lines(known: Background, rule: Rule, match: Match, reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    """The lines, each once, the rule's own first."""
    own = filled(known, tr(rule.settle), match)
    return tuple(dict.fromkeys(line for line in (own, *(reason.settle for reason in reasons)) if line))
