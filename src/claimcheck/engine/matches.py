"""Builds matches of what a plan gives: numbers of rows, grades of conditions, and details of blockers and counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from claimcheck.engine.contradictions import Chain, keys_of
from claimcheck.engine.interface import Blocker, Bound, Match, Step
from claimcheck.extents import Extent, Grade
from claimcheck.model import Polarity
from claimcheck.rules.plan import Plan, Way
from claimcheck.rules.syntax import ClaimVar, CountVar, Rule
from claimcheck.table import Cell, Table

TIMES = ("row", "s1", "s2", "e1", "e2", "l1", "l2", "lasts_moment")


class Held(NamedTuple):
    """What is known of a row that a match binds."""

    key: str
    claims: tuple[str, ...]
    predicate: str
    polarity: Polarity
    time: Extent
    lasting: Extent

    def bound(self, role: str) -> Bound:
        """The row under a name of the rule."""
        return Bound(role=role, key=self.key, claims=self.claims, predicate=self.predicate, polarity=self.polarity,
                     time=self.time, lasting=self.lasting)  # fmt: skip


def held(table: Table, times: Sequence[Cell]) -> Held:
    """A row by the columns of the claim table and what was worked out for its `TIMES`."""
    row, s1, s2, e1, e2, l1, l2, lasts_moment = times
    known = {name: table.columns[name][_number(row)] for name in ("key", "claims", "predicate", "polarity")}
    state, moment = (bool(table.columns[name][_number(row)]) for name in ("state", "moment"))
    time = _extent((s1, s2, e1, e2), state=state, moment=moment)
    lasting = time if (e1, e2) == (l1, l2) else _extent((s1, s2, l1, l2), state=state, moment=bool(lasts_moment))
    return Held(
        key=str(known["key"]), claims=tuple(str(known["claims"]).split("\n")), predicate=str(known["predicate"]),
        polarity="affirms" if known["polarity"] == "affirms" else "denies", time=time, lasting=lasting,
    )  # fmt: skip


def written(table: Table, row: int) -> Held:
    """A row with its time as written."""
    s1, s2, w1, w2, moment = (table.columns[name][row] for name in ("s1", "s2", "w1", "w2", "moment"))
    return held(table, (row, s1, s2, w1, w2, w1, w2, moment))


def _extent(bounds: Sequence[Cell], *, moment: bool, state: bool) -> Extent:
    s1, s2, e1, e2 = map(_number, bounds)
    return Extent(start_earliest=s1, start_latest=s2, end_earliest=e1, end_latest=e2,
                  shape="moment" if moment else "stretch", state=state)  # fmt: skip


class Candidate(NamedTuple):
    """One way of binding the names of a rule: the best alternative that holds, by the numbers of rows.

    `details` are the rows that may lift it or are counted: name, row, grade; `columns` what else the plan gave.
    """

    bound: tuple[int, ...]
    branch: int
    grade: Grade
    steps: tuple[Step, ...]
    details: tuple[tuple[str, int, Grade], ...]
    columns: Mapping[str, Cell]

    @property
    def rows(self) -> Iterator[int]:
        """All rows it speaks of."""
        yield from self.bound
        yield from (row for _, row, _ in self.details)


class Found(NamedTuple):
    """A match and what the plan gave beside it."""

    match: Match
    columns: Mapping[str, Cell]


def read_result(
    plan: Plan, unless: Iterable[str], names: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> list[Candidate]:
    """The candidates of a result: for each way of binding the names, the best alternative, of equals the first.

    A blocker that is not certain makes a match possible at most.
    """
    blocking = frozenset(unless)
    place = {name: index for index, name in enumerate(names)}
    roles = [place[f"{role}.row"] for role in plan.roles]
    gathered: dict[tuple[tuple[int, ...], int], tuple[Sequence[Cell], dict[tuple[str, int], Grade]]] = {}
    for row in rows:
        key = tuple(_number(row[role]) for role in roles), _number(row[place["way"]])
        details = gathered.setdefault(key, (row, {}))[1]
        if plan.details and row[place["detail"]] is not None:
            detail = str(row[place["detail"]]), _number(row[place["member"]])
            details[detail] = max(details.get(detail, Grade.NO), Grade(_number(row[place["sure"]])))
    best: dict[tuple[int, ...], Candidate] = {}
    for (bound, way), (row, details) in gathered.items():
        cap = Grade(_number(row[place["cap"]]))
        if any(name in blocking for name, _ in details):
            cap = min(cap, Grade.POSSIBLE)
        for alternative in plan.ways[way]:
            steps = _steps(alternative, row, place)
            if steps is None:
                continue
            grade = min((cap, *(step.grade for step in steps)))
            known = best.get(bound)
            if known is None or (grade, -alternative.branch) > (known.grade, -known.branch):
                best[bound] = Candidate(
                    bound=bound, branch=alternative.branch, grade=grade, steps=steps,
                    details=tuple((name, member, sure) for (name, member), sure in details.items()),
                    columns=dict(zip(names, row, strict=True)),
                )  # fmt: skip
    return list(best.values())


def _number(cell: Cell) -> int:
    assert isinstance(cell, int), cell
    return cell


def _steps(way: Way, row: Sequence[Cell], place: Mapping[str, int]) -> tuple[Step, ...] | None:
    """The steps of an alternative, None where one of them does not hold or no choice of dates meets them all."""
    if way.joint and not row[place[way.joint]]:
        return None
    steps: list[Step] = []
    for text, column in way.steps:
        cell = row[place[column]] if column else True
        if not cell:
            return None
        steps.append(Step(text=text, grade=Grade.CERTAIN if cell is True else Grade(_number(cell))))
    return tuple(steps)


def matches_of(rule: Rule, candidates: Iterable[Candidate], rows: Mapping[int, Held],
               corrected: Mapping[str, frozenset[str]]) -> list[Found]:  # fmt: skip
    """The matches of a rule, without those whose names share a claim or whose witnesses correct one another."""
    blocking = frozenset(unless.name for unless in rule.unless)
    roles = [binding.name for binding in rule.match if isinstance(binding, ClaimVar)]
    counts = [binding.name for binding in rule.match if isinstance(binding, CountVar)]
    found: list[Found] = []
    for one in candidates:
        members = {name: [rows[row] for detail, row, _ in one.details if detail == name] for name in counts}
        bound = tuple(rows[row].bound(role) for role, row in zip(roles, one.bound, strict=True))
        if len({claim for row in bound for claim in row.claims}) < sum(len(row.claims) for row in bound):
            continue
        counted = {claim for those in members.values() for row in those for claim in row.claims}
        witnesses = sorted(counted.union(*(row.claims for row in bound)))
        if any(not corrected[claim].isdisjoint(witnesses) for claim in witnesses if claim in corrected):
            continue
        match = Match(
            rule=rule.id, roles=bound, witnesses=tuple(witnesses), grade=one.grade, steps=one.steps,
            blockers=tuple(sorted(_blockers(one, blocking, rows), key=lambda blocker: (blocker.unless, blocker.key))),
            counted=tuple((name, tuple(sorted(row.key for row in members[name]))) for name in counts),
            branch=one.branch,
        )  # fmt: skip
        found.append(Found(match=match, columns=one.columns))
    return found


def network_matches(rule: Rule, chains: Iterable[Chain], rows: Mapping[str, Held],
                    corrected: Mapping[str, frozenset[str]]) -> list[Match]:  # fmt: skip
    """The matches of a rule over a network, without those whose records correct one another."""
    found: list[Match] = []
    for chain in chains:
        keys = keys_of(chain)
        if any(not corrected[key].isdisjoint(keys) for key in keys if key in corrected):
            continue
        name = rule.network.name if rule.network is not None else ""
        found.append(Match(
            rule=rule.id, roles=tuple(rows[key].bound(f"{name} {number}") for number, key in enumerate(keys, 1)),
            witnesses=tuple(sorted(keys)), grade=min(order.grade for order in chain), steps=(), chain=chain,
        ))  # fmt: skip
    return found


def _blockers(one: Candidate, blocking: frozenset[str], rows: Mapping[int, Held]) -> Iterator[Blocker]:
    for name, row, grade in one.details:
        if name in blocking:
            yield Blocker(unless=name, key=rows[row].key, claims=rows[row].claims, grade=grade)
