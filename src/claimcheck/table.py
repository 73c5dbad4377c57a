"""The claim table: what claims state and what their events begin, as columns that an engine loads.

A row is one thing said to hold or not. Its times are whole seconds of civil time: a start in `[s1, s2]`, an exclusive
end in `[w1, w2]` as written (before persistence), and in `[p1, p2]` if a state persists with nothing on record against
it. A missing value is None, and never an empty text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct, field

from claimcheck.dates import NEG, POS, Duration, parse_duration, shift
from claimcheck.extents import Extent, Grade
from claimcheck.model import Claim, Dossier, Polarity, Predicate, Value

Cell = str | int | float | bool | None
Columns = Mapping[str, Sequence[Cell]]

TEXT, INT, NUMBER, TRUTH = "VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN"

OF_ROW: Mapping[str, str] = {
    "row": INT, "key": TEXT, "claims": TEXT, "claim": INT, "event": TEXT, "stated": TEXT, "cap": INT,
    "predicate": TEXT, "polarity": TEXT, "subject": TEXT, "unit": TEXT, "scope": TEXT, "scoped": TRUTH,
    "proceeding": TEXT, "of": TEXT, "word": TEXT, "token": TEXT, "value": TEXT, "folded": TEXT, "lo": NUMBER,
    "hi": NUMBER, "slack": NUMBER, "first": INT, "last": INT,
}  # fmt: skip
"""Which row, and what it says. `claims` are the stated claims beneath, one a line; `claim` is a number that rows of
one claim share; `event` names the event that the claims tell of; `of` is the kind of the value, `word` what was
typed; `token` is alike for equal values; `value` stands for an entity or a text, `folded` for the words of a text,
`lo` to `hi` for a number, `first` to `last` (exclusive) for a date."""

OF_PREDICATE: Mapping[str, str] = {
    "kind": TEXT, "role": TEXT, "outcome": TEXT, "adds_up": TEXT, "single": TEXT, "once": TEXT, "horizon": TEXT,
    "fixed": TRUTH,
}  # fmt: skip

OF_CLAIM: Mapping[str, str] = {
    "text": TEXT, "source": TEXT, "said_by": TEXT, "said_in": TEXT, "authority": TEXT, "mode": TEXT, "basis": TEXT,
    "listing": TEXT, "capacity": TEXT, "quote": TEXT, "cite": TEXT, "lang": TEXT, "official": TEXT, "own_voice": TEXT,
    "dated": TEXT, "said_to": TEXT, "tags": TEXT, "said1": INT, "said2": INT,
}  # fmt: skip

OF_TIME: Mapping[str, str] = {
    "s1": INT, "s2": INT, "w1": INT, "w2": INT, "moment": TRUTH, "state": TRUTH,
    "persists": TRUTH, "changes": TRUTH, "open_end": TRUTH, "started": TRUTH, "p1": INT, "p2": INT,
}  # fmt: skip
"""`persists`: an affirmed state whose end the author did not give; `changes`: an opposite record ends it; `open_end`:
records may cut the written end itself; `started`: begun by an event."""

BASE: Mapping[str, str] = {**OF_ROW, **OF_PREDICATE, **OF_CLAIM, **OF_TIME}

OF_ITEM: Mapping[str, str] = {"row": INT, "field": TEXT, "item": TEXT}

LISTS: Mapping[str, Callable[[Claim], tuple[str, ...]]] = {
    "said_to": lambda claim: claim.said_to,
    "tags": lambda claim: claim.tags,
}
_WORDS: Mapping[str, Callable[[Claim], str | None]] = {
    "text": lambda claim: claim.text,
    "source": lambda claim: claim.source,
    "said_by": lambda claim: claim.said_by,
    "said_in": lambda claim: claim.said_in,
    "authority": lambda claim: claim.authority,
    "mode": lambda claim: claim.mode,
    "basis": lambda claim: claim.basis,
    "listing": lambda claim: claim.listing,
    "capacity": lambda claim: claim.capacity,
    "quote": lambda claim: claim.quote,
    "cite": lambda claim: claim.cite,
    "lang": lambda claim: claim.lang,
}

_WORD = re.compile(r"\w+")
Starts = Callable[[str], Iterable[tuple[str, Grade]]]


class Row(NamedTuple):
    """What is particular to one row, before it becomes columns: the rest comes from its claims and its predicate."""

    key: str
    claims: tuple[str, ...]
    origin: tuple[Claim, ...]
    source: str
    cap: Grade
    predicate: Predicate
    polarity: Polarity
    subject: str
    value: Value | None
    unit: str
    scope: str
    proceeding: str
    time: Extent
    open_end: bool


class Table(Struct, frozen=True, kw_only=True):
    """Rows as columns of `BASE`, and the items of list-valued fields as columns `row`, `field`, `item`."""

    dossier: Dossier
    events: Mapping[str, str]
    columns: dict[str, list[Cell]] = field(default_factory=lambda: {name: [] for name in BASE})
    items: dict[str, list[Cell]] = field(default_factory=lambda: {name: [] for name in OF_ITEM})

    stated: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.columns["row"])

    def add(self, row: Row, claim: int | None = None) -> int:
        """Append a row and give its number; `claim` is the number of the stated row whose claim it shares."""
        number = len(self)
        cells = dict(self._cells(row))
        shares = self.stated.get(row.claims[0]) if claim is None and len(row.claims) == 1 else claim
        cells |= {"row": number, "claim": number if shares is None else shares}
        if row.source == "stated":
            self.stated[row.key] = number
        for name, column in self.columns.items():
            cell = cells.get(name)
            column.append(None if cell == "" else cell)
        for name in LISTS:
            for item in dict.fromkeys(shared_list(row.origin, name)):
                self.items["row"].append(number)
                self.items["field"].append(name)
                self.items["item"].append(item)
        return number

    def _cells(self, row: Row) -> Iterator[tuple[str, Cell]]:
        yield from (
            ("key", row.key), ("claims", "\n".join(row.claims)), ("stated", flag(row.source == "stated")),
            ("event", "\n".join(sorted({self.events.get(claim, claim) for claim in row.claims}))),
            ("cap", int(row.cap)), ("predicate", row.predicate.id), ("polarity", row.polarity),
            ("subject", row.subject), ("unit", row.unit), ("scope", row.scope),
            ("scoped", row.scope in self.dossier.entities), ("proceeding", row.proceeding),
        )  # fmt: skip
        yield from _value_cells(row.value)
        yield from _predicate_cells(row.predicate)
        yield from _claim_cells(row.origin)
        yield from _time_cells(row)


def shared(claims: Sequence[Claim], name: str) -> str | None:
    """The text that a field has in all of the claims, or None where they differ."""
    read = _WORDS[name]
    found = {read(claim) for claim in claims} if len(claims) > 1 else {read(claims[0])}
    return found.pop() if len(found) == 1 else None


def shared_list(claims: Sequence[Claim], name: str) -> tuple[str, ...]:
    """The texts that a list-valued field has in all of the claims, or none where they differ."""
    found = {LISTS[name](claim) for claim in claims}
    return found.pop() if len(found) == 1 else ()


def flag(value: bool) -> str:
    """Yes and no as rules write them."""
    return "true" if value else "false"


def _value_cells(value: Value | None) -> Iterator[tuple[str, Cell]]:
    if value is None:
        return
    yield "of", value.kind
    yield "word", value.text
    if value.kind == "number":
        yield from (("lo", value.lo), ("hi", value.hi), ("slack", value.tolerance))
        yield "token", f"\x1f{value.lo!r} {value.hi!r}"
    elif value.kind == "date":
        yield from (("first", int(value.lo)), ("last", int(value.hi)))
        yield "token", f"\x1f{int(value.lo)} {int(value.hi)}"
    else:
        yield from (("value", value.text), ("token", value.text))
        if value.kind == "text":
            yield "folded", " ".join(("", *_WORD.findall(value.text.casefold()), ""))


def _predicate_cells(predicate: Predicate) -> Iterator[tuple[str, Cell]]:
    yield from (
        ("kind", predicate.kind), ("role", predicate.role), ("outcome", predicate.outcome),
        ("adds_up", predicate.adds_up),
        ("single", flag(predicate.single)), ("once", flag(predicate.once)), ("horizon", f"+{predicate.horizon}"),
        ("fixed", predicate.kind == "fixed"),
    )  # fmt: skip


def _claim_cells(origin: Sequence[Claim]) -> Iterator[tuple[str, Cell]]:
    yield from ((name, shared(origin, name)) for name in _WORDS)
    yield from ((name, "\n".join(shared_list(origin, name))) for name in LISTS)
    yield "official", flag(all(claim.official for claim in origin))
    yield "own_voice", flag(all(claim.own_voice for claim in origin))
    yield "dated", flag(all(claim.when is not None and claim.when.form != "unknown" for claim in origin))
    said = {claim.said for claim in origin}
    moment = said.pop() if len(said) == 1 else None
    if moment is not None:
        yield from (("said1", moment.start_earliest), ("said2", moment.start_latest))


def _time_cells(row: Row) -> Iterator[tuple[str, Cell]]:
    time, predicate = row.time, row.predicate
    moment = time.shape == "moment"
    persists = row.polarity == "affirms" and predicate.kind == "state" and (moment or row.open_end)
    lasts = persistence(predicate)
    p1, p2 = time.end_earliest, time.end_latest
    if persists and isinstance(lasts, Duration):
        p1, p2 = max(p1, shift(time.start_earliest, lasts)), max(p2, shift(time.start_latest, lasts))
    elif persists and lasts != "never":
        p1 = p2 = POS
    yield from (
        ("s1", time.start_earliest), ("s2", time.start_latest), ("w1", time.end_earliest), ("w2", time.end_latest),
        ("moment", moment), ("state", time.state), ("persists", persists), ("open_end", row.open_end),
        ("changes", persists and (isinstance(lasts, Duration) or lasts == "until-changed")),
        ("started", row.source == "started"), ("p1", p1), ("p2", p2),
    )  # fmt: skip


def persistence(predicate: Predicate) -> Duration | str:
    """How long a state is presumed to last: a duration, `never`, `until-changed` or `until-ended`."""
    return parse_duration(predicate.persists) if predicate.persists.startswith("P") else predicate.persists


def claim_table(dossier: Dossier, starts: Starts, events: Mapping[str, str]) -> Table:
    """All rows of a dossier: for each claim whose time can be read, what it states and the states that it begins.

    `starts` gives the states that an event begins; `events` names for each claim the event that it tells of.
    """
    table = Table(dossier=dossier, events=events)
    for claim in dossier.claims.values():
        predicate = dossier.predicates.get(claim.predicate)
        if claim.time is None or predicate is None:
            continue
        row = _stated(claim, claim.time, predicate)
        number = table.add(row)
        if row.polarity == "affirms" and predicate.kind == "event":
            for state, grade in starts(claim.predicate):
                begun = dossier.predicates.get(state)
                if begun is not None and begun.kind == "state":
                    table.add(_started(row, begun, grade), number)
    return table


def _stated(claim: Claim, time: Extent, predicate: Predicate) -> Row:
    unknown_end = claim.when is not None and claim.when.form == "interval" and claim.when.end_is == "unknown"
    return Row(
        key=claim.id, claims=(claim.id,), origin=(claim,), source="stated",
        cap=Grade.POSSIBLE if claim.weak else Grade.CERTAIN,
        predicate=predicate, polarity=claim.polarity, subject=claim.subject, value=claim.value, unit=claim.unit,
        scope=claim.scope, proceeding=claim.proceeding, time=time, open_end=unknown_end,
    )  # fmt: skip


def _started(event: Row, state: Predicate, grade: Grade) -> Row:
    return event._replace(
        key=f"{event.key}>{state.id}", source="started", cap=min(event.cap, grade), predicate=state,
        value=event.value if event.predicate.value == state.value else None,
        time=begun(event.time.start_earliest, event.time.start_latest, state), open_end=True,
    )  # fmt: skip


def begun(earliest: int, latest: int, predicate: Predicate) -> Extent:
    """The time of what begins in a window and of whose end nothing is said: at least a moment, at most its horizon."""
    lasts = persistence(predicate)
    end = shift(latest + 1, parse_duration(predicate.horizon))
    if isinstance(lasts, Duration):
        end = max(end, shift(latest, lasts))
    elif lasts != "never":
        end = POS
    return Extent(start_earliest=earliest, start_latest=latest, end_earliest=earliest + 1, end_latest=end,
                  shape="stretch", state=predicate.kind in ("state", "quantity"))  # fmt: skip


# Bounds moved by the calendar

OF_MOVED: Mapping[str, str] = {
    "row": INT, "period": TEXT, "s1": INT, "s2": INT, "e1": INT, "e2": INT, "l1": INT, "l2": INT,
    "said1": INT, "said2": INT, "first": INT, "last": INT,
    "s_gap": INT, "e_gap": INT, "said_gap": INT, "first_gap": INT,
}  # fmt: skip
"""Each bound so much later or earlier. `..._gap` is the longest that takes from either of two bounds, missing where
neither is a date."""

BOUNDS = tuple(name for name, kind in OF_MOVED.items() if kind == INT and not name.endswith("_gap") and name != "row")
_ENDS = ("e1", "e2", "l1", "l2", "last")
_GAPS = {"s_gap": ("s1", "s2"), "e_gap": ("e1", "e2"), "said_gap": ("said1", "said2"), "first_gap": ("first", "last")}


def moved(rows: Columns, periods: Sequence[str], names: Iterable[str] = OF_MOVED) -> dict[str, list[Cell]]:
    """The bounds of rows, each moved by each of some periods: columns of `OF_MOVED`, those of `names`.

    A period is written `+P1Y` or `-P90D`, several in a row for a term with several. Ends move with the last second
    before them; what is unbounded stays.
    """
    columns: dict[str, list[Cell]] = {name: [] for name in OF_MOVED if name in {"row", "period", *names}}
    for period in periods:
        steps = [(parse_duration(step[1:]), 1 if step[0] == "+" else -1) for step in split_period(period)]
        known: dict[int, int] = {}
        columns["row"].extend(rows["row"])
        columns["period"].extend([period] * len(rows["row"]))
        for name in columns.keys() & set(BOUNDS):
            columns[name].extend(_moved(bound, int(name in _ENDS), steps, known) for bound in rows[name])
        for name in columns.keys() & _GAPS.keys():
            columns[name].extend(_gaps(rows, _GAPS[name], steps, known))
    return columns


def _gaps(rows: Columns, pair: tuple[str, str], steps: list[tuple[Duration, int]],
          known: dict[int, int]) -> Iterator[int | None]:  # fmt: skip
    """For each row the longest way from either of two bounds to where it is moved."""
    delays = [int(name in _ENDS) for name in pair]
    for ends in zip(*(rows[name] for name in pair), strict=True):
        later = [_moved(bound, delay, steps, known) for bound, delay in zip(ends, delays, strict=True)]
        yield _gap(zip(ends, later, strict=True), delays)


def _gap(ends: Iterable[tuple[Cell, Cell]], delays: Iterable[int]) -> int | None:
    """The longest way from a bound to where it was moved, over those bounds that are dates."""
    gaps = [
        later - bound
        for (bound, later), delay in zip(ends, delays, strict=True)
        if isinstance(bound, int) and isinstance(later, int) and NEG < bound - delay < POS - 1
    ]
    return max(gaps, default=None)


def _moved(bound: Cell, delay: int, steps: list[tuple[Duration, int]], known: dict[int, int]) -> Cell:
    """One bound moved; `known` remembers what was worked out, since dates come again and again."""
    if not isinstance(bound, int) or not NEG < bound < POS:
        return bound
    if bound - delay not in known:
        known[bound - delay] = move_by(bound - delay, steps)
    return known[bound - delay] + delay


def split_period(period: str) -> list[str]:
    """`+P1Y-P3D` as `+P1Y` and `-P3D`."""
    return period.replace("+", " +").replace("-", " -").split()


def move_by(moment: int, steps: Iterable[tuple[Duration, int]]) -> int:
    """A moment moved by several lengths of time, one after the other."""
    for duration, sign in steps:
        moment = shift(moment, duration, 1 if sign > 0 else -1)
    return moment
