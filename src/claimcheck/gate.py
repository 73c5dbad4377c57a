"""Which findings make a check fail: those that nobody has looked at, from a grade and a severity upwards."""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

from claimcheck.findings import Report, Severity, Tracked

FailOn = Literal["new", "any", "never"]
GateGrade = Literal["possible", "presumed", "certain"]
FAIL_ON: tuple[FailOn, ...] = get_args(FailOn)
GRADES: tuple[GateGrade, ...] = get_args(GateGrade)  # from weak to strong, like the severities
SEVERITIES: tuple[Severity, ...] = ("note", "warning", "error")


class Gate(Struct, frozen=True, kw_only=True):
    """What a check fails on. `new` are findings that are new or changed, `any` also those that were known before.

    A finding that a named person has judged to be no conflict, on the records as they are, never fails.
    """

    fail_on: FailOn = "new"
    min_grade: GateGrade = "possible"
    min_severity: Severity = "warning"


DEFAULT_GATE = Gate()


def failing(report: Report, gate: Gate) -> tuple[Tracked, ...]:
    """The findings that make the check fail, in the order of the report."""
    return tuple(one for one in report.tracked if _fails(one, gate))


def _fails(tracked: Tracked, gate: Gate) -> bool:
    if tracked.finding is None or tracked.suppressed or gate.fail_on == "never":
        return False
    ground = tracked.finding.ground
    return (
        (gate.fail_on == "any" or tracked.open)
        and GRADES.index(ground.grade.word) >= GRADES.index(gate.min_grade)
        and SEVERITIES.index(ground.severity) >= SEVERITIES.index(gate.min_severity)
    )
