"""The rows that inference rules conclude, built from the columns that their plans give beside each match."""

from __future__ import annotations

from collections.abc import Mapping

from claimcheck.civil import NEG, POS
from claimcheck.engine.interface import Match
from claimcheck.extents import Extent
from claimcheck.model import Claim, Dossier, Predicate, Value
from claimcheck.rules.syntax import Derive
from claimcheck.table import Cell, Row, begun

Columns = Mapping[str, Cell]


def concluded(derive: Derive, match: Match, columns: Columns, dossier: Dossier) -> Row | None:
    """The row that follows from a match; None where its subject or its time is missing, or its time is impossible."""
    predicate = dossier.predicates.get(derive.predicate)
    subject = columns["subject"]
    if predicate is None or not isinstance(subject, str):
        return None
    time = _time(derive, predicate, columns)
    if time is None:
        return None
    value = _value(predicate, columns)
    origin = tuple(dossier.claims[claim] for bound in match.roles for claim in bound.claims)
    return Row(
        key=f"{match.rule}({','.join(bound.key for bound in match.roles)})",
        claims=match.witnesses, origin=origin, source="concluded", cap=match.grade,
        predicate=predicate, polarity=derive.polarity, subject=subject, value=value,
        unit=str(columns["value.unit"] or "") if value is not None and value.kind == "number" else "",
        scope=_common(origin, "scope"), proceeding=_common(origin, "proceeding"), time=time[0], open_end=time[1],
    )  # fmt: skip


def _common(origin: tuple[Claim, ...], name: str) -> str:
    """What all claims beneath say alike, or nothing."""
    texts = {claim.scope if name == "scope" else claim.proceeding for claim in origin}
    return texts.pop() if len(texts) == 1 else ""


def _value(predicate: Predicate, columns: Columns) -> Value | None:
    """The value, if it is of the kind that the predicate takes."""
    lo, hi, first, last = (columns[f"value.{name}"] for name in ("lo", "hi", "first", "last"))
    word = columns["value.word"]
    if isinstance(lo, (int, float)) and isinstance(hi, (int, float)):
        slack = columns["value.slack"]
        value = Value(kind="number", text=str(word or ""), lo=lo, hi=hi, tolerance=float(slack or 0))
    elif isinstance(first, int) and isinstance(last, int):
        value = Value(kind="date", text=str(word or ""), lo=first, hi=last)
    elif isinstance(word, str):
        value = Value(kind="entity" if predicate.value == "entity" else "text", text=word)
    else:
        return None
    return value if value.kind == predicate.value else None


def _time(derive: Derive, predicate: Predicate, columns: Columns) -> tuple[Extent, bool] | None:
    """When what is concluded holds, and whether its end is left to records and persistence."""
    if predicate.kind == "fixed":
        return _stretch(NEG, NEG, POS, POS, state=False), False
    state = predicate.kind in ("state", "quantity")
    s1, s2, e1, e2 = (columns[f"start.{name}"] for name in ("s1", "s2", "e1", "e2"))
    if not (isinstance(s1, int) and isinstance(s2, int) and isinstance(e1, int) and isinstance(e2, int)):
        return None
    if derive.end is None:
        if predicate.kind == "state" or derive.polarity == "denies":
            return begun(s1, s2, predicate), True
        return _extent(s1, s2, s1 + 1, s2 + 1, moment=True, state=state), False
    if derive.start == derive.end:
        return _extent(s1, s2, e1, e2, moment=bool(columns["start.moment"]), state=state), bool(columns["open_end"])
    e1, e2 = columns["end.e1"], columns["end.e2"]
    if not (isinstance(e1, int) and isinstance(e2, int)) or s1 >= e2:
        return None
    return _stretch(s1, min(s2, e2 - 1), max(e1, s1 + 1), e2, state=state), False


def _stretch(s1: int, s2: int, e1: int, e2: int, *, state: bool) -> Extent:
    return _extent(s1, s2, e1, e2, moment=False, state=state)


def _extent(s1: int, s2: int, e1: int, e2: int, *, moment: bool, state: bool) -> Extent:
    return Extent(start_earliest=s1, start_latest=s2, end_earliest=e1, end_latest=e2,
                  shape="moment" if moment else "stretch", state=state)  # fmt: skip
