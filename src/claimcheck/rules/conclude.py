"""What an inference rule concludes, as columns beside its matches: subject, value and time of the new row."""

from __future__ import annotations

from claimcheck.rules.expressions import FALSE, NOTHING, Column, Expr, all_of, equal
from claimcheck.rules.judge import as_time
from claimcheck.rules.operands import Amount, Day, Mixed, Operand, Words, operand
from claimcheck.rules.sources import Sources
from claimcheck.rules.syntax import Derive

_BOUNDS = ("s1", "s2", "e1", "e2", "moment")
_VALUE = ("of", "word", "lo", "hi", "slack", "first", "last", "unit")


def conclusion(derive: Derive, sources: Sources) -> tuple[tuple[str, Expr], ...]:
    """The columns from which the row of a conclusion is built; a missing subject, start or end means no row.

    `subject: a.subject, when: a` becomes the subject of a, and the four bounds of its time as start and as end.
    """
    subject = operand(derive.subject, sources, "subject")
    value = None if derive.value is None else operand(derive.value, sources, "value")
    columns = [("subject", subject.text if isinstance(subject, Words) else _value_text(subject))]
    columns += [(f"value.{name}", found) for name, found in zip(_VALUE, _value(value), strict=True)]
    for part, term in (("start", derive.start), ("end", derive.end)):
        time = None if term is None else as_time(operand(term, sources, part))
        bounds = (NOTHING,) * 5 if time is None else (time.s1, time.s2, time.l1, time.l2, time.lasts_moment)
        columns += [(f"{part}.{name}", bound) for name, bound in zip(_BOUNDS, bounds, strict=True)]
        if part == "start":
            open_end: Expr = FALSE
            if time is not None and time.row:
                open_end = all_of(Column(time.row, "open_end"), equal(time.e1, time.l1), equal(time.e2, time.l2))
            columns.append(("open_end", open_end))
    return tuple(columns)


def _value_text(found: Operand | None) -> Expr:
    return found.words.text if isinstance(found, Mixed) else NOTHING


def _value(found: Operand | None) -> tuple[Expr, ...]:
    """Kind, word, bounds of a number, tolerance, bounds of a date, unit; a text or entity has its word alone."""
    match found:
        case Mixed():
            return tuple(found.column(name) for name in _VALUE)
        case Amount():
            return NOTHING, found.word, found.lo, found.hi, found.slack, NOTHING, NOTHING, found.unit
        case Day():
            return NOTHING, found.word, NOTHING, NOTHING, NOTHING, found.first, found.last, NOTHING
        case Words(text=text):
            return NOTHING, text, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING
    return (NOTHING,) * len(_VALUE)
