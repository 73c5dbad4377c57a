"""What a match hangs on, and what would decide it: one reason for each step that is less than certain.

Each reason gives the sentence for `depends_on` and the one for `settle`, so that the two never part.
"""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.closures import Succession
from claimcheck.engine.interface import Bound, Match
from claimcheck.explain.background import Background, conditions_of, event_path, tie_path
from claimcheck.explain.bounds import filled
from claimcheck.explain.chains import chain_links, chain_reasons
from claimcheck.explain.moments import date_reasons, is_time
from claimcheck.explain.orders import order_of
from claimcheck.explain.readings import beginnings, differing, filtered, meeting, rivalry, same
from claimcheck.explain.reason import Outcome, Reason
from claimcheck.explain.wording import name_of, sentence, speaker
from claimcheck.extents import Grade
from claimcheck.i18n import tr, trn
from claimcheck.load.resolve import approximate_words, inferred_words
from claimcheck.model import Claim, Link
from claimcheck.rules.syntax import HANGS_ON, Call, Compare, Field, LinkVar, Rule, Sum, Term, Var
from claimcheck.rules.words import LINKS

TIME_OPERATORS = ("overlaps", "touches", "before", "agrees", "within", "differs", "disjoint")
ORDER_OPERATORS = ("<", "<=", ">", ">=", "=")
VOCABULARY_OPERATORS = ("contradicts", "excludes", "entails")


def find_reasons(known: Background, rule: Rule, match: Match, outcome: Outcome) -> tuple[Reason, ...]:
    """Everything the match hangs on, each once: claims, links, ties, readings, dates, presumptions, blockers.

    What an inference rule concluded hangs on all that its own match hangs on.
    """
    found = [
        *_weak_claims(known, match),
        *_concluded(known, match, outcome),
        *_links(known, rule, match),
        *beginnings(known, match),
        *filtered(known, rule, match),
        *_steps(known, rule, match, outcome),
        *chain_reasons(known, match),
        *_attributions(known, match),
        *_counted(match),
        *_blockers(known, rule, match),
    ]
    if match.grade < Grade.CERTAIN and not found:
        grade = tr(match.grade.word)
        found.append(Reason(depends=tr("a step of the rule {rule} that is only {grade}", rule=rule.id, grade=grade)))
    return tuple(dict.fromkeys([*found, *_left_out(known, rule, match)]))


def _concluded(known: Background, match: Match, outcome: Outcome) -> Iterator[Reason]:
    for row in match.roles:
        beneath = known.concluded.get(row.key)
        if beneath is not None:
            yield from find_reasons(known, known.rules[beneath.rule], beneath, outcome)


def _weak_claims(known: Background, match: Match) -> Iterator[Reason]:
    for name in match.witnesses:
        claim = known.dossier.claims[name]
        for weak in claim.weak:
            yield Reason(depends=f"{sentence(weak)} ({claim.id})", settle=_settle_weak(known, claim, weak))


def _settle_weak(known: Background, claim: Claim, weak: str) -> str:
    if sentence(weak) == sentence(claim.hangs_on):
        return tr("A source that shows whether this is so: {what} ({claim}).", what=sentence(weak), claim=claim.id)
    if claim.basis == "inferred" and weak == inferred_words(claim.said_by or claim.source):
        who = speaker(known.dossier, claim)
        return tr("A source that states it outright, where {who} infers it ({claim}).", who=who, claim=claim.id)
    if claim.value is not None and claim.value.kind == "number" and weak == approximate_words(claim.value):
        return tr("A source that gives the exact number ({claim}).", claim=claim.id)
    return tr("A source that gives the exact date ({claim}).", claim=claim.id)


def _links(known: Background, rule: Rule, match: Match) -> Iterator[Reason]:
    for link in links_used(known, rule, match):
        if link.hangs_on:
            told = tr(
                "{what} (the link {link})",
                what=sentence(link.hangs_on),
                link=f"{link.from_} {link.relation} {link.to}",
            )
            yield Reason(depends=told, settle=tr("A source that shows whether this is so: {what}.", what=told))


def links_used(known: Background, rule: Rule, match: Match) -> tuple[Link, ...]:
    """The links that a match joined: those its rule names, those that make two claims one event, orders, answers."""
    rows = {row.role: row for row in match.roles}
    keys = {role: row.key for role, row in rows.items()}
    named = {
        (keys.get(part.from_, ""), part.relation, keys.get(part.to, ""))
        for part in rule.match
        if isinstance(part, LinkVar)
    }
    conditions = tuple(conditions_of(rule.where))
    held = {step.text for step in match.steps}
    operators = {condition.op for condition in conditions}
    joined = {"answers"} if operators & set(VOCABULARY_OPERATORS) else set()
    joined |= operators & {"not-same", *LINKS}
    found = [
        link
        for link in known.links_among(match.witnesses)
        if (link.from_, link.relation, link.to) in named or link.relation in joined
    ]
    for condition in conditions:
        one, other = _rows(condition, rows)
        if condition.op == "same-event" and one is not None and other is not None:
            found += event_path(known, one.claims[0], other.claims[0])
        elif condition.op == "must-precede" and one is not None and other is not None:
            order = order_of(known, one, other)
            found += [order] if isinstance(order, Link) and condition.text in held else []
    return tuple(dict.fromkeys([*found, *chain_links(known, match)]))


def _rows(condition: Compare, rows: dict[str, Bound]) -> tuple[Bound | None, Bound | None]:
    return rows.get(name_in(condition.left)), rows.get(name_in(condition.right))


def _steps(known: Background, rule: Rule, match: Match, outcome: Outcome) -> Iterator[Reason]:
    grades = {step.text: step.grade for step in match.steps}
    rows = {row.role: row for row in match.roles}
    for condition in conditions_of(rule.where):
        grade = grades.pop(condition.text, Grade.CERTAIN)
        if grade in (Grade.POSSIBLE, Grade.PRESUMED):
            yield from _step(known, rule, match, condition, grade, *_rows(condition, rows), outcome=outcome)
    yield from (_other(rule, text, grade) for text, grade in grades.items() if grade < Grade.CERTAIN)


def _step(
    known: Background, rule: Rule, match: Match, condition: Compare, grade: Grade, one: Bound | None,
    other: Bound | None, *, outcome: Outcome,
) -> Iterator[Reason]:  # fmt: skip
    if condition.op == HANGS_ON:
        yield _granted(known, match, condition.text)
    elif counts(condition):
        yield from _doubtful_count(match, grade)
    elif one is not None and other is not None and condition.op in VOCABULARY_OPERATORS:
        yield from meeting(known, condition.op, one, other)
    elif one is not None and other is not None and condition.op == "rivals":
        yield from rivalry(known, one, other)
    elif one is not None and other is not None and condition.op == "must-precede":
        order = order_of(known, one, other)
        yield from meeting(known, condition.op, one, other, order) if isinstance(order, Succession) else ()
    elif one is not None and other is not None and condition.op in ("same-as", "part-of"):
        yield from same(known, _entity(known, condition.left, one), _entity(known, condition.right, other))
    elif condition.op in TIME_OPERATORS and is_time(condition.left) and is_time(condition.right):
        yield from date_reasons(known, condition, match, grade, outcome)
    elif one is not None and other is not None and condition.op in ("differs", "disjoint"):
        yield differing(known, one, other)
    elif condition.op not in ("same-event", "not-same", *LINKS):  # these hang on their links, told above
        yield _other(rule, condition.text, grade)


def _granted(known: Background, match: Match, template: str) -> Reason:
    told = sentence(filled(known, tr(template), match))
    return Reason(depends=told, settle=tr("A source that shows whether this is so: {what}.", what=told))


def _other(rule: Rule, text: str, grade: Grade) -> Reason:
    return Reason(
        depends=tr(
            "a condition of the rule {rule} that is only {grade}: {condition}",
            rule=rule.id,
            grade=tr(grade.word),
            condition=text,
        )
    )


def counts(condition: Compare) -> bool:
    """Whether a condition asks how many there are."""
    terms = [term.term if isinstance(term, Sum) else term for term in (condition.left, condition.right)]
    return any(isinstance(term, Call) and term.function == "count" for term in terms)


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


def _attributions(known: Background, match: Match) -> Iterator[Reason]:
    """Whose words they are counts for heading and parties, so a doubtful tie to a body is told."""
    dossier = known.dossier
    for name in match.witnesses:
        claim = dossier.claims[name]
        person = dossier.entities.get(claim.said_by)
        if not claim.official or person is None or claim.capacity == "personal":
            continue
        for tie in person.acts_for:
            ties = tie_path(known, tie.to, claim.authority)
            reaches = tie.to == claim.authority or (ties is not None and not any(step.doubted for step in ties))
            if tie.hangs_on and reaches:
                told = {"who": person.name, "body": name_of(dossier, tie.to), "why": sentence(tie.hangs_on)}
                yield Reason(
                    depends=tr("that {who} speaks for {body}: {why}", **told),
                    settle=tr("A record that shows whether {who} speaks for {body}: {why}.", **told),
                )


def _counted(match: Match) -> Iterator[Reason]:
    for name, keys in match.counted:
        if len(keys) > 1:
            yield Reason(
                depends=trn(
                    "that the {count} record counted as {name} tells of different events",
                    "that the {count} records counted as {name} tell of different events",
                    len(keys),
                    name=name,
                ),
                settle=tr("Records that show whether any two of those counted as {name} tell of one event.", name=name),
            )
        else:
            yield Reason(depends=tr("that no further record belongs to those counted as {name}", name=name))


def _doubtful_count(match: Match, grade: Grade) -> Iterator[Reason]:
    if grade == Grade.POSSIBLE:
        names = ", ".join(name for name, _ in match.counted)
        yield Reason(
            depends=tr("that each of those counted as {name} belongs to them, which is not certain of all", name=names),
            settle=tr("Records that show of each of those counted as {name} whether it belongs to them.", name=names),
        )


def _left_out(known: Background, rule: Rule, match: Match) -> Iterator[Reason]:
    in_time = {
        name_in(term)
        for condition in conditions_of(rule.where)
        if condition.op in TIME_OPERATORS or (condition.op in ORDER_OPERATORS and is_time(condition.left))
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
            depends=tr("that this does not lift it: {what} ({claims})", what=told, claims=ids),
            settle=tr(
                "More on {claims}: if it meets the condition of the rule ({condition}), the finding falls.",
                claims=ids,
                condition=asked,
            ),
        )


def condition_texts(rule: Rule, unless: str) -> tuple[str, ...]:
    """The conditions of one `unless`, as the rule writes them."""
    for part in rule.unless:
        if part.name == unless:
            filters = tuple(f"{unless}.{field} is {' or '.join(texts)}" for field, texts in part.filters)
            return (*filters, *(condition.text for condition in conditions_of(part.conditions)))
    return ()
