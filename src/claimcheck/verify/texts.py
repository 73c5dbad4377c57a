"""The words of an original: plain text as it stands, Markdown and HTML without their marks, PDF if pypdf is there."""

from __future__ import annotations

import io
import re
import unicodedata
from html.parser import HTMLParser
from pathlib import PurePath
from typing import Literal

from msgspec import Struct

LARGEST = 64_000_000  # bytes; folding takes about a second for ten million
HTML_NAMES = frozenset([".html", ".htm", ".xhtml"])
MARKDOWN_NAMES = frozenset([".md", ".markdown"])
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9._-]+)""")
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL
)
_UNSEEN = frozenset(["script", "style", "noscript", "template", "head"])
# All other elements part words.
_INLINE_NAMES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q rp rt ruby s samp small span "
    "strike strong sub sup time tt u var wbr"
)
_INLINE = frozenset(_INLINE_NAMES.split())
# What Markdown does not print, in order: the marks that begin a line, links and images, emphasis and code, escapes.
_MARKS = (
    (re.compile(r"^[ \t]*(?:>[ \t]?|#{1,6}[ \t]+|[-*+][ \t]+|\d+[.)][ \t]+)+", re.MULTILINE), ""),
    (re.compile(r"!?\[([^\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"(?<!\\)(\*{1,3}|`+|~~)(?=\S)(.+?)(?<=\S)\1", re.DOTALL), r"\2"),
    (re.compile(r"(?<![\w\\])(_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)", re.DOTALL), r"\2"),
    (re.compile(r"\\([\\`*_{}\[\]<>()#+.!|~-])"), r"\1"),
)

Unit = Literal["line", "page", ""]


class Text(Struct, frozen=True, kw_only=True):
    """The words of an original, composed (NFC). `unit` is what places are counted in; pages end with a form feed."""

    text: str
    unit: Unit

    def place(self, index: int) -> str:
        """Such as `line 12` or `page 3`; empty where neither is known."""
        sign = "\f" if self.unit == "page" else "\n"
        return f"{self.unit} {self.text.count(sign, 0, index) + 1}" if self.unit else ""


class Unreadable(Exception):  # noqa: N818  no error: an answer, caught one floor up
    """Why an original gives no text to compare with."""


def read_texts(data: bytes, name: str) -> tuple[Text, ...]:
    """The ways in which an original may be read, any of which may hold a quote; raises `Unreadable`."""
    if len(data) > LARGEST:
        raise Unreadable(f"the original is larger than {LARGEST // 1_000_000} MB")
    if data.startswith(b"%PDF-"):
        return (_text(_pdf(data), "page"),)
    suffix = PurePath(name).suffix.lower()
    text = _decoded(data)
    if suffix in HTML_NAMES or _HTML_START.match(data.removeprefix(b"\xef\xbb\xbf")):
        return (_text(_html(text), ""),)
    plain = _text(text.replace("\r\n", "\n").replace("\r", "\n"), "line")
    return (plain, _text(_markdown(plain.text), "line")) if suffix in MARKDOWN_NAMES else (plain,)


def _text(text: str, unit: Unit) -> Text:
    return Text(text=unicodedata.normalize("NFC", text), unit=unit)


def _decoded(data: bytes) -> str:
    """The text as UTF-8, as a byte order mark says, or as the file itself declares; nothing is guessed."""
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig"]
    declared = _DECLARED.search(data[:2048])
    encodings += [declared[1].decode("ascii")] if declared else []
    if b"\0" in data and encodings[0] != "utf-16":
        raise Unreadable("the original is no text (an image, a word processor's file or the like)")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    raise Unreadable("the original is neither UTF-8 nor says how it is encoded")


def _html(text: str) -> str:
    reader = _Words()
    reader.feed(text)
    reader.close()
    return "".join(reader.parts)


class _Words(HTMLParser):
    """Gathers what a page prints; where a block begins or ends, words are apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  of the base class
        if tag in _UNSEEN:
            self._unseen.append(tag)
        elif tag == "body":
            self._unseen.clear()  # a head that nobody closed
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            del self._unseen[self._unseen.index(tag) :]
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)


def _markdown(text: str) -> str:
    for mark, instead in _MARKS:
        text = mark.sub(instead, text)
    return text


def _pdf(data: bytes) -> str:
    try:
        import pypdf
    except ImportError:
        raise Unreadable(
            "the original is a PDF, and pypdf is not installed: from a checkout, `pip install '.[pdf]'`"
        ) from None
    try:
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    except Exception as error:  # what a broken PDF brings a foreign parser to is not ours to list
        raise Unreadable(f"the PDF cannot be read ({type(error).__name__})") from error
    if not any(page.strip() for page in pages):
        raise Unreadable("the PDF holds no text, only images: it may be a scan")
    return "\f".join(pages)
