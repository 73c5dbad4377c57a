"""Reading YAML from the event stream of its parser, with all that is wrong in one run."""

from __future__ import annotations

import re

import yaml
from yaml.events import MappingEndEvent, ScalarEvent, SequenceEndEvent

from claimcheck.errors import Problem, in_order
from claimcheck.location import Location
from claimcheck.yamlfile.encoding import decode, place_of, unprintable
from claimcheck.yamlfile.nodes import ListNode, MapNode, Node, Scalar, quoted

DEEPEST = 50
MOST_BLOTS = 50
COMMENT = re.compile(r"[ \t]*(#[^\n]*)")
QUOTES = ("'", '"')
ODD_BREAKS = ("\x85", "\u2028", "\u2029")
PARSER = getattr(yaml, "CLoader", yaml.SafeLoader)  # the C parser where PyYAML was built with it


def read_yaml(data: bytes, path: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """The file as a node, and its problems; None where it is empty or cannot be read at all."""
    text, problem = decode(data, path)
    if problem is not None:
        return None, (problem,)
    problems: list[Problem] = []
    blots: set[int] = set()
    while True:
        composer = _Composer(text, path, frozenset(blots))
        try:
            node = composer.document()
        except yaml.MarkedYAMLError as error:
            # The words for syntax errors are read only where there is one: most files have none.
            from claimcheck.yamlfile.trouble import blot, diagnose, spaced

            trouble = diagnose(text, error, composer, path)
            start = trouble.start
            if start is None or start in blots or len(blots) >= MOST_BLOTS:
                return None, in_order([*problems, *composer.problems, trouble.problem])
            if "maximum nesting" in f"{error}":  # newer parsers stop at a depth of their own
                return None, in_order([*problems, *_too_deep(text, path, frozenset(blots), trouble.problem)])
            text, end = blot(spaced(text, start), start)
            # A blot inside that broke it is told already.
            if not any(start < place < end for place in blots):
                problems.append(trouble.problem)
            blots.add(start)
        except _TooDeepError:
            return None, in_order([*problems, *composer.problems])
        else:
            return node, in_order([*problems, *composer.problems])


def _too_deep(text: str, path: str, blots: frozenset[int], otherwise: Problem) -> list[Problem]:
    """What the parser without a depth of its own finds up to where ours is reached."""
    composer = _Composer(text, path, blots, yaml.SafeLoader)
    try:
        composer.document()
    except _TooDeepError:
        return composer.problems
    except yaml.MarkedYAMLError:
        pass  # broken before it is too deep
    return [*composer.problems, otherwise]


class _TooDeepError(Exception):
    """Lists and mappings are nested deeper than any dossier needs."""


class _Composer:
    """Makes nodes of one text, remembering what it passed last, for the words of a syntax error."""

    def __init__(
        self, text: str, path: str, blots: frozenset[int], parser: type[yaml.SafeLoader] | None = None
    ) -> None:
        self.text = text
        self.path = path
        self.blots = blots
        self.problems: list[Problem] = []
        self.parser = (parser or PARSER)(text)
        self.last: yaml.Event | None = None
        self.closed: tuple[int, int] | None = None
        self.flow: list[int] = []
        self.depth = 0
        self.comments = "#" in text
        self.odd_breaks = any(sign in text for sign in ODD_BREAKS)

    @property
    def scalar(self) -> tuple[int, int, str] | None:
        """The start, end and style of the last event, if that was a text."""
        last = self.last
        return (_start(last), _end(last), last.style or "") if isinstance(last, ScalarEvent) else None

    @property
    def just_closed(self) -> tuple[int, int] | None:
        """The start and end of the flow list or mapping that the last event closed."""
        return self.closed if isinstance(self.last, (SequenceEndEvent, MappingEndEvent)) else None

    @property
    def outermost(self) -> int | None:
        """The start of the outermost flow list or mapping that is still open."""
        return self.flow[0] if self.flow else None

    def document(self) -> Node | None:
        node: Node | None = None
        documents = 0
        while (event := self._next()) is not None:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    self._second_document(event)
                    return node
            elif not isinstance(event, (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent)):
                node = self._node(event)
        if node is None or (isinstance(node, Scalar) and node.plain and not node.text):
            self._problem("EMPTY-FILE", Location(path=self.path), "this file is empty", "fill it, or delete it")
            return None
        return node

    def _next(self) -> yaml.Event | None:
        event: yaml.Event | None = self.parser.get_event()
        if event is not None:
            self.last = event
        return event

    def _node(self, event: yaml.Event) -> Node:
        if type(event) is ScalarEvent:
            return self._scalar(event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        assert isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent))
        self.depth += 1
        if self.depth > DEEPEST:
            self._problem("TOO-DEEP", self._place(event), f"lists and mappings are nested more than {DEEPEST} deep",
                          "this is no record of a dossier: remove it")  # fmt: skip
            raise _TooDeepError
        flawed = self._decorated(event)
        if event.flow_style:
            self.flow.append(_start(event))
        if isinstance(event, yaml.SequenceStartEvent):
            node: Node = self._list(event, flawed)
        else:
            node = self._mapping(event, flawed)
        if event.flow_style:
            assert self.last is not None
            self.closed = (self.flow.pop(), _end(self.last))
        self.depth -= 1
        return node

    def _list(self, event: yaml.Event, flawed: bool) -> ListNode:
        items: list[Node] = []
        while (inner := self._next()) is not None and type(inner) is not SequenceEndEvent:
            item = self._node(inner)
            items.append(item)
            flawed = flawed or item.flawed
        return ListNode(items=tuple(items), location=self._place(event), flawed=flawed)

    def _mapping(self, event: yaml.Event, flawed: bool) -> MapNode:
        entries: list[tuple[Scalar, Node]] = []
        places: dict[str, Location] = {}
        while (inner := self._next()) is not None and type(inner) is not MappingEndEvent:
            key = self._key(self._node(inner))
            following = self._next()
            assert following is not None, "every key has a value"
            below = self._node(following)
            entries.append((key, below))
            flawed = flawed or key.flawed or below.flawed
            if places.setdefault(key.text, key.location) is not key.location and not key.flawed:
                flawed = True
                first = places[key.text]
                self._problem("DUPLICATE-KEY", key.location, f"`{key.text}` stands already in line {first.line}",
                              "keep one of the two")  # fmt: skip
        return MapNode(entries=tuple(entries), location=self._place(event), flawed=flawed)

    def _key(self, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            self._problem("COMPLEX-KEY", node.location, "expected a word as key, found a list or mapping",
                          "write a word; a text that starts with `[` or `{` goes in quotes")  # fmt: skip
            return Scalar(text="", location=node.location, flawed=True)
        if node.text == "<<" and node.plain:
            self._problem("MERGE-KEY", node.location, "merge keys (`<<`) are not read",
                          "write the keys out; what a whole file shares goes under `defaults:`")  # fmt: skip
            return Scalar(text="<<", location=node.location, flawed=True)
        return node

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        start, end = _start(event), _end(event)
        style, value, place = event.style, event.value, self._place(event)
        if start in self.blots:
            return Scalar(text="", location=place, flawed=True)
        flawed = (event.anchor is not None or event.tag is not None) and self._decorated(event)
        if not style:
            comment = self._comment(end) if self.comments else ""
            inset = 0 if end - start == len(value) else -1
            return Scalar(text=value, location=place, inset=inset, comment=comment, flawed=flawed)
        if style == '"' and not value.isprintable() and (wrong := unprintable(value)):
            self._problem("BAD-CHARACTER", place, f"expected printable text, found the control character {wrong}",
                          "leave the escape out, or write the character that was meant")  # fmt: skip
            return Scalar(text="", location=place, plain=False, flawed=True)
        if style in QUOTES:
            inset = 1 if end - start == len(value) + 2 else -1
            return Scalar(text=value, location=place, plain=False, inset=inset, flawed=flawed)
        if not value and self.text[start + 1 : start + 2].isdigit():
            raw = self.text[start:end].strip()
            self._problem("NEEDS-QUOTES", place, f"`{style}` starts a block of text in YAML, and none follows",
                          f"put it in quotes: {quoted(raw)}")  # fmt: skip
            flawed = True
        return Scalar(text=value, location=place, plain=False, inset=-1, flawed=flawed)

    def _comment(self, end: int) -> str:
        """The comment that follows a plain text on its line, with its `#`."""
        found = COMMENT.match(self.text, end)
        return "" if found is None else found[1].rstrip()

    def _decorated(self, event: yaml.NodeEvent) -> bool:
        found = False
        if event.anchor is not None:
            self._problem("ANCHOR", self._place(event), f"anchors (`&{event.anchor}`) are not read",
                          "write the value out where needed; a text that starts with `&` goes in quotes")  # fmt: skip
            found = True
        tag = getattr(event, "tag", None)
        if tag is not None:
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            self._problem("TAG", self._place(event), f"tags (`{shown}`) are not read",
                          "leave the tag out; a text that starts with `!` goes in quotes")  # fmt: skip
            found = True
        return found

    def _alias(self, event: yaml.AliasEvent) -> Scalar:
        place = self._place(event)
        self._problem("ALIAS", place, f"aliases (`*{event.anchor}`) are not read",
                      "write the value out; a text that starts with `*` goes in quotes")  # fmt: skip
        return Scalar(text="", location=place, flawed=True)

    def _second_document(self, event: yaml.Event) -> None:
        self._problem("SECOND-DOCUMENT", self._place(event), "a file holds one document; what follows is not read",
                      "remove this line, or put what follows in a file of its own")  # fmt: skip

    def _problem(self, code: str, place: Location, message: str, hint: str) -> None:
        self.problems.append(Problem(code=code, location=place, message=message, hint=hint))

    def _place(self, event: yaml.Event) -> Location:
        mark = event.start_mark
        assert mark is not None
        if self.odd_breaks:  # the parser counts these as line breaks, editors do not
            return place_of(self.text, mark.index, self.path)
        return Location(path=self.path, line=mark.line + 1, column=mark.column + 1)


def _start(event: yaml.Event) -> int:
    assert event.start_mark is not None, "an event of a text has marks"
    return event.start_mark.index


def _end(event: yaml.Event) -> int:
    assert event.end_mark is not None, "an event of a text has marks"
    return event.end_mark.index
