"""The conditions of a rule, each read once, gathered into alternatives that join their claims alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from claimcheck.closures import Vocabulary
from claimcheck.dates import Duration, parse_duration
from claimcheck.rules.expressions import (
    CERTAIN,
    FALSE,
    NOTHING,
    TRUE,
    Apply,
    Column,
    Expr,
    Scan,
    all_of,
    equal,
    given,
    sources_of,
)
from claimcheck.rules.filters import Filtered, Filters, filtered
from claimcheck.rules.joins import branches, names_of
from claimcheck.rules.joint import Bounds, Edge, Name, bound_tests, own_edges
from claimcheck.rules.judge import Judgement, judge
from claimcheck.rules.plan import Join, Select
from claimcheck.rules.settle import Seen, settled
from claimcheck.rules.sources import Present, Sources
from claimcheck.rules.syntax import Call, ClaimVar, Compare, Condition, CountVar, LinkVar, Rule, Unless
from claimcheck.rules.times import NEVER, Judged

_COMPARISONS = ("=", "<>", "<", "<=")


class Frame(NamedTuple):
    """A rule with what compiling it looks up: the vocabulary, and what the dossier has.

    `seen` are the values that the claims of its names have, None where nobody has looked; `passed` are then their
    filters, worked out once.
    """

    rule: Rule
    vocabulary: Vocabulary
    present: Present | None = None
    seen: Seen | None = None
    passed: Mapping[str, Filtered] = MappingProxyType({})

    @staticmethod
    def of(rule: Rule, vocabulary: Vocabulary, present: Present | None) -> Frame:
        """The frame of a rule over a dossier, whose claims are looked through where they are few."""
        frame = Frame(rule, vocabulary, present)
        if present is None or present.columns is None or rule.network is not None:
            return frame
        names: tuple[ClaimVar | CountVar | Unless, ...] = (*frame.claims, *frame.counts, *rule.unless)
        passed = {one.name: frame.filtered(one.name, one.filters) for one in names}
        seen = Seen(present.columns, {name: one.where for name, one in passed.items()})
        return frame._replace(seen=seen, passed={name: _seen(name, one, seen) for name, one in passed.items()})

    @property
    def claims(self) -> tuple[ClaimVar, ...]:
        """The names of the rule that stand for one claim."""
        return tuple(binding for binding in self.rule.match if isinstance(binding, ClaimVar))

    @property
    def links(self) -> tuple[LinkVar, ...]:
        """The links that the rule asks for."""
        return tuple(binding for binding in self.rule.match if isinstance(binding, LinkVar))

    @property
    def counts(self) -> tuple[CountVar, ...]:
        """The sets that the rule counts."""
        return tuple(binding for binding in self.rule.match if isinstance(binding, CountVar))

    @property
    def roles(self) -> tuple[str, ...]:
        """The names of `claims`."""
        return tuple(claim.name for claim in self.claims)

    @property
    def detailed(self) -> bool:
        """Whether a match has blockers or counted claims."""
        return bool(self.rule.unless or self.counts)

    @property
    def inferred(self) -> bool:
        """Whether there may be rows that rest on several claims."""
        return self.present is None or self.present.inferred

    @property
    def unmatched(self) -> bool:
        """Whether no claim passes the filters of some name, so that there can be no match."""
        return self.seen is not None and any(self.seen.none(role) for role in self.roles)

    def filtered(self, name: str, filters: Filters) -> Filtered:
        """The filters of a name in columns."""
        if name in self.passed:
            return self.passed[name]
        return filtered(name, filters, self.vocabulary, self.present)


def _seen(name: str, passed: Filtered, seen: Seen) -> Filtered:
    return Filtered((FALSE,) if seen.none(name) else passed.where, settled(passed.grade, seen))


class Reading(NamedTuple):
    """A condition judged in columns, with the tables it reads and its number among the conditions of the rule."""

    number: int
    compare: Compare
    judgement: Judgement
    sources: Sources

    @property
    def judged(self) -> Judged:
        """When it is possible, and how sure it then is."""
        return self.judgement.judged

    @property
    def counts(self) -> bool:
        """Whether it compares the size of a counted set."""
        return not names_of(self.compare).isdisjoint(self.sources.counts)

    @property
    def joins(self) -> bool:
        """Whether it ties claims together by a table or by an equality, and so decides how they are joined."""
        return bool(self.sources.ties or self.keys)

    @property
    def keys(self) -> tuple[Expr, ...]:
        """The equalities it asks for between columns of two claims."""
        possible = self.judged.possible
        return tuple(part for part in parts_of(possible) if _is_key(part, self.sources.claims))

    @property
    def column(self) -> str:
        """The column of its grade."""
        return f"step{self.number}"


def parts_of(condition: Expr) -> tuple[Expr, ...]:
    """The conditions that must all hold for one to hold."""
    return condition.arguments if isinstance(condition, Apply) and condition.op == "and" else (condition,)


def _is_key(condition: Expr, claims: frozenset[str]) -> bool:
    match condition:
        case Apply(op="=", arguments=(Column(source=a), Column(source=b))):
            return a != b and {a, b} <= claims
    return False


Alternative = tuple[Reading, ...]


def read_where(frame: Frame) -> list[Alternative]:
    """The alternatives of `where`; its conditions alone can ask for the size of a counted set.

    `where: [x, any: [y, z]]` becomes `[[x, y], [x, z]]` with one reading of x.
    """
    sizes = {count.name: f"size of {count.name}" for count in frame.counts}
    return _read(frame.rule.where, Sources(frozenset(frame.roles), frame.present, sizes), frame)


def read_about(one: CountVar | Unless, frame: Frame) -> list[Alternative]:
    """The alternatives of the conditions of a counted set or of an `unless`.

    `unless: {x: [x before a, x same-event b]}` becomes `[[x before a, x same-event b]]`, where the order of x and a is
    asked of their bounds alone: dates written alike must not keep a record from lifting a match.
    """
    names = frozenset((*frame.roles, one.name))
    return _read(one.conditions, Sources(names, frame.present, lifting=isinstance(one, Unless)), frame)


def _read(conditions: Sequence[Condition], empty: Sources, frame: Frame) -> list[Alternative]:
    """Each condition of all alternatives read once, however often it is written, beginning with no tables."""
    known: dict[tuple[object, ...], Reading] = {}

    def reading_of(compare: Compare) -> Reading:
        line = (compare.left, compare.op, compare.right, compare.within, compare.text)
        if line not in known:
            sources = Sources(empty.claims, frame.present, empty.counts, _horizons(compare, frame), empty.lifting)
            reading = Reading(len(known), compare, judge(compare, sources), sources)
            known[line] = reading if frame.seen is None else _settled(reading, frame.seen)
        return known[line]

    return [tuple(reading_of(compare) for compare in alternative) for alternative in branches(conditions)]


def _settled(reading: Reading, seen: Seen) -> Reading:
    """A reading by what claims there are: never possible where a table that ties them has no row for any of them."""
    sources = reading.sources
    for name, join in [*sources.lookups.items(), *sources.ties.items()]:
        if any(settled(condition, seen, asked=True) == FALSE for condition in join.on):
            seen.missing.add(name)
            sources.lookups.pop(name, None)
    if not seen.missing.isdisjoint(sources.ties):
        judged = NEVER
    else:
        possible, grade = reading.judged
        judged = Judged(settled(possible, seen, asked=True), settled(grade, seen))
    return reading._replace(judgement=reading.judgement._replace(judged=judged))


def _horizons(compare: Compare, frame: Frame) -> tuple[Duration, ...]:
    """The horizons that a date of the rule may have to be moved by."""
    if not isinstance(compare.within, Call):
        return ()
    texts = {entry.horizon for entry in frame.vocabulary.predicates.values()}
    return tuple(parse_duration(text) for text in sorted(texts))


class Group(NamedTuple):
    """Alternatives that join their claims alike: what all of them ask, and each with its number.

    `joint` is what the common conditions ask of the bounds together; `joints` for each alternative what all of its
    conditions ask beyond that, by the name of a column.
    """

    common: Alternative
    branches: tuple[tuple[int, Alternative], ...]
    joint: tuple[Expr, ...]
    joints: Mapping[str, Expr]

    @property
    def varying(self) -> Alternative:
        """What only some of the alternatives ask."""
        shared = {reading.number for reading in self.common}
        varying = {r.number: r for _, readings in self.branches for r in readings if r.number not in shared}
        return tuple(varying[number] for number in sorted(varying))


def groups(alternatives: Sequence[Alternative], frame: Frame) -> tuple[Group, ...]:
    """Alternatives gathered by the conditions that join their claims; those that can never hold are left out.

    `[[contradicts, x], [contradicts, y]]` becomes one group with `contradicts` in common; so does
    `[[contradicts, x], [contradicts, same-event]]`, where what `same-event` ties is looked up, since the claims are
    joined without it. `[[same-event], [same-as]]` stays two groups: no equality would join the claims of both.
    """
    gathered: list[list[tuple[int, Alternative]]] = []
    for branch, readings in enumerate(alternatives):
        if any(reading.judged.possible == FALSE for reading in readings):
            continue
        for members in gathered:
            if _joined_by(_shared([*(known for _, known in members), readings]), frame):
                members.append((branch, readings))
                break
        else:
            gathered.append([(branch, readings)])
    return tuple(_group(tuple(members), frame) for members in gathered)


def _shared(alternatives: Sequence[Alternative]) -> Alternative:
    """What all of some alternatives ask."""
    numbers = set.intersection(*({reading.number for reading in readings} for readings in alternatives))
    return tuple(reading for reading in alternatives[0] if reading.number in numbers)


def _looking_up(reading: Reading, tied: Collection[str]) -> Reading:
    """A reading that also asks whether there is a row of each table that does not join the claims by itself.

    Where it compares a column of that row anyway, it need not ask: nothing compares with what is missing.
    """
    parts = (part for part in parts_of(reading.judged.possible) if isinstance(part, Apply) and part.op in _COMPARISONS)
    compared = {side.source for part in parts for side in part.arguments if isinstance(side, Column)}
    found = [tie.on[0].arguments[0] for name, tie in reading.sources.ties.items()
             if name not in tied and name not in compared and isinstance(tie.on[0], Apply)]  # fmt: skip
    judged = reading.judged._replace(possible=all_of(*map(given, found), reading.judged.possible))
    return reading._replace(judgement=reading.judgement._replace(judged=judged))


def _joined_by(common: Iterable[Reading], frame: Frame) -> bool:
    """Whether some conditions, and the links of the rule, join all its claims to one another."""
    ties = [{link.from_, link.to} for link in frame.links]
    for reading in common:
        ties += [{source for on in tie.on for source in sources_of(on)} for tie in reading.sources.ties.values()]
        ties += [set(sources_of(key)) for key in reading.keys]
    reached, waiting = set(frame.roles[:1]), set(frame.roles[1:])
    while more := {role for role in waiting if any(role in tie and tie & reached for tie in ties)}:
        reached |= more
        waiting -= more
    return not waiting


def _group(members: tuple[tuple[int, Alternative], ...], frame: Frame) -> Group:
    common = _shared([readings for _, readings in members])
    tied = {name for reading in common for name in reading.sources.ties}
    asked = {reading.number: reading for reading in common}
    for reading in (reading for _, readings in members for reading in readings):
        asked.setdefault(reading.number, _looking_up(reading, tied))
    members = tuple((branch, tuple(asked[reading.number] for reading in readings)) for branch, readings in members)
    together = joint(common, frame)
    beyond = {f"joint{branch}": [test for test in joint(readings, frame) if test not in together]
              for branch, readings in members if len(readings) > len(common)}  # fmt: skip
    return Group(common, members, together, {name: all_of(*tests) for name, tests in beyond.items() if tests})


def joint(readings: Iterable[Reading], frame: Frame) -> tuple[Expr, ...]:
    """What must hold of bounds so that one choice of dates meets all conditions of an alternative together.

    `[a before b, b before c]` becomes `[a.e1 < c.s2]`; one condition on times alone asks for nothing more.
    """
    edges: list[Edge] = []
    bounds: dict[Name, Bounds] = {}
    for reading in readings:
        edges.extend(reading.judgement.edges)
        bounds.update(reading.judgement.bounds)
    for name in sorted({name for name, _ in bounds if name}):
        moments = {"end": "moment", "lasting": "lasts_moment"}
        ends = {end: Column(name, moment) for end, moment in moments.items() if (name, end) in bounds}
        edges.extend(own_edges(name, ends))
    tests = bound_tests(edges, bounds)
    if frame.seen is None:
        return tests
    return tuple(test for test in (settled(test, frame.seen, asked=True) for test in tests) if test != TRUE)


def grade_columns(group: Group, *, counts: bool) -> Iterator[tuple[str, Expr]]:
    """The columns of the grades that are not certain of themselves, and of joint possibility where it varies."""
    common = {reading.number for reading in group.common}
    for reading in (*group.common, *group.varying):
        if reading.counts == counts and has_column(reading, group):
            yield reading.column, reading.judged.grade if reading.number in common else _varying_grade(reading.judged)
    if not counts:
        yield from ((name, test) for name, test in group.joints.items())


def _varying_grade(judged: Judged) -> Expr:
    """Whether a condition holds, where it is certain if it does; else its grade."""
    return judged.possible if judged.grade == CERTAIN else judged.whole


def has_column(reading: Reading, group: Group) -> bool:
    """Whether the grade of a condition is not the same for all rows that a group keeps."""
    return reading.judged.grade != CERTAIN or all(reading is not one for one in group.common)


def not_kin(a: Expr, b: str, role: str) -> Join:
    """Drops rows of a name that share a claim with the row of number `a`; asked where rows can rest on several."""
    kin = f"kin of {role} and {b}"
    on = (equal(Column(kin, "a"), a), equal(Column(kin, "b"), Column(b, "row")), Column(kin, "shared"))
    return Join(Scan("kin", kin), on, absent=True)


def padded(selects: Sequence[Select]) -> tuple[Select, ...]:
    """Selects with the same columns, as a union wants them: those that one lacks are missing values there.

    Columns `x, y` and `y, z` become `x, y, z` twice, the first with nothing for z, the second with nothing for x.
    """
    names = tuple(dict.fromkeys(name for select in selects for name, _ in select.columns))
    return tuple(
        select._replace(columns=tuple((name, dict(select.columns).get(name, NOTHING)) for name in names))
        for select in selects
    )
