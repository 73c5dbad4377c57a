"""What an engine loads beside the claim table: meetings of predicates, entities that are near, ties between rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from claimcheck.closures import Implied, Vocabulary, close_entities, one_event
from claimcheck.extents import Grade
from claimcheck.model import Dossier, Entity, Link, Polarity
from claimcheck.table import INT, TEXT, TRUTH, Cell, Table

Shape = Mapping[str, str]
Record = tuple[Cell, ...]

MEETINGS: Shape = {
    "relation": TEXT, "turned": TRUTH, "narrow": TEXT, "narrow_polarity": TEXT, "wide": TEXT, "wide_polarity": TEXT,
    "grade": INT, "meets": TRUTH, "covers_subject": TRUTH, "covers_value": TRUTH, "narrow_carries": TRUTH,
    "wide_carries": TRUTH,
}  # fmt: skip
TURNS: Shape = {"event": TEXT, "state": TEXT, "what": TEXT, "grade": INT}
NEAR: Shape = {"x": TEXT, "y": TEXT, "same": INT, "part": INT, "whole": INT, "apart": TRUTH}
ENTITIES: Shape = {"id": TEXT, "kind": TEXT, "name": TEXT, "authority": TEXT, "official": TEXT}
KIN: Shape = {"a": INT, "b": INT, "shared": TRUTH, "within": TRUTH}
TIES: Shape = {"kind": TEXT, "a": INT, "b": INT, "grade": INT}
LINKS: Shape = {"a": INT, "b": INT, "answered": INT, "event": INT}
ANSWERED: Shape = {"a": INT, "b": INT, "grade": INT}
TOLD: Shape = {"a": INT, "b": INT, "grade": INT}


class Meeting(NamedTuple):
    """How one predicate bears on another: rows of the narrow one under rows of the wide one, or (`meets`) alike.

    `turned` where the relation leads from the wide to the narrow row; `..._carries` where a row's value counts.
    """

    relation: str
    turned: bool
    narrow: str
    narrow_polarity: Polarity
    wide: str
    wide_polarity: Polarity
    grade: int
    meets: bool
    covers_subject: bool
    covers_value: bool
    narrow_carries: bool
    wide_carries: bool

    @property
    def record(self) -> Record:
        """The meeting as a row of `MEETINGS`."""
        return self._replace(grade=int(self.grade))


def meetings(vocabulary: Vocabulary, table: Table) -> tuple[Meeting, ...]:
    """All ways in which rows of this dossier bear on one another by their predicates."""
    used = set(zip(table.columns["predicate"], table.columns["polarity"], strict=True))
    affirmed = sorted(str(predicate) for predicate, polarity in used if polarity == "affirms")
    denied = sorted(str(predicate) for predicate, polarity in used if polarity == "denies")
    return (
        *_under(vocabulary, affirmed, denied),
        *_exclusions(vocabulary, affirmed),
        *_successions(vocabulary, affirmed),
        *_rivals(vocabulary, affirmed),
    )


def _under(vocabulary: Vocabulary, affirmed: list[str], denied: list[str]) -> Iterator[Meeting]:
    """Rows that fall under others: affirmations under denials and affirmations they reach, denials under denials."""
    for predicate in affirmed:
        for step in vocabulary.implied(predicate):
            if step.polarity == "denies":
                if step.target in denied:
                    yield _entailing_denial(vocabulary, predicate, step)
                continue
            if step.target in denied:
                yield _falling(vocabulary, "contradicts", predicate, step, "denies", turned=False)
                yield _falling(vocabulary, "contradicts", predicate, step, "denies", turned=True)
            if step.target in affirmed:
                yield _falling(vocabulary, "entails", predicate, step, "affirms", turned=False)
    for predicate in denied:
        entry = vocabulary.predicates[predicate]
        yield Meeting(
            relation="entails", turned=True, narrow=predicate, narrow_polarity="denies", wide=predicate,
            wide_polarity="denies", grade=Grade.CERTAIN, meets=False, covers_subject=entry.covers_subject,
            covers_value=entry.covers_value, narrow_carries=True, wide_carries=True,
        )  # fmt: skip


def _falling(
    vocabulary: Vocabulary, relation: str, predicate: str, step: Implied, polarity: Polarity, *, turned: bool
) -> Meeting:
    """What a predicate affirms falls under a row of what it reaches."""
    entry = vocabulary.predicates[step.target]
    return Meeting(
        relation=relation, turned=turned, narrow=predicate, narrow_polarity="affirms", wide=step.target,
        wide_polarity=polarity, grade=step.grade, meets=False, covers_subject=entry.covers_subject,
        covers_value=entry.covers_value, narrow_carries=_kind(vocabulary, predicate) == entry.value, wide_carries=True,
    )  # fmt: skip


def _entailing_denial(vocabulary: Vocabulary, predicate: str, step: Implied) -> Meeting:
    """A row that reaches `not q` entails denials of q that fall under it."""
    entry = vocabulary.predicates[step.target]
    return Meeting(
        relation="entails", turned=True, narrow=step.target, narrow_polarity="denies", wide=predicate,
        wide_polarity="affirms", grade=step.grade, meets=False, covers_subject=entry.covers_subject,
        covers_value=entry.covers_value, narrow_carries=True, wide_carries=_kind(vocabulary, predicate) == entry.value,
    )  # fmt: skip


def _exclusions(vocabulary: Vocabulary, affirmed: list[str]) -> Iterator[Meeting]:
    clashes = [(found.a, found.b, found.at_a, found.at_b, found.grade) for found in vocabulary.clashes(affirmed)]
    for relation in ("contradicts", "excludes"):
        yield from _alike(vocabulary, relation, clashes)


def _rivals(vocabulary: Vocabulary, affirmed: list[str]) -> Iterator[Meeting]:
    """Predicates that reach what has one value at a time, each with each, and with itself."""
    single = [entry.id for entry in vocabulary.predicates.values() if entry.single and entry.value != "none"]
    reaching = {
        target: [(name, way) for name in affirmed for way in vocabulary.affirmed(name) if way.target == target]
        for target in single
    }
    pairs = [
        (a, b, target, target, min(one.grade, other.grade))
        for target, ways in reaching.items() for a, one in ways for b, other in ways
    ]  # fmt: skip
    yield from _alike(vocabulary, "rivals", pairs)


def _successions(vocabulary: Vocabulary, affirmed: list[str]) -> Iterator[Meeting]:
    """Events that can only come after others, from the earlier to the later; and what happens once, told twice."""
    found = vocabulary.successions(affirmed)
    orders = [(a, b, way.earlier.target, way.later.target, way.grade) for a, b, way in found]
    yield from _alike(vocabulary, "must-precede", orders)
    twice = (name for name in affirmed if vocabulary.predicates[name].once)
    yield from _alike(vocabulary, "happens-once", [(name, name, name, name, Grade.CERTAIN) for name in twice])


def _alike(
    vocabulary: Vocabulary, relation: str, pairs: Iterable[tuple[str, str, str, str, Grade]]
) -> Iterator[Meeting]:
    """Rows of two predicates that meet where both speak of one subject, and of one value if both carry one there.

    A pair is two predicates, what each of them reaches, and a grade.
    """
    best: dict[tuple[str, str, bool, bool], Grade] = {}
    for a, b, at_a, at_b, grade in pairs:
        kind = _kind(vocabulary, at_a)
        compared = kind not in ("none", "") and kind == _kind(vocabulary, at_b)
        carries = (compared and _kind(vocabulary, a) == kind, compared and _kind(vocabulary, b) == kind)
        best[a, b, *carries] = max(best.get((a, b, *carries), Grade.NO), grade)
    for (a, b, a_carries, b_carries), grade in best.items():
        yield Meeting(
            relation=relation, turned=False, narrow=a, narrow_polarity="affirms", wide=b, wide_polarity="affirms",
            grade=grade, meets=True, covers_subject=False, covers_value=False, narrow_carries=a_carries,
            wide_carries=b_carries,
        )  # fmt: skip


def _kind(vocabulary: Vocabulary, predicate: str) -> str:
    entry = vocabulary.predicates.get(predicate)
    return "none" if entry is None else entry.value


def turns(vocabulary: Vocabulary, table: Table) -> Iterator[Record]:
    """The events of this dossier that begin or end a state: rows of `TURNS`."""
    kinds = zip(table.columns["predicate"], table.columns["kind"], table.columns["polarity"], strict=True)
    for event in sorted({str(name) for name, kind, polarity in kinds if kind == "event" and polarity == "affirms"}):
        for what, states in (("starts", vocabulary.starts(event)), ("ends", vocabulary.ends(event))):
            yield from ((event, state.target, what, int(state.grade)) for state in states)


# Entities


def near(dossier: Dossier, table: Table, words: Iterable[str]) -> Iterator[Record]:
    """Texts that are one, or entities that may be one or parts of one another: rows of `NEAR`.

    Every text in a column that is compared is near to itself, so that all comparisons are joins by equality.
    """
    columns = {"subject", "token", "scope", *words}
    texts = {text for name in columns & table.columns.keys() for text in table.columns[name] if isinstance(text, str)}
    if columns & ENTITIES.keys():
        texts |= {text for entity in entities(dossier.entities) for text in entity if isinstance(text, str)}
    certain = int(Grade.CERTAIN)
    yield from ((text, text, certain, certain, certain, False) for text in sorted(texts))
    for kin in close_entities(dossier.entities):
        yield kin.x, kin.y, int(kin.same), int(kin.part), int(kin.whole), kin.apart


def entities(known: Mapping[str, Entity]) -> Iterator[Record]:
    """What rules may ask of an entity: rows of `ENTITIES`."""
    for entity in known.values():
        flags = ("true" if flag else "false" for flag in (entity.authority, entity.official))
        yield entity.id, entity.kind or None, entity.name or None, *flags


# Links


class Ties(NamedTuple):
    """How rows are tied by links: rows of `TIES`, `LINKS`, `ANSWERED`, `TOLD` and `KIN`."""

    ties: tuple[Record, ...]
    links: tuple[Record, ...]
    answered: tuple[Record, ...]
    told: tuple[Record, ...]
    kin: tuple[Record, ...]
    relations: frozenset[str]


def ties_of(dossier: Dossier, table: Table) -> Ties:
    """All ties between the rows of a dossier.

    Links join stated rows. `apart` and `event` hold both ways; `answered` joins a denial and the affirmation that it
    answers, both ways; `told` are those of which a link says that one came before the other. `kin` are rows of one
    event, or (`shared`) of a common claim where a row rests on several; `within` where the second rests on no claim
    that is not one of the first, or of the event of one.
    """
    rows = {str(key): row for key, row, stated in zip(
        table.columns["key"], table.columns["row"], table.columns["stated"], strict=True) if stated == "true"
    }  # fmt: skip
    best: dict[tuple[str, Cell, Cell], Grade] = {}
    for link in dossier.links:
        if link.from_ in rows and link.to in rows:
            for kind, a, b in _kinds(link, table, rows):
                grade = Grade.POSSIBLE if link.hangs_on else Grade.CERTAIN
                best[kind, a, b] = max(best.get((kind, a, b), Grade.NO), grade)
    events = one_event(dossier.links)
    for (a_claim, b_claim), grade in events.items():
        if a_claim in rows and b_claim in rows:
            best["event", rows[a_claim], rows[b_claim]] = grade
    return Ties(
        ties=tuple((kind, a, b, int(grade)) for (kind, a, b), grade in best.items()),
        links=tuple(_links(best)),
        answered=tuple(_answered(best, table)),
        told=tuple((a, b, int(grade)) for (kind, a, b), grade in best.items() if kind == "before"),
        kin=tuple(_kin(table, events)),
        relations=frozenset(kind for kind, _, _ in best) | ({"same-event"} if events else set()),
    )


def _kinds(link: Link, table: Table, rows: Mapping[str, Cell]) -> Iterator[tuple[str, Cell, Cell]]:
    a, b = rows[link.from_], rows[link.to]
    yield link.relation, a, b
    if link.relation == "not-same":
        yield from (("apart", a, b), ("apart", b, a))
    elif link.relation == "answers":
        polarity = table.columns["polarity"]
        if isinstance(a, int) and isinstance(b, int) and (polarity[a], polarity[b]) == ("denies", "affirms"):
            yield from (("answered", a, b), ("answered", b, a))


def _links(best: Mapping[tuple[str, Cell, Cell], Grade]) -> Iterator[Record]:
    for kind, a, b in best:
        if kind == "answered":
            yield a, b, int(best[kind, a, b]), None
        elif kind == "event" and ("answered", a, b) not in best:
            yield a, b, None, int(best[kind, a, b])


def _answered(best: Mapping[tuple[str, Cell, Cell], Grade], table: Table) -> Iterator[Record]:
    proceeding = table.columns["proceeding"]
    for (kind, a, b), grade in best.items():
        if kind == "answered" and isinstance(a, int) and isinstance(b, int):
            differ = proceeding[a] and proceeding[b] and proceeding[a] != proceeding[b]
            yield a, b, int(min(grade, Grade.POSSIBLE) if differ else grade)


def _kin(table: Table, events: Mapping[tuple[str, str], Grade]) -> Iterator[Record]:
    claims = [str(text).split("\n") for text in table.columns["claims"]]
    several = [row for row, names in enumerate(claims) if len(names) > 1]
    if not several and not events:
        return
    rows: dict[str, list[int]] = {}
    for row, names in enumerate(claims):
        for name in names:
            rows.setdefault(name, []).append(row)
    shared = {pair for row in several for name in claims[row] for other in rows[name] for pair in _both(row, other)}
    of_one_event = {(a, b) for one, other in events for a in rows.get(one, ()) for b in rows.get(other, ())}
    for a, b in sorted(shared | of_one_event):
        if a != b:
            within = all(one in claims[a] or any((one, other) in events for other in claims[a]) for one in claims[b])
            yield a, b, (a, b) in shared, within


def _both(a: int, b: int) -> Iterator[tuple[int, int]]:
    yield a, b
    yield b, a


def columns_of(shape: Shape, records: Iterable[Record]) -> dict[str, Sequence[Cell]]:
    """Records as columns."""
    transposed = list(zip(*records, strict=True))
    return {name: transposed[index] if transposed else () for index, name in enumerate(shape)}
