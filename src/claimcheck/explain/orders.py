"""Why one event must come before another: a link that says so, or the meaning of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from claimcheck.closures import Succession
from claimcheck.engine.interface import Bound
from claimcheck.explain.background import Background
from claimcheck.explain.wording import label
from claimcheck.findings import Proof
from claimcheck.i18n import tr
from claimcheck.load.resolve import attribution
from claimcheck.model import Claim, Link


def told_order(known: Background, earlier: Bound, later: Bound) -> Link | None:
    """The best link that says that one came before the other."""
    found = [
        link
        for link in known.links_of.get(earlier.key, ())
        if (link.from_, link.relation, link.to) == (earlier.key, "before", later.key)
    ]
    return min(found, key=lambda link: (bool(link.hangs_on), link.hangs_on, link.by), default=None)


def meant_order(known: Background, earlier: Bound, later: Bound) -> Succession | None:
    """The best way in which the vocabulary says that one can only come after the other."""
    found = [
        way
        for first, second, way in known.vocabulary.successions({earlier.predicate, later.predicate})
        if (first, second) == (earlier.predicate, later.predicate)
    ]
    return min(found, key=lambda way: (-way.grade, way.earlier.path, way.later.path), default=None)


def order_of(known: Background, earlier: Bound, later: Bound) -> Link | Succession | None:
    """What says that one came before the other: a link that hangs on nothing, else the vocabulary, else any link."""
    told = told_order(known, earlier, later)
    if told is not None and not told.hangs_on:
        return told
    return meant_order(known, earlier, later) or told


def order_proof(known: Background, way: Succession, earlier: Bound, later: Bound) -> Proof:
    """The order that the vocabulary demands, as a step of a derivation."""
    act = label(known.dossier, way.later.target, "affirms", known.claim(later))
    first = label(known.dossier, way.earlier.target, "affirms", known.claim(earlier))
    return Proof(
        kind="derived",
        sentence=tr("this comes only after what happens once ({first}): {act}", first=first, act=act),
        grade=way.grade,
        by=tr("{later} after {earlier}", later=way.later.target, earlier=way.earlier.target),
    )


def tellers(known: Background, links: tuple[Link, ...]) -> Iterator[Claim]:
    """For each link that somebody else tells of an order: the claim it leads from, as if that one had said it."""
    for link in links:
        if link.relation == "before" and link.by:
            authority, official = attribution(link.by, "", None, known.dossier.entities)
            source = known.dossier.sources.get(link.source)
            yield replace(
                known.dossier.claims[link.from_],
                said_by=link.by,
                authority=authority,
                official=official,
                source=link.source,
                own_voice=source is not None and source.publisher == link.by,
            )
