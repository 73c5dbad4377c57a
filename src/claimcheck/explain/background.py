"""What explaining a match needs to look up: the dossier, its rules, and the closures of its vocabulary and links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from claimcheck.closures import Implied, Vocabulary, close_links, close_vocabulary, follow
from claimcheck.dates import When
from claimcheck.engine.interface import Bound, Match
from claimcheck.explain.wording import label
from claimcheck.extents import Grade
from claimcheck.model import Claim, Dossier, Link, Value
from claimcheck.rules.syntax import AnyOf, Compare, Condition, Constant, Field, Rule, Term


class Background(Struct, frozen=True, kw_only=True):
    """The dossier with its rules by id and the closures that the engine joined, for reading only."""

    dossier: Dossier
    rules: Mapping[str, Rule]
    vocabulary: Vocabulary
    same_event: Mapping[str, tuple[str, ...]]
    concluded: Mapping[str, Match]
    links_of: Mapping[str, tuple[Link, ...]]

    def claim(self, row: Bound) -> Claim:
        """The claim that speaks for a row: an official assertion where there is one, else the first.

        Of what an inference rule concluded it has the subject and the value that the rule gave.
        """
        claims = [self.dossier.claims[name] for name in row.claims]
        speaking = next((c for c in claims if c.official and c.listing == "assertion"), claims[0])
        beneath = self.concluded.get(row.key)
        derive = self.rules[beneath.rule].derive if beneath is not None else None
        if beneath is None or derive is None:
            return speaking
        named = self.by_role(beneath)
        return replace(speaking, subject=_subject(derive.subject, named, speaking), value=_value(derive.value, named))

    def in_words(self, row: Bound) -> str:
        """What a row says, from the label of its predicate and the subject and value of its claim."""
        return label(self.dossier, row.predicate, row.polarity, self.claim(row))

    def by_role(self, match: Match) -> dict[str, Claim]:
        """The claim behind each name of the rule."""
        return {row.role: self.claim(row) for row in match.roles}

    def links_among(self, claims: Iterable[str]) -> tuple[Link, ...]:
        """The links both ends of which are among the claims, in the order of the dossier."""
        known = set(claims)
        near = (link for name in sorted(known) for link in self.links_of.get(name, ()))
        found = dict.fromkeys(link for link in near if {link.from_, link.to} <= known)
        return tuple(sorted(found, key=lambda link: (link.from_, link.relation, link.to)))


def _subject(term: Term, named: Mapping[str, Claim], speaking: Claim) -> str:
    if not isinstance(term, Field) or term.name not in named:
        return term.text if isinstance(term, Constant) else speaking.subject
    claim = named[term.name]
    if term.path == ("value",):
        return claim.value.text if claim.value else speaking.subject
    found = getattr(claim, term.path[0], "")
    return found if isinstance(found, str) and found else speaking.subject


def _value(term: Term | None, named: Mapping[str, Claim]) -> Value | None:
    if isinstance(term, Field) and term.path == ("value",) and term.name in named:
        return named[term.name].value
    if isinstance(term, Field) and term.name in named:
        found = getattr(named[term.name], term.path[0], "")
        return Value(kind="entity", text=found) if isinstance(found, str) and found else None
    return _written(term) if isinstance(term, Constant) else None


def _written(term: Constant) -> Value:
    if isinstance(term.value, When):
        return Value(kind="date", text=term.text, lo=term.value.window.lo, hi=term.value.window.hi)
    if term.kind == "number":
        return Value(kind="number", text=term.text, lo=float(term.value), hi=float(term.value))
    return Value(kind="text", text=term.text)


def conditions_of(conditions: Sequence[Condition]) -> Iterator[Compare]:
    """Every comparison in a list of conditions, those of all alternatives included."""
    for condition in conditions:
        if isinstance(condition, AnyOf):
            for branch in condition.branches:
                yield from conditions_of(branch)
        else:
            yield condition


class Collision(Struct, frozen=True, kw_only=True):
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


def entailment(known: Background, one: Bound, other: Bound) -> Implied | None:
    """The path by which what one row says is what the other says, or more."""
    if one.polarity == "denies":
        return _itself(known, one.predicate) if one.predicate == other.predicate else None
    reached = known.vocabulary.implied(one.predicate)
    return next((way for way in reached if (way.target, way.polarity) == (other.predicate, other.polarity)), None)


def event_path(known: Background, one: str, other: str) -> tuple[Link, ...]:
    """The links by which two claims tell of one event: fewest doubtful ones, then fewest; empty where none do."""

    def steps(claim: str) -> Iterator[tuple[str, Grade]]:
        for link in known.links_of.get(claim, ()):
            if link.relation == "same-event":
                yield _far_end(link, claim), Grade.POSSIBLE if link.hangs_on else Grade.CERTAIN

    _, path = follow(one, steps).get(other, (Grade.NO, ()))
    return tuple(_best_link(known, here, there) for here, there in pairwise(path))


def _best_link(known: Background, here: str, there: str) -> Link:
    joining = [link for link in known.links_of[here] if link.relation == "same-event" and _far_end(link, here) == there]
    return min(joining, key=lambda link: (bool(link.hangs_on), link.hangs_on))


def _far_end(link: Link, claim: str) -> str:
    return link.to if link.from_ == claim else link.from_


class Step(Struct, frozen=True, kw_only=True):
    """One tie on the way from a part to a whole: `here` is part of `to`, or only may be it (`doubted`)."""

    here: str
    to: str
    hangs_on: str = ""
    doubted: bool = False


def tie_path(known: Background, part: str, whole: str) -> tuple[Step, ...] | None:
    """The ties that make one entity a part of another, fewest doubtful ones first; None where there are none.

    At most one of them is a `maybe`.
    """
    frontier: list[tuple[Step, ...]] = [()]
    seen: set[tuple[str, bool]] = set()
    while frontier:
        path = min(frontier, key=_doubts)
        frontier.remove(path)
        here = path[-1].to if path else part
        if here == whole and not (len(path) == 1 and path[0].doubted):
            return path
        doubted = any(step.doubted for step in path)
        if (here, doubted) not in seen:
            seen.add((here, doubted))
            frontier += [(*path, step) for step in _steps_from(known, here) if not (doubted and step.doubted)]
    return None


def _doubts(path: tuple[Step, ...]) -> tuple[bool, int, int, list[str]]:
    weak = sum(bool(step.hangs_on or step.doubted) for step in path)
    return any(step.doubted for step in path), weak, len(path), [step.to for step in path]


def _steps_from(known: Background, here: str) -> Iterator[Step]:
    entities = known.dossier.entities
    if here not in entities:
        return
    yield from (Step(here=here, to=tie.to, hangs_on=tie.hangs_on) for tie in entities[here].part_of)
    perhaps = {tie.to: tie.hangs_on for tie in entities[here].maybe}
    perhaps |= {one.id: tie.hangs_on for one in entities.values() for tie in one.maybe if tie.to == here}
    for other, hangs_on in sorted(perhaps.items()):
        if other not in entities[here].not_ and (other not in entities or here not in entities[other].not_):
            yield Step(here=here, to=other, hangs_on=hangs_on, doubted=True)


def close(dossier: Dossier, rules: Sequence[Rule], matches: Iterable[Match]) -> Background:
    """Look everything up once for all matches."""
    by_id = {rule.id: rule for rule in rules}
    links_of: dict[str, list[Link]] = {}
    for link in dossier.links:
        for claim in {link.from_, link.to}:
            links_of.setdefault(claim, []).append(link)
    return Background(
        dossier=dossier,
        rules=by_id,
        concluded={
            f"{match.rule}({','.join(row.key for row in match.roles)})": match
            for match in matches
            if match.rule in by_id and by_id[match.rule].derive is not None
        },
        links_of={claim: tuple(links) for claim, links in links_of.items()},
        vocabulary=close_vocabulary(dossier.predicates),
        same_event=_classes(dossier),
    )


def _classes(dossier: Dossier) -> Mapping[str, tuple[str, ...]]:
    """Classes of claims that certainly tell of one event; a doubtful link must not make two findings one."""
    return close_links(link for link in dossier.links if not (link.relation == "same-event" and link.hangs_on))
