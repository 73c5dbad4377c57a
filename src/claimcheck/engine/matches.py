"""Builds matches of what a plan gives: numbers of rows, grades of conditions, and details of blockers and counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from claimcheck.engine.interface import Blocker, Bound, Match, Step
from claimcheck.extents import Extent, Grade
from claimcheck.model import Polarity
from claimcheck.rules.plan import Plan, Way
from claimcheck.rules.syntax import CountVar, Rule
from claimcheck.table import Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is known of a row that a match binds."""

    COLUMNS: ClassVar[tuple[str, ...]] = (
        "row", "key", "claims", "predicate", "polarity", "state", "s1", "s2", "e1", "e2", "moment", "l1", "l2",
        "lasts_moment",
    )  # fmt: skip

    key: str
    claims: tuple[str, ...]
    predicate: str
    polarity: Polarity
    time: Extent
    lasting: Extent

    @classmethod
    def of(cls, row: Sequence[Cell]) -> Held:
        """From the values of `COLUMNS`."""
        _, key, claims, predicate, polarity, state, s1, s2, e1, e2, moment, l1, l2, lasts_moment = row
        time = _extent(s1, s2, e1, e2, moment, state)
        lasting = time if (e1, e2) == (l1, l2) else _extent(s1, s2, l1, l2, lasts_moment, state)
        return cls(key=str(key), claims=tuple(str(claims).split("\n")), predicate=str(predicate),
                   polarity="affirms" if polarity == "affirms" else "denies", time=time, lasting=lasting)  # fmt: skip

    def bound(self, role: str) -> Bound:
        """The row under a name of the rule."""
        return Bound(role=role, key=self.key, claims=self.claims, predicate=self.predicate, polarity=self.polarity,
                     time=self.time, lasting=self.lasting)  # fmt: skip


def _extent(s1: Cell, s2: Cell, e1: Cell, e2: Cell, moment: Cell, state: Cell) -> Extent:
    bounds = [bound for bound in (s1, s2, e1, e2) if isinstance(bound, int)]
    return Extent(start_earliest=bounds[0], start_latest=bounds[1], end_earliest=bounds[2], end_latest=bounds[3],
                  shape="moment" if moment else "stretch", state=bool(state))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A match and what the plan gave beside it."""

    match: Match
    columns: Mapping[str, Cell]


def read_result(plan: Plan, unless: Iterable[str], names: Sequence[str], rows: Iterable[Sequence[Cell]]) -> list[Candidate]:
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


def held(rule: Rule, candidates: Iterable[Candidate], rows: Mapping[int, Held],
         corrected: frozenset[tuple[str, str]]) -> list[Found]:  # fmt: skip
    """The matches of a rule; those whose witnesses correct or retract one another are left out."""
    blocking = frozenset(unless.name for unless in rule.unless)
    roles = [binding.name for binding in rule.match if not isinstance(binding, CountVar) and hasattr(binding, "filters")]
    counts = [binding.name for binding in rule.match if isinstance(binding, CountVar)]
    found: list[Found] = []
    for one in candidates:
        members = {name: [rows[row] for detail, row, _ in one.details if detail == name] for name in counts}
        bound = tuple(rows[row].bound(role) for role, row in zip(roles, one.bound, strict=True))
        everyone = [*bound, *(row for those in members.values() for row in those)]
        witnesses = sorted({claim for row in everyone for claim in row.claims})
        if any(a in witnesses and b in witnesses for a, b in corrected):
            continue
        match = Match(
            rule=rule.id, roles=bound, witnesses=tuple(witnesses), grade=one.grade, steps=one.steps,
            blockers=tuple(sorted(_blockers(one, blocking, rows), key=lambda blocker: (blocker.unless, blocker.key))),
            counted=tuple((name, tuple(sorted(row.key for row in members[name]))) for name in counts),
            branch=one.branch,
        )  # fmt: skip
        found.append(Found(match=match, columns=one.columns))
    return found


def _blockers(one: Candidate, blocking: frozenset[str], rows: Mapping[int, Held]) -> Iterator[Blocker]:
    for name, row, grade in one.details:
        if name in blocking:
            yield Blocker(unless=name, key=rows[row].key, claims=rows[row].claims, grade=grade)
