"""What follows from vocabulary, entities and links once their steps are followed to the end: tables that rules join.

Pure functions over the records of a dossier. The strength of a path is that of its weakest step: a `suggests`, a tie
or a link that hangs on something makes it possible at most. Of several paths the best grade is kept, then the
shortest, then the first by the alphabet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from claimcheck.extents import Grade
from claimcheck.model import Entity, Link, Polarity, Predicate

Path = tuple[str, ...]
_Steps = Callable[[str], Iterable[tuple[str, Grade]]]
_NEGATIVE = "not "


class Implied(NamedTuple):
    """What affirming a predicate leads to: a predicate affirmed or denied, or a state begun or ended.

    `path` holds the predicates passed, from the first to the target (`not ID` for a denied target).
    """

    target: str
    polarity: Polarity
    grade: Grade
    path: Path


class Opposition(NamedTuple):
    """Two predicates that cannot both hold as `a` has it and as `b` has it, by the meaning of the vocabulary.

    `denial`: `a` is affirmed and reaches `at_b`, which `b` denies. `exclusion`: both are affirmed, `a` reaches `at_a`
    and `b` reaches `at_b`, and these two exclude each other (or are one, which the other side reaches as denied).
    """

    a: str
    b: str
    kind: Literal["denial", "exclusion"]
    at_a: str
    at_b: str
    grade: Grade
    path: Path


class Succession(NamedTuple):
    """An event that can only come after another one, by the meaning of the vocabulary.

    What is affirmed as `later` reaches an act that is declared to come `after` the event that `earlier` reaches.
    """

    earlier: Implied
    later: Implied

    @property
    def grade(self) -> Grade:
        """That of the weaker of the two paths."""
        return min(self.earlier.grade, self.later.grade)


class Vocabulary:
    """The predicates with all that follows from affirming each of them, worked out when first asked for."""

    def __init__(self, predicates: Mapping[str, Predicate]) -> None:
        self.predicates = predicates
        self._reached: dict[str, tuple[Implied, ...]] = {}

    def implied(self, predicate: str) -> tuple[Implied, ...]:
        """The predicate itself and all that follows from affirming it, in the order of the targets.

        With `arrested` implying `detained`, and `detained` implying `not free`: `arrested`, `detained`, and `free` as
        denied. A denial leads no further.
        """
        if predicate not in self._reached:
            self._reached[predicate] = tuple(
                Implied(
                    target=target.removeprefix(_NEGATIVE),
                    polarity="denies" if target.startswith(_NEGATIVE) else "affirms",
                    grade=grade,
                    path=path,
                )
                for target, (grade, path) in sorted(follow(predicate, self._steps).items())
            )
        return self._reached[predicate]

    def _steps(self, predicate: str) -> Iterator[tuple[str, Grade]]:
        entry = self.predicates.get(predicate)
        if entry is not None:
            yield from ((target, Grade.CERTAIN) for target in entry.implies)
            yield from ((target, Grade.POSSIBLE) for target in entry.suggests)

    def affirmed(self, predicate: str) -> Iterator[Implied]:
        """What affirming a predicate affirms."""
        return (step for step in self.implied(predicate) if step.polarity == "affirms")

    def denied(self, predicate: str) -> Iterator[Implied]:
        """What affirming a predicate denies."""
        return (step for step in self.implied(predicate) if step.polarity == "denies")

    def starts(self, predicate: str) -> tuple[Implied, ...]:
        """The states that an event begins, itself or through what it implies, by the best path to each."""
        return self._turns(predicate, lambda entry: entry.starts)

    def ends(self, predicate: str) -> tuple[Implied, ...]:
        """The states that an event ends, itself or through what it implies, by the best path to each."""
        return self._turns(predicate, lambda entry: entry.ends)

    def _turns(self, predicate: str, states: Callable[[Predicate], Iterable[str]]) -> tuple[Implied, ...]:
        found: dict[str, Implied] = {}
        for step in self.affirmed(predicate):
            entry = self.predicates.get(step.target)
            for state in states(entry) if entry is not None else ():
                way = Implied(target=state, polarity="affirms", grade=step.grade, path=(*step.path, state))
                if state not in found or _preference(way) < _preference(found[state]):
                    found[state] = way
        return tuple(found[state] for state in sorted(found))

    def excluded(self, predicate: str) -> frozenset[str]:
        """The predicates that exclude this one, whichever of the two says so."""
        return self._exclusions().get(predicate, frozenset())

    def successions(self, names: Iterable[str]) -> Iterator[tuple[str, str, Succession]]:
        """The pairs of these predicates of which the first must come before the second.

        Only what happens once is sure to come before what comes `after` it: who left an office in 2010 and took it in
        2012 may have held it before. Where each of two is declared to come after the other, or where one is a case of
        the other, the vocabulary says nothing of their order.
        """
        names = sorted(names)
        reaching: dict[str, list[tuple[str, Implied]]] = {}
        for name in names:
            for step in self.affirmed(name):
                reaching.setdefault(step.target, []).append((name, step))
        for name in names:
            known = {step.target for step in self.affirmed(name)}
            for act in self.affirmed(name):
                for first in self._firsts(act.target) - known:
                    for other, way in reaching.get(first, ()):
                        if all(step.target != act.target for step in self.affirmed(other)):
                            yield other, name, Succession(earlier=way, later=act)

    def _firsts(self, act: str) -> frozenset[str]:
        entry = self.predicates.get(act)
        named = (self.predicates.get(first) for first in entry.after) if entry is not None else ()
        return frozenset(first.id for first in named if first is not None and first.once and act not in first.after)

    def _exclusions(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for entry in self.predicates.values():
            for other in entry.excludes:
                if other in self.predicates:
                    found.setdefault(entry.id, set()).add(other)
                    found.setdefault(other, set()).add(entry.id)
        return {predicate: frozenset(others) for predicate, others in found.items()}

    def opposes(self, used: Iterable[str] | None = None) -> tuple[Opposition, ...]:
        """All ways in which two of the used predicates (by default all) cannot both hold; exclusions in both orders."""
        names = sorted(self.predicates if used is None else used)
        return (*self._denials(names), *self.clashes(names))

    def _denials(self, names: list[str]) -> Iterator[Opposition]:
        known = frozenset(names)
        for name in names:
            for step in self.affirmed(name):
                if step.target in known:
                    yield Opposition(a=name, b=step.target, kind="denial", at_a=step.target, at_b=step.target,
                                     grade=step.grade, path=step.path)  # fmt: skip

    def clashes(self, names: Iterable[str]) -> Iterator[Opposition]:
        """The exclusions among `opposes`: what `a` reaches and what `b` reaches exclude each other."""
        names = sorted(names)
        reaching: dict[str, list[tuple[str, Implied]]] = {}
        for name in names:
            for step in self.affirmed(name):
                reaching.setdefault(step.target, []).append((name, step))
        exclusions = self._exclusions()
        for name in names:
            for step in self.implied(name):
                negative = step.polarity == "denies"
                rivals = {step.target} if negative else exclusions.get(step.target, frozenset())
                for rival in sorted(rivals):
                    for other, way in reaching.get(rival, ()):
                        found = _clash(name, step, other, way)
                        yield found
                        if negative:
                            yield _clash(other, way, name, step)


def _clash(a: str, from_a: Implied, b: str, from_b: Implied) -> Opposition:
    return Opposition(a=a, b=b, kind="exclusion", at_a=from_a.target, at_b=from_b.target,
                      grade=min(from_a.grade, from_b.grade), path=(*from_a.path, *reversed(from_b.path)))  # fmt: skip


def _preference(way: Implied) -> tuple[int, int, Path]:
    return -way.grade, len(way.path), way.path


def close_vocabulary(predicates: Mapping[str, Predicate]) -> Vocabulary:
    """The vocabulary with its closures."""
    return Vocabulary(predicates)


def follow(start: str, steps: _Steps) -> dict[str, tuple[Grade, Path]]:
    """Every node that can be reached, with the grade of its best path and the shortest such path.

    `follow("a", ...)` with a certain step from a to b and a possible one from b to c gives a and b as certain, c as
    possible by `("a", "b", "c")`. Nothing leads on from an unknown node.
    """
    certain = _walk(start, lambda node: (target for target, grade in steps(node) if grade == Grade.CERTAIN))
    found = {node: (Grade.CERTAIN, path) for node, path in certain.items()}
    for node, path in _walk(start, lambda node: (target for target, _ in steps(node))).items():
        found.setdefault(node, (Grade.POSSIBLE, path))
    return found


def _walk(start: str, steps: Callable[[str], Iterable[str]]) -> dict[str, Path]:
    """The shortest path to every node: breadth first, the paths of one length in the order of the alphabet."""
    found: dict[str, Path] = {start: (start,)}
    frontier = [start]
    while frontier:
        following: list[str] = []
        for node in frontier:
            for target in sorted(steps(node)):
                if target not in found:
                    found[target] = (*found[node], target)
                    following.append(target)
        frontier = sorted(following, key=lambda node: found[node])
    return found


# Entities


class Kinship(NamedTuple):
    """How two different entities stand to each other: whether they may be one, and whether `x` is part of `y`."""

    x: str
    y: str
    same: Grade
    part: Grade
    whole: Grade
    apart: bool


def close_entities(entities: Mapping[str, Entity]) -> tuple[Kinship, ...]:
    """All pairs of different ids that are tied, in both directions, in the order of the ids.

    A `part_of` b `part_of` c gives a as part of c. Ties are used whatever their dates; `maybe` holds in both
    directions unless either side says `not`, and who may be a part of a whole is possibly part of it.
    """
    apart = {pair for entity in entities.values() for other in entity.not_ for pair in _both(entity.id, other)}
    maybe = {pair for entity in entities.values() for tie in entity.maybe for pair in _both(entity.id, tie.to)} - apart
    part = {
        (entity, whole): grade
        for entity in entities
        if entities[entity].part_of
        for whole, (grade, _) in follow(entity, lambda node: _wholes(entities, node)).items()
    }
    for pair in sorted(_perhaps_parts(entities, maybe) - apart):
        part.setdefault(pair, Grade.POSSIBLE)
    pairs = {*apart, *maybe, *part, *((whole, entity) for entity, whole in part)}
    return tuple(
        Kinship(
            x=x, y=y,
            same=Grade.POSSIBLE if (x, y) in maybe else Grade.NO,
            part=part.get((x, y), Grade.NO),
            whole=part.get((y, x), Grade.NO),
            apart=(x, y) in apart,
        )
        for x, y in sorted(pairs)
        if x != y
    )  # fmt: skip


def _perhaps_parts(entities: Mapping[str, Entity], maybe: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Parts and wholes between which one `maybe` lies, and not only that; two of them on one path join nothing."""

    def up(entity: str) -> list[str]:
        return sorted(follow(entity, lambda node: _wholes(entities, node)))

    ties: dict[str, list[str]] = {}
    for one, other in sorted(maybe):
        ties.setdefault(one, []).append(other)
    return {
        (entity, whole)
        for entity in entities if ties
        for here in up(entity)
        for there in ties.get(here, ())
        for whole in up(there)
        if (entity, whole) != (here, there)
    }  # fmt: skip


def _both(x: str, y: str) -> Iterator[tuple[str, str]]:
    yield x, y
    yield y, x


def _wholes(entities: Mapping[str, Entity], node: str) -> Iterator[tuple[str, Grade]]:
    if node in entities:
        for tie in entities[node].part_of:
            yield tie.to, Grade.POSSIBLE if tie.hangs_on else Grade.CERTAIN


# Links


def close_links(links: Iterable[Link]) -> Mapping[str, tuple[str, ...]]:
    """For each claim that tells of one event with others: all claims of that event, itself included, by id.

    A `not-same` link cuts the direct link between its two claims, not a path through a third.
    """
    links = tuple(links)
    cut = {pair for link in links if link.relation == "not-same" for pair in _both(link.from_, link.to)}
    ties = {pair: grade for pair, grade in _event_ties(links).items() if pair not in cut}
    neighbours = _neighbours(ties)
    return {claim: tuple(sorted(_walk(claim, lambda node: neighbours.get(node, {})))) for claim in sorted(neighbours)}


def one_event(links: Iterable[Link]) -> dict[tuple[str, str], Grade]:
    """Every pair of different claims that tell of one event, with the grade of the best chain of links between them.

    A pair that a `not-same` link joins is left out, however long the chain.
    """
    links = tuple(links)
    cut = {pair for link in links if link.relation == "not-same" for pair in _both(link.from_, link.to)}
    neighbours = _neighbours(_event_ties(links))
    return {
        (claim, other): grade
        for claim in sorted(neighbours)
        for other, (grade, _) in sorted(follow(claim, lambda node: neighbours.get(node, {}).items()).items())
        if other != claim and (claim, other) not in cut
    }


def _event_ties(links: Iterable[Link]) -> dict[tuple[str, str], Grade]:
    ties: dict[tuple[str, str], Grade] = {}
    for link in links:
        if link.relation == "same-event":
            grade = Grade.POSSIBLE if link.hangs_on else Grade.CERTAIN
            for pair in _both(link.from_, link.to):
                ties[pair] = max(ties.get(pair, Grade.NO), grade)
    return ties


def _neighbours(ties: Mapping[tuple[str, str], Grade]) -> dict[str, dict[str, Grade]]:
    found: dict[str, dict[str, Grade]] = {}
    for (claim, other), grade in sorted(ties.items()):
        found.setdefault(claim, {})[other] = grade
    return found
