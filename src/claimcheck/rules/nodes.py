"""Takes texts out of YAML nodes and gathers what is wrong with them, for the readers of rules."""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.errors import Problem
from claimcheck.location import Location
from claimcheck.rules.words import did_you_mean
from claimcheck.yamlfile import ListNode, MapNode, Node, Scalar


def _shape(node: Node) -> str:
    if isinstance(node, Scalar):
        return "nothing" if node.null else "a text"
    if isinstance(node, ListNode):
        return "a list" if node.items else "an empty list"
    return "a mapping" if node.entries else "an empty mapping"


class Nodes:
    """Reads texts, lists and keys of nodes; what is wrong with them is gathered in `problems`."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def report(self, code: str, location: Location, message: str, hint: str = "") -> None:
        """Keep a problem."""
        self.problems.append(Problem(code=code, location=location, message=message, hint=hint))

    def wrong_shape(self, node: Node, expected: str, hint: str = "") -> None:
        """Report a node that is no mapping, list or text where one is expected."""
        if not node.flawed:
            self.report("WRONG-SHAPE", node.location, f"expected {expected}, found {_shape(node)}", hint)

    def known_keys(self, node: MapNode, allowed: Sequence[str], what: str) -> None:
        """Report each key that is none of the allowed ones."""
        for key, _ in node.entries:
            if key.text not in allowed:
                hint = did_you_mean(key.text, allowed, f"the keys are {', '.join(allowed)}")
                self.report("UNKNOWN-KEY", key.location, f"{what} has no key `{key.text}`", hint)

    def required(self, node: MapNode, keys: Sequence[str], what: str) -> None:
        """Report each key that is left out."""
        for key in keys:
            if node.get(key) is None:
                self.report("MISSING-KEY", node.location, f"{what} needs `{key}`", f"add `{key}:`")

    def text(self, node: Node, what: str, *, prose: bool = False) -> str:
        """The text of a node; empty, and reported, where there is none, or where YAML cut a sentence at a ` #`."""
        if not isinstance(node, Scalar):
            sign = "[" if isinstance(node, ListNode) else "{"
            self.wrong_shape(node, f"a text for {what}", f"a text that starts with `{sign}` goes in quotes")
            return ""
        if prose and node.comment and not node.flawed:
            self.report("TEXT-CUT", node.location, f"YAML would cut this text before `{node.comment[:20]}`",
                        "put the whole text in quotes; if it is a comment, give it a line of its own")  # fmt: skip
        elif not node.flawed and (node.null or not node.text.strip()):
            self.report("NULL-VALUE", node.location, f"expected a text for {what}, found nothing",
                        "write it, or leave the key out")  # fmt: skip
        return "" if node.null else node.text.strip()

    def texts(self, node: Node, what: str) -> tuple[Scalar, ...]:
        """The texts of a list; one text alone is a list of one."""
        items = node.items if isinstance(node, ListNode) else (node,)
        scalars = tuple(item for item in items if isinstance(item, Scalar))
        for item in items:
            if not isinstance(item, Scalar):
                self.text(item, what)
        if not items:
            self.wrong_shape(node, f"a text or a list of texts for {what}")
        return scalars
