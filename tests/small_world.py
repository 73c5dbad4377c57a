"""A small dossier in Python for tests of what comes after loading: no files are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from claimcheck.dates import When, parse_duration, parse_edtf
from claimcheck.extents import claim_extent
from claimcheck.location import Location
from claimcheck.model import Claim, Dossier, Entity, Kind, Link, Predicate, Relation, Source, Value
from claimcheck.rules import Rule
from claimcheck.rules.read import read_rule


def predicate(name: str, kind: Kind = "state", affirms: str = "", denies: str = "", **fields: Any) -> Predicate:
    bare = name.replace("-", " ")
    labels = {"en": (affirms or f"{{subject}}: {bare}", denies or f"{{subject}}: no {bare}")}
    return Predicate(
        id=name,
        location=Location(path="vocabulary"),
        package="tests",
        kind=kind,
        labels=labels,
        **fields,
    )


VOCABULARY = {
    one.id: one
    for one in (
        predicate(
            "closed",
            affirms="{subject} is closed",
            denies="{subject} is not closed",
            implies=("out-of-use",),
            persists="until-ended",
        ),
        predicate("out-of-use", affirms="{subject} is out of use", denies="{subject} is in use", suggests=("unsafe",)),
        predicate("unsafe", affirms="{subject} is unsafe", denies="{subject} is safe", excludes=("praised",)),
        predicate("praised", affirms="{subject} is praised", denies="{subject} is not praised"),
        predicate("shut", "event", affirms="{subject} was shut", denies="{subject} was not shut", starts=("closed",)),
        predicate("reopened", "event", affirms="{subject} was opened again", ends=("closed",)),
        predicate("act", "event", affirms="{subject} was acted upon", denies="{subject} was not acted upon"),
        predicate("order", "event", affirms="an order on {subject} was issued"),
        predicate("ground", "fixed", affirms="the reason is {value}", denies="the reason is not {value}", value="text"),
    )
}

AFFIRMED_AND_DENIED = """
id: affirmed-and-denied
title: One affirms what the other denies
severity: error
why: A thing cannot be so and not be so.
match: {a: claim, b: {polarity: denies}}
where:
  - a contradicts b
  - lasting(a) overlaps b
message: "{a.text} ({a.when}), but: {b.text}"
settle: "The original of what {b.said_by} said."
"""
ACT_BEFORE_BASIS = """
id: act-before-its-basis
title: An act older than its basis
severity: error
why: A basis comes first.
match: {act: claim, basis: {kind: event}, reliance: {from: act, relation: relies-on, to: basis}}
where:
  - act before basis
unless:
  earlier: [earlier same-event basis, earlier before act]
clash: act
message: "{act.text} ({act.when}), relying on {basis.text} ({basis.when})"
"""
EXCLUSIVE = """
id: exclusive
title: Two things exclude each other
severity: warning
why: Not both.
match: {a: claim, b: claim}
where:
  - a excludes b
  - a overlaps b
message: "{a.text}, and {b.text}"
"""
DATES_DIFFER = """
id: dates-differ
title: One event, two dates
severity: warning
why: It happens once.
match: {a: {kind: event}, b: {kind: event}}
where:
  - a same-event b
  - a.when disjoint b.when
clash: none
message: "{a.text} ({a.when}), and {b.text} ({b.when})"
"""
SUPPORT = """
id: support
title: One supports the other
severity: note
why: It says the same.
finds: support
match: {a: {listing: assertion}, b: {listing: fact}}
where: [b entails a]
message: "{b.text}"
"""


def rule(text: str, **changes: str) -> Rule:
    for key, value in changes.items():
        text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith(f"{key}:"))
        text += f"{key}: {value}\n"
    read, problems = read_rule(text.encode(), "rules/test.yaml")
    assert read is not None, problems
    return read


RULES = tuple(rule(text) for text in (ACT_BEFORE_BASIS, AFFIRMED_AND_DENIED, DATES_DIFFER, EXCLUSIVE, SUPPORT))

ENTITIES = {
    one.id: one
    for one in (
        Entity(id="bridge", location=Location(path="e.yaml"), name="the Old Bridge"),
        Entity(
            id="ministry", location=Location(path="e.yaml"), name="Ministry of Roads", authority=True, official=True
        ),
        Entity(id="office", location=Location(path="e.yaml"), name="Office of Works", authority=True, official=True),
        Entity(id="paper", location=Location(path="e.yaml"), name="The Paper"),
        Entity(id="council", location=Location(path="e.yaml"), name="the Council"),
    )
}
SOURCES = {
    one.id: one
    for one in (
        Source(id="letter", location=Location(path="s.yaml"), title="Letter to the Council", publisher="ministry"),
        Source(id="article", location=Location(path="s.yaml"), title="An article", publisher="paper"),
    )
}


def claim(name: str, text: str = "", *, listing: str = "", when: str = "", said_on: str = "", **fields: Any) -> Claim:
    """A claim of the ministry (`listing` assertion, the default) or of the paper (`fact`), worked out like a loader."""
    fact = listing == "fact"
    moment, said = (parse_edtf(one) if one else None for one in (when, said_on))
    known = VOCABULARY[fields["predicate"]]
    polarity = fields.setdefault("polarity", "affirms")
    time, note = claim_extent(known.kind, polarity, moment, said, parse_duration(known.horizon))
    said_by = fields.setdefault("said_by", "paper" if fact else "ministry")
    official = bool(said_by) and ENTITIES[said_by].official
    weak = [fields["hangs_on"]] if fields.get("hangs_on") else []
    if moment is not None and moment.marked:
        weak.append(f"the date {when} is marked as uncertain")
    source = fields.setdefault("source", "article" if fact else "letter")
    settled: dict[str, Any] = {
        "time": time,
        "time_note": note,
        "weak": tuple(weak),
        "official": official,
        "own_voice": SOURCES[source].publisher == said_by,
        "authority": said_by if official else "",
    }
    return Claim(
        id=name, location=fields.pop("location", Location(path="claims/a.yaml", line=3, column=5)),
        listing="fact" if fact else "assertion", text=text or f"{name} in our words.", when=moment,
        subject=fields.pop("subject", "bridge"), said_on=said, said=said_extent(said), **settled, **fields,
    )  # fmt: skip


def said_extent(said: When | None) -> Any:
    return claim_extent("event", "affirms", said, None, parse_duration("P1Y"))[0] if said else None


def link(from_: str, relation: Relation, to: str, **fields: Any) -> Link:
    return Link(location=Location(path="links.yaml"), from_=from_, relation=relation, to=to, **fields)


def text_value(text: str) -> Value:
    return Value(kind="text", text=text)


def dossier(
    claims: Iterable[Claim], links: Iterable[Link] = (), entities: Mapping[str, Entity] | None = None, **fields: Any
) -> Dossier:
    return Dossier(
        root="", title="The bridge", timezone="UTC", language="en", sources=SOURCES,
        entities=ENTITIES | dict(entities or {}), predicates=VOCABULARY,
        claims={one.id: one for one in sorted(claims, key=lambda c: c.id)}, links=tuple(links),
        **({"problems": ()} | fields),
    )  # fmt: skip
