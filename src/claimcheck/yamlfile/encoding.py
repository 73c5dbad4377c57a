"""From the bytes of a file to its text, or to the place of the first byte that is not UTF-8."""

from __future__ import annotations

import re

from claimcheck.errors import Problem
from claimcheck.location import Location

UNPRINTABLE = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
BREAKS = str.maketrans("", "", "\t\n\r")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
BOM = "\ufeff"


def decode(data: bytes, path: str) -> tuple[str, Problem | None]:
    """The text without a byte order mark, or an empty text and the problem."""
    try:
        text = data.decode("utf-8").removeprefix(BOM)
    except UnicodeDecodeError as error:
        return "", _not_utf8(data, error.start, path)
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
    if data.startswith(UTF16):
        message, hint = "expected UTF-8, found UTF-16", "save the file with the encoding UTF-8"
        return Problem(code="NOT-UTF-8", location=Location(path=path), message=message, hint=hint)
    before = data[:start].decode("utf-8").removeprefix(BOM)
    return Problem(
        code="NOT-UTF-8",
        location=place_of(before, len(before), path),
        message=f"expected UTF-8, found the byte 0x{data[start]:02X}",
        hint="save the file with the encoding UTF-8 and check the character in this place",
    )


def place_of(text: str, index: int, path: str) -> Location:
    """The line and column of a character, both counted from 1."""
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n")
    return Location(path=path, line=before.count("\n") + 1, column=index - _line_start(text, index) + 1)


def _line_start(text: str, index: int) -> int:
    return max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1
