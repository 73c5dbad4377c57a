"""What explaining a match needs to look up: the dossier, its rules, and the closures of its vocabulary and links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimcheck.closures import Implied, Vocabulary, close_links, close_vocabulary
from claimcheck.engine.interface import Bound, Match
from claimcheck.model import Claim, Dossier, Link, Tie
from claimcheck.rules.syntax import AnyOf, Compare, Condition, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """The dossier with its rules by id and the closures that the engine joined, for reading only."""

    dossier: Dossier
    rules: Mapping[str, Rule]
    vocabulary: Vocabulary
    same_event: Mapping[str, tuple[str, ...]]

    def claim(self, row: Bound) -> Claim:
        """The claim that speaks for a row: an official assertion where there is one, else the first."""
        claims = [self.dossier.claims[name] for name in row.claims]
        return next((c for c in claims if c.official and c.listing == "assertion"), claims[0])

    def by_role(self, match: Match) -> dict[str, Claim]:
        """The claim behind each name of the rule."""
        return {row.role: self.claim(row) for row in match.roles}

    def links_between(self, one: str, other: str) -> tuple[Link, ...]:
        """The links that join two claims, in either direction, in the order of the dossier."""
        pair = {one, other}
        return tuple(link for link in self.dossier.links if {link.from_, link.to} == pair)


def conditions_of(conditions: Sequence[Condition]) -> Iterator[Compare]:
    """Every comparison in a list of conditions, those of all alternatives included."""
    for condition in conditions:
        if isinstance(condition, AnyOf):
            for branch in condition.branches:
                yield from conditions_of(branch)
        else:
            yield condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Collision:
    """How two rows meet in the vocabulary: the path of each, and the two predicates that cannot both hold."""

    left: Implied
    right: Implied
    excludes: bool


def collision(known: Background, one: Bound, other: Bound) -> Collision | None:
    """The best way in which two rows contradict by vocabulary alone: best grade, shortest, then by the alphabet."""
    found = [*_denials(known, one, other), *_exclusions(known, one, other)]
    return min(found, key=_preference, default=None)


def _preference(found: Collision) -> tuple[object, ...]:
    paths = (*found.left.path, *found.right.path)
    return (-min(found.left.grade, found.right.grade), found.excludes, len(paths), paths)


def _denials(known: Background, one: Bound, other: Bound) -> Iterator[Collision]:
    for affirmed, denied, swapped in ((one, other, False), (other, one, True)):
        if affirmed.polarity != "affirms" or denied.polarity != "denies":
            continue
        stop = _itself(known, denied.predicate)
        for step in known.vocabulary.implied(affirmed.predicate):
            if step.polarity == "affirms" and step.target == denied.predicate and stop is not None:
                yield Collision(left=stop if swapped else step, right=step if swapped else stop, excludes=False)


def _itself(known: Background, predicate: str) -> Implied | None:
    reached = known.vocabulary.implied(predicate)
    return next((step for step in reached if step.target == predicate and step.polarity == "affirms"), None)


def _exclusions(known: Background, one: Bound, other: Bound) -> Iterator[Collision]:
    if one.polarity != "affirms" or other.polarity != "affirms":
        return
    predicates = known.dossier.predicates
    for left in known.vocabulary.implied(one.predicate):
        for right in known.vocabulary.implied(other.predicate):
            if left.polarity != right.polarity:
                if left.target == right.target:
                    yield Collision(left=left, right=right, excludes=False)
            elif left.polarity == "affirms" and (
                right.target in predicates[left.target].excludes or left.target in predicates[right.target].excludes
            ):
                yield Collision(left=left, right=right, excludes=True)


def tie_path(known: Background, part: str, whole: str) -> tuple[tuple[str, Tie], ...] | None:
    """The ties that make one entity a part of another, fewest doubtful ones first; None where there are none."""
    entities = known.dossier.entities
    frontier: list[tuple[tuple[str, Tie], ...]] = [()]
    seen = {part}
    while frontier:
        path = min(frontier, key=lambda p: (sum(bool(t.hangs_on) for _, t in p), len(p), [t.to for _, t in p]))
        frontier.remove(path)
        here = path[-1][1].to if path else part
        if here == whole:
            return path
        seen.add(here)
        ties = entities[here].part_of if here in entities else ()
        frontier += [(*path, (here, tie)) for tie in ties if tie.to not in seen]
    return None


def close(dossier: Dossier, rules: Sequence[Rule]) -> Background:
    """Look everything up once for all matches."""
    return Background(
        dossier=dossier,
        rules={rule.id: rule for rule in rules},
        vocabulary=close_vocabulary(dossier.predicates),
        same_event=_classes(dossier),
    )


def _classes(dossier: Dossier) -> Mapping[str, tuple[str, ...]]:
    """Classes of claims that certainly tell of one event; a doubtful link must not make two findings one."""
    return close_links(link for link in dossier.links if not (link.relation == "same-event" and link.hangs_on))
