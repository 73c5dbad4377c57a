"""The report as workflow commands, which GitHub shows as annotations on the files of a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from claimcheck.findings import Report, Severity, Tracked
from claimcheck.gate import DEFAULT_GATE, Gate, failing
from claimcheck.report.paths import path_from
from claimcheck.report.words import one_line, plural, primary, states_words, strength

SHOWN = 10
"""How many annotations of each kind GitHub shows for a step (its documentation of workflow commands)."""
_KINDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}


def render_github(report: Report, gate: Gate = DEFAULT_GATE, base: str = "") -> str:
    """A command a line: what makes the check fail first, then what is new or changed all the same, then problems.

    What was known before is counted, not annotated. The last line says what GitHub will not show.
    """
    fails = failing(report, gate)
    failed = {id(one) for one in fails}
    others = [one for one in report.tracked if one.open and id(one) not in failed]
    told = [*((_KINDS[_severity(one)], one) for one in fails), *(("notice", one) for one in others)]
    lines = [_finding(kind, one, base) for kind, one in told]
    kinds = Counter(kind for kind, _ in told)
    for problem in report.problems:
        kind = "error" if problem.severity == "error" else "notice" if problem.severity == "hint" else "warning"
        kinds[kind] += 1
        hint = f" ({problem.hint})" if problem.hint else ""
        place = problem.location
        lines.append(_command(kind, path_from(base, place.path), place.line, place.column, problem.code,
                              f"{problem.message}{hint}"))  # fmt: skip
    for rule in report.failed:
        kinds["error"] += 1
        lines.append(f"::error title={_property('rule did not run')}::{_data(rule)}")
    return "\n".join([*lines, *_closing(report, kinds)]) + "\n"


def _severity(tracked: Tracked) -> Severity:
    assert tracked.finding is not None, "what is gone never fails"
    return tracked.finding.ground.severity


def _finding(kind: str, tracked: Tracked, base: str) -> str:
    claim, finding = primary(tracked), tracked.finding
    assert claim is not None
    assert finding is not None
    changes = "".join(f" Changed: {change}." for change in tracked.changes)
    text = f"{strength(finding.ground)}{changes}\n{finding.ground.message}\n{one_line(tracked)}"
    title = f"{tracked.state}, {finding.ground.grade.word}: {finding.ground.title}"
    place = claim.location
    return _command(kind, path_from(base, place.path), place.line, place.column, title, text)


def _command(kind: str, path: str, line: int, column: int, title: str, text: str) -> str:
    where = f"file={_property(path)},line={line},col={column},title={_property(title)}"
    return f"::{kind} {where}::{_data(text)}"


def _closing(report: Report, kinds: Counter[str]) -> Iterator[str]:
    yield f"claimcheck: {states_words(report.tracked)}"
    cut = {kind: kinds[kind] - SHOWN for kind in ("error", "warning", "notice") if kinds[kind] > SHOWN}
    if cut:
        told = ", ".join(plural(count, f"{kind} annotation") for kind, count in cut.items())
        yield f"claimcheck: GitHub shows {SHOWN} annotations of each kind a step; not shown: {told}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
