"""The report as JUnit XML, which nearly every CI server can show: a suite for each rule, a case for each finding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from claimcheck.findings import Report, Tracked
from claimcheck.gate import DEFAULT_GATE, Gate, failing
from claimcheck.report.paths import path_from
from claimcheck.report.words import one_line, primary, review_words, strength

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_junit(report: Report, gate: Gate = DEFAULT_GATE, base: str = "") -> str:
    """A finding that makes the check fail is a failure, one judged to be no conflict is skipped, others pass.

    A rule without findings is a case that passes; a rule that did not run, and each problem, is an error.
    """
    fails = {id(one) for one in failing(report, gate)}
    by_rule: dict[str, list[Tracked]] = {rule: [] for rule in report.rules_run}
    for one in report.tracked:
        if one.finding is not None:
            by_rule.setdefault(one.finding.ground.rule, []).append(one)
    root = ET.Element("testsuites", name="claimcheck")
    for rule, members in sorted(by_rule.items()):
        _suite(root, rule, members, fails, base)
    _problems(root, report, base)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(root: ET.Element, rule: str, members: Sequence[Tracked], fails: set[int], base: str) -> None:
    failures = sum(id(one) in fails for one in members)
    skipped = sum(one.suppressed for one in members)
    suite = ET.SubElement(root, "testsuite", name=rule, tests=str(max(1, len(members))), failures=str(failures),
                          errors="0", skipped=str(skipped))  # fmt: skip
    if not members:
        ET.SubElement(suite, "testcase", classname=rule, name="nothing found")
    for one in members:
        _case(suite, rule, one, base, fails=id(one) in fails)


def _case(suite: ET.Element, rule: str, tracked: Tracked, base: str, *, fails: bool) -> None:
    finding, claim = tracked.finding, primary(tracked)
    assert finding is not None
    assert claim is not None
    ids = ", ".join(dict.fromkeys(witness.claim.id for witness in finding.ground.witnesses))
    case = ET.SubElement(suite, "testcase", classname=rule, name=f"{finding.fingerprint} {ids}",
                         file=_clean(path_from(base, claim.location.path)), line=str(claim.location.line))  # fmt: skip
    changes = "".join(f"\nChanged: {change}." for change in tracked.changes)
    told = _clean(f"{strength(finding.ground)}{changes}\n{finding.ground.message}")
    if fails:
        failure = ET.SubElement(case, "failure", message=_clean(one_line(tracked)), type=finding.ground.grade.word)
        failure.text = told
    elif tracked.suppressed:
        ET.SubElement(case, "skipped", message=_clean(review_words(tracked)))
    else:
        ET.SubElement(case, "system-out").text = told


def _problems(root: ET.Element, report: Report, base: str) -> None:
    errors = [problem for problem in report.problems if problem.severity == "error"]
    count = len(errors) + len(report.failed)
    if not count:
        return
    suite = ET.SubElement(root, "testsuite", name="problems", tests=str(count), failures="0", errors=str(count),
                          skipped="0")  # fmt: skip
    for problem in errors:
        place = problem.location
        case = ET.SubElement(suite, "testcase", classname=problem.code, file=_clean(path_from(base, place.path)),
                             name=_clean(str(place)), line=str(place.line))  # fmt: skip
        hint = f" ({problem.hint})" if problem.hint else ""
        ET.SubElement(case, "error", message=_clean(f"{problem.message}{hint}"), type=problem.code)
    for rule in report.failed:
        case = ET.SubElement(suite, "testcase", classname="rule", name=rule)
        ET.SubElement(case, "error", message="this rule did not run", type="RULE-FAILED")


def _clean(text: str) -> str:
    """Text without the characters that XML has no way to write."""
    return _FORBIDDEN.sub("\ufffd", text)
