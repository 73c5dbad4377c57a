"""Dates as people write them: a subset of EDTF (ISO 8601-2) read into bounds on an axis of civil seconds.

Every bound is half-open. The axis is that of `civil`: whole seconds of civil time from 1970-01-01T00:00, with `NEG`
and `POS` for unbounded. The text is kept, so a date never loses the precision it was written with. The subset, with
its place in the EDTF specification of the Library of Congress (4 February 2019), which ISO 8601-2:2019 took over:

- `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, then `Thh`, `Thh:mm` or `Thh:mm:ss`, then an offset `Z` or `+hh:mm` (level 0; it
  asks for seconds, we do not);
- `a/b` (level 0), `a/..` still open, `a/` unknown end, `../b`, `/b` (level 1, extended interval);
- `X` for unknown digits from the right (level 1): `201X`, `2018-XX`, `2018-10-XX`, also `2018-1X` (level 2);
- `?` uncertain, `~` approximate, `%` both, after a whole date (level 1, qualification of a date);
- seasons 21 to 24 (level 1) and 25 to 41 (level 2, sub-year groupings) in the month's place; they are the
  meteorological ones, and December belongs to the winter that is named after its year;
- `[a..b]`, `[..b]`, `[a..]`: one unknown date of these (level 2, one of a set, without lists);
- `unknown`, which is ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from claimcheck.civil import DAY, HOUR, MINUTE, NEG, POS, midnight, month_length
from claimcheck.datehints import of_inner_blank, of_wrong_day, of_wrong_month, quoted, suggest_date

Form = Literal["date", "interval", "one-of", "unknown"]
Side = Literal["given", "open", "unknown"]


class DateProblem(ValueError):  # noqa: N818 - a Problem in the words of the design, not an error of the program
    """A text that is no date (or no duration) of ours: what is wrong, how to mend it, and where in the text.

    `hint` is never empty; `offset` counts characters from the start of the text.
    """

    def __init__(self, message: str, hint: str, offset: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Window:
    """The moments that a date may mean: `lo <= moment < hi`, in seconds of civil time, with `lo < hi`."""

    lo: int
    hi: int


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A written date with what it means.

    `date`: `start` and `end` are the same window. `interval`: the windows of its two sides, None where a side is open
    or unknown (`start_is`, `end_is` tell which). `one-of` (a range in brackets, or `X` digits): `start` and `end` are
    the window of the whole range; `first` and `last` are the earliest and the latest single date in it, None where
    the range is open. `unknown`: no window at all. `marked` is true where a side carries `?`, `~` or `%` or is a
    season; the quarters, thirds and halves of a year are sharp.
    """

    text: str
    form: Form
    start: Window | None
    end: Window | None
    marked: bool = False
    start_is: Side = "given"
    end_is: Side = "given"
    first: Window | None = None
    last: Window | None = None

    @property
    def window(self) -> Window:
        """All the time spoken of, `NEG` and `POS` where a side is open or unknown."""
        if self.start and self.end:
            return Window(min(self.start.lo, self.end.lo), max(self.start.hi, self.end.hi))
        return Window(self.start.lo if self.start else NEG, self.end.hi if self.end else POS)

    @property
    def reversed(self) -> bool:
        """Whether the interval starts certainly after its end: such a time is reported and takes part in nothing."""
        return self.start is not None and self.end is not None and self.start.lo >= self.end.hi


@dataclass(frozen=True, slots=True)
class _Date:
    """One date inside a text: its window, its mark, its fineness (more is finer), and the ends of an `X` range."""

    window: Window
    marked: bool
    fineness: int
    first: Window | None = None
    last: Window | None = None


_DATE = re.compile(
    r"([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2})"  # year, month, day
    r"(?:T([0-9]{2})(?::([0-9]{2})(?::([0-9]{2}))?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?"  # time of day, offset
    r"([?~%])?"
)
# Code in the month's place: first month and number of months. EDTF leaves open where seasons begin and of which
# hemisphere 21 to 24 are: here they begin with a month, and 21 to 24 are northern.
SEASONS: dict[str, tuple[int, int]] = {
    "21": (3, 3), "22": (6, 3), "23": (9, 3), "24": (12, 3),  # spring to winter
    "25": (3, 3), "26": (6, 3), "27": (9, 3), "28": (12, 3),  # northern
    "29": (9, 3), "30": (12, 3), "31": (3, 3), "32": (6, 3),  # southern
    "33": (1, 3), "34": (4, 3), "35": (7, 3), "36": (10, 3),  # quarters
    "37": (1, 4), "38": (5, 4), "39": (9, 4),  # thirds
    "40": (1, 6), "41": (7, 6),  # halves
}  # fmt: skip


@lru_cache(maxsize=4096)
def parse_edtf(text: str, zone: str = "UTC") -> When:
    """Read a date; one with an offset is converted to the civil time of `zone` (a name such as Europe/Prague).

    Raises DateProblem, and nothing else, for every text outside the subset. An interval that starts after its end is
    read all the same: see `When.reversed`.
    """
    if match := _DATE.fullmatch(text):
        date = _read_date(match, zone, 0)
        form: Form = "one-of" if date.first else "date"
        return When(text=text, form=form, start=date.window, end=date.window, marked=date.marked,
                    first=date.first, last=date.last)  # fmt: skip
    if text == "unknown":
        return When(text=text, form="unknown", start=None, end=None, start_is="unknown", end_is="unknown")
    if text.startswith("[") and text.endswith("]"):
        return _read_range(text, zone)
    if text.count("/") == 1:
        return _read_interval(text, zone)
    raise _not_a_date(text)


def _not_a_date(text: str, offset: int = 0) -> DateProblem:
    return DateProblem(f"expected a date, found {quoted(text)}", suggest_date(text), offset)


def _read_interval(text: str, zone: str) -> When:
    left, right = text.split("/")
    if left in ("", "..") and right in ("", ".."):
        raise _not_a_date(text)
    sides: list[_Date | None] = []
    for side, offset in ((left, 0), (right, len(left) + 1)):
        match = _DATE.fullmatch(side)
        if match is None and side not in ("", ".."):
            raise _not_a_date(text, offset)
        sides.append(_read_date(match, zone, offset) if match else None)
    start, end = sides
    return When(
        text=text, form="interval",
        start=start.window if start else None, end=end.window if end else None,
        marked=any(side.marked for side in sides if side),
        start_is=_side(left), end_is=_side(right),
    )  # fmt: skip


def _side(text: str) -> Side:
    return "unknown" if not text else "open" if text == ".." else "given"


def _read_range(text: str, zone: str) -> When:
    """`[a..b]`: the window of the whole range, and the first and the last single date that may be meant in it."""
    left, dots, right = text[1:-1].partition("..")
    sides: list[_Date | None] = []
    for side, offset in ((left, 1), (right, len(left) + 3)):
        match = _DATE.fullmatch(side)
        if not dots or not (match or not side) or not (left or right):
            raise _not_a_date(text, offset if dots else 0)
        sides.append(_read_date(match, zone, offset) if match else None)
        if match and "X" in side:
            raise DateProblem(f"{quoted(side)} has unknown digits inside a range",
                              "write the first and the last date of the range in full", offset)  # fmt: skip
    a, b = sides
    whole = Window(a.window.lo if a else NEG, b.window.hi if b else POS)
    if whole.lo >= whole.hi:
        raise DateProblem(f"the range {quoted(text)} ends before it begins", f"write `[{right}..{left}]`", 1)
    first, last = _ends_of_range(a, b)
    return When(text=text, form="one-of", start=whole, end=whole, marked=any(side.marked for side in sides if side),
                first=first, last=last)  # fmt: skip


def _ends_of_range(a: _Date | None, b: _Date | None) -> tuple[Window | None, Window | None]:
    """The outermost single dates; where one side is finer than the other, dates are as fine as the finer."""
    first, last = a.window if a else None, b.window if b else None
    if a and b and a.fineness < b.fineness:
        first = Window(a.window.lo, a.window.lo + b.window.hi - b.window.lo)
    if a and b and b.fineness < a.fineness:
        last = Window(b.window.hi - (a.window.hi - a.window.lo), b.window.hi)
    return first, last


def _read_date(match: re.Match[str], zone: str, at: int) -> _Date:
    """The window of one date; `at` is where it begins in the whole text."""
    year, month, day, hour, _, _, _, mark = match.groups()
    if "X" in match[0]:
        return _read_blanks(match, at)
    if month is None:
        return _Date(_year(int(year)), mark is not None, 0)
    if day is None and month in SEASONS:
        first, count = SEASONS[month]
        window = Window(midnight(int(year), first), midnight(int(year), first + count))
        return _Date(window, mark is not None or int(month) < 33, 1)
    if not "01" <= month <= "12":
        raise DateProblem(f"{quoted(match[0])}: there is no month {month}", of_wrong_month(year, month, day), at + 5)
    if day is None:
        return _Date(_month(int(year), int(month)), mark is not None, 2)
    if not 1 <= int(day) <= month_length(int(year), int(month)):
        raise DateProblem(f"{quoted(match[0])}: there is no such day", of_wrong_day(int(year), int(month)), at + 8)
    midnight_before = midnight(int(year), int(month), int(day))
    if hour is None:
        return _Date(Window(midnight_before, midnight_before + DAY), mark is not None, 3)
    return _read_time(match, midnight_before, zone, at)


def _year(year: int) -> Window:
    return Window(midnight(year), midnight(year + 1))


def _month(year: int, month: int) -> Window:
    return Window(midnight(year, month), midnight(year, month + 1))


def _read_time(match: re.Match[str], day_start: int, zone: str, at: int) -> _Date:
    hour, minute, second = (int(part) if part else 0 for part in match.group(4, 5, 6))
    if hour > 23 or minute > 59 or second > 59:
        hint = "hours run from 00 to 23, minutes and seconds from 00 to 59; midnight is 00:00 of the day that begins"
        raise DateProblem(f"{quoted(match[0])}: there is no such time of day", hint, at + 11)
    width, fineness = (HOUR, 4) if match[5] is None else (MINUTE, 5) if match[6] is None else (1, 6)
    lo = day_start + hour * HOUR + minute * MINUTE + second
    window = Window(lo, lo + width)
    if match[7]:
        window = _in_zone(window, _offset(match[7], at + match.start(7) - match.start()), zone, at)
    return _Date(window, match[8] is not None, fineness)


def _offset(text: str, at: int) -> int:
    """Seconds by which a clock with this offset is ahead of UTC; `-00:00` is refused, as in ISO 8601-1."""
    if text == "Z":
        return 0
    hours, minutes = int(text[1:3]), int(text[4:])
    seconds = (hours * HOUR + minutes * MINUTE) * (-1 if text[0] == "-" else 1)
    if minutes > 59 or not -12 * HOUR <= seconds <= 14 * HOUR or text == "-00:00":
        raise DateProblem(f"`{text}` is no offset from UTC", "offsets run from -12:00 to +14:00; UTC itself is Z", at)
    return seconds


def _in_zone(window: Window, ahead: int, zone: str, at: int) -> Window:
    """The civil time of `zone` at a window whose clock is `ahead` of UTC, in seconds.

    Where the zone's clock is set inside the window, the result is wide enough for both readings.
    """
    lo, hi = window.lo - ahead, window.hi - ahead
    if zone == "UTC":
        return Window(lo, hi)
    shifts = [_zone_ahead(moment, zone, at) for moment in (lo, hi - 1)]
    return Window(lo + min(shifts), hi + max(shifts))


def _zone_ahead(moment: int, zone: str, at: int) -> int:
    """Seconds by which the clocks of `zone` are ahead of UTC at a moment of UTC."""
    # datetime and zoneinfo cost more to import than this whole module, and only dates with an offset need them.
    from datetime import UTC, datetime, timedelta
    from zoneinfo import ZoneInfo

    try:
        clock = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=moment)
        ahead = clock.astimezone(ZoneInfo(zone)).utcoffset()
    except (OverflowError, ValueError, OSError, KeyError) as error:  # ZoneInfoNotFoundError is a KeyError
        if isinstance(error, OverflowError):
            raise DateProblem("this year's clocks are not known", "leave the offset out", at) from error
        message = f"the time zone `{zone}` is not known here"
        raise DateProblem(message, "name a zone such as `Europe/Prague` or `UTC`", at) from error
    return int(ahead.total_seconds()) if ahead is not None else 0


def _read_blanks(match: re.Match[str], at: int) -> _Date:
    """A date with unknown digits: the outer range of real dates, which has no gaps if all `X` are at the right end."""
    year, month, day, hour = match.group(1, 2, 3, 4)
    digits = year + (month or "") + (day or "")
    if hour is not None:
        raise DateProblem(f"{quoted(match[0])}: a time of day needs a known day", "leave the time of day out", at)
    if digits[digits.index("X") :].strip("X"):
        hint = of_inner_blank(year, month, day)
        raise DateProblem(f"{quoted(match[0])} has a known digit after an unknown one", hint, at + match[0].index("X"))
    years = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if month is None:
        first, last, fineness = _year(years[0]), _year(years[1]), 0
    else:
        months = _blank_bounds(month, 12)
        if months is None:
            hint = f"write `{year}-0X`, `{year}-1X` or `{year}-XX`"
            raise DateProblem(f"{quoted(match[0])}: no month begins with {month[0]}", hint, at + 5)
        first, last, fineness = _month(years[0], months[0]), _month(years[1], months[1]), 2
        if day is not None:
            days = _blank_bounds(day, month_length(years[1], months[1]))
            if days is None:
                hint = of_wrong_day(years[1], months[1])
                raise DateProblem(f"{quoted(match[0])}: no day of this month begins with {day[0]}", hint, at + 8)
            start, end = first.lo + (days[0] - 1) * DAY, last.lo + days[1] * DAY
            first, last, fineness = Window(start, start + DAY), Window(end - DAY, end), 3
    return _Date(Window(first.lo, last.hi), match[8] is not None, fineness, first, last)


def _blank_bounds(pattern: str, largest: int) -> tuple[int, int] | None:
    """The smallest and the largest number from 1 to `largest` that fits two digits of which the right may be `X`."""
    lo = max(1, int(pattern.replace("X", "0")))
    hi = min(largest, int(pattern.replace("X", "9")))
    return (lo, hi) if lo <= hi else None
