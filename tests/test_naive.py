"""The judge judged: small dossiers whose matches were worked out by hand, and brute force for joint possibility."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.engine import naive
from claimcheck.engine.interface import Match
from claimcheck.engine.naive import NaiveEngine
from claimcheck.engine.naive_terms import Point, Span
from claimcheck.engine.naive_time import constraints, satisfiable
from claimcheck.extents import Extent
from claimcheck.load import load_snippet, load_vocabulary
from claimcheck.model import Dossier
from claimcheck.rules import Rule
from claimcheck.rules.read import read_rule
from claimcheck.yamlfile import MapNode, read_yaml
from generator import VOCABULARY


def read(text: str, predicates: Dossier | None = None) -> Dossier:
    node, problems = read_yaml(text.encode(), "dossier.yaml")
    assert isinstance(node, MapNode), problems
    dossier = load_snippet(node, "dossier.yaml", predicates.predicates if predicates else load_vocabulary()[0])
    wrong = [problem for problem in (*problems, *dossier.problems) if problem.severity == "error"]
    assert not wrong, wrong
    return dossier


@cache
def world() -> Dossier:
    return read(VOCABULARY)


def rule(body: str, name: str = "rule") -> Rule:
    found, problems = read_rule(f"id: {name}\ntitle: t\nseverity: note\nwhy: w\nmessage: m\n{body}".encode(), name)
    assert found is not None
    assert not problems, problems
    return found


DENIED = """
match: {a: {polarity: affirms}, b: {polarity: denies}}
where: [a contradicts b, lasting(a) overlaps b]
"""
EXCLUDED = """
match: {a: claim, b: claim}
where: [a excludes b, lasting(a) overlaps lasting(b)]
"""
PERSISTING = """
match: {a: {predicate: [flow-stopped, off-post, water-grade]}, b: {predicate: boat-passed}}
where: [a.subject is b.subject, lasting(a) overlaps b]
"""


def fact(name: str, says: str, when: str = "", more: str = "") -> str:
    dated = f', when: "{when}"' if when else ""
    return f"  - {{id: {name}, text: {name}, subject: lock, {says}, said_by: watch{dated}{more}}}\n"


def facts(*lines: str, more: str = "") -> str:
    return "evidence:\n" + "".join(lines) + more


def found(body: str, text: str) -> dict[str, str]:
    """The grade of each match, by the keys of what it binds."""
    return {" ".join(bound.key for bound in match.roles): match.grade.word for match in matches(body, text)}


def matches(body: str, text: str) -> tuple[Match, ...]:
    return NaiveEngine().run(read(text, world()), [rule(body)]).matches


IMPOSED = fact("imposed", "affirms: toll-imposed, value: lock", "2031-03-01")
NOT_DUE = fact("denial", "denies: toll-due, value: lock", "2031-04-01")


@pytest.mark.parametrize(
    ("others", "grade"),
    [
        ((), "presumed"),
        ((fact("lifted", "affirms: toll-lifted, value: lock", "2031-03-20"),), "no"),
        ((fact("lifted", "affirms: toll-lifted, value: pond", "2031-03-20"),), "presumed"),
        ((fact("lifted", "affirms: toll-lifted, value: lock", "2031-05-01"),), "certain"),
        ((fact("lifted", "affirms: toll-lifted", "2031-05-01"),), "certain"),
        ((fact("lifted", "affirms: toll-lifted, value: lock", "[2031-03-20..2031-04-20]"),), "possible"),
        ((fact("lifted", "affirms: toll-lifted, value: lock", "2031-05-01", ", hangs_on: a reading"),), "presumed"),
        ((fact("lifted", "affirms: toll-lifted, value: lock", "2031-03-20", ", hangs_on: a reading"),), "possible"),
        ((fact("again", "affirms: toll-imposed, value: lock", "2031-05-01"),), "possible"),
        ((fact("again", "affirms: toll-imposed, value: lock", "2031-03-20"),), "no"),  # the second one lasts
        (
            (
                fact("lifted", "affirms: toll-lifted, value: lock", "2031-04-20"),
                fact("again", "affirms: toll-imposed, value: lock", "2031-05-01"),
            ),
            "certain",
        ),
        (
            (
                fact("lifted", "affirms: toll-lifted, value: lock", "2031-05-01"),
                fact("again", "affirms: toll-imposed, value: lock", "2031-04-20"),
            ),
            "possible",
        ),
    ],
)
def test_a_legal_state_lasts_until_a_record_ends_it(others: tuple[str, ...], grade: str) -> None:
    told = found(DENIED, facts(IMPOSED, NOT_DUE, *others))
    assert told.get("imposed>toll-due denial", "no") == grade


@pytest.mark.parametrize(
    ("state", "passed", "grade"),
    [
        ("affirms: flow-stopped", "2031-03-20", "presumed"),  # P20D
        ("affirms: flow-stopped", "2031-03-21", "possible"),
        ("affirms: flow-stopped", "2031-03-22", "no"),
        ("affirms: flow-stopped", "2031-02-28", "no"),
        ("affirms: flow-stopped, hangs_on: a reading", "2031-03-10", "possible"),
        ("denies: flow-stopped", "2031-03-02", "no"),
        ("denies: flow-stopped", "2031-03-01", "certain"),
    ],
)
def test_a_state_may_last_for_a_while(state: str, passed: str, grade: str) -> None:
    text = facts(fact("state", state, "2031-03-01"), fact("boat", "affirms: boat-passed", passed))
    assert found(PERSISTING, text).get("state boat", "no") == grade


def test_an_opposite_record_is_a_change_and_no_contradiction() -> None:
    text = facts(
        fact("stopped", "affirms: flow-stopped", "2031-03-01"),
        fact("flowing", "denies: flow-stopped", "2031-03-10"),
        fact("boat", "affirms: boat-passed", "2031-03-12"),
    )
    assert found(DENIED, text) == {}
    assert found(PERSISTING, text) == {}
    shut = facts(fact("open", "affirms: gate-open", "2031-03-01"), fact("shut", "affirms: gate-shut", "2031-03-10"))
    assert found(EXCLUDED, shut) == {}


def test_what_never_persists_holds_at_its_date_only() -> None:
    for when, grade in (("2031-03-01", "certain"), ("2031-03-02", "no"), ("2031-03", "certain")):
        text = facts(fact("free", "affirms: passage-free", "2031-03-01"), fact("denial", "denies: passage-free", when))
        assert found(DENIED, text).get("free denial", "no") == grade


def test_an_end_and_a_start_on_one_date_meet() -> None:
    posted = fact("posted", "affirms: posted, value: pond", "2031-03-01")
    relieved = fact("relieved", "affirms: relieved", "2031-03-10")
    assert found(EXCLUDED, facts(posted, relieved)) == {}
    stays = fact("stays", "affirms: on-post", "2031-03-11")
    assert found(EXCLUDED, facts(posted, relieved, stays)) == {}  # off duty for 30 days, unless something changes
    kept = fact("kept", "affirms: on-post", "2031-03-09/2031-03-20")
    assert found(EXCLUDED, facts(relieved, kept)) == {
        "kept relieved>off-post": "certain",
        "relieved>off-post kept": "certain",
    }


ORDER = """
match: {a: {predicate: works-begun}, b: {predicate: gate-opened}, c: {predicate: first-boat}}
where: [a.subject is b.subject, b.subject is c.subject, a before b, b before c]
"""


def test_what_is_possible_one_by_one_may_be_impossible_together() -> None:
    begun = fact("a", "affirms: works-begun", "[2031-03-05..2031-03-20]")
    opened = fact("b", "affirms: gate-opened", "[2031-03-01..2031-03-10]")
    late, early = (fact("c", "affirms: first-boat", f"[2031-02-20..2031-03-0{day}]") for day in (8, 4))
    assert found(ORDER, facts(begun, opened, late)) == {"a b c": "possible"}
    assert found(ORDER, facts(begun, opened, early)) == {}
    pair = ORDER.replace("a before b, b before c", "b before c")
    assert found(pair, facts(begun, opened, early)) == {"a b c": "possible"}


def test_a_denial_that_answers_a_claim_speaks_of_its_time() -> None:
    claim = fact("claim", "affirms: gate-open", "2031-03-01")
    denial = fact("denial", "denies: works-begun", "2031-05-01")
    link = "links:\n  - {from: denial, relation: answers, to: claim, why: as told}\n"
    assert found(DENIED, facts(claim, denial)) == {}
    assert found(DENIED, facts(claim, denial, more=link)) == {"claim denial": "certain"}
    weak = link.replace("why: as told", "why: as told, hangs_on: the letter means this one")
    assert found(DENIED, facts(claim, denial, more=weak)) == {"claim denial": "possible"}


def test_a_claim_and_its_correction_make_no_match() -> None:
    text = facts(fact("a", "affirms: gate-open", "2031-03-01"), fact("b", "denies: gate-open", "2031-03-01"))
    assert found(DENIED, text) == {"a b": "certain"}
    assert found(DENIED, text + "links:\n  - {from: b, relation: corrects, to: a, why: as told}\n") == {}


@pytest.mark.parametrize(
    ("affirmed", "denied", "entity", "grade"),
    [
        ("lock", "lock", "", "certain"),
        ("lock", "canal", "{id: lock, part_of: [canal]}", "certain"),  # a denial about a whole covers its parts
        ("canal", "lock", "{id: lock, part_of: [canal]}", "no"),
        ("lock", "canal", "{id: lock, part_of: [{to: canal, hangs_on: a reading}]}", "possible"),
        ("lock", "canal", "{id: lock, maybe: [canal]}", "possible"),
        ("lock", "canal", "{id: canal, maybe: [lock]}", "possible"),
        ("lock", "canal", "", "no"),
    ],
)
def test_subjects_join_as_the_records_say(affirmed: str, denied: str, entity: str, grade: str) -> None:
    lines = [fact("a", "affirms: gate-open", "2031-03-01"), fact("b", "denies: passage-free", "2031-03-01")]
    lines[0] = lines[0].replace("subject: lock", f"subject: {affirmed}")
    lines[1] = lines[1].replace("subject: lock", f"subject: {denied}")
    listed = f"entities:\n  - {entity}\n" if entity else ""
    assert found(DENIED, facts(*lines, more=listed)).get("a b", "no") == grade


@pytest.mark.parametrize(
    ("affirmed", "denied", "grade"),
    [
        ("21", "20..22", "certain"),
        ("20..22", "21", "possible"),
        ("21", "23", "no"),
        ("21", "", "certain"),
        (">= 20", "20..22", "possible"),
    ],
)
def test_a_number_falls_under_a_denied_one(affirmed: str, denied: str, grade: str) -> None:
    value = f', value: "{denied}"' if denied else ""
    text = facts(
        fact("a", f'affirms: barges-counted, value: "{affirmed}"', "2031-03-01"),
        fact("b", f"denies: boats-counted{value}", "2031-03-01"),
    )
    assert found(DENIED, text).get("a b", "no") == grade


def test_proceedings_and_scopes_weaken_or_part_two_sides() -> None:
    def grade(first: str, second: str, entities: str = "") -> str:
        one = fact("a", "affirms: gate-open", "2031-03-01", first)
        two = fact("b", "denies: gate-open", "2031-03-01", second)
        return found(DENIED, facts(one, two, more=entities)).get("a b", "no")

    assert grade(", proceeding: one", ", proceeding: two") == "possible"
    assert grade(", proceeding: one", "") == "certain"
    assert grade("", ", scope: in spring") == "possible"
    assert grade(", scope: in spring", "") == "certain"
    assert grade(", scope: in spring", ", scope: at night") == "possible"
    places = "entities:\n  - {id: weir, part_of: [river]}\n  - {id: river}\n  - {id: hill}\n"
    assert grade(", scope: weir", ", scope: river", places) == "certain"
    assert grade(", scope: river", ", scope: weir", places) == "possible"
    assert grade(", scope: hill", ", scope: weir", places) == "no"


COUNTED = """
match:
  a: {predicate: boats-counted}
  boats: {count: {affirms: boat-passed}, where: [boats.subject is a.subject]}
where: [count(boats) >= 2]
"""


def test_counts_are_of_events_and_at_most_presumed() -> None:
    number = fact("n", 'affirms: boats-counted, value: "3"', "2031-03-01")
    boats = [fact(f"b{i}", "affirms: boat-passed", f"2031-03-0{i}") for i in (1, 2)]
    link = "links:\n  - {from: b1, relation: same-event, to: b2, why: as told}\n"
    (match,) = matches(COUNTED, facts(number, *boats))
    assert match.grade.word == "presumed"
    assert match.counted == (("boats", ("b1", "b2")),)
    assert match.witnesses == ("b1", "b2", "n")
    assert found(COUNTED, facts(number, *boats, more=link)) == {}
    doubtful = boats[1].replace("affirms:", "hangs_on: a reading, affirms:")
    assert found(COUNTED, facts(number, boats[0], doubtful)) == {}


LIFTED = """
match: {a: {predicate: gate-closed}, b: {predicate: boat-passed}}
where: [a.subject is b.subject, a before b]
unless: {c: [c.subject same-as b.subject, c.predicate is gate-opened, a before c, c before b]}
"""


def test_a_certain_blocker_removes_a_match_and_a_possible_one_weakens_it() -> None:
    sides = [fact("a", "affirms: gate-closed", "2031-03-01"), fact("b", "affirms: boat-passed", "2031-03-20")]
    assert found(LIFTED, facts(*sides)) == {"a b": "certain"}
    assert found(LIFTED, facts(*sides, fact("c", "affirms: gate-opened", "2031-03-10"))) == {}
    (match,) = matches(LIFTED, facts(*sides, fact("c", "affirms: gate-opened", "[2031-03-10..2031-04-10]")))
    assert match.grade.word == "possible"
    assert [(one.unless, one.key, one.grade.word) for one in match.blockers] == [("c", "c", "possible")]


def test_the_best_alternative_wins() -> None:
    body = """
match: {a: {predicate: gate-open}, b: {predicate: boat-passed}}
where: [a.subject is b.subject, {any: [a overlaps b, lasting(a) overlaps b, b before a]}]
"""
    text = facts(fact("a", "affirms: gate-open", "2031-03-01"), fact("b", "affirms: boat-passed", "2031-03-03"))
    (match,) = matches(body, text)
    assert (match.branch, match.grade.word) == (1, "presumed")
    assert [step.text for step in match.steps] == ["a.subject is b.subject", "lasting(a) overlaps b"]


def test_an_inference_carries_its_grade_and_all_its_witnesses() -> None:
    derive = rule(
        """
match: {a: {predicate: gate-closed}, b: {predicate: works-begun}}
where: [a.subject is b.subject, a before b]
derive: {denies: passage-free, subject: a.subject, start: a.start, end: b.start}
""",
        "closed-for-works",
    )
    text = facts(
        fact("closed", "affirms: gate-closed", "2031-03-01"),
        fact("begun", "affirms: works-begun", "2031-03-10?"),
        fact("free", "affirms: passage-free", "2031-03-05"),
    )
    result = NaiveEngine().run(read(text, world()), [rule(DENIED), derive])
    told = [(match.rule, match.witnesses, match.grade.word) for match in result.matches]
    assert told == [
        ("closed-for-works", ("begun", "closed"), "possible"),
        ("rule", ("begun", "closed", "free"), "possible"),
    ]
    assert result.matches[1].roles[1].key == "closed-for-works(closed,begun)"


def test_what_is_concluded_can_end_a_state_of_the_claims_it_rests_on() -> None:
    closing = rule(
        """
match: {begun: {affirms: toll-imposed, stated: true}, opened: {affirms: gate-opened}}
where: [begun.value same-as opened.subject]
derive: {affirms: toll-lifted, subject: begun.subject, value: begun.value, when: opened}
""",
        "opening-lifts-the-toll",
    )
    opened = fact("opened", "affirms: gate-opened", "2031-03-20")
    text = facts(IMPOSED, NOT_DUE, opened)
    bare = NaiveEngine().run(read(text, world()), [rule(DENIED)])
    assert [match.grade.word for match in bare.matches] == ["presumed"]
    ended = NaiveEngine().run(read(text, world()), [rule(DENIED), closing])
    assert [match.rule for match in ended.matches] == ["opening-lifts-the-toll"]


def test_the_judge_shares_no_code_with_the_engine_it_judges() -> None:
    allowed = {"civil", "dates", "extents", "model", "engine.interface", "rules.syntax"}
    for path in sorted(Path(naive.__file__).parent.glob("naive*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            modules += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            own = {module.removeprefix("claimcheck.") for module in modules if module.startswith("claimcheck.")}
            assert {module for module in own if not module.startswith("engine.naive")} <= allowed, path.name


# Joint possibility against brute force


@st.composite
def spans(draw: st.DrawFn, name: str) -> Span:
    """A time in a world of seven seconds."""
    s1 = draw(st.integers(0, 4))
    s2 = draw(st.integers(s1, 4))
    moment = draw(st.booleans())
    e1 = s1 + 1 if moment else draw(st.integers(s1 + 1, 6))
    e2 = s2 + 1 if moment else draw(st.integers(max(e1, s2 + 1), 6))
    time = Extent(
        start_earliest=s1, start_latest=s2, end_earliest=e1, end_latest=e2, shape="moment" if moment else "stretch"
    )
    start = Point(name=(name, "start"))
    end = Point(name=(name, "start"), offset=1) if moment else Point(name=(name, "end"))
    return Span(time=time, lasting=time, start=start, end=end)


def choices(span: Span) -> Iterator[tuple[int, int]]:
    time = span.time
    for start in range(time.start_earliest, time.start_latest + 1):
        ends = (start + 1,) if time.shape == "moment" else range(time.end_earliest, time.end_latest + 1)
        yield from ((start, end) for end in ends if end > start)


HOLDS = {
    "before": lambda a, b: a[1] <= b[0],
    "overlaps": lambda a, b: a[0] < b[1] and b[0] < a[1],
    "touches": lambda a, b: a[0] <= b[1] and b[0] <= a[1],
}


@settings(max_examples=150, deadline=None, database=None)
@given(
    st.tuples(spans("a"), spans("b"), spans("c")),
    st.lists(st.tuples(st.sampled_from(sorted(HOLDS)), st.sampled_from([(0, 1), (1, 2), (2, 0), (1, 0)])), max_size=4),
)
def test_a_network_can_be_satisfied_if_some_choice_of_moments_does(
    rows: tuple[Span, Span, Span], asked: list[tuple[str, tuple[int, int]]]
) -> None:
    network = [one for op, (i, j) in asked for one in constraints(op, rows[i], rows[j], None)]
    some = any(
        all(HOLDS[op](choice[i], choice[j]) for op, (i, j) in asked)
        for choice in product(*(choices(row) for row in rows))
    )
    assert satisfiable(network) == some
