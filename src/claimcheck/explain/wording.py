"""How claims, rows, dates and names are put into words, the same everywhere.

Quotation marks stand around a speaker's own words and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from claimcheck.dates import NEG, POS, When, is_one_date, is_one_day, reads_plain, show, show_moment
from claimcheck.i18n import language, tr
from claimcheck.model import Claim, Dossier, Polarity, Predicate, Value

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
    return bounds_words(claim.said.start_earliest, claim.said.end_latest) if claim.said else tr("unknown date")


def when_words(dossier: Dossier, claim: Claim) -> str:
    """The time of which a claim speaks, for a reader; empty where it holds once for all."""
    if claim.when is not None:
        return show(claim.when)
    predicate = dossier.predicates.get(claim.predicate)
    kind = predicate.kind if predicate else "state"
    if kind == "fixed":
        return ""
    said = said_words(dossier, claim) if _said_plainly(dossier, claim) else tr("the day it was said")
    if kind == "event" and claim.polarity == "denies":
        return tr("at no time up to {date}", date=said)
    return tr("at some time up to {date}", date=said) if kind == "event" else tr("as of {date}", date=said)


def _said_plainly(dossier: Dossier, claim: Claim) -> bool:
    """Whether the date of saying is a date by itself, and not such as `between 1 May and 3 May 2018`."""
    date = said_on(dossier, claim)
    if date is not None:
        return reads_plain(date)
    return claim.said is not None and is_one_date(claim.said.start_earliest, claim.said.end_latest)


def _edge_words(dossier: Dossier, claim: Claim, *, end: bool) -> str:
    """When a claim's time begins or ends, for a reader."""
    time = claim.time
    if time is None or (time.start_earliest <= NEG and not end) or (time.end_latest >= POS and end):
        return when_words(dossier, claim) or tr("whatever the date")
    if end:
        return bounds_words(time.end_earliest - 1, time.end_latest)
    return bounds_words(time.start_earliest, time.start_latest + 1)


def bounds_words(lo: int, hi: int) -> str:
    """A window of moments for a reader."""
    if lo <= NEG and hi >= POS:
        return tr("an unknown date")
    return show_moment(lo, hi)


def on(lo: int, hi: int) -> str:
    """A window in words with what must stand before it: `on 13 Aug 2018`, `in Aug 2018`, `at some time until 2019`."""
    date = bounds_words(lo, hi)
    if lo <= NEG and hi >= POS:
        return tr("on {date}", date=date)
    if not is_one_date(lo, hi):
        return tr("at some time {date}", date=date)
    return tr("on {date}", date=date) if is_one_day(lo, hi) else tr("in {date}", date=date)


def sentence(text: str) -> str:
    """A sentence to be built into another one: without its final stop."""
    return text.strip().removesuffix(".").rstrip()


def label(dossier: Dossier, predicate: str, polarity: Polarity, claim: Claim) -> str:
    """The labelled sentence of a predicate about a claim's subject and value, in the language in use."""
    known = dossier.predicates.get(predicate)
    subject = name_of(dossier, claim.subject)
    text = _template(dossier, known, polarity) if known else ""
    if not text:
        bare = predicate.replace("-", " ")
        if polarity == "denies":
            return tr("{subject}: not {what}", subject=subject, what=bare)
        return tr("{subject}: {what}", subject=subject, what=bare)
    carried = known is not None and claim.value is not None and known.value == claim.value.kind
    value = value_words(dossier, claim.value, claim.unit) if carried and claim.value else ""
    blank = tr("anything") if polarity == "denies" else tr("something")
    return sentence(text.replace("{subject}", subject).replace("{value}", value or blank))


def _template(dossier: Dossier, predicate: Predicate, polarity: Polarity) -> str:
    """The label in the language in use: as the predicate gives it, else the English one by way of the catalogue."""
    which = 0 if polarity == "affirms" else 1
    labels = predicate.labels
    if language() in labels:
        return labels[language()][which]
    if "en" in labels:
        english = labels["en"][which]
        return tr(english)
    other = labels.get(dossier.language) or next(iter(labels.values()), None)
    return other[which] if other else ""


def value_words(dossier: Dossier, value: Value, unit: str) -> str:
    """A value for a reader, with its unit."""
    text = name_of(dossier, value.text) if value.kind == "entity" else value.text
    return f"{text} {unit}".strip()


def capital(text: str) -> str:
    """A text with a capital letter at its head."""
    return text[:1].upper() + text[1:]


def listed(items: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    parts = list(items)
    if len(parts) < 2:
        return "".join(parts)
    return tr("{items} and {last}", items=", ".join(parts[:-1]), last=parts[-1])


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
        "when": lambda: when_words(dossier, claim) or tr("whatever the date"),
        "start": lambda: _edge_words(dossier, claim, end=False),
        "end": lambda: _edge_words(dossier, claim, end=True),
        "said_on": lambda: said_words(dossier, claim),
        "said_by": lambda: speaker(dossier, claim),
        "said_to": lambda: listed(name_of(dossier, other) for other in claim.said_to),
        "read_in": lambda: ", ".join(part for part in (name_of(dossier, claim.source), claim.cite) if part),
        "quote": lambda: tr("“{quote}”", quote=claim.quote) if claim.quote else sentence(claim.text),
        "value": lambda: value_words(dossier, claim.value, claim.unit) if claim.value else "",
        "predicate": lambda: label(dossier, claim.predicate, claim.polarity, claim),
    }
    if field in special:
        return special[field]()
    value = getattr(claim, field, "")
    return name_of(dossier, value) if isinstance(value, str) else ""
