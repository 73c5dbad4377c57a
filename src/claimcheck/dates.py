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
from claimcheck.datehints import MONTH_NAMES, quoted, suggest_duration
from claimcheck.edtf import SEASONS, DateProblem, When, Window, parse_edtf

__all__ = [
    "NEG", "POS", "DateProblem", "Duration", "When", "Window", "parse_duration", "parse_edtf", "shift", "show",
    "show_moment",
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


def show(when: When) -> str:
    """A date as a reader reads it: `about Aug 2018`, `between 12 Jul 2018 and 20 Jul 2018`, `2018 to Oct 2019`."""
    if when.form == "unknown":
        return "unknown date"
    if when.form == "date" and when.start:
        return _show_side(when.text, when.start)
    if when.form == "one-of":
        return _show_one_of(when)
    left, right = when.text.split("/")
    start = _show_side(left, when.start) if when.start else ""
    end = _show_side(right, when.end) if when.end else ""
    if start and end:
        return f"{start} to {end}"
    if start:
        return f"from {start}, " + ("still open" if when.end_is == "open" else "end unknown")
    return f"until {end}" if when.start_is == "open" else f"until {end}, start unknown"


def _show_one_of(when: When) -> str:
    if not when.text.startswith("["):
        shown = _show_side(when.text, when.window)
        unit = {4: "year", 7: "month"}.get(len(when.text.rstrip("?~%")), "day")
        return shown if "between" in shown else f"some {unit} in {shown}"
    left, right = when.text[1:-1].split("..")
    if when.first and when.last:
        lo, hi = when.window.lo, when.window.hi
        first, last = Window(lo, when.first.hi), Window(when.last.lo, hi)
        return f"between {_show_side(left, first)} and {_show_side(right, last)}"
    if when.first:
        return f"some time from {_show_side(left, when.first)} on"
    return f"some time until {_show_side(right, when.last)}" if when.last else "unknown date"


def _show_side(text: str, window: Window) -> str:
    mark = text[-1] if text[-1] in "?~%" else ""
    plain = text.rstrip("?~%")
    season = SEASONS.get(plain[5:])
    shown = f"{season[2]} {plain[:4]}" if season else show_moment(window.lo, window.hi)
    if mark in ("~", "%"):
        shown = f"{shown}, roughly" if shown.startswith("between") else f"about {shown}"
    return f"{shown} (uncertain)" if mark in ("?", "%") else shown


def show_moment(lo: int, hi: int) -> str:
    """A window as a reader reads it: `2018`, `Aug 2018`, `13 Aug 2018`, `8 Oct 2018 22:30`, `until 22 Nov 2018`."""
    if lo <= NEG // 2 and hi >= POS // 2:
        return "unknown date"
    if lo <= NEG // 2:
        return f"until {_show_start(hi - 1, _grain(hi, hi, coarsest=2))}"
    if hi >= POS // 2:
        return f"from {_show_start(lo, _grain(lo, lo, coarsest=2))} on"
    grain = _grain(lo, hi)
    first, last = _show_start(lo, grain), _show_start(hi - 1, grain)
    if first != last and grain >= 3 and lo // DAY == (hi - 1) // DAY:
        day, first, last = first[: first.rindex(" ")], first[first.rindex(" ") + 1 :], last[last.rindex(" ") + 1 :]
        return f"{day} between {first} and {last}"
    return first if first == last else f"between {first} and {last}"


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
    shown = f"{year:04d}"
    if grain >= 1:
        shown = f"{MONTH_NAMES[month][:3]} {shown}"
    if grain >= 2:
        shown = f"{day} {shown}"
    if grain >= 3:
        hour, rest = divmod(moment % DAY, HOUR)
        shown += f" {hour:02d}:{rest // MINUTE:02d}" + (f":{rest % MINUTE:02d}" if grain >= 4 else "")
    return shown
