"""Makes small dossiers that are close to conflicting, from a seed, about a canal that nobody ever dug.

Each dossier is one or two scenes, every scene aimed at a rule, with a few of its details then changed: a date made
vaguer, a subject replaced by a part of it, a link added, a reading made doubtful. Ids start with a prefix, and no
two dossiers share an entity, so that many can be put into one without touching one another.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from random import Random

PREDICATES = """
predicates:
  - {id: gate-open, kind: state, value: none, implies: passage-free, excludes: gate-shut,
     persists: until-changed, parts: {subject: covers}}
  - {id: gate-shut, kind: state, persists: until-changed}
  - {id: passage-free, kind: state, parts: {subject: covers}}
  - {id: flow-stopped, kind: state, implies: "not passage-free", suggests: gate-shut, persists: P20D}
  - {id: gate-closed, kind: event, starts: gate-shut, ends: [gate-open]}
  - {id: gate-opened, kind: event, starts: gate-open, ends: [gate-shut, flow-stopped]}
  - {id: jammed, kind: event, suggests: gate-closed, starts: flow-stopped, horizon: P30D}
  - {id: toll-due, kind: state, value: entity, implies: [costs-money, toll-owed], persists: until-ended,
     parts: {subject: covers, value: covers}, horizon: P60D}
  - {id: toll-owed, kind: state, value: entity, implies: toll-due, persists: P50D}
  - {id: costs-money, kind: state, persists: P40D}
  - {id: toll-waived, kind: state, value: entity, implies: "not toll-due", horizon: P90D}
  - {id: toll-imposed, kind: event, value: entity, starts: toll-due, once: true}
  - {id: toll-lifted, kind: event, value: entity, ends: toll-due, after: toll-imposed, outcome: upheld}
  - {id: on-post, kind: state, value: entity, single: true, excludes: off-post, persists: until-ended,
     parts: {value: covers}}
  - {id: off-post, kind: state, persists: P30D}
  - {id: posted, kind: event, value: entity, starts: on-post, ends: off-post}
  - {id: relieved, kind: event, starts: off-post, ends: on-post}
  - {id: works-begun, kind: event, once: true}
  - {id: first-boat, kind: event, once: true, after: works-begun, implies: boat-passed}
  - {id: boat-passed, kind: event, parts: {subject: covers}}
  - {id: boat-turned-back, kind: event, suggests: "not boat-passed"}
  - {id: order-given, kind: event, value: text, role: reason}
  - {id: order-carried-out, kind: event, value: text}
  - {id: boats-counted, kind: quantity, value: number, tolerance: "1", adds_up: both}
  - {id: boats-moored, kind: quantity, value: number, adds_up: parts}
  - {id: head-keeper, kind: state, value: entity, single: true, persists: until-changed, implies: on-post}
  - {id: length-of, kind: fixed, value: number, single: true}
  - {id: water-grade, kind: state, value: text, single: true, persists: P15D}
  - {id: reopening-set, kind: event, value: date, single: true}
  - {id: named-after, kind: fixed, value: entity}
  - {id: dug-by-hand, kind: fixed, implies: "not dug-by-machine"}
  - {id: dug-by-machine, kind: fixed}
  - {id: double-toll-due, kind: state, value: entity, implies: toll-due, persists: until-changed}
  - {id: barges-counted, kind: quantity, value: number, implies: boats-counted}
  - {id: boats-missed, kind: quantity, value: number, excludes: boats-counted}
  - {id: water-barred, kind: state, value: text, excludes: water-grade}
  - {id: closing-set, kind: event, value: date, excludes: reopening-set}
  - {id: reopening-sworn, kind: event, value: date, implies: reopening-set}
"""
LABEL = 'label: {en: {affirms: "of {subject} it holds", denies: "of {subject} it does not hold"}}'
VOCABULARY = PREDICATES.replace("kind: ", f"{LABEL}, kind: ")

STATES = ["gate-open", "gate-shut", "passage-free", "flow-stopped", "toll-due", "costs-money", "toll-waived",
          "on-post", "off-post", "water-grade", "toll-owed"]  # fmt: skip
EVENTS = ["gate-closed", "gate-opened", "jammed", "toll-imposed", "toll-lifted", "posted", "relieved", "works-begun",
          "first-boat", "boat-passed", "boat-turned-back", "order-given", "order-carried-out"]  # fmt: skip
VALUES = {"boats-moored": "number", "head-keeper": "entity", "length-of": "number",
          "toll-due": "entity", "toll-waived": "entity", "toll-imposed": "entity", "toll-lifted": "entity",
          "toll-owed": "entity",
          "on-post": "entity", "posted": "entity", "named-after": "entity", "order-given": "text",
          "order-carried-out": "text", "water-grade": "text", "boats-counted": "number",
          "reopening-set": "date", "double-toll-due": "entity", "barges-counted": "number", "boats-missed": "number",
          "water-barred": "text", "closing-set": "date", "reopening-sworn": "date"}  # fmt: skip
FIXED = ["named-after", "dug-by-hand", "dug-by-machine"]
OPPOSITE = {"gate-open": "gate-shut", "gate-shut": "gate-open", "on-post": "off-post", "off-post": "on-post",
            "flow-stopped": "gate-open", "toll-waived": "toll-due", "toll-due": "toll-waived",
            "passage-free": "flow-stopped", "costs-money": "toll-waived", "toll-owed": "toll-waived",
            "water-grade": "water-grade"}  # fmt: skip
STARTER = {"gate-open": "gate-opened", "gate-shut": "gate-closed", "toll-due": "toll-imposed", "on-post": "posted",
           "off-post": "relieved", "flow-stopped": "jammed"}  # fmt: skip
ENDER = {"gate-open": "gate-closed", "gate-shut": "gate-opened", "toll-due": "toll-lifted", "on-post": "relieved",
         "off-post": "posted", "flow-stopped": "gate-opened"}  # fmt: skip
NARROWER = {"passage-free": "gate-open", "gate-shut": "flow-stopped", "costs-money": "toll-due",
            "boat-passed": "first-boat", "gate-closed": "jammed"}  # fmt: skip

Item = str | list[str] | dict[str, str] | list[dict[str, str]]
Record = dict[str, Item]

FIRST = date(2031, 2, 20)


class Maker:
    """One dossier in the making."""

    def __init__(self, random: Random, prefix: str) -> None:
        self.random = random
        self.prefix = prefix
        self.entities: list[Record] = []
        self.sources: list[Record] = []
        self.claims: list[Record] = []
        self.evidence: list[Record] = []
        self.links: list[Record] = []
        self._entities()

    # People and places

    def id(self, name: str) -> str:
        return f"{self.prefix}-{name}"

    def _entities(self) -> None:
        def entity(name: str, **keys: Item) -> None:
            self.entities.append({"id": self.id(name), "name": name.capitalize(), **keys})

        weak = self.random.random() < 0.25
        tie = {"to": self.id("canal"), "hangs_on": "the side arm counts as part of it"}
        entity("canal", kind="place", **({"not": [self.id("channel")]} if self.chance(0.15) else {}))
        entity("lock", kind="place", part_of=[tie] if weak else [self.id("canal")])
        at_pond = {"to": self.id("pond"), "hangs_on": "an old map is right"}
        entity("gatehouse", kind="place", part_of=[{"to": self.id("lock")}, at_pond])
        entity("channel", kind="place", maybe=[self.id("canal")])
        entity("pond", kind="place", **({"not": [self.id("channel"), self.id("canal")]} if self.chance(0.5) else {}))
        entity("office", kind="body", official="true", authority="true")
        entity("branch", kind="body", part_of=[self.id("office")])
        entity("ministry", kind="body", official="true", authority="true")
        entity("clerk", kind="person", acts_for=[self.id("branch")])
        entity("keeper", kind="person")
        entity("watch", kind="body")
        entity("first-case", kind="proceeding")
        entity("second-case", kind="proceeding")
        for name, publisher in (("notice", "office"), ("review", "watch")):
            published = {"published": self.day(60)} if self.chance(0.7) else {}
            self.sources.append({"id": self.id(name), "title": name, "publisher": self.id(publisher), **published})

    # Choices

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, *names: str) -> str:
        return self.random.choice(names)

    def place(self) -> str:
        return self.id(self.pick("canal", "canal", "lock"))

    def text(self, step: int) -> date:
        return FIRST + timedelta(days=step)

    def day(self, step: int) -> str:
        return self.text(step).isoformat()

    def when(self, step: int) -> str:
        """A date near a day, written in one of the ways a researcher would."""
        kind = self.random.random()
        day = self.day(step)
        length = self.random.choice([0, 1, 3, 10, 30])
        if kind < 0.5:
            return day
        if kind < 0.58:
            return f"{day}T{self.random.randrange(24):02d}:{self.pick('00', '30')}"
        if kind < 0.68:
            return day[:7]
        if kind < 0.74:
            return f"{day[:9]}X"
        if kind < 0.80:
            return f"[{self.day(step - length)}..{self.day(step + 2)}]"
        if kind < 0.84:
            return f"{day}{self.pick('?', '~', '%')}"
        return self.pick(
            f"{day}/{self.day(step + length)}", f"{day[:7]}/{self.day(step + 40)}", f"{day}/..", f"{day}/..",
            f"{day}/", f"{day}/", f"../{day}", f"/{day}", "unknown", "2031-21", "2031-33", f"[..{day}]",
        )  # fmt: skip

    def value(self, predicate: str) -> Record:
        kind = VALUES.get(predicate, "none")
        if kind == "entity":
            return {"value": self.id(self.pick("lock", "canal", "canal", "gatehouse"))} if self.chance(0.75) else {}
        if kind == "text":
            return {"value": self.pick("one", "one", "two")} if self.chance(0.85) else {}
        if kind == "number":
            number = self.pick("21", "20", "23", ">= 24", "<= 20", "20..22", "~ 30", "40")
            return {"value": number, **({"unit": self.pick("boats", "barges")} if self.chance(0.6) else {})}
        if kind == "date":
            return {"value": self.pick(self.day(70), self.day(75), self.day(70)[:7], self.day(110)[:7])}
        return {}

    # Claims

    def fact(self, predicate: str, step: int, polarity: str = "affirms", **keys: Item) -> Record:
        when = {} if predicate in FIXED else {"when": self.when(step)}
        return self.claim(self.evidence, predicate, polarity, {"said_by": self.id("watch"), **when, **keys})

    def said(self, predicate: str, step: int, polarity: str = "affirms", **keys: Item) -> Record:
        speaker = self.id(self.pick("clerk", "clerk", "branch", "office", "ministry"))
        said_on = {"said_on": self.day(step + self.random.choice([0, 0, 1, 10]))} if self.chance(0.85) else {}
        when = {"when": self.when(step)} if self.chance(0.6) and predicate not in FIXED else {}
        return self.claim(self.claims, predicate, polarity, {"said_by": speaker, **said_on, **when, **keys})

    def either(self, predicate: str, step: int, polarity: str = "affirms", **keys: Item) -> Record:
        make = self.said if self.chance(0.5) else self.fact
        return make(predicate, step, polarity, **keys)

    def claim(self, listing: list[Record], predicate: str, polarity: str, keys: Record) -> Record:
        number = len(self.claims) + len(self.evidence)
        record: Record = {
            "id": self.id(f"c{number}"),
            "text": f"Sentence {number}.",
            "subject": self.place(),
            polarity: predicate,
            "source": self.id(self.pick("notice", "review")),
            **self.value(predicate),
            **keys,
        }
        listing.append(record)
        return record

    def link(self, from_: Record, relation: str, to: Record) -> None:
        if from_ is to:
            return
        weak: Record = {"hangs_on": "the report means this one"} if self.chance(0.15) else {}
        self.links.append({"from": from_["id"], "relation": relation, "to": to["id"], "why": "as told", **weak})

    def all_claims(self) -> list[Record]:
        return [*self.claims, *self.evidence]

    # Text

    def lists(self) -> dict[str, list[Record]]:
        return {"entities": self.entities, "sources": self.sources, "claims": self.claims, "evidence": self.evidence,
                "links": self.links}  # fmt: skip


# Scenes, each aimed at a rule


def denied(make: Maker) -> None:
    """A state affirmed (or begun) and denied, around one time."""
    state = make.random.choice(STATES)
    step = make.random.randrange(5, 50)
    begun = state in STARTER and make.chance(0.5)
    first = NARROWER.get(state, state) if make.chance(0.4) else state
    same: Record = {"value": make.id("lock")} if VALUES.get(state) == "entity" else make.value(state)
    told = STARTER[state] if begun else first
    affirmed = make.either(told, step)
    affirmed.update(same if VALUES.get(told) == VALUES.get(state) else {})
    wider = same if make.chance(0.6) else {}
    denial = make.either(state, step + make.random.choice([0, 0, 1, 5, 20]), "denies")
    denial.update(wider)
    if make.chance(0.7):
        denial["subject"] = affirmed["subject"]
    if make.chance(0.3) and state in ENDER:
        make.either(ENDER[state], step + make.random.choice([0, 1, 4, 30]), subject=affirmed["subject"])
    if make.chance(0.15):
        make.link(denial, "answers", affirmed)


def excluded(make: Maker) -> None:
    """Two states that exclude each other, each begun, ended, or begun again."""
    state = make.random.choice(["gate-open", "gate-shut", "on-post", "off-post", "toll-due", "flow-stopped"])
    other = OPPOSITE[state]
    step = make.random.randrange(5, 50)
    place = make.place()
    person = make.id("keeper") if "post" in state else place
    for one, at in ((state, step), (other, step + make.random.choice([0, 0, 1, 3, 15, 30]))):
        began = one in STARTER and make.chance(0.55)
        make.either(STARTER[one] if began else one, at, subject=person)
    if make.chance(0.4) and state in ENDER:
        make.either(ENDER[state], step + make.random.choice([1, 2, 10]), subject=person)
    if make.chance(0.3) and state in STARTER:
        make.either(STARTER[state], step + make.random.choice([5, 12, 25]), subject=person)


def dated_twice(make: Maker) -> None:
    """A thing that happens once, or one event, dated twice."""
    event = make.random.choice(["works-begun", "first-boat", "toll-imposed", "boat-passed"])
    step = make.random.randrange(5, 50)
    place = make.place()
    one = make.either(event, step, subject=place)
    two = make.either(event, step + make.random.choice([0, 0, 1, 8, 30]), subject=place)
    if VALUES.get(event):
        one["value"] = two["value"] = make.id("lock")
    if make.chance(0.4) or event == "boat-passed":
        make.link(one, "same-event", two)
    if make.chance(0.1):
        make.link(one, "not-same", two)
    if make.chance(0.3):
        three = make.either(event, step + make.random.choice([0, 2, 9]), subject=place)
        make.link(two, make.pick("same-event", "same-event", "not-same"), three)


def relied_on(make: Maker) -> None:
    """An act relying on an order that may be younger, and perhaps an earlier dating of that order."""
    step = make.random.randrange(10, 50)
    act = make.either("order-carried-out", step)
    basis = make.either("order-given", step + make.random.choice([-3, 0, 1, 1, 2, 10, 25]))
    make.link(act, "relies-on", basis)
    if make.chance(0.45):
        earlier = make.either("order-given", step - make.random.choice([-3, 0, 1, 5, 12]))
        if make.chance(0.85):
            make.link(earlier, "same-event", basis)


def assured(make: Maker) -> None:
    """An assurance, and the opposite a little later, with or without a change between."""
    state = make.random.choice(["gate-open", "gate-shut", "passage-free", "toll-due", "flow-stopped", "on-post"])
    step = make.random.randrange(5, 30)
    place = make.place()
    denied = make.chance(0.5)
    later = step + make.random.choice([0, 2, 10, 40])
    shared = {"value": make.id("lock")} if VALUES.get(state) == "entity" else {}
    make.said(state, step, "denies" if denied else "affirms", mode=make.pick("assures", "assures", "undertakes"),
              subject=place, said_on=make.day(step), **shared)  # fmt: skip
    if denied:
        began = state in STARTER and make.chance(0.6)
        starter = STARTER[state] if began else NARROWER.get(state, state) if make.chance(0.4) else state
        kept = shared if VALUES.get(starter) == VALUES.get(state) else {}
        make.either(starter, later, subject=place, **kept)
    elif make.chance(0.5):
        make.either(state, later, "denies", subject=place, **shared)
    else:
        other = OPPOSITE[state]
        kept = shared if VALUES.get(other) == VALUES.get(state) else {}
        make.either(other, later, subject=place, **kept)
    if make.chance(0.3) and state in STARTER:
        events = (STARTER if denied else ENDER)[state]
        make.either(events, (step + later) // 2, subject=place)


def counted(make: Maker) -> None:
    """Several boats, some of them told of twice, and somebody's number."""
    step = make.random.randrange(5, 50)
    place = make.place()
    told = [make.either("boat-passed", step + make.random.randrange(5), subject=place) for _ in range(3)]
    for one, two in ((0, 1), (1, 2), (0, 2)):
        if make.chance(0.35):
            make.link(told[one], make.pick("same-event", "same-event", "not-same"), told[two])
    for _ in range(make.random.randrange(1, 3)):
        make.either("boats-counted", step + make.random.choice([0, 0, 3]), subject=place)
    if make.chance(0.3):
        make.either("boat-turned-back", step, subject=place)


def ordered(make: Maker) -> None:
    """Three events with vague dates whose order must hold together."""
    step = make.random.randrange(5, 50)
    place = make.place()
    events = [make.either(event, step + make.random.choice([-12, -2, 0, 0, 1]), subject=place)
              for event in ("works-begun", "gate-opened", "first-boat")]  # fmt: skip
    if make.chance(0.5):
        make.either("jammed", step, subject=place)
    if make.chance(0.5):
        make.link(events[make.random.randrange(2)], "before", make.random.choice(events[1:]))


def lifted(make: Maker) -> None:
    """A toll imposed once and lifted, perhaps in the wrong order, perhaps another toll, with an order told besides."""
    step = make.random.randrange(15, 50)
    place = make.place()
    imposed = make.either("toll-imposed", step, subject=place)
    lifting = make.either("toll-lifted", step + make.random.choice([-12, -3, -1, 0, 5]), subject=place)
    if make.chance(0.7):
        lifting["value"] = imposed["value"] = make.id("lock")
    if make.chance(0.3):
        make.link(make.random.choice([imposed, lifting]), "before", make.either("posted", step))
    if make.chance(0.2):
        make.link(lifting, "before", imposed)


def chained(make: Maker) -> None:
    """Several events put in order by links, by their meaning and by one another, some of them dated."""
    step = make.random.randrange(15, 45)
    place = make.place()
    names = ["works-begun", "first-boat", "toll-imposed", "toll-lifted", "boat-passed", "gate-closed", "posted"]
    told = []
    for number, event in enumerate(make.random.sample(names, make.random.choice([3, 4, 4, 5]))):
        claim = make.either(event, step - make.random.choice([0, 0, 4, 8]) * number, subject=place)
        if make.chance(0.5):
            claim["when"] = "unknown"
        elif make.chance(0.6):
            claim["when"] = make.day(step - make.random.choice([0, 3, 6]) * number)
        told.append(claim)
    for one, other in pairwise(told):
        if make.chance(0.75):
            make.link(one, "before", other)
        elif make.chance(0.6):
            make.link(other, "relies-on", one)
        else:
            make.link(one, "same-event", other)
    if make.chance(0.35):
        make.link(told[-1], "before", told[0])
    if make.chance(0.2):
        make.link(make.random.choice(told), make.pick("before", "same-event"), make.random.choice(told))


def fixed_and_valued(make: Maker) -> None:
    """What holds for all time, and things with one value."""
    step = make.random.randrange(5, 50)
    place = make.place()
    kind = make.random.choice([
        FIXED, ["named-after"], ["water-grade", "water-grade", "water-barred"],
        ["reopening-set", "closing-set", "reopening-sworn"], ["boats-counted", "boats-counted", "barges-counted"],
        ["boats-counted", "boats-missed"], ["on-post"], ["toll-due", "double-toll-due", "toll-waived"],
    ])  # fmt: skip
    for _ in range(2):
        predicate = make.random.choice(kind)
        polarity = "denies" if make.chance(0.4) else "affirms"
        make.either(predicate, step + make.random.choice([0, 0, 2, 12]), polarity, subject=place)


def in_force(make: Maker) -> None:
    """A state that only an act can end, and words against it much later."""
    state = make.pick("toll-due", "on-post")
    step = make.random.randrange(5, 30)
    person = make.id("keeper") if state == "on-post" else make.place()
    make.either(STARTER[state], step, subject=person, when=make.day(step), value=make.id("lock"))
    later = step + make.random.choice([10, 25, 40])
    if make.chance(0.6):
        denied = "costs-money" if state == "toll-due" and make.chance(0.3) else state
        make.said(denied, later, "denies", subject=person, when=make.day(later))
    else:
        make.said(OPPOSITE[state], later, subject=person, when=make.day(later))
    if make.chance(0.25):
        make.fact(ENDER[state], later + make.random.choice([-12, 0, 5]), subject=person)


def dressed(make: Maker) -> None:
    """Two records with every detail that a record can have."""
    step = make.random.randrange(5, 50)
    place = make.id(make.pick("canal", "lock", "channel", "pond"))
    for listed in (make.said, make.fact):
        claim = listed(make.random.choice([*STATES, "boats-counted"]), step, subject=place)
        for change in make.random.sample((tagged, scoped, in_case, other_speaker, inferred, other_mode), 4):
            change(make, claim)
        if make.chance(0.4):
            claim["subject"] = make.id(make.pick("channel", "pond"))
        if claim["said_by"] == make.id("clerk"):
            claim["capacity"] = "personal"
    one, other = make.random.sample(make.all_claims(), 2)
    make.link(one, make.pick("gives-reason", "before"), other)


def prosecuted(make: Maker) -> None:
    """Somebody prosecuted in a case that is closed under its own name, in words of the shipped vocabulary."""
    step = make.random.randrange(5, 30)
    case = {"value": make.id("first-case")}
    begun = make.pick("prosecution-opened", "under-prosecution")
    make.either(begun, step, subject=make.id("keeper")).update(case)
    if make.chance(0.7):
        closed = make.pick("first-case", "first-case", "second-case")
        make.either("case-closed", step + make.random.choice([0, 5, 20]), subject=make.id(closed))
    later = step + make.random.choice([0, 10, 25])
    make.either("under-prosecution", later, "denies", subject=make.id("keeper")).update(case)


def accused(make: Maker) -> None:
    """Somebody accused in a case, and how that case, or another, came out; in words of the shipped vocabulary."""
    step = make.random.randrange(5, 30)
    keeper, case = make.id("keeper"), make.id("first-case")
    what = make.pick("committed-offence", "committed-offence", "boat-passed")
    charge = make.either(what, step, subject=make.pick(keeper, keeper, make.id("clerk")), proceeding=case)
    charge["mode"] = make.pick("accuses", "accuses", "accuses", "states")
    if what == "committed-offence":
        charge["value"] = make.id("lock")
    later = step + make.random.choice([0, 5, 20])
    if make.chance(0.3):
        ended = make.pick("acquitted-of", "acquitted-of", "convicted-of")
        value = {"value": make.id(make.pick("lock", "lock", "pond"))} if make.chance(0.8) else {}
        make.either(ended, later, subject=keeper, proceeding=case, **value)
    else:
        ended = make.pick("case-terminated-no-offence", "claim-dismissed", "case-closed-no-material", "claim-withdrawn")
        make.either(ended, later, subject=make.pick(case, case, case, make.id("second-case")))
    if make.chance(0.4):
        after = make.pick("case-reopened", "claim-upheld", "claim-withdrawn", "convicted-of")
        about = {"subject": keeper, "proceeding": case} if after == "convicted-of" else {"subject": case}
        make.either(after, later + make.random.choice([-4, 0, 1, 12]), **about)


def justified(make: Maker) -> None:
    """A decision and the reason given for it, of which perhaps nobody says when it came about."""
    step = make.random.randrange(10, 50)
    event = make.random.choice(["gate-opened", "works-begun", "first-boat", "toll-lifted"])
    place = make.place()
    decision = make.either("order-given", step)
    when = {"when": make.pick("unknown", f"[..{make.day(step)}]", f"/{make.day(step)}", make.day(step - 3))}
    reason = make.either(event, step, subject=place, **when)
    make.link(decision, "gives-reason", reason)
    if make.chance(0.5):
        other = make.either(make.pick(event, event, "jammed"), step + make.random.choice([-5, 0, 4]), subject=place)
        if make.chance(0.4):
            make.link(other, make.pick("same-event", "not-same"), reason)


def promised(make: Maker) -> None:
    """A promise, what was done, perhaps by somebody else, and perhaps a word that takes the promise back."""
    step = make.random.randrange(5, 30)
    place = make.place()
    state = make.pick("passage-free", "gate-shut", "boat-passed", "first-boat", "gate-open")
    when = {} if make.chance(0.3) else {"when": make.pick(f"{make.day(step)}/..", f"{make.day(step)}/{make.day(60)}")}
    if make.chance(0.3):
        when = {"when": make.pick(make.day(step + 10), f"../{make.day(step + 15)}", make.day(40)[:7])}
    denied = make.chance(0.6)
    promise = make.said(state, step, "denies" if denied else "affirms", subject=place, mode="undertakes",
                        said_on=make.day(step))  # fmt: skip
    promise.pop("when", None)
    promise.update(when)
    broken = NARROWER.get(state, state) if denied and make.chance(0.5) else state
    act = make.either(broken, step + make.random.choice([-10, 0, 3, 25]), "affirms" if denied else "denies")
    act["subject"] = make.pick(place, place, make.id("lock"))
    act["said_by"] = make.id(make.pick("watch", "office", "branch", "clerk", "ministry"))
    if make.chance(0.3):
        back = make.said("order-given", step + make.random.choice([-1, 2, 30]), said_on=make.day(step + 2))
        make.link(back, "retracts", promise)


def counted_twice(make: Maker) -> None:
    """Two or three numbers, of a place or a part of it, for a time or a part of it."""
    step = make.random.randrange(5, 40)
    times = [f"{make.day(step)}/{make.day(step + 20)}", f"{make.day(step + 5)}/{make.day(step + 12)}", make.day(step)]
    unit: Record = {"unit": "boats"} if make.chance(0.5) else {}
    predicate = make.pick("boats-counted", "boats-moored", "boats-missed")
    for _ in range(make.random.choice([2, 2, 3])):
        number = make.either(predicate, step, subject=make.place(), when=make.pick(*times))
        number.pop("unit", None)
        number.update(unit)
        if make.chance(0.25):
            number["scope"] = make.pick(make.id("canal"), make.id("lock"), "in spring")


def held_by_one(make: Maker) -> None:
    """What has one value at a time, with two or three values that follow one another or not."""
    step = make.random.randrange(5, 30)
    predicate = make.pick("on-post", "on-post", "water-grade", "head-keeper", "length-of", "reopening-set")
    person = make.id(make.pick("keeper", "keeper", "clerk"))
    for number in range(make.random.choice([2, 2, 3])):
        at = step + number * make.random.choice([0, 4, 12])
        told = make.pick("posted", "on-post", "head-keeper") if predicate == "on-post" else predicate
        claim = make.either(told, at, subject=person)
        if VALUES[told] == "entity":
            claim["value"] = make.id(make.pick("lock", "canal", "pond", "channel", "gatehouse"))
        elif told == "water-grade":
            claim["value"] = make.pick("one", "One, or nearly", "two", "nearly two")
        if make.chance(0.2) and predicate != "length-of":
            claim["when"] = f"{make.day(at)}/{make.day(at + 4)}"
    if predicate == "reopening-set":
        make.either(make.pick("first-boat", "gate-opened"), step + 30, subject=person)


SCENES: Sequence[Callable[[Maker], None]] = (
    denied, denied, denied, excluded, excluded, dated_twice, relied_on, assured, assured, counted, ordered, lifted,
    chained,
    fixed_and_valued, fixed_and_valued, in_force, dressed, dressed, prosecuted,
    accused, accused, justified, promised, counted_twice, held_by_one,
)  # fmt: skip


# Changes


def vaguer(make: Maker, claim: Record) -> None:
    if "when" in claim:
        claim["when"] = make.when(make.random.randrange(5, 55))


def other_place(make: Maker, claim: Record) -> None:
    claim["subject"] = make.id(make.pick("canal", "lock", "gatehouse", "channel", "pond", "keeper"))


def doubtful(make: Maker, claim: Record) -> None:
    claim["hangs_on"] = "the sentence speaks of this canal"


def inferred(make: Maker, claim: Record) -> None:
    if claim in make.evidence:
        claim["basis"] = make.pick("inferred", "document")


def in_case(make: Maker, claim: Record) -> None:
    claim["proceeding"] = make.id(make.pick("first-case", "first-case", "second-case"))


def scoped(make: Maker, claim: Record) -> None:
    claim["scope"] = make.pick(*map(make.id, ("canal", "lock", "gatehouse", "pond")), "in spring", "in spring")


def turned(make: Maker, claim: Record) -> None:
    for here, there in (("affirms", "denies"), ("denies", "affirms")):
        if here in claim:
            claim[there] = claim.pop(here)
            return


def tagged(make: Maker, claim: Record) -> None:
    claim["tags"] = [make.pick("spring", "boats"), "canal"]
    claim["said_to"] = make.id(make.pick("keeper", "watch"))
    claim["said_in"] = make.id("notice")


def other_mode(make: Maker, claim: Record) -> None:
    if claim in make.claims:
        claim["mode"] = make.pick("assures", "undertakes", "accuses", "asks")


def other_speaker(make: Maker, claim: Record) -> None:
    claim["said_by"] = make.id(make.pick("clerk", "office", "ministry", "watch", "keeper"))
    if make.chance(0.2) and claim["said_by"] == make.id("clerk"):
        claim["capacity"] = "personal"


def undated(make: Maker, claim: Record) -> None:
    if claim in make.claims:
        claim.pop("when", None)


def linked(make: Maker, claim: Record) -> None:
    other = make.random.choice(make.all_claims())
    if other is claim:
        return
    relation = make.pick("same-event", "not-same", "gives-reason", "before", "corrects", "retracts", "relies-on",
                         "answers")  # fmt: skip
    denial_first = "denies" in claim and "affirms" in other
    if relation != "answers" or denial_first:
        make.link(claim, relation, other)


def repeated(make: Maker, claim: Record) -> None:
    """A second record of the same."""
    listing = make.claims if claim in make.claims else make.evidence
    number = len(make.all_claims())
    listing.append({**claim, "id": make.id(f"c{number}"), "text": f"Sentence {number}."})


CHANGES: Sequence[Callable[[Maker, Record], None]] = (
    vaguer, vaguer, other_place, other_place, doubtful, inferred, in_case, in_case, scoped, turned, tagged,
    other_mode, other_speaker, undated, linked, linked, repeated,
)  # fmt: skip


def framed(make: Maker) -> None:
    """Every claim of the dossier in some scope, or in some proceeding."""
    change = make.random.choice([scoped, in_case])
    for claim in make.all_claims():
        change(make, claim)


def make_dossier(random: Random, prefix: str) -> dict[str, list[Record]]:
    """One dossier as its lists of records."""
    make = Maker(random, prefix)
    for _ in range(random.choice([1, 2, 2, 3])):
        random.choice(SCENES)(make)
    for _ in range(random.choice([0, 0, 1, 1, 2, 3, 5])):
        random.choice(CHANGES)(make, random.choice(make.all_claims()))
    if make.chance(0.15):
        framed(make)
    while len(make.all_claims()) < 3:
        make.either(random.choice([*STATES, *EVENTS]), random.randrange(5, 50))
    return make.lists()


def as_text(dossiers: Sequence[dict[str, list[Record]]]) -> str:
    """One or more dossiers as a file that a researcher could have written."""
    lines: list[str] = []
    for name in ("entities", "sources", "claims", "evidence", "links"):
        records = [record for dossier in dossiers for record in dossier[name]]
        if records:
            lines += [f"{name}:", *(f"  - {_flow(record)}" for record in records)]
    return "\n".join(lines) + "\n"


def _flow(record: Record) -> str:
    return "{" + ", ".join(f"{key}: {json.dumps(value)}" for key, value in record.items()) + "}"
