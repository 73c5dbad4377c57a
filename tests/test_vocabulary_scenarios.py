"""The meaning of every shipped predicate, held against scenarios written by hand in `vocabulary/PACKAGE.yaml`.

`scenarios` are statements of which the last clashes with the first (`certain`, `presumed`, `possible`) or of which none
clashes with any (`silent`). `shapes` say of each predicate what it is and what a denial of it covers; each is put
through the same few scenarios. All of a package are one dossier, checked once by all shipped rules of conflict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from claimcheck.engine.duckdb import DuckEngine
from claimcheck.load import load_snippet, load_vocabulary
from claimcheck.model import Dossier, Predicate
from claimcheck.rules import load_rulebook
from claimcheck.yamlfile import MapNode, read_yaml

PREDICATES, _ = load_vocabulary()
FOLDER = Path(__file__).parent / "vocabulary"
PACKAGES = sorted({predicate.package for predicate in PREDICATES.values()})
DAYS = {
    "@before": "2001-02-01",
    "@then": "2001-02-10",
    "@after": "2001-02-12",
    "@month": "2001-02",
    "@throughout": "2001-01-01/2001-03-01",
    "@some-days": "2001-02-05/2001-02-15",
    "@soon": "2001-02-25",
    "@end": "2001-03-10",
    "@later": "2001-06-10",
}
GRADES = ("certain", "presumed", "possible")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    subject: str
    predicate: str
    affirmed: bool
    value: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What is said, in order, and how surely the last clashes with the first: a grade, or `silent` for no clash."""

    name: str
    expected: str
    statements: tuple[Statement, ...]
    one_event: bool = False

    @property
    def predicates(self) -> set[str]:
        return {statement.predicate for statement in self.statements}


@cache
def table(package: str) -> dict[str, Any]:
    found = yaml.load((FOLDER / f"{package}.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    assert set(found) <= {"parts", "scenarios", "shapes", "outcomes"}
    assert isinstance(found, dict)
    return found


def read(text: str, expected: str) -> Scenario:
    """`SUBJECT [not] PREDICATE [VALUE] [@WHEN]`, separated by bars; `same-event` before the first links two."""
    bare = text.removeprefix("same-event ")
    statements = []
    for part in bare.split(" | "):
        words = part.split()
        affirmed = words[1] != "not"
        words = words if affirmed else [words[0], *words[2:]]
        when = DAYS[words.pop()] if words[-1].startswith("@") else ""
        statements.append(
            Statement(subject=words[0], predicate=words[1], affirmed=affirmed, value=" ".join(words[2:]), when=when)
        )
    return Scenario(name=text, expected=expected, statements=tuple(statements), one_event=bare != text)


@cache
def written(package: str) -> list[Scenario]:
    found = table(package).get("scenarios", {})
    assert set(found) <= {*GRADES, "silent"}
    return [read(text, expected) for expected, texts in found.items() for text in texts]


# What a shape means


def battery(predicate: str, shape: str) -> Iterator[Scenario]:
    """What follows from what a predicate is, whatever it says."""
    kind, *covering = shape.split(", ")
    value = VALUES[PREDICATES[predicate].value]
    affirmed_at, denied_at = TIMES[kind]
    claim = f"thing {predicate} {value[0]} {affirmed_at}"
    yield read(f"{claim} | thing not {predicate} {value[0]} {denied_at}", "certain")
    yield read(f"{claim} | other-thing not {predicate} {value[0]} {denied_at}", "silent")
    if kind != "fixed":
        yield read(f"{claim} | thing not {predicate} {value[0]} @later", "silent")
    if value[1]:
        yield read(f"{claim} | thing not {predicate} {value[1]} {denied_at}", "silent")
    on_whole = "certain" if "a whole subject" in covering else "silent"
    yield read(
        f"thing-part {predicate} {value[0]} {affirmed_at} | thing not {predicate} {value[0]} {denied_at}", on_whole
    )
    yield read(f"{claim} | thing-part not {predicate} {value[0]} {denied_at}", "silent")
    if kind == "quantity":
        yield from counting(predicate, covering)
    if PREDICATES[predicate].value == "entity":
        on_whole = "certain" if "a whole value" in covering else "silent"
        yield read(f"thing {predicate} matter-part {affirmed_at} | thing not {predicate} matter {denied_at}", on_whole)
        yield read(f"thing {predicate} matter {affirmed_at} | thing not {predicate} matter-part {denied_at}", "silent")


def counting(predicate: str, adding: list[str]) -> Iterator[Scenario]:
    """A part has no more than its whole, and some days no more than the months around them, of what adds up."""
    over_parts = {"adds up over parts", "adds up over both"} & set(adding)
    over_periods = {"adds up over periods", "adds up over both"} & set(adding)
    whole = f"thing {predicate} 7 @throughout"
    yield read(f"{whole} | thing {predicate} 9 @throughout", "certain")
    yield read(f"{whole} | thing-part {predicate} 9 @throughout", "certain" if over_parts else "silent")
    yield read(f"{whole} | thing-part {predicate} 5 @throughout", "silent")
    yield read(f"{whole} | thing {predicate} 9 @some-days", "certain")
    yield read(f"{whole} | thing {predicate} 5 @some-days", "silent" if over_periods else "certain")


VALUES = {
    "none": ("", ""),
    "entity": ("matter", "other-matter"),
    "text": ("a yes", "a no"),
    "number": ("7", "9"),
    "date": ("2004-10-01", "2004-11-01"),
}
TIMES = {
    "event": ("@then", "@month"),
    "state": ("@throughout", "@then"),
    "quantity": ("@throughout", "@then"),
    "fixed": ("", ""),
}
BATTERY_PARTS = {"thing-part": "thing", "matter-part": "matter"}


def shaped(package: str) -> list[Scenario]:
    shapes = table(package)["shapes"]
    return [one for shape, names in shapes.items() for name in names for one in battery(name, shape)]


# Running them


def dossier(package: str, scenarios: list[Scenario]) -> Dossier:
    """All scenarios as one dossier; every id carries the number of its scenario, so that none sees another."""
    parts = {**BATTERY_PARTS, **table(package).get("parts", {})}
    claims, links = [], []
    entities: dict[str, dict[str, str]] = {}
    for number, scenario in enumerate(scenarios):
        for place, said in enumerate(scenario.statements):
            entity_value = PREDICATES[said.predicate].value == "entity"
            for name in (said.subject, *([said.value] if entity_value else [])):
                entry = {"id": f"s{number}-{name}", "name": name}
                whole = {"part_of": f"s{number}-{parts[name]}"} if name in parts else {}
                entities[entry["id"]] = entry | whole
                if whole:
                    entities.setdefault(whole["part_of"], {"id": whole["part_of"], "name": parts[name]})
            claim = {
                "id": f"s{number}-claim-{place}",
                "text": f"Statement {place}.",
                "subject": f"s{number}-{said.subject}",
                "affirms" if said.affirmed else "denies": said.predicate,
            }
            if said.value:
                claim["value"] = f"s{number}-{said.value}" if entity_value else said.value
            if said.when:
                claim["when"] = said.when
            claims.append(claim)
        if scenario.one_event:
            links.append({"from": f"s{number}-claim-0", "relation": "same-event", "to": f"s{number}-claim-1"})
    lists = {"entities": list(entities.values()), "evidence": claims, "links": links}
    node, problems = read_yaml(yaml.safe_dump(lists).encode(), package)
    assert isinstance(node, MapNode)
    assert not problems
    return load_snippet(node, package, PREDICATES)


@cache
def outcome(package: str) -> dict[str, tuple[str, str]]:
    """For each scenario of a package what was expected, and what came out."""
    scenarios = list({one.name: one for one in (*written(package), *shaped(package))}.values())
    loaded = dossier(package, scenarios)
    assert [str(problem) for problem in loaded.problems if problem.severity == "error"] == []
    rules = [rule for rule in load_rulebook(loaded).rules if rule.finds == "conflict" or rule.derive is not None]
    result = DuckEngine().run(loaded, rules)
    assert not result.failed
    conflicts = {rule.id for rule in rules if rule.finds == "conflict"}
    found: dict[int, dict[frozenset[int], str]] = {}
    for match in sorted(result.matches, key=lambda match: match.grade):
        if match.rule in conflicts:
            numbers = {int(name.split("-")[0][1:]) for name in match.witnesses}
            assert len(numbers) == 1
            places = frozenset(int(name.split("-")[2]) for name in match.witnesses)
            found.setdefault(numbers.pop(), {})[places] = match.grade.word
    told = {}
    for number, scenario in enumerate(scenarios):
        clashes = found.get(number, {})
        ends = frozenset({0, len(scenario.statements) - 1})
        if scenario.expected == "silent":
            came = "silent" if not clashes else str({tuple(sorted(k)): v for k, v in clashes.items()})
        else:
            came = clashes.get(ends, "silent")
        told[scenario.name] = (scenario.expected, came)
    return told


@pytest.mark.parametrize("package", PACKAGES)
def test_every_scenario_comes_out_as_written(package: str) -> None:
    wrong = {name: both for name, both in outcome(package).items() if both[0] != both[1]}
    assert wrong == {}, "(expected, came out)"


@pytest.mark.parametrize("package", PACKAGES)
def test_every_predicate_has_one_shape_and_it_is_its_own(package: str) -> None:
    shapes = table(package)["shapes"]
    counted = Counter(name for names in shapes.values() for name in names)
    assert [name for name, times in counted.items() if times > 1] == []
    assert set(counted) == {name for name, one in PREDICATES.items() if one.package == package}
    assert {name: PREDICATES[name].kind for names in shapes.values() for name in names} == {
        name: shape.split(", ")[0] for shape, names in shapes.items() for name in names
    }


def test_every_outcome_is_as_written() -> None:
    told = {name: outcome for package in PACKAGES for outcome, names in table(package).get("outcomes", {}).items()
            for name in names}  # fmt: skip
    assert told == {name: one.outcome for name, one in PREDICATES.items() if one.outcome}


def steps(predicate: Predicate) -> Iterator[tuple[str, str, bool]]:
    """Each step of meaning from one predicate to another, and whether a clash shows it (or a silence)."""
    for target in (*predicate.implies, *predicate.suggests, *predicate.excludes, *predicate.starts,
                   *predicate.after):  # fmt: skip
        yield predicate.id, target.removeprefix("not "), True
    for target in predicate.ends:
        yield predicate.id, target, False


@pytest.mark.parametrize("name", sorted(PREDICATES))
def test_every_step_of_meaning_is_shown_by_a_scenario(name: str) -> None:
    scenarios = [one for package in PACKAGES for one in written(package)]
    for source, target, clashes in steps(PREDICATES[name]):
        assert any({source, target} <= one.predicates for one in scenarios if (one.expected != "silent") == clashes), (
            f"no scenario has `{source}` and `{target}` together ({'clash' if clashes else 'silence'})"
        )


@pytest.mark.parametrize("name", sorted(name for name, one in PREDICATES.items() if one.single))
def test_two_values_of_what_has_one_are_shown_to_clash(name: str) -> None:
    for expected in (*GRADES[:1], "silent"):
        texts = [one for package in PACKAGES for one in written(package) if one.expected == expected]
        assert any(
            [said.predicate for said in one.statements] == [name, name]
            and all(said.affirmed for said in one.statements)
            for one in texts
        ), f"no scenario ({expected}) gives `{name}` two values"


@pytest.mark.parametrize("name", sorted(PREDICATES))
def test_what_goes_one_way_does_not_go_back(name: str) -> None:
    """Of what implies or is implied, a scenario shows that the wider does not lead to the narrower."""
    silent = [one for package in PACKAGES for one in written(package) if one.expected == "silent"]
    for target in PREDICATES[name].implies:
        if target.startswith("not ") or name in PREDICATES[target].implies:
            continue
        assert any({name, target} <= one.predicates for one in silent), f"no silence has `{name}` and `{target}`"
