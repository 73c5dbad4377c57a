"""Words follow grades: for every grade, timing and parties, which sentences may stand on a page and which may not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import pytest
from msgspec.structs import replace

from bridge import write_bridge
from claimcheck.check import check_dossier
from claimcheck.extents import Grade
from claimcheck.findings import Ground, Report, Timing, Tracked
from claimcheck.report.html import render_html
from claimcheck.report.markdown import render_pages
from claimcheck.report.telling import heading, why_heading
from claimcheck.report.text import render_text
from claimcheck.report.words import chain, section_of, strength
from pagereader import PageReader

GRADES = (Grade.CERTAIN, Grade.PRESUMED, Grade.POSSIBLE)
TIMINGS: tuple[Timing, ...] = get_args(Timing)
PARTIES = (
    "same speaker", "same authority", "between authorities", "authority against independent source",
    "authority against the person concerned", "between others", "inside one source",
)  # fmt: skip
KINDS = tuple(product(GRADES, TIMINGS, PARTIES, (False, True)))

SURE = re.compile(r"cannot both stand|contradict|did not hold|was wrong|was then wrong", re.IGNORECASE)
HEDGED = re.compile(r"\bmay\b|\bif\b", re.IGNORECASE)
JUDGED = re.compile(r"\b(lie|lied|lies|liar|false|falsehood|untrue)\b", re.IGNORECASE)


@cache
def example() -> Report:
    with TemporaryDirectory() as folder:
        return check_dossier(write_bridge(Path(folder)))


def ground(grade: Grade, timing: Timing, parties: str, lapsed: bool) -> Ground:
    (finding,) = example().findings
    return replace(finding.ground, grade=grade, timing=timing, parties=parties, lapsed=lapsed)


def told(one: Ground) -> Report:
    """The report with its finding told as another kind of finding; nobody official is part of a dispute of others."""
    (tracked,) = example().tracked
    assert tracked.finding is not None
    if one.parties in ("between others", "inside one source"):
        mild = tuple(replace(w, claim=replace(w.claim, official=False)) for w in one.witnesses)
        one = replace(one, witnesses=mild)
    return replace(example(), tracked=(Tracked(state="new", finding=replace(tracked.finding, ground=one)),))


def sentences(text: str) -> Iterator[str]:
    return (part for part in re.split(r"(?<=[.:!?])\s+", text) if part)


@pytest.mark.parametrize(("grade", "timing", "parties", "lapsed"), KINDS)
def test_strength_goes_as_far_as_grade_and_timing_and_no_further(
    grade: Grade, timing: Timing, parties: str, lapsed: bool
) -> None:
    one = ground(grade, timing, parties, lapsed)
    told_ = strength(one)
    assert not JUDGED.search(told_)
    if grade == Grade.POSSIBLE:
        for sentence in sentences(told_):
            if SURE.search(sentence):
                assert HEDGED.search(sentence), sentence
        assert "cannot both stand" not in told_
    if grade == Grade.PRESUMED and SURE.search(told_):
        assert "presumed" in told_
    if timing == "did-not-hold":
        assert "This does not make it wrong when it was said." in told_
        assert "wrong when it was made" not in told_
        assert "cannot both stand" not in told_
    if timing != "wrong-when-said":
        assert "was wrong when it was made" not in told_
        assert "then wrong" not in told_
    if timing == "undetermined":
        assert "the records do not show" in told_


@pytest.mark.parametrize(("grade", "timing", "parties", "lapsed"), KINDS)
def test_headings_over_findings_and_derivations_keep_to_the_grade(
    grade: Grade, timing: Timing, parties: str, lapsed: bool
) -> None:
    one = ground(grade, timing, parties, lapsed)
    assert heading(one).startswith({3: "Certain: ", 2: "Presumed: ", 1: "Only possible: "}[int(grade)])
    why = why_heading(one)
    assert ("cannot both stand" in why) <= (grade == Grade.CERTAIN)
    assert ("did not hold" in why) <= (grade == Grade.CERTAIN and (timing == "did-not-hold" or lapsed))
    if grade == Grade.POSSIBLE:
        assert "may not" in why
    if grade == Grade.PRESUMED:
        assert "presumed" in why
    if timing == "did-not-hold":
        assert "stand" not in why
    *_, (word, title, _rule) = chain(one)
    assert title == one.title
    assert word == ("perhaps" if grade == Grade.POSSIBLE else "so")


@pytest.mark.parametrize("parties", PARTIES)
def test_a_dispute_between_others_is_never_put_under_officials(parties: str) -> None:
    report = told(ground(Grade.CERTAIN, "not-a-statement", parties, lapsed=False))
    (finding,) = report.findings
    page = PageReader(render_html(report)["index.html"]).text
    outside = parties in ("between others", "inside one source")
    assert (section_of(finding) != "officials") is outside
    assert ("Officials and the record" in page) is not outside
    assert ("Officials and the record" in render_pages(report)["index.md"]) is not outside


@pytest.mark.parametrize(("grade", "timing"), tuple(product(GRADES, TIMINGS)))
def test_no_page_in_any_format_says_more_than_the_grade(grade: Grade, timing: Timing) -> None:
    report = told(ground(grade, timing, "authority against independent source", lapsed=False))
    page = PageReader(render_html(report)["letter.html"]).text
    others = (page, render_pages(report)["letter.md"], render_text(report))
    for text in others:
        whole = " ".join(text.split())
        assert "contradict" not in whole.casefold()
        assert not re.search(r"\b(lied|liar|falsehood|is a lie)\b", whole, re.IGNORECASE)
        if grade == Grade.POSSIBLE:
            assert "cannot both stand." not in whole.replace("what cannot both stand; whether", "")
            assert "Why they cannot" not in whole
        if timing == "did-not-hold":
            assert "wrong when it was made" not in strength(report.findings[0].ground)
        if timing != "wrong-when-said":
            assert "the statement was wrong when it was made" not in strength(report.findings[0].ground)


@pytest.mark.parametrize(("grade", "words"), [
    (Grade.CERTAIN, "1 finding about it is certain on these records."),
    (Grade.PRESUMED, "1 finding holds if what it presumes is so."),
    (Grade.POSSIBLE, "1 finding is only possible: it hangs on what is named with it."),
])  # fmt: skip
def test_the_short_version_counts_by_grade(grade: Grade, words: str) -> None:
    report = told(ground(grade, "wrong-when-said", "between authorities", lapsed=False))
    assert words in PageReader(render_html(report)["letter.html"]).text
    assert words in render_pages(report)["letter.md"]


def test_a_paraphrase_never_stands_inside_quotation_marks() -> None:
    report = example()
    claims = report.dossier.claims.values()
    quotes = {one.quote for one in claims if one.quote} | {one.translation for one in claims if one.translation}
    for path, text in {**render_html(report), **render_pages(report)}.items():
        shown = PageReader(text).text if path.endswith(".html") else text
        for quoted in re.findall("“([^”]*)”", shown):
            assert quoted in quotes, (path, quoted)
