"""The report as one Word document: headings, tables and lists that an editor can go on working with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from claimcheck.dates import show
from claimcheck.explain.wording import capital, name_of
from claimcheck.findings import Finding, Ground, Report, Tracked
from claimcheck.i18n import tr
from claimcheck.model import Source
from claimcheck.report import telling
from claimcheck.report.site import Page, Site, Statement, site_of
from claimcheck.report.words import (
    HEADINGS,
    TIMINGS,
    Side,
    chain,
    count_words,
    excepted_words,
    in_sections,
    loaded_words,
    rules_words,
    strength,
    witnesses_of,
)

if TYPE_CHECKING:
    from claimcheck.report.paper import Paper

BESIDE = 3  # so many sides stand beside each other on paper; more are told one beneath the other


def render_docx(report: Report) -> bytes:
    """The whole report; the same report gives the same bytes. Raises ImportError where python-docx is not installed."""
    from claimcheck.report.paper import Paper

    site = site_of(report)
    dossier = report.dossier
    paper = Paper(dossier.title or tr("Untitled dossier"), dossier.publisher)
    _front(paper, site)
    for page in site.pages:
        _page(paper, site, page)
    if site.rest:
        paper.chapter(tr("Findings that no statement is part of"))
        for finding in site.rest:
            _finding(paper, site, finding)
    _sources(paper, site)
    _method(paper, report)
    _not_checked(paper, report)
    return paper.to_bytes()


def _front(paper: Paper, site: Site) -> None:
    report = site.report
    paper.text(
        tr("What was said and what is on record, compared by rules: {loaded}; {rules}.",
           loaded=loaded_words(report), rules=rules_words(len(report.rules_run)))
    )  # fmt: skip
    paper.text(tr("A program finds what cannot both stand; whether somebody was wrong, and knew it, a person judges."))
    for sentence in report.left_out:
        paper.text(sentence)
    paper.text(f"{count_words(report.findings)}.", bold=True)
    if report.findings:
        paper.text(
            tr("Certain, presumed and possible say how sure it is that the sides cannot both stand; each finding tells "
               "what it depends on and what would settle it.")
        )  # fmt: skip
    heads = (tr("Grade"), tr("Timing"), tr("What stands against what"), tr("Who against whom"))
    for section, findings in in_sections(report.findings):
        paper.heading(tr(HEADINGS[section]), 2)
        table = paper.table(heads, (1.9, 2.6, 8.8, 3.4))
        for finding in findings:
            ground = finding.ground
            row = table.row((tr(ground.grade.word), _timing(ground), "", capital(tr(ground.parties))))
            row.link_to(2, finding.fingerprint, ground.message)


def _timing(ground: Ground) -> str:
    if ground.timing == "not-a-statement":
        return ""
    told = tr(TIMINGS[ground.timing])
    return told if ground.grade.word == "certain" else f"{tr('if so:')} {told}"


def _page(paper: Paper, site: Site, page: Page) -> None:
    paper.chapter(page.title)
    if page.about and page.about != page.title:
        paper.text(page.about, small=True)
    for statement in page.statements:
        _statement(paper, site, statement, page.title)


def _statement(paper: Paper, site: Site, statement: Statement, page: str) -> None:
    side, dossier = statement.side, site.report.dossier
    paper.heading(side.text, 2)
    _words(paper, site, side)
    occasion = f", {side.occasion}" if side.occasion and side.occasion != page else ""
    paper.text(f"{side.head}, {tr('by')} {side.who}{occasion}", bold=True)
    _short(paper, site, statement)
    paper.text(telling.summary(statement, bool(site.report.left_out)))
    paper.facts((name, told) for name, told in _facts(site, side) if told)
    for finding in statement.told:
        _finding(paper, site, finding)
    _list(paper, tr("Findings told elsewhere"), (f"{tr(f.ground.grade.word)}: {f.ground.message}"
                                                 for f in statement.elsewhere), 3)  # fmt: skip
    _list(paper, tr("Records that support it"), (_record(one) for one in statement.supports), 3)
    _list(paper, tr("Compared without conflict"), (_record(one) for one in statement.compared), 3)
    _list(paper, tr("What is not known"), telling.unknown(dossier, side), 3)


def _short(paper: Paper, site: Site, statement: Statement) -> None:
    """The strongest finding in short: how far it goes, what stands against the words, what would settle it."""
    if not statement.findings:
        return
    finding = statement.findings[0]
    ground = finding.ground
    paper.text(strength(ground), label=capital(tr(ground.grade.word)))
    other = telling.against(statement.side, finding)
    if other:
        record = site.sides[other.id]
        paper.text(f"{record.text} ({record.speaker}; {record.read_in})", label=record.head)
    if ground.settle:
        paper.text(ground.settle[0], label=tr("What would settle it"))


def _words(paper: Paper, site: Site, side: Side) -> None:
    """The speaker's own words, and nothing where none are recorded."""
    if side.quote:
        paper.quote(side.quote, _language(site, side))
        if side.translation:
            paper.text(capital(side.translation), small=True)


def _language(site: Site, side: Side) -> str:
    source = site.report.dossier.sources.get(side.claim.source)
    return side.claim.lang or (source.language if source else "")


def _facts(site: Site, side: Side) -> Iterator[tuple[str, str]]:
    claim = side.claim
    yield tr("Speaks of"), side.time
    yield tr("Date as written"), claim.when.text if claim.when else ""
    yield tr("About"), name_of(site.report.dossier, claim.subject)
    yield tr("Read in"), side.read_in
    yield tr("Record"), f"{claim.id} ({claim.location.path})"


def _record(side: Side) -> str:
    return f"{side.text} ({side.speaker}; {side.head}; {side.read_in})"


def _finding(paper: Paper, site: Site, finding: Finding) -> None:
    ground = finding.ground
    known = site.tracked[finding.fingerprint]
    paper.heading(telling.heading(ground), 3, anchor=finding.fingerprint)
    if known.suppressed and known.review:
        paper.text(tr("Judged by {name} to be no conflict; see the review below.", name=known.review.by), bold=True)
    withdrawn = f" {tr('The statement was withdrawn: {how}.', how=finding.withdrawn)}" if finding.withdrawn else ""
    paper.text(f"{strength(ground)} {capital(tr(ground.parties))}.{withdrawn}")
    _sides(paper, site, [site.sides[witness.claim.id] for witness in witnesses_of(ground)])
    paper.heading(telling.why_heading(ground), 4)
    paper.steps((word, f"{told} [{by}]" if by else told) for word, told, by in chain(ground))
    paper.text(f"{tr('Rule {rule}:', rule=ground.rule)} {ground.title}. {ground.why}", small=True)
    _list(paper, tr("What it depends on"), ground.depends_on)
    _list(paper, tr("What would settle it"), ground.settle)
    _list(paper, tr("Further grounds"), (f"{tr(one.grade.word)}{', ' if _timing(one) else ''}{_timing(one)}: "
                                         f"{one.message} [{one.rule}]" for one in finding.further))  # fmt: skip
    _list(paper, tr("Review"), telling.review_lines(_labelled(site, known)))
    paper.text(f"{tr('Finding')} {finding.fingerprint}", small=True)


def _labelled(site: Site, known: Tracked) -> Tracked:
    """With the verdict of its review as readers see it."""
    label = next(
        (one.label for one in site.report.dossier.verdicts if known.review and one.id == known.review.verdict), ""
    )
    return replace(known, review=replace(known.review, verdict=label)) if known.review and label else known


def _sides(paper: Paper, site: Site, sides: list[Side]) -> None:
    """The sides against each other, a column for each; where they are many, a row for each."""
    if len(sides) > BESIDE:
        table = paper.table((tr("Record"), tr("What it says")), (4.2, 12.5))
        for side in sides:
            told = (side.quote, side.translation, side.text, f"{side.read_in} [{side.claim.id}]")
            table.row((f"{side.head}, {side.who}", "\n".join(one for one in told if one)))
        return
    width = 14.5 / len(sides)
    table = paper.table(("", *(side.head for side in sides)), (2.2, *(width for _ in sides)))
    for name, cells in _rows(sides):
        if any(cells):
            row = table.row((name, *cells))
            if name == tr("Own words"):
                for place, side in enumerate(sides, start=1):
                    row.speak(place, _language(site, side))


def _rows(sides: list[Side]) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield tr("Who"), tuple(side.who for side in sides)
    yield tr("In"), tuple(side.occasion for side in sides)
    yield tr("Own words"), tuple(side.quote for side in sides)
    yield tr("Translated"), tuple(side.translation for side in sides)
    yield tr("Claim"), tuple(side.text for side in sides)
    yield tr("Speaks of"), tuple(side.time for side in sides)
    yield tr("Date as written"), tuple(side.claim.when.text if side.claim.when else "" for side in sides)
    yield tr("Read in"), tuple(side.read_in for side in sides)
    yield tr("Basis"), tuple(tr(side.claim.basis) if side.claim.basis else "" for side in sides)
    yield tr("Record"), tuple(side.claim.id for side in sides)


def _list(paper: Paper, heading: str, sentences: Iterable[str], level: int = 4) -> None:
    kept = list(sentences)
    if kept:
        paper.heading(heading, level)
        paper.bullets(kept)


def _sources(paper: Paper, site: Site) -> None:
    sources = site.report.dossier.sources.values()
    if not sources:
        return
    paper.chapter(tr("Sources"))
    for source in sorted(sources, key=lambda one: (one.title.casefold(), one.id)):
        paper.source(source.title, "; ".join(_about(site, source)), (source.url, source.archive_url))


def _about(site: Site, source: Source) -> Iterator[str]:
    dossier = site.report.dossier
    if source.kind:
        yield source.kind
    if source.publisher:
        yield name_of(dossier, source.publisher)
    if source.published:
        yield tr("published {date}", date=show(source.published))
    yield tr("retrieved {date}", date=show(source.retrieved)) if source.retrieved else tr(
        "date of retrieval not recorded")  # fmt: skip
    yield f"{tr('SHA-256')} {source.sha256}" if source.sha256 else tr("no hash recorded")
    publisher = dossier.entities.get(source.publisher)
    if publisher and publisher.interest:
        yield tr("Interest of the publisher: {interest}", interest=publisher.interest)
    if source.note:
        yield source.note


def _method(paper: Paper, report: Report) -> None:
    paper.chapter(tr("Method"))
    paper.text(
        tr("Each rule looks for one pattern in the records of both sides alike. These ran:") if report.rules else
        tr("No rule ran.")
    )  # fmt: skip
    paper.steps((rule.title, f"{rule.why} [{rule.id}]") for rule in report.rules)


def _not_checked(paper: Paper, report: Report) -> None:
    paper.chapter(tr("What was not checked"))
    excepted = [f"{tr('excepted by the dossier')}: {excepted_words(one)}: {one.reason}" for one in report.excepted]
    told = [*(f"{one.what}: {one.reason}" for one in report.not_checked), *excepted]
    if told:
        paper.bullets(told)
    else:
        paper.text(tr("Nothing was left out."))
