"""Compiles a rule to a plan, in short pure passes.

rule -> its conditions, each read once, as alternatives (`readings.read_where`)
-> alternatives that join alike, gathered (`readings.groups`)
-> one select for each group (`found`), of the same columns (`padded`)
-> what is counted and what may lift a match (`details.detailed`)
-> the plan (`compile_rule`)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from claimcheck.closures import Vocabulary
from claimcheck.rules.chain import chained, left_over
from claimcheck.rules.conclude import conclusion
from claimcheck.rules.details import detailed
from claimcheck.rules.expressions import FALSE, TRUE, Column, Expr, Whole, all_of, any_of, least, unequal
from claimcheck.rules.network import network_plan
from claimcheck.rules.operands import tie_columns
from claimcheck.rules.plan import Needs, Plan, Select, Way, without_unread
from claimcheck.rules.readings import (
    Alternative,
    Frame,
    Group,
    grade_columns,
    groups,
    has_column,
    padded,
    parts_of,
    read_about,
    read_where,
)
from claimcheck.rules.sources import Present, Sources
from claimcheck.rules.syntax import CountVar, Rule, Unless

Columns = tuple[tuple[str, Expr], ...]


def compile_rule(rule: Rule, vocabulary: Vocabulary, present: Present | None = None) -> Plan:
    """The plan of a rule; `present` leaves out what a dossier cannot match. Raises UncompilableError.

    `match: {a: claim, b: claim}`, `where: [a contradicts b, lasting(a) overlaps b]` becomes one select that joins
    `pairs` with the rows of a and of b and keeps those whose times can overlap.
    """
    frame = Frame.of(rule, vocabulary, present)
    if rule.network is not None:
        return network_plan(rule.network, frame)
    alternatives = [] if frame.unmatched else read_where(frame)
    kept = [(group, select) for group, select in found(groups(alternatives, frame), frame) if FALSE not in select.where]
    if not kept or not _links_present(frame):
        return Plan(rule=rule.id, roles=frame.roles, parts=(), result=None, ways=())
    abouts: tuple[CountVar | Unless, ...] = (*frame.counts, *rule.unless)
    about = {one.name: read_about(one, frame) for one in abouts}
    selects = padded([numbered(way, select) for way, (_, select) in enumerate(kept)])
    parts, result = detailed(selects, tuple(group for group, _ in kept), about, frame)
    return Plan(
        rule=rule.id,
        roles=frame.roles,
        parts=parts,
        result=result,
        ways=tuple(ways_of(group) for group, _ in kept),
        details=bool(parts),
        needs=needs_of((*alternatives, *(alternative for found in about.values() for alternative in found)), frame),
    )


def _links_present(frame: Frame) -> bool:
    """Whether the dossier has every kind of link that the rule asks for."""
    present = frame.present
    return present is None or present.relations.issuperset(link.relation for link in frame.links)


def needs_of(alternatives: Iterable[Alternative], frame: Frame) -> Needs:
    """What the tables must hold for the conditions and the conclusion of a rule."""
    sources = Sources(frozenset(frame.roles))
    if frame.rule.derive is not None:
        conclusion(frame.rule.derive, sources)
    for alternative in alternatives:
        for reading in alternative:
            sources.periods |= reading.sources.periods
            sources.words |= reading.sources.words
            sources.relations |= reading.sources.relations
    return sources.needs


def found(gathered: Iterable[Group], frame: Frame) -> Iterator[tuple[Group, Select]]:
    """The select of each group: what all of its alternatives ask is the filter, what some ask becomes a column.

    With `x` in common and `y` or `z` besides, it keeps rows for which x holds and one of y and z, and gives the grades
    of all three.
    """
    passed = [frame.filtered(claim.name, claim.filters) for claim in frame.claims]
    caps = [*(Column(role, "cap") for role in frame.roles), *(one.grade for one in passed)]
    caps += [Column(link.name, "grade") for link in frame.links]
    couples = tuple(combinations(frame.roles, 2))
    for group in gathered:
        sources, keys = merged(group, frame)
        concluded = () if frame.rule.derive is None else conclusion(frame.rule.derive, sources)
        joins = chained(frame.roles, sources.ties, sources.lookups, keys)
        where = [*left_over(joins), *(condition for one in passed for condition in one.where), *kept_by(group, keys)]
        where += [unequal(Column(a, "claim"), Column(b, "claim")) for a, b in couples]
        yield (
            group,
            without_unread(Select(
                columns=(*role_columns(frame), ("cap", least(caps)), *grade_columns(group, counts=False), *concluded),
                joins=joins,
                where=tuple(condition for condition in dict.fromkeys(where) if condition != TRUE),
            )),
        )  # fmt: skip


def merged(group: Group, frame: Frame) -> tuple[Sources, tuple[Expr, ...]]:
    """The tables that the conditions of a group and the links of the rule read, and the equalities that join claims.

    `[a contradicts b, a.source is b.source]` becomes the table `pairs` and the key `a.source = b.source`.
    """
    sources = Sources(frozenset(frame.roles), frame.present)
    for reading in (reading for reading in group.common if not reading.counts):
        sources.ties |= reading.sources.ties
    for reading in (reading for reading in (*group.common, *group.varying) if not reading.counts):
        sources.lookups |= reading.sources.lookups
        further = {name: tie for name, tie in reading.sources.ties.items() if name not in sources.ties}
        sources.lookups |= {name: tie._replace(optional=True) for name, tie in further.items()}
    for link in frame.links:
        sources.tie(link.name, "ties", tie_columns(link.relation, link.from_, link.to))
    return sources, tuple(key for reading in group.common if not reading.counts for key in reading.keys)


def kept_by(group: Group, keys: Sequence[Expr]) -> Iterator[Expr]:
    """What the filter of a group asks, beside what joins its claims.

    With x and y in common, and z or w besides, `x`, `y` and `z or w`.
    """
    for reading in group.common:
        if not reading.counts:
            yield from (part for part in parts_of(reading.judged.possible) if part not in keys)
    yield from group.joint
    common = {reading.number for reading in group.common}
    yield any_of(*(
        all_of(*(r.judged.possible for r in readings if r.number not in common and not r.counts),
               group.joints.get(f"joint{branch}", TRUE))
        for branch, readings in group.branches
    ))  # fmt: skip


def role_columns(frame: Frame) -> Columns:
    """The number of the row of each name, and of its claim where others must not rest on the same."""
    wanted = ("row", "claim") if frame.detailed else ("row",)
    return tuple((f"{role}.{name}", Column(role, name)) for role in frame.roles for name in wanted)


def ways_of(group: Group) -> tuple[Way, ...]:
    """How the columns of a group answer for each of its alternatives.

    `a contradicts b` in common becomes the step (`a contradicts b`, its column of grades); `a.kind is state` in common
    becomes a step without a column: where the group has a row, it is certain.
    """
    return tuple(
        Way(
            branch=branch,
            steps=tuple((r.compare.text, r.column if has_column(r, group) else "") for r in readings),
            joint=f"joint{branch}" if f"joint{branch}" in group.joints else "",
        )
        for branch, readings in group.branches
    )


def numbered(way: int, select: Select) -> Select:
    """The select with the number of its group in front."""
    return select._replace(columns=(("way", Whole(way)), *select.columns))
