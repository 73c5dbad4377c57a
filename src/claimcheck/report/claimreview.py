"""Signed verdicts as ClaimReview of schema.org: what search engines and archives of fact-checks read.

Only what a named person has judged, and has not been edited since, is told; and only where the judgment can be of one
statement: a verdict on two statements that stand against each other does not say which of them it is about.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

from msgspec import Struct

from claimcheck.explain.wording import name_of, said_on
from claimcheck.findings import Finding, Report, Tracked
from claimcheck.i18n import tr
from claimcheck.known import Review
from claimcheck.model import Claim, Dossier, Entity, Verdict
from claimcheck.report.redact import hidden
from claimcheck.report.site import Page, Site, site_of

Json = dict[str, object]
CONTEXT = "https://schema.org"
_DAY = re.compile(r"(\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?)(?:T[\d:]+(?:Z|[+-][\d:]+)?)?")
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


def render_claim_reviews(report: Report) -> str:
    """Every review of a report in one JSON-LD document; the same report gives the same bytes."""
    site = site_of(report)
    graph = [_claim_review(site, judged) for page in site.pages for judged in judged_on(site, page)]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=2) + "\n"


def embedded(site: Site, page: Page) -> str:
    """The review of a page as text for its `<script type="application/ld+json">`; empty where it has none.

    A page has one: of the statement that stands first on it. Nothing in the text can end the script.
    """
    first = next(judged_on(site, page), None)
    if first is None:
        return ""
    return json.dumps({"@context": CONTEXT, **_claim_review(site, first)}).translate(_UNSAFE)


class Judged(Struct, frozen=True, kw_only=True):
    """A statement, and the verdict in force on it, with the finding and the review that it comes from."""

    claim: Claim
    finding: Finding
    review: Review
    verdict: Verdict


def judged_on(site: Site, page: Page) -> Iterator[Judged]:
    """The statements of a page that a verdict can be of, in its order; each with that of its strongest finding."""
    for statement in page.statements:
        for finding in statement.told:
            tracked = site.tracked[finding.fingerprint]
            verdict = verdict_of(site.report.dossier, tracked)
            if tracked.review and verdict and is_of_one_statement(finding):
                claim = statement.side.claim
                yield Judged(claim=claim, finding=finding, review=tracked.review, verdict=verdict)
                break


def untold(report: Report) -> Iterator[str]:
    """The verdicts in force that make no ClaimReview, each with the reason in a sentence."""
    site = site_of(report)
    told = {judged.finding.fingerprint for page in site.pages for judged in judged_on(site, page)}
    for tracked in report.tracked:
        finding = tracked.finding
        if finding is None or finding.fingerprint in told or verdict_of(report.dossier, tracked) is None:
            continue
        if not _said(finding):
            reason = tr("no statement is part of the finding")
        elif not is_of_one_statement(finding):
            reason = tr("statements stand on several sides of the finding, and the verdict does not say of which it is")
        else:
            reason = tr("another finding gives the verdict on its statement")
        yield tr("finding {finding} makes no ClaimReview: {reason}", finding=finding.fingerprint, reason=reason)


def verdict_of(dossier: Dossier, tracked: Tracked) -> Verdict | None:
    """The verdict in force: signed, of the published scale, its work done, and nothing edited since."""
    review = tracked.review
    if review is None or tracked.outdated or review.status == "open" or review.by == hidden():
        return None
    return next((verdict for verdict in dossier.verdicts if verdict.id == review.verdict), None)


def is_of_one_statement(finding: Finding) -> bool:
    """Whether the statements in a finding all stand on one side of it, so that a verdict can only be of that."""
    said = _said(finding)
    return len(said) == 1 or (bool(said) and any(said <= set(side) for side in finding.sides))


def _said(finding: Finding) -> frozenset[str]:
    return frozenset(w.claim.id for w in finding.ground.witnesses if w.claim.listing == "assertion")


def _claim_review(site: Site, judged: Judged) -> Json:
    dossier, review = site.report.dossier, judged.review
    path = f"{quote(site.where[judged.finding.fingerprint])}.html#{judged.finding.fingerprint}"
    signer: Json = {"@type": "Person", "name": review.by}
    return _filled({
        "@type": "ClaimReview",
        "url": f"{dossier.site}/{path}" if dossier.site else path,
        "claimReviewed": judged.claim.text,
        "author": _publisher(dossier) if dossier.publisher else signer,
        "creator": signer if dossier.publisher else None,
        "datePublished": _day(review.on),
        "inLanguage": dossier.language,
        "reviewRating": _rating(dossier, judged.verdict),
        "reviewBody": "" if review.note == hidden() else review.note,
        "itemReviewed": _claim(dossier, judged.claim),
    })  # fmt: skip


def _publisher(dossier: Dossier) -> Json:
    return _filled({"@type": "Organization", "name": dossier.publisher, "url": dossier.site})


def _rating(dossier: Dossier, verdict: Verdict) -> Json:
    """The verdict in words; with numbers only where it is a degree of truth on a scale of several."""
    best = max((one.rating for one in dossier.verdicts if one.rating), default=1)
    rated = verdict.rating is not None and best > 1
    return _filled({
        "@type": "Rating",
        "alternateName": verdict.label,
        "ratingExplanation": verdict.meaning,
        "ratingValue": verdict.rating if rated else None,
        "bestRating": best if rated else None,
        "worstRating": 1 if rated else None,
    })  # fmt: skip


def _claim(dossier: Dossier, claim: Claim) -> Json:
    """What was said, by whom, when, and where it can be read: in its own document first, then where it is quoted."""
    said = said_on(dossier, claim)
    own = claim.said_in if claim.said_in and claim.said_in != claim.source else ""
    return _filled({
        "@type": "Claim",
        "name": claim.text,
        "text": claim.quote,
        "inLanguage": claim.lang if claim.quote else "",
        "author": _speaker(dossier, claim),
        "datePublished": _day(said.text) if said else "",
        "firstAppearance": _work(dossier, own) if own else None,
        "appearance": _work(dossier, claim.source),
    })  # fmt: skip


def _speaker(dossier: Dossier, claim: Claim) -> Json:
    """Who said it, and the body that it is attributed to."""
    speaker = dossier.entities.get(claim.said_by)
    person = speaker is not None and _is_person(speaker)
    whole: Json | None = None
    if claim.authority and claim.authority != claim.said_by:
        whole = {"@type": "Organization", "name": name_of(dossier, claim.authority)}
    return _filled({
        "@type": "Person" if person else "Organization",
        "name": name_of(dossier, claim.said_by),
        "affiliation": whole if person else None,
        "parentOrganization": None if person else whole,
    })  # fmt: skip


def _is_person(entity: Entity) -> bool:
    return entity.kind == "person" or (not entity.kind and bool(entity.acts_for))


def _work(dossier: Dossier, name: str) -> Json | None:
    """A document or occasion, with its address where it has one."""
    source = dossier.sources.get(name)
    if source is None:
        return None
    return _filled({
        "@type": "CreativeWork",
        "name": source.title,
        "url": source.url,
        "archivedAt": source.archive_url,
        "datePublished": _day(source.published.text) if source.published else "",
        "inLanguage": source.language,
    })  # fmt: skip


def _day(text: str) -> str:
    """A date as ISO 8601 has it, as fine as it was written; empty where it is a stretch, a choice or unsure."""
    found = _DAY.fullmatch(text)
    return found[1] if found else ""


def _filled(keys: Json) -> Json:
    """Without the keys that nobody filled."""
    return {key: told for key, told in keys.items() if told not in ("", None)}
