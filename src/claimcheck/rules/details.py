"""Counted sets, and what may lift a match: the parts of a plan that go with each match found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from claimcheck.rules.chain import chained
from claimcheck.rules.expressions import (
    CERTAIN,
    FALSE,
    NO,
    NOTHING,
    TRUE,
    Apply,
    Bound,
    Column,
    Expr,
    Scan,
    Whole,
    all_of,
    any_of,
    case,
    equal,
    greatest,
    least,
    less,
    replaced,
    sources_of,
    unequal,
)
from claimcheck.rules.filters import Filtered
from claimcheck.rules.joins import names_of
from claimcheck.rules.plan import Join, Select, Union, without_unread
from claimcheck.rules.readings import Alternative, Frame, Group, grade_columns, not_kin, padded, parts_of
from claimcheck.rules.sources import Sources
from claimcheck.rules.syntax import CountVar, Unless

Parts = tuple[tuple[str, Select | Union], ...]
About = Mapping[str, Sequence[Alternative]]

# No name of a rule has a blank in it, so none can be mistaken for these.
FOUND, MEMBERS, COUNTED, DETAILS, LIFTED = "all found", "all counted", "found and counted", "all details", "lifted by"


def detailed(
    selects: tuple[Select, ...], gathered: tuple[Group, ...], about: About, frame: Frame
) -> tuple[Parts, Select | Union]:
    """The parts of the plan and its result, which repeats each match for each of its blockers and counted claims.

    Without `unless` and counts, the selects are the result. Else: all found, the members of counted sets and how many
    they are, what is left by that count, and the details of each match; a match with a certain blocker is dropped.
    `about` holds the alternatives of the conditions of each `unless` and each count.
    """
    found = selects[0] if len(selects) == 1 else Union(selects)
    blockers = [select for unless in frame.rule.unless for select in members(unless, about[unless.name], frame, FOUND)]
    if not blockers and not frame.counts:
        return (), found
    parts: list[tuple[str, Select | Union]] = [(FOUND, found)]
    names = tuple(name for name, _ in selects[0].columns)
    if frame.counts:
        parts += [*sizes(about, frame), (COUNTED, Union(padded_counts(gathered, names, frame)))]
        counted = (name for group in gathered for name, _ in grade_columns(group, counts=True))
        names = tuple(dict.fromkeys((*names, *counted)))
        columns = tuple((name, Column(MEMBERS, name)) for name in _detail_names(frame))
        blockers.append(Select(columns, (Join(Scan(MEMBERS, MEMBERS)),)))
    parts.append((DETAILS, Union(tuple(blockers))))
    return tuple(parts), _with_details(COUNTED if frame.counts else FOUND, names, frame)


def _row_names(frame: Frame) -> tuple[str, ...]:
    return tuple(f"{role}.row" for role in frame.roles)


def _detail_names(frame: Frame) -> tuple[str, ...]:
    return (*_row_names(frame), "detail", "member", "sure")


def _same_match(one: str, other: str, frame: Frame) -> tuple[Expr, ...]:
    return tuple(equal(Column(one, name), Column(other, name)) for name in _row_names(frame))


def members(one: CountVar | Unless, alternatives: Iterable[Alternative], frame: Frame, base: str) -> Iterator[Select]:
    """The rows that stand in a counted set or may lift a match: a select for alternatives that join alike.

    `unless: {earlier: [earlier same-event basis, earlier before act]}` becomes the rows that tell of the event of basis
    and can be before act, with the weaker of the two grades.
    """
    passed = frame.filtered(one.name, one.filters)
    gathered: dict[tuple[frozenset[str], frozenset[Expr]], list[Alternative]] = {}
    for readings in alternatives:
        tied = frozenset(name for reading in readings for name in reading.sources.ties)
        keys = frozenset(key for reading in readings for key in reading.keys)
        gathered.setdefault((tied, keys), []).append(readings)
    for alike in gathered.values():
        yield from _members(one, alike, passed, frame, base)


def _members(one: CountVar | Unless, alike: Sequence[Alternative], passed: Filtered, frame: Frame, base: str
             ) -> Iterator[Select]:  # fmt: skip
    """The rows for which one of some alternatives that join alike can hold, with the grade of the best of them."""
    name, tally = one.name, isinstance(one, CountVar)
    rows = {Column(role, "row"): Column(FOUND, f"{role}.row") for role in frame.roles}
    sources = Sources(frozenset((*frame.roles, name)), frame.present)
    for reading in (reading for readings in alike for reading in readings):
        sources.ties |= reading.sources.ties
        sources.lookups |= reading.sources.lookups
    keys = tuple(dict.fromkeys(replaced(key, rows) for reading in alike[0] for key in reading.keys))
    ties, lookups = (_by_numbers(joins, rows) for joins in (sources.ties, sources.lookups))
    ways = [
        [part for r in readings for part in parts_of(replaced(r.judged.possible, rows)) if part not in keys]
        for readings in alike
    ]
    best = [least(reading.judged.grade for reading in readings) for readings in alike]
    if len(alike) > 1:
        best = [case((all_of(*way), grade), otherwise=NO) for way, grade in zip(ways, best, strict=True)]
    asked_of_it = ways[0] if len(alike) == 1 else [any_of(*(all_of(*way) for way in ways))]
    where = [*(part for part in passed.where if part not in keys), *asked_of_it, *_apart(name, frame)]
    sure = least((Column(name, "cap"), passed.grade, greatest(best)))
    columns: list[tuple[str, Expr]] = [(row, Column(FOUND, row)) for row in _row_names(frame)]
    columns += [("detail", Bound(name)), ("member", Column(name, "row")), ("sure", sure)]
    columns += [("event", Column(name, "event")), ("claims", Column(name, "claims"))] if tally else []
    asked = (*(value for _, value in columns), *where, *keys, *_conditions(ties), *_conditions(lookups))
    used = {source for expression in asked for source in sources_of(expression)}
    joins = chained((name,), ties, lookups, keys, (Join(Scan(base, FOUND)), *_rows(frame, used)))
    kin = [not_kin(Column(FOUND, f"{role}.row"), name, role) for role in frame.roles if frame.inferred]
    if tally or FALSE not in where:
        kept = tuple(condition for condition in dict.fromkeys(where) if condition != TRUE)
        yield without_unread(Select(columns=tuple(columns), joins=(*joins, *kin), where=kept))


def _by_numbers(joins: Mapping[str, Join], rows: Mapping[Column, Column]) -> dict[str, Join]:
    """Joins to the numbers of rows that are already found, without looking at these rows again."""
    return {name: join._replace(on=tuple(replaced(on, rows) for on in join.on)) for name, join in joins.items()}


def _conditions(joins: Mapping[str, Join]) -> Iterator[Expr]:
    return (condition for join in joins.values() for condition in join.on)


def _apart(name: str, frame: Frame) -> Iterator[Expr]:
    """Two names never stand for rows of one claim."""
    return (unequal(Column(FOUND, f"{role}.claim"), Column(name, "claim")) for role in frame.roles)


def _rows(frame: Frame, used: Iterable[str]) -> Iterator[Join]:
    """The rows of the names that some conditions read, for the matches found."""
    for role in frame.roles:
        if role in used:
            yield Join(Scan("rows", role), (equal(Column(role, "row"), Column(FOUND, f"{role}.row")),))


def sizes(about: About, frame: Frame) -> Iterator[tuple[str, Select | Union]]:
    """The members of all counted sets, and for each set how many there are."""
    yield MEMBERS, Union(tuple(s for count in frame.counts for s in members(count, about[count.name], frame, FOUND)))
    yield from ((size_of(count), size(count, frame)) for count in frame.counts)


def size_of(count: CountVar) -> str:
    """The part of a plan that tells the size of a counted set."""
    return f"size of {count.name}"


def size(count: CountVar, frame: Frame) -> Select:
    """For each match, how many events its certain members are at least, and how many claims its members at most.

    Two certain members of one event and a possible third become `lo` 1 and `hi` 3.
    """
    certain = case((equal(Column(MEMBERS, "sure"), CERTAIN), Column(MEMBERS, "event")), otherwise=NOTHING)
    rows = tuple((name, Column(MEMBERS, name)) for name in _row_names(frame))
    return Select(
        columns=(*rows, ("lo", Apply("count", (certain,))), ("hi", Apply("count", (Column(MEMBERS, "claims"),)))),
        joins=(Join(Scan(MEMBERS, MEMBERS)),),
        where=(equal(Column(MEMBERS, "detail"), Bound(count.name)),),
        group=tuple(row for _, row in rows),
    )


def padded_counts(gathered: Iterable[Group], names: Sequence[str], frame: Frame) -> tuple[Select, ...]:
    """The selects of `counted_by`, of the same columns."""
    return padded([counted_by(way, group, names, frame) for way, group in enumerate(gathered)])


def counted_by(way: int, group: Group, names: Sequence[str], frame: Frame) -> Select:
    """The matches of one group that also meet its conditions on counted sets.

    `count(n) >= 2` keeps those whose `lo` is 2 or more; it is presumed at best.
    """
    readings = [reading for reading in (*group.common, *group.varying) if reading.counts]
    lookups = {name: join for reading in readings for name, join in reading.sources.lookups.items()}
    used = {role for reading in readings for role in names_of(reading.compare)}
    tallies = [
        Join(Scan(size_of(count), size_of(count)), _same_match(size_of(count), FOUND, frame), optional=True)
        for count in frame.counts
    ]
    where = [equal(Column(FOUND, "way"), Whole(way))]
    where += [reading.judged.possible for reading in group.common if reading.counts]
    where.append(any_of(*(_still_holds(branch, readings, group) for branch, readings in group.branches)))
    return Select(
        columns=(*((name, Column(FOUND, name)) for name in names), *grade_columns(group, counts=True)),
        joins=(Join(Scan(FOUND, FOUND)), *_rows(frame, used), *tallies, *lookups.values()),
        where=tuple(condition for condition in where if condition != TRUE),
    )


def _still_holds(branch: int, readings: Alternative, group: Group) -> Expr:
    """An alternative by the columns found, and by its conditions on counted sets."""
    tests: list[Expr] = []
    common = {reading.number for reading in group.common}
    for reading in readings:
        if reading.number in common:
            continue
        column = Column(FOUND, reading.column)
        certain = reading.judged.grade == CERTAIN
        tests.append(reading.judged.possible if reading.counts else column if certain else less(NO, column))
    tests += [Column(FOUND, name) for name in group.joints if name == f"joint{branch}"]
    return all_of(*tests)


def _with_details(base: str, names: Sequence[str], frame: Frame) -> Select:
    """Each match once for each of its details, or once alone; without those that something certainly lifts."""
    details = Join(Scan(DETAILS, DETAILS), _same_match(DETAILS, FOUND, frame), optional=True)
    joins = [Join(Scan(base, FOUND)), details]
    if frame.rule.unless:
        blocking = Apply("in", (Column(LIFTED, "detail"), *(Bound(unless.name) for unless in frame.rule.unless)))
        certain = equal(Column(LIFTED, "sure"), CERTAIN)
        joins.append(Join(Scan(DETAILS, LIFTED), (*_same_match(LIFTED, FOUND, frame), certain, blocking), absent=True))
    return Select(
        columns=(*((name, Column(FOUND, name)) for name in names if not name.endswith(".claim")),
                 *((name, Column(DETAILS, name)) for name in ("detail", "member", "sure"))),
        joins=tuple(joins),
    )  # fmt: skip
