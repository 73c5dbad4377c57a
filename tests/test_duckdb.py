"""The engine that users run: what begins, ends and lasts; what is counted, concluded, lifted and corrected."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, Self

import pytest

from claimcheck.engine import duckdb as engine_module
from claimcheck.engine.duckdb import DuckEngine
from claimcheck.engine.interface import Match
from claimcheck.extents import Grade
from claimcheck.load import load_snippet, load_vocabulary
from claimcheck.model import Dossier
from claimcheck.rules import Rule, load_rulebook
from claimcheck.rules.read import read_rule
from claimcheck.yamlfile import MapNode, read_yaml

PREDICATES = """
predicates:
  - id: gate-shut
    kind: event
    starts: gate-closed
    label: {en: {affirms: "{subject}: so", denies: "{subject}: not so"}}
    example: e
  - id: gate-opened
    kind: event
    ends: gate-closed
    label: {en: {affirms: "{subject}: so", denies: "{subject}: not so"}}
    example: e
  - id: gate-closed
    kind: state
    persists: until-ended
    implies: traffic-stopped
    label: {en: {affirms: "{subject}: so", denies: "{subject}: not so"}}
    example: e
  - id: traffic-stopped
    kind: state
    label: {en: {affirms: "{subject}: so", denies: "{subject}: not so"}}
    example: e
  - id: manned
    kind: state
    persists: until-changed
    label: {en: {affirms: "{subject}: so", denies: "{subject}: not so"}}
    example: e
  - id: boat-damaged
    kind: event
    label: {en: {affirms: "{subject}: so", denies: "{subject}: not so"}}
    example: e
  - id: unsafe
    kind: state
    label: {en: {affirms: "{subject}: so", denies: "{subject}: not so"}}
    example: e
"""


def read(text: str) -> Dossier:
    node, problems = read_yaml((PREDICATES + text).encode(), "dossier.yaml")
    assert isinstance(node, MapNode), problems
    dossier = load_snippet(node, "dossier.yaml", load_vocabulary()[0])
    assert not [problem for problem in dossier.problems if problem.severity == "error"], dossier.problems
    return dossier


def claims(*told: str, links: Sequence[str] = ()) -> Dossier:
    """A dossier of facts, each in short: `id affirms predicate when` (a fifth word names another lock)."""
    lines = ["evidence:"]
    for one in told:
        name, polarity, predicate, when, *subject = one.split()
        where = subject[0] if subject else "lock"
        lines.append(f"  - {{id: {name}, text: t, subject: {where}, {polarity}: {predicate}, when: '{when}'}}")
    lines += ["links:", *(f"  - {{{link}}}" for link in links)] if links else []
    return read("\n".join(lines))


def rule(body: str, name: str = "asked") -> Rule:
    head = f"id: {name}\ntitle: t\nseverity: note\nwhy: w\nmessage: m\n"
    found, problems = read_rule((head + body).encode(), f"{name}.yaml")
    assert found is not None, problems
    assert not problems
    return found


def run(dossier: Dossier, *rules: Rule) -> tuple[Match, ...]:
    result = DuckEngine().run(dossier, rules)
    assert not result.failed
    return result.matches


def found(matches: Sequence[Match], name: str = "asked") -> dict[tuple[str, ...], str]:
    return {tuple(row.key for row in one.roles): one.grade.word for one in matches if one.rule == name}


DENIED = rule(
    "match: {a: {polarity: affirms}, b: {polarity: denies}}\nwhere: [a contradicts b, lasting(a) overlaps b]\n"
)


def test_a_state_begun_by_an_event_is_presumed_to_last_until_a_record_of_its_end() -> None:
    told = ("shut affirms gate-shut 2031-03-01", "free denies traffic-stopped 2031-05-01")
    assert found(run(claims(*told), DENIED)) == {("shut>gate-closed", "free"): "presumed"}
    opened = "opened affirms gate-opened 2031-04-01"
    assert found(run(claims(*told, opened), DENIED)) == {}


def test_a_recorded_end_makes_known_what_lay_before_it() -> None:
    told = ("shut affirms gate-shut 2031-03-01", "free denies traffic-stopped 2031-05-01")
    opened = "opened affirms gate-opened 2031-06-01"
    assert found(run(claims(*told, opened), DENIED)) == {("shut>gate-closed", "free"): "certain"}


def test_a_second_start_implies_an_end_before_it_unless_one_is_recorded() -> None:
    told = ("shut affirms gate-shut 2031-03-01", "free denies traffic-stopped 2031-05-01",
            "again affirms gate-shut 2031-06-01")  # fmt: skip
    assert found(run(claims(*told), DENIED))["shut>gate-closed", "free"] == "possible"


def test_a_change_is_no_contradiction_with_the_record_of_the_change() -> None:
    told = ("manned affirms manned 2031-03-01", "left denies manned 2031-04-01/2031-05-01")
    assert found(run(claims(*told), DENIED)) == {}


def test_rows_show_their_stated_and_their_lasting_time() -> None:
    told = ("shut affirms gate-shut 2031-03-01", "free denies traffic-stopped 2031-05-01")
    [match] = run(claims(*told, "opened affirms gate-opened 2031-06-01"), DENIED)
    begun = match.roles[0]
    assert (begun.role, begun.key, begun.claims, begun.predicate) == ("a", "shut>gate-closed", ("shut",), "gate-closed")
    assert begun.time == begun.lasting
    assert begun.time.shape == "stretch"
    [match] = run(claims(*told), DENIED)
    assert match.roles[0].time != match.roles[0].lasting


def test_nothing_is_compared_across_subjects() -> None:
    told = ("shut affirms gate-shut 2031-03-01", "free denies traffic-stopped 2031-05-01 another-lock")
    assert found(run(claims(*told), DENIED)) == {}


COUNTED = """
match:
  a: {affirms: gate-shut}
  n: {count: {affirms: boat-damaged}, where: [n.subject is a.subject, a before n]}
where: [count(n) >= 2]
"""


def test_what_is_counted_is_presumed_to_be_different_events_and_is_witness() -> None:
    told = (
        "shut affirms gate-shut 2031-03-01",
        "b1 affirms boat-damaged 2031-04-01",
        "b2 affirms boat-damaged 2031-05-01",
    )
    [match] = run(claims(*told), rule(COUNTED))
    assert match.grade == Grade.PRESUMED
    assert match.counted == (("n", ("b1", "b2")),)
    assert match.witnesses == ("b1", "b2", "shut")


def test_claims_of_one_event_count_once() -> None:
    told = (
        "shut affirms gate-shut 2031-03-01",
        "b1 affirms boat-damaged 2031-04-01",
        "b2 affirms boat-damaged 2031-04-01",
    )
    assert run(claims(*told, links=["from: b1, relation: same-event, to: b2"]), rule(COUNTED)) == ()


LIFTED = """
match: {a: {affirms: gate-shut}}
where: [dated(a)]
unless: {opened: {affirms: gate-opened, where: [opened.subject is a.subject, a before opened]}}
"""


def test_a_certain_blocker_lifts_a_match_and_a_possible_one_weakens_it() -> None:
    shut = "shut affirms gate-shut 2031-03-01"
    assert found(run(claims(shut), rule(LIFTED))) == {("shut",): "certain"}
    assert run(claims(shut, "opened affirms gate-opened 2031-04"), rule(LIFTED)) == ()
    [match] = run(claims(shut, "opened affirms gate-opened 2031-03"), rule(LIFTED))
    assert match.grade == Grade.POSSIBLE
    assert [(one.unless, one.key, one.grade) for one in match.blockers] == [("opened", "opened", Grade.POSSIBLE)]


CONCLUDING = """
match: {a: {affirms: boat-damaged}}
where: [dated(a)]
derive: {affirms: unsafe, subject: a.subject, when: a}
"""


def test_what_rules_conclude_is_compared_like_other_rows_and_rests_on_their_witnesses() -> None:
    dossier = claims("boat affirms boat-damaged 2031-04-01", "safe denies unsafe 2031-04-01")
    matches = run(dossier, DENIED, rule(CONCLUDING, "concluding"))
    assert found(matches) == {("concluding(boat)", "safe"): "certain"}
    assert found(matches, "concluding") == {("boat",): "certain"}
    assert next(one for one in matches if one.rule == "asked").witnesses == ("boat", "safe")


def test_a_correction_and_what_it_corrects_make_no_match() -> None:
    told = ("closed affirms traffic-stopped 2031-04-01", "free denies traffic-stopped 2031-04-01")
    assert len(run(claims(*told), DENIED)) == 1
    assert run(claims(*told, links=["from: free, relation: corrects, to: closed"]), DENIED) == ()


ALTERNATIVES = """
match: {a: {polarity: affirms}, b: {polarity: denies}}
where:
  - a contradicts b
  - any: [a overlaps b, [lasting(a) overlaps b, a.kind is state]]
"""


def test_of_several_alternatives_the_surest_is_told_and_of_equals_the_first() -> None:
    told = ("shut affirms gate-shut 2031-03-01", "free denies traffic-stopped 2031-05-01")
    [match] = run(claims(*told), rule(ALTERNATIVES))
    assert (match.branch, match.grade) == (1, Grade.PRESUMED)
    assert [step.text for step in match.steps] == ["a contradicts b", "lasting(a) overlaps b", "a.kind is state"]
    at_once = ("closed affirms traffic-stopped 2031-04-01/2031-05-01", "free denies traffic-stopped 2031-04-10")
    [match] = run(claims(*at_once), rule(ALTERNATIVES))
    assert (match.branch, match.grade) == (0, Grade.CERTAIN)


def test_conditions_that_no_one_choice_of_dates_can_meet_make_no_match() -> None:
    told = ("first affirms boat-damaged 2031-04", "shut affirms gate-shut 2031-04-10/2031-04-12",
            "last affirms gate-opened 2031-04")  # fmt: skip
    body = """
match: {a: {affirms: boat-damaged}, b: {affirms: gate-opened}, c: {affirms: gate-shut, stated: true}}
where: [a.subject is b.subject, c.subject is b.subject, a overlaps c, b overlaps c, {}]
"""
    assert len(run(claims(*told), rule(body.replace("{}", "a touches b")))) == 1
    apart = ("first affirms boat-damaged [2031-04-01..2031-04-11]", "shut affirms gate-shut 2031-04-10/2031-04-12",
             "last affirms gate-opened [2031-04-11..2031-04-30]")  # fmt: skip
    assert len(run(claims(*apart), rule(body.replace("{}", "a before b")))) == 1
    assert run(claims(*apart), rule(body.replace("{}", "b within PT12H of c, a + P0D before a, b before a"))) == ()


def test_a_rule_that_cannot_run_is_named_with_the_reason() -> None:
    asked = "match: {a: claim, b: claim}\nwhere: [a contradicts b, b + P1D within horizon(a) of a, a before b]\n"
    result = DuckEngine().run(
        claims("shut affirms gate-shut 2031-03-01", "free denies gate-shut 2031-05-01"), [rule(asked)]
    )
    assert result.matches == ()
    assert [name for name, _ in result.failed] == ["asked"]


def test_the_statement_of_a_rule_can_be_read() -> None:
    told = ("shut affirms gate-shut 2031-03-01", "free denies traffic-stopped 2031-05-01")
    assert '"a contradicts b"' in DuckEngine().sql(DENIED, claims(*told))
    assert "no statement" in DuckEngine().sql(DENIED, claims("boat affirms boat-damaged 2031-04-01"))


def test_an_empty_dossier_has_no_matches() -> None:
    dossier = read("")
    assert run(dossier, DENIED, rule(COUNTED), rule(LIFTED), rule(CONCLUDING), *load_rulebook(dossier).rules) == ()


class Told:
    """A connection that keeps how each statement is going to be run."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.plans: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def execute(self, query: str, *values: Any) -> Any:
        if query.lstrip().startswith(("SELECT", "WITH")) or "AS\nWITH" in query:
            text = query if query.lstrip().startswith(("SELECT", "WITH")) else query[query.index("WITH") :]
            self.plans += [row[1] for row in self.connection.execute(f"EXPLAIN {text}", *values).fetchall()]
        return self.connection.execute(query, *values)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Told]:
    """Every connection made, as for a dossier too large for plans to be left as they are."""
    made: list[Told] = []
    open_database = engine_module.open_database

    def listened() -> Told:
        made.append(Told(open_database()))
        return made[-1]

    monkeypatch.setattr(engine_module, "open_database", listened)
    monkeypatch.setattr(engine_module, "SMALL", -1)
    return made


def test_no_join_tries_all_pairs_of_rows(told: list[Told]) -> None:
    dossier = read("""
evidence:
  - {id: a, text: t, subject: lock, affirms: gate-shut, when: 2031-03-01, said_by: canal-office, said_on: 2031-03-02}
  - {id: b, text: t, subject: lock, denies: gate-closed, when: 2031-05-01, said_by: canal-office, said_on: 2031-03-02}
  - {id: c, text: t, subject: lock, affirms: gate-opened, when: 2031-06-01, said_by: paper, said_on: 2031-06-02}
claims:
  - {id: d, text: t, subject: lock, denies: gate-closed, mode: assures, said_by: canal-office, said_on: 2031-02-01}
links:
  - {from: a, relation: relies-on, to: c}
  - {from: b, relation: same-event, to: d}
""")
    assert run(dossier, *load_rulebook(dossier).rules)
    plans = "\n".join(plan for one in told for plan in one.plans).upper().replace(" ", "_")
    assert "HASH_JOIN" in plans
    for word in ("NESTED_LOOP", "BLOCKWISE_NL", "CROSS_PRODUCT", "PIECEWISE_MERGE", "IE_JOIN"):
        assert word not in plans


def test_checking_imports_no_more_of_the_database_than_it_needs() -> None:
    DuckEngine().run(claims("shut affirms gate-shut 2031-03-01"), [DENIED])
    assert "pyarrow" not in sys.modules
