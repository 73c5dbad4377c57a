"""Puts what users wrote into HTML so that it shows as it stands: escaped, isolated, and without signs that deceive."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from claimcheck.i18n import tr

# A browser shows some control characters as nothing; overrides of the direction of writing make a line show what it
# does not say, and tag characters hide text. Marks that merely hint at a direction (U+200E, U+200F, U+061C) are part of
# good Arabic and Hebrew, and harmless in isolation.
_HARMFUL = (
    *(code for code in range(32) if chr(code) not in "\t\n\r"),
    *range(127, 160),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *range(0xD800, 0xE000),
    0xFEFF, 0xFFFE, 0xFFFF,
    *range(0xE0000, 0xE0080),
)  # fmt: skip
_SHOWN = {**dict.fromkeys(_HARMFUL, "\ufffd"), 0x2028: " ", 0x2029: " "}
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_ENDLESS = re.compile(r"(\S{1000})(?=\S)")
_LINKED = ("http", "https", "mailto")


def clean(text: str) -> str:
    """The text with a replacement sign for each character that would deceive or upset a reader of the page."""
    return text.translate(_SHOWN)


def bdi(text: str) -> Markup:
    """A name or sentence set apart from the direction of writing around it."""
    return Markup("<bdi>{}</bdi>").format(_breakable(clean(text)))


def _breakable(text: str) -> Markup:
    """The text with places to break in endless words, of which Chromium leaves some whole."""
    return Markup("<wbr>").join(part for part in _ENDLESS.split(text) if part)


def in_language(text: str, language: str) -> Markup:
    """Words in their own language and direction."""
    if not _LANGUAGE.fullmatch(language):
        return bdi(text)
    return Markup('<bdi lang="{}">{}</bdi>').format(language, _breakable(clean(text)))


def link(url: str, words: str = "") -> Markup:
    """A link where the address is one that a browser may follow from a page; else the address as plain text."""
    text = clean(words or url)
    if not is_linked(url):
        return bdi(url)
    start = Markup('<a href="{}" rel="external noopener noreferrer">').format(url.strip())
    return start + Markup("<bdi>{}</bdi></a>").format(_breakable(text))


def is_linked(url: str) -> bool:
    """Whether an address may become a link: on the web or by mail, and with nothing in it that hides."""
    plain = url.strip()
    if clean(plain) != plain or any(sign.isspace() for sign in plain):
        return False
    try:
        parts = urlsplit(plain)
    except ValueError:
        return False
    return parts.scheme in _LINKED and bool(parts.path if parts.scheme == "mailto" else parts.netloc)


def told(message: str, /, **values: object) -> Markup:
    """A sentence of the program in the language in use, each value escaped and in its place."""
    safe = escape(tr(message))
    shown = {name: clean(value) if type(value) is str else value for name, value in values.items()}
    return safe.format(**shown) if values else safe


def finalized(value: object) -> object:
    """What a template prints, cleaned; text that is safe already stays."""
    return clean(value) if type(value) is str else value
