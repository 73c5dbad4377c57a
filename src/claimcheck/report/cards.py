"""A record with everything that bears on it, as text for a terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from claimcheck.cards import Card
from claimcheck.report.lines import wrap

LABEL = 14  # columns for the names of facts


def cards_text(cards: Iterable[Card], width: int) -> str:
    """Each record in turn: its words, what it says of itself, and what others say of it."""
    return "\n".join("\n".join(_card(card, width)) + "\n" for card in cards)


def _card(card: Card, width: int) -> Iterator[str]:
    yield from wrap(f"{card.kind} {card.id}  {card.file}:{card.line}", width, "", "  ")
    yield ""
    for words in card.words:
        yield from wrap(words, width, "  ", "  ")
    if card.words and card.facts:
        yield ""
    for name, text in card.facts:
        yield from wrap(text, width, f"  {name:<{LABEL}}", " " * (LABEL + 2))
    for heading, items in card.sections:
        yield ""
        yield f"  {heading}"
        for item in items:
            yield from wrap(f"{item.id}  {item.text}", width, "    ", "      ")


def cards_json(cards: Iterable[Card]) -> str:
    """A list of records: words, facts by name, and sections by heading."""
    return json.dumps([_plain(card) for card in cards], ensure_ascii=False, indent=2) + "\n"


def _plain(card: Card) -> dict[str, object]:
    return {
        "kind": card.kind,
        "id": card.id,
        "file": card.file,
        "line": card.line,
        "words": list(card.words),
        "facts": dict(card.facts),
        "sections": {
            heading: [{"id": item.id, "text": item.text} for item in items] for heading, items in card.sections
        },
    }
