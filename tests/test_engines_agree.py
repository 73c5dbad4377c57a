"""The fast engine finds what the naive engine finds: the same rows, grades, steps, blockers and witnesses.

The dossiers come from `generator`, the rules are the shipped ones and those of `engine_rules`, half of them at a time.
DuckDB reads fifty dossiers at once, the naive engine each alone: so no match may cross from one dossier to another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimcheck.engine.duckdb import DuckEngine
from claimcheck.engine.interface import Match
from claimcheck.engine.naive import NaiveEngine
from claimcheck.load import load_snippet, load_vocabulary
from claimcheck.model import Dossier, Predicate
from claimcheck.rules import Rule, load_rulebook
from claimcheck.rules.rulebook import SHIPPED, check_rule
from claimcheck.rules.syntax import HANGS_ON, AnyOf, Call, Compare, Condition, CountVar, Example, LinkVar, Sum, Term
from claimcheck.rules.words import FILTERS, FUNCTIONS, OPERATORS
from claimcheck.yamlfile import MapNode, read_yaml
from engine_rules import BODIES, rule_text
from generator import VOCABULARY, as_text, make_dossier

DOSSIERS = 1400
TOGETHER = 50
ENOUGH = 25
"""In how many generated dossiers every shipped conflict rule and every grade must occur."""

SEED = re.compile(r"d(\d+)-")
"""How the ids of a generated dossier begin, with the seed it was made from."""

NEVER_FOUND = {"corrected"}
"""Test rules that ask for what no match may show: both sides of a correction."""


def read(text: str, predicates: Mapping[str, Predicate]) -> Dossier:
    node, problems = read_yaml(text.encode(), "generated.yaml")
    assert isinstance(node, MapNode)
    dossier = load_snippet(node, "generated.yaml", predicates)
    wrong = [problem for problem in (*problems, *dossier.problems) if problem.severity == "error"]
    assert not wrong, "\n".join(f"{problem.location} {problem.code} {problem.message}" for problem in wrong)
    return dossier


@cache
def world() -> Dossier:
    """No claims, but all predicates: the shipped ones and those of the canal."""
    return read(VOCABULARY, load_vocabulary()[0])


@cache
def shipped_rules() -> tuple[Rule, ...]:
    return load_rulebook(world()).rules


@cache
def engine_rules() -> tuple[Rule, ...]:
    found: list[Rule] = []
    for name in BODIES:
        rule, problems = check_rule(rule_text(name).encode(), f"{name}.yaml", world().predicates)
        assert rule is not None, f"{name}: {problems}"
        found.append(rule)
    return tuple(found)


def all_rules() -> tuple[Rule, ...]:
    return (*shipped_rules(), *engine_rules())


def generated(seed: int) -> str:
    return as_text([make_dossier(Random(seed), f"d{seed}")])


def matches_of(engine: DuckEngine | NaiveEngine, dossier: Dossier, rules: Sequence[Rule]) -> list[Match]:
    result = engine.run(dossier, rules)
    assert not result.failed, result.failed
    return list(result.matches)


def assert_equal(naive: Sequence[Match], fast: Sequence[Match], text: str) -> None:
    """The same matches in the same order; else the first few that differ, with the dossier that they are of."""
    if list(naive) == list(fast):
        return
    only_naive = [match for match in naive if match not in fast][:3]
    only_fast = [match for match in fast if match not in naive][:3]
    shown = [f"naive only: {match}" for match in only_naive] + [f"DuckDB only: {match}" for match in only_fast]
    seeds = {int(found[1]) for match in (*only_naive, *only_fast) if (found := SEED.match(match.witnesses[0]))}
    pytest.fail("\n\n".join([*(shown or ["the order differs"]), text, *(generated(seed) for seed in sorted(seeds))]))


def order(match: Match) -> tuple[str, tuple[str, ...]]:
    return match.rule, tuple(bound.key for bound in match.roles)


@cache
def rules_with_examples() -> tuple[tuple[str, Example], ...]:
    return tuple((rule.id, example) for rule in shipped_rules() for example in rule.examples)


@pytest.mark.parametrize("rule", sorted(path.stem for path in SHIPPED.glob("*.yaml")))
def test_the_engines_agree_on_the_examples_of_every_shipped_rule(rule: str) -> None:
    for owner, example in rules_with_examples():
        if owner != rule:
            continue
        dossier = load_snippet(example.snippet, example.location.path, world().predicates)
        naive = matches_of(NaiveEngine(), dossier, shipped_rules())
        fast = matches_of(DuckEngine(), dossier, shipped_rules())
        assert_equal(naive, fast, f"{rule}: {example.name}")
        assert bool(example.finds) <= any(match.rule == rule for match in naive), f"{rule}: {example.name}"


def test_the_engines_agree_on_generated_dossiers(capsys: pytest.CaptureFixture[str]) -> None:
    conflicts = {rule.id for rule in shipped_rules() if rule.finds == "conflict"}
    found = 0
    by_rule: Counter[str] = Counter()
    by_grade: Counter[str] = Counter()
    for number, first in enumerate(range(0, DOSSIERS, TOGETHER)):
        seeds = range(first, min(first + TOGETHER, DOSSIERS))
        rules = (*shipped_rules(), *engine_rules()[number % 2 :: 2])
        expected: list[Match] = []
        for seed in seeds:
            matches = matches_of(NaiveEngine(), read(generated(seed), world().predicates), rules)
            conflicting = [match for match in matches if match.rule in conflicts]
            found += bool(conflicting)
            by_rule.update({match.rule for match in matches})
            by_grade.update({match.grade.word for match in conflicting})
            expected += matches
        together = as_text([make_dossier(Random(seed), f"d{seed}") for seed in seeds])
        fast = matches_of(DuckEngine(), read(together, world().predicates), rules)
        assert_equal(sorted(expected, key=order), fast, f"seeds {seeds[0]} to {seeds[-1]}")
    with capsys.disabled():
        print(_told(found, by_rule, by_grade))
    assert found >= 0.3 * DOSSIERS
    for rule in conflicts:
        assert by_rule[rule] >= ENOUGH, rule
    for grade in ("certain", "presumed", "possible"):
        assert by_grade[grade] >= ENOUGH, grade
    assert {rule.id for rule in engine_rules() if not by_rule[rule.id]} == NEVER_FOUND


def _told(found: int, by_rule: Counter[str], by_grade: Counter[str]) -> str:
    shipped = ", ".join(f"{rule.id} {by_rule[rule.id]}" for rule in shipped_rules())
    grades = ", ".join(f"{grade} {number}" for grade, number in sorted(by_grade.items()))
    rare = ", ".join(f"{rule.id} {by_rule[rule.id]}" for rule in engine_rules() if by_rule[rule.id] < ENOUGH)
    return (
        f"\n{DOSSIERS} generated dossiers, {found} with a conflict. In how many dossiers:\n"
        f"  by grade: {grades}\n  by shipped rule: {shipped}\n"
        f"  of {len(engine_rules())} test rules, those found in fewer than {ENOUGH}: {rare}"
    )


@settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_the_engines_agree_on_any_dossier_alone(random: Random) -> None:
    """Hypothesis chooses and, should the engines differ, finds a small dossier that shows it."""
    text = as_text([make_dossier(random, "d")])
    dossier = read(text, world().predicates)
    expected = matches_of(NaiveEngine(), dossier, all_rules())
    assert_equal(expected, matches_of(DuckEngine(), dossier, all_rules()), text)
    with pytest.MonkeyPatch.context() as patch:  # as if it were large: nothing is settled by the claims there are
        patch.setattr("claimcheck.engine.duckdb.SMALL", 0)
        assert_equal(expected, matches_of(DuckEngine(), dossier, all_rules()), text)


def test_the_test_rules_use_every_word_of_the_rule_language() -> None:
    rules = engine_rules()
    lines = [line for rule in rules for part in _conditions(rule) for line in _lines(part)]
    terms = [inner for line in lines for term in (line.left, line.right, line.within) for inner in _terms(term)]
    names = [name for rule in rules for part in (*rule.match, *rule.unless) if not isinstance(part, LinkVar)
             for name, _ in part.filters]  # fmt: skip
    assert {line.op for line in lines} == {*OPERATORS, HANGS_ON}
    assert {term.function for term in terms if isinstance(term, Call)} == set(FUNCTIONS)
    assert set(FILTERS) - set(names) <= {"id", "text", "subject", "proceeding", "source", "said_by", "said_to",
                                         "said_in", "authority", "quote", "cite", "lang"}  # fmt: skip
    assert any(isinstance(term, Sum) and term.sign < 0 for term in terms)
    assert any(rule.derive for rule in rules)
    assert any(rule.unless for rule in rules)


def _conditions(rule: Rule) -> list[Condition]:
    lifting = [condition for unless in rule.unless for condition in unless.conditions]
    counting = [one for binding in rule.match if isinstance(binding, CountVar) for one in binding.conditions]
    return [*rule.where, *lifting, *counting]


def _lines(condition: Condition) -> list[Compare]:
    if isinstance(condition, AnyOf):
        return [line for branch in condition.branches for inner in branch for line in _lines(inner)]
    return [condition]


def _terms(term: object) -> list[Term]:
    if isinstance(term, Call):
        return [term, *(inner for argument in term.arguments for inner in _terms(argument))]
    if isinstance(term, Sum):
        return [term, *_terms(term.term)]
    return []
