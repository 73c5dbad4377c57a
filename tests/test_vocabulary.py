"""The shipped vocabulary: every predicate is whole, and means what the rules take it to mean."""

from __future__ import annotations

import pytest

from claimcheck.load import load_vocabulary
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
    assert len(PREDICATES) >= 60


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


NEVER_ENDED = {"aware-of", "complete"}  # what was learnt or built is not unlearnt or unbuilt by an act


def test_detention_says_nothing_of_restricted_movement() -> None:
    for name in ("detained", "in-custody", "remanded", "on-remand", "imprisoned"):
        begun = {state for other in reached(name) if other in PREDICATES for state in PREDICATES[other].starts}
        for state in (name, *begun):
            assert "movement-restricted" not in reached(state)
