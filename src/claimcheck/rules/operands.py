"""What the terms of a rule stand for in columns: words, numbers, dates, times, or a value whose kind the claim tells.

A term is read once for each condition it stands in. Reading it may ask for tables beside the rows of claims (an entity,
the items of a list, bounds moved by the calendar): these are gathered in `Sources`, each once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from claimcheck.dates import Duration, When, parse_duration
from claimcheck.rules.expressions import (
    FALSE,
    NOTHING,
    Apply,
    Bound,
    Column,
    Expr,
    Nothing,
    Truth,
    Whole,
    all_of,
    any_of,
    case,
    equal,
    given,
    negate,
    plus,
)
from claimcheck.rules.sources import Sources, UncompilableError
from claimcheck.rules.syntax import Call, Constant, Field, Sum, Term, Var
from claimcheck.rules.times import Point, Time, Written, is_dated, point_time
from claimcheck.table import LISTS, move_by, split_period

ZERO = Whole(0)


class Claim(NamedTuple):
    """A claim that the rule has named."""

    name: str


class Words(NamedTuple):
    """A text, missing where the claim has none."""

    text: Expr


class Choice(NamedTuple):
    """A list written in the rule."""

    items: tuple[str, ...]


class Items(NamedTuple):
    """A field with several texts."""

    name: str
    field: str


class Amount(NamedTuple):
    """Closed bounds of a number. `word` is what was typed; `counted` tells that it counts claims."""

    lo: Expr
    hi: Expr
    slack: Expr = ZERO
    unit: Expr = NOTHING
    word: Expr = NOTHING
    counted: bool = False


class Day(NamedTuple):
    """A date as a value: the window from `first` to `last` (exclusive). `point` is None after `+`."""

    first: Expr
    last: Expr
    word: Expr = NOTHING
    point: Point | None = None


class Mixed(NamedTuple):
    """The value of a claim: a number, a date, or a text or entity, as the claim has it."""

    name: str
    place: str

    def column(self, name: str) -> Column:
        """A column of the row that has the value."""
        return Column(self.name, name)

    @property
    def kind(self) -> Expr:
        """Which kind it is, missing where the claim has no value."""
        return self.column("of")

    @property
    def amount(self) -> Amount:
        """The value as a number, its bounds missing where it is none."""
        lo, hi, slack, unit, word = map(self.column, ("lo", "hi", "slack", "unit", "word"))
        return Amount(lo=lo, hi=hi, slack=slack, unit=unit, word=word)

    @property
    def day(self) -> Day:
        """The value as a date, its bounds missing where it is none."""
        return Day(first=self.column("first"), last=self.column("last"), word=self.column("word"),
                   point=Point(("", self.place)))  # fmt: skip

    @property
    def words(self) -> Words:
        """The value as a text or an entity, missing where it is none."""
        return Words(self.column("value"))


Operand = Claim | Words | Choice | Items | Amount | Day | Mixed | Time


def operand(term: Term, sources: Sources, place: str) -> Operand | None:
    """What a term stands for; None where no claim could ever say. `place` tells the dates of one match apart."""
    match term:
        case Var(name=name):
            return Claim(name) if name in sources.claims else None
        case Constant():
            return _literal(term, place)
        case Field(name=name, path=path):
            return _field(name, path, sources, place) if name in sources.claims else None
        case Call():
            return _call(term, sources, place)
        case Sum(term=inner, sign=sign, amount=amount):
            found = operand(inner, sources, place)
            if isinstance(amount, Duration):
                return _moved(found, sign, amount, sources)
            return _raised(found, sign * amount)


def _literal(term: Constant, place: str) -> Operand | None:
    if isinstance(term.value, When):
        window = term.value.window
        return Day(first=Whole(window.lo), last=Whole(window.hi), word=Bound(term.text), point=Point(("", place)))
    if term.kind == "number":
        number = Bound(float(term.value))
        return Amount(lo=number, hi=number, word=Bound(term.text))
    if term.kind == "list":
        return Choice(tuple(term.value))
    return None if isinstance(term.value, Duration) else Words(Bound(str(term.value)))


# Fields

_TIMES = ("when", "start", "end", "said_on")
RENAMED: Mapping[str, str] = {"id": "key"}


def _field(name: str, path: tuple[str, ...], sources: Sources, place: str) -> Operand | None:
    first = path[0]
    if len(path) == 2:
        column = Column(name, "value" if first == "value" else first)
        entity = sources.look_up(f"{name}.{first}", "entities", [("id", column)])
        return Words(Column(entity, path[1]))
    if first in _TIMES:
        return _time_field(name, first)
    if first == "value":
        return Mixed(name, place)
    return Items(name, first) if first in LISTS else Words(Column(name, RENAMED.get(first, first)))


def _time_field(name: str, field_name: str) -> Time:
    whole = whole_time(name)
    if field_name == "when":
        return whole
    if field_name == "said_on":
        return point_time(Column(name, "said1"), Column(name, "said2"), Point((name, "said")))
    if field_name == "start":
        return point_time(whole.s1, whole.s2, whole.start, whole.fixed)
    assert whole.end is not None
    last = Point(whole.end.name, whole.end.offset - 1)
    return point_time(plus(whole.e1, -1), plus(whole.e2, -1), last, whole.fixed)


WRITTEN = ("opens", "opens_on", "opens_last", "shuts", "shuts_first", "shuts_on")


def whole_time(name: str, *, lasting: bool = False) -> Time:
    """The time of a claim: as stated, or with the end it is presumed to have."""
    s1, s2, e1, e2, l1, l2 = (Column(name, key) for key in ("s1", "s2", "e1", "e2", "l1", "l2"))
    time = Time(
        s1=s1, s2=s2, e1=e1, e2=e2, l1=l1, l2=l2,
        moment=Column(name, "moment"), lasts_moment=Column(name, "lasts_moment"), state=Column(name, "state"),
        fixed=Column(name, "fixed"), date=Column(name, "date"), row=name, start=Point((name, "start")),
        end=Point((name, "lasting" if lasting else "end")),
        written=Written(**{key: Column(name, key) for key in WRITTEN}),
        lasting_written=Written(**{key: Column(name, f"lasting_{key}") for key in WRITTEN}),
    )  # fmt: skip
    return time if lasting else time.stated


# Functions


def _call(call: Call, sources: Sources, place: str) -> Operand | None:
    first = call.arguments[0]
    if call.function == "given":
        return Words(truth(known(operand(first, sources, place))))
    if call.function == "unlike":
        return _unlike(*(operand(argument, sources, place) for argument in call.arguments))
    if call.function == "count":
        tally = sources.counts.get(first.name) if isinstance(first, Var) else None
        if tally is None:
            raise UncompilableError("`count` can be asked for only under `where`")
        lo, hi = (Apply("coalesce", (Column(tally, bound), Whole(0))) for bound in ("lo", "hi"))
        return Amount(lo=lo, hi=hi, counted=True)
    names = [argument.name for argument in call.arguments if isinstance(argument, Var)]
    if len(names) != len(call.arguments) or not sources.claims.issuperset(names):
        return None
    match call.function:
        case "lasting":
            return whole_time(names[0], lasting=True)
        case "dated":
            return Words(Column(names[0], "dated"))
        case "bounded":
            return Words(truth(is_dated(whole_time(names[0]))))
        case "apart":
            return Words(truth(_apart(names[0], names[1], sources)))
        case "parties":
            return Words(parties(names[0], names[1]))
    return None


def _unlike(a: Operand | None, b: Operand | None) -> Operand:
    """Whether two fields of one word are both given and differ; what has no word of its own is never unlike."""
    words = [found.column("word") if isinstance(found, Mixed) else found.text if isinstance(found, Words) else NOTHING
             for found in (a, b)]  # fmt: skip
    if NOTHING in words:
        return Words(truth(FALSE))
    return Words(truth(Apply("coalesce", (negate(equal(*words)), FALSE))))


def truth(condition: Expr) -> Expr:
    """Yes or no as rules write them."""
    if isinstance(condition, Truth):
        return Bound("true" if condition.value else "false")
    return case((condition, Bound("true")), otherwise=Bound("false"))


def known(found: Operand | None) -> Expr:
    """Whether the records say what a term stands for."""
    match found:
        case None:
            return FALSE
        case Words(text=text):
            return given(text)
        case Items(name=name, field=field_name):
            return given(Column(name, field_name))
        case Mixed():
            return given(found.kind)
        case Amount(lo=lo):
            return given(lo)
        case Day(first=first):
            return given(first)
        case Time(s1=s1):
            return given(s1)
    return Truth(True)


def _apart(a: str, b: str, sources: Sources) -> Expr:
    if not sources.has("not-same"):
        return FALSE
    name = sources.look_up(f"{a} apart from {b}", "ties", tie_columns("apart", a, b))
    return given(Column(name, "a"))


def tie_columns(kind: str, a: str, b: str) -> list[tuple[str, Expr]]:
    """What a row of the table `ties` must have to join two claims."""
    return [("a", Column(a, "row")), ("b", Column(b, "row")), ("kind", Bound(kind))]


def parties(a: str, b: str) -> Expr:
    """Who stands against whom, for two claims (design section 6)."""

    def both(column: str) -> Expr:
        return equal(Column(a, column), Column(b, column))

    officials = [equal(Column(name, "official"), Bound("true")) for name in (a, b)]
    subjects = (Column(a, "subject"), Column(b, "subject"))
    other = case((officials[0], Column(b, "said_by")), otherwise=Column(a, "said_by"))
    person = any_of(*(equal(other, subject) for subject in subjects))
    own = all_of(*(equal(Column(name, "own_voice"), Bound("true")) for name in (a, b)), both("source"))
    against = case((person, Bound("authority against the person concerned")),
                   otherwise=Bound("authority against independent source"))  # fmt: skip
    return case(
        (Apply("<>", (officials[0], officials[1])), against),
        (all_of(Apply("not", (officials[0],)), own), Bound("inside one source")),
        (both("said_by"), Bound("same speaker")),
        (all_of(officials[0], both("authority")), Bound("same authority")),
        (officials[0], Bound("between authorities")),
        otherwise=Bound("between others"),
    )


# Sums


def _raised(found: Operand | None, by: float) -> Operand | None:
    amount = found.amount if isinstance(found, Mixed) else found
    if not isinstance(amount, Amount):
        return None
    lo, hi = (Apply("+", (bound, Bound(by))) for bound in (amount.lo, amount.hi))
    return Amount(lo=lo, hi=hi, slack=amount.slack, unit=amount.unit, counted=amount.counted)


def _moved(found: Operand | None, sign: int, by: Duration, sources: Sources) -> Operand | None:
    """A time or a date so much later or earlier: literals now, bounds of rows by the table `moved`."""
    period = f"{'+' if sign > 0 else '-'}{by.text}"
    if isinstance(found, Claim):
        found = whole_time(found.name)
    if isinstance(found, Mixed):
        found = found.day
    if isinstance(found, Day):
        first, last = move(found.first, period, sources), _move_end(found.last, period, sources)
        return Day(first=_lesser(first, last), last=_greater(first, last))
    return _moved_time(found, period, sources) if isinstance(found, Time) else None


def _moved_time(time: Time, period: str, sources: Sources) -> Time:
    s1, s2 = (move(bound, period, sources) for bound in (time.s1, time.s2))
    if time.moment == Truth(True):
        return point_time(_lesser(s1, s2), _greater(s1, s2), None, time.fixed)
    e1, e2, l1, l2 = (_move_end(bound, period, sources) for bound in (time.e1, time.e2, time.l1, time.l2))
    return Time(
        s1=_lesser(s1, s2), s2=_greater(s1, s2), e1=_lesser(e1, e2), e2=_greater(e1, e2), l1=_lesser(l1, l2),
        l2=_greater(l1, l2), moment=time.moment, lasts_moment=time.lasts_moment, state=time.state, fixed=time.fixed,
    )  # fmt: skip


def _lesser(a: Expr, b: Expr) -> Expr:
    """The earlier of two bounds: days clipped to the end of a month can change places within the last days of it."""
    if isinstance(a, Whole) and isinstance(b, Whole):
        return Whole(min(a.value, b.value))
    return Apply("least", (a, b))


def _greater(a: Expr, b: Expr) -> Expr:
    if isinstance(a, Whole) and isinstance(b, Whole):
        return Whole(max(a.value, b.value))
    return Apply("greatest", (a, b))


def move(bound: Expr, period: str, sources: Sources) -> Expr:
    """A bound moved by a period such as `+P1Y`.

    `a.s2` becomes the column `s2` of the row of `moved` for a and `+P1Y`; a literal is moved here and now.
    """
    match bound:
        case Whole(value=value):
            return Whole(move_by(value, _steps(period)))
        case Column(source=source, name=name):
            name_of = sources.lookups[source].scan if source in sources.lookups else None
            if name_of is not None and name_of.table == "moved":
                return _moved_column(*_period_of(source), name, period, sources)
            return _moved_column(source, "", name, period, sources)
        case Apply(op="+", arguments=(inner, Whole(value=offset))):
            return plus(move(inner, period, sources), offset)
        case Apply(op="least" | "greatest" as op, arguments=arguments):
            return Apply(op, tuple(move(argument, period, sources) for argument in arguments))
        case Nothing():
            return bound
    raise UncompilableError("a date cannot be moved twice in this way")


def _move_end(bound: Expr, period: str, sources: Sources) -> Expr:
    """An exclusive end moves with the last second before it; the table `moved` does so for its columns of ends."""
    if isinstance(bound, Whole):
        return plus(move(plus(bound, -1), period, sources), 1)
    return move(bound, period, sources)


def _moved_column(row: str, so_far: str, column: str, period: str, sources: Sources) -> Expr:
    whole = so_far + period
    sources.periods.add(whole)
    name = sources.look_up(f"{row} {whole}", "moved", [("row", Column(row, "row")), ("period", Bound(whole))])
    return Column(name, column)


def _period_of(name: str) -> tuple[str, str]:
    row, _, period = name.partition(" ")
    return row, period


def _steps(period: str) -> list[tuple[Duration, int]]:
    return [(parse_duration(step[1:]), 1 if step[0] == "+" else -1) for step in split_period(period)]
