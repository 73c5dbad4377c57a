"""Reads a page as a browser would, far enough to ask what would run, where links lead, and how headings follow."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = {"meta", "wbr", "link", "br", "img", "input", "hr"}


class PageReader(HTMLParser):
    """Collects elements with their attributes, ids, links, headings, and the text that is shown."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.shown: list[str] = []
        self.unclosed: list[str] = []
        self.strays: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.unclosed.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.unclosed and self.unclosed[-1] == tag:
            self.unclosed.pop()
        else:
            self.strays.append(tag)

    def handle_data(self, data: str) -> None:
        inside = self.unclosed[-1] if self.unclosed else ""
        if inside in self.raw:
            self.raw[inside].append(data)
        else:
            self.shown.append(data)

    @property
    def text(self) -> str:
        """What a reader sees, on one line."""
        return " ".join("".join(self.shown).split())

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    @property
    def links(self) -> list[str]:
        return [attributes["href"] for tag, attributes in self.elements if tag == "a" and "href" in attributes]

    @property
    def headings(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.elements if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()]

    def with_attribute(self, name: str) -> Iterator[tuple[str, str]]:
        """The elements with an attribute, and its value."""
        return ((tag, attributes[name]) for tag, attributes in self.elements if name in attributes)
