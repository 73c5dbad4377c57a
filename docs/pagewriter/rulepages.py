"""A page for each shipped rule: what it looks for in words, what it tells, and its examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from claimcheck.load import load_vocabulary
from claimcheck.model import Dossier
from claimcheck.rules import Rule, load_rulebook
from claimcheck.rules.show import show_rule
from claimcheck.rules.syntax import Example
from claimcheck.yamlfile import ListNode, MapNode, Node, Scalar

GROUPS = (
    ("conflict", "Rules that find what cannot both stand"),
    ("claim", "Rules that draw a conclusion for other rules"),
    ("support", "Rules that find support"),
    ("compared", "Rules that say what was compared"),
)
HEAD = """# Rules

The rules that claimcheck ships. `claimcheck explain RULE` tells each of them at the terminal, and
[writing a rule](../../how-to/write-a-rule.md) says how a dossier adds its own.
"""
EXAMPLES = "Each example is run in the tests and by `claimcheck rules test`.\n"
TIES = {"part_of": "is part of", "acts_for": "acts for", "maybe": "may be", "not": "is not"}


def shipped_rules() -> tuple[Rule, ...]:
    """The rules of the program, as `explain` sees them outside any dossier."""
    predicates, problems = load_vocabulary()
    dossier = Dossier(
        root="", title="", timezone="UTC", language="en", sources={}, entities={}, predicates=predicates, claims={},
        links=(), problems=problems,
    )  # fmt: skip
    return load_rulebook(dossier).rules


def rule_pages() -> Mapping[str, str]:
    """The name of each page in its folder, and its text."""
    rules = shipped_rules()
    return {"index.md": _index(rules), **{f"{rule.id}.md": _page(rule) for rule in rules}}


def _index(rules: tuple[Rule, ...]) -> str:
    parts = [HEAD]
    for finds, title in GROUPS:
        of_kind = [rule for rule in rules if rule.finds == finds]
        if of_kind:
            rows = "\n".join(f"| [{rule.id}]({rule.id}.md) | {_severity(rule)} | {rule.title} |" for rule in of_kind)
            parts.append(f"## {title}\n\n| rule | severity | title |\n|---|---|---|\n{rows}\n")
    names = "\n".join(rule.id for rule in rules)
    parts.append(f"```{{toctree}}\n:hidden:\n\n{names}\n```\n")
    return "\n".join(parts)


def _severity(rule: Rule) -> str:
    return rule.severity if rule.finds == "conflict" else "none"


def _page(rule: Rule) -> str:
    if rule.finds == "conflict":
        severity = f"What it finds has the severity **{rule.severity}**, unless the dossier sets another."
    else:
        severity = "It makes no finding of its own."
    return "\n".join([
        f"# {rule.id}\n", f"**{rule.title}.** {rule.why.strip()}\n", f"{severity}\n", "## What it looks for\n",
        *_in_words(rule), "## Examples\n", EXAMPLES, *_examples(rule),
    ])  # fmt: skip


def _in_words(rule: Rule) -> Iterator[str]:
    """What `explain` tells of the rule between its reason and its example, as Markdown."""
    paragraphs = show_rule(rule).split("\nFor example, ")[0].rstrip("\n").split("\n\n")
    start = next(number for number, text in enumerate(paragraphs) if text.startswith("It looks for"))
    for paragraph in paragraphs[start:]:
        first, _, rest = paragraph.partition("\n")
        if first in ("It tells:", "It would be settled by:"):
            yield f"{first}\n\n> {' '.join(rest.split())}\n"
        else:
            yield _spaced(paragraph)


def _spaced(text: str) -> str:
    """The text with an empty line between a list and the sentence before or after it."""
    lines = text.splitlines()
    spaced = lines[:1]
    for before, line in pairwise(lines):
        spaced += ["", line] if before.startswith(" ") != line.startswith(" ") else [line]
    return "\n".join(spaced) + "\n"


def _examples(rule: Rule) -> Iterator[str]:
    for example in rule.examples:
        yield f"### {'Found' if example.finds else 'Not found'}: {example.name}\n"
        yield from _records(example)
        for expected in example.finds:
            how = ", ".join(word for word in (expected.grade, expected.timing, expected.parties) if word)
            yield f"Found: {' and '.join(f'`{name}`' for name in expected.claims)}{f'; {how}' if how else ''}.\n"


def _records(example: Example) -> Iterator[str]:
    """The claims, links and ties of an example, each as an item of a list."""
    lines = [_claim(entry) for key in ("claims", "evidence") for entry in _entries(example, key)]
    lines += [_link(entry) for entry in _entries(example, "links")]
    lines += [f"`{_text(entry, 'id')}` is a predicate of the example." for entry in _entries(example, "predicates")]
    lines += [line for entry in _entries(example, "entities") for line in _ties(entry)]
    yield "\n".join(f"- {line}" for line in lines) + "\n"


def _entries(example: Example, key: str) -> list[MapNode]:
    below = example.snippet.get(key)
    return [entry for entry in below.items if isinstance(entry, MapNode)] if isinstance(below, ListNode) else []


def _claim(entry: MapNode) -> str:
    verb = "affirms" if _text(entry, "affirms") else "denies"
    said = " on ".join(filter(None, (_text(entry, "said_by"), _text(entry, "said_on"))))
    mode = f", {_text(entry, 'mode')}" if _text(entry, "mode") else ""
    value = f", `{_text(entry, 'value')}`" if _text(entry, "value") else ""
    when = f", when `{_text(entry, 'when')}`" if _text(entry, "when") else ""
    return (
        f"`{_text(entry, 'id')}`{f' ({said}{mode})' if said else ''}: {_text(entry, 'text')} "
        f"It {verb} `{_text(entry, verb)}` of `{_text(entry, 'subject')}`{value}{when}."
    )


def _link(entry: MapNode) -> str:
    why = f": {_text(entry, 'why')}" if _text(entry, "why") else ""
    return f"`{_text(entry, 'from')}` {_text(entry, 'relation')} `{_text(entry, 'to')}`{why}."


def _ties(entry: MapNode) -> Iterator[str]:
    """What an example says of an entity beside its name and whether it is official."""
    for key, words in TIES.items():
        below = entry.get(key)
        if below is not None:
            yield f"`{_text(entry, 'id')}` {words} {_named(below)}."


def _named(node: Node) -> str:
    if isinstance(node, ListNode):
        return ", ".join(_named(item) for item in node.items)
    return f"`{_text(node, 'to')}`" if isinstance(node, MapNode) else f"`{node.text}`"


def _text(entry: MapNode, key: str) -> str:
    node = entry.get(key)
    return node.text if isinstance(node, Scalar) else ""
