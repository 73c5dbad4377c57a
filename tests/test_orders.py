"""Events against their order: what demands an order, what does not, and what the reader of a finding is told."""

from __future__ import annotations

import pytest

from claimcheck.check import check_loaded
from claimcheck.findings import Finding, Proof
from claimcheck.load import load_snippet, load_vocabulary
from claimcheck.report.words import strength
from claimcheck.rules import load_rulebook
from claimcheck.yamlfile import MapNode, read_yaml

BODIES = """
entities:
  - {id: port-office, name: Port Office, official: true, authority: true}
  - {id: river-office, name: River Office, official: true, authority: true}
  - {id: ferrymen, name: Ferrymen's League}
"""


def findings(text: str, rule: str = "order-broken") -> list[Finding]:
    node, problems = read_yaml(text.encode(), "case.yaml")
    assert isinstance(node, MapNode)
    dossier = load_snippet(node, "case.yaml", load_vocabulary()[0])
    assert not [p for p in (*problems, *dossier.problems) if p.severity == "error"]
    report = check_loaded(dossier, rulebook=load_rulebook(dossier))
    return [finding for finding in report.findings if finding.ground.rule == rule]


def sentences(proof: Proof) -> list[str]:
    return [proof.sentence, *(line for source in proof.sources for line in sentences(source))]


def two_events(first: str, second: str, links: str = "") -> str:
    return f"""{BODIES}
claims:
  - {{id: first, said_by: port-office, said_on: 2020-06-01, text: The pier was built., {first}}}
  - {{id: second, said_by: port-office, said_on: 2020-06-01, text: The pier was opened., {second}}}
links: [{links}]
"""


DATED = (
    "subject: pier, affirms: completed, when: 2020-05-04",
    "subject: pier, affirms: operation-started, when: 2020-05-01",
)


@pytest.mark.parametrize(
    ("by", "parties"),
    [
        ("", "same speaker"),
        (", by: port-office", "same speaker"),
        (", by: river-office", "between authorities"),
        (", by: ferrymen", "authority against independent source"),
    ],
)
def test_who_tells_of_the_order_stands_against_one_speaker_of_both_dates(by: str, parties: str) -> None:
    (finding,) = findings(two_events(*DATED, f"{{from: first, relation: before, to: second{by}}}"))
    assert finding.ground.grade.word == "certain"
    assert finding.ground.timing == "undetermined"
    assert finding.ground.parties == parties


def test_a_told_order_is_shown_with_its_teller() -> None:
    (finding,) = findings(two_events(*DATED, "{from: first, relation: before, to: second, by: ferrymen}"))
    assert "first before second, as told by Ferrymen's League" in sentences(finding.ground.proof)


def test_an_order_that_hangs_on_something_is_possible_and_says_so() -> None:
    link = "{from: first, relation: before, to: second, hangs_on: that the paper means this pier}"
    (finding,) = findings(two_events(*DATED, link))
    assert finding.ground.grade.word == "possible"
    assert any("that the paper means this pier" in line for line in finding.ground.depends_on)
    assert any("that the paper means this pier" in line for line in finding.ground.settle)


def test_the_order_that_the_vocabulary_demands_is_a_step_of_the_proof() -> None:
    (finding,) = findings(two_events(
        "subject: levy, affirms: decision-adopted, when: 2020-05-04",
        "subject: levy, affirms: decision-lifted, when: 2020-05-01",
    ))  # fmt: skip
    demanded = [line for line in sentences(finding.ground.proof) if line.startswith("this comes only after")]
    assert demanded == ["this comes only after what happens once (levy was adopted): levy was lifted"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # What can happen twice demands no order.
        ("subject: reeve, affirms: took-office, value: port-office, when: 2012",
         "subject: reeve, affirms: left-office, value: port-office, when: 2010"),
        ("subject: reeve, affirms: elected-to, value: port-office, when: 2012-03-01",
         "subject: reeve, affirms: took-office, value: port-office, when: 2012-02-01"),
        ("subject: pier, affirms: recall-ordered, when: 2012-03-01",
         "subject: pier, affirms: recall-ended, when: 2012-02-01"),
        # One date, a date inside another, and dates that cross.
        ("subject: levy, affirms: decision-adopted, when: 2020-05-04",
         "subject: levy, affirms: decision-lifted, when: 2020-05-04"),
        ("subject: levy, affirms: decision-adopted, when: 2020-05-04",
         "subject: levy, affirms: decision-lifted, when: 2020-05"),
        ("subject: levy, affirms: decision-adopted, when: '[2020-05-04..2020-05-20]'",
         "subject: levy, affirms: decision-lifted, when: '[2020-05-01..2020-05-10]'"),
        ("subject: levy, affirms: decision-adopted, when: unknown",
         "subject: levy, affirms: decision-lifted, when: 2020-05-10"),
        # A denial tells of no event, and a question of nothing.
        ("subject: levy, affirms: decision-adopted, when: 2020-05-04",
         "subject: levy, denies: decision-lifted, when: 2020-05-01"),
        ("subject: levy, affirms: decision-adopted, when: 2020-05-04, mode: asks",
         "subject: levy, affirms: decision-lifted, when: 2020-05-01"),
        ("subject: levy, affirms: decision-adopted, when: 2020-05-04",
         "subject: rates, affirms: decision-lifted, when: 2020-05-01"),
    ],
)  # fmt: skip
def test_no_order_is_broken(first: str, second: str) -> None:
    assert findings(two_events(first, second)) == []


CHAIN = f"""{BODIES}
claims:
  - {{id: permit, said_by: port-office, said_on: 2017-07-01, subject: permit, affirms: decision-adopted,
     text: We gave a permit.}}
evidence:
  - {{id: certificate, said_by: river-office, subject: certificate, affirms: decision-adopted, when: 2017-06-10,
     text: The certificate was issued.}}
  - {{id: sailed, said_by: ferrymen, subject: ferry, affirms: left-place, value: pier, when: 2017-06-08,
     text: The ferry sailed.}}
links:
  - {{from: permit, relation: relies-on, to: certificate}}
  - {{from: permit, relation: before, to: sailed, by: ferrymen}}
"""


def test_the_chain_of_a_timeline_is_told_with_its_dates() -> None:
    (finding,) = findings(CHAIN, "timeline-impossible")
    ground = finding.ground
    assert (ground.grade.word, ground.timing) == ("certain", "undetermined")
    assert finding.sides == (("certificate",), ("permit",), ("sailed",))
    told = sentences(ground.proof)
    for line in (
        "not before 10 Jun 2017: certificate was adopted",
        "not before 10 Jun 2017: permit was adopted",
        "permit before sailed, as told by Ferrymen's League",
        "not before 10 Jun 2017: ferry left pier",
        "over by the end of 8 Jun 2017: ferry left pier",
    ):
        assert line in told
    assert "These 3 records ask for this order: The certificate was issued (10 Jun 2017); then:" in ground.message
    assert "the last was over by the end of 8 Jun 2017" in ground.message
    assert "certificate to 8 Jun 2017 or before, or sailed to 10 Jun 2017 or after" in ground.settle[0]
    assert "all stand" in strength(ground)


def test_a_reading_on_the_way_makes_a_timeline_possible() -> None:
    doubtful = CHAIN.replace("to: certificate}", "to: certificate, hangs_on: that the letter means this one}")
    (finding,) = findings(doubtful, "timeline-impossible")
    assert finding.ground.grade.word == "possible"
    assert any("that the letter means this one" in line for line in finding.ground.depends_on)


def test_a_date_that_was_left_out_is_told_where_the_timeline_rests_on_it() -> None:
    text = CHAIN.replace("when: 2017-06-08, ", "").replace("evidence:\n", "").replace(
        "said_by: ferrymen,", "said_by: ferrymen, said_on: 2017-06-09,"
    ).replace("said_by: river-office,", "said_by: river-office, said_on: 2017-06-12,")  # fmt: skip
    (finding,) = findings(
        text.replace("     when: 2017-06-08,", "").replace("when: 2017-06-08,", ""), "timeline-impossible"
    )
    assert any("no date given" in line and "sailed" in line for line in finding.ground.depends_on)


@pytest.mark.parametrize(
    "change",
    [
        ("2017-06-08", "2017-06-12"),
        ("2017-06-08", "2017-06"),
        ("when: 2017-06-08", "when: 2017-06-08/.."),
        ("when: 2017-06-10", "when: /2017-06-10"),
        ("relation: before", "relation: gives-reason"),
        ("affirms: left-place", "denies: left-place"),
        ("relation: before, to: sailed, by: ferrymen", "relation: corrects, to: sailed"),
    ],
)
def test_a_timeline_that_dates_can_satisfy_is_no_finding(change: tuple[str, str]) -> None:
    assert change[0] in CHAIN
    assert findings(CHAIN.replace(*change), "timeline-impossible") == []
