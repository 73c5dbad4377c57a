"""The value of a claim, of the kind that its predicate asks for; numbers are read as closed bounds."""

from __future__ import annotations

import math
import re

from msgspec import Struct

from claimcheck.load.fields import Fields, one_of
from claimcheck.load.ids import Ids
from claimcheck.model import Predicate, Value
from claimcheck.yamlfile import Scalar

NUMBER = r"[-+]?[0-9]+(?:\.[0-9]+)?"
ONE = rf"(~|>=|<=|>|<)?[ ]*({NUMBER})"
RANGE = rf"({NUMBER})[ ]*\.\.[ ]*({NUMBER})"
TOLERANCE = r"([0-9]+(?:\.[0-9]+)?)[ ]*(%)?"
GROUPED = r"[-+]?[0-9]{1,3}(?:[ _,'.’\u00a0\u202f][0-9]{3})+"
WORDED = (
    (r"(?:more than|over|above|exceeding) (\S+)", "> {}"),
    (r"(?:less than|fewer than|under|below) (\S+)", "< {}"),
    (r"(?:at least|no less than|not less than|minimum) (\S+)|(\d\S*)\+", ">= {}"),
    (r"(?:at most|no more than|not more than|up to|maximum) (\S+)", "<= {}"),
    (r"(?:about|around|some|roughly|approximately|circa|ca\.?|nearly|almost) (\S+)", "~ {}"),
    (r"(?:between )?(\d[\d.]*) ?(?:-|–|to|and) ?(\d[\d.]*)", "{}..{}"),
)
FORMS = 'write a number such as 21, ">= 24", "<= 5", "20..30" or "~ 21"'


class Bounds(Struct, frozen=True, kw_only=True):
    """A number as typed: its closed bounds, infinite where open, and whether it is approximate."""

    lo: float
    hi: float
    marked: bool = False


def parse_number(text: str) -> Bounds | None:
    """`21`, `>= 24`, `< 9`, `20..30` or `~ 21` as bounds; None for anything else, and where the bounds are reversed.

    `> 3` begins at the next number that a computer can tell from 3, so that it never meets `<= 3`.
    """
    ends = re.fullmatch(RANGE, text)
    if ends is not None:
        lo, hi = float(ends[1]), float(ends[2])
        return Bounds(lo=lo, hi=hi) if lo <= hi and math.isfinite(lo) and math.isfinite(hi) else None
    found = re.fullmatch(ONE, text)
    if found is None or math.isinf(float(found[2])):
        return None
    sign, number = found[1], float(found[2])
    if sign in (">", ">="):
        return Bounds(lo=number if sign == ">=" else math.nextafter(number, math.inf), hi=math.inf)
    if sign in ("<", "<="):
        return Bounds(lo=-math.inf, hi=number if sign == "<=" else math.nextafter(number, -math.inf))
    return Bounds(lo=number, hi=number, marked=sign == "~")


def number_hint(text: str) -> str:
    """How to write a number that was typed in another form."""
    ends = re.fullmatch(RANGE, text)
    if ends is not None:
        return f'write the smaller number first: "{ends[2]}..{ends[1]}"'
    if re.fullmatch(GROUPED, text):
        digits = re.sub(r"[^0-9+-]", "", text)
        return f"write it without marks between the digits: {digits}"
    if re.fullmatch(r"[-+]?[0-9]+,[0-9]+", text):
        return f"write the decimal mark as a point: {text.replace(',', '.')}"
    if re.fullmatch(r"[-+]?[0-9]{1,3}(?:[. ][0-9]{3})+,[0-9]+", text):
        return f"write it without marks between the digits: {re.sub('[. ]', '', text).replace(',', '.')}"
    for pattern, form in WORDED:
        found = re.fullmatch(pattern, text, re.IGNORECASE)
        if found is not None:
            return f'write "{form.format(*(part for part in found.groups() if part))}"'
    amount = re.fullmatch(rf"({NUMBER})[ ]*([^0-9\s].*)", text)
    if amount is not None:
        return f'write the number alone, and what it counts as a unit: `value: {amount[1]}` and `unit: "{amount[2]}"`'
    return FORMS


def parse_tolerance(text: str) -> tuple[float, bool] | None:
    """`5` or `5%` as its number and whether it is a percentage; None for anything else."""
    found = re.fullmatch(TOLERANCE, text)
    return None if found is None else (float(found[1]), bool(found[2]))


def read_value(fields: Fields, predicate: Predicate, entities: Ids) -> Value | None:
    """The value of a claim, None where it has none; a value of the wrong kind is noted."""
    node = fields.nodes.get("value")
    if node is None:
        _check_missing(fields, predicate)
        return None
    if predicate.value == "none":
        fields.error("WRONG-VALUE", node.location, f"`{predicate.id}` takes no value, found one",
                     "leave `value` out, or choose a predicate that takes a value")  # fmt: skip
        return None
    if predicate.value == "date":
        return _date(fields)
    scalar = fields.scalar("value")
    if scalar is None:
        return None
    if predicate.value == "number":
        return _number(fields, scalar, predicate)
    _no_unit(fields, predicate)
    if predicate.value == "entity":
        fields.known(scalar, entities)
        return Value(kind="entity", text=scalar.text)
    if scalar.comment:
        fields.cut(scalar)
    return Value(kind="text", text=scalar.text)


def _check_missing(fields: Fields, predicate: Predicate) -> None:
    if predicate.value == "number" and predicate.kind == "quantity" and "affirms" in fields.nodes:
        fields.error("MISSING-KEY", fields.node.location,
                     f"this claim has no `value`, and `{predicate.id}` is a number",
                     FORMS.replace("write a number such as", "add `value:` with a number such as"))  # fmt: skip
    _no_unit(fields, predicate)


def _no_unit(fields: Fields, predicate: Predicate) -> None:
    for key in ("unit", "tolerance"):
        if key in fields.nodes and predicate.value != "number":
            fields.error("WRONG-VALUE", fields.place(key), f"`{predicate.id}` takes no number, so there is no `{key}`",
                         f"leave `{key}` out")  # fmt: skip


def _number(fields: Fields, scalar: Scalar, predicate: Predicate) -> Value | None:
    bounds = parse_number(scalar.text)
    if bounds is None:
        fields.error("WRONG-VALUE", scalar.location, f"`{predicate.id}` takes a number, found `{scalar.text}`",
                     number_hint(scalar.text))  # fmt: skip
        return None
    tolerance = _tolerance(fields, predicate, bounds)
    return Value(kind="number", text=scalar.text, lo=bounds.lo, hi=bounds.hi, marked=bounds.marked, tolerance=tolerance)


def _tolerance(fields: Fields, predicate: Predicate, bounds: Bounds) -> float:
    scalar = fields.scalar("tolerance")
    text = predicate.tolerance if scalar is None else scalar.text
    if not text:
        return 0.0
    found = parse_tolerance(text)
    if found is None:
        if scalar is not None:
            fields.error("WRONG-VALUE", scalar.location, f"expected a tolerance, found `{text}`",
                         "write a number such as 5, or a percentage such as 5%")  # fmt: skip
        return 0.0
    amount, percent = found
    size = max((abs(end) for end in (bounds.lo, bounds.hi) if math.isfinite(end)), default=0.0)
    return amount * size / 100 if percent else amount


def _date(fields: Fields) -> Value | None:
    node = fields.nodes["value"]
    scalar = one_of(node) or fields.scalar("value")
    when = None if scalar is None else fields.parse_date(scalar)
    if scalar is None or when is None:
        return None
    if when.form == "unknown":
        fields.error("WRONG-VALUE", node.location, "expected a date, found `unknown`",
                     "leave `value` out where it is not known")  # fmt: skip
        return None
    window = when.window
    return Value(kind="date", text=scalar.text, lo=window.lo, hi=window.hi, marked=when.marked)
