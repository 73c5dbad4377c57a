"""Turns collections that others have published into dossiers; they are read where they lie, and kept nowhere else."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import yaml

DATA = Path(os.environ.get("CLAIMCHECK_SHARED") or Path(__file__).parent.parent.parent / "shared") / "data"
YAML = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
COLUMNS = ("id", "text", "subject", "affirms", "denies", "value", "when", "said_by", "said_on", "source")


@dataclass
class Sheet:
    """A dossier in the making: `names` of its entities by id, rows for `evidence` and `claims`, and its own words."""

    title: str
    predicates: list[Mapping[str, object]] = field(default_factory=list)
    rules: list[Mapping[str, object]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    evidence: list[Mapping[str, str]] = field(default_factory=list)
    claims: list[Mapping[str, str]] = field(default_factory=list)
    ids: dict[tuple[str, str], str] = field(default_factory=dict)

    def entity(self, kind: str, name: str) -> str:
        """The id of an entity that the collection calls by a name that is no id; one for each kind and name."""
        own = self.ids.setdefault((kind, name), f"{kind}-{len(self.ids)}")
        self.names[own] = name
        return own

    def write(self, root: Path) -> Path:
        """Write it as a dossier whose records are tables."""
        for folder in ("claims", "evidence", "rules"):
            (root / folder).mkdir(parents=True, exist_ok=True)
        # JSON is YAML; what users write by hand looks better, and says the same.
        (root / "claimcheck.yaml").write_text(f"format: 1\ntitle: {json.dumps(self.title)}\n", "utf-8")
        words = {"sources": [{"id": "data", "title": self.title, "publisher": "collector"}],
                 "predicates": self.predicates}  # fmt: skip
        (root / "evidence" / "words.yaml").write_text(json.dumps(words), "utf-8")
        for rule in self.rules:
            (root / "rules" / f"{rule['id']}.yaml").write_text(json.dumps(rule), "utf-8")
        names = {"collector": "the collector", **self.names}
        _table(root / "evidence" / "entities.csv", ("id", "name"), ({"id": i, "name": n} for i, n in names.items()))
        _table(root / "evidence" / "records.csv", COLUMNS, self.evidence)
        if self.claims:
            _table(root / "claims" / "statements.csv", COLUMNS, self.claims)
        return root


def _table(path: Path, columns: tuple[str, ...], rows: Iterable[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows({"source": "data", **row} if "source" in columns else row for row in rows)


def label(affirmed: str, denied: str) -> dict[str, dict[str, str]]:
    return {"en": {"affirms": affirmed, "denies": denied}}


# --- players and their teams


class Played(NamedTuple):
    """A player's years with a team, or (`born`) the one year given as that of birth, which `what` repeats."""

    player: str
    born: bool
    what: str
    first: int
    last: int


FOOTBALL = re.compile(r'pinstConf\("(.*?)", "(playsFor|hasBirthdate)", "(.*?)", "(\d+)", "(\d+)", ')


def footballdb(name: str) -> dict[str, Played]:
    """The distinct facts of a file, under ids by their place in it."""
    text = (DATA / "footballdb" / name).read_text("utf-8")
    rows = dict.fromkeys(
        Played(player, relation == "hasBirthdate", what, int(first), int(last))
        for player, relation, what, first, last in FOOTBALL.findall(text)
    )
    return {f"f{number:05}": row for number, row in enumerate(rows)}


def football_dossier(facts: Mapping[str, Played]) -> Sheet:
    """One claim for each fact, in predicates of its own and with two rules of its own."""
    sheet = Sheet(title="Players and their teams", predicates=[
        {"id": "plays-for", "kind": "state", "value": "entity", "single": True,
         "label": label("{subject} plays for {value}", "{subject} does not play for {value}")},
        {"id": "born-in-year", "kind": "event", "value": "number", "once": True, "single": True,
         "label": label("{subject} was born in {value}", "{subject} was not born in {value}")},
    ], rules=[
        {"id": "one-team-a-year", "title": "Two teams in one year", "severity": "warning",
         "why": "The collection holds that nobody plays for two teams in one year.",
         "match": {"a": {"affirms": "plays-for"}, "b": {"affirms": "plays-for"}},
         "where": ["a.subject same-as b.subject", "a.value is not b.value",
                   {"any": ["a.start < b.end", "a.start = b.end"]}, {"any": ["b.start < a.end", "b.start = a.end"]}],
         "settle": "The contracts: {a.text}; {b.text}.", "message": "{a.text}, {a.when}. {b.text}, {b.when}."},
        {"id": "born-before-playing", "title": "Playing before the year after birth", "severity": "warning",
         "why": "Nobody plays before or in the year of birth.",
         "match": {"born": {"affirms": "born-in-year"}, "plays": {"affirms": "plays-for"}},
         "where": ["born.subject same-as plays.subject",
                   {"any": ["plays.start < born.start", "plays.start = born.start"]}],
         "settle": "The register of births: {born.text}.",
         "message": "{born.text}, {born.when}. {plays.text}, {plays.when}."},
    ])  # fmt: skip
    for own, fact in facts.items():
        subject = sheet.entity("player", fact.player)
        if fact.born:
            year = fact.what.removeprefix("Year ")
            sheet.evidence.append({"id": own, "subject": subject, "affirms": "born-in-year", "value": year,
                                   "when": str(fact.first), "text": f"{fact.player} was born in {year}."})  # fmt: skip
        else:
            sheet.evidence.append({"id": own, "subject": subject, "affirms": "plays-for",
                                   "value": sheet.entity("team", fact.what), "when": f"{fact.first}/{fact.last}",
                                   "text": f"{fact.player} plays for {fact.what}."})  # fmt: skip
    return sheet


# --- people in office


class Term(NamedTuple):
    """A person's time in a seat, with both days as written."""

    person: str
    seat: str
    start: str
    end: str


def congress(name: str) -> tuple[dict[str, tuple[str, str]], list[Term]]:
    """The people of a file with their names and days of birth, and their terms in its order."""
    people = yaml.load((DATA / "congress" / name).read_text("utf-8"), YAML)
    terms = [
        Term(person["id"]["govtrack"], _seat(term), term["start"], term["end"])
        for person in people
        for term in person["terms"]
    ]
    told = {one["id"]["govtrack"]: (f"{one['name']['first']} {one['name']['last']}", one["bio"]["birthday"])
            for one in people}  # fmt: skip
    return told, terms


def _seat(term: Mapping[str, str]) -> str:
    """A seat that one person has at a time: that of a district, or of a class of senators, or at the head of state."""
    place = term.get("district") or term.get("class") or ""
    return " ".join(part for part in (term["type"], term.get("state", ""), place) if part)


def successions(terms: Iterable[Term]) -> list[tuple[Term, Term]]:
    """Two people one after the other in one seat, where the term of one ends on the day on which the next begins."""
    in_order = sorted(terms, key=lambda term: (term.seat, term.start, term.end))
    return [
        (one, other)
        for one, other in pairwise(in_order)
        if one.seat == other.seat and one.person != other.person and one.end == other.start
    ]


def congress_dossier(people: Mapping[str, tuple[str, str]], terms: Iterable[Term]) -> Sheet:
    """Births, terms told from both sides, and the coming and going that they make.

    What is `single` here holds one value at a time in both directions: a person one seat, and a seat one person.
    """
    sheet = Sheet(title="People in office", predicates=[
        {"id": "sits-in", "kind": "state", "value": "entity", "single": True, "persists": "until-ended",
         "label": label("{subject} sits in {value}", "{subject} does not sit in {value}")},
        {"id": "seat-held-by", "kind": "state", "value": "entity", "single": True, "persists": "until-ended",
         "label": label("{subject} is held by {value}", "{subject} is not held by {value}")},
        {"id": "seat-taken-by", "kind": "event", "value": "entity", "starts": ["seat-held-by"],
         "label": label("{subject} was taken by {value}", "{subject} was not taken by {value}")},
    ])  # fmt: skip
    for person, (name, birthday) in people.items():
        sheet.evidence.append({"id": f"birth-{person}", "subject": sheet.entity("person", person), "affirms": "born",
                               "when": birthday, "text": f"{name} was born."})  # fmt: skip
    for number, term in enumerate(terms):
        person, seat = sheet.entity("person", term.person), sheet.entity("seat", term.seat)
        name, years = people[term.person][0], f"{term.start}/{term.end}"
        for own, subject, affirms, value, when in (
            ("sits", person, "sits-in", seat, years),
            ("office", person, "holds-office", seat, years),
            ("held", seat, "seat-held-by", person, years),
            ("taken", seat, "seat-taken-by", person, term.start),
            ("took", person, "took-office", seat, term.start),
            ("left", person, "left-office", seat, term.end),
        ):
            sheet.evidence.append({"id": f"{own}-{number}", "subject": subject, "affirms": affirms, "value": value,
                                   "when": when, "text": f"{name}: {affirms} {term.seat}."})  # fmt: skip
    return sheet


# --- facts and their wrong twins


class Dated(NamedTuple):
    """A fact of a relation, with the first and last year of it, and those that a wrong twin of it gives."""

    relation: str
    subject: str
    object: str
    years: tuple[int, int]
    wrong: tuple[int, int]


def factbench() -> dict[str, Dated]:
    """Every correct fact with its twin of another date, both cut to years."""
    with (DATA / "factbench" / "factbench_flat.csv").open(encoding="utf-8", newline="") as file:
        rows = {(row["label"], row["split"], row["id"]): row for row in csv.DictReader(file)}
    facts: dict[str, Dated] = {}
    for (told, split, name), row in rows.items():
        if told == "correct":
            twin = rows["wrong_date", split, name]
            facts[f"{split}-{name}".lower()] = Dated(
                row["relation"], row["subject"], row["object"], _years(row), _years(twin)
            )
    return facts


def _years(row: Mapping[str, str]) -> tuple[int, int]:
    return int(row["from"][:4]), int(row["to"][:4])


ONE_AT_A_TIME = {"leader": ("object", "subject"), "nbateam": ("subject", "object"), "spouse": ("subject", "object")}
"""Relations in which a country has one leader, a player one team, a person one spouse: whose, and which."""


def factbench_dossier(facts: Mapping[str, Dated]) -> Sheet:
    """The fact as evidence and its twin as a statement, both of one thing that happens once.

    Births and deaths are those of the shipped vocabulary. What lasts is told twice: as a spell, which happens once, and
    as a state with one value at a time.
    """
    sheet = Sheet(title="Facts and their wrong twins", predicates=[
        {"id": "was-so", "kind": "event", "once": True,
         "label": label("{subject} took place", "{subject} did not take place")},
        {"id": "had", "kind": "state", "value": "entity", "single": True,
         "label": label("{subject} had {value}", "{subject} did not have {value}")},
    ])  # fmt: skip
    for own, fact in facts.items():
        shipped = {"birth": "born", "death": "died"}.get(fact.relation)
        one = sheet.entity("person", fact.subject) if shipped else sheet.entity("spell", own)
        dated = {"subject": one, "affirms": shipped or "was-so", "text": f"{fact.subject} {fact.object}"}
        sheet.evidence.append({"id": own, **dated, "when": _when(fact.years)})
        sheet.claims.append({"id": f"wrong-{own}", **dated, "when": _when(fact.wrong), "said_by": "collector"})
        if fact.relation in ONE_AT_A_TIME:
            whose, which = (getattr(fact, name) for name in ONE_AT_A_TIME[fact.relation])
            first, last = fact.years
            sheet.evidence.append({"id": f"state-{own}", "subject": sheet.entity(fact.relation, whose),
                                   "affirms": "had", "value": sheet.entity("value", which),
                                   "when": f"{first:04}/{last:04}", "text": f"{whose} {which}"})  # fmt: skip
    return sheet


def _when(years: tuple[int, int]) -> str:
    first, last = years
    return f"{first:04}" if first == last else f"{first:04}/{last:04}"


# --- births, deaths and spells whose days lost their precision


class Spell(NamedTuple):
    """A property of a subject from one day to another, both as the digits YYYYMMDD."""

    subject: str
    property: str
    object: str
    start: str
    end: str


def wd50k() -> list[Spell]:
    """The distinct facts of the collection, of births and deaths as of spells, in its order."""
    lines = (DATA / "wd50k" / "WD50K_day.tsv").read_text("utf-8").splitlines()
    return list(dict.fromkeys(Spell(*line.split("\t")) for line in lines))


def with_precision(digits: str, *, centuries: bool) -> str:
    """A day as a record would give it: 1 January is the year, and a year that ends with 00 may be a century.

    Whether 1700 stands for the 17th century, the 18th or the year is lost: any year of these.
    """
    year, month, day = int(digits[:-4]), digits[-4:-2], digits[-2:]
    if (month, day) in (("01", "01"), ("00", "00"), ("00", "01")):
        return f"{year:04}" if year % 100 or not centuries else f"[{max(year - 99, 1):04}..{year + 99:04}]"
    return f"{year:04}-{month}" if day == "00" else f"{year:04}-{month}-{day}"


def as_day(digits: str) -> str:
    """A day as the collection gives it, without the parts that it gives as 00."""
    year, month, day = digits[:-4], digits[-4:-2], digits[-2:]
    return "-".join((year, *(part for part in (month, day) if "00" not in (month, part))))


def lives_dossier(spells: Iterable[Spell], *, centuries: bool = True) -> Sheet:
    """Births and deaths in the shipped words, and spells in a state of their own; `centuries` as years are read."""
    sheet = Sheet(title="Lives", predicates=[
        {"id": "has-part-in", "kind": "state", "value": "entity",
         "label": label("{subject} has to do with {value}", "{subject} has nothing to do with {value}")},
    ])  # fmt: skip
    for number, spell in enumerate(spells):
        affirms = {"P569": "born", "P570": "died"}.get(spell.property)
        row = {"id": f"d{number}", "subject": sheet.entity("person", spell.subject), "text": " ".join(spell)}
        if affirms:
            sheet.evidence.append({**row, "affirms": affirms, "when": with_precision(spell.start, centuries=centuries)})
        else:
            sheet.evidence.append({**row, "affirms": "has-part-in", "value": sheet.entity("body", spell.object),
                                   "when": f"{as_day(spell.start)}/{as_day(spell.end)}"})  # fmt: skip
    return sheet


# --- players once more, with ends that nobody knows


class Years(NamedTuple):
    """A player's years with a team; 0 where the collection does not know the last."""

    player: str
    team: str
    first: int
    last: int


def yago_teams() -> dict[str, Years]:
    """Who played for whom, from all three parts of the collection."""
    lines = [line for part in ("train", "valid", "test") for line in _lines(f"temporal-kg/yago11k/{part}.txt")]
    cells = [line.split("\t") for line in dict.fromkeys(lines)]
    rows = [Years(who, what, _year(a), _year(b)) for who, relation, what, a, b in cells if relation == "2"]
    return {f"y{number}": row for number, row in enumerate(rows)}


def _lines(name: str) -> list[str]:
    return (DATA / name).read_text("utf-8").splitlines()


def _year(date: str) -> int:
    return 0 if date.startswith("#") else int(date.split("-")[0])


def teams_dossier(rows: Mapping[str, Years]) -> Sheet:
    """One team at a time; an unknown end stays unknown."""
    sheet = Sheet(title="Teams", predicates=[
        {"id": "plays-for", "kind": "state", "value": "entity", "single": True,
         "label": label("{subject} plays for {value}", "{subject} does not play for {value}")},
    ])  # fmt: skip
    for own, row in rows.items():
        last = f"{row.last:04}" if row.last else ""
        sheet.evidence.append({"id": own, "subject": sheet.entity("player", row.player), "affirms": "plays-for",
                               "value": sheet.entity("team", row.team), "when": f"{row.first:04}/{last}",
                               "text": f"{row.player} plays for {row.team}."})  # fmt: skip
    return sheet
