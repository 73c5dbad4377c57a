"""Civil time as one axis of whole seconds, with the calendar arithmetic that every date rests on.

The axis counts seconds of civil time from 1970-01-01T00:00 in the proleptic Gregorian calendar,
with a year 0000 and without leap seconds, so that a day always has 86400. `NEG` and `POS` stand for unbounded. The
arithmetic is our own and not `datetime`'s, which has no year 0000, stops at 9999 and costs more to import.
"""

from __future__ import annotations

NEG = -(2**62)
POS = 2**62

MINUTE = 60
HOUR = 3600
DAY = 86400

_YEAR_ZERO = -719528  # days from 0000-01-01 to 1970-01-01, counted backwards
_BEFORE_MONTH = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_MONTH_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    """Whether the year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """The number of days of a month, 1 to 12."""
    return 29 if month == 2 and is_leap(year) else _MONTH_LENGTHS[month]


def midnight(year: int, month: int = 1, day: int = 1) -> int:
    """The first moment of a day, in seconds. Months beyond 12 run on into the following years."""
    if month > 12:
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    past = 365 * year + (year + 3) // 4 - (year + 99) // 100 + (year + 399) // 400
    leap_day = 1 if month > 2 and is_leap(year) else 0
    return (_YEAR_ZERO + past + _BEFORE_MONTH[month] + leap_day + day - 1) * DAY


def calendar_day(moment: int) -> tuple[int, int, int]:
    """Year, month and day in which a moment lies, by counting from 1 March so that leap days come last.

    The method is the `civil_from_days` of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013).
    """
    days = moment // DAY - _YEAR_ZERO - 60
    era, of_era = divmod(days, 146097)
    year_of_era = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    march_month = (5 * of_year + 2) // 153
    day = of_year - (153 * march_month + 2) // 5 + 1
    month = march_month + 3 if march_month < 10 else march_month - 9
    return year_of_era + era * 400 + (month <= 2), month, day


def add_months(moment: int, months: int) -> int:
    """The same day and time of day, `months` later or earlier; a day that the month lacks becomes its last."""
    year, month, day = calendar_day(moment)
    year, month0 = divmod(year * 12 + month - 1 + months, 12)
    return midnight(year, month0 + 1, min(day, month_length(year, month0 + 1))) + moment % DAY
