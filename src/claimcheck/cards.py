"""One record with everything that bears on it: what it says, what follows, what speaks for and against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from claimcheck.closures import Vocabulary
from claimcheck.dates import NEG, POS, show, show_moment
from claimcheck.explain.wording import label, name_of, said_words, sentence, value_words, when_words
from claimcheck.extents import Extent
from claimcheck.findings import Report
from claimcheck.model import Claim, Dossier, Entity, Predicate, Source, Tie

KINDS = ("claim", "entity", "source", "predicate")


class Item(Struct, frozen=True, kw_only=True):
    """Something that bears on a record: its id (or fingerprint), and a sentence."""

    id: str
    text: str


class Card(Struct, frozen=True, kw_only=True):
    """A record told in full: `facts` are what it says of itself, `sections` what others say of it."""

    kind: str
    id: str
    file: str
    line: int
    words: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, tuple[Item, ...]], ...]


def cards_of(name: str, report: Report) -> tuple[Card, ...]:
    """The records with an id, present or former: one of each kind that has it, none where nobody has."""
    dossier = report.dossier
    makers: tuple[Callable[[], Card | None], ...] = (
        lambda: _found(name, dossier.claims, lambda one: _claim(one, report)),
        lambda: _found(name, dossier.entities, lambda one: _entity(one, report)),
        lambda: _found(name, dossier.sources, lambda one: _source(one, dossier)),
        lambda: _predicate(dossier.predicates[name], dossier) if name in dossier.predicates else None,
    )
    return tuple(card for make in makers if (card := make()) is not None)


def all_ids(dossier: Dossier) -> tuple[str, ...]:
    """Every id that `cards_of` knows, former ones too."""
    records: list[Claim | Entity | Source] = [*dossier.claims.values(), *dossier.entities.values()]
    records += dossier.sources.values()
    former = {old for one in records for old in one.was}
    return tuple(sorted({one.id for one in records} | former | set(dossier.predicates)))


def _found(
    name: str, records: Mapping[str, Claim] | Mapping[str, Entity] | Mapping[str, Source], make: Callable[..., Card]
) -> Card | None:
    record = records.get(name) or next((one for one in records.values() if name in one.was), None)
    return None if record is None else make(record)


def _card(
    kind: str, record: Claim | Entity | Source | Predicate, words: Iterable[str], facts: Iterable[tuple[str, str]],
    sections: Iterable[tuple[str, Iterable[Item]]],
) -> Card:  # fmt: skip
    listed = ((heading, tuple(items)) for heading, items in sections)
    return Card(
        kind=kind,
        id=record.id,
        file=record.location.path,
        line=record.location.line,
        words=tuple(word for word in words if word),
        facts=tuple((name, text) for name, text in facts if text),
        sections=tuple((heading, items) for heading, items in listed if items),
    )


# A claim


def _claim(claim: Claim, report: Report) -> Card:
    dossier = report.dossier
    standing = next((one for one in report.standings if one.assertion == claim.id), None)
    supports = [one.assertion for one in report.standings if claim.id in one.supports]
    return _card(
        "claim",
        claim,
        (claim.text, f"“{claim.quote}”" if claim.quote else "", claim.translation),
        _claim_facts(claim, dossier),
        (
            ("It leads to", _follows(claim, dossier)),
            ("Links", _links(claim.id, dossier)),
            ("Supported by", _claims(standing.supports if standing else (), dossier)),
            ("Supports", _claims(supports, dossier)),
            ("Compared without conflict", _claims(standing.compared if standing else (), dossier)),
            ("Findings", _findings(report, lambda one: one.id == claim.id)),
        ),
    )


def _claim_facts(claim: Claim, dossier: Dossier) -> Iterator[tuple[str, str]]:
    official = ", official" if claim.official else ""
    yield (
        "is",
        f"a statement ({claim.mode}{official})" if claim.listing == "assertion" else f"a documented fact{official}",
    )
    yield "says", label(dossier, claim.predicate, claim.polarity, claim)
    yield "form", f"{claim.polarity} {claim.predicate} of {named(dossier, claim.subject)}"
    yield "value", value_words(dossier, claim.value, claim.unit) if claim.value else ""
    yield "scope", claim.scope and named(dossier, claim.scope)
    yield "proceeding", claim.proceeding and named(dossier, claim.proceeding)
    yield "when", "; ".join(_time_words(claim, dossier))
    yield "bounds", _bounds_words(claim.time)
    yield "said", said_words(dossier, claim) if claim.said_by else ""
    yield "said by", claim.said_by and named(dossier, claim.said_by) + (", personally" if claim.capacity else "")
    yield "on behalf of", named(dossier, claim.authority) if claim.authority not in ("", claim.said_by) else ""
    yield "said to", _list(dossier, claim.said_to)
    yield "said in", claim.said_in and named(dossier, claim.said_in)
    yield "relayed by", _list(dossier, claim.via)
    yield "read in", named(dossier, claim.source) + (f", {claim.cite}" if claim.cite else "")
    yield "basis", claim.basis or ""
    yield "hangs on", "; ".join(claim.weak)
    yield "tags", ", ".join(claim.tags)
    yield "restricted", "yes" if claim.restricted else ""
    yield "was", ", ".join(claim.was)


def _time_words(claim: Claim, dossier: Dossier) -> Iterator[str]:
    """The time as a reader reads it, and how the rules read it."""
    words = when_words(dossier, claim)
    yield words or "holds once for all, so it needs no date"
    if claim.time_note:
        yield claim.time_note
    elif words and claim.when is not None and claim.time is not None:
        if claim.polarity == "denies":
            yield "denied for one date of these" if claim.when.form == "one-of" else "denied for every moment of it"
        else:
            yield "at some moment of it" if claim.time.shape == "moment" else "from some moment of its start to its end"


def _bounds_words(time: Extent | None) -> str:
    if time is None:
        return "none: it ends before it starts, so it takes part in nothing"
    if time.start_earliest <= NEG and time.end_latest >= POS:
        return ""
    start = _window(time.start_earliest, time.start_latest + 1)
    return (
        f"starts {start}, ends {_window(time.end_earliest - 1, time.end_latest)}" if time.shape == "stretch" else start
    )


def _window(lo: int, hi: int) -> str:
    if lo <= NEG:
        return "at no known time" if hi >= POS or hi <= NEG + 1 else show_moment(lo, hi)
    return "at no known time" if lo >= POS - 1 else show_moment(lo, hi)


def _follows(claim: Claim, dossier: Dossier) -> Iterator[Item]:
    """What affirming its predicate affirms, denies, begins, ends and excludes; of a denial, what it stands against."""
    vocabulary = Vocabulary(dossier.predicates)
    if claim.polarity == "denies":
        for name in sorted(dossier.predicates):
            if any(step.target == claim.predicate for step in vocabulary.affirmed(name) if step.target != name):
                yield Item(id=name, text="whoever affirms this affirms what is denied here")
        return
    steps = [step for step in vocabulary.implied(claim.predicate) if step.target != claim.predicate]
    for step in steps:
        perhaps = "" if step.grade.word == "certain" else ", perhaps"
        yield Item(id=step.target, text=label(dossier, step.target, step.polarity, claim) + perhaps)
    for verb, turns in (("begins", vocabulary.starts), ("ends", vocabulary.ends)):
        for step in turns(claim.predicate):
            yield Item(id=step.target, text=f"{verb}: {label(dossier, step.target, 'affirms', claim)}")
    for name in sorted(vocabulary.excluded(claim.predicate)):
        yield Item(id=name, text=f"excludes: {label(dossier, name, 'affirms', claim)}")


def _links(name: str, dossier: Dossier) -> Iterator[Item]:
    for link in dossier.links:
        if name in (link.from_, link.to):
            other = link.to if link.from_ == name else link.from_
            way = f"this {link.relation} {other}" if link.from_ == name else f"{other} {link.relation} this"
            why = f" ({link.why})" if link.why else ""
            yield Item(id=other, text=f"{way}{why}: {_short(dossier.claims[other].text)}")


def _claims(names: Iterable[str], dossier: Dossier) -> Iterator[Item]:
    for name in sorted(names):
        yield Item(id=name, text=_short(dossier.claims[name].text))


def _findings(report: Report, about: Callable[[Claim], bool]) -> Iterator[Item]:
    for finding in report.findings:
        grounds = (finding.ground, *finding.further)
        if any(about(witness.claim) for ground in grounds for witness in ground.witnesses):
            ground = finding.ground
            told = f"{ground.grade.word}, {ground.rule}, {ground.timing}: {sentence(ground.message)}"
            yield Item(id=finding.fingerprint, text=told)


# An entity, a source, a predicate


def _entity(entity: Entity, report: Report) -> Card:
    dossier = report.dossier
    claims, others = tuple(dossier.claims.values()), tuple(dossier.entities.values())
    marks = (("official", entity.official), ("authority", entity.authority), ("restricted", entity.restricted))
    return _card(
        "entity",
        entity,
        (entity.name,),
        (
            ("is", ", ".join(part for part in (entity.kind, *(name for name, holds in marks if holds)) if part)),
            ("also called", ", ".join(entity.aliases)),
            ("part of", _ties(dossier, entity.part_of)),
            ("acts for", _ties(dossier, entity.acts_for)),
            ("may be", _ties(dossier, entity.maybe)),
            ("is not", _list(dossier, entity.not_)),
            ("interest", entity.interest),
            ("identifiers", ", ".join(f"{name} {number}" for name, number in entity.identifiers.items())),
            ("note", entity.note),
            ("was", ", ".join(entity.was)),
        ),
        (
            ("Parts", _tied(others, entity.id, "part_of")),
            ("Acting for it", _tied(others, entity.id, "acts_for")),
            ("May be it", _tied(others, entity.id, "maybe")),
            ("Claims about it", _about(one for one in claims if one.subject == entity.id)),
            ("Claims by it", _about(one for one in claims if entity.id in (one.said_by, one.authority))),
            ("Claims that name it otherwise", _about(one for one in claims if _names(one, entity.id))),
            ("Sources it published", _titles(one for one in dossier.sources.values() if one.publisher == entity.id)),
            ("Findings", _findings(report, lambda one: entity.id in (one.subject, one.said_by, one.authority))),
        ),
    )


def _names(claim: Claim, name: str) -> bool:
    value = claim.value.text if claim.value and claim.value.kind == "entity" else ""
    return name in (value, claim.scope, claim.proceeding, *claim.said_to, *claim.via)


def _tied(others: Iterable[Entity], name: str, key: str) -> Iterator[Item]:
    return (Item(id=one.id, text=one.name) for one in others if any(tie.to == name for tie in getattr(one, key)))


def _about(claims: Iterable[Claim]) -> Iterator[Item]:
    return (Item(id=one.id, text=f"{one.polarity} {one.predicate}: {_short(one.text)}") for one in claims)


def _titles(sources: Iterable[Source]) -> Iterator[Item]:
    return (Item(id=one.id, text=one.title) for one in sources)


def _source(source: Source, dossier: Dossier) -> Card:
    claims = tuple(dossier.claims.values())
    links = (link for link in dossier.links if link.source == source.id)
    return _card(
        "source",
        source,
        (source.title,),
        (
            ("is", source.kind),
            ("publisher", source.publisher and named(dossier, source.publisher)),
            ("published", show(source.published) if source.published else ""),
            ("retrieved", show(source.retrieved) if source.retrieved else ""),
            ("language", source.language),
            ("url", source.url),
            ("archive", source.archive_url),
            ("file", source.file or "no original is kept with the dossier"),
            ("sha256", source.sha256),
            ("restricted", "yes" if source.restricted else ""),
            ("note", source.note),
            ("was", ", ".join(source.was)),
        ),
        (
            ("Claims read in it", _about(one for one in claims if one.source == source.id)),
            ("Claims said in it", _about(one for one in claims if one.said_in == source.id)),
            ("Links read in it", (Item(id=one.from_, text=f"{one.relation} {one.to}") for one in links)),
        ),
    )


def _predicate(predicate: Predicate, dossier: Dossier) -> Card:
    labels = predicate.labels.get(dossier.language) or predicate.labels.get("en") or ("", "")
    flags = [name for name in ("single", "once") if getattr(predicate, name)]
    covers = [name for name in ("subject", "value") if getattr(predicate, f"covers_{name}")]
    inverse = (("Implied by", "implies"), ("Suggested by", "suggests"), ("Begun by", "starts"), ("Ended by", "ends"))
    excluding = Vocabulary(dossier.predicates).excluded(predicate.id)
    return _card(
        "predicate",
        predicate,
        (f"affirmed: {labels[0]}", f"denied: {labels[1]}"),
        (
            ("is", f"{'an' if predicate.kind == 'event' else 'a'} {predicate.kind}{_flags(flags)}"),
            ("package", predicate.package),
            ("value", "" if predicate.value == "none" else predicate.value),
            ("implies", ", ".join(predicate.implies)),
            ("suggests", ", ".join(predicate.suggests)),
            ("excludes", ", ".join(sorted(excluding))),
            ("starts", ", ".join(predicate.starts)),
            ("ends", ", ".join(predicate.ends)),
            ("requires", " or ".join(predicate.requires)),
            ("after", ", ".join(predicate.after)),
            ("persists", predicate.persists if predicate.kind == "state" else ""),
            ("horizon", predicate.horizon),
            ("tolerance", predicate.tolerance),
            ("role", predicate.role),
            ("outcome", predicate.outcome),
            ("denial covers", " and ".join(f"parts of the {name}" for name in covers)),
            ("example", predicate.example),
        ),
        (
            *((heading, _aiming(predicate.id, key, dossier)) for heading, key in inverse),
            ("Claims", _about(one for one in dossier.claims.values() if one.predicate == predicate.id)),
        ),
    )


def _flags(flags: list[str]) -> str:
    told = {"single": "one value at a time", "once": "happens once per subject"}
    return "".join(f", {told[flag]}" for flag in flags)


def _aiming(name: str, key: str, dossier: Dossier) -> Iterator[Item]:
    for other in dossier.predicates.values():
        for target in getattr(other, key):
            if target.removeprefix("not ") == name:
                labels = other.labels.get(dossier.language) or other.labels.get("en") or ("", "")
                denied = " (as denied)" if target.startswith("not ") else ""
                yield Item(id=other.id, text=f"{labels[0]}{denied}")


# Names


def named(dossier: Dossier, identifier: str) -> str:
    """The name of an entity or source with its id; a text that is no id stays as it is."""
    name = name_of(dossier, identifier)
    return name if name == identifier else f"{name} [{identifier}]"


def _list(dossier: Dossier, names: Iterable[str]) -> str:
    return ", ".join(named(dossier, name) for name in names)


def _ties(dossier: Dossier, ties: Iterable[Tie]) -> str:
    return "; ".join(
        named(dossier, tie.to)
        + (f", {show(tie.when)}" if tie.when else "")
        + (f", if it is granted {tie.hangs_on}" if tie.hangs_on.startswith("that ") else "")
        + (f", hangs on: {tie.hangs_on}" if tie.hangs_on and not tie.hangs_on.startswith("that ") else "")
        for tie in ties
    )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 160 else text[:159] + "…"
