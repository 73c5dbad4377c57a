"""From matches to findings: grade, timing, parties, what each hangs on, what would settle it, and its derivation."""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.engine.interface import Match, Result
from claimcheck.explain.background import Background, close
from claimcheck.explain.bounds import filled
from claimcheck.explain.identity import content_hash, fingerprint
from claimcheck.explain.merge import Told, merge, sides
from claimcheck.explain.orders import tellers
from claimcheck.explain.parties import parties
from claimcheck.explain.proof import paths_used, prove
from claimcheck.explain.reasons import find_reasons, links_used
from claimcheck.explain.settle import outcome_of, settle_lines
from claimcheck.explain.standings import standings
from claimcheck.explain.timing import find_timing, has_lapsed, is_assertion, sides_of
from claimcheck.explain.wording import said_on, said_words
from claimcheck.findings import Finding, Ground, Standing, Witness
from claimcheck.i18n import tr
from claimcheck.model import Claim, Dossier
from claimcheck.rules.syntax import Rule

__all__ = ["explain"]


def explain(
    dossier: Dossier, rules: Sequence[Rule], result: Result
) -> tuple[tuple[Finding, ...], tuple[Standing, ...]]:
    """The findings, strongest first, and for each statement what else the records say to it."""
    known = close(dossier, rules, result.matches)
    matches = [match for match in result.matches if match.rule in known.rules]
    conflicts = [match for match in matches if known.rules[match.rule].finds == "conflict"]
    findings = merge([_tell(known, match) for match in conflicts])
    return findings, standings(known, matches, findings)


def _tell(known: Background, match: Match) -> Told:
    rule = known.rules[match.rule]
    claims = known.dossier.claims
    timing, assertion = find_timing(rule, match, claims, known.dossier.predicates)
    reasons = find_reasons(known, rule, match, outcome_of(known, timing, assertion))
    message = filled(known, tr(rule.message), match) or tr(rule.title)
    ground = Ground(
        fingerprint=fingerprint(rule.id, [claims[name] for name in match.witnesses]),
        content_hash=content_hash(rule.id, match, claims, known.dossier.entities, paths_used(known, rule, match)),
        rule=rule.id,
        title=tr(rule.title),
        why=tr(rule.why),
        severity=rule.severity,
        grade=match.grade,
        timing=timing,
        parties=_parties(known, rule, match),
        message=message,
        witnesses=_witnesses(known, rule, match),
        depends_on=tuple(dict.fromkeys(reason.depends for reason in reasons)),
        settle=settle_lines(known, rule, match, reasons),
        proof=prove(known, rule, match, message),
        lead=filled(known, tr(rule.lead), match),
        lapsed=has_lapsed(rule, match, claims, known.dossier.predicates),
    )
    return Told(
        ground=ground,
        sides=sides([row.claims for row in match.roles], known.same_event),
        group=_group(known, assertion),
        withdrawn=_withdrawn(known, assertion),
        order=_order(known, rule, match),
    )


def _parties(known: Background, rule: Rule, match: Match) -> str:
    """Who stands against whom on the first two sides; a set counted or concluded speaks through its first claim.

    Where both are of one speaker and somebody else puts them in order, it is that one who stands against them.
    """
    if rule.network is not None:
        return _parties_of_many(known, rule, match)
    first = [known.claim(row) for row in sides_of(rule, match)[:2]]
    others = [known.dossier.claims[name] for name in match.witnesses if name not in {claim.id for claim in first}]
    one, other = ((first + others) * 2)[:2]
    if one.said_by == other.said_by:
        voices = (voice for voice in tellers(known, links_used(known, rule, match)) if voice.said_by != one.said_by)
        other = next(voices, other)
    return parties(one, other)


def _parties_of_many(known: Background, rule: Rule, match: Match) -> str:
    """Of more than two sides and those who put them in order: an official and who is none, else two who differ."""
    voices = [*(known.claim(row) for row in match.roles), *tellers(known, links_used(known, rule, match))]
    one = next((voice for voice in voices if voice.official), voices[0])
    mixed = (voice for voice in voices if voice.official != one.official)
    differing = (voice for voice in voices if voice.said_by != one.said_by)
    return parties(one, next(mixed, None) or next(differing, voices[1]))


def _witnesses(known: Background, rule: Rule, match: Match) -> tuple[Witness, ...]:
    claims = known.dossier.claims
    rows = {row.role: row for row in match.roles}
    ordered = [*sides_of(rule, match), *(row for row in rows.values() if row not in sides_of(rule, match))]
    found = [Witness(role=row.role, claim=claims[name]) for row in ordered for name in row.claims]
    found += [Witness(role=name, claim=claims[key]) for name, keys in match.counted for key in keys if key in claims]
    named = {witness.claim.id for witness in found}
    found += [Witness(role="", claim=claims[name]) for name in match.witnesses if name not in named]
    return tuple(dict.fromkeys(found))


def _group(known: Background, assertion: Claim | None) -> str:
    """The utterance: speaker, addressees, date and occasion by their ids; empty where no statement is involved."""
    if assertion is None:
        return ""
    date = said_on(known.dossier, assertion)
    to = ", ".join(assertion.said_to)
    parts = (
        assertion.said_by,
        f"to {to}" if to else "",
        f"on {date.text}" if date else "",
        f"in {assertion.said_in}" if assertion.said_in else "",
    )
    return " ".join(part for part in parts if part)


def _withdrawn(known: Background, assertion: Claim | None) -> str:
    if assertion is None:
        return ""
    told = []
    for link in known.links_of.get(assertion.id, ()):
        if link.to == assertion.id and link.relation in ("corrects", "retracts"):
            later = known.dossier.claims[link.from_]
            date = said_words(known.dossier, later)
            corrected = link.relation == "corrects"
            told.append(
                tr("corrected on {date} ({claim})", date=date, claim=later.id)
                if corrected
                else tr("retracted on {date} ({claim})", date=date, claim=later.id)
            )
    return "; ".join(sorted(told))


def _order(known: Background, rule: Rule, match: Match) -> tuple[object, ...]:
    """Among equals, the telling that begins with the statement, and then one that renaming does not change."""
    first = [known.claim(row) for row in sides_of(rule, match)]
    return (
        match.branch,
        not (first and is_assertion(first[0])),
        [claim.oldest_id for claim in first],
        [(row.predicate, row.polarity) for row in match.roles],
    )
