"""From matches to findings: timing, parties, dependencies, settle lines, proofs, merging and identity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from claimcheck.engine.naive import NaiveEngine
from claimcheck.explain import explain
from claimcheck.explain.parties import parties
from claimcheck.findings import Finding, Ground, Proof, Standing
from claimcheck.location import Location
from claimcheck.model import Claim, Dossier, Entity, Link, Tie
from claimcheck.rules import Rule
from small_world import RULES, VOCABULARY, claim, dossier, link, rule, text_value

HERE = Location(path="e.yaml")


def run(of: Dossier, rules: Iterable[Rule] = RULES) -> tuple[tuple[Finding, ...], tuple[Standing, ...]]:
    kept = tuple(rules)
    return explain(of, kept, NaiveEngine().run(of, kept))


def findings(claims: Iterable[Claim], links: Iterable[Link] = (), rules: Iterable[Rule] = RULES, **more: Any) -> Any:
    return run(dossier(claims, links, **more), rules)[0]


def only(claims: Iterable[Claim], links: Iterable[Link] = (), rules: Iterable[Rule] = RULES, **more: Any) -> Ground:
    found = findings(claims, links, rules, **more)
    assert len(found) == 1, [(one.ground.rule, one.sides) for one in found]
    ground: Ground = found[0].ground
    return ground


def in_use(**fields: Any) -> Claim:
    return claim(
        "in-use", "The bridge is in use.", predicate="out-of-use", polarity="denies",
        **({"said_on": "2018-08-13"} | fields),
    )  # fmt: skip


def shut(**fields: Any) -> Claim:
    return claim("shut", "The bridge was shut.", listing="fact", predicate="shut", **({"when": "2018-07-20"} | fields))


def steps(proof: Proof) -> Iterator[Proof]:
    yield proof
    for source in proof.sources:
        yield from steps(source)


def test_a_link_from_a_third_claim_to_a_side_is_no_part_of_the_proof() -> None:
    claims = [in_use(when="2018-07-20"), shut(), replace(in_use(when="2018-07-19"), id="third")]
    found = findings(claims, [link("third", "answers", "shut")])
    told = {
        tuple(sorted(w.claim.id for w in one.ground.witnesses)): [step.sentence for step in steps(one.ground.proof)]
        for one in found
    }
    assert "third answers shut" in told["shut", "third"]
    assert "third answers shut" not in told["in-use", "shut"]


# Timing


@pytest.mark.parametrize(
    ("said_on", "when", "timing"),
    [
        ("2018-08-13", "2018-08-01", "wrong-when-said"),
        ("2018-08-13", "2018-08-13", "wrong-when-said"),
        ("2018-08-13T10:00", "2018-08-13", "wrong-when-said"),
        ("2018-08", "2018-07-31", "wrong-when-said"),
        ("2018-08", "2018-08-05", "undetermined"),
        ("2018-08-13", "2018-08", "undetermined"),
        ("2018-08-13", "2018-08-14", "did-not-hold"),
        ("2018-08-13T10:00", "2018-08-13T11:00", "did-not-hold"),
        ("", "2018-08-14", "undetermined"),
    ],
)
def test_timing_sets_the_clash_against_the_saying(said_on: str, when: str, timing: str) -> None:
    said = in_use(said_on=said_on, when="2018-01-01/2019-12-31")
    assert only([said, claim("found", listing="fact", predicate="out-of-use", when=when)]).timing == timing


def test_a_statement_about_the_moment_of_saying_is_wrong_when_said() -> None:
    ground = only(
        [in_use(said_on="2018-08"), claim("q", listing="fact", predicate="out-of-use", when="2018-07/2018-09")]
    )
    assert (ground.grade.word, ground.timing) == ("certain", "wrong-when-said")


def test_what_holds_once_for_all_was_wrong_when_said() -> None:
    one = claim("a", predicate="ground", polarity="denies", value=text_value("rust"), said_on="2018-08-13")
    other = claim("b", listing="fact", predicate="ground", value=text_value("rust"))
    assert only([one, other]).timing == "wrong-when-said"


def test_a_rule_without_a_moment_of_clash_leaves_the_timing_open() -> None:
    one = claim("a", predicate="order", when="2018-07-12", said_on="2018-08-13")
    other = claim("b", listing="fact", predicate="order", when="2018-07-20")
    assert only([one, other], [link("a", "same-event", "b")]).timing == "undetermined"


def test_no_statement_no_timing() -> None:
    one = claim("a", listing="fact", predicate="out-of-use", polarity="denies", when="2018-08-13")
    assert (
        only([one, claim("b", listing="fact", predicate="out-of-use", when="2018-08-13/..")]).timing
        == "not-a-statement"
    )


@pytest.mark.parametrize(
    ("first", "second", "timing"),
    [("2018-08-01", "2018-09-01", "did-not-hold"), ("2018-08-01", "2018-08-20", "did-not-hold")],
)
def test_of_two_statements_the_one_said_first_counts(first: str, second: str, timing: str) -> None:
    one = in_use(said_on=first, when="2018-08-01/2018-12-31")
    other = claim("later", predicate="out-of-use", when="2018-08-15/2018-08-31", said_on=second)
    assert only([one, other]).timing == timing


def test_of_two_statements_that_disagree_and_have_no_order_none_counts() -> None:
    one = in_use(said_on="", when="2018-08-01/2018-12-31")
    other = claim("later", predicate="out-of-use", when="2018-08-15/2018-08-31", said_on="2018-09-01")
    assert only([one, other]).timing == "undetermined"


# Parties


def voice(
    said_by: str, authority: str = "", subject: str = "bridge", *, official: bool = False, own: bool = False
) -> Claim:
    made = claim("x", listing="fact", predicate="act", when="2018", subject=subject, said_by="")
    return replace(made, said_by=said_by, authority=authority, official=official, own_voice=own)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (voice("m", "gov", official=True), voice("m", "gov", official=True), "same speaker"),
        (voice("m", "gov", official=True), voice("n", "gov", official=True), "same authority"),
        (voice("m", "gov", official=True), voice("n", "court", official=True), "between authorities"),
        (voice("m", "", official=True), voice("n", "", official=True), "between authorities"),
        (voice("m", "gov", official=True), voice("paper"), "authority against independent source"),
        (voice("m", "gov", official=True), voice("bridge"), "authority against the person concerned"),
        (voice("p", own=True), voice("p", own=True), "inside one source"),
        (voice("p"), voice("p"), "same speaker"),
        (voice(""), voice(""), "between others"),
        (voice("p"), voice("q"), "between others"),
    ],
)
def test_parties(one: Claim, other: Claim, expected: str) -> None:
    assert parties(one, other) == expected
    assert parties(other, one) == expected


# What it hangs on, and what would settle it


def test_a_presumption_is_told_with_its_threshold() -> None:
    ground = only([in_use(), shut()])
    assert ground.grade.word == "presumed"
    assert "that this was still so on 13 Aug 2018: the Old Bridge is closed (since 20 Jul 2018)" in ground.depends_on[0]
    assert "no record of its end was found" in ground.depends_on[0]
    assert any("An end no later than 13 Aug 2018 clears the statement of 13 Aug 2018" in line for line in ground.settle)
    assert any("if it came later, or never, the statement of 13 Aug 2018 was wrong" in line for line in ground.settle)


NO_LATER = "An end no later than 13 Aug 2018 clears"
THAT_DAY = "An end before 13 Aug 2018 clears the statement of 13 Aug 2018; if it came on that day, later or never,"
OPEN = "An end before 10 Aug 2018 clears the statement of 30 Aug 2018, one between 10 Aug 2018 and 20 Aug 2018 leaves"


@pytest.mark.parametrize(
    ("denial", "line", "grades"),
    [
        ({}, NO_LATER, {"2018-08-12": "", "2018-08-13": "", "2018-08-14": "certain"}),
        ({"when": "2018-08-13"}, THAT_DAY, {"2018-08-12": "", "2018-08-13": "certain", "2018-08-14": "certain"}),
        (
            {"when": "[2018-08-10..2018-08-20]", "said_on": "2018-08-30"},
            OPEN,
            {"2018-08-09": "", "2018-08-15": "possible", "2018-08-21": "certain"},
        ),
    ],
)
def test_a_record_of_the_end_does_what_the_settle_line_says(
    denial: dict[str, str], line: str, grades: dict[str, str]
) -> None:
    assert any(line in told for told in only([in_use(**denial), shut()]).settle)
    for when, grade in grades.items():
        end = claim("opened-again", listing="fact", predicate="reopened", when=when)
        found = findings([in_use(**denial), shut(), end])
        assert [one.ground.grade.word for one in found] == ([grade] if grade else []), when


def test_a_time_left_out_is_told() -> None:
    ground = only([in_use(), shut()])
    assert "no date given: read as of the day it was said (in-use)" in ground.depends_on


def test_a_reading_is_told_with_what_it_reads() -> None:
    praise = claim("praise", predicate="praised", when="2018-08-01", said_on="2018-08-13")
    ground = only([praise, claim("q", listing="fact", predicate="out-of-use", when="2018-07-01/2018-09-30")])
    assert ground.grade.word == "possible"
    assert (
        "a reading, not a definition: the Old Bridge is out of use, read as: the Old Bridge is unsafe (q)"
        in ground.depends_on
    )
    assert any("whether this is so: the Old Bridge is unsafe (q)" in line for line in ground.settle)


def test_a_doubtful_claim_date_and_link_are_told() -> None:
    act = claim("act", predicate="act", when="2018-10-08?", said_on="2018-10-08")
    basis = claim("basis", listing="fact", predicate="order", when="2018-10-09", hangs_on="this is the order meant")
    relies = link("act", "relies-on", "basis", hangs_on="the officer named no number")
    told = " / ".join(only([act, basis], [relies]).depends_on)
    assert "this is the order meant (basis)" in told
    assert "the date 2018-10-08? is marked as uncertain (act)" in told
    assert "the officer named no number (the link act relies-on basis)" in told


def test_dates_that_leave_it_open_are_told_with_both_sides() -> None:
    one = in_use(when="2018-08-13")
    other = claim("q", listing="fact", predicate="out-of-use", when="[2018-08-10..2018-08-20]")
    ground = only([one, other])
    assert ground.grade.word == "possible"
    assert any("that A and B held at one time, which the dates leave open" in line for line in ground.depends_on)
    assert any("The exact times of A and B." in line for line in ground.settle)


def test_two_that_may_be_one_are_told() -> None:
    twin = Entity(id="crossing", location=HERE, name="the Crossing", maybe=(Tie(to="bridge", hangs_on="same river"),))
    other = claim("q", listing="fact", predicate="out-of-use", when="2018-08-13/..", subject="crossing")
    ground = only([in_use(when="2018-08-13"), other], entities={"crossing": twin})
    assert ground.grade.word == "possible"
    assert any(
        "the Crossing and the Old Bridge are one and the same (same river)" in line for line in ground.depends_on
    )


def test_who_may_be_a_part_is_told_with_the_way_to_the_whole() -> None:
    known = replace(VOCABULARY["out-of-use"], covers_subject=True)
    pier = Entity(id="pier", location=HERE, name="the Pier", part_of=(Tie(to="bridge"),))
    ruin = Entity(id="ruin", location=HERE, name="the Ruin", maybe=(Tie(to="pier"),))
    other = claim("q", listing="fact", predicate="out-of-use", when="2018-08-13/..", subject="ruin")
    world = dossier([in_use(when="2018-08-13"), other], entities={"pier": pier, "ruin": ruin})
    found, _ = run(replace(world, predicates=VOCABULARY | {known.id: known}))
    assert len(found) == 1
    ground = found[0].ground
    assert ground.grade.word == "possible"
    assert "that the Ruin and the Pier are one and the same" in ground.depends_on
    assert "the Ruin may be the Pier, which is part of the Old Bridge" in [step.by for step in steps(ground.proof)]


def test_two_proceedings_are_told() -> None:
    other = claim("q", listing="fact", predicate="out-of-use", when="2018-08-13/..", proceeding="paper")
    ground = only([in_use(when="2018-08-13", proceeding="council"), other])
    assert any("although q speaks of The Paper, in-use of the Council" in line for line in ground.depends_on)


def test_what_may_lift_it_is_told_and_what_was_not_found_is_an_absent_leaf() -> None:
    act = claim("act", predicate="act", when="2018-10-08", said_on="2018-10-08")
    basis = claim("basis", listing="fact", predicate="order", when="2018-10-09")
    plain = only([act, basis], [link("act", "relies-on", "basis")])
    assert [step.by.partition(":")[0] for step in steps(plain.proof) if step.kind == "absent"] == ["unless earlier"]
    draft = claim("draft", "The order was drafted.", listing="fact", predicate="order", when="[2018-10-01..2018-10-20]")
    links = [link("act", "relies-on", "basis"), link("draft", "same-event", "basis")]
    ground = only([act, basis, draft], links)
    assert ground.grade.word == "possible"
    assert "that this does not lift it: The order was drafted (draft)" in ground.depends_on
    assert not [step for step in steps(ground.proof) if step.kind == "absent"]


def test_attribution_through_a_doubtful_tie_is_told() -> None:
    spoke = Entity(
        id="spoke", location=HERE, name="B. Person", official=True,
        acts_for=(Tie(to="ministry", hangs_on="the list of staff is of the year before"),),
    )  # fmt: skip
    said = replace(in_use(when="2018-08-13"), said_by="spoke", authority="ministry")
    other = claim("q", listing="fact", predicate="out-of-use", when="2018-08-13/..")
    ground = only([said, other], entities={"spoke": spoke})
    assert any("B. Person speaks for Ministry of Roads" in line for line in ground.depends_on)


DERIVING = """
id: two-acts-shut
title: Two acts shut it
severity: note
why: For tests.
match: {a: {affirms: act}, b: {affirms: order}}
where: [a before b]
derive: {affirms: out-of-use, subject: a.subject, start: b.start, end: b.start}
"""


def test_what_a_rule_concluded_hangs_on_its_witnesses_and_shows_its_own_proof() -> None:
    acts = [claim("act", listing="fact", predicate="act", when="2018-08-01", hangs_on="this bridge is meant"),
            claim("order", listing="fact", predicate="order", when="2018-08-13")]  # fmt: skip
    ground = only([in_use(when="2018-08-13"), *acts], rules=[*RULES, rule(DERIVING)])
    assert ground.grade.word == "possible"
    assert ground.depends_on == ("this bridge is meant (act)",)
    assert {step.claim for step in steps(ground.proof) if step.claim} == {"in-use", "act", "order"}
    assert [step.by for step in steps(ground.proof) if step.by.startswith("two-acts")] == ["two-acts-shut"]


def test_a_chain_of_links_is_told_with_its_doubtful_part() -> None:
    claims = [claim(name, listing="fact", predicate="order", when=when)
              for name, when in (("a", "2018-07-12"), ("b", "2018-07-12"), ("c", "2018-07-28"))]  # fmt: skip
    links = [link("a", "same-event", "b", hangs_on="one order is meant"), link("b", "same-event", "c")]
    told = {one.sides: one.ground.depends_on for one in findings(claims, links)}
    assert told[("a",), ("b", "c")] == ("one order is meant (the link a same-event b)",)
    assert told[("b",), ("c",)] == ()


# The derivation


def test_every_witness_is_a_stated_leaf_and_the_root_names_the_rule() -> None:
    ground = only([in_use(), shut()])
    assert ground.proof.by == "affirmed-and-denied"
    assert {step.claim for step in steps(ground.proof) if step.claim} == {"in-use", "shut"}
    assert {witness.claim.id for witness in ground.witnesses} == {"in-use", "shut"}


def test_a_derivation_goes_from_the_act_over_its_state_and_persistence_along_the_vocabulary() -> None:
    ground = only([in_use(), shut()])
    branch = [step for step in steps(ground.proof.sources[0]) if step.kind == "derived"]
    assert [step.by for step in branch] == ["closed implies out-of-use", "persists until-ended", "shut starts closed"]
    assert [step.grade.word for step in branch] == ["presumed", "presumed", "certain"]


# Merging


def test_one_event_told_twice_makes_one_finding_led_by_the_statement() -> None:
    act = claim("zz-act", predicate="act", when="2018-10-08", said_on="2018-10-08")
    again = claim("again", listing="fact", predicate="act", when="2018-10-08")
    basis = claim("basis", listing="fact", predicate="order", when="2018-10-09")
    links = [link("zz-act", "relies-on", "basis"), link("again", "relies-on", "basis")]
    assert len(findings([act, again, basis], links)) == 2
    (finding,) = findings([act, again, basis], [*links, link("zz-act", "same-event", "again")])
    assert finding.sides == (("again", "zz-act"), ("basis",))
    assert finding.ground.timing == "wrong-when-said"
    assert [ground.timing for ground in finding.further] == ["not-a-statement"]
    assert len(findings([act, again, basis], [*links, link("zz-act", "same-event", "again", hangs_on="maybe")])) == 2


def test_two_dates_of_one_event_are_two_sides() -> None:
    claims = [claim(name, listing="fact", predicate="order", when=when)
              for name, when in (("a", "2018-07-12"), ("b", "2018-07-20"), ("c", "2018-07-28"))]  # fmt: skip
    links = [link("a", "same-event", "b"), link("b", "same-event", "c")]
    assert sorted(one.sides for one in findings(claims, links)) == [
        (("a",), ("b",)), (("a",), ("c",)), (("b",), ("c",)),
    ]  # fmt: skip


def test_a_symmetric_rule_tells_each_pair_once_beginning_with_the_statement() -> None:
    one = claim("zz", predicate="praised", when="2018-08-01/2018-08-10", said_on="2018-08-13")
    other = claim("aa", listing="fact", predicate="unsafe", when="2018-08-05/2018-08-06")
    (finding,) = findings([one, other])
    assert finding.further == ()
    assert finding.ground.message.startswith("Zz in our words")


def test_the_strongest_ground_leads() -> None:
    weak = rule(
        "id: also\ntitle: Also\nseverity: error\nwhy: So.\nmatch: {a: claim, b: {polarity: denies}}\n"
        "where: [a contradicts b]\nmessage: m\n",
        severity="note",
    )
    (finding,) = findings([in_use(when="2018-08-13"), shut()], rules=[*RULES, weak])
    assert [(g.rule, g.grade.word) for g in (finding.ground, *finding.further)] == [
        ("also", "certain"), ("affirmed-and-denied", "presumed"),
    ]  # fmt: skip


def test_findings_of_one_utterance_share_a_group_and_are_not_merged() -> None:
    second = replace(in_use(said_to=("council",)), id="second")
    found = findings([in_use(said_to=("council",)), second, shut()])
    assert len(found) == 2
    assert {one.group for one in found} == {"ministry to council on 2018-08-13"}


def test_a_corrected_statement_is_marked_and_makes_no_finding_with_its_correction() -> None:
    correction = claim("correction", predicate="out-of-use", said_on="2018-08-20", when="2018-08-13")
    found = findings([in_use(when="2018-08-13"), correction, shut()], [link("correction", "corrects", "in-use")])
    assert [one.withdrawn for one in found] == ["corrected on 20 Aug 2018 (correction)"]


# Standing


def test_support_is_kept_with_the_statement_and_makes_no_finding() -> None:
    said = claim("said", predicate="out-of-use", when="2018-08", said_on="2018-08-13")
    found, standings = run(dossier([said, claim("seen", listing="fact", predicate="out-of-use", when="2018-08")]))
    assert found == ()
    assert standings == (Standing(assertion="said", supports=("seen",), compared=()),)


# Identity


def identities(of: Dossier) -> list[tuple[str, str]]:
    return [(ground.fingerprint, ground.content_hash) for one in run(of)[0] for ground in (one.ground, *one.further)]


def test_moving_and_rewording_change_neither_fingerprint_nor_content() -> None:
    before = dossier([in_use(), shut()])
    elsewhere = Location(path="x.yaml", line=99)
    moved = [
        replace(one, location=elsewhere, text="Otherwise.", cite="p. 1", quote="q") for one in before.claims.values()
    ]
    after = dossier(reversed(moved))
    assert identities(before) == identities(after) != []


def test_a_rename_with_was_keeps_identity() -> None:
    before = dossier([in_use(), shut()])
    renamed = [replace(one, id=f"new-{one.id}", was=(one.id,)) for one in before.claims.values()]
    bridge = replace(before.entities["bridge"], id="span", was=("bridge",))
    after = [replace(one, subject="span") for one in renamed]
    assert identities(dossier(after, entities={"span": bridge})) == identities(before)
    assert identities(dossier(replace(one, was=()) for one in renamed)) != identities(before)


@pytest.mark.parametrize(
    "change", [{"when": "2018-07-21"}, {"said_by": "council"}, {"hangs_on": "a reading"}, {"proceeding": "council"}]
)
def test_what_was_compared_changes_the_content_and_not_the_fingerprint(change: dict[str, str]) -> None:
    (before,), (after,) = identities(dossier([in_use(), shut()])), identities(dossier([in_use(), shut(**change)]))
    assert before[0] == after[0]
    assert before[1] != after[1]


def test_a_change_in_the_vocabulary_path_changes_the_content() -> None:
    before = dossier([in_use(when="2018-08-13"), claim("q", listing="fact", predicate="closed", when="2018-08-13/..")])
    weaker = replace(VOCABULARY["closed"], implies=(), suggests=("out-of-use",))
    after = replace(before, predicates=VOCABULARY | {"closed": weaker})
    assert [one[0] for one in identities(before)] == [one[0] for one in identities(after)]
    assert identities(before) != identities(after)


def test_an_unrelated_claim_changes_nothing() -> None:
    more = claim("other", listing="fact", predicate="act", when="2001")
    assert identities(dossier([in_use(), shut(), more])) == identities(dossier([in_use(), shut()]))
