"""What can happen to the bytes of a file: lines swapped, cut and doubled, bytes flipped, tokens put where they hurt."""

from __future__ import annotations

import random
from collections.abc import Callable

TEXTS = (
    ":", ": ", "- ", "-", "[", "]", "{", "}", "{a: [", "&a ", "*a", "!!int ", "|", ">", "|9", "%", "@", "`", "'",
    '"', '""', "#", " #", "\t", "\n", "\r", "\r\n", "\n\n", "\u0085", "\u2028", "\ufeff", "---\n", "...\n",
    "<<: ", "? ", "null", "~", "true", "no", "0", "-1", "1e999", "9" * 400, "nan", "2021-02-30", "9999-12-31",
    "0000", "../..", "[2021..2020]", "[..]", "2021-05-04T24:00", "P9999999Y", "..", "/", "a/b", ";", ",",
    "sep=;\n", "\x00", "\x1b[2J", "\u202e", "\u200b", "\u00a0", "é", "e\u0301", "\U0001f600", "<<<<<<< HEAD\n",
    "=======\n", ">>>>>>> x\n", "{subject}", "not ", "id: x\n", "was: x\n", "  - {id: x}\n", "claims:\n",
    "evidence:\n", "links:\n", "defaults: {}\n", "a.b.c", "overlaps", "except: [{claims: [x], reason: y}]\n",
    "lasting(", "(" * 60, "[" * 60, "x" * 3000, "\\ud800", "\\u0000", "\\", "{}", "[]", '{"id": "x"}\n',
)  # fmt: skip
NO_TEXTS = (b"\xff", b"\xfe\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\0\0\0")
TOKENS = (*(text.encode() for text in TEXTS), *NO_TEXTS)


def mutate(data: bytes, chooser: random.Random) -> bytes:
    """The bytes after one to six accidents; at most half a megabyte."""
    for _ in range(chooser.randint(1, 6)):
        data = chooser.choice(ACCIDENTS)(data, chooser)
    return data[:500_000]


def _flip(data: bytes, chooser: random.Random) -> bytes:
    place = chooser.randrange(len(data) + 1)
    return data[:place] + bytes([chooser.randrange(256)]) + data[place + 1 :]


def _insert(data: bytes, chooser: random.Random) -> bytes:
    place = chooser.randrange(len(data) + 1)
    return data[:place] + chooser.choice(TOKENS) + data[place:]


def _cut(data: bytes, chooser: random.Random) -> bytes:
    start, end = sorted(chooser.randrange(len(data) + 1) for _ in range(2))
    return data[:start] + data[min(end, start + chooser.choice((1, 5, 50, 5000))) :]


def _copy(data: bytes, chooser: random.Random) -> bytes:
    start = chooser.randrange(len(data) + 1)
    place = chooser.randrange(len(data) + 1)
    return data[:place] + data[start : start + chooser.choice((1, 5, 50, 500))] + data[place:]


def _swap_lines(data: bytes, chooser: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    if len(lines) > 1:
        one, other = chooser.randrange(len(lines)), chooser.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _double_line(data: bytes, chooser: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    if lines:
        lines.insert(chooser.randrange(len(lines)), chooser.choice(lines))
    return b"".join(lines)


def _swap_words(data: bytes, chooser: random.Random) -> bytes:
    words = data.split(b" ")
    one, other = chooser.randrange(len(words)), chooser.randrange(len(words))
    words[one], words[other] = words[other], words[one]
    return b" ".join(words)


def _recode(data: bytes, chooser: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(chooser.choice(("utf-16", "utf-8-sig", "cp1252")), "replace")


def _end_lines(data: bytes, chooser: random.Random) -> bytes:
    return data.replace(b"\n", chooser.choice((b"\r\n", b"\r", b"\n\n")))


ACCIDENTS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip, _flip, _insert, _insert, _insert, _cut, _copy, _swap_lines, _double_line, _swap_words, _swap_words, _recode,
    _end_lines,
)  # fmt: skip
