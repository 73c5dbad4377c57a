"""The report as a GitLab Code Quality report, which the merge request compares with that of its target branch."""

from __future__ import annotations

import hashlib
import json

from claimcheck.errors import Problem
from claimcheck.findings import Report, Severity, Tracked
from claimcheck.gate import DEFAULT_GATE, Gate
from claimcheck.report.paths import path_from
from claimcheck.report.words import primary, strength

Json = dict[str, object]
_SEVERITIES: dict[Severity, str] = {"error": "critical", "warning": "major", "note": "info"}


def render_gitlab(report: Report, _gate: Gate = DEFAULT_GATE, base: str = "") -> str:
    """A list of entries: all findings that nobody has judged to be no conflict, known ones too, then the problems.

    GitLab itself tells which entries are new, by their fingerprints, so the gate leaves nothing out here.
    """
    entries = [_finding(one, base) for one in report.tracked if one.finding is not None and not one.suppressed]
    entries += [_problem(problem, base) for problem in report.problems if problem.severity != "hint"]
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def _finding(tracked: Tracked, base: str) -> Json:
    finding, claim = tracked.finding, primary(tracked)
    assert finding is not None
    assert claim is not None
    ground = finding.ground
    told = f"{ground.grade.word.capitalize()}: {strength(ground)} {ground.message}"
    return {
        "description": " ".join(told.split()),
        "check_name": ground.rule,
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES[ground.severity],
        "location": _place(base, claim.location.path, claim.location.line),
    }


def _problem(problem: Problem, base: str) -> Json:
    identity = f"{problem.code}\n{problem.location.path}\n{problem.message}"
    return {
        "description": f"{problem.message}{f' ({problem.hint})' if problem.hint else ''}",
        "check_name": problem.code,
        "fingerprint": hashlib.sha256(identity.encode()).hexdigest()[:16],
        "severity": "blocker" if problem.severity == "error" else "minor",
        "location": _place(base, problem.location.path, problem.location.line),
    }


def _place(base: str, path: str, line: int) -> Json:
    return {"path": path_from(base, path), "lines": {"begin": line}}
