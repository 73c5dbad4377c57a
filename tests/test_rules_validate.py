"""What a rule's author is told: each file of `bad_rules/` with the problems that are found in it, all at once.

`pytest --rewrite-golden` writes the expected files anew; read the difference before you keep it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from claimcheck.errors import Problem
from claimcheck.location import Location
from claimcheck.model import Kind, Predicate, ValueKind
from claimcheck.rules.orders import check_orders
from claimcheck.rules.read import read_rule
from claimcheck.rules.rulebook import check_rule
from claimcheck.rules.syntax import Rule
from claimcheck.rules.validate import validate_rule

FOLDER = Path(__file__).parent / "bad_rules"
BAD_RULES = sorted(FOLDER.glob("*.yaml"))
EXPECTED_WARNINGS = {"no-examples", "only-lookalikes", "one-sided-message"}


def predicate(name: str, kind: Kind = "state", value: ValueKind = "none") -> Predicate:
    return Predicate(id=name, location=Location(path="words"), package="tests", kind=kind, labels={}, value=value)


PREDICATES = {p.id: p for p in (predicate("closed"), predicate("shut", "event"), predicate("member", value="entity"))}


def told(problem: Problem) -> str:
    hint = f"\n    {problem.hint}" if problem.hint else ""
    return f"{problem.location}: {problem.severity} {problem.code} {problem.message}{hint}\n"


@pytest.mark.parametrize("path", BAD_RULES, ids=lambda path: path.stem)
def test_a_bad_rule_is_told_with_its_places(path: Path, golden: Callable[[Path, str], None]) -> None:
    rule, problems = check_rule(path.read_bytes(), path.name, PREDICATES)
    said = "".join(told(problem) for problem in problems)
    assert problems, "nothing was found wrong"
    assert (rule is None) == (path.stem not in EXPECTED_WARNINGS)
    golden(path.with_suffix(".out"), said)


def test_every_expected_file_belongs_to_a_bad_rule() -> None:
    assert {path.stem for path in FOLDER.glob("*.out")} == {path.stem for path in BAD_RULES}


@pytest.mark.parametrize("path", BAD_RULES, ids=lambda path: path.stem)
def test_places_lie_inside_the_file(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    _, problems = check_rule(path.read_bytes(), path.name, PREDICATES)
    for problem in problems:
        assert problem.location.path == path.name
        assert 1 <= problem.location.line <= len(lines)
        assert 1 <= problem.location.column <= len(lines[problem.location.line - 1]) + 1


# Orders in time, judged alone


def two_claims(*lines: str) -> Rule:
    match = "match: {a: claim, b: claim, c: claim}\n"
    where = "where:\n" + "".join(f"  - {line}\n" for line in lines)
    head = "id: r\ntitle: t\nseverity: note\nwhy: w\nmessage: m\n"
    rule, problems = read_rule((head + match + where).encode(), "r.yaml")
    assert rule is not None
    assert problems == ()
    return rule


@pytest.mark.parametrize(
    "lines",
    [
        ("a before b", "b before a"),
        ("a before b", "b before c", "c before a"),
        ("a before b", "a overlaps b"),
        ("a overlaps b", "b before a"),
        ("a.start < b.start", "b.start < a.start"),
        ("a.start < b.start", "b.start <= a.start"),
        ("a.start > b.start", "b.start >= a.start"),
        ("a.end before b.start", "b overlaps a"),
        ("b.start before a.start", "a.end before b.end", "b.end before a.end"),
        ("a before b", "b before c", "a.start + P1Y before b.start", "a within P100D of c"),
        ("a within P10D of b", "a + P1M before b"),
        ("a within P28D of b", "a + P1M before b"),
        ("a.said_on before b", "b before a.said_on"),
        ("a.said_on before b.said_on", "b.said_on before a.said_on"),
        ("lasting(a) before b", "b before a"),
        ("lasting(a) before b", "b overlaps lasting(a)"),
    ],
)
def test_an_order_that_no_dates_can_meet_is_reported(lines: tuple[str, ...]) -> None:
    problems = check_orders(two_claims(*lines))
    assert [problem.code for problem in problems] == ["ORDER-IMPOSSIBLE"]


@pytest.mark.parametrize(
    "lines",
    [
        ("a before b", "a touches b"),
        ("a before b", "lasting(a) overlaps b"),
        ("a overlaps b", "b overlaps c", "a before c"),
        ("a.start <= b.start", "b.start <= a.start"),
        ("a.start < b.start", "a overlaps b"),
        ("a before b", "a within P1D of b"),
        ("a + P1M before b", "a within P29D of b"),
        ("a + P1Y before b", "a within P366D of b"),
        ("a.said_on before b", "b before a"),
        ("a.end before b.start", "a.start before b.start"),
        ("a.end touches b.start", "a before b"),
        ("a before 2011-05", "2011-06 before a"),
        ("a.when differs b.when", "a agrees b"),
    ],
)
def test_an_order_that_some_dates_can_meet_passes(lines: tuple[str, ...]) -> None:
    assert check_orders(two_claims(*lines)) == ()


# Rules that are right


RIGHT = {
    "years-and-birth": """
match: {birth: {affirms: shut}, act: claim}
where: [birth.subject is act.subject, act.start < birth.start + P16Y, "act.value - 2 >= 14"]
message: "{birth.text}; {act.text}"
""",
    "more-than-said": """
match:
  said: {listing: assertion}
  found: {count: {listing: fact, affirms: shut}, where: [found.subject part-of said.subject, found overlaps said]}
where: [count(found) > said.value]
clash: none
message: "{said.text}, but there are {found.count}"
""",
    "either-way": """
match: {a: claim, b: claim}
where:
  - any:
      - a contradicts b
      - [a.subject same-as b.subject, {any: [a.value disjoint b.value, a.value + 5 < b.value]}]
unless:
  c: {any: [c same-event a, c same-event b]}
message: "{a.subject.name}: {a.text}; {b.said_by.name}: {b.text}"
""",
    "by-a-link": """
match: {a: claim, b: claim, tie: {from: a, relation: answers, to: b}}
message: "{a.text}; {b.text}"
""",
    "over-a-chain": """
match: {a: claim, b: claim, c: claim}
where: [a contradicts b, c.proceeding is b.proceeding, b.said_to has c.said_by]
message: "{a.text}; {b.text}; {c.text}"
""",
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_rule_passes(name: str) -> None:
    text = f"id: {name}\ntitle: t\nseverity: note\nwhy: w\n{RIGHT[name].lstrip()}"
    rule, problems = check_rule(text.encode(), f"{name}.yaml", PREDICATES)
    assert [told(problem) for problem in problems if problem.code != "NO-EXAMPLE"] == []
    assert rule is not None


def test_what_needs_all_lines_is_not_judged_when_some_cannot_be_read() -> None:
    text = b"id: r\ntitle: t\nseverity: note\nwhy: w\nmessage: m\nmatch: {a: claim, b: claim}\nwhere: [a befor b]\n"
    rule, problems = read_rule(text, "r.yaml")
    assert rule is not None
    assert [problem.code for problem in problems] == ["UNKNOWN-OPERATOR"]
    assert "CROSS-PRODUCT" in {problem.code for problem in validate_rule(rule, PREDICATES)}
    assert "CROSS-PRODUCT" not in {problem.code for problem in validate_rule(rule, PREDICATES, whole=False)}
