"""How claims, rows, dates and names are put into words, the same everywhere.

Quotation marks stand around a speaker's own words and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from claimcheck.dates import NEG, POS, When, show, show_moment
from claimcheck.model import Claim, Dossier, Polarity, Value

PLACE = re.compile(r"\{(\w+)\.(\w+)(?:\.\w+)?\}")


def name_of(dossier: Dossier, identifier: str) -> str:
    """The display name of an entity or the title of a source; the id itself where neither is recorded."""
    if identifier in dossier.entities:
        return dossier.entities[identifier].name
    if identifier in dossier.sources:
        return dossier.sources[identifier].title
    return identifier


def speaker(dossier: Dossier, claim: Claim) -> str:
    """Who says it; where nobody is named, the source it is read in."""
    return name_of(dossier, claim.said_by or claim.source)


def said_on(dossier: Dossier, claim: Claim) -> When | None:
    """The date of saying: as written, else the date of the source whose publisher speaks; None if unknown."""
    if claim.said_on is not None or claim.said is None:
        return claim.said_on
    source = dossier.sources.get(claim.said_in or claim.source) or dossier.sources.get(claim.source)
    return source.published if source else None


def said_words(dossier: Dossier, claim: Claim) -> str:
    """The date of saying for a reader."""
    date = said_on(dossier, claim)
    if date is not None:
        return show(date)
    return bounds_words(claim.said.start_earliest, claim.said.end_latest) if claim.said else "unknown date"


def when_words(dossier: Dossier, claim: Claim) -> str:
    """The time of which a claim speaks, for a reader; empty where it holds once for all."""
    if claim.when is not None:
        return show(claim.when)
    predicate = dossier.predicates.get(claim.predicate)
    kind = predicate.kind if predicate else "state"
    if kind == "fixed":
        return ""
    said = said_words(dossier, claim)
    if not said[:1].isdigit() and not said[:3].istitle():  # no date by itself, such as `between 1 May and 3 May 2018`
        said = "the day it was said"
    if kind == "event":
        return f"at no time up to {said}" if claim.polarity == "denies" else f"at some time up to {said}"
    return f"as of {said}"


def _edge_words(dossier: Dossier, claim: Claim, *, end: bool) -> str:
    """When a claim's time begins or ends, for a reader."""
    time = claim.time
    if time is None or (time.start_earliest <= NEG and not end) or (time.end_latest >= POS and end):
        return when_words(dossier, claim) or "whatever the date"
    if end:
        return bounds_words(time.end_earliest - 1, time.end_latest)
    return bounds_words(time.start_earliest, time.start_latest + 1)


def bounds_words(lo: int, hi: int) -> str:
    """A window of moments for a reader."""
    if lo <= NEG and hi >= POS:
        return "an unknown date"
    return show_moment(lo, hi)


def on(date: str) -> str:
    """A date in words with what must stand before it: `on 13 Aug 2018`, `in Aug 2018`, `at some time until 2019`."""
    first = date.split(" ", 1)[0]
    if first.isdigit() and " " in date:
        return f"on {date}"
    return f"at some time {date}" if first in ("between", "until", "from", "some") else f"in {date}"


def sentence(text: str) -> str:
    """A sentence to be built into another one: without its final stop."""
    return text.strip().removesuffix(".").rstrip()


def label(dossier: Dossier, predicate: str, polarity: Polarity, claim: Claim) -> str:
    """The labelled sentence of a predicate about a claim's subject and value, in the dossier's language."""
    known = dossier.predicates.get(predicate)
    labels: Mapping[str, tuple[str, str]] = known.labels if known else {}
    pair = labels.get(dossier.language) or labels.get("en") or next(iter(labels.values()), None)
    if pair is None:
        bare = predicate.replace("-", " ")
        return f"{name_of(dossier, claim.subject)}: {'not ' if polarity == 'denies' else ''}{bare}"
    carried = known is not None and claim.value is not None and known.value == claim.value.kind
    value = value_words(dossier, claim.value, claim.unit) if carried and claim.value else ""
    blank = "anything" if polarity == "denies" else "something"
    text = pair[0] if polarity == "affirms" else pair[1]
    return sentence(text.replace("{subject}", name_of(dossier, claim.subject)).replace("{value}", value or blank))


def value_words(dossier: Dossier, value: Value, unit: str) -> str:
    """A value for a reader, with its unit."""
    text = name_of(dossier, value.text) if value.kind == "entity" else value.text
    return f"{text} {unit}".strip()


def capital(text: str) -> str:
    """A text with a capital letter at its head."""
    return text[:1].upper() + text[1:]


def listed(items: Iterable[str], word: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    parts = list(items)
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def fill(template: str, dossier: Dossier, roles: Mapping[str, Claim], bounds: Mapping[str, str]) -> str:
    """A rule's sentence with its places filled from the claims that names stand for, and from `bounds`."""

    def replacement(found: re.Match[str]) -> str:
        claim = roles.get(found.group(1))
        if claim is None:
            return found.group(0)
        bounded = found.group(2) == "bounds"
        words = bounds.get(found.group(1), "") if bounded else field_words(dossier, claim, found.group(2))
        opens = template[: found.start()].rstrip()
        return capital(words) if not opens or opens.endswith(".") else words

    return PLACE.sub(replacement, template).strip()


def field_words(dossier: Dossier, claim: Claim, field: str) -> str:
    """One field of a claim for a reader."""
    special = {
        "text": lambda: sentence(claim.text),
        "when": lambda: when_words(dossier, claim) or "whatever the date",
        "start": lambda: _edge_words(dossier, claim, end=False),
        "end": lambda: _edge_words(dossier, claim, end=True),
        "said_on": lambda: said_words(dossier, claim),
        "said_by": lambda: speaker(dossier, claim),
        "said_to": lambda: listed(name_of(dossier, other) for other in claim.said_to),
        "quote": lambda: f"“{claim.quote}”" if claim.quote else sentence(claim.text),
        "value": lambda: value_words(dossier, claim.value, claim.unit) if claim.value else "",
        "predicate": lambda: label(dossier, claim.predicate, claim.polarity, claim),
    }
    if field in special:
        return special[field]()
    value = getattr(claim, field, "")
    return name_of(dossier, value) if isinstance(value, str) else ""
