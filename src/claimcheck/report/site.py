"""The pages of a report before any format: what stands on which page, under which name, and in which order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from msgspec import Struct

from claimcheck.dates import NEG, show
from claimcheck.explain.wording import capital, name_of
from claimcheck.findings import Finding, Report, Standing, Tracked
from claimcheck.model import Claim, Source
from claimcheck.report.words import Side, moment_of, side_of, witnesses_of

INDEX, OTHERS, SOURCES, METHOD, NOT_CHECKED = "index", "other-findings", "sources", "method", "not-checked"
MADE_HERE = "<!-- Written by claimcheck report; edit the dossier, not this page. -->"
_LONGEST = 120  # signs of a file name; an id may be longer than a file system takes


class Statement(Struct, frozen=True, kw_only=True):
    """A claim of a page: the findings told under it, those told elsewhere, and what else the records say to it."""

    side: Side
    told: tuple[Finding, ...]
    elsewhere: tuple[Finding, ...]
    supports: tuple[Side, ...]
    compared: tuple[Side, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings that it is part of, those told here first."""
        return (*self.told, *self.elsewhere)


class Page(Struct, frozen=True, kw_only=True):
    """A document or occasion with the statements made in it: first those with findings, the strongest at the head."""

    stem: str
    title: str
    about: str
    source: Source | None
    statements: tuple[Statement, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the page, each once."""
        return tuple({f.fingerprint: f for one in self.statements for f in one.findings}.values())


class Subject(Struct, frozen=True, kw_only=True):
    """A person, body or thing: what was said of it and what happened to it, in the order of time; what it said."""

    stem: str
    id: str
    title: str
    of: tuple[Side, ...]
    by: tuple[Side, ...]
    findings: tuple[Finding, ...]


class Site(Struct, frozen=True, kw_only=True):
    """All pages of a report. `where` tells the page of each finding, `home` that of each claim, by their stems.

    `pages_of` tells the page of each subject. `rest` are the findings that no statement is part of.
    """

    report: Report
    pages: tuple[Page, ...]
    subjects: tuple[Subject, ...]
    rest: tuple[Finding, ...]
    where: Mapping[str, str]
    home: Mapping[str, str]
    pages_of: Mapping[str, str]
    sides: Mapping[str, Side]
    tracked: Mapping[str, Tracked]


def site_of(report: Report) -> Site:
    """Divide a report into pages; nothing depends on the order of files or lines."""
    claims = report.dossier.claims
    sides = {name: side_of(report.dossier, claim) for name, claim in claims.items()}
    by_claim: dict[str, list[Finding]] = {}
    for finding in report.findings:
        for name in claims_of(finding):
            by_claim.setdefault(name, []).append(finding)
    told_under = {finding.fingerprint: _told_under(finding) for finding in report.findings}
    stems = _Stems()
    pages = tuple(_pages(report, stems, sides, by_claim, told_under))
    subjects = tuple(_subjects(report, stems, sides, by_claim))
    home = {one.side.claim.id: page.stem for page in pages for one in page.statements}
    pages_of = {subject.id: subject.stem for subject in subjects}
    return Site(
        report=report,
        pages=pages,
        subjects=subjects,
        rest=tuple(finding for finding in report.findings if not told_under[finding.fingerprint]),
        where={name: home.get(claim, OTHERS) for name, claim in told_under.items()},
        home={name: home.get(name) or pages_of[claim.subject] for name, claim in claims.items()},
        pages_of=pages_of,
        sides=sides,
        tracked={one.finding.fingerprint: one for one in report.tracked if one.finding is not None},
    )


class _Stems:
    """Gives each page a file name that no other page has, also where a file system ignores capitals."""

    def __init__(self) -> None:
        self.taken = {INDEX, OTHERS, SOURCES, METHOD, NOT_CHECKED}

    def __call__(self, name: str) -> str:
        plain = re.sub(r"[^\w.-]+", "-", name).strip(".") or "page"
        short = plain if len(plain.encode()) <= _LONGEST else f"{plain[:40]}-{_hash(name)}"
        stem = short
        if stem.lower() in self.taken:
            stem = f"{short}-page"
        if stem.lower() in self.taken:
            stem = f"{short}-{_hash(name)}"
        self.taken.add(stem.lower())
        return stem


def _hash(name: str) -> str:
    return sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def claims_of(finding: Finding) -> frozenset[str]:
    """The ids of all claims that a finding's grounds are made of."""
    return frozenset(witness.claim.id for ground in (finding.ground, *finding.further) for witness in ground.witnesses)


def _told_under(finding: Finding) -> str:
    """The statement under which a finding is told in full: the official one, else the first; empty where none is."""
    claims = [witness.claim for ground in (finding.ground, *finding.further) for witness in witnesses_of(ground)]
    return next((claim.id for claim in claims if claim.listing == "assertion"), "")


def _pages(
    report: Report,
    stems: _Stems,
    sides: Mapping[str, Side],
    by_claim: Mapping[str, list[Finding]],
    told_under: Mapping[str, str],
) -> Iterator[Page]:
    """The pages by their earliest date of saying, then by id."""
    by_place: dict[str, list[Claim]] = {}
    for claim in report.dossier.claims.values():
        if claim.listing == "assertion":
            by_place.setdefault(claim.said_in or claim.source, []).append(claim)
    standings = {one.assertion: one for one in report.standings}
    rank = {finding.fingerprint: number for number, finding in enumerate(report.findings)}
    for place, claims in sorted(by_place.items(), key=lambda item: (_first_said(item[1]), item[0])):
        statements = [
            _statement(claim, sides, by_claim.get(claim.id, []), told_under, standings.get(claim.id))
            for claim in sorted(claims, key=reading_order)
        ]
        statements.sort(key=lambda one: _rank(one, rank))
        source = report.dossier.sources.get(place)
        yield Page(
            stem=stems(place),
            title=name_of(report.dossier, place),
            about=_about(report, source),
            source=source,
            statements=tuple(statements),
        )


def _rank(statement: Statement, rank: Mapping[str, int]) -> tuple[bool, bool, int]:
    told = [rank[finding.fingerprint] for finding in statement.told or statement.elsewhere]
    return (not statement.told, not told, min(told, default=0))


def _statement(
    claim: Claim,
    sides: Mapping[str, Side],
    about: list[Finding],
    told_under: Mapping[str, str],
    standing: Standing | None,
) -> Statement:
    return Statement(
        side=sides[claim.id],
        told=tuple(finding for finding in about if told_under[finding.fingerprint] == claim.id),
        elsewhere=tuple(finding for finding in about if told_under[finding.fingerprint] != claim.id),
        supports=tuple(sides[name] for name in (standing.supports if standing else ())),
        compared=tuple(sides[name] for name in (standing.compared if standing else ())),
    )


def _about(report: Report, source: Source | None) -> str:
    if source is None:
        return ""
    published = show(source.published) if source.published else ""
    publisher = name_of(report.dossier, source.publisher) if source.publisher else ""
    return capital(", ".join(part for part in (source.kind, publisher, published) if part))


def reading_order(claim: Claim) -> tuple[object, ...]:
    """Statements as they were said, then as they were recorded."""
    said = claim.said.start_earliest if claim.said else 0
    return (claim.said is None, said, claim.location.path, claim.location.line, claim.id)


def _first_said(claims: Iterable[Claim]) -> tuple[bool, int]:
    known = [claim.said.start_earliest for claim in claims if claim.said]
    return (not known, min(known, default=0))


def in_time(sides: Iterable[Side]) -> tuple[Side, ...]:
    """Records by the moment at which they were said or happened; those without one last."""
    return tuple(sorted(sides, key=lambda side: (moment_of(side.claim) <= NEG, moment_of(side.claim), side.claim.id)))


def _subjects(
    report: Report, stems: _Stems, sides: Mapping[str, Side], by_claim: Mapping[str, list[Finding]]
) -> Iterator[Subject]:
    """A page for everything that claims speak of and everybody who speaks, by name."""
    of: dict[str, list[Side]] = {}
    by: dict[str, list[Side]] = {}
    for side in sides.values():
        of.setdefault(side.claim.subject, []).append(side)
        if side.claim.said_by and side.claim.listing == "assertion":
            by.setdefault(side.claim.said_by, []).append(side)
    rank = {finding.fingerprint: number for number, finding in enumerate(report.findings)}
    names = {name: name_of(report.dossier, name) for name in (*of, *by)}
    for name in sorted(names, key=lambda one: (names[one].casefold(), one)):
        members = (*of.get(name, ()), *by.get(name, ()))
        findings = {f.fingerprint: f for side in members for f in by_claim.get(side.claim.id, ())}
        yield Subject(
            stem=stems(f"about-{name}"),
            id=name,
            title=capital(names[name]),
            of=in_time(of.get(name, ())),
            by=in_time(by.get(name, ())),
            findings=tuple(sorted(findings.values(), key=lambda f: rank[f.fingerprint])),
        )
