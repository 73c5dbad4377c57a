"""Hints at wordings that usually mean another record than the one written; they never keep a claim out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from claimcheck.errors import Problem
from claimcheck.model import Claim, Predicate

# An act of its own, however it is told: a refusal, an omission, a failed attempt.
ACT = (
    r"\b(refus(?:ed|es|al)|reject(?:ed|s)|declin(?:ed|es)|turned (?:down|back|away)|failed to|omitted|neglected"
    r"|(?:did|do|does|would) not (?:let|allow|permit|admit|grant|give|issue|provide|answer|reply))\b"
)
NOT_DONE = r"\b(did not|didn't|never)\b"
NEGATIVE_NAME = r"refus|reject|declin|deni|not|fail|omit|miss|withh|without|stop|prevent|block|dismiss"
ENDING = (
    r"\b(?:has|have|had|was|were|is|are) (?:been |already |since )*(lifted|revoked|cancelled|canceled|repealed|annulled"
    r"|released|dissolved|terminated|closed|withdrawn|dismissed|abolished|expired|ended)\b"
    r"|\b(?:has|have|had) (resigned|stepped down|left|ended|expired|ceased)\b|\b(no longer)\b"
)
ACCUSING = r"\b(accus(?:ed|es|ing)\b.* of|charg(?:ed|es|ing)\b.* with)\b"
ACCUSING_NAME = r"accus|charg|suspect|prosecut|indict|case|proceeding|complain|claim|report|question"


def wording_hints(claim: Claim, predicates: Mapping[str, Predicate]) -> Iterator[Problem]:
    """What a careful reader of the text would encode otherwise, by the kind and polarity of its predicate."""
    predicate = predicates[claim.predicate]
    if claim.mode == "states" and claim.polarity == "affirms":
        yield from _accusation(claim, predicate)
    if predicate.kind == "event":
        yield from _of_an_event(claim, predicate)
    elif predicate.kind == "state" and claim.polarity == "denies":
        yield from _ending(claim, predicate, predicates)


def _of_an_event(claim: Claim, predicate: Predicate) -> Iterator[Problem]:
    act = _search(ACT, claim.text)
    if claim.polarity == "denies" and act is not None and not _is_negative(predicate):
        yield _hint(
            claim, "ACT-AS-DENIAL",
            f"the text says `{act.group()}`, and the claim denies `{predicate.id}`",
            "a refusal, omission or failed attempt is an event of its own: affirm a predicate for it",
        )  # fmt: skip
    if claim.polarity == "affirms" and not _is_negative(predicate):
        word = act or _search(NOT_DONE, claim.text)
        if word is not None:
            yield _hint(
                claim, "NOT-DONE-AS-DONE",
                f"the text says `{word.group()}`, and the claim affirms `{predicate.id}`",
                f"if it was not done, write `denies: {predicate.id}`; a refusal is an event of its own",
            )  # fmt: skip


def _ending(claim: Claim, predicate: Predicate, predicates: Mapping[str, Predicate]) -> Iterator[Problem]:
    found = _search(ENDING, claim.text)
    if found is None:
        return
    ends = sorted(name for name, other in predicates.items() if predicate.id in other.ends)
    which = f"affirm {' or '.join(f'`{name}`' for name in ends)}" if ends else "affirm the event that ended it"
    yield _hint(
        claim, "ENDING-AS-DENIAL",
        f"the text says `{found.group()}`, and the claim denies `{predicate.id}`",
        f"an ending is an event with bounds: {which}, with `when` as far as it is known",
    )  # fmt: skip


def _accusation(claim: Claim, predicate: Predicate) -> Iterator[Problem]:
    found = _search(ACCUSING, claim.text)
    if found is not None and _search(ACCUSING_NAME, _told(predicate)) is None:
        yield _hint(
            claim, "ACCUSATION-AS-STATEMENT",
            f"the text says `{found.group(1).split()[0]}`, and the claim states `{predicate.id}`",
            "a charge is two claims: the event of accusing, and what the accusers say, with `mode: accuses`",
        )  # fmt: skip


def _hint(claim: Claim, code: str, message: str, hint: str) -> Problem:
    return Problem(severity="hint", code=code, location=claim.location, message=message, hint=hint)


def _is_negative(predicate: Predicate) -> bool:
    return _search(NEGATIVE_NAME, _told(predicate)) is not None


def _told(predicate: Predicate) -> str:
    """The name of a predicate and its affirmed sentence in English, if it has one."""
    return f"{predicate.id} {predicate.labels.get('en', ('', ''))[0]}"


def _search(pattern: str, text: str) -> re.Match[str] | None:
    return re.search(pattern, text, re.IGNORECASE)
