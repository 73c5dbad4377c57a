"""The report as HTML pages that load nothing from elsewhere and read fully without scripts."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from msgspec.structs import replace

from claimcheck.dates import NEG, show
from claimcheck.explain.wording import name_of
from claimcheck.findings import Finding, Report
from claimcheck.i18n import language, tr, trn
from claimcheck.model import Claim
from claimcheck.report import htmltext, telling
from claimcheck.report.claimreview import embedded
from claimcheck.report.proofpicture import proof_svg
from claimcheck.report.site import INDEX, MADE_HERE, METHOD, NOT_CHECKED, OTHERS, SOURCES, Site, site_of
from claimcheck.report.timeline import timeline_svg
from claimcheck.report.words import (
    HEADINGS,
    TIMINGS,
    Side,
    chain,
    count_words,
    excepted_words,
    in_sections,
    loaded_words,
    moment_of,
    rules_words,
    statements_words,
    strength,
    witnesses_of,
)

WIDE, NARROW = 880.0, 360.0
MOST_DRAWN = 80  # records in one picture; the list beneath has all
_TEMPLATES = Path(__file__).parent / "templates"


def render_html(report: Report, progress: Callable[[], None] = lambda: None) -> Mapping[str, str]:
    """Every page by its path below the folder of the report; the same report gives the same bytes."""
    site = site_of(report)
    environment = _environment(site)
    written: dict[str, str] = {}
    for stem, text in _rendered(site, environment):
        written[f"{stem}.html"] = text
        progress()
    return dict(sorted(written.items()))


def _rendered(site: Site, environment: Environment) -> Iterator[tuple[str, str]]:
    for page in site.pages:
        yield page.stem, environment.get_template("occasion.html.j2").render(page=page)
    for subject in site.subjects:
        yield subject.stem, environment.get_template("subject.html.j2").render(subject=subject)
    if site.rest:
        sections = tuple(in_sections(site.rest))
        yield OTHERS, environment.get_template("others.html.j2").render(sections=sections)
    for stem in (SOURCES, METHOD, NOT_CHECKED):
        yield stem, environment.get_template(f"{stem}.html.j2").render()
    yield (
        INDEX,
        environment.get_template("index.html.j2").render(
            parties=sorted({finding.ground.parties for finding in site.report.findings}),
            reviewed=telling.reviewed(site.tracked.values()),
            sections=tuple(in_sections(site.report.findings)),
        ),
    )


def _environment(site: Site) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=htmltext.finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.do"],
    )
    own = site.report.dossier.language
    environment.filters |= {
        "bdi": htmltext.bdi if own == language() else lambda text: htmltext.in_language(text, own),
        "link": htmltext.link,
        "prose": htmltext.prose,
    }
    environment.globals |= {**_words(site), **_frame(site)}
    return environment


def _words(site: Site) -> dict[str, object]:
    """What templates say and ask for."""
    report = site.report
    dossier = report.dossier
    return {
        "against": telling.against,
        "claim_review": lambda page: Markup(embedded(site, page)),  # noqa: S704  JSON in which no sign can end the script
        "chain_of": chain,
        "counted": count_words,
        "excepted_words": excepted_words,
        "heading_of": telling.heading,
        "headings": {section: tr(heading) for section, heading in HEADINGS.items()},
        "is_linked": htmltext.is_linked,
        "loaded": loaded_words(report),
        "name_of": lambda name: name_of(dossier, name),
        "timeline": lambda sides, findings, title, width=NARROW: _picture(site, sides, findings, str(title), width),
        "wide": WIDE,
        "proof_picture": lambda ground: Markup(proof_svg(ground)),  # noqa: S704  it escapes what it is given
        "quoted": lambda claim: _quoted(site, claim),
        "related": lambda statement: telling.related(statement, site.sides),
        "rules_words": rules_words,
        "show": show,
        "sides_of": lambda ground: [site.sides[witness.claim.id] for witness in witnesses_of(ground)],
        "sources_of": lambda sides: telling.sources_of(sides, dossier),
        "statements_words": statements_words,
        "strength": strength,
        "summary": lambda statement: telling.summary(statement, bool(report.left_out)),
        "timings": {timing: tr(words) for timing, words in TIMINGS.items()},
        "tr": htmltext.told,
        "trn": trn,
        "unknown": lambda side: list(telling.unknown(dossier, side)),
        "verdict_label": lambda name: next((one.label for one in dossier.verdicts if one.id == name), name),
        "why_heading": telling.why_heading,
    }


def _frame(site: Site) -> dict[str, object]:
    """What surrounds a page, and where its links lead."""
    style, script, mark = (Markup(text) for text in (_asset("page.css"), _asset("filter.js"), MADE_HERE))  # noqa: S704  files of this program, nothing that users wrote
    return {
        "claim_link": lambda name: f"{site.home[name]}.html#claim-{name}",
        "dossier": site.report.dossier,
        "finding_link": lambda finding: f"{site.where[finding.fingerprint]}.html#{finding.fingerprint}",
        "language": language(),
        "mark": mark,
        "policy": (
            f"default-src 'none'; style-src {_allowed(style)}; script-src {_allowed(script)}; img-src data:; "
            "base-uri 'none'; form-action 'none'"
        ),
        "report": site.report,
        "script": script,
        "site": site,
        "style": style,
        "subject_link": lambda name: f"{site.pages_of[name]}.html" if name in site.pages_of else "",
    }


def _picture(site: Site, sides: Sequence[Side], findings: Iterable[Finding], title: str, width: float) -> Markup:
    """A timeline of records as a picture; empty where it would hold too little or too much to be read."""
    dated = sum(moment_of(side.claim) > NEG for side in sides)
    if not 2 <= dated <= MOST_DRAWN:
        return Markup()
    report = replace(site.report, tracked=tuple(site.tracked[finding.fingerprint] for finding in findings))
    drawn = timeline_svg(report, [side.claim.id for side in sides], width=width, title=title)
    return Markup(drawn)  # noqa: S704  it escapes what it is given


@cache
def _asset(name: str) -> str:
    return (_TEMPLATES / name).read_text("utf-8")


def _allowed(text: str) -> str:
    """A text inside the page by its hash, as a content security policy names it."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _quoted(site: Site, claim: Claim) -> Markup:
    """A speaker's own words in their language and direction, in quotation marks; empty where none are recorded."""
    if not claim.quote:
        return Markup("")
    source = site.report.dossier.sources.get(claim.source)
    language = claim.lang or (source.language if source else "")
    return htmltext.in_language(tr("“{quote}”", quote=claim.quote), language)
