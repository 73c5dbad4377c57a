"""The report as JSON: a versioned contract for other programs (`claimcheck schema findings` prints its schema)."""

from __future__ import annotations

import json
from collections import Counter

from claimcheck.errors import Problem
from claimcheck.explain.wording import said_on
from claimcheck.findings import Excepted, Finding, Ground, Proof, Report, Tracked, Witness
from claimcheck.gate import DEFAULT_GATE, Gate, failing
from claimcheck.known import Accepted, Review
from claimcheck.model import Dossier

SCHEMA_VERSION = "1.1"

Json = dict[str, object]


def render_json(report: Report, gate: Gate = DEFAULT_GATE, _base: str = "") -> str:
    """The whole report as indented JSON with a final newline; the same report gives the same bytes."""
    return json.dumps(report_as_json(report, gate), ensure_ascii=False, indent=2) + "\n"


def render_jsonl(report: Report, gate: Gate = DEFAULT_GATE, _base: str = "") -> str:
    """The same, an object a line: `type` is `report` for the first, with everything but the lists, then that of each.

    The types are `report`, `finding`, `gone`, `assertion`, `problem` and `not_checked`.
    """
    whole = report_as_json(report, gate)
    lists = {"findings": "finding", "gone": "gone", "assertions": "assertion", "problems": "problem",
             "not_checked": "not_checked"}  # fmt: skip
    lines: list[Json] = [{"type": "report", **{key: told for key, told in whole.items() if key not in lists}}]
    for key, kind in lists.items():
        items = whole[key]
        assert isinstance(items, list)
        lines += [{"type": kind, **item} for item in items]
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)


def report_as_json(report: Report, gate: Gate = DEFAULT_GATE) -> Json:
    """The report as plain lists and mappings, in the form that the schema describes."""
    dossier = report.dossier
    fails = {id(one) for one in failing(report, gate)}
    return {
        "schema_version": SCHEMA_VERSION,
        "dossier": _dossier(dossier),
        "summary": _summary(report),
        "against": list(report.against),
        "findings": [
            {**finding_as_json(dossier, one.finding), **_tracked(one), "fails": id(one) in fails}
            for one in report.tracked
            if one.finding is not None
        ],
        "gone": [_accepted(one.accepted) for one in report.tracked if one.finding is None and one.accepted],
        "assertions": [
            {"id": one.assertion, "supported_by": list(one.supports), "compared_with": list(one.compared)}
            for one in report.standings
        ],
        "problems": [_problem(problem) for problem in report.problems],
        "not_checked": [{"what": one.what, "reason": one.reason} for one in report.not_checked],
        "rules_run": list(report.rules_run),
        "rules_failed": list(report.failed),
        "excepted": [_excepted(one) for one in report.excepted],
    }


def _dossier(dossier: Dossier) -> Json:
    listings = Counter(claim.listing for claim in dossier.claims.values())
    return {
        "title": dossier.title,
        "timezone": dossier.timezone,
        "language": dossier.language,
        "assertions": listings["assertion"],
        "facts": listings["fact"],
        "links": len(dossier.links),
        "sources": len(dossier.sources),
        "entities": len(dossier.entities),
    }


def _summary(report: Report) -> Json:
    grades = Counter(finding.ground.grade.word for finding in report.findings)
    severities = Counter(finding.ground.severity for finding in report.findings)
    timings = Counter(finding.ground.timing for finding in report.findings)
    parties = Counter(finding.ground.parties for finding in report.findings)
    problems = Counter(problem.severity for problem in report.problems)
    return {
        "findings": len(report.findings),
        "by_grade": {word: grades[word] for word in ("certain", "presumed", "possible")},
        "by_severity": {word: severities[word] for word in ("error", "warning", "note")},
        "by_timing": dict(sorted(timings.items())),
        "by_parties": dict(sorted(parties.items())),
        "problems": {word: problems[word] for word in ("error", "warning", "hint")},
    }


def _tracked(tracked: Tracked) -> Json:
    review = tracked.review
    return {
        "state": tracked.state,
        "changes": list(tracked.changes),
        "new_records": list(tracked.new_records),
        "accepted": _accepted(tracked.accepted) if tracked.accepted else None,
        "review": _review(review, outdated=tracked.outdated) if review else None,
        "suppressed": tracked.suppressed,
    }


def _accepted(accepted: Accepted) -> Json:
    return {
        "fingerprint": accepted.fingerprint,
        "rule": accepted.rule,
        "claims": list(accepted.claims),
        "note": accepted.note or None,
        "by": accepted.by or None,
        "on": accepted.on or None,
    }


def _review(review: Review, *, outdated: bool) -> Json:
    return {
        "status": review.status,
        "verdict": review.verdict or None,
        "note": review.note or None,
        "by": review.by,
        "on": review.on,
        "outdated": outdated,
    }


def finding_as_json(dossier: Dossier, finding: Finding) -> Json:
    """One finding, without what is known of it from before."""
    return {
        **_ground(dossier, finding.ground),
        "sides": [list(side) for side in finding.sides],
        "group": finding.group,
        "withdrawn": finding.withdrawn or None,
        "further_grounds": [_ground(dossier, ground) for ground in finding.further],
    }


def _ground(dossier: Dossier, ground: Ground) -> Json:
    return {
        "fingerprint": ground.fingerprint,
        "content_hash": ground.content_hash,
        "rule": ground.rule,
        "title": ground.title,
        "why": ground.why,
        "severity": ground.severity,
        "grade": ground.grade.word,
        "timing": ground.timing,
        "lapsed": ground.lapsed,
        "parties": ground.parties,
        "message": ground.message,
        "depends_on": list(ground.depends_on),
        "settle": list(ground.settle),
        "claims": [_witness(dossier, witness) for witness in ground.witnesses],
        "proof": _proof(ground.proof),
    }


def _witness(dossier: Dossier, witness: Witness) -> Json:
    claim = witness.claim
    said = said_on(dossier, claim)
    return {
        "id": claim.id,
        "role": witness.role,
        "listing": claim.listing,
        "official": claim.official,
        "text": claim.text,
        "quote": claim.quote or None,
        "said_by": claim.said_by or None,
        "said_to": list(claim.said_to),
        "said_on": said.text if said else None,
        "said_in": claim.said_in or None,
        "when": claim.when.text if claim.when else None,
        "source": claim.source,
        "cite": claim.cite or None,
        "file": claim.location.path,
        "line": claim.location.line,
        "column": claim.location.column,
    }


def _proof(proof: Proof) -> Json:
    return {
        "kind": proof.kind,
        "sentence": proof.sentence,
        "grade": proof.grade.word,
        "by": proof.by or None,
        "claim": proof.claim or None,
        "sources": [_proof(source) for source in proof.sources],
    }


def _excepted(one: Excepted) -> Json:
    return {
        "rule": one.rule,
        "claims": list(one.claims),
        "reason": one.reason,
        "matches": one.matches,
        "file": one.location.path,
        "line": one.location.line,
        "column": one.location.column,
    }


def _problem(problem: Problem) -> Json:
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": problem.location.path,
        "line": problem.location.line,
        "column": problem.location.column,
        "message": problem.message,
        "hint": problem.hint or None,
    }
