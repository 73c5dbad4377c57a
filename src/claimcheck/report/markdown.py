"""The report as Markdown pages: an index, and a page for each document or occasion in which something was said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from claimcheck.findings import Report
from claimcheck.i18n import tr
from claimcheck.report.escape import escaped
from claimcheck.report.site import INDEX, MADE_HERE, OTHERS, Site, site_of
from claimcheck.report.telling import heading, review_lines, summary, unknown
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
    statements_words,
    strength,
    witnesses_of,
)

_TEMPLATES = Path(__file__).parent / "templates"


def render_pages(report: Report, progress: Callable[[], None] = lambda: None) -> Mapping[str, str]:
    """Every page by its path below the folder of the report; the same report gives the same bytes."""
    site = site_of(report)
    environment = _environment(site)
    written: dict[str, str] = {}
    for stem, text in _rendered(site, environment):
        written[f"{stem}.md"] = _tidy(text)
        progress()
    return dict(sorted(written.items()))


def _rendered(site: Site, environment: Environment) -> Iterator[tuple[str, str]]:
    for page in site.pages:
        yield page.stem, environment.get_template("page.md.j2").render(page=page)
    if site.rest:
        yield OTHERS, environment.get_template("others.md.j2").render(sections=tuple(in_sections(site.rest)))
    sections = tuple(in_sections(site.report.findings))
    yield INDEX, environment.get_template("index.md.j2").render(sections=sections)


def _environment(site: Site) -> Environment:
    report = site.report
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
        "heading_of": heading,
        "headings": {section: tr(heading) for section, heading in HEADINGS.items()},
        "loaded": loaded_words(report),
        "made_here": MADE_HERE,
        "report": report,
        "review_lines": lambda finding: list(review_lines(site.tracked[finding.fingerprint])),
        "record": _record,
        "rows_of": _rows,
        "rules_words": rules_words,
        "sides_of": lambda ground: [site.sides[witness.claim.id] for witness in witnesses_of(ground)],
        "site": site,
        "statements_words": statements_words,
        "strength": strength,
        "summary": lambda statement: summary(statement, bool(report.left_out)),
        "timings": {timing: tr(words) for timing, words in TIMINGS.items()},
        "tr": tr,
        "unknown": lambda side: list(unknown(report.dossier, side)),
    }
    return environment


def _rows(sides: Sequence[Side]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The rows of the table that holds the sides against each other; one that nobody fills is left out."""
    fields = ("who", "occasion", "quote", "translation", "text", "time", "read_in")
    names = (tr("Who"), tr("In"), tr("Own words"), tr("Translated"), tr("Claim"), tr("Speaks of"), tr("Read in"))
    for name, field in zip(names, fields, strict=True):
        cells = tuple(escaped(getattr(side, field)) for side in sides)
        if any(cells):
            yield name, cells
    yield tr("Record"), tuple(_record(side) for side in sides)


def _record(side: Side) -> str:
    return tr("{record} in {file}", record=f"`{side.claim.id}`", file=escaped(side.claim.location.path))


def _tidy(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"
