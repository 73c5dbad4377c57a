"""Reads the examples of a rule: snippets of a dossier that must be found, and look-alikes that must not."""

from __future__ import annotations

from claimcheck.rules.nodes import Nodes
from claimcheck.rules.syntax import Example, Expected
from claimcheck.rules.words import GRADES, PARTIES, TIMINGS, did_you_mean, listed
from claimcheck.yamlfile import ListNode, MapNode, Node, Scalar

_LISTS = ("defaults", "claims", "evidence", "links", "sources", "entities", "predicates")
_CHOICES = {"grade": GRADES, "timing": TIMINGS, "parties": PARTIES}


def read_examples(root: MapNode, nodes: Nodes) -> tuple[Example, ...]:
    """The examples of a rule, those that must be found first; `nodes` gathers what is wrong with them."""
    node = root.get("examples")
    if node is None:
        return ()
    if not isinstance(node, MapNode):
        nodes.wrong_shape(node, "two lists, `conflicts:` and `lookalikes:`")
        return ()
    nodes.known_keys(node, ("conflicts", "lookalikes"), "`examples`")
    found: list[Example] = []
    for key in ("conflicts", "lookalikes"):
        entries = node.get(key)
        if entries is None:
            continue
        if not isinstance(entries, ListNode):
            nodes.wrong_shape(entries, "a list of examples")
            continue
        found.extend(_example(entry, nodes, must_find=key == "conflicts") for entry in entries.items
                     if _is_mapping(entry, nodes))  # fmt: skip
    return tuple(found)


def _is_mapping(node: Node, nodes: Nodes) -> bool:
    if not isinstance(node, MapNode):
        nodes.wrong_shape(node, "a mapping with `name` and the lists of a dossier")
    return isinstance(node, MapNode)


def _example(node: Node, nodes: Nodes, *, must_find: bool) -> Example:
    assert isinstance(node, MapNode), "only mappings come here"
    what = "an example that must be found" if must_find else "a look-alike"
    keys = ("name", "finds") if must_find else ("name",)
    name, finds = node.get("name"), node.get("finds")
    if not must_find and finds is not None:
        nodes.report("UNKNOWN-KEY", finds.location, "a look-alike is what must not be found",
                     "what must be found goes under `conflicts:`")  # fmt: skip
    nodes.known_keys(node, (*keys, "finds", *_LISTS), what)
    nodes.required(node, keys, what)
    expected: tuple[Expected, ...] = ()
    if must_find and finds is not None:
        expected = _finds(finds, _claim_ids(node), nodes)
    return Example(
        name="" if name is None else nodes.text(name, "`name`"), snippet=node, finds=expected, location=node.location
    )


def _claim_ids(snippet: MapNode) -> tuple[str, ...]:
    """The ids of all claims of a snippet, as far as they can be read."""
    found: list[str] = []
    for key in ("claims", "evidence"):
        entries = snippet.get(key)
        for entry in entries.items if isinstance(entries, ListNode) else ():
            written = entry.get("id") if isinstance(entry, MapNode) else None
            if isinstance(written, Scalar):
                found.append(written.text)
    return tuple(found)


def _finds(node: Node, claims: tuple[str, ...], nodes: Nodes) -> tuple[Expected, ...]:
    if not isinstance(node, ListNode) or not node.items:
        nodes.wrong_shape(
            node, "a list of what must be found", "write such as `finds: [{claims: [a, b], grade: certain}]`"
        )
        return ()
    found: list[Expected] = []
    for item in node.items:
        if isinstance(item, MapNode):
            found.append(_expected(item, claims, nodes))
        else:
            nodes.wrong_shape(item, "a mapping with `claims`")
    return tuple(found)


def _expected(node: MapNode, claims: tuple[str, ...], nodes: Nodes) -> Expected:
    nodes.known_keys(node, ("claims", *_CHOICES), "an entry of `finds`")
    nodes.required(node, ("claims",), "an entry of `finds`")
    named = node.get("claims")
    scalars = () if named is None else nodes.texts(named, "`claims`")
    for scalar in scalars:
        if scalar.text not in claims:
            others = f"its claims are {listed(claims, 'and')}" if claims else "it has no claims"
            nodes.report("UNKNOWN-CLAIM", scalar.location, f"the example has no claim `{scalar.text}`",
                         did_you_mean(scalar.text, claims, others))  # fmt: skip
    chosen = {key: _choice(node, key, nodes) for key in _CHOICES}
    return Expected(claims=tuple(scalar.text for scalar in scalars), **chosen)


def _choice(node: MapNode, key: str, nodes: Nodes) -> str:
    value = node.get(key)
    if value is None:
        return ""
    text = nodes.text(value, f"`{key}`")
    if text and text not in _CHOICES[key]:
        message = f"expected {listed(_CHOICES[key])}, found `{text}`"
        nodes.report("WRONG-CHOICE", value.location, message, did_you_mean(text, _CHOICES[key]))
    return text
