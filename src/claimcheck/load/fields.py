"""One record as typed: its keys, read one by one, with everything that is wrong with them noted at its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimcheck.dates import DateProblem, When, parse_edtf
from claimcheck.errors import ProblemSeverity
from claimcheck.load.ids import Ids
from claimcheck.load.keys import CLAIM, KeyTable, Shape, did_you_mean, listed, nearest, with_article
from claimcheck.load.notes import Notes
from claimcheck.location import Location
from claimcheck.yamlfile import ListNode, MapNode, Node, Scalar

SLUG = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
FLAGS = {"true": True, "false": False}
NO_NULL = "leave the key out; what is not known is not written"
EMPTY = "an empty text"
BETWEEN = (
    "for one unknown date between two write `[2018-07-12..2018-07-20]`; dates that are known are claims of their own"
)
NAMES = {"id": "an id", "word": "a text", "prose": "a text", "flag": "`true` or `false`", "date": "a date",
         "words": "a text or a list of texts", "map": "a mapping",
         "ties": "an id or a list of ids", "aliases": "a name or a list of names"}  # fmt: skip


class Fields:
    """The keys of one record, checked against its key table.

    `flawed` turns true with the first error; `reason` is that error, for the list of records left out; `needs` are
    the records that this one speaks of.
    """

    def __init__(
        self, node: MapNode, table: KeyTable, notes: Notes, zone: str = "UTC", defaults: MapNode | None = None
    ) -> None:
        self.node = node
        self.table = table
        self.notes = notes
        self.zone = zone
        self.flawed = False
        self.reason = ""
        self.needs: set[tuple[str, str]] = set()
        self.nodes: dict[str, Node] = {}
        self._meant: set[str] = set()  # keys that a mistyped one probably stands for
        self._any_key_meant = False  # a key could not be read, so it may be any
        if node.flawed:
            self._flaw(f"{node.location}: it cannot be read as it stands")
        self._own_keys()
        if defaults is not None:
            self._take_defaults(defaults)

    def _take_defaults(self, defaults: MapNode) -> None:
        for name, below in defaults.entries:
            if name.text in self.table.shapes:
                self.nodes.setdefault(name.text, below)
            else:
                self._any_key_meant = True
                self._flaw(f"{name.location}: the `defaults` of its file have a problem")

    def _own_keys(self) -> None:
        shapes = self.table.shapes
        for name, below in self.node.entries:
            if name.flawed:
                self._any_key_meant = True
                continue
            if name.text not in shapes:
                self._unknown_key(name)
            elif not below.flawed and isinstance(below, Scalar) and below.null:
                self._null(name, below)
            else:
                self.nodes.setdefault(name.text, below)

    def _unknown_key(self, name: Scalar) -> None:
        meant = nearest(name.text, [key for key in self.table.shapes if self.node.get(key) is None])
        self._meant.add(meant)
        hint = f"did you mean `{meant}`?" if meant else f"its keys are {', '.join(self.table.shapes)}"
        below = self.node.get(name.text)
        if not meant and " " in name.text and isinstance(below, Scalar) and below.null:
            hint = "if this belongs to the text before it, put that text in quotes: in `{...}` a comma ends it"
        self.error("UNKNOWN-KEY", name.location, f"{with_article(self.table.what)} has no key `{name.text}`", hint)

    def _null(self, name: Scalar, below: Scalar) -> None:
        if below.comment and self.table.shapes[name.text] == "prose":
            self.cut(below)
        else:
            found = f"`{below.text}`" if below.text else "nothing"
            self._empty(name.text, below.location if below.text else name.location, found)

    def _empty(self, key: str, place: Location, found: str) -> None:
        code = "EMPTY-VALUE" if found == EMPTY else "NULL-VALUE"
        hint = NO_NULL if key not in self.table.required else f"write it: {with_article(self.table.what)} needs it"
        self.error(code, place, f"expected a value under `{key}`, found {found}", hint)

    def cut(self, scalar: Scalar) -> None:
        """Note that YAML has cut a text before a `#`, where it may have been meant as part of the text."""
        self.error("TEXT-CUT", scalar.location,
                   f"YAML cuts this text before `{_short(scalar.comment)}`, which it takes for a comment",
                   "put the whole text in quotes; if it is a comment, give it a line of its own")  # fmt: skip

    # ---- what is wrong

    def error(self, code: str, location: Location, message: str, hint: str = "") -> None:
        """Note what keeps the record out."""
        self._flaw(str(self.notes.add(code, location, message, hint)))

    def remark(self, severity: ProblemSeverity, code: str, location: Location, message: str, hint: str = "") -> None:
        """Note what does not keep the record out."""
        self.notes.add(code, location, message, hint, severity)

    def _flaw(self, reason: str) -> None:
        self.flawed = True
        self.reason = self.reason or reason

    def require(self, *keys: str) -> None:
        """Note every one of these keys that is left out."""
        for key in keys:
            if not self.wrote(key) and not self.may_mean(key):
                self.error("MISSING-KEY", self.node.location, f"this {self.table.what} has no `{key}`",
                           f"add `{key}:` to it")  # fmt: skip

    def adopt(self, below: Fields) -> None:
        """Take over what a record inside this one needs and what is wrong with it."""
        self.needs |= below.needs
        if below.flawed:
            self._flaw(below.reason)

    def wrote(self, key: str) -> bool:
        """Whether the key stands in the record or its defaults, be its value good or bad."""
        return key in self.nodes or self.node.get(key) is not None

    def may_mean(self, key: str) -> bool:
        """Whether a key that cannot be read or is mistyped, and told, may be this one."""
        return self._any_key_meant or key in self._meant

    # ---- typed access; a key left out gives the empty value of its type

    def place(self, key: str) -> Location:
        """Where the value of a key stands, or the record where the key is left out."""
        node = self.nodes.get(key)
        return self.node.location if node is None else node.location

    def scalar(self, key: str) -> Scalar | None:
        """The text under a key, or None where it is left out or is none (which is noted)."""
        node = self.nodes.get(key)
        return None if node is None else self.read_scalar(node, key)

    def read_scalar(self, node: Node, key: str) -> Scalar | None:
        """The text in a node under a key, or None where it is none (which is noted)."""
        shape = self.table.shapes[key]
        if isinstance(node, Scalar):
            return self._filled(node, key, shape)
        if not node.flawed:
            sign = "[" if isinstance(node, ListNode) else "{"
            hint = f"a text that starts with `{sign}` goes in quotes"
            self.error("WRONG-SHAPE", node.location, f"expected {NAMES[shape]} under `{key}`, found {shown(node)}",
                       BETWEEN if shape == "date" and sign == "[" else hint)  # fmt: skip
        return None

    def _filled(self, scalar: Scalar, key: str, shape: Shape) -> Scalar | None:
        if scalar.flawed:
            self._flaw(f"{scalar.location}: it cannot be read as it stands")
        elif scalar.null:
            self._empty(key, scalar.location, f"`{scalar.text}`" if scalar.text else "nothing")
        elif not scalar.text.strip():
            self._empty(key, scalar.location, EMPTY)
        elif scalar.comment and shape in ("prose", "aliases"):
            self.cut(scalar)
        else:
            return scalar
        return None

    def text(self, key: str) -> str:
        """The text under a key, or empty."""
        scalar = self.scalar(key)
        return "" if scalar is None else scalar.text

    def scalars(self, key: str) -> tuple[Scalar, ...]:
        """The texts of a list, where one text alone stands for a list of one."""
        node = self.nodes.get(key)
        if node is None:
            return ()
        items: Sequence[Node] = node.items if isinstance(node, ListNode) else (node,)
        if isinstance(node, ListNode) and not items:
            self.error("EMPTY-VALUE", node.location, f"expected an item under `{key}`, found none", NO_NULL)
        found = (self.read_scalar(item, key) for item in items)
        return tuple(scalar for scalar in found if scalar is not None)

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a list, without their places."""
        return tuple(scalar.text for scalar in self.scalars(key))

    def flag(self, key: str) -> bool:
        """Whether `true` stands under a key."""
        scalar = self.scalar(key)
        if scalar is not None and scalar.text not in FLAGS:
            self.error("WRONG-CHOICE", scalar.location, f"expected `true` or `false`, found `{scalar.text}`",
                       f"write `{key}: true`, or leave the key out")  # fmt: skip
        return FLAGS.get(scalar.text, False) if scalar is not None else False

    def choice(self, key: str, options: Sequence[str]) -> str:
        """One of the options, or empty where the key is left out or holds something else (which is noted)."""
        scalar = self.scalar(key)
        if scalar is None or scalar.text in options:
            return "" if scalar is None else scalar.text
        self.error("WRONG-CHOICE", scalar.location, f"expected {listed(options)}, found `{scalar.text}`",
                   did_you_mean(scalar.text, options, "write one of these, or leave the key out"))  # fmt: skip
        return ""

    def id(self) -> str:
        """The record's own id; an id that is none is noted."""
        scalar = self.scalar("id")
        if scalar is not None and not SLUG.fullmatch(scalar.text):
            self.error("BAD-ID", scalar.location,
                       f"expected an id of small letters a-z, digits and hyphens, found `{scalar.text}`",
                       _slug_hint(scalar.text))  # fmt: skip
        return "" if scalar is None else scalar.text

    def ref(self, key: str, ids: Ids) -> str:
        """The id of another record; an id that nobody has is noted."""
        scalar = self.scalar(key)
        return "" if scalar is None else self.known(scalar, ids)

    def refs(self, key: str, ids: Ids) -> tuple[str, ...]:
        """The ids of other records in a list."""
        return tuple(self.known(scalar, ids) for scalar in self.scalars(key))

    def known(self, scalar: Scalar, ids: Ids) -> str:
        """The id, noted as a need of this record, or as unknown."""
        if ids.has(scalar.text):
            self.needs.add((ids.kind, scalar.text))
            return scalar.text
        lost = self.notes.lost(ids.kind)
        problem = ids.unknown(scalar, lost)
        if lost:
            self.notes.doubt(problem)
        else:
            self.notes.take([problem])
        self._flaw(str(problem))
        return scalar.text

    def date(self, key: str) -> When | None:
        """The date under a key, or None where it is left out or is none (which is noted)."""
        node = self.nodes.get(key)
        if node is None:
            return None
        scalar = one_of(node) or self.read_scalar(node, key)
        return None if scalar is None else self.parse_date(scalar, keep_reversed=key == "when" and self.table is CLAIM)

    def parse_date(self, scalar: Scalar, *, keep_reversed: bool = False) -> When | None:
        """The date as read. One that ends before it starts is noted; it may be kept, to show what stands there."""
        try:
            when = parse_edtf(scalar.text, self.zone)
        except DateProblem as problem:
            self.error("BAD-DATE", scalar.at(problem.offset), problem.message, problem.hint)
            return None
        if when.reversed:
            self._reversed(scalar, keep=keep_reversed)
        return when

    def _reversed(self, scalar: Scalar, *, keep: bool) -> None:
        message, hint = (
            f"`{scalar.text}` ends before it starts",
            "write the earlier date first, or correct one of the two",
        )
        problem = self.notes.add("START-AFTER-END", scalar.location, message, hint)
        if not keep:
            self._flaw(str(problem))


def one_of(node: Node) -> Scalar | None:
    """`[a..b]` without quotes: YAML makes it a list of one text, and it is meant as one unknown date between."""
    if isinstance(node, ListNode) and len(node.items) == 1:
        item = node.items[0]
        if isinstance(item, Scalar) and ".." in item.text and item.plain and not item.flawed:
            blank = max(item.location.column - node.location.column - 1, 0) if item.inset >= 0 else 0
            return Scalar(text=f"[{item.text}]", location=node.location, inset=blank if item.inset >= 0 else -1)
    return None


def shown(node: Node) -> str:
    """What stands there, in a word."""
    if isinstance(node, Scalar):
        return f"`{_short(node.text)}`" if node.text else "nothing"
    return "a list" if isinstance(node, ListNode) else "a mapping"


def _slug_hint(text: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return f"write it as `{slug}`" if slug else "choose one such as `letter-2018`"


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
