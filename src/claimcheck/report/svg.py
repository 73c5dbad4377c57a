"""The ground that pictures stand on: text measured without a font, broken into lines, and written as SVG.

Nothing a dossier holds can leave its place: every text is escaped, and what a reader could not see, or what would turn
the direction of the line, shows as a replacement sign. Widths are upper bounds, taken from the widest sans-serif
faces in common use, so that a line that fits here fits in the reader's font.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from hashlib import sha256

from claimcheck.report.lines import printable

ELLIPSIS = "…"
# Widths in thousandths of the size of the type, rounded up: the widest of DejaVu Sans, Liberation Sans and Noto Sans.
_WIDTHS = {
    sign: width
    for width, signs in (
        (280, "'ijlìíîïіїј"), (320, " ,.\u00a0·‘’"), (360, ":;IfÌÍÎÏІЇ"), (400, "()-/[\\]t"), (440, "!r¡²³¹"),
        (480, '"ªº'), (520, "J`°´¸Ј“”„"), (560, "*?L_csz|¦§¯çгзсэѓєѕ–"), (600, "kvxy¨ýÿвтухьў•"),
        (640, "$0123456789FTabdeghnopqu{}¢£¤¥«µ»¿ßàáâãäåèéêëðñòóôõöøùúûüþЃЎГТУабеклорчяѐёђќ€"),
        (680, "EKPSY¶ÈÉÊËÝÞЀЁЅЕЗРийнпћѝџ"), (720, "ABVXZÀÁÂÃÄÅЄЌАБВКХЧЬЭдцъ"), (760, "CHNRUÇÑÙÚÛÜЏЛНПСЯм"),
        (800, "&DGOQÐÒÓÔÕÖØЍДИЙОЦы"), (840, "#+<=>^w~¬±×÷Ъ≈≥≤≠"), (880, "ЂЋФфю"), (920, "MМЫжшљњ"), (960, "%щ"),
        (1000, "Wm©®¼½¾Ææ—…→←"), (1080, "@ЊЖШЮ№"), (1120, "ЉЩ"),
        (12_000, "\ufdfd"),  # a whole sentence in one sign
    )
    for sign in signs
}  # fmt: skip
_BLOCKS = ((0x24F, 900), (0x3FF, 920), (0x52F, 1200), (0x58F, 980), (0x5FF, 720))  # up to which sign, how wide
_WIDE = 1240
# Signs that XML 1.0 cannot carry (production `Char`), and those nobody sees.
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff\ufdd0-\ufdef]")
_INVISIBLE = dict.fromkeys(
    (0xAD, 0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B, *range(0x2060, 0x2065), *range(0x206A, 0x2070),
     0x3164, 0xFEFF, 0xFFA0, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)), ""
)  # fmt: skip


def plain(text: str) -> str:
    """A text on one line, as it may stand in a picture: every sign shows, and none steers the line or the file."""
    shown = printable(" ".join(text.split()))
    return shown if shown.isascii() else _UNWRITABLE.sub("\ufffd", shown.translate(_INVISIBLE))


def escape(text: str) -> str:
    """A text as it stands between tags or in an attribute."""
    shown = plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return shown.replace('"', "&quot;").replace("'", "&#39;")


def width_of(text: str, size: float) -> float:
    """How wide a text can become at a size of type, in the units of the picture: never less than it will be."""
    return sum(_sign_width(sign) for sign in text) * size / 1000


def _sign_width(sign: str) -> int:
    known = _WIDTHS.get(sign)
    if known is not None:
        return known
    if unicodedata.category(sign) in ("Mn", "Me"):
        return 0
    return next((width for last, width in _BLOCKS if ord(sign) <= last), _WIDE)


def fold(text: str, room: float, size: float, most: int = 100) -> list[str]:
    """A text in at most `most` lines that fit into a room; what has no place is left out, and `…` says so.

    Words longer than a line are broken. Of a text much longer than its room only the beginning is looked at.
    """
    shown = plain(text)
    enough = int(most * room / (0.2 * size)) + 200
    words = shown[:enough].split(" ")
    lines: list[str] = []
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if width_of(longer, size) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, room, size)
        lines += full
        if len(lines) > most:
            break
    lines += [line] if line else []
    if len(lines) > most or len(shown) > enough:
        lines = lines[:most]
        lines[-1] = _shortened(lines[-1], room, size)
    return lines


def _broken(word: str, room: float, size: float) -> list[str]:
    """A word in pieces that fit; a mark that stands on a letter stays with it."""
    pieces = [""]
    used = 0.0
    for sign in word:
        more = width_of(sign, size)
        if used + more > room and more and pieces[-1]:
            pieces.append("")
            used = 0.0
        pieces[-1] += sign
        used += more
    return pieces


def _shortened(line: str, room: float, size: float) -> str:
    while line and width_of(line + ELLIPSIS, size) > room:
        line = line[:-1]
    return line.rstrip(" ,;:.") + ELLIPSIS


def number(value: float) -> str:
    """A coordinate with two decimals at most, and never an exponent."""
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown in ("-0", "") else shown


def tag(name: str, *inside: str, **attributes: object) -> str:
    """An element: attributes in the order given (`_` for `-`, a final `_` dropped), their texts escaped.

    Children stand as they are: elements, or texts that `escape` made. An attribute that is None is left out.
    """
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{number(value) if isinstance(value, float) else escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{told}>{''.join(inside)}</{name}>" if inside else f"<{name}{told}/>"


def text_lines(lines: Iterable[str], x: float, y: float, size: float, leading: float, **attributes: object) -> str:
    """Lines of text one beneath the other, the first with its foot at `y`; each is an element of its own.

    So that a line written from right to left does not reorder its neighbours.
    """
    return "".join(
        tag("text", escape(line), x=float(x), y=float(y + index * leading), font_size=float(size), **attributes)
        for index, line in enumerate(lines)
    )


def picture_id(*parts: str) -> str:
    """What the ids inside a picture begin with: the same for the same picture, another for every other."""
    return f"p{sha256(chr(0).join(parts).encode('utf-8', 'replace')).hexdigest()[:10]}"


def picture(body: Iterable[str], *, width: float, height: float, prefix: str, title: str, about: str, kind: str) -> str:
    """The whole `svg` element: an image with a name and a description, in the colour of the text around it."""
    return tag(
        "svg",
        tag("title", escape(title), id=f"{prefix}-title"),
        tag("desc", escape(about), id=f"{prefix}-about"),
        *body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=float(width),
        height=float(height),
        role="img",
        aria_labelledby=f"{prefix}-title {prefix}-about",
        class_=f"claimcheck-{kind}",
        fill="currentColor",
        font_family="system-ui, 'Segoe UI', Roboto, Arial, sans-serif",
    )


def standalone(svg: str) -> str:
    """A picture as a file: with a ground of its own, dark on light or light on dark as the reader's system has it."""
    style = (
        "svg{color:#1b1b1b;background:#fff}"
        "@media screen and (prefers-color-scheme:dark){svg{color:#e8e8e8;background:#15171a}}"
    )
    head, rest = svg.split("</desc>", 1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}</desc><style>{style}</style>{rest}\n'
