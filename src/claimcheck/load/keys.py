"""The keys of every kind of record, what stands under each, and the nearest known word to a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

Shape = Literal["id", "word", "prose", "flag", "date", "words", "ties", "aliases", "map"]
Section = Literal["defaults", "claims", "evidence", "links", "sources", "entities", "predicates"]

MANY = 1000

SECTIONS: tuple[Section, ...] = ("defaults", "claims", "evidence", "links", "sources", "entities", "predicates")
LISTS = frozenset(["words", "ties", "aliases"])  # shapes of which a table cell holds several, between `;`


class KeyTable(Struct, frozen=True, kw_only=True):
    """The keys of one kind of record, each with the shape of what stands under it."""

    what: str
    shapes: Mapping[str, Shape]
    required: tuple[str, ...] = ()


SOURCE = KeyTable(
    what="source",
    required=("id", "title"),
    shapes={
        "id": "id", "title": "prose", "kind": "word", "publisher": "word", "published": "date", "retrieved": "date",
        "language": "word", "url": "word", "archive_url": "word", "file": "word", "sha256": "word",
        "restricted": "flag", "was": "words", "note": "prose",
    },
)  # fmt: skip
ENTITY = KeyTable(
    what="entity",
    required=("id", "name"),
    shapes={
        "id": "id", "kind": "word", "name": "prose", "aliases": "aliases", "not": "words", "maybe": "ties",
        "part_of": "ties", "acts_for": "ties", "authority": "flag", "official": "flag", "interest": "prose",
        "identifiers": "map", "restricted": "flag", "was": "words", "note": "prose",
    },
)  # fmt: skip
CLAIM = KeyTable(
    what="claim",
    required=("id", "text", "subject", "source"),
    shapes={
        "id": "id", "text": "prose", "subject": "word", "affirms": "word", "denies": "word", "value": "word",
        "tolerance": "word", "unit": "word", "scope": "word", "proceeding": "word", "when": "date",
        "said_by": "word", "said_to": "words", "said_on": "date", "said_in": "word", "source": "word",
        "via": "words", "mode": "word", "basis": "word", "capacity": "word", "quote": "prose", "cite": "prose",
        "lang": "word", "translation": "prose", "restricted": "flag", "hangs_on": "prose", "tags": "words",
        "was": "words",
    },
)  # fmt: skip
DEFAULTS = KeyTable(
    what="`defaults`", shapes={key: shape for key, shape in CLAIM.shapes.items() if key not in ("id", "was", "text")}
)
LINK = KeyTable(
    what="link",
    required=("from", "relation", "to"),
    shapes={
        "from": "word", "relation": "word", "to": "word", "why": "prose", "by": "word", "hangs_on": "prose",
        "source": "word", "cite": "prose",
    },
)  # fmt: skip
PREDICATE = KeyTable(
    what="predicate",
    required=("id", "kind", "label"),
    shapes={
        "id": "id", "kind": "word", "label": "map", "value": "word", "single": "flag", "once": "flag",
        "implies": "words", "suggests": "words", "excludes": "words", "starts": "words", "ends": "words",
        "requires": "words", "after": "words", "persists": "word", "horizon": "word", "tolerance": "word",
        "role": "word", "outcome": "word", "adds_up": "word", "parts": "map", "example": "prose",
    },
)  # fmt: skip
TIE = KeyTable(what="tie", required=("to",), shapes={"to": "word", "when": "date", "hangs_on": "prose"})
ALIAS = KeyTable(what="alias", required=("name",), shapes={"name": "prose", "hangs_on": "prose"})
SETTINGS = KeyTable(
    what="`claimcheck.yaml`",
    shapes={
        "format": "word", "title": "prose", "timezone": "word", "language": "word", "vocabulary": "words",
        "licence": "prose", "description": "prose", "rules": "map", "verdicts": "map", "site": "word",
        "publisher": "prose",
    },
)  # fmt: skip
PACKAGE = KeyTable(
    what="vocabulary package",
    required=("package", "predicates"),
    shapes={"package": "id", "title": "prose", "description": "prose", "predicates": "map"},
)
RULE_SETTING = KeyTable(
    what="rule setting", shapes={"off": "prose", "severity": "word", "reason": "prose", "except": "map"}
)
VERDICT = KeyTable(
    what="verdict", required=("label", "meaning"), shapes={"label": "prose", "meaning": "prose", "rating": "word"}
)
EXCEPTION = KeyTable(what="exception", required=("claims", "reason"), shapes={"claims": "words", "reason": "prose"})
TABLES: Mapping[Section, KeyTable] = {
    "defaults": DEFAULTS, "claims": CLAIM, "evidence": CLAIM, "links": LINK, "sources": SOURCE, "entities": ENTITY,
    "predicates": PREDICATE,
}  # fmt: skip

# What people write from other habits, and difflib would not find.
HABITS: Mapping[str, tuple[str, ...]] = {
    "date": ("when", "published"), "claim": ("text",), "statement": ("text",), "speaker": ("said_by",),
    "author": ("said_by", "publisher"), "autor": ("said_by", "publisher"), "said_at": ("said_on",),
    "reason": ("why", "hangs_on"), "because": ("why", "hangs_on"), "page": ("cite",), "section": ("cite",),
    "label": ("name", "title"), "license": ("licence",), "hash": ("sha256",), "parent": ("part_of",),
    "type": ("kind",), "comment": ("note",), "link": ("url",), "path": ("file",),
}  # fmt: skip


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word nearest to a mistyped one, or empty where none is near."""
    options = sorted(known)
    if len(options) > MANY:  # comparing with all would take as long as reading them
        options = [option for option in options if option[:1].lower() == word.strip()[:1].lower()]
    squeezed = word.strip().lower().replace("_", "-").replace(" ", "-")
    same = [option for option in options if option.lower().replace("_", "-") == squeezed]
    if same:
        return same[0]
    habits = [habit for habit in HABITS.get(word.lower(), ()) if habit in options]
    if habits:
        return habits[0]
    import difflib  # only where a word is unknown

    found = difflib.get_close_matches(word, options, n=1, cutoff=0.65)
    return found[0] if found else ""


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A hint with the nearest known word, or another hint where none is near."""
    found = nearest(word, known)
    return f"did you mean `{found}`?" if found else otherwise


def with_article(noun: str) -> str:
    """`an entity`, `a claim`; a name in backticks stays as it is."""
    return noun if noun.startswith("`") else f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def listed(words: Iterable[str]) -> str:
    """Words as a sentence names them: `a`, `b` or `c`."""
    shown = [f"`{word}`" for word in words]
    return " or ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
