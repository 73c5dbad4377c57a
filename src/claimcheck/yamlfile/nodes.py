"""The three nodes that a file is made of: a text, a list, a mapping, each with its place."""

from __future__ import annotations

import dataclasses

from msgspec import Struct

from claimcheck.location import Location

NULLS = frozenset(["", "~", "null", "Null", "NULL"])


class Scalar(Struct, frozen=True, kw_only=True):
    """A text as typed.

    `plain` is true without quotes or block sign. `inset` is the number of characters between `location` and the
    first character of the text (1 for a quotation mark), or -1 where the text does not stand in one piece on one
    line. `comment` is a comment that follows a plain text on its line, with its `#`. `flawed` is true where reading
    found something wrong here, and said so.
    """

    text: str
    location: Location
    plain: bool = True
    inset: int = 0
    comment: str = ""
    flawed: bool = False

    @property
    def null(self) -> bool:
        """Whether YAML would read this as null: nothing, `~` or `null`, without quotes."""
        return self.plain and self.text in NULLS

    def at(self, offset: int) -> Location:
        """The place of a character of the text, or of the whole text where it is not in one piece."""
        if self.inset < 0:
            return self.location
        return dataclasses.replace(self.location, column=self.location.column + self.inset + offset)


class ListNode(Struct, frozen=True, kw_only=True):
    """A list of nodes; `location` is that of its first item or of its `[`; `flawed` if it or an item is."""

    items: tuple[Node, ...]
    location: Location
    flawed: bool = False


class MapNode(Struct, frozen=True, kw_only=True):
    """A mapping from texts to nodes, in the order of the file; `flawed` if a key stands twice, or is, or a value is."""

    entries: tuple[tuple[Scalar, Node], ...]
    location: Location
    flawed: bool = False

    def get(self, key: str) -> Node | None:
        """The node under a key, or None where the key is left out."""
        return next((node for name, node in self.entries if name.text == key), None)

    def keys(self) -> tuple[str, ...]:
        """The keys in the order of the file."""
        return tuple(name.text for name, _ in self.entries)


Node = Scalar | ListNode | MapNode


def quoted(raw: str) -> str:
    """The text as a quoted YAML scalar, in the quotation marks that need the least escaping."""
    mark = raw[:1]
    if len(raw) > 2 and mark in ("'", '"') and raw.endswith(mark) and raw.count(mark) % 2:
        raw = raw[1:-1]
    if '"' not in raw and "\\" not in raw:
        return f'"{raw}"'
    return "'" + raw.replace("'", "''") + "'"
