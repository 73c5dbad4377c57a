"""The judge of the engines: it reads each rule as it stands and tries every way of binding its names, one by one.

Slow and obviously right: nested loops over rows, recursion for closures, and a network of difference constraints
for joint possibility. It shares no code with the plans, the SQL and the closure tables of the engine that users run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from claimcheck.engine.interface import Blocker, Bound, Match, Result, Step
from claimcheck.engine.naive_conditions import alternatives, asked_of_dates, judge, judge_any, names_in, passes
from claimcheck.engine.naive_meaning import Meaning, Row, kin
from claimcheck.engine.naive_network import network_matches
from claimcheck.engine.naive_rows import concluded, first_rows, lasting
from claimcheck.engine.naive_terms import Counted, Scene
from claimcheck.engine.naive_time import satisfiable
from claimcheck.extents import Grade
from claimcheck.model import Dossier
from claimcheck.rules.syntax import ClaimVar, Compare, CountVar, LinkVar, Rule

NO, POSSIBLE, CERTAIN = Grade.NO, Grade.POSSIBLE, Grade.CERTAIN

_Speaking = Sequence[tuple[Compare, frozenset[str]]]
"""Conditions, each with the names it speaks of."""
_Names = Sequence[tuple[str, Sequence[Row]]]
"""Names, each with the rows it can be bound to."""
_Filters = tuple[tuple[str, tuple[str, ...]], ...]


class NaiveEngine:
    """Interprets rules; for tests, not for users."""

    def run(self, dossier: Dossier, rules: Sequence[Rule]) -> Result:
        """The matches of the rules, inference rules first taken into account."""
        meaning = Meaning(dossier=dossier)
        rows = first_rows(meaning)
        found: list[_Found] = []
        more: list[Row] = []
        for rule in rules:
            if rule.derive is None:
                continue
            for one in _Search(rule=rule, rows=rows, meaning=meaning).matches():
                found.append(one)
                row = concluded(rule.id, rule.derive, one.scene, one.match.witnesses, one.match.grade)
                more += [] if row is None else [row]
        rows = lasting([*rows, *more], meaning) if more else rows
        matches = [_with_times(one.match, {row.key: row for row in rows}) for one in found]
        for rule in rules:
            if rule.network is not None:
                matches += network_matches(rule.id, rule.network, rows, meaning)
            elif rule.derive is None:
                matches += [one.match for one in _Search(rule=rule, rows=rows, meaning=meaning).matches()]
        return Result(matches=tuple(sorted(matches, key=_order)))


def _with_times(match: Match, rows: Mapping[str, Row]) -> Match:
    """The match of an inference rule with the times that its rows have once everything is concluded."""
    return replace(match, roles=tuple(_bound(bound.role, rows[bound.key]) for bound in match.roles))


def _order(match: Match) -> tuple[str, tuple[str, ...]]:
    return match.rule, tuple(bound.key for bound in match.roles)


class _Found(Struct, frozen=True, kw_only=True):
    """A match and the rows it bound."""

    match: Match
    scene: Scene


class _Search(Struct, frozen=True, kw_only=True):
    """One rule over one set of rows."""

    rule: Rule
    rows: Sequence[Row]
    meaning: Meaning

    def matches(self) -> list[_Found]:
        """The best match for each way of binding the names of the rule; of equals, that of the first alternative."""
        best: dict[tuple[str, ...], _Found] = {}
        for branch, conditions in enumerate(alternatives(self.rule.where)):
            for scene in self.scenes(conditions):
                found = self.judged(scene, conditions, branch)
                if found is None:
                    continue
                keys = tuple(bound.key for bound in found.match.roles)
                if keys not in best or best[keys].match.grade < found.match.grade:
                    best[keys] = found
        return list(best.values())

    # Binding

    def scenes(self, conditions: Sequence[Compare]) -> Iterator[Scene]:
        """Every way to bind the claims of the rule that breaks no condition on them."""
        claims = [binding for binding in self.rule.match if isinstance(binding, ClaimVar)]
        names = [(claim.name, list(self.passing(claim.filters))) for claim in claims]
        speaking = [(one, names_in(one)) for one in conditions]
        yield from self.bound(names, Scene(meaning=self.meaning, rows={}, counts={}), speaking)

    def bound(self, names: _Names, scene: Scene, conditions: _Speaking) -> Iterator[Scene]:
        """Bind the next name to each of its rows in turn, then the rest."""
        if not names:
            yield scene
            return
        (name, rows), *rest = names
        for row in _free(rows, scene):
            wider = scene.with_row(name, row)
            if self.may_hold(wider, name, conditions):
                yield from self.bound(rest, wider, conditions)

    def passing(self, filters: _Filters) -> Iterator[Row]:
        """The rows that pass the filters."""
        return (row for row in self.rows if passes(row, filters, self.meaning))

    def may_hold(self, scene: Scene, newest: str, conditions: _Speaking) -> bool:
        """Whether the conditions and links that speak of the newest name and known others can hold."""
        ready = (one for one, names in conditions if newest in names and names <= scene.rows.keys())
        if any(judge(one, scene) == NO for one in ready):
            return False
        links = (one for one in self.links() if newest in (one.from_, one.to))
        return all(self.link_grade(one, scene) for one in links if {one.from_, one.to} <= scene.rows.keys())

    def links(self) -> Iterator[LinkVar]:
        """The links that the rule asks for."""
        return (binding for binding in self.rule.match if isinstance(binding, LinkVar))

    def link_grade(self, link: LinkVar, scene: Scene) -> Grade:
        """How surely the stated claims bound to two names are linked."""
        a, b = scene.rows[link.from_], scene.rows[link.to]
        return self.meaning.linked(a.key, link.relation, b.key) if a.stated and b.stated else NO

    # Judging

    def judged(self, scene: Scene, conditions: Sequence[Compare], branch: int) -> _Found | None:
        """The match, if all conditions hold, can hold together, and nothing certainly lifts it."""
        counts = {b.name: self.counted(b, scene) for b in self.rule.match if isinstance(b, CountVar)}
        scene = Scene(meaning=self.meaning, rows=scene.rows, counts=counts)
        steps = tuple(Step(text=one.text, grade=judge(one, scene)) for one in conditions)
        grade = min([*(step.grade for step in steps), *self.other_grades(scene)], default=CERTAIN)
        witnesses = self.witnesses(scene)
        if not grade or self.meaning.corrected(witnesses) or not self.jointly(scene, conditions, steps):
            return None
        blockers = tuple(sorted(self.blockers(scene), key=lambda one: (one.unless, one.key)))
        if any(blocker.grade == CERTAIN for blocker in blockers):
            return None
        match = Match(
            rule=self.rule.id,
            roles=tuple(_bound(name, row) for name, row in scene.rows.items()),
            witnesses=witnesses,
            grade=min(grade, POSSIBLE) if blockers else grade,
            steps=steps,
            blockers=blockers,
            counted=tuple((name, found.keys) for name, found in counts.items()),
            branch=branch,
        )
        return _Found(match=match, scene=scene)

    def other_grades(self, scene: Scene) -> Iterator[Grade]:
        """The grades of the rows, of their filters and of the links."""
        for binding in self.rule.match:
            if isinstance(binding, ClaimVar):
                row = scene.rows[binding.name]
                yield row.cap
                yield passes(row, binding.filters, self.meaning)
        for link in self.links():
            yield self.link_grade(link, scene)

    def witnesses(self, scene: Scene) -> tuple[str, ...]:
        """The stated claims beneath everything that is bound."""
        bound = {claim for row in scene.rows.values() for claim in row.claims}
        counted = {claim for found in scene.counts.values() for claim in found.claims}
        return tuple(sorted(bound | counted))

    def jointly(self, scene: Scene, conditions: Sequence[Compare], steps: Sequence[Step]) -> bool:
        """Whether one choice of dates meets all conditions that some choice may break."""
        unsure = [one for one, step in zip(conditions, steps, strict=True) if step.grade < CERTAIN]
        return satisfiable(asked for one in unsure for asked in asked_of_dates(one, scene))

    def counted(self, binding: CountVar, scene: Scene) -> Counted:
        """The claims that pass the filters and conditions of a counted set, and how many events they may be."""
        grades: Mapping[str, Grade]
        members = list(_free(self.passing(binding.filters), scene))
        grades = {row.key: self.member_grade(binding, scene, row) for row in members}
        possible = [row for row in members if grades[row.key]]
        certain = [row for row in possible if grades[row.key] == CERTAIN]
        events = {frozenset(self.meaning.event_class(claim) for claim in row.claims) for row in certain}
        return Counted(
            lo=len(events),
            hi=len({row.claims for row in possible}),
            keys=tuple(sorted(row.key for row in possible)),
            claims=tuple(sorted({claim for row in possible for claim in row.claims})),
        )

    def member_grade(self, binding: CountVar, scene: Scene, row: Row) -> Grade:
        """How surely a row belongs to a counted set."""
        held = judge_any(binding.conditions, scene.with_row(binding.name, row))
        return min(held, row.cap, passes(row, binding.filters, self.meaning))

    def blockers(self, scene: Scene) -> Iterator[Blocker]:
        """The rows that may lift the match."""
        for unless in self.rule.unless:
            for row in _free(self.passing(unless.filters), scene):
                held = judge_any(unless.conditions, scene.with_row(unless.name, row, lifting=True))
                grade = min(held, row.cap, passes(row, unless.filters, self.meaning))
                if grade:
                    yield Blocker(unless=unless.name, key=row.key, claims=row.claims, grade=grade)


def _free(rows: Iterable[Row], scene: Scene) -> Iterator[Row]:
    """The rows that rest on no claim that a name has taken."""
    return (row for row in rows if not any(kin(row, other) for other in scene.rows.values()))


def _bound(name: str, row: Row) -> Bound:
    return Bound(
        role=name,
        key=row.key,
        claims=row.claims,
        predicate=row.predicate,
        polarity=row.polarity,
        time=row.time,
        lasting=row.lasting,
    )
