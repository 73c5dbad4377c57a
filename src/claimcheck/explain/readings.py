"""What a match hangs on besides time: readings of the vocabulary, identities, parts, proceedings, numbers."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.closures import Implied, Succession
from claimcheck.engine.interface import Bound, Match
from claimcheck.explain.background import Background, collision, entailment, tie_path
from claimcheck.explain.reason import Reason
from claimcheck.explain.wording import label, name_of, sentence, value_words
from claimcheck.extents import Grade
from claimcheck.i18n import tr
from claimcheck.model import Claim
from claimcheck.rules.syntax import ClaimVar, Rule


def meeting(known: Background, op: str, one: Bound, other: Bound, order: Succession | None = None) -> Iterator[Reason]:
    """Why two rows only possibly contradict, exclude, entail or (by `order`) follow each other."""
    left, right = known.claim(one), known.claim(other)
    if op == "entails":
        path = entailment(known, one, other)
        yield from reading(known, path, left) if path is not None else ()
    elif order is not None:
        yield from reading(known, order.earlier, left)
        yield from reading(known, order.later, right)
    else:
        met = collision(known, one, other)
        for way, claim in ((met.left, left), (met.right, right)) if met is not None else ():
            yield from reading(known, way, claim)
    yield from same(known, left.subject, right.subject)
    yield from _values(known, one, left, right)
    yield from _proceedings(known, left, right)
    yield from _scopes(known, op, one, other, left, right)


def reading(known: Background, path: Implied, claim: Claim) -> Iterator[Reason]:
    """A path of the vocabulary with a `suggests` in it."""
    if path.grade < Grade.CERTAIN:
        start = label(known.dossier, path.path[0], "affirms", claim)
        end = label(known.dossier, path.target, path.polarity, claim)
        yield Reason(
            depends=tr(
                "a reading, not a definition: {start}, read as: {end} ({claim})", start=start, end=end, claim=claim.id
            ),
            settle=tr(
                "A source that says in so many words whether this is so: {what} ({claim}).", what=end, claim=claim.id
            ),
        )


def _values(known: Background, one: Bound, left: Claim, right: Claim) -> Iterator[Reason]:
    mine, theirs = left.value, right.value
    if mine is None or theirs is None or mine.kind != theirs.kind:
        return
    if mine.kind == "entity":
        yield from same(known, mine.text, theirs.text)
    elif mine.kind in ("number", "date"):
        inner, outer = (mine, theirs) if one.polarity == "affirms" else (theirs, mine)
        if not (outer.lo <= inner.lo and inner.hi <= outer.hi):  # what is affirmed may lie outside what it is held to
            told = _both(known, left, right)
            yield Reason(
                depends=tr("that these are the same, which they need not be: {values}", values=told),
                settle=tr("The exact values of both: {values}.", values=told),
            )


def _both(known: Background, left: Claim, right: Claim) -> str:
    told = [
        f"{value_words(known.dossier, claim.value, claim.unit) if claim.value else tr('no value')} ({claim.id})"
        for claim in (left, right)
    ]
    return ", ".join(told)


def _proceedings(known: Background, left: Claim, right: Claim) -> Iterator[Reason]:
    if left.proceeding and right.proceeding and left.proceeding != right.proceeding:
        names = [name_of(known.dossier, claim.proceeding) for claim in (left, right)]
        told = tr("{a} speaks of {a_name}, {b} of {b_name}", a=left.id, a_name=names[0], b=right.id, b_name=names[1])
        yield Reason(
            depends=tr("that the two speak of the same thing although {reason}", reason=told),
            settle=tr(
                "A source that shows whether what is said in one proceeding holds for the other: {reason}.", reason=told
            ),
        )


def _scopes(known: Background, op: str, one: Bound, other: Bound, left: Claim, right: Claim) -> Iterator[Reason]:
    """A claim without a scope says it of all; what is denied, or entailed, within a scope need not meet it."""
    first = other.polarity == "affirms" if op == "entails" else one.polarity == "affirms"
    inner, outer = (left, right) if first else (right, left)
    one_sided = outer.scope and not inner.scope and (op == "entails" or one.polarity != other.polarity)
    if left.scope == right.scope or not (one_sided or (left.scope and right.scope)):
        return
    yield from same(known, left.scope, right.scope)
    excluding = op != "entails" and one.polarity == other.polarity  # of two affirmations neither covers the other
    if excluding or not inner.scope or tie_path(known, inner.scope, outer.scope) is None:
        scopes = [name_of(known.dossier, claim.scope) if claim.scope else tr("no limit") for claim in (left, right)]
        told = f"{scopes[0]} ({left.id}), {scopes[1]} ({right.id})"
        yield Reason(
            depends=tr("that the two speak of the same extent: {extents}", extents=told),
            settle=tr("A source that gives both for one place and period: {extents}.", extents=told),
        )


def same(known: Background, one: str, other: str) -> Iterator[Reason]:
    """Why two entities are only possibly one, or only possibly part and whole."""
    if not one or not other or one == other:
        return
    dossier = known.dossier
    entities = dossier.entities
    for near, far in ((one, other), (other, one)):
        for tie in entities[near].maybe if near in entities else ():
            if tie.to == far:
                yield _identity(known, near, far, tie.hangs_on)
        for step in tie_path(known, near, far) or ():
            if step.doubted:
                yield _identity(known, step.here, step.to, step.hangs_on)
            elif step.hangs_on:
                part, whole = name_of(dossier, step.here), name_of(dossier, step.to)
                tied = {"part": part, "whole": whole, "why": sentence(step.hangs_on)}
                yield Reason(
                    depends=tr("that {part} is part of {whole}: {why}", **tied),
                    settle=tr("A record that shows whether {part} is part of {whole}: {why}.", **tied),
                )


def _identity(known: Background, one: str, other: str, hangs_on: str) -> Reason:
    names = {"a": name_of(known.dossier, one), "b": name_of(known.dossier, other)}
    granted = f" ({sentence(hangs_on)})" if hangs_on else ""
    return Reason(
        depends=tr("that {a} and {b} are one and the same", **names) + granted,
        settle=tr("A record that shows whether {a} and {b} are one and the same; if not, this falls.", **names),
    )


def rivalry(known: Background, one: Bound, other: Bound) -> Iterator[Reason]:
    """Why two values of what has one at a time only possibly rule each other out."""
    left, right = known.claim(one), known.claim(other)
    ways = [
        (x, y)
        for x in known.vocabulary.affirmed(one.predicate)
        for y in known.vocabulary.affirmed(other.predicate)
        if x.target == y.target and known.dossier.predicates[x.target].single
    ]
    best = max(ways, key=lambda way: min(way[0].grade, way[1].grade), default=None)
    for way, claim in zip(best or (), (left, right), strict=False):
        yield from reading(known, way, claim)
    yield from same(known, left.subject, right.subject)
    if left.value is not None and right.value is not None:
        yield from same(known, left.value.text, right.value.text)
        if left.value.kind == "text":
            told = _both(known, left, right)
            yield Reason(
                depends=tr("that these words do not say the same: {words}", words=told),
                settle=tr("A source that shows whether these words say the same: {words}.", words=told),
            )
    yield from _proceedings(known, left, right)
    yield from _scopes(known, "rivals", one, other, left, right)


def differing(known: Background, one: Bound, other: Bound) -> Reason:
    """Why two values only possibly differ."""
    told = _both(known, known.claim(one), known.claim(other))
    return Reason(
        depends=tr("that these differ, which the records leave open: {values}", values=told),
        settle=tr("The exact values of both: {values}.", values=told),
    )


def beginnings(known: Background, match: Match) -> Iterator[Reason]:
    """States that an event only begins by a reading."""
    for row in match.roles:
        claim = known.dossier.claims[row.claims[0]]
        if row.key == f"{claim.id}>{row.predicate}":
            for way in known.vocabulary.starts(claim.predicate):
                if way.target == row.predicate:
                    yield from reading(known, way, claim)


def filtered(known: Background, rule: Rule, match: Match) -> Iterator[Reason]:
    """Names that stand for what affirms or denies a predicate only by a reading."""
    rows = {row.role: row for row in match.roles}
    for part in rule.match:
        row = rows.get(part.name)
        if row is None or not isinstance(part, ClaimVar) or row.polarity != "affirms":
            continue
        for key, predicates in part.filters:
            ways = [
                way
                for way in known.vocabulary.implied(row.predicate)
                if way.polarity == key and way.target in predicates
            ]
            if ways:
                yield from reading(known, max(ways, key=lambda way: way.grade), known.claim(row))
