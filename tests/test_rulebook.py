"""Every shipped rule carries enough examples, and each comes out as it says on the engine of users and on its judge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from claimcheck.engine.duckdb import DuckEngine
from claimcheck.engine.interface import Engine
from claimcheck.engine.naive import NaiveEngine
from claimcheck.examples import run_examples
from claimcheck.load import load_snippet, load_vocabulary
from claimcheck.model import Predicate
from claimcheck.rules import Rule, load_rulebook
from claimcheck.rules.rulebook import SHIPPED
from claimcheck.yamlfile import MapNode, read_yaml

RULES = sorted(path.stem for path in SHIPPED.glob("*.yaml"))
ENGINES: tuple[Callable[[], Engine], ...] = (DuckEngine, NaiveEngine)
ENOUGH = 3


@cache
def predicates() -> dict[str, Predicate]:
    return dict(load_vocabulary()[0])


@cache
def rulebook() -> tuple[Rule, ...]:
    node, _ = read_yaml(b"claims: []\n", "empty.yaml")
    assert isinstance(node, MapNode)
    book = load_rulebook(load_snippet(node, "empty.yaml", predicates()))
    assert not book.problems, book.problems
    return book.rules


def rule_called(name: str) -> Rule:
    return next(rule for rule in rulebook() if rule.id == name)


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.__name__)
def test_every_example_comes_out_as_it_says(name: str, engine: Callable[[], Engine]) -> None:
    rule = rule_called(name)
    outcomes = run_examples(rule, rulebook(), predicates(), engine())
    assert [one.example for one in outcomes] == list(rule.examples)
    assert not [(one.example.name, one.faults) for one in outcomes if one.faults]


@pytest.mark.parametrize("name", RULES)
def test_every_rule_shows_what_it_finds_and_what_it_leaves_in_peace(name: str) -> None:
    examples = rule_called(name).examples
    assert sum(bool(example.finds) for example in examples) >= ENOUGH
    assert sum(not example.finds for example in examples) >= ENOUGH


@pytest.mark.parametrize("name", RULES)
def test_what_is_found_is_told_in_full(name: str) -> None:
    rule = rule_called(name)
    for found in (found for example in rule.examples for found in example.finds):
        assert found.grade, found
        if rule.finds == "conflict":
            assert found.timing, found
            assert found.parties, found


def test_a_rule_read_without_its_examples_is_the_same_rule() -> None:
    node, _ = read_yaml(b"claims: []\n", "empty.yaml")
    assert isinstance(node, MapNode)
    book = load_rulebook(load_snippet(node, "empty.yaml", predicates()), examples=False)
    assert not book.problems
    assert book.rules == tuple(replace(rule, examples=()) for rule in rulebook())


def test_the_first_dossier_lends_no_words_to_the_examples() -> None:
    for rule in rulebook():
        for example in rule.examples:
            for word in ("semenova", "kazakh", "pavlodar", "karagandy", "almaty", "open dialogue"):
                assert word not in repr(example.snippet).lower(), (rule.id, example.name)
