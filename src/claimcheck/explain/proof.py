"""The derivation of a finding as a tree: what claims state, what follows and by what, and what was not found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from msgspec.structs import replace

from claimcheck.closures import Implied, Succession
from claimcheck.engine.interface import Bound, Match
from claimcheck.explain.background import Background, Collision, Step, collision, conditions_of, tie_path
from claimcheck.explain.chains import chain_paths, chain_proof, link_proof
from claimcheck.explain.moments import Operand, operand, presumed
from claimcheck.explain.orders import order_of, order_proof
from claimcheck.explain.reasons import VOCABULARY_OPERATORS, condition_texts, links_used, name_in
from claimcheck.explain.wording import bounds_words, label, name_of, on
from claimcheck.explain.wording import sentence as without_stop
from claimcheck.extents import Grade
from claimcheck.findings import Proof
from claimcheck.i18n import tr, trn
from claimcheck.model import Claim, Link
from claimcheck.rules.syntax import Compare, Rule


def prove(known: Background, rule: Rule, match: Match, message: str) -> Proof:
    """The whole derivation: one branch for each side, then links, then what was looked for and not found."""
    if match.chain:
        leaves = {row.key: _row(known, row) for row in match.roles}
        return Proof(kind="derived", sentence=message, grade=match.grade, by=rule.id,
                     sources=chain_proof(known, match, leaves))  # fmt: skip
    rows = {row.role: row for row in match.roles}
    branches = {row.role: _row(known, row) for row in match.roles}
    _follow_time(known, rule, match, rows, branches)
    _follow_paths(known, rule, match, rows, branches)
    return Proof(
        kind="derived",
        sentence=message,
        grade=match.grade,
        by=rule.id,
        sources=(
            *dict.fromkeys(branches.values()),
            *_orders(known, rule, match),
            *_counted(known, match),
            *(link_proof(known, link) for link in links_used(known, rule, match)),
            *_blocked(known, match),
            *_absent(rule, match),
        ),
    )


def paths_used(known: Background, rule: Rule, match: Match) -> Iterator[str]:
    """The vocabulary paths and the orders of a match as text, for the hash of what was compared."""
    for _, _, met in _collisions(known, rule, match):
        for path in (met.left, met.right):
            yield f"{' > '.join(path.path)} {path.polarity} {path.grade.word}"
    yield from chain_paths(match)
    for _, _, order in _ordered(known, rule, match):
        if isinstance(order, Link):
            yield f"told order, {'possible' if order.hangs_on else 'certain'}"
        else:
            yield f"{' > '.join(order.later.path)} after {' > '.join(order.earlier.path)} {order.grade.word}"


def _orders(known: Background, rule: Rule, match: Match) -> Iterator[Proof]:
    """The orders that the vocabulary demands; those that links tell of stand among the links."""
    for one, other, order in _ordered(known, rule, match):
        if isinstance(order, Succession):
            yield order_proof(known, order, one, other)


def _ordered(known: Background, rule: Rule, match: Match) -> Iterator[tuple[Bound, Bound, Link | Succession]]:
    rows = {row.role: row for row in match.roles}
    held = {step.text for step in match.steps}
    for condition in conditions_of(rule.where):
        one, other = rows.get(name_in(condition.left)), rows.get(name_in(condition.right))
        if condition.op == "must-precede" and condition.text in held and one is not None and other is not None:
            order = order_of(known, one, other)
            if order is not None:
                yield one, other, order


def _collisions(known: Background, rule: Rule, match: Match) -> Iterator[tuple[str, str, Collision]]:
    rows = {row.role: row for row in match.roles}
    held = {step.text for step in match.steps}
    for condition in conditions_of(rule.where):
        left, right = name_in(condition.left), name_in(condition.right)
        if condition.op not in VOCABULARY_OPERATORS or left not in rows or right not in rows:
            continue
        met = collision(known, rows[left], rows[right])
        if met is not None and condition.text in held:
            yield left, right, met


def _row(known: Background, row: Bound) -> Proof:
    """A stated leaf; what an event began; or what an inference rule concluded, with the whole of its own proof."""
    leaves = tuple(_leaf(known.dossier.claims[name]) for name in row.claims)
    if row.key in known.dossier.claims:
        return leaves[0]
    sentence = known.in_words(row)
    beneath = known.concluded.get(row.key)
    if beneath is not None:
        return prove(known, known.rules[beneath.rule], beneath, sentence)
    claim = known.dossier.claims[row.claims[0]]
    return Proof(
        kind="derived",
        sentence=tr(
            "from {date} on: {what}",
            date=bounds_words(row.time.start_earliest, row.time.start_latest + 1),
            what=sentence,
        ),
        grade=min(_cap(claim), _start_grade(known, claim.predicate, row.predicate)),
        by=_start_path(known, claim.predicate, row.predicate),
        sources=leaves,
    )


def _leaf(claim: Claim) -> Proof:
    return Proof(kind="stated", sentence=without_stop(claim.text), grade=_cap(claim), claim=claim.id)


def _cap(claim: Claim) -> Grade:
    return Grade.POSSIBLE if claim.weak else Grade.CERTAIN


def _follow_paths(
    known: Background, rule: Rule, match: Match, rows: dict[str, Bound], branches: dict[str, Proof]
) -> None:
    """Carry each side along the vocabulary to the point where the two meet."""
    done: set[str] = set()
    for left, right, met in _collisions(known, rule, match):
        for role, other, path in ((left, right, met.left), (right, left, met.right)):
            if role in done:
                continue
            done.add(role)
            branches[role] = _along(known, rows[role], path, branches[role])
            branches[role] = _within(known, rows[role], rows[other], path, branches[role])
        if met.excludes:
            both = tr("{one} excludes {other}", one=met.left.target, other=met.right.target)
            branches[right] = Proof(
                kind="derived",
                sentence=tr(
                    "this excludes: {what}",
                    what=label(known.dossier, met.left.target, "affirms", known.claim(rows[left])),
                ),
                grade=branches[right].grade,
                by=both,
                sources=(branches[right],),
            )


def _along(known: Background, row: Bound, path: Implied, before: Proof) -> Proof:
    if len(path.path) < len(("from", "to")):
        return before
    return Proof(
        kind="derived",
        sentence=label(known.dossier, path.target, path.polarity, known.claim(row)),
        grade=min(path.grade, before.grade),
        by=_spelt(known, path.path),
        sources=(before,),
    )


def _spelt(known: Background, path: tuple[str, ...]) -> str:
    """A path through the vocabulary with what joins each two predicates: `a implies b suggests c`."""
    told = path[0]
    for here, there in pairwise(path):
        if there in known.dossier.predicates[here].implies:
            told = tr("{one} implies {other}", one=told, other=there)
        else:
            told = tr("{one} suggests {other}", one=told, other=there)
    return told


def _start_grade(known: Background, event: str, state: str) -> Grade:
    ways = [way.grade for way in known.vocabulary.starts(event) if way.target == state]
    return max(ways, default=Grade.CERTAIN)


def _start_path(known: Background, event: str, state: str) -> str:
    way = next((way for way in known.vocabulary.starts(event) if way.target == state), None)
    begun_by = event if way is None else _spelt(known, way.path[:-1])
    return tr("{event} starts {state}", event=begun_by, state=state)


def _within(known: Background, row: Bound, other: Bound, path: Implied, before: Proof) -> Proof:
    """The steps from a part to the whole of which the other side speaks, in the subject and in the value."""
    dossier = known.dossier
    claim, whole = known.claim(row), known.claim(other)
    if claim.subject != whole.subject:
        claim = replace(claim, subject=whole.subject)
        before = _lifted(known, known.claim(row).subject, whole.subject, path, claim, before)
    mine, theirs = claim.value, whole.value
    carried = dossier.predicates[path.target].value == "entity"
    if carried and mine and theirs and mine.kind == theirs.kind == "entity" and mine.text != theirs.text:
        before = _lifted(known, mine.text, theirs.text, path, replace(claim, value=theirs), before)
    return before


def _lifted(known: Background, part: str, whole: str, path: Implied, claim: Claim, before: Proof) -> Proof:
    ties = tie_path(known, part, whole)
    if not ties:
        return before
    weak = any(tie.hangs_on or tie.doubted for tie in ties)
    return Proof(
        kind="derived",
        sentence=label(known.dossier, path.target, path.polarity, claim),
        grade=min(before.grade, Grade.POSSIBLE if weak else Grade.CERTAIN),
        by=_way_up(known, part, ties),
        sources=(before,),
    )


def _way_up(known: Background, part: str, ties: Iterable[Step]) -> str:
    """`A may be B, which is part of C is part of D`."""
    told, doubted = name_of(known.dossier, part), False
    for tie in ties:
        whole = name_of(known.dossier, tie.to)
        if tie.doubted and doubted:
            told = tr("{part}, which may be {whole}", part=told, whole=whole)
        elif tie.doubted:
            told = tr("{part} may be {whole}", part=told, whole=whole)
        elif doubted:
            told = tr("{part}, which is part of {whole}", part=told, whole=whole)
        else:
            told = tr("{part} is part of {whole}", part=told, whole=whole)
        doubted = tie.doubted
    return told


def _follow_time(
    known: Background, rule: Rule, match: Match, rows: dict[str, Bound], branches: dict[str, Proof]
) -> None:
    """Carry a side that had to last beyond its record to the time of the other side."""
    grades = {step.text: step.grade for step in match.steps}
    for condition in conditions_of(rule.where):
        if grades.get(condition.text, Grade.CERTAIN) not in (Grade.PRESUMED, Grade.POSSIBLE):
            continue
        for one, other in _lasted(known, condition, rows):
            role = next(role for role, row in rows.items() if row is one.row)
            branches[role] = _lasting(known, one, other, branches[role])


def _lasted(known: Background, condition: Compare, rows: dict[str, Bound]) -> Iterator[tuple[Operand, Operand]]:
    left, right = operand(known, condition.left, rows), operand(known, condition.right, rows)
    if left is not None and right is not None:
        yield from presumed(condition.op, left, right)


def _lasting(known: Background, one: Operand, other: Operand, before: Proof) -> Proof:
    assert one.row is not None, "a date of the rule itself lasts no longer than written"
    predicate = known.dossier.predicates[one.row.predicate]
    window = other.time.start_earliest, other.time.start_latest + 1
    absent = tr("no record found that this ended before {date}: {what}", date=bounds_words(*window), what=one.words)
    return Proof(
        kind="derived",
        sentence=tr("still so {date}: {what}", date=on(*window), what=one.words),
        grade=min(Grade.PRESUMED, before.grade),
        by=_persists(predicate.persists),
        sources=(before, Proof(kind="absent", sentence=absent)),
    )


def _persists(how: str) -> str:
    if how == "until-ended":
        return tr("persists until-ended")
    return tr("persists until-changed") if how == "until-changed" else tr("persists {duration}", duration=how)


def _counted(known: Background, match: Match) -> Iterator[Proof]:
    for name, keys in match.counted:
        members = tuple(known.dossier.claims[key] for key in keys if key in known.dossier.claims)
        yield Proof(
            kind="derived",
            sentence=trn("{count} record counted as {name}", "{count} records counted as {name}", len(keys), name=name),
            grade=min((*(_cap(claim) for claim in members), Grade.PRESUMED)),
            by=tr("count"),
            sources=tuple(_leaf(claim) for claim in members),
        )


def _blocked(known: Background, match: Match) -> Iterator[Proof]:
    for blocker in match.blockers:
        leaves = tuple(_leaf(known.dossier.claims[name]) for name in blocker.claims)
        yield Proof(
            kind="derived",
            sentence=tr("this may lift it"),
            grade=Grade.POSSIBLE,
            by=tr("unless {name}", name=blocker.unless),
            sources=leaves,
        )


def _absent(rule: Rule, match: Match) -> Iterator[Proof]:
    met = {blocker.unless for blocker in match.blockers}
    for unless in rule.unless:
        if unless.name not in met:
            asked = "; ".join(condition_texts(rule, unless.name))
            sentence = tr("no record found that would lift this")
            yield Proof(kind="absent", sentence=sentence, by=f"{tr('unless {name}', name=unless.name)}: {asked}")
