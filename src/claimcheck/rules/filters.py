"""The filters of a name in columns: which rows pass, and how surely where a filter reads what a claim implies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from claimcheck.closures import Vocabulary
from claimcheck.extents import Grade
from claimcheck.rules.expressions import (
    CERTAIN,
    FALSE,
    POSSIBLE,
    Apply,
    Bound,
    Column,
    Exists,
    Expr,
    Scan,
    all_of,
    any_of,
    case,
    equal,
    least,
)
from claimcheck.rules.operands import RENAMED
from claimcheck.rules.sources import Present
from claimcheck.table import LISTS

Filters = tuple[tuple[str, tuple[str, ...]], ...]


class Filtered(NamedTuple):
    """Which rows pass some filters, and how surely."""

    where: tuple[Expr, ...]
    grade: Expr = CERTAIN


def filtered(name: str, filters: Filters, vocabulary: Vocabulary, present: Present | None) -> Filtered:
    """The filters of one name.

    `{kind: event, affirms: detained}` becomes `kind = 'event'`, and that the predicate is one of those that imply
    `detained`; possible at most where it only suggests it.
    """
    where: list[Expr] = []
    grades: list[Expr] = []
    for field, texts in filters:
        if field in ("affirms", "denies"):
            condition, grade = _reaching(name, field, texts, vocabulary, present)
            where.append(condition)
            grades.append(grade)
        elif field in LISTS:
            item = (equal(Column("item", "row"), Column(name, "row")), equal(Column("item", "field"), Bound(field)),
                    one_of(Column("item", "item"), texts))  # fmt: skip
            where.append(Exists(Scan("items", "item"), item))
        else:
            column = "word" if field == "value" else RENAMED.get(field, field)
            where.append(one_of(Column(name, column), texts))
    return Filtered(tuple(where), least(grades))


def one_of(column: Expr, texts: Sequence[str]) -> Expr:
    """Is one of some texts."""
    if len(texts) == 1:
        return equal(column, Bound(texts[0]))
    return Apply("in", (column, *(Bound(text) for text in texts))) if texts else FALSE


def _reaching(
    name: str, field: str, texts: Sequence[str], vocabulary: Vocabulary, present: Present | None
) -> tuple[Expr, Expr]:
    """Rows that affirm (or deny) one of some predicates, themselves or through what they imply."""
    used = sorted(vocabulary.predicates if present is None else present.predicates)
    reached = {predicate: _best(vocabulary, predicate, field, texts) for predicate in used}
    some = [predicate for predicate, grade in reached.items() if grade]
    weak = [predicate for predicate, grade in reached.items() if grade == Grade.POSSIBLE]
    affirmed, predicate = equal(Column(name, "polarity"), Bound("affirms")), Column(name, "predicate")
    condition = all_of(affirmed, one_of(predicate, some))
    if field == "denies":
        denied = all_of(equal(Column(name, "polarity"), Bound("denies")), one_of(predicate, texts))
        condition = any_of(condition, denied)
    return condition, case((all_of(affirmed, one_of(predicate, weak)), POSSIBLE), otherwise=CERTAIN)


def _best(vocabulary: Vocabulary, predicate: str, polarity: str, texts: Iterable[str]) -> Grade:
    wanted = frozenset(texts)
    steps = vocabulary.implied(predicate)
    return max((step.grade for step in steps if step.polarity == polarity and step.target in wanted), default=Grade.NO)
