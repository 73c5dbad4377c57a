"""The report as SARIF 2.1.0, the format in which code-scanning services read findings.

A finding is shown at the record that is new, with the other records as related locations and, in the order of time,
as a flow of steps. Its identity is its fingerprint, so that a moved line is no other alert.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from claimcheck import __version__
from claimcheck.errors import Problem, ProblemSeverity
from claimcheck.findings import Finding, Report, RuleNote, State, Tracked
from claimcheck.gate import DEFAULT_GATE, Gate, failing
from claimcheck.known import Review
from claimcheck.model import Claim
from claimcheck.report.paths import uri_from
from claimcheck.report.words import moment_of, primary, side_of, strength, witnesses_of

Json = dict[str, object]
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_STATES: dict[State, str] = {"new": "new", "unchanged": "unchanged", "changed": "updated", "gone": "absent"}
_LEVELS: dict[ProblemSeverity, str] = {"error": "error", "warning": "warning", "hint": "note"}


def render_sarif(report: Report, gate: Gate = DEFAULT_GATE, base: str = "") -> str:
    """The whole report as one SARIF run; `base` is the path of the dossier in its repository."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, gate, base)]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _run(report: Report, gate: Gate, base: str) -> Json:
    rules = [rule for rule in report.rules if rule.conflict]
    index = {rule.id: number for number, rule in enumerate(rules)}
    fails = {id(one) for one in failing(report, gate)}
    return {
        "tool": {
            "driver": {
                "name": "claimcheck",
                "fullName": f"claimcheck {__version__}",
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "automationDetails": {"id": "claimcheck/"},
        "columnKind": "unicodeCodePoints",
        "results": [
            _gone(one, index, base) if one.finding is None else _result(report, one, one.finding, index, base, fails)
            for one in report.tracked
        ],
        "invocations": [_invocation(report, base)],
        "properties": {"against": list(report.against)},
    }


def _rule(rule: RuleNote) -> Json:
    return {
        "id": rule.id,
        "name": _pascal(rule.id),
        "shortDescription": {"text": f"{rule.title}."},
        "fullDescription": {"text": _flat(rule.why)},
        "help": {
            "text": f"{_flat(rule.why)} Run `claimcheck explain {rule.id}` for the whole rule and its examples.",
            "markdown": f"{_flat(rule.why)}\n\nRun `claimcheck explain {rule.id}` for the whole rule and its examples.",
        },
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(
    report: Report, tracked: Tracked, finding: Finding, index: dict[str, int], base: str, fails: set[int]
) -> Json:
    ground = finding.ground
    claims = [witness.claim for witness in witnesses_of(ground)]
    first = primary(tracked)
    others = [claim for claim in claims if claim is not first]
    assert first is not None, "a finding that is there has records"
    return {
        "ruleId": ground.rule,
        **({"ruleIndex": index[ground.rule]} if ground.rule in index else {}),
        "level": ground.severity,
        "message": {"text": _message(report, tracked, first, others)},
        "locations": [_location(first, base)],
        "relatedLocations": [
            {"id": number, "message": {"text": _told(report, claim)}, **_location(claim, base)}
            for number, claim in enumerate(others, 1)
        ],
        "codeFlows": [_flow(report, claims, base)],
        "partialFingerprints": {
            "claimcheckFinding/v1": finding.fingerprint,
            "primaryLocationLineHash": f"{finding.fingerprint}:1",
        },
        "baselineState": _STATES[tracked.state],
        "suppressions": [_suppression(tracked.review)] if tracked.suppressed and tracked.review else [],
        "properties": {
            "grade": ground.grade.word,
            "timing": ground.timing,
            "parties": ground.parties,
            "fails": id(tracked) in fails,
            "contentHash": ground.content_hash,
            "changes": list(tracked.changes),
            "dependsOn": list(ground.depends_on),
            "settle": list(ground.settle),
        },
    }


def _message(report: Report, tracked: Tracked, first: Claim, others: Sequence[Claim]) -> str:
    """How far the finding goes, the record it is shown at, and the others, each linked to its place."""
    finding = tracked.finding
    assert finding is not None
    against = "; ".join(f"[{_escaped(claim.id)}]({number}) {_escaped(_told(report, claim))}"
                        for number, claim in enumerate(others, 1))  # fmt: skip
    head = f"{finding.ground.grade.word.capitalize()}: {_escaped(_flat(strength(finding.ground)))}"
    changed = "".join(f" Changed: {_escaped(change)}." for change in tracked.changes)
    here = f"'{_escaped(first.id)}' {_escaped(_told(report, first))}"
    return f"{head}{changed} Here: {here}{f' Against: {against}' if others else ''}"


def _told(report: Report, claim: Claim) -> str:
    side = side_of(report.dossier, claim)
    return _flat(f"{side.speaker}, {side.head[:1].lower()}{side.head[1:]}: {claim.text}")


def _location(claim: Claim, base: str) -> Json:
    return {
        "physicalLocation": _place(base, claim.location.path, claim.location.line, claim.location.column),
        "logicalLocations": [{"fullyQualifiedName": claim.id, "kind": "member"}],
    }


def _place(base: str, path: str, line: int, column: int) -> Json:
    return {
        "artifactLocation": {"uri": uri_from(base, path), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": line, "startColumn": column},
    }


def _flow(report: Report, claims: Sequence[Claim], base: str) -> Json:
    """The records in the order in which they were said or happened."""
    dated = sorted(claims, key=moment_of)
    steps = [{"location": {**_location(claim, base), "message": {"text": _told(report, claim)}}} for claim in dated]
    return {"threadFlows": [{"locations": steps}]}


def _suppression(review: Review) -> Json:
    return {
        "kind": "external",
        "status": "accepted",
        "justification": f"{review.by}, {review.on}: {_flat(review.note)}",
    }


def _gone(tracked: Tracked, index: dict[str, int], base: str) -> Json:
    entry = tracked.accepted
    assert entry is not None, "what is gone was known"
    return {
        "ruleId": entry.rule,
        **({"ruleIndex": index[entry.rule]} if entry.rule in index else {}),
        "message": {"text": f"Gone: '{', '.join(entry.claims)}' no longer stand against each other on these records."},
        "locations": [{"physicalLocation": _place(base, entry.location.path, 1, 1)}],
        "partialFingerprints": {"claimcheckFinding/v1": entry.fingerprint},
        "baselineState": _STATES["gone"],
    }


def _invocation(report: Report, base: str) -> Json:
    whole = not report.failed and not any(problem.severity == "error" for problem in report.problems)
    return {
        "executionSuccessful": whole,
        "toolConfigurationNotifications": [_problem(problem, base) for problem in report.problems],
        "toolExecutionNotifications": [
            {"descriptor": {"id": "NOT-CHECKED"}, "level": "note",
             "message": {"text": f"Not checked: '{_escaped(_flat(one.what))}': {_escaped(_flat(one.reason))}."}}
            for one in report.not_checked
        ],
    }  # fmt: skip


def _problem(problem: Problem, base: str) -> Json:
    place = problem.location
    hint = f" ({problem.hint})" if problem.hint else ""
    return {
        "descriptor": {"id": problem.code},
        "level": _LEVELS[problem.severity],
        "message": {"text": _escaped(_flat(f"{problem.message}{hint}."))},
        "locations": [{"physicalLocation": _place(base, place.path, place.line, place.column)}],
    }


def _flat(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    """Text in a message, where a bracket would begin a link."""
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("-"))
