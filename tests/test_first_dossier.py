"""The first dossier: what `check` must find in it, what it must be silent on, and what may not change a finding."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
import yaml

from claimcheck.check import check_dossier
from claimcheck.findings import Finding, Ground, Report
from first_dossier import (
    ROOT,
    Data,
    read_data,
    renamed,
    reworded,
    shifted,
    write_data,
)

INDEPENDENT = "authority against independent source"
PACKAGE = ROOT / "src" / "claimcheck"

Table = dict[tuple[str, ...], tuple[str, str, str, str]]

# claims, rule, grade, timing, parties: the table of the issue, one line for each of the three letters.
EXPECTED: Table = {
    ("letter-no-measures", "pledge"): ("affirmed-and-denied", "presumed", "wrong-when-said", INDEPENDENT),
    ("letter-free-movement", "pledge"): ("affirmed-and-denied", "presumed", "wrong-when-said", INDEPENDENT),
    ("departure-refused-8-oct", "letter-free-movement"): (
        "assurance-not-kept", "certain", "did-not-hold", INDEPENDENT),
    ("ban-adopted", "border-cites-decision"): (
        "act-before-its-basis", "certain", "wrong-when-said", "between authorities"),
    ("inquest-about-video", "not-about-ep-declarations"): (
        "affirmed-and-denied", "certain", "wrong-when-said", INDEPENDENT),
    ("decision-records-work", "mep-letter-not-about-work"): (
        "affirmed-and-denied", "possible", "wrong-when-said", "between authorities"),
    ("decision-records-work", "un-letter-not-about-work"): (
        "affirmed-and-denied", "possible", "wrong-when-said", "between authorities"),
    ("decision-records-work", "ec-letter-not-about-work"): (
        "affirmed-and-denied", "possible", "wrong-when-said", "between authorities"),
    ("case-opened-12-july", "case-opened-20-july"): (
        "two-dates", "possible", "not-a-statement", "inside one source"),
    ("ban-adopted", "let-out"): ("exclusive-states", "possible", "not-a-statement", INDEPENDENT),
}  # fmt: skip

# Found besides, each read and kept: a dispute is called one, and what is a reading is at most possible.
ALSO: Table = {
    ("ban-adopted", "letter-free-movement"): (
        "assurance-not-kept", "certain", "did-not-hold", "between authorities"),
    # The case has nothing to do with her words in Parliament: what was asked, weighed and concluded.
    ("asked-about-members", "not-about-ep-declarations"): (
        "affirmed-and-denied", "possible", "wrong-when-said", INDEPENDENT),
    ("asked-who-authorised-her", "not-about-ep-declarations"): (
        "affirmed-and-denied", "possible", "wrong-when-said", INDEPENDENT),
    ("declarations-examined", "not-about-ep-declarations"): (
        "affirmed-and-denied", "possible", "wrong-when-said", INDEPENDENT),
    ("not-about-ep-declarations", "utterances-examined"): (
        "affirmed-and-denied", "possible", "wrong-when-said", INDEPENDENT),
    ("not-about-ep-declarations", "opened-over-what-she-told"): (
        "affirmed-and-denied", "possible", "wrong-when-said", INDEPENDENT),
    ("not-opened-over-internet", "opened-over-internet"): (
        "affirmed-and-denied", "possible", "wrong-when-said", INDEPENDENT),
    # Torture: told of, and called untrue.
    ("prison-service-refutes", "torture-as-she-told"): (
        "affirmed-and-denied", "possible", "wrong-when-said", INDEPENDENT),
    ("torture-in-sizo-16", "torture-sizo-16-called-false"): (
        "affirmed-and-denied", "possible", "undetermined", INDEPENDENT),
    ("torture-ak-159-1-called-false", "torture-in-ak-159-1"): (
        "affirmed-and-denied", "possible", "undetermined", INDEPENDENT),
    ("no-event-of-a-crime", "yerimbetov-tortured"): (
        "affirmed-and-denied", "possible", "undetermined", INDEPENDENT),
    ("no-torture-in-sizo-16", "torture-in-sizo-16"): (
        "affirmed-and-denied", "possible", "not-a-statement", "between others"),
    # Through two names that may be one: the numbers of the colonies, and the employee called Sungat.
    ("no-torture-in-ak-159-9", "torture-in-ak-159-1"): (
        "affirmed-and-denied", "possible", "not-a-statement", "between others"),
    ("abrayev-gave-no-order", "sungat-gave-the-order"): (
        "affirmed-and-denied", "possible", "not-a-statement", "between others"),
    ("rally-call-alleged", "rally-call-denied"): (
        "affirmed-and-denied", "certain", "not-a-statement", "between others"),
    # Charges and their outcomes; what else was called false in the case was not charged as such.
    ("accused-of-false-information", "case-ended"): (
        "accusation-not-borne-out", "certain", "undetermined", "same speaker"),
    ("case-ended", "impunity-called-false"): (
        "accusation-not-borne-out", "possible", "undetermined", "same speaker"),
    ("case-ended", "genocide-called-false"): (
        "accusation-not-borne-out", "possible", "undetermined", "same speaker"),
    ("case-ended", "inability-called-false"): (
        "accusation-not-borne-out", "possible", "undetermined", "same speaker"),
    ("administrative-case-closed", "rally-call-alleged"): (
        "accusation-not-borne-out", "possible", "not-a-statement", "between others"),
    ("zhangaliyev-dismissed", "zhangaliyev-false-information"): (
        "accusation-not-borne-out", "possible", "not-a-statement", "between others"),
    ("zhangaliyev-dismissed", "zhangaliyev-on-intention"): (
        "accusation-not-borne-out", "possible", "not-a-statement", "between others"),
    ("ban-said-lifted", "claim-against-ban-dismissed"): (
        "undated-justification", "certain", "undetermined", "same speaker"),
    ("bound-by-epca", "epca-breached"): (
        "commitment-breached", "possible", "undetermined", INDEPENDENT),
    ("bound-by-convention-against-torture", "convention-breached"): (
        "commitment-breached", "possible", "undetermined", INDEPENDENT),
    ("none-corroborated", "one-confirmed-in-pavlodar"): (
        "counts-disagree", "possible", "undetermined", INDEPENDENT),
    ("ended-by-a-court", "ended-by-investigators"): (
        "two-values", "possible", "not-a-statement", "inside one source"),
    ("a-civil-claim", "an-administrative-case"): (
        "two-values", "possible", "not-a-statement", "inside one source"),
}  # fmt: skip

SILENT = {
    "a state changed": ("departure-refused-8-oct", "let-out"),
    "the border service and the letting out": ("border-cites-decision", "let-out"),
    "a ban adopted and lifted": ("ban-adopted", "ban-said-lifted"),
    "two detentions": ("detained-20-july", "detained-15-sept"),
    "two other detentions": ("detained-15-sept", "detained-17-sept"),
    "the case after the trip": ("trip", "case-opened-12-july"),
    "the return before the case": ("returned", "case-opened-12-july"),
    "the Internet and Facebook": ("opened-over-internet", "video-published"),
    "two cases closed": ("case-ended", "administrative-case-closed"),
    "one case opened, another closed": ("case-opened-12-july", "administrative-case-closed"),
    "two criminal cases opened": ("case-opened-12-july", "police-case-opened"),
    "one criminal case ended, the charge made in another": ("case-ended", "officers-exceeded-authority"),
    "a charge, and the end of another case": ("accused-of-false-information", "administrative-case-closed"),
    "no charge, but a word of blame": ("case-ended", "harm-to-country"),
    "a detention and an assurance about movement": ("detained-15-sept", "letter-free-movement"),
    "a detention in the summer and an assurance about movement": ("detained-20-july", "letter-free-movement"),
    "one meeting missed, and the work going on": ("letter-continues-work", "meeting-missed"),
    "one meeting missed, and an assurance about movement": ("letter-free-movement", "meeting-missed"),
    "a question and an answer": ("who-authorised-her", "speaks-for-victims"),
    "prisoners without complaints and a general account": ("no-complaints", "torture-as-she-told"),
    "prisoners of two prisons": ("no-complaints", "prisoners-made-to-recant"),
    "a prison taken for another": ("no-torture-in-sizo-16", "torture-in-ak-159-1"),
    "two courts dismiss two claims": ("claim-against-ban-dismissed", "zhangaliyev-dismissed"),
    "two plaintiffs on one day": ("abrayev-sues", "zhangaliyev-sues"),
    "two plaintiffs, two denials": ("abrayev-gave-no-order", "zhangaliyev-got-no-order"),
    "the order given, and the order received": ("sungat-gave-the-order", "zhangaliyev-got-no-order"),
    "one plaintiff's charge, the other's suit dismissed": ("abrayev-false-information", "zhangaliyev-dismissed"),
    "a suit withdrawn and taken up again": ("abrayev-withdraws", "abrayev-again"),
    "a charge whose suit was withdrawn": ("abrayev-false-information", "abrayev-withdraws"),
    "not named, and yet meant": ("abrayev-not-named", "abrayev-touched"),
    "no surname, but a first name": ("post-names-no-surname", "sungat-gave-the-order"),
    "complaints and testimonies": ("complaints-21", "testimonies-of-48"),
    "complaints and confirmed facts": ("complaints-21", "dozens-confirmed"),
    "none in one oblast, dozens in the country": ("none-corroborated", "dozens-confirmed"),
    "a treaty, and another one broken": ("bound-by-covenant", "convention-breached"),
    "a share and a number": ("one-percent-tried", "none-corroborated"),
    "complaints of torture and of violent deaths": ("one-percent-tried", "some-deaths-tried"),
    "often kept out, and yet met prisoners": ("access-often-refused", "decision-records-work"),
    "in another city, and let out of the country": ("not-at-home", "let-out"),
    "a search and its sanction": ("house-searched", "search-sanctioned"),
    "an order to officers is no statement": ("out-of-the-office", "force-at-the-station"),
    "her own claim brought and dismissed": ("claim-against-ban", "claim-against-ban-dismissed"),
    "the stated reason of an end, and what is thought to have moved it": ("case-ended", "saved-by-pressure"),
}


@cache
def original() -> Report:
    return check_dossier(ROOT)


@cache
def data() -> Data:
    return read_data()


def claims_of(ground: Ground) -> tuple[str, ...]:
    return tuple(sorted(witness.claim.id for witness in ground.witnesses))


def told(report: Report, names: Mapping[str, str] | None = None) -> Table:
    """Each finding by the claims of its leading ground."""
    back = names or {}
    return {
        tuple(sorted(back.get(name, name) for name in claims_of(finding.ground))): (
            finding.ground.rule, finding.ground.grade.word, finding.ground.timing, finding.ground.parties)
        for finding in report.findings
    }  # fmt: skip


def fingerprints(report: Report) -> set[tuple[str, ...]]:
    return {(f.fingerprint, *(ground.fingerprint for ground in f.further)) for f in report.findings}


def finding(report: Report, *claims: str) -> Finding | None:
    return next((f for f in report.findings if claims_of(f.ground) == tuple(sorted(claims))), None)


def checked(changed_data: Data, folder: Path) -> Report:
    report = check_dossier(write_data(changed_data, folder))
    assert [str(problem) for problem in report.problems if problem.severity == "error"] == []
    return report


def test_the_dossier_loads_without_a_problem() -> None:
    assert [str(problem) for problem in original().problems] == []


@pytest.mark.parametrize("claims", sorted(EXPECTED), ids=" and ".join)
def test_what_must_be_found(claims: tuple[str, ...]) -> None:
    assert told(original()).get(claims) == EXPECTED[claims]


def test_nothing_else_is_found() -> None:
    assert told(original()) == EXPECTED | ALSO


@pytest.mark.parametrize("pair", SILENT.values(), ids=SILENT)
def test_what_must_not_be_found(pair: tuple[str, str]) -> None:
    assert set(pair) <= set(original().dossier.claims), "a look-alike must be in the dossier to be looked at"
    together = [f for f in original().findings for g in (f.ground, *f.further) if set(pair) <= set(claims_of(g))]
    assert together == []


def test_the_two_sentences_of_the_letter_are_grouped_and_not_merged() -> None:
    one = finding(original(), "letter-no-measures", "pledge")
    other = finding(original(), "letter-free-movement", "pledge")
    assert one is not None
    assert other is not None
    assert one.group == other.group
    assert one.fingerprint != other.fingerprint


def test_the_refusal_is_a_further_ground_of_the_citing() -> None:
    found = finding(original(), "border-cites-decision", "ban-adopted")
    assert found is not None
    assert [claims_of(ground) for ground in found.further] == [("ban-adopted", "departure-refused-8-oct")]


def test_renaming_every_id_changes_nothing_else(tmp_path: Path) -> None:
    other, back = renamed(data())
    assert told(checked(other, tmp_path), back) == told(original())


def test_other_words_change_no_finding_and_no_fingerprint(tmp_path: Path) -> None:
    report = checked(reworded(data()), tmp_path)
    assert told(report) == told(original())
    assert fingerprints(report) == fingerprints(original())


@pytest.mark.parametrize("seed", range(3))
def test_files_and_their_order_do_not_matter(tmp_path: Path, seed: int) -> None:
    report = check_dossier(write_data(data(), tmp_path, random.Random(seed)))
    assert told(report) == told(original())
    assert fingerprints(report) == fingerprints(original())


def test_other_dates_change_no_finding(tmp_path: Path) -> None:
    report = checked(shifted(data(), 400), tmp_path)
    assert told(report) == told(original())
    assert fingerprints(report) == fingerprints(original())


@pytest.mark.parametrize("name", sorted({name for claims in EXPECTED | ALSO for name in claims}))
def test_without_a_witness_a_finding_goes_or_weakens(tmp_path: Path, name: str) -> None:
    after = checked(data().without(name), tmp_path)
    left = {frozenset(side) for f in after.findings for side in f.sides}
    for before in original().findings:
        if name not in claims_of(before.ground):
            continue
        assert before.fingerprint not in {f.fingerprint for f in after.findings}
        whole = {frozenset(side) for side in before.sides}
        if any(whole == {frozenset(side) for side in f.sides} for f in after.findings):
            pytest.fail(f"{whole} still stands without {name}")
        kept = {frozenset(side - {name}) for side in whole}
        same = [f for f in after.findings if {frozenset(side) for side in f.sides} == kept]
        assert all(f.ground.grade <= before.ground.grade and len(f.further) < 1 + len(before.further) for f in same)
        assert not any(name in side for side in left)


LIFTED_EARLY = {
    "id": "pledge-ended", "text": "She was released from the pledge.", "subject": "semenova",
    "affirms": "released-from-pledge", "when": "2018-08-01", "source": "odf-report", "basis": "document",
}  # fmt: skip
LIFTED_LATE = LIFTED_EARLY | {"when": "2018-09-01"}
SETTLED = {
    "the pledge ended before the letter": (
        LIFTED_EARLY, ("letter-no-measures", "pledge"), None),
    "the pledge ended before the letter, movement": (
        LIFTED_EARLY, ("letter-free-movement", "pledge"), None),
    "the pledge ended after the letter": (
        LIFTED_LATE, ("letter-no-measures", "pledge"), "certain"),
    "the pledge ended after the letter, movement": (
        LIFTED_LATE, ("letter-free-movement", "pledge"), "certain"),
    "the change was announced": (
        {"id": "announcement", "text": "From October she may not travel.", "subject": "semenova",
         "affirms": "movement-restricted", "when": "2018-10-01/..", "said_on": "2018-09-20",
         "said_by": "kz-authorities", "source": "odf-report"},
        ("departure-refused-8-oct", "letter-free-movement"), None),
    "the court says what the case was about": (
        {"id": "court-says-so", "text": "The case was about her monitoring.", "subject": "criminal-case",
         "affirms": "proceeding-concerns", "value": "prison-monitoring", "said_by": "termination-court",
         "source": "odf-report"},
        ("court-says-so", "mep-letter-not-about-work"), "certain"),
    "a document dates the opening of the case to the second day": (
        {"id": "opening-document", "text": "The case was opened on the 20th.", "subject": "criminal-case",
         "affirms": "case-opened", "when": "2018-07-20", "source": "odf-report", "basis": "document"},
        ("case-opened-12-july", "opening-document"), "certain"),
}  # fmt: skip


@pytest.mark.parametrize(("record", "claims", "grade"), SETTLED.values(), ids=SETTLED)
def test_a_record_that_settles_a_finding_does_so(
    tmp_path: Path, record: dict[str, str], claims: tuple[str, ...], grade: str | None
) -> None:
    where = "claims" if record["id"] == "announcement" else "evidence"
    report = checked(data().plus(**{where: [record]}), tmp_path)
    found = finding(report, *claims)
    assert (found and found.ground.grade.word) == grade


def test_an_earlier_dating_of_the_decision_lifts_the_act_before_its_basis(tmp_path: Path) -> None:
    earlier = {
        "id": "ban-by-its-own-date", "text": "The decision bears an earlier date.", "subject": "semenova",
        "affirms": "exit-ban-imposed", "when": "2018-10-05", "said_by": "interior-karagandy", "source": "odf-report",
    }  # fmt: skip
    link = {"from": "ban-by-its-own-date", "relation": "same-event", "to": "ban-adopted"}
    report = checked(data().plus(evidence=[earlier], links=[link]), tmp_path)
    assert "act-before-its-basis" not in {f.ground.rule for f in report.findings}
    assert finding(report, "ban-adopted", "ban-by-its-own-date") is not None


def test_the_vocabulary_and_the_rules_know_nothing_of_the_case() -> None:
    shipped = {path: path.read_text("utf-8") for path in sorted(PACKAGE.glob("*/*.yaml"))}
    assert len(shipped) > 10
    words = {word.lower() for words in shipped.values() for word in re.findall(r"[^\W\d_]+", words)}
    days = {day for text in shipped.values() for day in re.findall(r"\d{4}-\d\d-\d\d", text)}
    entities = data().lists["entities"]
    proper = [str(e["name"]) for e in entities if e.get("kind") in ("person", "place", "organisation", "medium")]
    names = {w.lower() for name in proper for w in re.findall(r"[^\W\d_]+", name) if w[0].isupper() and len(w) > 3}
    assert {"semenova", "štětina", "kazakhstan", "karagandy", "pavlodar", "almaty", "facebook"} <= names
    spare = {"front", "line", "open", "house", "internet"}  # words of names that are words of the language too
    assert (names - spare) & words == set()
    assert not {word for word in words if word.startswith(("kazakh", "semen", "europarl", "astana"))}
    assert days & {
        day for path in sorted(ROOT.glob("claims/*.yaml")) + sorted(ROOT.glob("evidence/*.yaml"))
        for day in re.findall(r"\d{4}-\d\d-\d\d", path.read_text("utf-8"))
    } == set()  # fmt: skip


def test_the_dossier_has_no_predicate_or_rule_of_its_own() -> None:
    assert data().lists["predicates"] == []
    assert not (ROOT / "rules").exists()


def test_every_predicate_of_the_dossier_is_shipped() -> None:
    shipped = {
        predicate["id"]
        for path in sorted((PACKAGE / "vocabulary").glob("*.yaml"))
        for predicate in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)["predicates"]
    }
    used = {str(r.get("affirms") or r.get("denies")) for name in ("claims", "evidence") for r in data().lists[name]}
    assert used - shipped == set()


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def test_the_dossier_is_written_in_our_own_words() -> None:
    """No twelve words in a row are those of the report: what officials are quoted with is shorter than that."""
    report = Path(os.environ.get("CLAIMCHECK_SHARED", str(ROOT.parent / "shared"))) / "semenova" / "odf-report.txt"
    if not report.is_file():
        pytest.skip(f"the report itself is not kept here: {report}")
    theirs = words_of(report.read_text("utf-8"))
    runs = {tuple(theirs[n : n + 12]) for n in range(len(theirs) - 11)}
    paths = [
        ROOT / "UNSEEN.md",
        *(path for name in ("claims", "evidence", "reports") for path in (ROOT / name).iterdir()),
    ]
    assert len(paths) > 20
    for path in paths:
        ours = words_of(path.read_text("utf-8"))
        assert [ours[n : n + 12] for n in range(len(ours) - 11) if tuple(ours[n : n + 12]) in runs] == [], path.name
