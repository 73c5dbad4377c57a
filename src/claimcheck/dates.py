"""Dates and lengths of time: what the rest of the program reads, moves and shows them with.

Every bound is half-open, on the axis of `civil`: whole seconds of civil time from 1970-01-01T00:00, with `NEG` and
`POS` for unbounded. Dates themselves are read by `edtf`, whose names are given here too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from claimcheck.civil import DAY, HOUR, MINUTE, NEG, POS, add_months, calendar_day
from claimcheck.datehints import quoted, suggest_duration
from claimcheck.edtf import SEASONS, DateProblem, When, Window, parse_edtf
from claimcheck.i18n import msg, tr

__all__ = [
    "NEG", "POS", "DateProblem", "Duration", "When", "Window", "is_one_date", "is_one_day", "parse_duration",
    "parse_edtf", "reads_plain", "shift", "show", "show_moment",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A length of time in calendar units, as in ISO 8601-1; `seconds` holds hours, minutes and seconds."""

    years: int = 0
    months: int = 0
    days: int = 0
    seconds: int = 0
    text: str = ""


_DURATION = re.compile(
    r"P(?=[0-9T])(?:([0-9]{1,6})Y)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})W)?(?:([0-9]{1,6})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})S)?)?"
)


@lru_cache(maxsize=1024)
def parse_duration(text: str) -> Duration:
    """Read a length of time such as `P16Y`, `P1Y6M`, `P2W`, `P90D` or `PT12H`; raises DateProblem."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise DateProblem(f"expected a length of time, found {quoted(text)}", suggest_duration(text))
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return Duration(years=years, months=months, days=days + 7 * weeks,
                    seconds=hours * HOUR + minutes * MINUTE + seconds, text=text)  # fmt: skip


def shift(moment: int, duration: Duration, sign: Literal[1, -1] = 1) -> int:
    """A moment moved by a length of time, forwards or (`sign` -1) backwards.

    Years and months go first, and a day that the new month lacks becomes its last (31 January + P1M is the last of
    February); then days and seconds. Days cut to a month's end
    can turn the order of two moments round (30 and 31 January plus a month). `NEG` and `POS`, and the bounds next
    to them, stay where they are.
    """
    if not NEG // 2 < moment < POS // 2:
        return moment
    months = 12 * duration.years + duration.months
    if months:
        moment = add_months(moment, sign * months)
    return moment + sign * (duration.days * DAY + duration.seconds)


# Whole messages for each month and season, since a language may bend its words by what stands around them.
_MONTHS = (
    msg("Jan {year}"), msg("Feb {year}"), msg("Mar {year}"), msg("Apr {year}"), msg("May {year}"), msg("Jun {year}"),
    msg("Jul {year}"), msg("Aug {year}"), msg("Sep {year}"), msg("Oct {year}"), msg("Nov {year}"), msg("Dec {year}"),
)  # fmt: skip
_DAYS = (
    msg("{day} Jan {year}"), msg("{day} Feb {year}"), msg("{day} Mar {year}"), msg("{day} Apr {year}"),
    msg("{day} May {year}"), msg("{day} Jun {year}"), msg("{day} Jul {year}"), msg("{day} Aug {year}"),
    msg("{day} Sep {year}"), msg("{day} Oct {year}"), msg("{day} Nov {year}"), msg("{day} Dec {year}"),
)  # fmt: skip
_SEASON_NAMES = {
    "21": msg("spring {year}"), "22": msg("summer {year}"), "23": msg("autumn {year}"), "24": msg("winter {year}"),
    "25": msg("northern spring {year}"), "26": msg("northern summer {year}"),
    "27": msg("northern autumn {year}"), "28": msg("northern winter {year}"),
    "29": msg("southern spring {year}"), "30": msg("southern summer {year}"),
    "31": msg("southern autumn {year}"), "32": msg("southern winter {year}"),
    "33": msg("the first quarter of {year}"), "34": msg("the second quarter of {year}"),
    "35": msg("the third quarter of {year}"), "36": msg("the fourth quarter of {year}"),
    "37": msg("the first third of {year}"), "38": msg("the second third of {year}"),
    "39": msg("the last third of {year}"), "40": msg("the first half of {year}"),
    "41": msg("the second half of {year}"),
}  # fmt: skip
_SOME = {4: msg("some year in {date}"), 7: msg("some month in {date}"), 10: msg("some day in {date}")}


def show(when: When) -> str:
    """A date as a reader reads it: `about Aug 2018`, `between 12 Jul 2018 and 20 Jul 2018`, `2018 to Oct 2019`."""
    if when.form == "unknown":
        return tr("unknown date")
    if when.form == "date" and when.start:
        return _show_side(when.text, when.start)
    if when.form == "one-of":
        return _show_one_of(when)
    left, right = when.text.split("/")
    start = _show_side(left, when.start) if when.start else ""
    end = _show_side(right, when.end) if when.end else ""
    if start and end:
        return tr("{start} to {end}", start=start, end=end)
    if start and when.end_is == "open":
        return tr("from {start}, still open", start=start)
    if start:
        return tr("from {start}, end unknown", start=start)
    return tr("until {end}", end=end) if when.start_is == "open" else tr("until {end}, start unknown", end=end)


def reads_plain(when: When) -> bool:
    """Whether a date is shown as such a date as `13 Aug 2018`, with no word before it that says more of it."""
    if when.start is None or when.form not in ("date", "interval") or (when.form == "interval" and when.end is None):
        return False
    text = when.text.split("/")[0]
    return text[-1] not in "~%" and text.rstrip("?")[5:] not in SEASONS and is_one_date(when.start.lo, when.start.hi)


def _show_one_of(when: When) -> str:
    if not when.text.startswith("["):
        shown = _show_side(when.text, when.window)
        if not is_one_date(when.window.lo, when.window.hi):
            return shown
        return tr(_SOME[len(when.text.rstrip("?~%"))], date=shown)
    left, right = when.text[1:-1].split("..")
    if when.first and when.last:
        lo, hi = when.window.lo, when.window.hi
        first, last = Window(lo, when.first.hi), Window(when.last.lo, hi)
        return tr("between {first} and {last}", first=_show_side(left, first), last=_show_side(right, last))
    if when.first:
        return tr("some time from {date} on", date=_show_side(left, when.first))
    return tr("some time until {date}", date=_show_side(right, when.last)) if when.last else tr("unknown date")


def _show_side(text: str, window: Window) -> str:
    mark = text[-1] if text[-1] in "?~%" else ""
    plain = text.rstrip("?~%")
    season = _SEASON_NAMES.get(plain[5:]) if plain[4:5] == "-" else None
    shown = tr(season, year=plain[:4]) if season else show_moment(window.lo, window.hi)
    if mark in ("~", "%"):
        one = season or is_one_date(window.lo, window.hi)
        shown = tr("about {date}", date=shown) if one else tr("{date}, roughly", date=shown)
    return tr("{date} (uncertain)", date=shown) if mark in ("?", "%") else shown


def show_moment(lo: int, hi: int) -> str:
    """A window as a reader reads it: `2018`, `Aug 2018`, `13 Aug 2018`, `8 Oct 2018 22:30`, `until 22 Nov 2018`."""
    if lo <= NEG // 2 and hi >= POS // 2:
        return tr("unknown date")
    if lo <= NEG // 2:
        return tr("until {date}", date=_show_start(hi - 1, _grain(hi, hi, coarsest=2)))
    if hi >= POS // 2:
        return tr("from {date} on", date=_show_start(lo, _grain(lo, lo, coarsest=2)))
    grain = _grain(lo, hi)
    first, last = _show_start(lo, grain), _show_start(hi - 1, grain)
    if first != last and is_one_date(lo, hi):
        first, last = _clock(lo, grain), _clock(hi - 1, grain)
        return tr("{day} between {first} and {last}", day=_show_start(lo, 2), first=first, last=last)
    return first if first == last else tr("between {first} and {last}", first=first, last=last)


def is_one_date(lo: int, hi: int) -> bool:
    """Whether a window is shown as a year, a month, a day or a time of one day, and not as lying between two."""
    if lo <= NEG // 2 or hi >= POS // 2:
        return False
    grain = _grain(lo, hi)
    return is_one_day(lo, hi) or (grain < 2 and calendar_day(lo)[: grain + 1] == calendar_day(hi - 1)[: grain + 1])


def is_one_day(lo: int, hi: int) -> bool:
    """Whether a window lies in one day."""
    return lo > NEG // 2 and hi < POS // 2 and lo // DAY == (hi - 1) // DAY


def _grain(lo: int, hi: int, coarsest: int = 0) -> int:
    """The coarsest unit of which both bounds are a beginning: 0 year, 1 month, 2 day, 3 minute, 4 second."""
    return max(coarsest, *(_grain_of(moment) for moment in (lo, hi)))


def _grain_of(moment: int) -> int:
    if moment % DAY:
        return 4 if moment % MINUTE else 3
    _, month, day = calendar_day(moment)
    return 2 if day > 1 else 1 if month > 1 else 0


def _show_start(moment: int, grain: int) -> str:
    year, month, day = calendar_day(moment)
    if grain == 0:
        return tr("{year}", year=f"{year:04d}")
    if grain == 1:
        return tr(_MONTHS[month - 1], year=f"{year:04d}")
    shown = tr(_DAYS[month - 1], day=day, year=f"{year:04d}")
    return shown if grain == 2 else tr("{date} {time}", date=shown, time=_clock(moment, grain))


def _clock(moment: int, grain: int) -> str:
    hour, rest = divmod(moment % DAY, HOUR)
    return f"{hour:02d}:{rest // MINUTE:02d}" + (f":{rest % MINUTE:02d}" if grain >= 4 else "")
