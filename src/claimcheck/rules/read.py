"""Reads a rule file into a `Rule`: its shape, its names and its lines, with every problem told at its place.

What the words mean together (unknown predicates, unsafe negation, terms of the wrong sort) is for `validate`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import TypeVar

from claimcheck.errors import Problem, in_order
from claimcheck.location import Location
from claimcheck.rules.examples import read_examples
from claimcheck.rules.nodes import Nodes
from claimcheck.rules.syntax import (
    AnyOf,
    Binding,
    ClaimVar,
    Condition,
    CountVar,
    Derive,
    Finds,
    LinkVar,
    NetworkVar,
    Rule,
    Term,
    Unless,
    Var,
    granted,
)
from claimcheck.rules.terms import read_line, read_term
from claimcheck.rules.words import FILTERS, FINDS, NAME, RELATIONS, RESERVED, SEVERITIES, did_you_mean, listed
from claimcheck.yamlfile import ListNode, MapNode, Node, Scalar, read_yaml

_KEYS = ("id", "title", "severity", "why", "match", "where", "unless", "derive", "finds", "clash", "settle",
         "message", "lead", "examples")  # fmt: skip
_PROSE = ("title", "why", "message", "settle", "lead")
NETWORK = "records"  # what `match: network` stands for in messages
_LINK_KEYS = ("from", "relation", "to")
_DERIVE_KEYS = ("affirms", "denies", "subject", "value", "when", "start", "end")
_Filters = tuple[tuple[str, tuple[str, ...]], ...]
_ID = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
_Word = TypeVar("_Word", bound=str)


def read_rule(data: bytes, path: str) -> tuple[Rule | None, tuple[Problem, ...]]:
    """The rule a file holds, and all that is wrong with its text.

    A rule is given back whenever the file can be read at all, so that the rest of it can be checked too; with an
    error among the problems it must not run.
    """
    root, problems = read_yaml(data, path)
    if root is None:
        return None, problems
    if not isinstance(root, MapNode):
        shape = Problem(code="WRONG-SHAPE", location=root.location, message="expected a mapping that starts with `id:`")
        return None, (*problems, shape)
    reader = _RuleReader(root, path)
    rule = reader.rule()
    return rule, in_order((*problems, *reader.problems))


class _RuleReader(Nodes):
    """Reads the parts of one rule; the names found in `match` are known to everything that follows."""

    def __init__(self, root: MapNode, path: str) -> None:
        super().__init__()
        self.root = root
        self.path = path
        self.names: dict[str, Location] = {}
        self.places: dict[str, Location] = {}

    def rule(self) -> Rule:
        root = self.root
        self.known_keys(root, _KEYS, "a rule")
        match = self.match()
        derive = self.derive()
        default: Finds = "conflict" if derive is None else "claim"
        finds = self.choice("finds", FINDS, default)
        conflict = finds == "conflict"
        always = ("id", "title", "why", "match")
        self.required(root, (*always, "severity", "message") if conflict else always, "a rule")
        return Rule(
            id=self.id(),
            title=self.entry("title"),
            severity=self.choice("severity", SEVERITIES, "note"),
            why=self.entry("why"),
            match=match,
            where=self.conditions(root.get("where"), set(self.names)),
            unless=self.unless(),
            derive=derive,
            finds=finds,
            clash=self.clash(match, conflict=conflict),
            settle=self.entry("settle"),
            message=self.entry("message"),
            lead=self.entry("lead"),
            examples=read_examples(root, self),
            location=root.location,
            places=self.places,
        )

    def entry(self, key: str) -> str:
        """The text of a key of the rule itself, remembering where it is written."""
        node = self.root.get(key)
        if node is None:
            return ""
        self.places[key] = node.location
        return self.text(node, f"`{key}`", prose=key in _PROSE)

    def choice(self, key: str, choices: Sequence[_Word], default: _Word) -> _Word:
        written = self.entry(key)
        if not written:
            return default
        for choice in choices:
            if choice == written:
                return choice
        message = f"expected {listed(choices)}, found `{written}`"
        self.report("WRONG-CHOICE", self.places[key], message, did_you_mean(written, choices))
        return default

    def id(self) -> str:
        stem = PurePosixPath(self.path).stem
        written = self.entry("id")
        if written and _ID.fullmatch(written) is None:
            self.report(
                "BAD-ID", self.places["id"], f"expected small letters a-z, digits and hyphens, found `{written}`"
            )
        elif written and written != stem:
            self.report(
                "ID-NOT-FILE-NAME", self.places["id"], f"the rule is called `{written}`, its file `{stem}`",
                f"give both one name: write `id: {stem}`, or rename the file to `{written}.yaml`",
            )  # fmt: skip
        return written or stem

    def clash(self, match: tuple[Binding, ...], *, conflict: bool) -> str:
        written = self.entry("clash")
        if written:
            return written
        claims = [binding.name for binding in match if isinstance(binding, ClaimVar)]
        if not conflict or not claims:
            return "none"
        return "overlap" if len(claims) > 1 else claims[0]

    # match

    def match(self) -> tuple[Binding, ...]:
        node = self.root.get("match")
        if node is None:
            return ()
        if isinstance(node, Scalar) and node.text == "network":
            self.names[NETWORK] = node.location
            return (NetworkVar(name=NETWORK, location=node.location),)
        if not isinstance(node, MapNode):
            self.wrong_shape(node, "a mapping from each name to what it stands for",
                             "write such as `match: {a: claim, b: {kind: event}}`, or `match: network`")  # fmt: skip
            return ()
        first = {key.text: (key, value) for key, value in reversed(node.entries)}
        for key, _ in node.entries:
            self.bind(key)
        return tuple(self.binding(key, value) for key, value in reversed(first.values()))

    def bind(self, key: Scalar) -> None:
        if key.text in RESERVED:
            self.report("BAD-NAME", key.location, f"`{key.text}` is a word of the rule language",
                        "choose another name")  # fmt: skip
        elif NAME.fullmatch(key.text) is None:
            self.report("BAD-NAME", key.location, f"`{key.text}` cannot be a name",
                        "names are lower-case letters, digits and `_`, beginning with a letter")  # fmt: skip
        self.names.setdefault(key.text, key.location)

    def binding(self, key: Scalar, node: Node) -> Binding:
        name = key.text
        self.places[f"match.{name}"] = key.location
        if isinstance(node, Scalar):
            if node.text == "network":
                return NetworkVar(name=name, location=key.location)
            if node.text != "claim":
                self.report("WRONG-CHOICE", node.location, f"expected what `{name}` stands for, found `{node.text}`",
                            f"write `{name}: claim`, or filters such as `{name}: {{kind: event}}`")  # fmt: skip
            return ClaimVar(name=name, location=key.location)
        if isinstance(node, ListNode):
            self.wrong_shape(node, f"the claim, link or count that `{name}` stands for")
            return ClaimVar(name=name, location=key.location)
        keys = node.keys()
        if "count" in keys:
            return self.count(key, node)
        if "network" in keys:
            return self.network(key, node)
        if "from" in keys or "to" in keys or "relation" in keys:
            return self.link(key, node)
        return ClaimVar(name=name, filters=self.filters(node, f"match.{name}", ()), location=key.location)

    def link(self, key: Scalar, node: MapNode) -> LinkVar:
        self.known_keys(node, _LINK_KEYS, "a link")
        self.required(node, _LINK_KEYS, f"the link `{key.text}`")
        texts = {}
        for part in _LINK_KEYS:
            value = node.get(part)
            texts[part] = "" if value is None else self.text(value, f"`{part}`")
            if value is not None:
                self.places[f"match.{key.text}.{part}"] = value.location
        written = texts["relation"]
        relation = next((choice for choice in RELATIONS if choice == written), None)
        if relation is None and written:
            self.report("UNKNOWN-RELATION", self.places[f"match.{key.text}.relation"],
                        f"no relation of links is called `{written}`", did_you_mean(written, RELATIONS))  # fmt: skip
        return LinkVar(
            name=key.text, from_=texts["from"], relation=relation or RELATIONS[0], to=texts["to"], location=key.location
        )

    def count(self, key: Scalar, node: MapNode) -> CountVar:
        self.known_keys(node, ("count", "where"), "a count")
        counted = node.get("count")
        filters: _Filters = ()
        if isinstance(counted, MapNode):
            filters = self.filters(counted, f"match.{key.text}", ())
        elif not (isinstance(counted, Scalar) and counted.text == "claim"):
            self.wrong_shape(node if counted is None else counted, "filters for the claims that are counted",
                             "write such as `count: {kind: event}`, or `count: claim`")  # fmt: skip
        conditions = self.conditions(node.get("where"), set(self.names))
        return CountVar(name=key.text, filters=filters, conditions=conditions, location=key.location)

    def network(self, key: Scalar, node: MapNode) -> NetworkVar:
        self.known_keys(node, ("network",), "a network")
        among = node.get("network")
        assert among is not None, "only a mapping with this key comes here"
        if isinstance(among, MapNode):
            return NetworkVar(
                name=key.text, filters=self.filters(among, f"match.{key.text}", ()), location=key.location
            )
        if not (isinstance(among, Scalar) and among.text == "claim"):
            self.wrong_shape(among, "filters for the claims of the network",
                             "write such as `network: {kind: event}`, or `network: claim`")  # fmt: skip
        return NetworkVar(name=key.text, location=key.location)

    def filters(self, node: MapNode, part: str, besides: tuple[str, ...]) -> _Filters:
        found: list[tuple[str, tuple[str, ...]]] = []
        for key, value in node.entries:
            if key.text in besides:
                continue
            if key.text not in FILTERS:
                self.report("UNKNOWN-FILTER", key.location, f"claims cannot be filtered by `{key.text}`",
                            self.filter_hint(key.text))  # fmt: skip
                continue
            self.places[f"{part}.{key.text}"] = key.location
            texts = self.texts(value, f"the filter `{key.text}`")
            for scalar in texts:
                self.places[f"{part}.{key.text}={scalar.text}"] = scalar.location
            found.append((key.text, tuple(scalar.text for scalar in texts)))
        return tuple(found)

    def filter_hint(self, key: str) -> str:
        if key in ("when", "start", "end", "said_on") or "." in key:
            return f"write a line about `{key}` under `where:`"
        return did_you_mean(key, FILTERS, f"filters are {', '.join(FILTERS)}")

    # where, unless

    def conditions(self, node: Node | None, names: set[str]) -> tuple[Condition, ...]:
        """The conditions of a list, of one line, or of one `any:`; lines that cannot be read are left out."""
        if node is None or not self.names:  # without names, which are reported, no line can be right
            return ()
        items: Iterable[Node] = node.items if isinstance(node, ListNode) else (node,)
        found = (self.condition(item, names) for item in items)
        return tuple(condition for condition in found if condition is not None)

    def condition(self, node: Node, names: set[str]) -> Condition | None:
        if isinstance(node, Scalar):
            if node.flawed:
                return None
            line = read_line(node.text, node.at(0), names, one_line=node.inset >= 0)
            self.problems.extend(line.problems)
            return line.compare
        if isinstance(node, MapNode) and tuple(node.keys()) == ("hangs_on",):
            return self.granted(node.entries[0][1])
        alternatives = node.get("any") if isinstance(node, MapNode) else None
        if not isinstance(node, MapNode) or alternatives is None or len(node.keys()) != 1:
            self.report("BAD-CONDITION", node.location, "expected a line, `any: [...]` or `hangs_on: ...`",
                        "a line with `[`, `{`, `: ` or ` #` in it may need quotes around the whole line")  # fmt: skip
            return None
        if alternatives.flawed:
            return None
        if not isinstance(alternatives, ListNode) or len(alternatives.items) < 2:
            self.report("BAD-CONDITION", alternatives.location, "`any` is a list of two or more alternatives")
            return None
        branches = tuple(self.conditions(item, names) for item in alternatives.items)
        return AnyOf(branches=branches, location=node.location)

    def granted(self, node: Node) -> Condition | None:
        """What a reader must grant, in one sentence."""
        sentence = self.text(node, "`hangs_on`", prose=True)
        return granted(sentence, node.location) if sentence else None

    def unless(self) -> tuple[Unless, ...]:
        node = self.root.get("unless")
        if node is None:
            return ()
        if not isinstance(node, MapNode):
            self.wrong_shape(node, "a mapping from a new name to what would lift the match",
                             "write such as `unless: {earlier: [earlier same-event basis]}`")  # fmt: skip
            return ()
        return tuple(self.blocker(key, value) for key, value in node.entries)

    def blocker(self, key: Scalar, node: Node) -> Unless:
        name = key.text
        self.places[f"unless.{name}"] = key.location
        if name in self.names:
            self.report("BOUND-TWICE", key.location, f"`{name}` is already named under `match`",
                        "`unless` looks for another claim: give it a name of its own")  # fmt: skip
        else:
            self.bind(key)
            del self.names[name]
        names = {*self.names, name}
        filters: _Filters = ()
        lines: Node | None = node
        if isinstance(node, MapNode) and tuple(node.keys()) not in (("any",), ("hangs_on",)):
            filters = self.filters(node, f"unless.{name}", ("where",))
            lines = node.get("where")
        return Unless(name=name, filters=filters, conditions=self.conditions(lines, names), location=key.location)

    # derive

    def derive(self) -> Derive | None:
        node = self.root.get("derive")
        if node is None:
            return None
        if not isinstance(node, MapNode):
            self.wrong_shape(node, "a mapping that says which claim follows",
                             "write such as `derive: {affirms: PREDICATE, subject: a.subject, when: a}`")  # fmt: skip
            return None
        self.places["derive"] = node.location
        self.known_keys(node, _DERIVE_KEYS, "`derive`")
        self.required(node, ("subject",), "`derive`")
        affirms, denies = node.get("affirms"), node.get("denies")
        predicate = affirms if affirms is not None else denies
        if predicate is None or (affirms is not None and denies is not None):
            self.report("BAD-DERIVE", node.location, "expected one of `affirms` and `denies`")
        whole, start = self.term(node, "when"), self.term(node, "start")
        if (whole is None) == (start is None):
            self.report("BAD-DERIVE", node.location, "expected one of `when` and `start`",
                        "`when: a` takes over the whole time of a; `start:` and `end:` give its bounds")  # fmt: skip
        if predicate is not None:
            self.places["derive.predicate"] = predicate.location
        nothing = Var(name="")
        return Derive(
            predicate="" if predicate is None else self.text(predicate, "the predicate"),
            polarity="affirms" if affirms is not None else "denies",
            subject=self.term(node, "subject") or nothing,
            value=self.term(node, "value"),
            start=start or whole or nothing,
            end=self.term(node, "end") if start is not None else whole,
        )

    def term(self, node: MapNode, key: str) -> Term | None:
        value = node.get(key)
        if value is None:
            return None
        self.places[f"derive.{key}"] = value.location
        text = self.text(value, f"`{key}`")
        if not text or not isinstance(value, Scalar):
            return None
        term, problems = read_term(value.text, value.at(0), set(self.names), one_line=value.inset >= 0)
        self.problems.extend(problems)
        return term
