"""What the terms of a rule stand for, given the rows its names are bound to: one value at a time."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from claimcheck.dates import NEG, POS, Duration, When, parse_duration, shift
from claimcheck.engine.naive_meaning import Meaning, Row
from claimcheck.extents import Extent, moment
from claimcheck.model import Claim, Predicate, Value
from claimcheck.rules.syntax import Call, Constant, Field, Sum, Term, Var


class Text(Struct, frozen=True, kw_only=True):
    """A word: an id, a name, a flag. `kind` is that of the value of a claim, else empty, here and below."""

    text: str
    kind: str = ""


class Texts(Struct, frozen=True, kw_only=True):
    """Several words, such as the tags of a claim."""

    items: tuple[str, ...]


class Number(Struct, frozen=True, kw_only=True):
    """Closed bounds of a number."""

    lo: float
    hi: float
    tolerance: float = 0.0
    unit: str = ""
    text: str = ""
    kind: str = ""


class Day(Struct, frozen=True, kw_only=True):
    """A date as a value: one moment of the window, as a claim's value or a literal gives it."""

    lo: int
    hi: int
    text: str = ""
    kind: str = ""


class Point(Struct, frozen=True, kw_only=True):
    """The name of an unknown moment, and how far from it a bound of a time lies. Without a name: free."""

    name: tuple[str, ...]
    offset: int = 0


class Span(Struct, frozen=True, kw_only=True):
    """A time that a condition speaks of.

    `time` is the stated time, `lasting` the same unless the term is `lasting(x)`. `row` is given where the term
    stands for the whole time of a row; `start` and `end` are given where its unknown moments are shared with other
    conditions of the match (not after `+`).
    """

    time: Extent
    lasting: Extent
    row: Row | None = None
    fixed: bool = False
    start: Point | None = None
    end: Point | None = None

    @property
    def union(self) -> Extent:
        """The time with any end between the earliest stated and the latest presumed one."""
        return dataclasses.replace(self.lasting, end_earliest=self.time.end_earliest)


class Counted(Struct, frozen=True, kw_only=True):
    """The members of a counted set: how many there are at least and at most, and which."""

    lo: int
    hi: int
    keys: tuple[str, ...]
    claims: tuple[str, ...]


class Scene(Struct, frozen=True, kw_only=True):
    """The rows and counted sets that the names of a rule are bound to while its conditions are judged.

    `lifting` is true for conditions under `unless`, where what holds takes a finding away.
    """

    meaning: Meaning
    rows: Mapping[str, Row]
    counts: Mapping[str, Counted]
    lifting: bool = False

    def with_row(self, name: str, row: Row, *, lifting: bool = False) -> Scene:
        """The same with one more name bound."""
        return Scene(meaning=self.meaning, rows={**self.rows, name: row}, counts=self.counts, lifting=lifting)


Operand = Text | Texts | Number | Day | Span | Row


def operand(term: Term, scene: Scene) -> Operand | None:
    """What a term stands for; None where the records do not say."""
    match term:
        case Var(name=name):
            return scene.rows.get(name)
        case Constant():
            return _literal(term)
        case Sum(term=inner, sign=sign, amount=amount):
            found = operand(inner, scene)
            if isinstance(found, Row):
                found = whole(found, scene.meaning, lasting=False)
            return _moved(found, sign, amount)
        case Call():
            return _called(term, scene)
        case Field(name=name, path=path):
            return None if name not in scene.rows else field_of(scene.rows[name], path, scene.meaning)
    return None


def _literal(term: Constant) -> Operand | None:
    value = term.value
    if isinstance(value, When):
        window = value.window
        return Day(lo=window.lo, hi=window.hi, text=term.text)
    if term.kind == "number":
        return Number(lo=float(value), hi=float(value), text=term.text)
    if term.kind == "list":
        return Texts(items=tuple(value))
    return None if isinstance(value, Duration) else Text(text=str(value))


# Fields


def shared(row: Row, read: Callable[[Claim], str]) -> str:
    """What all claims that a row shares its fields with say alike, else nothing."""
    found = {read(claim) for claim in row.origin}
    return found.pop() if len(found) == 1 else ""


def said(row: Row) -> Extent | None:
    """The moment of saying that all claims of a row share."""
    found = {claim.said for claim in row.origin}
    return found.pop() if len(found) == 1 else None


def flag(value: bool) -> str:
    """Yes and no as a rule writes them."""
    return "true" if value else "false"


def field_text(row: Row, name: str, meaning: Meaning) -> str:
    """A field of one word, empty where missing."""
    if name in _OF_CLAIM:
        return shared(row, _OF_CLAIM[name])
    if name in _OF_ROW:
        return _OF_ROW[name](row)
    if name in _OF_PREDICATE:
        return _OF_PREDICATE[name](meaning.dossier.predicates[row.predicate])
    return ""


_OF_ROW: Mapping[str, Callable[[Row], str]] = {
    "id": lambda row: row.key,
    "predicate": lambda row: row.predicate,
    "polarity": lambda row: row.polarity,
    "subject": lambda row: row.subject,
    "unit": lambda row: row.unit,
    "scope": lambda row: row.scope,
    "proceeding": lambda row: row.proceeding,
    "official": lambda row: flag(all(claim.official for claim in row.origin)),
    "own_voice": lambda row: flag(all(claim.own_voice for claim in row.origin)),
}
_OF_PREDICATE: Mapping[str, Callable[[Predicate], str]] = {
    "kind": lambda predicate: predicate.kind,
    "role": lambda predicate: predicate.role,
    "outcome": lambda predicate: predicate.outcome,
    "adds_up": lambda predicate: predicate.adds_up,
    "single": lambda predicate: flag(predicate.single),
    "once": lambda predicate: flag(predicate.once),
}
_OF_CLAIM: Mapping[str, Callable[[Claim], str]] = {
    "text": lambda claim: claim.text,
    "source": lambda claim: claim.source,
    "said_by": lambda claim: claim.said_by,
    "said_in": lambda claim: claim.said_in,
    "authority": lambda claim: claim.authority,
    "mode": lambda claim: claim.mode,
    "basis": lambda claim: claim.basis or "",
    "listing": lambda claim: claim.listing,
    "capacity": lambda claim: claim.capacity,
    "quote": lambda claim: claim.quote,
    "cite": lambda claim: claim.cite,
    "lang": lambda claim: claim.lang,
}


def field_texts(row: Row, name: str) -> tuple[str, ...]:
    """A field of several words: `tags` or `said_to`."""
    found = {claim.tags if name == "tags" else claim.said_to for claim in row.origin}
    return found.pop() if len(found) == 1 else ()


def field_of(row: Row, path: tuple[str, ...], meaning: Meaning) -> Operand | None:
    """`name.field`, or `name.field.field` for what is known of an entity."""
    name = path[0]
    if len(path) == 2:
        return _entity_field(field_of(row, path[:1], meaning), path[1], meaning)
    if name in ("when", "start", "end", "said_on"):
        return _time_field(row, name, meaning)
    if name in ("tags", "said_to"):
        items = field_texts(row, name)
        return Texts(items=items) if items else None
    if name == "value":
        return None if row.value is None else _value(row.value, row.unit)
    text = field_text(row, name, meaning)
    return Text(text=text) if text else None


def _value(value: Value, unit: str) -> Operand:
    if value.kind == "number":
        return Number(lo=value.lo, hi=value.hi, tolerance=value.tolerance, unit=unit, text=value.text, kind=value.kind)
    if value.kind == "date":
        return Day(lo=int(value.lo), hi=int(value.hi), text=value.text, kind=value.kind)
    return Text(text=value.text, kind=value.kind)


def _entity_field(operand: Operand | None, name: str, meaning: Meaning) -> Operand | None:
    entity = meaning.dossier.entities.get(operand.text) if isinstance(operand, Text) else None
    if entity is None:
        return None
    known = {
        "kind": entity.kind,
        "name": entity.name,
        "authority": flag(entity.authority),
        "official": flag(entity.official),
    }
    return Text(text=known[name]) if known.get(name) else None


# Times


def whole(row: Row, meaning: Meaning, *, lasting: bool) -> Span:
    """The time of a row, stated or with persistence, tied to the unknown moments of that row."""
    time = row.lasting if lasting else row.time
    start = Point(name=(row.key, "start"))
    end = Point(name=(row.key, "lasting" if lasting else "end"))
    if time.shape == "moment":
        end = replace(start, offset=1)
    return Span(time=row.time, lasting=time, row=row, fixed=_fixed(row, meaning), start=start, end=end)


def _fixed(row: Row, meaning: Meaning) -> bool:
    return meaning.dossier.predicates[row.predicate].kind == "fixed"


def _time_field(row: Row, name: str, meaning: Meaning) -> Span | None:
    span = whole(row, meaning, lasting=False)
    assert span.start is not None
    assert span.end is not None
    if name == "when":
        return span
    if name == "said_on":
        time = said(row)
        if time is None:
            return None
        at = Point(name=(row.key, "said"))
        time = moment(time.start_earliest, time.start_latest + 1)
        return Span(time=time, lasting=time, start=at, end=replace(at, offset=1))
    if name == "start":
        time = moment(row.time.start_earliest, row.time.start_latest + 1)
        return Span(time=time, lasting=time, fixed=span.fixed, start=span.start, end=replace(span.start, offset=1))
    time = moment(row.time.end_earliest - 1, row.time.end_latest)
    last = replace(span.end, offset=span.end.offset - 1)
    return Span(time=time, lasting=time, fixed=span.fixed, start=last, end=span.end)


def span_of(term: Term, scene: Scene, place: str) -> Span | None:
    """A term as a time; `place` tells the literals of one match apart."""
    found = operand(term, scene)
    if isinstance(found, Row):
        return whole(found, scene.meaning, lasting=False)
    if isinstance(found, Day):
        time = moment(found.lo, found.hi)
        at = None if isinstance(term, Sum) else Point(name=("", place))
        return Span(time=time, lasting=time, start=at, end=replace(at, offset=1) if at else None)
    return found if isinstance(found, Span) else None


def _moved(operand: Operand | None, sign: Literal[1, -1], amount: Duration | float) -> Operand | None:
    if isinstance(amount, Duration):
        if isinstance(operand, Day):
            bounds = _shifted_window(operand.lo, operand.hi, amount, sign)
            return Day(lo=bounds[0], hi=bounds[1], kind=operand.kind)
        if isinstance(operand, Span):
            time = _shifted(operand.time, amount, sign)
            return Span(time=time, lasting=_shifted(operand.lasting, amount, sign), fixed=operand.fixed)
        return None
    if isinstance(operand, Number):
        return replace(operand, lo=operand.lo + sign * amount, hi=operand.hi + sign * amount, text="")
    return None


def _ordered(lo: int, hi: int) -> tuple[int, int]:
    """Days clipped to the end of a month can change places within the last days of it."""
    return min(lo, hi), max(lo, hi)


def _shift_end(end: int, amount: Duration, sign: Literal[1, -1]) -> int:
    return end if end in (NEG, POS) else shift(end - 1, amount, sign) + 1


def _shifted_window(lo: int, hi: int, amount: Duration, sign: Literal[1, -1]) -> tuple[int, int]:
    return _ordered(shift(lo, amount, sign), _shift_end(hi, amount, sign))


def _shifted(time: Extent, amount: Duration, sign: Literal[1, -1]) -> Extent:
    s1, s2 = _ordered(shift(time.start_earliest, amount, sign), shift(time.start_latest, amount, sign))
    e1, e2 = _ordered(_shift_end(time.end_earliest, amount, sign), _shift_end(time.end_latest, amount, sign))
    return dataclasses.replace(time, start_earliest=s1, start_latest=s2, end_earliest=e1, end_latest=e2)


# Functions


def _called(call: Call, scene: Scene) -> Operand | None:
    first = call.arguments[0]
    if call.function == "given":
        return Text(text=flag(operand(first, scene) is not None))
    if call.function == "unlike":
        words = [_one_word(operand(argument, scene)) for argument in call.arguments]
        return Text(text=flag(all(words) and words[0] != words[1]))
    if call.function == "count":
        return _count(first, scene)
    row = operand(first, scene)
    if not isinstance(row, Row):
        return None
    if call.function == "lasting":
        return whole(row, scene.meaning, lasting=True)
    if call.function == "dated":
        return Text(text=flag(dated(row)))
    if call.function == "bounded":
        return Text(text=flag(row.time.start_earliest > NEG and row.time.start_latest < POS - 1))
    other = operand(call.arguments[-1], scene)
    if call.function == "parties" and isinstance(other, Row):
        return Text(text=parties(row, other))
    if call.function == "apart" and isinstance(other, Row):
        return Text(text=flag(scene.meaning.row_not_same(row, other) > 0))
    return None


def _one_word(found: Operand | None) -> str:
    return found.text if isinstance(found, (Text, Number, Day)) else ""


def dated(row: Row) -> bool:
    """Whether the author wrote a time for every claim beneath the row, and knew it."""
    return all(claim.when is not None and claim.when.form != "unknown" for claim in row.origin)


def _count(term: Term, scene: Scene) -> Number | None:
    counted = scene.counts.get(term.name) if isinstance(term, Var) else None
    return None if counted is None else Number(lo=float(counted.lo), hi=float(counted.hi))


def parties(a: Row, b: Row) -> str:
    """Who stands against whom."""
    by_a, by_b = shared(a, _OF_CLAIM["said_by"]), shared(b, _OF_CLAIM["said_by"])
    officials = [all(claim.official for claim in row.origin) for row in (a, b)]
    if any(officials) and not all(officials):
        other = by_b if officials[0] else by_a
        person = other in _present((a.subject, b.subject))
        return "authority against the person concerned" if person else "authority against independent source"
    if not any(officials):
        sources = {shared(row, _OF_CLAIM["source"]) for row in (a, b)}
        own = all(claim.own_voice for row in (a, b) for claim in row.origin)
        if own and len(sources) == 1 and "" not in sources:
            return "inside one source"
    if by_a and by_a == by_b:
        return "same speaker"
    authority = shared(a, _OF_CLAIM["authority"])
    if all(officials):
        same = authority and authority == shared(b, _OF_CLAIM["authority"])
        return "same authority" if same else "between authorities"
    return "between others"


def _present(texts: Iterable[str]) -> set[str]:
    return {text for text in texts if text}


def duration_of(within: Duration | Call | None, scene: Scene) -> Duration | None:
    """How far apart `within` allows two times to begin."""
    if within is None or isinstance(within, Duration):
        return within
    row = operand(within.arguments[0], scene)
    if within.function != "horizon" or not isinstance(row, Row):
        return None
    return parse_duration(scene.meaning.dossier.predicates[row.predicate].horizon)


def comparable(unit: str, other: str) -> bool:
    """Whether numbers in two units can be compared: one unit, or one not given."""
    return not unit or not other or unit == other
