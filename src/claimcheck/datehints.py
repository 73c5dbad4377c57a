"""How to write what was meant: for text that is no date, the sentence that says which form to use.

Hints are for people who typed a date as they speak or as their country prints it. Every form between backticks is one
that `dates.parse_edtf` (or `parse_duration`) accepts; where a text can mean two days, both are named and none is
chosen. Patterns are kept as text and compiled on the first bad date, so that importing this module costs nothing.
"""

from __future__ import annotations

import re

from claimcheck.civil import month_length

MONTH_NAMES = (
    "", "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2212", "-"))
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_WORD = r"(?P<word>[A-Za-z]{3,9})\.?"
_DAY_NUMBER = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_CLOCK = r"(?:,?\s+|T)(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)"
_ANY_DATE = (
    rf"(?:on\s+|the\s+)*{_DAY_NUMBER}(?:\s+of)?\s*[\s-]\s*{_WORD},?\s*[\s-]\s*(?P<year>\d{{4}})(?:{_CLOCK})?",
    rf"{_WORD}\s+{_DAY_NUMBER},?\s+(?P<year>\d{{4}})(?:{_CLOCK})?",
    rf"(?:in\s+)?{_WORD},?\s*[\s-]\s*(?P<year>\d{{4}})",
    rf"(?P<year>\d{{4}})\s*[\s-]\s*{_WORD}(?:\s*[\s-]\s*{_DAY_NUMBER})?",
    rf"(?P<year>\d{{4}})\s?([-/.])\s?(?P<month>\d{{1,2}})\s?\2\s?(?P<day>\d{{1,2}})\.?(?:{_CLOCK})?",
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})",
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
    r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})",
    rf"(?P<a>\d{{1,2}})\s?([-/.])\s?(?P<b>\d{{1,2}})\s?\2\s?(?P<year>\d{{4}})(?:{_CLOCK})?",
    r"(?P<year>\d{4})",
)
_FIXED_HINTS = (
    (r"\s*", "write a date such as `2018-08-13`, or `unknown` if the records give none"),
    (r"(?:un\s?known|n/?a|none|\?+|-+)\.?", "write `unknown` if the records give no date"),
    (r"/|\.\./|/\.\.|\.\./\.\.", "an interval needs a date on one side: `2018/..`, `../2018`, or `unknown` for none"),
    (r"(?:now|today|yesterday|tomorrow|last\b.*|next\b.*|.*\bago)", "write the calendar date, such as `2018-08-13`"),
    (
        r"\d{1,2}[- ][A-Za-z]{3,9}\.?[- ']\s?\d{2}|[A-Za-z]{3,9}\.?[- ']\s?\d{2}",
        "write the year with four digits, as in `2018-08-13` or `2018-08`",
    ),
    (r"Y-?\d.*|[-+]\d.*|\d{5}|\d{9,}", "only the years 0000 to 9999 can be written, with four digits: `0999`"),
    (r"\d{2}\D\d{1,2}\D\d{1,2}|\d{1,2}\D\d{1,2}\D\d{2}", "write the year with four digits first, as in `2018-08-13`"),
    (r"\d{4}(?:E\d+)?S\d+|\d+E\d+.*", "significant digits are not supported: write a range, as in `[1950..1959]`"),
    (r"\{.*\}?", "sets are not supported: write one claim for each date, or a stretch as in `1960/1961`"),
    (r"\[.*,.*\]?|.*,.*\]", "lists are not supported: write the first and the last date, as in `[1667..1672]`"),
    (r"\[[^\]]*", "close the range with a bracket, as in `[2018-08-13..2018-08-20]`"),
    (r"\[(?:\.\.)?\]", "a range needs a date, as in `[2018-08-13..2018-08-20]`, `[..2018-08]` or `[2018..]`"),
    (r"\[.*\][?~%]", "put the sign after a date inside the brackets, as in `[2018~..2019]`"),
    (r"\[.*\]", "a range has two dots between two dates, as in `[2018-08-13..2018-08-20]`"),
    (r".*\(.*", "groups are not supported: put `?`, `~` or `%` after the whole date, as in `2018-08~`"),
    (r".*[?~%][?~%].*", "one sign is enough; `%` says both uncertain and approximate, as in `2018-08%`"),
    (r".*[?~%].*", "put `?`, `~` or `%` after the whole date, as in `2018-08~`: signs inside a date are not supported"),
    (r".*T\d.*[.,]\d+.*", "leave out fractions of a second, as in `2018-10-08T22:30:05`"),
    (r"(?:T.*|\d{1,2}:\d.*)", "write the day before the time, as in `2018-10-08T22:30`"),
    (r".*T\d.*", "write the time as in `2018-10-08T22:30`, `2018-10-08T22:30:05Z` or `2018-10-08T22:30+05:00`"),
    (r".*/P.*|P.*/.*", "durations are not supported here: write both dates, as in `2018-08-13/2018-11-11`"),
    (r".*/.*", "write both sides of an interval in full, as in `2018-10-08/2018-10-09`"),
)
_GENERIC = (
    "write a date such as `2018-08-13`, `2018-08` or `2018`, an interval `2018-07-20/2018-10-09`, "
    "one unknown date between two `[2018-07-12..2018-07-20]`, or `unknown`"
)


def quoted(text: str) -> str:
    """What was typed, in backticks, cut where it is too long to print in a message."""
    return f"`{text}`" if len(text) <= 60 else f"`{text[:57]}...`"


def suggest_date(text: str) -> str:
    """One sentence, never empty, on how to write what `text` seems to mean."""
    trimmed = text.strip().translate(_HYPHENS)
    if number := re.fullmatch(r"(\d{5})(?:\.\d+)?", trimmed, re.ASCII):
        return _of_day_number(int(number[1]))
    forms = _forms(trimmed)
    if len(forms) == 1:
        return f"write `{forms[0]}`"
    if forms:
        return "write " + ", ".join(f"`{form}` if {_spoken(form)} is meant" for form in forms)
    return _of_impossible(trimmed) or _of_phrase(trimmed) or _of_notation(trimmed) or _fixed(trimmed)


def _of_day_number(number: int) -> str:
    """The day that a spreadsheet means by a number: days since the end of 1899, as all of them count by default."""
    from datetime import date, timedelta  # only here, and rarely

    day = (date(1899, 12, 30) + timedelta(days=number)).isoformat()
    return f"write a year with four digits; if a spreadsheet made this of a date, it may have been `{day}`"


def of_wrong_month(year: str, month: str, day: str | None) -> str:
    """What to write where the month's place holds no month, such as 13 or 42."""
    if day is not None and 1 <= int(day) <= 12 and _iso(int(year), int(day), int(month)):
        return f"the month comes before the day: write `{year}-{day}-{month}` if that is meant"
    if day is not None:
        return "months run from 01 to 12, and only they can have a day"
    return f"months run from 01 to 12, seasons from 21 to 24 (`{year}-21` is the spring)"


def of_wrong_day(year: int, month: int) -> str:
    """What to write where a month has no such day."""
    return (
        f"{MONTH_NAMES[month]} {year:04d} has {month_length(year, month)} days; "
        f"write `{year:04d}-{month:02d}` if only the month is known"
    )


def of_inner_blank(year: str, month: str | None, day: str | None) -> str:
    """What to write where a digit is known to the right of an unknown one: the outer range, if there is one."""
    months = [m for m in range(1, 13) if month and _fits(m, month)]
    pairs = [(m, d) for m in months for d in range(1, month_length(2000, m) + 1) if day and _fits(d, day)]
    first_year, last_year = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if month is None:
        ends = _iso(first_year), _iso(last_year)
    elif day is None and months:
        ends = _iso(first_year, months[0]), _iso(last_year, months[-1])
    elif pairs:
        ends = _iso(first_year, *pairs[0]), _iso(last_year, *pairs[-1])
    else:
        return "no month or day has these digits"
    if not all(ends):
        ends = _iso(first_year), _iso(last_year)
    return f"`X` is supported only at the right end: write the range that the date lies in, `[{ends[0]}..{ends[1]}]`"


def suggest_duration(text: str) -> str:
    """One sentence, never empty, on how to write the length of time that `text` seems to mean."""
    units = {"y": "P{}Y", "mo": "P{}M", "w": "P{}W", "d": "P{}D", "h": "PT{}H", "mi": "PT{}M", "s": "PT{}S"}
    spoken = re.fullmatch(r"\s*(\d{1,6})\s*(y|mo|w|d|h|mi|s)[a-z]*\.?\s*", text, re.IGNORECASE | re.ASCII)
    if spoken:
        return f"write `{units[spoken[2].lower()].format(int(spoken[1]))}`"
    if re.fullmatch(r"-?P[\dYMWDTHS]*[.,].*", text, re.IGNORECASE):
        return "whole numbers only: use a smaller unit, such as `P6M` for half a year"
    if text.startswith(("-", "+")):
        return "leave the sign out; a length of time has no direction, as in `P90D`"
    if re.fullmatch(r"PT\d+[DWY]", text):
        return f"write `P{text[2:]}`: T stands before hours, minutes and seconds only"
    if re.fullmatch(r"P\d+[HS]", text):
        return f"write `PT{text[1:]}`: T stands before hours, minutes and seconds"
    return "write P and the units from large to small, such as `P90D`, `P1Y6M`, `P2W` or `PT12H`"


def _forms(text: str) -> tuple[str, ...]:
    """The dates that a text may stand for: none, one, or two where day and month could be either way round."""
    names = "|".join(_SEASONS)
    if season := re.fullmatch(rf"(?:in\s+)?(?:the\s+)?({names})(?:\s+of)?[\s,]+(\d{{4}})", text, re.IGNORECASE):
        return (f"{season[2]}-{_SEASONS[season[1].lower()]}",)
    quarter = re.fullmatch(r"(?:(\d{4})[\s-]*Q([1-4])|Q([1-4])[\s/-]*(\d{4}))", text, re.IGNORECASE)
    if quarter:
        return (f"{quarter[1] or quarter[4]}-{32 + int(quarter[2] or quarter[3])}",)
    if decade := re.fullmatch(r"(?:the\s+)?(\d{3})0'?s", text):
        return (f"{decade[1]}X",)
    for pattern in _ANY_DATE:
        if match := re.fullmatch(pattern, text, re.IGNORECASE | re.ASCII):
            return _of_match(match.groupdict())
    return ()


def _of_match(part: dict[str, str | None]) -> tuple[str, ...]:
    year, clock = int(part["year"] or 0), _clock(part.get("clock"))
    if part.get("a") is not None:
        a, b = int(part["a"] or 0), int(part["b"] or 0)
        forms = {_iso(year, b, a): None, _iso(year, a, b): None}  # a dict keeps the order: day first, then month first
        return tuple(form + clock for form in forms if form)
    word = part.get("word")
    month, day = part.get("month"), part.get("day")
    form = _iso(year, _month(word) if word else int(month) if month else None, int(day) if day else None)
    return (form + clock,) if form else ()


def _iso(year: int, month: int | None = None, day: int | None = None) -> str:
    """The date as ISO 8601 has it, or empty where there is no such date."""
    if month is None:
        return f"{year:04d}"
    if not 1 <= month <= 12:
        return ""
    if day is None:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= day <= month_length(year, month) else ""


def _clock(text: str | None) -> str:
    if not text:
        return ""
    hour, rest = text.split(":", 1)
    return f"T{int(hour):02d}:{rest}" if int(hour) < 24 and all(int(part) < 60 for part in rest.split(":")) else ""


def _month(word: str) -> int:
    """The number of an English month's name or its usual short form, or 0."""
    lowered = word.lower()
    fitting = (number for number in range(1, 13) if MONTH_NAMES[number].lower().startswith(lowered))
    return next(fitting, 0)


def _spoken(form: str) -> str:
    year, month, day = form[:10].split("-")
    return f"{int(day)} {MONTH_NAMES[int(month)]} {year}"


def _fits(number: int, pattern: str) -> bool:
    return all(known in ("X", digit) for known, digit in zip(pattern, f"{number:02d}", strict=True))


def _of_impossible(text: str) -> str:
    """The month's length, where a day is recognised that its month lacks."""
    for pattern in _ANY_DATE[:2] + _ANY_DATE[4:5]:
        if match := re.fullmatch(pattern, text, re.IGNORECASE | re.ASCII):
            part = match.groupdict()
            month = _month(part["word"]) if part.get("word") else int(part["month"])
            if 1 <= month <= 12:
                return of_wrong_day(int(part["year"]), month)
    return ""


def _of_phrase(text: str) -> str:
    """Words around one date ("about", "since", "until") or between two ("to", a dash, dots)."""
    before = re.fullmatch(r"([A-Za-z]+\.?|~)\s*(?:the\s+)?(.+)", text)
    form = _sole_form(before[2]) if before else ""
    word = before[1].lower().rstrip(".") if before else ""
    if form and word in ("about", "around", "circa", "ca", "c", "approximately", "approx", "roughly", "~"):
        return f"write `{form}~`"
    if form and word in ("maybe", "perhaps", "possibly", "probably"):
        return f"write `{form}?`"
    if form and word in ("before", "by", "until", "till"):
        return f"write `[..{form}]` for one unknown date up to then, `../{form}` for what lasted until then"
    if form and word in ("since", "after", "from"):
        lasting = f"`{form}/..` for what is still so, `{form}/` if its end is unknown"
        return f"write {lasting}, `[{form}..]` for one unknown date from then on"
    dash = r"(?:\s*\.\.\.?\s*|\s+(?:-|–|—|to|until|till|and)\s+|[–—])"
    pair = re.fullmatch(rf"(?:from\s+|between\s+)?(.+?){dash}(.+)", text)
    first, last = (_sole_form(pair[1]), _sole_form(pair[2])) if pair else ("", "")
    if first and last and first <= last:
        return f"write `{first}/{last}` for the time from one to the other, `[{first}..{last}]` for one date between"
    return ""


def _sole_form(text: str) -> str:
    forms = _forms(text.strip())
    return forms[0] if len(forms) == 1 else ""


def _of_notation(text: str) -> str:
    """Notations that differ from ours by a letter or two."""
    if re.fullmatch(r"(?=.*[xu])\d{1,4}[xuX]{0,4}(?:-[\dxuX]{2}){0,2}", text) and len(text) in (4, 7, 10):
        return f"write unknown digits with a capital X: `{re.sub('[xu]', 'X', text)}`" if _blanks_right(text) else ""
    timed = re.fullmatch(r"(\d{4}-\d\d-\d\d)[Tt\s]\s*(\d{1,2}:\d\d(?::\d\d)?)\s*([Zz]|[+-]\d\d:?(?:\d\d)?)?", text)
    if timed and _forms(timed[1]) and (clock := _clock(timed[2])):
        offset = (timed[3] or "").upper().replace(":", "")
        offset = f"{offset[:3]}:{offset[3:] or '00'}" if offset and offset != "Z" else offset
        return f"write `{timed[1]}{clock}{offset}`" if _offset_fits(offset) else ""
    return ""


def _blanks_right(text: str) -> bool:
    digits = re.sub("[xu]", "X", text).replace("-", "")
    return re.fullmatch(r"\d+X+", digits) is not None


def _offset_fits(offset: str) -> bool:
    return re.fullmatch(r"|Z|\+(?:0\d|1[0-3]):[0-5]\d|\+14:00|-(?:0[1-9]|1[01]):[0-5]\d|-12:00", offset) is not None


def _fixed(text: str) -> str:
    flags = re.IGNORECASE | re.DOTALL
    return next((hint for pattern, hint in _FIXED_HINTS if re.fullmatch(pattern, text, flags)), _GENERIC)
