"""What record would decide a finding: the rule's own line, then one for each thing that it hangs on."""

from __future__ import annotations

from claimcheck.engine.interface import Match
from claimcheck.explain.background import Background
from claimcheck.explain.bounds import filled
from claimcheck.explain.reason import Outcome, Reason
from claimcheck.explain.wording import said_words
from claimcheck.findings import Timing
from claimcheck.model import Claim
from claimcheck.rules.syntax import Rule

NEITHER = Outcome(cleared="removes the conflict", stands="the two cannot both stand")


def outcome_of(known: Background, timing: Timing, assertion: Claim | None) -> Outcome:
    """What the answer would mean for the statement; for the two records alike where there is none."""
    if assertion is None or timing in ("not-a-statement", "undetermined"):
        return NEITHER
    date = said_words(known.dossier, assertion)
    statement = f"the statement of {date}" if assertion.said is not None else "the statement"
    stands = f"{statement} was wrong when it was made" if timing == "wrong-when-said" else f"{statement} did not hold"
    return Outcome(cleared=f"clears {statement}", stands=stands)


def settle_lines(known: Background, rule: Rule, match: Match, reasons: tuple[Reason, ...]) -> tuple[str, ...]:
    """The lines, each once, the rule's own first."""
    own = filled(known, rule.settle, match)
    return tuple(dict.fromkeys(line for line in (own, *(reason.settle for reason in reasons)) if line))
