"""The report as Markdown pages: an index, and a page for each document or occasion in which something was said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec import Struct

from claimcheck.dates import show
from claimcheck.explain.wording import capital, name_of
from claimcheck.findings import Finding, Report
from claimcheck.model import Claim
from claimcheck.report.escape import escaped
from claimcheck.report.words import (
    HEADINGS,
    TIMINGS,
    Side,
    chain,
    count_words,
    excepted_words,
    in_sections,
    loaded_words,
    plural,
    side_of,
    strength,
    witnesses_of,
)

MADE_HERE = "<!-- Written by claimcheck report; edit the dossier, not this page. -->"
INDEX = "index.md"
OTHERS = "other-findings.md"
_TEMPLATES = Path(__file__).parent / "templates"


class Statement(Struct, frozen=True, kw_only=True):
    """A claim of a page: the findings told under it, those told elsewhere, and what else the records say to it."""

    side: Side
    told: tuple[Finding, ...]
    elsewhere: tuple[Finding, ...]
    supports: tuple[Side, ...]
    compared: tuple[Side, ...]


class Page(Struct, frozen=True, kw_only=True):
    """A document or occasion with the statements made in it, in the order in which they were said and recorded."""

    path: str
    title: str
    about: str
    statements: tuple[Statement, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the page, each once."""
        return tuple({f.fingerprint: f for one in self.statements for f in (*one.told, *one.elsewhere)}.values())


def render_pages(report: Report) -> Mapping[str, str]:
    """Every page by its path below the folder of the report; the same report gives the same bytes."""
    where: dict[str, str] = {}
    pages = tuple(_pages(report, where))
    rest = tuple(finding for finding in report.findings if finding.fingerprint not in where)
    where |= {finding.fingerprint: OTHERS for finding in rest}
    environment = _environment(report, where)
    written = {page.path: environment.get_template("page.md.j2").render(page=page) for page in pages}
    if rest:
        written[OTHERS] = environment.get_template("others.md.j2").render(sections=tuple(in_sections(rest)))
    written[INDEX] = environment.get_template("index.md.j2").render(
        pages=pages, sections=tuple(in_sections(report.findings)), has_rest=bool(rest)
    )
    return {path: _tidy(text) for path, text in sorted(written.items())}


def _environment(report: Report, where: Mapping[str, str]) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  these pages are Markdown: `md` stands at every place in the templates
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"md": escaped, "small": lambda text: text[:1].lower() + text[1:]}
    environment.globals |= {
        "counted": count_words,
        "excepted_words": excepted_words,
        "chain_of": chain,
        "headings": HEADINGS,
        "loaded": loaded_words(report),
        "made_here": MADE_HERE,
        "others": OTHERS,
        "plural": plural,
        "report": report,
        "rows_of": _rows,
        "sides_of": lambda ground: [side_of(report.dossier, witness.claim) for witness in witnesses_of(ground)],
        "strength": strength,
        "timings": TIMINGS,
        "where": where,
    }
    return environment


def _pages(report: Report, where: dict[str, str]) -> Iterator[Page]:
    """The pages by their earliest date of saying, then by id; notes in `where` which page tells which finding."""
    by_place: dict[str, list[Claim]] = {}
    for claim in report.dossier.claims.values():
        if claim.listing == "assertion":
            by_place.setdefault(claim.said_in or claim.source, []).append(claim)
    for place, claims in sorted(by_place.items(), key=lambda item: (_first_said(item[1]), item[0])):
        path = _file_name(place)
        statements = tuple(_statement(report, claim, path, where) for claim in sorted(claims, key=_reading_order))
        title = name_of(report.dossier, place)
        yield Page(path=path, title=title, about=_about(report, place), statements=statements)


def _file_name(place: str) -> str:
    plain = re.sub(r"[^\w.-]+", "-", place).lstrip(".")
    return f"{plain}-page.md" if f"{plain}.md" in (INDEX, OTHERS) else f"{plain}.md"


def _about(report: Report, place: str) -> str:
    source = report.dossier.sources.get(place)
    if source is None:
        return ""
    published = show(source.published) if source.published else ""
    publisher = name_of(report.dossier, source.publisher) if source.publisher else ""
    return capital(", ".join(part for part in (source.kind, publisher, published) if part))


def _reading_order(claim: Claim) -> tuple[object, ...]:
    said = claim.said.start_earliest if claim.said else 0
    return (claim.said is None, said, claim.location.path, claim.location.line, claim.id)


def _first_said(claims: Iterable[Claim]) -> tuple[bool, int]:
    known = [claim.said.start_earliest for claim in claims if claim.said]
    return (not known, min(known, default=0))


def _statement(report: Report, claim: Claim, path: str, where: dict[str, str]) -> Statement:
    claims = report.dossier.claims
    standing = next((one for one in report.standings if one.assertion == claim.id), None)
    about = [finding for finding in report.findings if claim.id in _claims_of(finding)]
    told = tuple(finding for finding in about if finding.fingerprint not in where)
    where.update({finding.fingerprint: path for finding in told})
    return Statement(
        side=side_of(report.dossier, claim),
        told=told,
        elsewhere=tuple(finding for finding in about if finding not in told),
        supports=tuple(side_of(report.dossier, claims[name]) for name in (standing.supports if standing else ())),
        compared=tuple(side_of(report.dossier, claims[name]) for name in (standing.compared if standing else ())),
    )


def _claims_of(finding: Finding) -> frozenset[str]:
    return frozenset(witness.claim.id for ground in (finding.ground, *finding.further) for witness in ground.witnesses)


def _rows(sides: Sequence[Side]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The rows of the table that holds the sides against each other; one that nobody fills is left out."""
    fields = ("who", "occasion", "quote", "translation", "text", "time", "read_in")
    names = ("Who", "In", "Own words", "Translated", "Claim", "Speaks of", "Read in")
    for name, field in zip(names, fields, strict=True):
        cells = tuple(escaped(getattr(side, field)) for side in sides)
        if any(cells):
            yield name, cells
    yield "Record", tuple(f"`{side.claim.id}` in {escaped(side.claim.location.path)}" for side in sides)


def _tidy(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"
