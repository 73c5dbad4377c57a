"""Whole dossiers under `cases/`, each judged against findings and silences that were written down by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml

from claimcheck.check import check_dossier
from claimcheck.findings import Finding, Report

CASES = sorted(path for path in (Path(__file__).parent / "cases").glob("*") if path.is_dir())
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@dataclass(frozen=True, slots=True, order=True)
class Told:
    """What a finding's lead ground tells: between which claims, by which rule, how sure, when and who."""

    claims: tuple[str, ...]
    rule: str
    grade: str
    timing: str
    parties: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    rules: frozenset[str]
    findings: tuple[Told, ...]
    silent: tuple[frozenset[str], ...]


def pair(claims: list[str]) -> tuple[str, ...]:
    return tuple(sorted(set(claims)))


@cache
def expected(case: Path) -> Expected:
    written = yaml.load((case / "expected.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    return Expected(
        rules=frozenset(written["rules"]),
        findings=tuple(
            Told(pair(entry["claims"]), entry["rule"], entry["grade"], entry["timing"], entry["parties"])
            for entry in written["findings"]
        ),
        silent=tuple(frozenset(entry["claims"]) for entry in written["silent"]),
    )


@cache
def report(case: Path) -> Report:
    return check_dossier(case)


def told(finding: Finding) -> Told:
    ground = finding.ground
    claims = pair([witness.claim.id for witness in ground.witnesses])
    return Told(claims, ground.rule, ground.grade.word, ground.timing, ground.parties)


def named_by(finding: Finding) -> frozenset[str]:
    """Every claim that the finding sets against another: its sides and the witnesses of each of its grounds."""
    grounds = (finding.ground, *finding.further)
    witnesses = {witness.claim.id for ground in grounds for witness in ground.witnesses}
    return frozenset(witnesses.union(*finding.sides))


def test_there_are_cases() -> None:
    assert CASES


@each_case
def test_a_case_loads_without_errors(case: Path) -> None:
    assert [str(problem) for problem in report(case).problems if problem.severity == "error"] == []


@each_case
def test_expectations_name_rules_that_ran_and_claims_of_the_case(case: Path) -> None:
    wanted = expected(case)
    claims = {claim for entry in wanted.findings for claim in entry.claims}.union(*wanted.silent)
    assert claims - set(report(case).dossier.claims) == set()
    assert wanted.rules - set(report(case).rules_run) == set()
    assert {entry.rule for entry in wanted.findings} <= wanted.rules
    assert {len(sides) for sides in wanted.silent} <= {2}


@each_case
def test_exactly_the_expected_findings_are_told(case: Path) -> None:
    wanted = Counter(expected(case).findings)
    found = Counter(told(finding) for finding in report(case).findings if finding.ground.rule in expected(case).rules)
    assert (sorted(wanted - found), sorted(found - wanted)) == ([], []), "(only expected, only told)"


@each_case
def test_silent_pairs_stay_silent(case: Path) -> None:
    spoken = [
        (sorted(sides), told(finding))
        for sides in expected(case).silent
        for finding in report(case).findings
        if sides <= named_by(finding)
    ]
    assert spoken == []
