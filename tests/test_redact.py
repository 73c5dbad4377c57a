"""What is restricted stays out of every byte that is meant for the public, and is all there inside the house."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from bridge import write_bridge
from claimcheck.check import check_dossier
from claimcheck.cli import run as run_command
from claimcheck.known import Review
from claimcheck.report.needles import Needle, Recogniser
from claimcheck.report.redact import for_public
from claimcheck.report.writing import FORMS, render_files

SECRET = """\
entities:
  - {id: hidden-keeper, kind: person, name: Piotr Zielinsky, aliases: ["Пётр Зелинский"], restricted: "true",
     identifiers: {passport: PZ-99-771}, was: [old-keeper]}
  - {id: keepers-mother, kind: person, name: Mother of Zielinsky}
  - {id: lodge, kind: thing, name: the lodge, part_of: [{to: hidden-keeper}]}
sources:
  - {id: hidden-talk, title: Talk at the ferry house, publisher: paper, published: 2018-09-02, restricted: "true",
     url: "https://example.org/hidden/talk"}
  - {id: keepers-diary, title: A diary, publisher: hidden-keeper, published: 2018-09-03}
claims:
  - {id: lodge-open, text: The lodge is open., subject: lodge, denies: closed, said_by: ministry, said_on: 2018-08-13,
     source: letter}
evidence:
  - {id: hidden-shut, text: The keeper locked both gates himself., subject: lodge, affirms: shut, when: 2018-07-28,
     said_by: hidden-keeper, source: article, quote: turned the brass key twice}
  - {id: read-in-secret, text: It was shut again., subject: lodge, affirms: shut, when: 2018-07-22, said_by: paper,
     source: hidden-talk}
  - {id: marked, text: Shut on the day of the fair., subject: lodge, affirms: shut, when: 2018-07-23, said_by: paper,
     source: article, restricted: "true"}
  - {id: tells-of-him, text: "The paper asked Zielinsky about the gates.", subject: lodge, affirms: shut,
     when: 2018-07-24, said_by: paper, source: article}
  - {id: tells-in-russian, text: "Спросили у Зелинского.", subject: lodge, affirms: shut, when: 2018-07-25,
     said_by: paper, source: article}
  - {id: repeats-words, text: Another., quote: "he turned the brass key twice, they say", subject: lodge, affirms: shut,
     when: 2018-07-26, said_by: paper, source: article}
  - {id: of-a-passport, text: They saw the passport PZ-99-771., subject: lodge, affirms: shut, when: 2018-07-26,
     said_by: keepers-mother, source: article}
  - {id: of-the-diary, text: From the diary., subject: lodge, affirms: shut, when: 2018-07-27, said_by: paper,
     source: keepers-diary}
  - {id: plain-lodge, text: The lodge was shut., subject: lodge, affirms: shut, when: 2018-07-01, said_by: paper,
     source: article}
links:
  - {from: plain-lodge, relation: not-same, to: shut-in-july, why: "so Zielinsky told us"}
"""
TELLING = (
    "Zielinsky", "Piotr", "Зелинск", "hidden-", "PZ-99-771", "of-a-passport", "Mother of", "ferry house",
    "brass key", "both gates", "keepers-diary", "read-in-secret", "It was shut again", "day of the fair",
    "tells-of-him", "tells-in-russian", "repeats-words", "of-the-diary", "From the diary",
)  # fmt: skip
WITHHELD = 12  # 2 entities, 2 sources and 8 claims; the lodge stays, without its tie to the keeper


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    return write_bridge(tmp_path / "dossier", evidence__secret=SECRET)


def test_no_byte_of_a_public_page_tells_of_what_is_restricted(secret: Path) -> None:
    report = check_dossier(secret)
    assert not [problem for problem in report.problems if problem.severity == "error"]
    whole = "\n".join(f"{path}\n{text}" for path, text in render_files(report, FORMS).items())
    public = "\n".join(f"{path}\n{text}" for path, text in render_files(for_public(report), FORMS).items())
    for words in TELLING:
        assert words in whole, f"{words} is not on the internal pages, so that this shows nothing"
        assert words.casefold() not in public.casefold(), words


def test_the_rest_stays_and_the_reader_is_told_that_something_went(secret: Path) -> None:
    report = check_dossier(secret)
    public = for_public(report)
    assert sorted(public.dossier.claims) == ["letter-open", "lodge-open", "plain-lodge", "shut-in-july"]
    assert sorted(public.dossier.entities) == ["bridge", "council", "lodge", "ministry", "paper"]
    assert sorted(public.dossier.sources) == ["article", "letter"]
    assert [sorted({w.claim.id for w in one.ground.witnesses}) for one in public.findings] == [
        ["letter-open", "shut-in-july"]
    ]
    assert len(report.findings) == 2
    assert public.left_out == (
        f"{WITHHELD} records are left out here because they are restricted or may tell of one that is.",
        "1 finding that needs such a record is left out too.",
    )
    files = render_files(public, FORMS)
    for path, text in files.items():
        if path.endswith(".html") or path in ("index.md", "report.json"):
            assert f"{WITHHELD} records are left out" in text, path
    assert not public.dossier.links
    assert not public.dossier.entities["lodge"].part_of


def test_a_statement_is_not_called_unopposed_where_what_opposes_it_went(tmp_path: Path) -> None:
    write_bridge(tmp_path, evidence__july=(
        "evidence:\n  - {id: shut-in-july, text: Shut., subject: bridge, affirms: shut, when: 2018-07-20,\n"
        "     said_by: paper, source: article, restricted: 'true'}\n"))  # fmt: skip
    files = render_files(for_public(check_dossier(tmp_path)), ("html", "markdown"))
    for name in ("letter.html", "letter.md"):
        assert "None of the records shown here" in files[name]
        assert "No record in this dossier" not in files[name]


def test_the_command_is_public_unless_asked_otherwise(
    secret: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["report", str(secret), "--output", str(tmp_path / "out"), "--format", "all"]) == 0
    assert f"{WITHHELD} records are left out here" in capsys.readouterr().out
    assert run_command(["report", str(secret), "--output", str(tmp_path / "in"), "--format", "all", "--internal"]) == 0
    assert "left out" not in capsys.readouterr().out
    written = {name: b"".join(path.read_bytes() for path in (tmp_path / name).iterdir()) for name in ("in", "out")}
    assert b"Zielinsky" in written["in"]
    assert b"Zielinsky" not in written["out"]


def test_a_review_that_tells_of_a_restricted_record_loses_the_words(secret: Path) -> None:
    report = check_dossier(secret)
    public_print = for_public(report).findings[0].fingerprint
    number = [one.fingerprint for one in report.findings].index(public_print)
    kept = report.tracked[number]
    assert kept.finding is not None
    review = Review(
        location=kept.finding.ground.witnesses[0].claim.location, finding=kept.finding.fingerprint,
        content_hash=kept.finding.ground.content_hash, status="undecided", by="A. Reader", on="2020-01-01",
        note="Zielinsky confirms it", reply="no comment",
    )  # fmt: skip
    tracked = (*report.tracked[:number], replace(kept, review=review), *report.tracked[number + 1 :])
    (shown,) = for_public(replace(report, tracked=tracked)).tracked
    assert shown.review is not None
    assert (shown.review.note, shown.review.by, shown.review.reply) == ("[left out]", "A. Reader", "no comment")


def test_records_that_could_not_be_read_may_have_been_restricted(tmp_path: Path) -> None:
    write_bridge(tmp_path, evidence__broken=(
        "entities:\n  - {id: hidden-one, nam: Anna Secretova, restricted: 'true'}\n"
        "evidence:\n  - {id: by-hidden, text: Shut., subject: bridge, affirms: shut, when: 2018-07-20,\n"
        "     said_by: hidden-one, source: article}\n"))  # fmt: skip
    report = check_dossier(tmp_path)
    assert any(problem.severity == "error" for problem in report.problems)
    public = "\n".join(f"{path}\n{text}" for path, text in render_files(for_public(report), FORMS).items())
    assert "hidden-one" not in public
    assert "Secretova" not in public
    assert "in the files" in public


@pytest.mark.parametrize(
    ("needle", "text", "found"),
    [
        (Needle(text="the lodge"), "in The  Lodge,\nthey", True),
        (Needle(text="lodge"), "lodger", False),
        (Needle(text="Anna", exact=True), "anna", False),
        (Needle(text="Зелинск", exact=True, open_=True), "у Зелинского", True),
        (Needle(text="Зелинск", exact=True, open_=True), "Зелинскоговы", False),
        (Needle(text="(witness)", exact=True), "so it is (witness)", True),
        (Needle(text="(witness)", exact=True), "a witness", False),
        (Needle(text="???"), "is it ???", True),
        (Needle(text="a-b"), "x-a-b", True),
        (Needle(text="Пётр"), "Петр", True),
        (Needle(text=" "), "anything", False),
    ],
)
def test_texts_are_recognised_as_whole_words(needle: Needle, text: str, found: bool) -> None:
    assert Recogniser([needle])(text) is found
