"""Text folded to its words: white space and typography made one, so that what is left must be equal to the letter.

Folded are: runs of white space, and none beside a dash, before `; : ! ?`, inside guillemets, and between signs of
scripts that write no spaces; quotation marks, single and double apart; dashes and hyphens; the ellipsis sign; soft
hyphens and other invisible signs; ligatures and presentation forms; composed and decomposed letters. Case, accents,
digits and every other sign stay.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

from msgspec import Struct

LINE_HYPHEN = "\x01"  # a hyphen at the end of a line: of the word, or of the line break; both are tried
UNSPACED = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_INVISIBLE = "\x00-\x08\x0e-\x1f\x7f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_DASH = "\u2010-\u2015\u2212\ufe58\ufe63\uff0d-"
_SINGLE = "\u2018-\u201b\u2039\u203a\u02bc\u0060\u00b4'"
_DOUBLE = '\u201c-\u201f\u00ab\u00bb\u300c-\u300f\uff02"'
_FORMS = "\ufb00-\ufb06\ufb13-\ufb17\ufb20-\ufdff\ufe70-\ufefc"
# The alternatives in this order; a plain blank between words and a plain hyphen inside one are left alone for speed.
_SPECIAL = re.compile(
    rf"(?P<broken>(?<=[^\W\d_])[\u00ad\u2010-](?=[ \t]*[\r\n]\s*[^\W\d_])[ \t]*[\r\n]\s*)"
    rf"|(?P<invisible>[{_INVISIBLE}]+)"
    rf"|(?P<dash>\s*(?:[{_DASH}]+\s*)+)"
    rf"|(?P<ellipsis>\u2026|\.(?:\s\.){{2}})"
    rf"|(?P<none>\s+(?=[;:!?\u00bb\u203a])|(?<=[\u00ab\u2039])\s+|(?<=[{UNSPACED}])\s+(?=[{UNSPACED}]))"
    rf"|(?P<blank>\s\s+|[^\S ])"
    rf"|(?P<single>[{_SINGLE}])|(?P<double>[{_DOUBLE}])"
    rf"|(?P<form>[{_FORMS}])"
)
_BECOMES = {"invisible": "", "none": "", "dash": "-", "ellipsis": "...", "blank": " ", "single": "'", "double": '"'}


class Folded(Struct, frozen=True, kw_only=True):
    """A folded text, and the way back: `starts` and `origins` are where each kept stretch begins, here and there."""

    text: str
    original: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def origin(self, index: int) -> int:
        """The place in the original of a place in the folded text."""
        piece = bisect_right(self.starts, index) - 1
        end = self.origins[piece + 1] if piece + 1 < len(self.origins) else len(self.original)
        return min(self.origins[piece] + index - self.starts[piece], end)

    def passage(self, start: int, end: int) -> str:
        """What stands in the original between two places of the folded text, on one line."""
        return " ".join(self.original[self.origin(start) : self.origin(end)].split())


def fold(text: str) -> Folded:
    """The text folded; `fold(fold(x).text).text` is `fold(x).text` as long as no hyphen ends a line."""
    text = unicodedata.normalize("NFC", text)  # first, so that places lead into the composed text
    parts: list[str] = []
    starts, origins = [0], [0]
    length = last = 0
    for found in _SPECIAL.finditer(text):
        kept = text[last : found.start()]
        new = _folded(found)
        parts += (kept, new)
        length += len(kept)
        if new:
            starts.append(length)
            origins.append(found.start())
        length += len(new)
        starts.append(length)
        origins.append(found.end())
        last = found.end()
    parts.append(text[last:])
    return Folded(text="".join(parts), original=text, starts=tuple(starts), origins=tuple(origins))


def _folded(found: re.Match[str]) -> str:
    kind = found.lastgroup or ""
    sign = found.group()
    if kind == "broken":
        return "" if sign[0] == "\u00ad" else LINE_HYPHEN
    if kind == "form":
        return unicodedata.normalize("NFKC", sign)
    return _BECOMES[kind]
