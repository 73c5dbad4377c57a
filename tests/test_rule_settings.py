"""What `claimcheck.yaml` says about rules, from the file to the output: exceptions, severities, rules switched off."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from bridge import write_bridge
from claimcheck.check import check_dossier
from claimcheck.cli import run
from claimcheck.errors import Problem
from claimcheck.findings import Report
from claimcheck.report.markdown import render_pages
from claimcheck.report.schema import findings_schema
from claimcheck.report.text import render_text

RULE = "affirmed-and-denied"
REASON = "the ban was for lorries only"


def settled(root: Path, rules: str, **files: str) -> Report:
    write_bridge(root, **files)
    settings = root / "claimcheck.yaml"
    settings.write_text(f"format: 1\ntitle: The bridge\nrules:\n{rules}", "utf-8")
    return check_dossier(root)


def excepting(claims: str, rule: str = RULE) -> str:
    return f"  {rule}:\n    except:\n      - {{claims: {claims}, reason: {REASON}}}\n"


def codes(report: Report) -> list[str]:
    return [problem.code for problem in report.problems]


def test_without_settings_there_is_a_finding(tmp_path: Path) -> None:
    write_bridge(tmp_path)
    report = check_dossier(tmp_path)
    assert [finding.ground.rule for finding in report.findings] == [RULE]
    assert report.excepted == ()


def test_an_exception_is_no_finding_and_is_listed_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = settled(tmp_path, excepting("[letter-open, shut-in-july]"))
    assert (report.findings, codes(report)) == ((), [])
    assert [(one.rule, one.claims, one.reason, one.matches) for one in report.excepted] == [
        (RULE, ("letter-open", "shut-in-july"), REASON, 1)
    ]
    assert RULE in report.rules_run
    told = f"{RULE} for letter-open and shut-in-july (1 match): {REASON}"
    assert f"Excepted by the dossier - {told}" in " ".join(render_text(report).split())
    assert f"Excepted by the dossier: {told}" in render_pages(report)["index.md"]
    assert "Nothing was left out" not in render_pages(report)["index.md"]
    assert run(["check", str(tmp_path), "--format", "json"]) == 0
    output = json.loads(capsys.readouterr().out)
    jsonschema.validate(output, findings_schema())
    assert output["excepted"] == [
        {"rule": RULE, "claims": ["letter-open", "shut-in-july"], "reason": REASON, "matches": 1,
         "file": "claimcheck.yaml", "line": 6, "column": 9}
    ]  # fmt: skip


@pytest.mark.parametrize("claims", ["letter-open", "[shut-in-july]"])
def test_one_claim_alone_excepts_all_that_the_rule_finds_of_it(tmp_path: Path, claims: str) -> None:
    report = settled(tmp_path, excepting(claims))
    assert (report.findings, len(report.excepted), codes(report)) == ((), 1, [])


def test_an_exception_covers_only_matches_with_all_of_its_claims(tmp_path: Path) -> None:
    other = (
        "evidence:\n  - {id: shut-in-august, text: It was closed., subject: bridge, affirms: closed,\n"
        "     when: 2018-08-10/2018-08-20, said_by: paper, source: article}\n"
    )
    report = settled(tmp_path, excepting("[letter-open, shut-in-july]"), evidence__august=other)
    assert [sorted(name for side in one.sides for name in side) for one in report.findings] == [
        ["letter-open", "shut-in-august"]
    ]
    assert [one.matches for one in report.excepted] == [1]


def test_an_exception_that_fits_nothing_is_told_at_its_place(tmp_path: Path) -> None:
    further = (
        "evidence:\n  - {id: painted, text: Painted., subject: bridge, affirms: shut, when: 2019, source: article}\n"
    )
    report = settled(tmp_path, excepting("[letter-open, painted]"), evidence__painted=further)
    assert len(report.findings) == 1
    (problem,) = [problem for problem in report.problems if problem.code == "IDLE-EXCEPTION"]
    assert (str(problem.location), problem.severity) == ("claimcheck.yaml:6:9", "warning")
    assert run(["check", str(tmp_path)]) == 1


def test_an_exception_to_a_rule_that_finds_no_conflicts_says_so(tmp_path: Path) -> None:
    report = settled(tmp_path, excepting("[letter-open, shut-in-july]", "supports"))
    assert [problem.message for problem in report.problems] == [
        "`supports` finds no conflicts, so there is nothing to except from it"
    ]


def test_an_exception_outlives_a_renaming(tmp_path: Path) -> None:
    report = settled(tmp_path, excepting("[letter-of-may, shut-in-july]"))
    assert [problem.code for problem in report.problems] == ["UNKNOWN-CLAIM"]
    assert len(report.findings) == 1
    letter = tmp_path / "claims" / "letter.yaml"
    letter.write_text(letter.read_text("utf-8").replace("id: letter-open", "id: letter-open\n    was: letter-of-may"))
    report = check_dossier(tmp_path)
    assert (report.findings, codes(report), len(report.excepted)) == ((), [], 1)
    assert report.excepted[0].claims == ("letter-open", "shut-in-july")


def test_a_mistyped_claim_is_told_and_excepts_nothing(tmp_path: Path) -> None:
    report = settled(tmp_path, excepting("[letter-opn, shut-in-july]"))
    (problem,) = report.problems
    assert problem == Problem(
        code="UNKNOWN-CLAIM", location=problem.location, message="no claim has the id `letter-opn`",
        hint="did you mean `letter-open`?",
    )  # fmt: skip
    assert len(report.findings) == 1
    assert run(["check", str(tmp_path)]) == 2


def test_an_exception_to_an_unknown_rule_is_told_once(tmp_path: Path) -> None:
    report = settled(tmp_path, excepting("[letter-open, shut-in-july]", "affirmed-and-denid"))
    assert [(problem.code, problem.hint) for problem in report.problems] == [
        ("UNKNOWN-RULE", "did you mean `affirmed-and-denied`?")
    ]


def test_a_severity_and_an_exception_stand_together(tmp_path: Path) -> None:
    setting = (
        f"  {RULE}:\n    severity: note\n    reason: minor\n    except:\n      - {{claims: shut-in-july, reason: so}}\n"
    )
    other = (
        "evidence:\n  - {id: shut-in-august, text: It was closed., subject: bridge, affirms: closed,\n"
        "     when: 2018-08-10/2018-08-20, said_by: paper, source: article}\n"
    )
    report = settled(tmp_path, setting, evidence__august=other)
    assert [finding.ground.severity for finding in report.findings] == ["note"]
    assert [one.claims for one in report.excepted] == [("shut-in-july",)]


def test_a_rule_switched_off_is_listed_as_not_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = settled(tmp_path, f"  {RULE}: {{off: a lawyer said so}}\n")
    assert (report.findings, codes(report)) == ((), [])
    assert RULE not in report.rules_run
    assert run(["check", str(tmp_path)]) == 0
    assert f"rule {RULE}: switched off: a lawyer said so" in " ".join(capsys.readouterr().out.split())
