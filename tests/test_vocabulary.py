"""The shipped vocabulary: every predicate is whole, and means what the rules take it to mean."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from claimcheck.check import check_dossier
from claimcheck.load import load_vocabulary
from claimcheck.load.vocabulary import selected
from claimcheck.model import Predicate

PREDICATES, PROBLEMS = load_vocabulary()
PLAIN = sorted(PREDICATES)


def targets(predicate: Predicate) -> tuple[str, ...]:
    return (*predicate.implies, *predicate.suggests)


def reached(name: str) -> set[str]:
    """All that a predicate implies, directly or not; negative targets as `not ID`."""
    found: set[str] = set()
    todo = [name]
    while todo:
        here = todo.pop()
        if here not in found:
            found.add(here)
            if not here.startswith("not "):
                todo += PREDICATES[here].implies
    return found


def test_the_vocabulary_loads_without_a_problem() -> None:
    assert [str(problem) for problem in PROBLEMS] == []
    assert len(PREDICATES) >= 120


@pytest.mark.parametrize("name", PLAIN)
def test_a_predicate_is_whole(name: str) -> None:
    predicate = PREDICATES[name]
    affirmed, denied = predicate.labels["en"]
    assert affirmed != denied
    for label in (affirmed, denied):
        assert "{subject}" in label
        assert ("{value}" in label) == (predicate.value != "none")
    assert predicate.example.endswith(".")


@pytest.mark.parametrize("name", PLAIN)
def test_only_events_begin_and_end_and_only_states_last(name: str) -> None:
    predicate = PREDICATES[name]
    assert predicate.kind == "event" or not (predicate.starts or predicate.ends or predicate.once)
    assert predicate.kind == "state" or predicate.persists == "never"
    assert {PREDICATES[state].kind for state in (*predicate.starts, *predicate.ends)} <= {"state"}


@pytest.mark.parametrize("name", PLAIN)
def test_an_event_does_not_both_imply_and_begin_a_state(name: str) -> None:
    # Both would give every match twice: the state that it begins covers the moment of the event.
    assert not set(PREDICATES[name].starts) & reached(name)


@pytest.mark.parametrize("name", PLAIN)
def test_nothing_implies_what_it_excludes(name: str) -> None:
    implied = reached(name)
    assert not implied & {f"not {other}" for other in implied}
    for other in implied:
        if not other.startswith("not "):
            assert not implied & set(PREDICATES[other].excludes)


@pytest.mark.parametrize("name", PLAIN)
def test_a_state_that_lasts_until_it_is_ended_can_be_ended(name: str) -> None:
    predicate = PREDICATES[name]
    if predicate.persists != "until-ended" or name in NEVER_ENDED:
        return
    ending = [other for other, one in PREDICATES.items() if name in one.ends]
    assert ending, f"no event ends {name}"


NEVER_ENDED = {"aware-of"}  # what was learnt is not unlearnt by an act


def test_detention_says_nothing_of_restricted_movement() -> None:
    for name in ("detained", "in-custody", "remanded", "on-remand", "imprisoned"):
        begun = {state for other in reached(name) if other in PREDICATES for state in PREDICATES[other].starts}
        for state in (name, *begun):
            assert "movement-restricted" not in reached(state)


@pytest.mark.parametrize("name", PLAIN)
def test_what_comes_first_comes_once(name: str) -> None:
    # A ban lifted in May and imposed in June is no disorder: an earlier ban may be on no record.
    for first in PREDICATES[name].after:
        assert PREDICATES[first].once, f"{first} may have happened before on no record"


@pytest.mark.parametrize("name", PLAIN)
def test_only_what_has_no_value_happens_once(name: str) -> None:
    # `once` counts by subject alone: one ship may call at two ports.
    assert not PREDICATES[name].once or PREDICATES[name].value == "none"


@pytest.mark.parametrize("name", PLAIN)
def test_nothing_of_a_day_implies_what_holds_for_all_time_nor_the_reverse(name: str) -> None:
    # "The mayor has nothing to do with the club" may be true in May; she joins it in June.
    for target in PREDICATES[name].implies:
        assert (PREDICATES[name].kind == "fixed") == (PREDICATES[target.removeprefix("not ")].kind == "fixed")


@pytest.mark.parametrize("name", PLAIN)
def test_a_number_says_whether_it_adds_up(name: str) -> None:
    assert bool(PREDICATES[name].adds_up) == (PREDICATES[name].kind == "quantity")


def test_no_two_labels_are_one() -> None:
    labels = Counter(label for predicate in PREDICATES.values() for label in predicate.labels["en"])
    assert [label for label, times in labels.items() if times > 1] == []


@pytest.mark.parametrize("name", PLAIN)
def test_sentences_are_sound(name: str) -> None:
    predicate = PREDICATES[name]
    for sentence in (*predicate.labels["en"], predicate.example):
        assert not re.search(r"\b(\w+) \1\b", sentence), "a doubled word"
        assert sentence == " ".join(sentence.split())
    assert predicate.example[0].isupper() or predicate.example[0].isdigit()
    assert not re.search("Semenova|Kazakh|Astana|Pavlodar", predicate.example), "examples come from other cases"


def test_examples_are_not_used_twice() -> None:
    assert len({predicate.example for predicate in PREDICATES.values()}) == len(PREDICATES)


def test_a_dossier_that_selects_packages_is_told_where_the_others_are(tmp_path: Path) -> None:
    (tmp_path / "claimcheck.yaml").write_text("format: 1\ntitle: T\nvocabulary: works\n", "utf-8")
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "all.yaml").write_text(
        "sources: [{id: log, title: Log}]\n"
        "entities: [{id: harbour, name: The harbour}]\n"
        "evidence:\n"
        "  - {id: held, text: T, subject: harbour, affirms: detained, when: 2001, source: log}\n"
        "  - {id: done, text: T, subject: harbour, affirms: completed, when: 2001, source: log}\n",
        "utf-8",
    )
    report = check_dossier(tmp_path)
    (problem,) = (one for one in report.problems if one.severity == "error")
    assert problem.code == "UNKNOWN-PREDICATE"
    assert "`custody`" in problem.hint
    assert "done" in report.dossier.claims
    assert not any(problem.location.path.startswith("rulebook/") for problem in report.problems)
    assert "rule closing-ends-prosecution" in {one.what for one in report.not_checked}


def test_a_selected_package_brings_those_that_it_builds_on() -> None:
    packages = {predicate.package for predicate in selected(PREDICATES, ("speech",)).values()}
    assert packages >= {"speech", "core"}
    assert "works" not in packages


@pytest.mark.parametrize("name", PLAIN)
def test_what_has_one_value_has_one_that_can_be_compared(name: str) -> None:
    # Two texts differ by a word and mean the same.
    assert not PREDICATES[name].single or PREDICATES[name].value in ("entity", "number", "date")


@pytest.mark.parametrize("name", PLAIN)
def test_what_an_event_begins_can_hold_together_and_with_what_it_implies(name: str) -> None:
    begun = {state for other in reached(name) if other in PREDICATES for state in PREDICATES[other].starts}
    held = {one for state in (name, *begun) for one in reached(state)}
    assert not held & {f"not {one}" for one in held}
    for one in held & set(PREDICATES):
        assert not held & set(PREDICATES[one].excludes)


@pytest.mark.parametrize("name", PLAIN)
def test_nothing_ends_what_it_begins_or_implies(name: str) -> None:
    if PREDICATES[name].kind == "event" and name != "died-in-custody":  # the state at the moment of death, then its end
        begun = {state for other in reached(name) if other in PREDICATES for state in PREDICATES[other].starts}
        assert not set(PREDICATES[name].ends) & (begun | reached(name))
