"""One line of JSON as text nodes that know their column; numbers and booleans stay what was typed."""

from __future__ import annotations

import re
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]  # public, untyped

from claimcheck.errors import Problem
from claimcheck.location import Location
from claimcheck.yamlfile import ListNode, MapNode, Node, Scalar, unprintable

DEEPEST = 50
BLANK = re.compile(r"[ \t]*")
WORD = re.compile(r"true|false|null|-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")


class JsonError(ValueError):
    """A line that is not JSON: where, what was expected there, what stands there, and the way out."""

    def __init__(self, location: Location, expected: str, found: str, hint: str = "") -> None:
        super().__init__(expected)
        self.location = location
        self.expected = expected
        self.found = found
        self.hint = hint or "write one JSON object on each line, with double quotation marks"


def read_line(line: str, path: str, number: int) -> tuple[Node, tuple[Problem, ...]]:
    """The value on one line; raises JsonError where the line is not JSON."""
    reader = _Reader(line, path, number)
    node, end = reader.value(reader.blank(0), 1)
    end = reader.blank(end)
    if end < len(line):
        raise reader.error(end, "the end of the line")
    return node, tuple(reader.problems)


class _Reader:
    def __init__(self, line: str, path: str, number: int) -> None:
        self.line = line
        self.path = path
        self.number = number
        self.problems: list[Problem] = []

    def place(self, index: int) -> Location:
        return Location(path=self.path, line=self.number, column=index + 1)

    def error(self, index: int, expected: str, hint: str = "") -> JsonError:
        rest = self.line[index : index + 20]
        return JsonError(self.place(index), expected, f"`{rest}`" if rest else "the end of the line", hint)

    def blank(self, index: int) -> int:
        found = BLANK.match(self.line, index)
        return found.end() if found else index

    def value(self, index: int, depth: int) -> tuple[Node, int]:
        if depth > DEEPEST:
            raise self.error(
                index, f"at most {DEEPEST} lists in one another", "this is no record of a dossier: remove it"
            )
        sign = self.line[index : index + 1]
        if sign == '"':
            return self.text(index)
        if sign == "{":
            return self.mapping(index, depth)
        if sign == "[":
            return self.listing(index, depth)
        found = WORD.match(self.line, index)
        if found is None:
            raise self.error(index, "a JSON value")
        return Scalar(text=found[0], location=self.place(index)), found.end()

    def text(self, index: int) -> tuple[Scalar, int]:
        try:
            text, end = scanstring(self.line, index + 1, True)
        except JSONDecodeError as error:
            raise self.error(min(error.pos, len(self.line)), "a text that is closed by a quotation mark") from error
        if not text.isprintable() and (wrong := unprintable(text)):
            raise JsonError(self.place(index), "printable text", f"the control character {wrong}", "remove it")
        inset = 1 if len(text) == end - index - 2 else -1
        return Scalar(text=text, location=self.place(index), plain=False, inset=inset), end

    def mapping(self, index: int, depth: int) -> tuple[Node, int]:
        entries: list[tuple[Scalar, Node]] = []
        flawed = False
        end = self.blank(index + 1)
        while self.line[end : end + 1] != "}":
            if self.line[end : end + 1] != '"':
                raise self.error(end, "a key in double quotation marks")
            key, end = self.text(end)
            end = self.expect(end, ":")
            below, end = self.value(end, depth + 1)
            flawed = self._stands_twice(key, entries) or flawed or below.flawed
            entries.append((key, below))
            end = self.between(end, "}")
        return MapNode(entries=tuple(entries), location=self.place(index), flawed=flawed), end + 1

    def listing(self, index: int, depth: int) -> tuple[Node, int]:
        items: list[Node] = []
        end = self.blank(index + 1)
        while self.line[end : end + 1] != "]":
            item, end = self.value(end, depth + 1)
            items.append(item)
            end = self.between(end, "]")
        return ListNode(items=tuple(items), location=self.place(index)), end + 1

    def between(self, index: int, closing: str) -> int:
        """The index after a comma, or of the closing sign."""
        end = self.blank(index)
        if self.line[end : end + 1] == closing:
            return end
        end = self.expect(end, ",")
        if self.line[end : end + 1] == closing:
            raise self.error(end, "another item after the comma", "delete the comma")
        return end

    def expect(self, index: int, sign: str) -> int:
        end = self.blank(index)
        if self.line[end : end + 1] != sign:
            raise self.error(end, f"`{sign}`")
        return self.blank(end + 1)

    def _stands_twice(self, key: Scalar, entries: list[tuple[Scalar, Node]]) -> bool:
        if all(key.text != name.text for name, _ in entries):
            return False
        self.problems.append(Problem(
            code="DUPLICATE-KEY", location=key.location, message=f"`{key.text}` stands already on this line",
            hint="keep one of the two"))  # fmt: skip
        return True
