"""Between which records a date lies that nobody wrote down, for the `{name.bounds}` of a rule's sentences.

Only direct neighbours are looked at: what the claim itself says, what comes before or after it by a link or by the
meaning of its predicate, and what was decided on the ground of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.dates import NEG, POS
from claimcheck.engine.interface import Match
from claimcheck.explain.background import Background
from claimcheck.explain.chains import told_of_network
from claimcheck.explain.wording import bounds_words, fill, said_words, sentence
from claimcheck.i18n import tr
from claimcheck.model import Claim

Side = tuple[int, str]
"""A moment, and the words for it."""


def filled(known: Background, template: str, match: Match) -> str:
    """A sentence of a rule with its places filled for a match; empty for an empty one."""
    if match.chain:
        template = told_of_network(known, match, template)
    roles = known.by_role(match)
    asked = {name: bounds_told(known, claim) for name, claim in roles.items() if f"{{{name}.bounds}}" in template}
    return fill(template, known.dossier, roles, asked)


def bounds_told(known: Background, claim: Claim) -> str:
    """`not before 8 Oct 2018 (...) and not after 22 Nov 2018 (...)`, as tight as the records next to it allow."""
    one_event = known.same_event.get(claim.id, (claim.id,))
    claims = [known.dossier.claims[name] for name in one_event]
    first = max((side for one in claims for side in _floors(known, one)), default=None)
    last = min((side for one in claims for side in _ceilings(known, one)), default=None)
    if first and last:
        return tr("not before {first} and not after {last}", first=first[1], last=last[1])
    if first:
        return tr("not before {first}", first=first[1])
    return tr("not after {last}", last=last[1]) if last else tr("at no time in particular")


def _floors(known: Background, claim: Claim) -> Iterator[Side]:
    """The moments before which it cannot have happened."""
    if claim.time is not None and claim.time.start_earliest > NEG:
        moment = claim.time.start_earliest
        yield moment, bounds_words(moment, moment + 1)
    for link in known.links_of.get(claim.id, ()):
        if link.relation == "before" and link.to == claim.id:
            yield from _earliest(known.dossier.claims[link.from_])
    earlier = [side for other in _prepared(known, claim) for side in _earliest(other)]
    if earlier:
        yield min(earlier)


def _prepared(known: Background, claim: Claim) -> Iterator[Claim]:
    """Records of what the meaning of the predicate puts before it, in the same matter."""
    entry = known.dossier.predicates[claim.predicate]
    for other in known.dossier.claims.values():
        reached = {way.target for way in known.vocabulary.affirmed(other.predicate)}
        if other.polarity == "affirms" and not reached.isdisjoint(entry.after) and _same_matter(claim, other):
            yield other


def _same_matter(claim: Claim, other: Claim) -> bool:
    values = claim.value is None or other.value is None or claim.value.text == other.value.text
    cases = not claim.proceeding or not other.proceeding or claim.proceeding == other.proceeding
    return claim.subject == other.subject and values and cases


def _ceilings(known: Background, claim: Claim) -> Iterator[Side]:
    """The moments after which it cannot have happened, as long as those who speak of it tell the truth."""
    if claim.said is not None and claim.said.end_latest < POS and claim.polarity == "affirms":
        yield (
            claim.said.end_latest - 1,
            tr("{date}, when it was said ({claim})", date=said_words(known.dossier, claim), claim=claim.id),
        )
    elif claim.time is not None and claim.time.start_latest < POS - 1:
        moment = claim.time.start_latest
        yield moment, f"{bounds_words(moment, moment + 1)} ({claim.id})"
    for link in known.links_of.get(claim.id, ()):
        follows = link.to if link.relation == "before" and link.from_ == claim.id else ""
        if link.relation in ("gives-reason", "relies-on") and link.to == claim.id:
            follows = link.from_
        if follows:
            yield from _latest(known.dossier.claims[follows])


def _earliest(claim: Claim) -> Iterator[Side]:
    if claim.time is not None and claim.time.start_earliest > NEG:
        yield claim.time.start_earliest, _dated(claim)


def _latest(claim: Claim) -> Iterator[Side]:
    if claim.time is not None and claim.time.start_latest < POS - 1:
        yield claim.time.start_latest, _dated(claim)


def _dated(claim: Claim) -> str:
    assert claim.time is not None, "only claims with a time come here"
    date = bounds_words(claim.time.start_earliest, claim.time.start_latest + 1)
    return f"{date} ({sentence(claim.text)}, {claim.id})"
