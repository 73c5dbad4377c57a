"""Looks for a quote in an original: the same words in the same order, with gaps only where the quote marks them.

A quote is first looked for as it is written. Failing that, `...`, `[...]`, `(...)` and `<...>` stand for words left
out, at most `OMITTED` characters of them, and any other words in square brackets for words put in by whoever
quotes, over at most `REPLACED` characters of the original. A single letter in brackets at the start of a word
(`[T]he`) stands for that letter in either case. Every piece between must be there, whole words, in order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from claimcheck.verify.folding import LINE_HYPHEN, UNSPACED, Folded, fold
from claimcheck.verify.verdicts import Gap, Nearest

OMITTED = 1000
REPLACED = 60
_GAP = re.compile(r" ?(?:(?P<dots>[\[(<] ?\.{3,4} ?[\])>]|\.{3,})|(?P<words>\[[^\[\]]*\])) ?")
_CAPITAL = re.compile(r"(?<!\w)\[([^\W\d_])\](?=\w)")
# Thai, Lao, Tibetan, Burmese and Khmer write no spaces between words either.
_RUNS_ON = re.compile(rf"[{UNSPACED}\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]")
_MARK = "\x02"  # before a letter that may have either case


class Found(Struct, frozen=True, kw_only=True):
    """Where a quote stands in the folded text, and its gaps."""

    start: int
    end: int
    gaps: tuple[Gap, ...] = ()


class _Piece(Struct, frozen=True, kw_only=True):
    """Words that must stand there; `whole_start` and `whole_end` unless a bracket touches the word."""

    text: str
    whole_start: bool = True
    whole_end: bool = True


class _Break(Struct, frozen=True, kw_only=True):
    """A marked gap: what is written there and how many characters of the original it may stand for."""

    written: str
    room: int


class _Way(Struct, frozen=True, kw_only=True):
    """How far a quote has been followed: where it began, where it stands, and the gaps on the way."""

    start: int
    end: int
    gaps: tuple[Gap, ...] = ()


def find_quote(quote: str, original: Folded) -> Found | None:
    """The first place where the quote stands, or None; a quote without any word stands nowhere."""
    if not has_words(quote):
        return None
    words = fold(quote).text.replace(LINE_HYPHEN, "-").strip()
    for candidate in dict.fromkeys((words, _bare(words))):
        found = _literal(candidate, original) or _in_pieces(candidate, original)
        if found is not None:
            return found
    return None


def has_words(quote: str) -> bool:
    """Whether there is anything in a quote to look for."""
    return any(sign.isalnum() for sign in quote)


def _bare(words: str) -> str:
    """The words without a pair of quotation marks around all of them, which are the quoter's."""
    around = len(words) > 2 and words[0] == words[-1] and words[0] in "'\"" and words[0] not in words[1:-1]
    return words[1:-1].strip() if around else words


def _literal(words: str, original: Folded) -> Found | None:
    place = next(iter(_places(_Piece(text=words), original.text)), None)
    return None if place is None else Found(start=place[0], end=place[1])


def _in_pieces(words: str, original: Folded) -> Found | None:
    first, *rest = _elements(words) or (_Break(written="", room=0),)
    if not isinstance(first, _Piece):
        return None
    ways = {end: _Way(start=start, end=end) for start, end in _places(first, original.text)}
    for gap, piece in zip(rest[::2], rest[1::2], strict=True):
        if not ways:
            return None
        assert isinstance(gap, _Break), "pieces and gaps take turns"
        assert isinstance(piece, _Piece), "pieces and gaps take turns"
        ways = _followed(ways, gap, piece, original)
    way = min(ways.values(), key=lambda one: (one.start, one.end), default=None)
    return None if way is None else Found(start=way.start, end=way.end, gaps=way.gaps)


def _followed(ways: dict[int, _Way], gap: _Break, piece: _Piece, original: Folded) -> dict[int, _Way]:
    """The ways that go on with a piece behind a gap: for each place of the piece, from the nearest end before it."""
    ends = sorted(ways)
    on: dict[int, _Way] = {}
    index = 0
    for start, end in _places(piece, original.text):
        while index < len(ends) and ends[index] <= start:
            index += 1
        if index == 0 or start - ends[index - 1] > gap.room:
            continue
        way = ways[ends[index - 1]]
        between = original.passage(way.end, start)
        as_written = fold(gap.written).text.strip() == fold(between).text.strip()
        gaps = way.gaps if as_written else (*way.gaps, Gap(written=gap.written, original=between))
        on.setdefault(end, _Way(start=way.start, end=end, gaps=gaps))
    return on


def _elements(words: str) -> list[_Piece | _Break]:
    """Pieces and gaps in turn, from a piece to a piece: a gap at either end of a quote says nothing."""
    marked = _CAPITAL.sub(rf"{_MARK}\1", words)
    elements: list[_Piece | _Break] = []
    last, glued = 0, False
    for found in (*_GAP.finditer(marked), None):
        piece = marked[last : len(marked) if found is None else found.start()]
        inserted = found is not None and found["words"] is not None
        touching = inserted and found is not None and found.group()[0] == "["
        if piece.strip():
            elements.append(_Piece(text=piece, whole_start=not glued, whole_end=not touching))
        if found is not None:
            gap = _Break(written=found.group().strip(), room=REPLACED if inserted else OMITTED)
            before = elements[-1] if elements else None
            if isinstance(before, _Break):
                elements[-1] = _Break(written=f"{before.written} {gap.written}", room=before.room + gap.room)
            elif before is not None:
                elements.append(gap)
            glued, last = inserted and found.group()[-1] == "]", found.end()
    return elements[:-1] if elements and isinstance(elements[-1], _Break) else elements


def _places(piece: _Piece, text: str) -> Sequence[tuple[int, int]]:
    """Every place of a piece in a folded text where it does not cut a word in two."""
    if not piece.text.strip():
        return ()
    plain = _MARK not in piece.text and LINE_HYPHEN not in text
    found = _plain(piece.text, text) if plain else [(one.start(), one.end()) for one in _pattern(piece).finditer(text)]
    return [
        (start, end)
        for start, end in found
        if not (piece.whole_start and _cuts(text, start)) and not (piece.whole_end and _cuts(text, end))
    ]


def _plain(piece: str, text: str) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    start = text.find(piece)
    while start >= 0:
        places.append((start, start + len(piece)))
        start = text.find(piece, start + 1)
    return places


def _pattern(piece: _Piece) -> re.Pattern[str]:
    """The piece where a line may have been broken inside a word, and a marked letter may have either case."""
    parts: list[str] = []
    either = False
    for sign in piece.text:
        if sign == _MARK:
            either = True
            continue
        shown = f"[{re.escape(sign.lower()[0])}{re.escape(sign.upper()[0])}]" if either else re.escape(sign)
        before = f"{LINE_HYPHEN}?" if parts and sign.isalpha() else ""
        parts.append(f"[{LINE_HYPHEN}-]" if sign == "-" else before + shown)
        either = False
    return re.compile("".join(parts))


def _cuts(text: str, index: int) -> bool:
    """Whether a place lies inside a word."""
    if not 0 < index < len(text):
        return False
    before, after = text[index - 1], text[index]
    if LINE_HYPHEN in (before, after):
        return True
    return before.isalnum() and after.isalnum() and not (_RUNS_ON.match(before) or _RUNS_ON.match(after))


def nearest_passage(quote: str, original: Folded) -> tuple[Nearest, int] | None:
    """The passage around the longest run of the quote's words, of equals the first; None where there is hardly one."""
    words = _GAP.sub(" ", _CAPITAL.sub(r"\1", fold(quote).text)).lower().split()
    text = original.text.replace(LINE_HYPHEN, "-")
    # Lower case may change the length of a text; then its places would lead elsewhere.
    lowered = text.lower() if len(text.lower()) == len(text) else text
    best, place, length = 0, 0, 0
    for first in range(len(words)):
        while first + length + 1 <= len(words):
            at = lowered.find(" ".join(words[first : first + length + 1]))
            if at < 0:
                break
            best, place, length = first, at, length + 1
    if length == 0 or (length < 2 and len(words) > 2):
        return None
    start = _words_away(text, place, -best)
    end = _words_away(text, place, len(words) - best + 1)
    return Nearest(passage=original.passage(start, end), place=""), start


def _words_away(text: str, index: int, count: int) -> int:
    """The start of the word so many words before a place, or the end of the one so many behind it."""
    for _ in range(abs(count)):
        step = text.rfind(" ", 0, max(index - 1, 0)) + 1 if count < 0 else text.find(" ", index + 1)
        if step < 0:
            return len(text)
        index = step
    return index
