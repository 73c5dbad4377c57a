"""What a match hangs on, and what would decide it: one reason for each step that is less than certain.

Each reason gives the sentence for `depends_on` and the one for `settle`, so that the two never part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from claimcheck.closures import Implied
from claimcheck.engine.interface import Bound, Match
from claimcheck.explain.background import Background, Collision, collision, conditions_of, tie_path
from claimcheck.explain.moments import Outcome, date_reasons
from claimcheck.explain.wording import label, name_of, sentence, speaker
from claimcheck.extents import Grade
from claimcheck.model import Claim, Link
from claimcheck.rules.syntax import Call, Field, LinkVar, Rule, Sum, Term, Var

TIME_OPERATORS = ("overlaps", "touches", "before", "agrees", "within", "differs", "disjoint")
VOCABULARY_OPERATORS = ("contradicts", "excludes", "entails")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Something a match hangs on: the sentence that says so, and the record that would decide it (or empty)."""

    depends: str
    settle: str = ""


def find_reasons(known: Background, rule: Rule, match: Match, outcome: Outcome) -> tuple[Reason, ...]:
    """Everything the match hangs on, each once: claims, links, ties, readings, dates, presumptions, blockers."""
    found = [
        *_weak_claims(known, match),
        *_links(known, rule, match),
        *_steps(known, rule, match, outcome),
        *_attributions(known, match),
        *_counted(match),
        *_left_out(known, rule, match),
        *_blockers(known, rule, match),
    ]
    return tuple(dict.fromkeys(found))


def _weak_claims(known: Background, match: Match) -> Iterator[Reason]:
    for name in match.witnesses:
        claim = known.dossier.claims[name]
        for weak in claim.weak:
            yield Reason(depends=f"{sentence(weak)} ({claim.id})", settle=_settle_weak(known, claim, weak))


def _settle_weak(known: Background, claim: Claim, weak: str) -> str:
    if sentence(weak) == sentence(claim.hangs_on):
        return f"A source that shows whether this is so: {sentence(weak)} ({claim.id})."
    if claim.basis == "inferred" and "inferred" in weak:
        return f"A source that states it outright, where {speaker(known.dossier, claim)} infers it ({claim.id})."
    what = "number" if "number" in weak else "date"
    return f"A source that gives the exact {what} ({claim.id})."


def _links(known: Background, rule: Rule, match: Match) -> Iterator[Reason]:
    for link in links_used(known, rule, match):
        if link.hangs_on:
            told = f"{sentence(link.hangs_on)} (the link {link.from_} {link.relation} {link.to})"
            yield Reason(depends=told, settle=f"A source that shows whether this is so: {told}.")


def links_used(known: Background, rule: Rule, match: Match) -> tuple[Link, ...]:
    """The links that a match joined: those its rule names, and those that tie two of its claims to one event."""
    keys = {row.role: row.key for row in match.roles}
    named = {
        (keys.get(part.from_, ""), part.relation, keys.get(part.to, ""))
        for part in rule.match
        if isinstance(part, LinkVar)
    }
    operators = {condition.op for condition in conditions_of(rule.where)}
    claims = set(match.witnesses)
    joined = {"same-event"} if "same-event" in operators else set()
    joined |= {"answers"} if operators & set(VOCABULARY_OPERATORS) else set()
    return tuple(
        link
        for link in known.dossier.links
        if (link.from_, link.relation, link.to) in named
        or (link.relation in joined and {link.from_, link.to} <= claims)
    )


def _steps(known: Background, rule: Rule, match: Match, outcome: Outcome) -> Iterator[Reason]:
    grades = {step.text: step.grade for step in match.steps}
    rows = {row.role: row for row in match.roles}
    for condition in conditions_of(rule.where):
        grade = grades.pop(condition.text, Grade.CERTAIN)
        if grade in (Grade.CERTAIN, Grade.NO):
            continue
        one, other = (rows.get(name) for name in (name_in(condition.left), name_in(condition.right)))
        if one is not None and other is not None and condition.op in VOCABULARY_OPERATORS:
            yield from _meeting(known, one, other)
        elif condition.op in ("same-as", "part-of") and one is not None and other is not None:
            yield from _same(known, _entity(known, condition.left, one), _entity(known, condition.right, other))
        elif condition.op in TIME_OPERATORS:
            yield from (Reason(depends=d, settle=s) for d, s in date_reasons(known, condition, match, grade, outcome))
        else:
            yield _other(rule, condition.text, grade)
    yield from (_other(rule, text, grade) for text, grade in grades.items() if grade < Grade.CERTAIN)


def _other(rule: Rule, text: str, grade: Grade) -> Reason:
    return Reason(depends=f"a condition of the rule {rule.id} that is only {grade.word}: {text}")


def name_in(term: Term) -> str:
    """The first claim name in a term; empty for a literal."""
    if isinstance(term, (Var, Field)):
        return term.name
    if isinstance(term, Call):
        return next((name for name in map(name_in, term.arguments) if name), "")
    return name_in(term.term) if isinstance(term, Sum) else ""


def _entity(known: Background, term: Term, row: Bound) -> str:
    claim = known.claim(row)
    field = term.path[0] if isinstance(term, Field) and term.path else "subject"
    if field == "value":
        return claim.value.text if claim.value else ""
    value = getattr(claim, field, "")
    return value if isinstance(value, str) else ""


def _meeting(known: Background, one: Bound, other: Bound) -> Iterator[Reason]:
    left, right = known.claim(one), known.claim(other)
    met = collision(known, one, other)
    if met is not None:
        yield from _readings(known, met, left, right)
    yield from _same(known, left.subject, right.subject)
    if left.value and right.value and left.value.kind == right.value.kind == "entity":
        yield from _same(known, left.value.text, right.value.text)
    if left.proceeding and right.proceeding and left.proceeding != right.proceeding:
        names = [name_of(known.dossier, claim.proceeding) for claim in (left, right)]
        told = f"{left.id} speaks of {names[0]}, {right.id} of {names[1]}"
        yield Reason(
            depends=f"that the two speak of the same thing although {told}",
            settle=f"A source that shows whether what is said in one proceeding holds for the other: {told}.",
        )
    if left.scope != right.scope and left.scope and right.scope:
        scopes = f"{left.scope} ({left.id}), {right.scope} ({right.id})"
        yield Reason(
            depends=f"that the two speak of the same extent: {scopes}",
            settle=f"A source that gives both for one place and period: {scopes}.",
        )


def _readings(known: Background, met: Collision, left: Claim, right: Claim) -> Iterator[Reason]:
    for path, claim in ((met.left, left), (met.right, right)):
        if path.grade < Grade.CERTAIN:
            start, end = _ends(known, path, claim)
            yield Reason(
                depends=f"a reading, not a definition: {start}, read as: {end} ({claim.id})",
                settle=f"A source that says in so many words whether this is so: {end} ({claim.id}).",
            )


def _ends(known: Background, path: Implied, claim: Claim) -> tuple[str, str]:
    dossier = known.dossier
    start = label(dossier, claim.predicate, "affirms", claim)
    return start, label(dossier, path.target, path.polarity, claim)


def _same(known: Background, one: str, other: str) -> Iterator[Reason]:
    if not one or not other or one == other:
        return
    dossier = known.dossier
    entities = dossier.entities
    for near, far in ((one, other), (other, one)):
        for tie in entities[near].maybe if near in entities else ():
            if tie.to == far:
                told = f"{name_of(dossier, near)} and {name_of(dossier, far)} are one and the same"
                granted = f" ({sentence(tie.hangs_on)})" if tie.hangs_on else ""
                yield Reason(
                    depends=f"that {told}{granted}", settle=f"A record that shows whether {told}; if not, this falls."
                )
        for here, tie in tie_path(known, near, far) or ():
            if tie.hangs_on:
                told = f"{name_of(dossier, here)} is part of {name_of(dossier, tie.to)}: {sentence(tie.hangs_on)}"
                yield Reason(depends=f"that {told}", settle=f"A record that shows whether {told}.")


def _attributions(known: Background, match: Match) -> Iterator[Reason]:
    """Whose words they are counts for heading and parties, so a doubtful tie to a body is told."""
    dossier = known.dossier
    for name in match.witnesses:
        claim = dossier.claims[name]
        person = dossier.entities.get(claim.said_by)
        if not claim.official or person is None or claim.capacity == "personal":
            continue
        for tie in person.acts_for:
            reaches = tie.to == claim.authority or tie_path(known, tie.to, claim.authority) is not None
            if tie.hangs_on and reaches:
                told = f"{person.name} speaks for {name_of(dossier, tie.to)}: {sentence(tie.hangs_on)}"
                yield Reason(depends=f"that {told}", settle=f"A record that shows whether {told}.")


def _counted(match: Match) -> Iterator[Reason]:
    for _, keys in match.counted:
        if len(keys) > 1:
            yield Reason(
                depends=f"that the {len(keys)} records counted tell of different events",
                settle="Records that show whether any two of those counted tell of one event.",
            )


def _left_out(known: Background, rule: Rule, match: Match) -> Iterator[Reason]:
    in_time = {
        name_in(term)
        for condition in conditions_of(rule.where)
        if condition.op in TIME_OPERATORS
        for term in (condition.left, condition.right)
    }
    for row in match.roles:
        for name in row.claims if row.role in in_time else ():
            note = known.dossier.claims[name].time_note
            if note:
                yield Reason(depends=f"{sentence(note)} ({name})")


def _blockers(known: Background, rule: Rule, match: Match) -> Iterator[Reason]:
    for blocker in match.blockers:
        told = "; ".join(sentence(known.dossier.claims[name].text) for name in blocker.claims)
        ids = ", ".join(blocker.claims)
        asked = "; ".join(condition_texts(rule, blocker.unless))
        yield Reason(
            depends=f"that this does not lift it: {told} ({ids})",
            settle=f"More on {ids}: if it meets the condition of the rule ({asked}), the finding falls.",
        )


def condition_texts(rule: Rule, unless: str) -> tuple[str, ...]:
    """The conditions of one `unless`, as the rule writes them."""
    for part in rule.unless:
        if part.name == unless:
            filters = tuple(f"{unless}.{field} is {' or '.join(texts)}" for field, texts in part.filters)
            return (*filters, *(condition.text for condition in conditions_of(part.conditions)))
    return ()
