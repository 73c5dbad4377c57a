"""Why the orders of a network cannot be met together: the chain step by step, with the dates that stand against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from claimcheck.closures import Succession
from claimcheck.engine.interface import Bound, Match, Order
from claimcheck.explain.background import Background, event_path
from claimcheck.explain.moments import day_words
from claimcheck.explain.orders import meant_order, order_proof, told_order
from claimcheck.explain.readings import meeting
from claimcheck.explain.reason import Reason
from claimcheck.explain.wording import name_of, sentence, when_words
from claimcheck.extents import Grade
from claimcheck.findings import Proof
from claimcheck.i18n import msg, tr
from claimcheck.model import Link

_SAME = ("same-event", "once")
_JOINED = {
    "same-event": msg("this tells of the same event: {claims}"),
    "once": msg("this happens once, so both tell of one event: {claims}"),
    "relies-on": msg("what relies on it cannot be over before: {claims}"),
}


def told_of_network(known: Background, match: Match, text: str) -> str:
    """A sentence of a rule with what it says of a network: how many records, their order, what is against it."""
    for place, words in _places(known, match).items():
        text = text.replace(place, words)
    return text


def _places(known: Background, match: Match) -> Mapping[str, str]:
    name = match.roles[0].role.partition(" ")[0]
    return {
        f"{{{name}.count}}": str(len(match.roles)),
        f"{{{name}.order}}": _order_words(known, match),
        f"{{{name}.clash}}": _clash_words(known, match),
        f"{{{name}.way_out}}": _way_out(match),
    }


def _order_words(known: Background, match: Match) -> str:
    """`first; then second, told also as third; then fourth`, each with its date."""
    rows = [known.claim(row) for row in match.roles]
    told = [f"{sentence(claim.text)} ({when_words(known.dossier, claim) or tr('whatever the date')})" for claim in rows]
    words = told[0]
    for order, following in zip(match.chain[:-1], told[1:], strict=True):
        if order.kind in _SAME:
            words = tr("{records}; told also so: {record}", records=words, record=following)
        else:
            words = tr("{records}; then: {record}", records=words, record=following)
    return words


def _clash_words(known: Background, match: Match) -> str:
    if match.chain[-1].kind == "dates":
        until, since = _until(match.roles[-1]), _since(match.roles[0])
        return tr("the last was over {until}, and the first did not begin {since}", until=until, since=since)
    link = told_order(known, match.roles[-1], match.roles[0])
    if link is None or not link.by:
        return tr("a link of the dossier puts the last before the first")
    return tr("{who} puts the last before the first", who=name_of(known.dossier, link.by))


def _way_out(match: Match) -> str:
    """The dates that would let the order be met, as far as the first and the last record go."""
    first, last = match.roles[0], match.roles[-1]
    if match.chain[-1].kind != "dates":
        return tr("that shows which of these came first")
    lo, hi = first.time.start_earliest, last.time.end_latest
    return tr(
        "that dates {first} to {early} or before, or {last} to {late} or after",
        first=first.key, early=day_words(hi - 1, hi), last=last.key, late=day_words(lo, lo + 1),
    )  # fmt: skip


def _since(row: Bound) -> str:
    lo = row.time.start_earliest
    return tr("before {date}", date=day_words(lo, lo + 1))


def _until(row: Bound) -> str:
    hi = row.time.end_latest
    date = day_words(hi - 1, hi)
    return tr("by the end of {date}", date=date) if hi % 86_400 == 0 else tr("by {date}", date=date)


# Links and reasons


def chain_links(known: Background, match: Match) -> Iterator[Link]:
    """The links that the chain of a match rests on."""
    rows = {row.key: row for row in match.roles}
    for order in match.chain:
        yield from _links(known, order, rows[order.earlier], rows[order.later])


def _links(known: Background, order: Order, earlier: Bound, later: Bound) -> tuple[Link, ...]:
    if order.kind == "before":
        link = told_order(known, earlier, later)
        return () if link is None else (link,)
    if order.kind == "same-event":
        return event_path(known, earlier.key, later.key)
    if order.kind == "relies-on":
        found = [
            link
            for link in known.links_of.get(later.key, ())
            if (link.from_, link.relation, link.to) == (later.key, "relies-on", earlier.key)
        ]
        return tuple(sorted(found, key=lambda link: (bool(link.hangs_on), link.hangs_on))[:1])
    return ()


def chain_reasons(known: Background, match: Match) -> Iterator[Reason]:
    """What the orders that come from the vocabulary hang on, and the dates at both ends that were read in some way."""
    rows = {row.key: row for row in match.roles}
    for order in match.chain:
        earlier, later = rows[order.earlier], rows[order.later]
        if order.kind in ("after", "once") and order.grade < Grade.CERTAIN:
            way = meant_order(known, earlier, later) if order.kind == "after" else None
            yield from meeting(known, "must-precede", earlier, later, way)
    ends = (match.roles[0], match.roles[-1]) if match.chain and match.chain[-1].kind == "dates" else ()
    for row in ends:
        note = known.dossier.claims[row.key].time_note
        if note:
            yield Reason(depends=f"{sentence(note)} ({row.key})")


# The derivation


def chain_proof(known: Background, match: Match, leaves: Mapping[str, Proof]) -> tuple[Proof, ...]:
    """From the first record along the chain to the last, and what is known of the last that does not fit.

    `leaves` are the records by key.
    """
    first = match.roles[0]
    by_dates = match.chain[-1].kind == "dates"
    bound = tr("what {claim} tells", claim=first.key)
    held = leaves[first.key]
    if by_dates:
        bound = day_words(first.time.start_earliest, first.time.start_earliest + 1)
        start = tr("not before {bound}: {what}", bound=bound, what=_words(known, first))
        held = Proof(kind="derived", sentence=start, grade=held.grade, by=tr("its date"), sources=(held,))
    for order, (here, row) in zip(match.chain, pairwise(match.roles), strict=False):
        joins = _joins(known, order, here, row)
        last = row is match.roles[-1]
        if last and row.time.shape == "stretch":
            told = tr("not over before {bound}: {what}", bound=bound, what=_words(known, row))
        else:
            told = tr("not before {bound}: {what}", bound=bound, what=_words(known, row))
        held = Proof(
            kind="derived", sentence=told, by=order.kind,
            grade=min(held.grade, order.grade), sources=(held, *joins, leaves[row.key]),
        )  # fmt: skip
    return held, *_closing(known, match, leaves)


def _joins(known: Background, order: Order, here: Bound, row: Bound) -> tuple[Proof, ...]:
    """Why a record is no earlier than the one before it in the chain."""
    links = tuple(link_proof(known, link) for link in _links(known, order, here, row))
    if links:
        return links
    way = meant_order(known, here, row)
    if order.kind == "after" and isinstance(way, Succession):
        return (order_proof(known, way, here, row),)
    return (Proof(kind="derived", sentence=tr(_JOINED[order.kind], claims=f"{here.key}, {row.key}"), by=order.kind),)


def _closing(known: Background, match: Match, leaves: Mapping[str, Proof]) -> Iterator[Proof]:
    closing, last = match.chain[-1], match.roles[-1]
    if closing.kind == "dates":
        over = tr("over {until}: {what}", until=_until(last), what=_words(known, last))
        yield Proof(kind="derived", sentence=over, by=tr("its date"),
                    grade=leaves[last.key].grade, sources=(leaves[last.key],))  # fmt: skip
    else:
        yield from _joins(known, closing, last, match.roles[0])


def _words(known: Background, row: Bound) -> str:
    return known.in_words(row)


def link_proof(known: Background, link: Link) -> Proof:
    """A link as a leaf of a derivation, with who tells of it."""
    told = f"{link.from_} {link.relation} {link.to}"
    if link.by:
        told = tr("{link}, as told by {teller}", link=told, teller=name_of(known.dossier, link.by))
    return Proof(
        kind="stated",
        sentence=f"{told}: {sentence(link.why)}" if link.why else told,
        grade=Grade.POSSIBLE if link.hangs_on else Grade.CERTAIN,
        by=tr("link"),
    )


def chain_paths(match: Match) -> Iterator[str]:
    """The orders of a chain as text, for the hash of what was compared."""
    yield from (f"{order.kind} {order.grade.word}" for order in match.chain)
