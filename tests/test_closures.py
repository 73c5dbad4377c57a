"""What follows from vocabulary, entities and links: the best path to everything, and nothing beyond a denial."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from claimcheck.closures import close_entities, close_links, close_vocabulary, follow, one_event
from claimcheck.extents import Grade
from claimcheck.location import Location
from claimcheck.model import Entity, Link, Relation, Tie
from small_world import predicate

POSSIBLE, CERTAIN = Grade.POSSIBLE, Grade.CERTAIN
HERE = Location(path="tests")

VOCABULARY = close_vocabulary({
    one.id: one
    for one in (
        predicate("gate-shut", "event", implies=("gate-moved",), starts=("gate-closed",)),
        predicate("gate-moved", "event", suggests=("storm",), ends=("gate-stuck",)),
        predicate("gate-closed", implies=("water-held", "not gate-open")),
        predicate("gate-open", implies=("passable",)),
        predicate("gate-stuck"),
        predicate("water-held", suggests=("passable",), excludes=("drained",)),
        predicate("drained"),
        predicate("passable"),
        predicate("storm", "event", implies=("water-held",)),
    )
})  # fmt: skip


def reached(name: str) -> dict[str, tuple[str, Grade]]:
    return {step.target: (step.polarity, step.grade) for step in VOCABULARY.implied(name)}


def test_implications_are_followed_to_the_end_and_a_suggestion_makes_them_possible() -> None:
    assert reached("gate-closed") == {
        "gate-closed": ("affirms", CERTAIN),
        "water-held": ("affirms", CERTAIN),
        "passable": ("affirms", POSSIBLE),
        "gate-open": ("denies", CERTAIN),
    }


def test_nothing_follows_from_a_denial() -> None:
    assert "passable" not in {step.target for step in VOCABULARY.denied("gate-closed")}


def test_of_several_paths_the_surest_then_the_shortest_then_the_first_by_the_alphabet_is_kept() -> None:
    steps = {
        "a": [("d", POSSIBLE), ("c", CERTAIN), ("b", CERTAIN)],
        "b": [("d", CERTAIN)],
        "c": [("d", CERTAIN)],
        "d": [("e", POSSIBLE)],
    }
    assert follow("a", lambda node: steps.get(node, ())) == {
        "a": (CERTAIN, ("a",)),
        "b": (CERTAIN, ("a", "b")),
        "c": (CERTAIN, ("a", "c")),
        "d": (CERTAIN, ("a", "b", "d")),
        "e": (POSSIBLE, ("a", "d", "e")),
    }


def test_an_event_begins_and_ends_states_through_what_it_implies() -> None:
    starts, ends = VOCABULARY.starts("gate-shut"), VOCABULARY.ends("gate-shut")
    assert [(state.target, state.path) for state in starts] == [("gate-closed", ("gate-shut", "gate-closed"))]
    assert [(state.target, state.path) for state in ends] == [("gate-stuck", ("gate-shut", "gate-moved", "gate-stuck"))]


def test_oppositions_are_denials_of_what_is_implied_and_exclusions_in_both_orders() -> None:
    found = {(one.a, one.b, one.kind, one.grade) for one in VOCABULARY.opposes(["gate-closed", "gate-open", "drained"])}
    assert found == {
        ("gate-closed", "gate-closed", "denial", CERTAIN),
        ("gate-open", "gate-open", "denial", CERTAIN),
        ("drained", "drained", "denial", CERTAIN),
        ("gate-closed", "gate-open", "exclusion", CERTAIN),
        ("gate-open", "gate-closed", "exclusion", CERTAIN),
        ("gate-closed", "drained", "exclusion", CERTAIN),
        ("drained", "gate-closed", "exclusion", CERTAIN),
    }


def entity(name: str, part_of: tuple[Tie, ...] = (), maybe: tuple[str, ...] = (), not_: tuple[str, ...] = ()) -> Entity:
    ties = tuple(Tie(to=other) for other in maybe)
    return Entity(id=name, location=HERE, name=name, part_of=part_of, maybe=ties, not_=not_)


def test_entities_are_parts_of_the_wholes_of_their_wholes_as_surely_as_the_weakest_tie() -> None:
    entities = {
        one.id: one
        for one in (
            entity("lock", (Tie(to="canal"),)),
            entity("canal", (Tie(to="waterways", hangs_on="the canal was handed over"),)),
            entity("waterways"),
        )
    }
    found = {(kin.x, kin.y): (kin.part, kin.whole) for kin in close_entities(entities)}
    assert found["lock", "canal"] == (CERTAIN, Grade.NO)
    assert found["lock", "waterways"] == (POSSIBLE, Grade.NO)
    assert found["waterways", "lock"] == (Grade.NO, POSSIBLE)


def test_maybe_holds_both_ways_unless_either_side_says_not() -> None:
    entities = {one.id: one for one in (entity("a", maybe=("b", "c")), entity("b"), entity("c", not_=("a",)))}
    found = {(kin.x, kin.y): (kin.same, kin.apart) for kin in close_entities(entities)}
    assert found == {
        ("a", "b"): (POSSIBLE, False),
        ("b", "a"): (POSSIBLE, False),
        ("a", "c"): (Grade.NO, True),
        ("c", "a"): (Grade.NO, True),
    }


def test_who_may_be_a_part_of_a_whole_is_possibly_part_of_it_through_one_doubtful_identity_at_most() -> None:
    entities = {
        one.id: one
        for one in (
            entity("barge", maybe=("lock",)),
            entity("raft", maybe=("barge",)),
            entity("lock", (Tie(to="canal"),)),
            entity("canal", maybe=("ditch",)),
            entity("ditch", (Tie(to="waterways"),)),
            entity("waterways", not_=("lock",)),
        )
    }
    parts = {(kin.x, kin.y): kin.part for kin in close_entities(entities) if kin.part > Grade.NO}
    assert parts == {
        ("lock", "canal"): CERTAIN,
        ("ditch", "waterways"): CERTAIN,
        ("barge", "canal"): POSSIBLE,
        ("lock", "ditch"): POSSIBLE,
        ("canal", "waterways"): POSSIBLE,
    }


def link(from_: str, relation: Relation, to: str, hangs_on: str = "") -> Link:
    return Link(location=HERE, from_=from_, relation=relation, to=to, hangs_on=hangs_on)


LINKS = (
    link("a", "same-event", "b"),
    link("b", "same-event", "c", "one syntax of one sentence"),
    link("c", "same-event", "d"),
    link("a", "not-same", "c"),
)


def test_claims_of_one_event_are_as_sure_as_the_weakest_link_between_them_and_never_those_kept_apart() -> None:
    found = one_event(LINKS)
    assert found["a", "b"] == found["b", "a"] == CERTAIN
    assert found["a", "d"] == found["b", "c"] == POSSIBLE
    assert ("a", "c") not in found


def test_each_claim_of_an_event_names_all_of_them() -> None:
    assert dict(close_links(LINKS)) == dict.fromkeys("abcd", ("a", "b", "c", "d"))
    assert dict(close_links((LINKS[0], link("b", "not-same", "a")))) == {}


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.sampled_from([POSSIBLE, CERTAIN]))))
def test_a_path_is_made_of_steps_and_as_strong_as_the_weakest_of_them(steps: list[tuple[str, str, Grade]]) -> None:
    best: dict[tuple[str, str], Grade] = {}
    for one, other, grade in steps:
        best[one, other] = max(grade, best.get((one, other), Grade.NO))
    found = follow("a", lambda node: [(other, grade) for one, other, grade in steps if one == node])
    for node, (grade, path) in found.items():
        assert path[0] == "a"
        assert path[-1] == node
        assert min((best[step] for step in pairwise(path)), default=CERTAIN) == grade
