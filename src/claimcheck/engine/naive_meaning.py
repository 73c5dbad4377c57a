"""What claims mean for one another, worked out one pair at a time: the slow reading that judges the fast engines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct, field

from claimcheck.extents import Extent, Grade
from claimcheck.model import Claim, Dossier, Polarity, Value

NO, POSSIBLE, CERTAIN = Grade.NO, Grade.POSSIBLE, Grade.CERTAIN


class Row(Struct, frozen=True, kw_only=True, eq=False):
    """One thing said to hold or not: a stated claim, a state begun by one, or what a rule concluded from some.

    `written` is the time before persistence, `time` that after recorded ends were taken into account. `origin` are
    the claims whose fields the row shares (those of its roles, for a concluded row). `open_end` is true where the
    author gave no end. A row is known by its key, so two versions of one row differ in time only.
    """

    key: str
    claims: tuple[str, ...]
    predicate: str
    polarity: Polarity
    subject: str
    value: Value | None
    unit: str
    scope: str
    proceeding: str
    origin: tuple[Claim, ...]
    cap: Grade
    written: Extent
    time: Extent
    lasting: Extent
    open_end: bool
    source: str

    @property
    def affirmed(self) -> bool:
        """Whether the row says that its predicate holds."""
        return self.polarity == "affirms"

    @property
    def stated(self) -> bool:
        """Whether the row is a claim itself, nothing derived."""
        return self.source == "stated"


def kin(a: Row, b: Row) -> bool:
    """Whether two rows rest on a common claim."""
    return not set(a.claims).isdisjoint(b.claims)


def reachable(start: str, steps: Callable[[str], Iterable[tuple[str, Grade]]]) -> dict[str, Grade]:
    """Every node that can be walked to, with the grade of its best walk: first over certain steps, then over all."""

    def walk(node: str, floor: Grade, seen: set[str]) -> set[str]:
        seen.add(node)
        for target, grade in steps(node):
            if grade >= floor and target not in seen:
                walk(target, floor, seen)
        return seen

    certain = walk(start, CERTAIN, set())
    return {node: CERTAIN if node in certain else POSSIBLE for node in sorted(walk(start, POSSIBLE, set()))}


def carried(value: Value | None, same_kind: bool) -> Value | None:
    """A value as it stands at another predicate: kept if both speak of the same kind of value, else missing."""
    return value if same_kind else None


def inside(narrow: tuple[float, float], wide: tuple[float, float], *, closed: bool) -> Grade:
    """Whether all of one range lies in the other (certain), some of it (possible) or none."""
    if wide[0] <= narrow[0] and narrow[1] <= wide[1]:
        return CERTAIN
    apart = narrow[1] < wide[0] or wide[1] < narrow[0] if closed else narrow[1] <= wide[0] or wide[1] <= narrow[0]
    return NO if apart else POSSIBLE


def same_words(one: str, other: str) -> bool:
    """Whether the words of one text stand, in their order, in the other: `Hill Farm` in `the hill farm, upper side`."""
    few, many = sorted((re.findall(r"\w+", text.casefold()) for text in (one, other)), key=len)
    if not few:
        return not many
    return any(many[start : start + len(few)] == few for start in range(len(many) - len(few) + 1))


class Meaning(Struct):
    """The vocabulary, the entities and the links of one dossier, asked one question at a time.

    Answers to questions about two rows are remembered by the keys of the rows: they never depend on time.
    """

    dossier: Dossier
    _reach: dict[str, dict[str, Grade]] = field(default_factory=dict)
    _contradicts: dict[tuple[str, str], Grade] = field(default_factory=dict)

    # Vocabulary

    def _targets(self, predicate: str) -> Iterator[tuple[str, Grade]]:
        entry = self.dossier.predicates.get(predicate)
        if entry is not None:
            yield from ((target, CERTAIN) for target in entry.implies)
            yield from ((target, POSSIBLE) for target in entry.suggests)

    def reach(self, predicate: str) -> dict[str, Grade]:
        """All that affirming a predicate affirms, and as `not ID` all that it denies. A denial leads no further."""
        if predicate not in self._reach:
            self._reach[predicate] = reachable(predicate, self._targets)
        return self._reach[predicate]

    def affirmed_by(self, predicate: str) -> dict[str, Grade]:
        """The affirmative part of `reach`."""
        return {target: grade for target, grade in self.reach(predicate).items() if not target.startswith("not ")}

    def denied_by(self, predicate: str) -> dict[str, Grade]:
        """The predicates that affirming this one denies."""
        return {target[4:]: grade for target, grade in self.reach(predicate).items() if target.startswith("not ")}

    def started_by(self, predicate: str) -> dict[str, Grade]:
        """The states that an event begins, with the grade of the best path to each."""
        return self._along(predicate, lambda p: self.dossier.predicates[p].starts)

    def ended_by(self, predicate: str) -> dict[str, Grade]:
        """The states that an event ends, with the grade of the best path to each."""
        return self._along(predicate, lambda p: self.dossier.predicates[p].ends)

    def _along(self, predicate: str, states: Callable[[str], Iterable[str]]) -> dict[str, Grade]:
        found: dict[str, Grade] = {}
        for step, grade in self.affirmed_by(predicate).items():
            for state in states(step) if step in self.dossier.predicates else ():
                found[state] = max(found.get(state, NO), grade)
        return found

    def value_kind(self, predicate: str) -> str:
        """What kind of value a predicate takes, `none` for an unknown predicate."""
        entry = self.dossier.predicates.get(predicate)
        return "none" if entry is None else entry.value

    # Entities

    def same(self, x: str, y: str) -> Grade:
        """Whether two ids name one entity: equal ids do, a `maybe` tie possibly, names never."""
        if not x or not y:
            return NO
        if x == y:
            return CERTAIN
        if self.apart(x, y):
            return NO
        ties = [(x, y), (y, x)]
        return POSSIBLE if any(self._tied(a, b) for a, b in ties) else NO

    def apart(self, x: str, y: str) -> bool:
        """Whether the records forbid that two ids name one entity."""
        entities = self.dossier.entities
        return (x in entities and y in entities[x].not_) or (y in entities and x in entities[y].not_)

    def _tied(self, x: str, y: str) -> bool:
        entity = self.dossier.entities.get(x)
        return entity is not None and any(tie.to == y for tie in entity.maybe)

    def part(self, x: str, whole: str) -> Grade:
        """Whether an entity is the other or part of it; possible where a step hangs on something or is a `maybe`."""
        if not x or not whole:
            return NO
        known = reachable(x, self._wholes).get(whole, NO)
        return POSSIBLE if known == NO and not self.apart(x, whole) and self._perhaps_part(x, whole) else known

    def _perhaps_part(self, x: str, whole: str) -> bool:
        return any(
            self.same(here, there) == POSSIBLE and (here, there) != (x, whole)
            for here in reachable(x, self._wholes)
            for there in self.dossier.entities
            if whole in reachable(there, self._wholes)
        )

    def _wholes(self, entity: str) -> Iterator[tuple[str, Grade]]:
        if entity in self.dossier.entities:
            for tie in self.dossier.entities[entity].part_of:
                yield tie.to, POSSIBLE if tie.hangs_on else CERTAIN

    def related(self, x: str, y: str) -> bool:
        """Whether two entities may be one, or one part of the other."""
        return max(self.same(x, y), self.part(x, y), self.part(y, x)) > NO

    def _subject(self, part: str, whole: str, predicate: str) -> Grade:
        covers = self.dossier.predicates[predicate].covers_subject
        return max(self.same(part, whole), self.part(part, whole) if covers else NO)

    # Links

    def linked(self, from_: str, relation: str, to: str) -> Grade:
        """The best link of one relation from one claim to another."""
        grades = [
            POSSIBLE if link.hangs_on else CERTAIN
            for link in self.dossier.links
            if (link.from_, link.relation, link.to) == (from_, relation, to)
        ]
        return max(grades, default=NO)

    def either_way(self, a: str, relation: str, b: str) -> Grade:
        """The best link of one relation between two claims, whichever names the other."""
        return max(self.linked(a, relation, b), self.linked(b, relation, a))

    def same_event(self, a: str, b: str) -> Grade:
        """Whether two different claims tell of one event; a `not-same` link between the two says no."""
        if a == b or self.either_way(a, "not-same", b):
            return NO
        return reachable(a, self._same_events).get(b, NO)

    def _same_events(self, claim: str) -> Iterator[tuple[str, Grade]]:
        for link in self.dossier.links:
            if link.relation == "same-event" and claim in (link.from_, link.to):
                yield (link.to if link.from_ == claim else link.from_), POSSIBLE if link.hangs_on else CERTAIN

    def event_class(self, claim: str) -> str:
        """One name for all claims that are linked, however weakly, as telling of one event."""

        def steps(x: str) -> Iterator[tuple[str, Grade]]:
            for other, grade in self._same_events(x):
                if not self.either_way(x, "not-same", other):
                    yield other, grade

        return min(reachable(claim, steps))

    def tells_nothing_new(self, x: Row, row: Row) -> bool:
        """Whether every claim beneath a row is one beneath the other too, or may tell of the same event as one."""
        return all(claim in row.claims or self._one_event(claim, row) for claim in x.claims)

    def _one_event(self, claim: str, row: Row) -> bool:
        return any(self.same_event(claim, other) for other in row.claims)

    def corrected(self, claims: Iterable[str]) -> bool:
        """Whether among the claims one corrects or retracts another."""
        among = set(claims)
        return any(
            link.relation in ("corrects", "retracts") and link.from_ in among and link.to in among
            for link in self.dossier.links
        )

    def row_same_event(self, a: Row, b: Row) -> Grade:
        """`same-event` of two rows: only stated claims tell of events."""
        return self.same_event(a.key, b.key) if a.stated and b.stated else NO

    def row_not_same(self, a: Row, b: Row) -> Grade:
        """`not-same` of two rows: only stated claims are linked."""
        return self.either_way(a.key, "not-same", b.key) if a.stated and b.stated else NO

    def row_linked(self, a: Row, relation: str, b: Row) -> Grade:
        """A link from one row to another: only stated claims are linked."""
        return self.linked(a.key, relation, b.key) if a.stated and b.stated else NO

    def answers(self, a: Row, b: Row) -> Grade:
        """Whether one of two rows is a denial that answers the other, an affirmation."""
        grades = [
            self.linked(denial.key, "answers", claim.key)
            for denial, claim in ((a, b), (b, a))
            if denial.stated and claim.stated and claim.affirmed and not denial.affirmed
        ]
        return max(grades, default=NO)

    # Values

    def value_within(self, narrow: Value | None, wide: Value, units: tuple[str, str], *, covers: bool) -> Grade:
        """Whether a value falls under a denied one; a missing value does not."""
        if narrow is None or narrow.kind != wide.kind or (all(units) and units[0] != units[1]):
            return NO
        if wide.kind == "entity":
            return max(self.same(narrow.text, wide.text), self.part(narrow.text, wide.text) if covers else NO)
        if wide.kind in ("number", "date"):
            return inside((narrow.lo, narrow.hi), (wide.lo, wide.hi), closed=wide.kind == "number")
        return CERTAIN if narrow.text == wide.text else NO

    def values_agree(self, a: Value, b: Value, units: tuple[str, str]) -> Grade:
        """Whether two values may be one: equal (certain), maybe-tied or overlapping (possible), or not."""
        if a.kind in ("number", "date"):
            grade = self.value_within(a, b, units, covers=False)
            return grade if grade == NO or (a.lo, a.hi) == (b.lo, b.hi) else POSSIBLE
        return self.value_within(a, b, units, covers=False)

    # Proceedings and scopes

    def _proceedings(self, a: Row, b: Row) -> Grade:
        return POSSIBLE if a.proceeding and b.proceeding and a.proceeding != b.proceeding else CERTAIN

    def _scope_covered(self, narrow: Row, wide: Row) -> Grade:
        """Whether what is said in one scope falls under what is denied in the other."""
        if not wide.scope or wide.scope == narrow.scope:
            return CERTAIN
        if narrow.scope in self.dossier.entities and wide.scope in self.dossier.entities:
            if not self.related(narrow.scope, wide.scope):
                return NO
            return self.part(narrow.scope, wide.scope) or POSSIBLE
        return POSSIBLE

    def _scopes_meet(self, a: Row, b: Row) -> Grade:
        if not a.scope or not b.scope or a.scope == b.scope:
            return CERTAIN
        both = a.scope in self.dossier.entities and b.scope in self.dossier.entities
        return NO if both and not self.related(a.scope, b.scope) else POSSIBLE

    # Contradiction and entailment

    def contradicts(self, a: Row, b: Row) -> Grade:
        """Whether two rows cannot both hold at one time."""
        pair = (a.key, b.key)
        if pair not in self._contradicts:
            self._contradicts[pair] = NO if kin(a, b) else self._contradicts_anew(a, b)
        return self._contradicts[pair]

    def _contradicts_anew(self, a: Row, b: Row) -> Grade:
        answered = min(self.answers(a, b), self._proceedings(a, b))
        if a.affirmed and b.affirmed:
            return self.excludes(a, b)
        if a.affirmed != b.affirmed:
            affirmed, denied = (a, b) if a.affirmed else (b, a)
            return max(answered, self._denies(affirmed, denied))
        return answered

    def _denies(self, affirmed: Row, denied: Row) -> Grade:
        path = self.affirmed_by(affirmed.predicate).get(denied.predicate, NO)
        return min(path, self._falls_under(affirmed, denied)) if path else NO

    def _falls_under(self, narrow: Row, wide: Row) -> Grade:
        """Whether a row's subject, value, proceeding and scope fall under those of a wider row, at its predicate."""
        predicate = wide.predicate
        value = CERTAIN
        if wide.value is not None:
            kept = carried(narrow.value, self.value_kind(narrow.predicate) == self.value_kind(predicate))
            covers = self.dossier.predicates[predicate].covers_value
            value = self.value_within(kept, wide.value, (narrow.unit, wide.unit), covers=covers)
        subject = self._subject(narrow.subject, wide.subject, predicate)
        return min(subject, value, self._proceedings(narrow, wide), self._scope_covered(narrow, wide))

    def excludes(self, a: Row, b: Row) -> Grade:
        """Whether two affirmed rows exclude each other by their predicates."""
        if kin(a, b) or not (a.affirmed and b.affirmed):
            return NO
        frame = min(self.same(a.subject, b.subject), self._proceedings(a, b), self._scopes_meet(a, b))
        if not frame:
            return NO
        return min(frame, max((min(g, self._alike(a, x, b, y)) for x, y, g in self._clashes(a, b)), default=NO))

    def _clashes(self, a: Row, b: Row) -> Iterator[tuple[str, str, Grade]]:
        """The pairs of predicates, one from each row, that cannot both hold, with the grade of both paths."""
        reached_a, reached_b = self.affirmed_by(a.predicate), self.affirmed_by(b.predicate)
        for x, grade_x in reached_a.items():
            for y, grade_y in reached_b.items():
                if self._exclusive(x, y):
                    yield x, y, min(grade_x, grade_y)
        for y, grade in self.denied_by(a.predicate).items():
            if y in reached_b:
                yield y, y, min(grade, reached_b[y])
        for x, grade in self.denied_by(b.predicate).items():
            if x in reached_a:
                yield x, x, min(grade, reached_a[x])

    def must_precede(self, a: Row, b: Row) -> Grade:
        """Whether the first row must come before the second: a link says so, or the vocabulary does."""
        told = self.linked(a.key, "before", b.key) if a.stated and b.stated else NO
        return max(told, self.meant_before(a, b))

    def meant_before(self, a: Row, b: Row) -> Grade:
        """Whether the second of two affirmed events can only come after the first, which happens once."""
        if kin(a, b) or not (a.affirmed and b.affirmed):
            return NO
        reached_a, reached_b = self.affirmed_by(a.predicate), self.affirmed_by(b.predicate)
        ways = [
            min(grade, reached_b[act], self._alike(a, first, b, act))
            for first, grade in reached_a.items()
            for act in reached_b
            if self._ordered(first, act) and first not in reached_b and act not in reached_a
        ]
        frame = min(self.same(a.subject, b.subject), self._proceedings(a, b), self._scopes_meet(a, b))
        return min(frame, max(ways, default=NO))

    def told_twice(self, a: Row, b: Row) -> Grade:
        """Whether two affirmed rows tell of one thing that happens once."""
        known = self.dossier.predicates[a.predicate]
        if kin(a, b) or not (a.affirmed and b.affirmed) or a.predicate != b.predicate or not known.once:
            return NO
        frame = min(self.same(a.subject, b.subject), self._proceedings(a, b), self._scopes_meet(a, b))
        return min(frame, self._alike(a, a.predicate, b, b.predicate))

    def _ordered(self, first: str, act: str) -> bool:
        known = self.dossier.predicates
        if first not in known or act not in known or not known[first].once:
            return False
        return first in known[act].after and act not in known[first].after

    def rivals(self, a: Row, b: Row) -> Grade:
        """Whether two affirmed rows give different values to what has only one at a time."""
        if kin(a, b) or not (a.affirmed and b.affirmed):
            return NO
        reached_a, reached_b = self.affirmed_by(a.predicate), self.affirmed_by(b.predicate)
        ways = [
            min(grade, reached_b[target], self._values_differ(a, b, self.value_kind(target)))
            for target, grade in reached_a.items()
            if target in reached_b and self._single(target)
        ]
        frame = min(self.same(a.subject, b.subject), self._proceedings(a, b), self._scopes_meet(a, b))
        return min(frame, max(ways, default=NO))

    def _single(self, predicate: str) -> bool:
        entry = self.dossier.predicates.get(predicate)
        return entry is not None and entry.single and entry.value != "none"

    def _values_differ(self, a: Row, b: Row, kind: str) -> Grade:
        """Whether two values of a kind cannot be one: words only possibly, since others may say the same."""
        x, y = (carried(row.value, self.value_kind(row.predicate) == kind) for row in (a, b))
        if x is None or y is None or x.kind != y.kind or (a.unit and b.unit and a.unit != b.unit):
            return NO
        if x.kind == "entity":
            same = self.same(x.text, y.text)
            return POSSIBLE if same == POSSIBLE else NO if self.related(x.text, y.text) else CERTAIN
        if x.kind == "text":
            return NO if same_words(x.text, y.text) else POSSIBLE
        slack = max(x.tolerance, y.tolerance) if x.kind == "number" else -1
        return CERTAIN if x.hi + slack < y.lo or y.hi + slack < x.lo else NO

    def _exclusive(self, x: str, y: str) -> bool:
        known: Mapping[str, object] = self.dossier.predicates
        if x not in known or y not in known:
            return False
        return y in self.dossier.predicates[x].excludes or x in self.dossier.predicates[y].excludes

    def _alike(self, a: Row, x: str, b: Row, y: str) -> Grade:
        """The condition on values for an exclusion of x and y: alike where both are given and comparable."""
        kind = self.value_kind(x)
        if kind == "none" or kind != self.value_kind(y):
            return CERTAIN
        at_x = carried(a.value, self.value_kind(a.predicate) == kind)
        at_y = carried(b.value, self.value_kind(b.predicate) == kind)
        if at_x is None or at_y is None:
            return CERTAIN
        return self.values_agree(at_x, at_y, (a.unit, b.unit))

    def entails(self, a: Row, b: Row) -> Grade:
        """Whether the first row, if true, makes the second true (apart from time)."""
        if kin(a, b):
            return NO
        if not b.affirmed:
            path = self.denies(a, b.predicate)
            return min(path, self._denial_covers(a, b)) if path else NO
        path = self.affirms(a, b.predicate)
        return min(path, self._falls_under(a, b)) if path else NO

    def _denial_covers(self, wide: Row, narrow: Row) -> Grade:
        """Whether a denial (or what amounts to one) of the narrow row's predicate covers the narrow row."""
        predicate = narrow.predicate
        kept = carried(wide.value, self.value_kind(wide.predicate) == self.value_kind(predicate))
        value = CERTAIN
        if kept is not None:
            covers = self.dossier.predicates[predicate].covers_value
            value = self.value_within(narrow.value, kept, (narrow.unit, wide.unit), covers=covers)
        subject = self._subject(narrow.subject, wide.subject, predicate)
        return min(subject, value, self._proceedings(narrow, wide), self._scope_covered(narrow, wide))

    def affirms(self, row: Row, predicate: str) -> Grade:
        """Whether a row affirms a predicate, itself or through what it implies."""
        return self.affirmed_by(row.predicate).get(predicate, NO) if row.affirmed else NO

    def denies(self, row: Row, predicate: str) -> Grade:
        """Whether a row denies a predicate, outright or because what it affirms excludes it by meaning."""
        if row.affirmed:
            return self.denied_by(row.predicate).get(predicate, NO)
        return CERTAIN if row.predicate == predicate else NO
