"""From the bytes of a file to its text, or to the place of the first byte that is not UTF-8."""

from __future__ import annotations

import re

from claimcheck.errors import Problem
from claimcheck.location import Location

UNPRINTABLE = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
BREAKS = str.maketrans("", "", "\t\n\r")
MARKED = {b"\xff\xfe\0\0": "UTF-32", b"\0\0\xfe\xff": "UTF-32", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
CONFLICT = re.compile(r"^<{7} .*$(?:\n(?!<{7} ).*$)*?\n={7}\r?$(?:\n(?!<{7} ).*$)*?\n>{7} .*$", re.MULTILINE)
BOM = "\ufeff"


def decode(data: bytes, path: str) -> tuple[str, Problem | None]:
    """The text without a byte order mark, or an empty text and the problem."""
    try:
        text = data.decode("utf-8").removeprefix(BOM)
    except UnicodeDecodeError as error:
        return "", _not_utf8(data, error.start, path)
    if data[:4].count(0) > 1 and _other_encoding(data):
        return "", _not_utf8(data, 0, path)
    if "<<<<<<< " in text and (conflict := CONFLICT.search(text)) is not None:
        return "", _merge_conflict(text, conflict, path)
    if text.translate(BREAKS).isprintable():  # most texts; the exact set is slow to compile
        return text, None
    wrong = re.search(UNPRINTABLE, text)
    if wrong is None:
        return text, None
    sign = _name(wrong.group())
    return "", Problem(
        code="BAD-CHARACTER",
        location=place_of(text, wrong.start(), path),
        message=f"expected printable text, found the control character {sign}",
        hint="remove it, or type the character that was meant",
    )


def unprintable(text: str) -> str:
    """The name of the first control character of a text, such as `U+0007`, or empty."""
    wrong = re.search(UNPRINTABLE, text)
    return "" if wrong is None else _name(wrong.group())


def _name(sign: str) -> str:
    return f"U+{ord(sign):04X}"


def _not_utf8(data: bytes, start: int, path: str) -> Problem:
    other = _other_encoding(data)
    if other:
        message, hint = f"expected UTF-8, found {other}", "save the file with the encoding UTF-8"
        return Problem(code="NOT-UTF-8", location=Location(path=path), message=message, hint=hint)
    before = data[:start].decode("utf-8").removeprefix(BOM)
    return Problem(
        code="NOT-UTF-8",
        location=place_of(before, len(before), path),
        message=f"expected UTF-8, found the byte 0x{data[start]:02X}",
        hint="save the file with the encoding UTF-8 and check the character in this place",
    )


def _other_encoding(data: bytes) -> str:
    """UTF-16 or UTF-32, by its mark, or by the zero bytes that only they have beside plain letters; else empty."""
    marked = next((name for mark, name in MARKED.items() if data.startswith(mark)), "")
    zeros = data[:4].count(0)
    return marked or ("UTF-32" if zeros == 3 else "UTF-16" if zeros == 2 and data[:1] != data[1:2] else "")


def _merge_conflict(text: str, conflict: re.Match[str], path: str) -> Problem:
    start, end = (place_of(text, index, path) for index in (conflict.start(), conflict.end()))
    more = len(CONFLICT.findall(text)) - 1
    others = f", and {more} more below" if more else ""
    return Problem(
        code="MERGE-CONFLICT",
        location=start,
        message=f"two versions of this file were merged, and both stand in lines {start.line} to {end.line}{others}",
        hint="keep the lines that are right, delete the others and the lines <<<<<<<, ======= and >>>>>>>",
    )


def place_of(text: str, index: int, path: str) -> Location:
    """The line and column of a character, both counted from 1."""
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n")
    return Location(path=path, line=before.count("\n") + 1, column=index - _line_start(text, index) + 1)


def _line_start(text: str, index: int) -> int:
    return max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1
