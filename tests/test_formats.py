"""Every output format is read by programs that this project did not write, also when names and words are hostile."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from junitparser import JUnitXml
from markdown_it import MarkdownIt
from msgspec.structs import replace

from claimcheck.check import Choice, check_dossier
from claimcheck.cli import run as run_command
from claimcheck.cli.checking import FORMATS, below_repository
from claimcheck.findings import Report, all_new
from claimcheck.gate import Gate, failing
from claimcheck.report.comment import LONGEST, MARK, render_markdown
from claimcheck.report.csvform import render_csv
from claimcheck.report.github import SHOWN, render_github
from claimcheck.report.gitlab import render_gitlab
from claimcheck.report.jsonform import render_json, render_jsonl
from claimcheck.report.junit import render_junit
from claimcheck.report.sarif import render_sarif
from claimcheck.report.schema import findings_schema
from test_baseline import LETTER, PAPERS, REFUSAL, SECOND_REFUSAL, accept_all, review, write

SHARED = Path(os.environ.get("CLAIMCHECK_SHARED", Path(__file__).parent.parent.parent / "shared"))
SARIF_SCHEMA = SHARED / "data" / "sarif" / "sarif-schema-2.1.0.json"
NAMES = ("a b", "Отказ на границе", "line\nend", "50%, off: 1;2", "quote'\"<x>&")
COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def hostile(root: Path) -> Report:
    """Findings in files with odd names, in every state, with words that each format has to escape."""
    words = "=1+1 | `x` <script>alert(1)</script> [a](b) % \u202e ::error::"
    write(root, evidence__papers=PAPERS, claims__letter=LETTER)
    write(root, evidence__refusal=REFUSAL)
    accept_all(root, note=words)
    write(root, evidence__refusal=REFUSAL.replace("2021-07-08", "2021-07-09"))
    for number, name in enumerate(NAMES):
        one = SECOND_REFUSAL.replace("refused-again", f"refused-{number}").replace(
            "2021-08-09", f"2021-08-{number + 10}"
        )
        write(root, **{f"evidence__{name}": one.replace("The captain was refused departure.", words.replace('"', ""))})
    return check_dossier(root)


@pytest.fixture
def report(tmp_path: Path) -> Report:
    return hostile(tmp_path / "harbour")


def sarif_schema() -> dict[str, Any]:
    if not SARIF_SCHEMA.is_file():
        pytest.skip(f"the OASIS schema is not at {SARIF_SCHEMA}")
    schema: dict[str, Any] = json.loads(SARIF_SCHEMA.read_text("utf-8"))
    return schema


def test_the_hostile_dossier_has_findings_in_several_states(report: Report) -> None:
    assert {one.state for one in report.tracked} == {"new", "changed"}
    assert len(report.findings) == len(NAMES) + 1


def test_sarif_is_valid_and_shows_the_new_record_first(report: Report) -> None:
    log = json.loads(render_sarif(report, base="cases/Гавань 1"))
    jsonschema.Draft7Validator(sarif_schema()).validate(log)
    [run] = log["runs"]
    places = [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]]
    assert all(re.fullmatch(r"cases/%D0%93[\w%./-]+\.yaml", place) for place in places)
    for one in run["results"]:
        assert one["ruleId"] == run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"]
        assert one["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].startswith("refused")
        assert [link["logicalLocations"][0]["fullyQualifiedName"] for link in one["relatedLocations"]] == ["free-to-go"]
        assert "[free-to-go](1)" in one["message"]["text"]
        [flow] = one["codeFlows"][0]["threadFlows"]
        steps = [step["location"]["logicalLocations"][0]["fullyQualifiedName"] for step in flow["locations"]]
        assert steps[0] == "free-to-go"  # the letter of May comes before the refusals
        assert one["partialFingerprints"]["primaryLocationLineHash"].endswith(":1")
    assert {one["baselineState"] for one in run["results"]} == {"new", "updated"}


@pytest.mark.parametrize("name", ["gone", "suppressed", "problems", "nothing"])
def test_sarif_is_valid_in_every_situation(name: str, tmp_path: Path) -> None:
    root = write(tmp_path, evidence__papers=PAPERS, claims__letter=LETTER)
    if name in ("gone", "suppressed"):
        write(root, evidence__refusal=REFUSAL)
    if name == "gone":
        accept_all(root)
        (root / "evidence/refusal.yaml").unlink()
    if name == "suppressed":
        review(root)
    if name == "problems":
        write(root, claims__bad="claims:\n  - {id: x, sujet: y}\n", rules__own="id: x\n")
    log = json.loads(render_sarif(check_dossier(root)))
    jsonschema.Draft7Validator(sarif_schema()).validate(log)
    [run] = log["runs"]
    results = run["results"]
    assert [one["baselineState"] for one in results] == {"gone": ["absent"], "suppressed": ["new"]}.get(name, [])
    assert [len(one["suppressions"]) for one in results if "suppressions" in one] == [1] * (name == "suppressed")
    assert run["invocations"][0]["executionSuccessful"] == (name != "problems")
    assert bool(run["invocations"][0]["toolConfigurationNotifications"]) == (name == "problems")


def test_json_and_json_lines_say_the_same(report: Report) -> None:
    whole = json.loads(render_json(report))
    jsonschema.Draft202012Validator(findings_schema()).validate(whole)
    lines = [json.loads(line) for line in render_jsonl(report).splitlines()]
    assert lines[0]["type"] == "report"
    for key, kind in (("findings", "finding"), ("problems", "problem"), ("not_checked", "not_checked")):
        assert [{k: v for k, v in line.items() if k != "type"} for line in lines if line["type"] == kind] == whole[key]


def test_workflow_commands_hold_one_line_each_and_lose_nothing(report: Report) -> None:
    lines = render_github(report, base="cases").splitlines()
    commands = [match for match in map(COMMAND.fullmatch, lines) if match]
    assert len(commands) == len(report.findings)
    files = {dict(part.split("=", 1) for part in match[2].split(","))["file"] for match in commands}
    back = {name.replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",").replace("%25", "%") for name in files}
    assert {f"cases/evidence/{name}.yaml" for name in NAMES if "\n" not in name} <= back
    assert lines[-1] == f"claimcheck: {len(NAMES)} new, 1 changed"


def test_workflow_commands_put_failing_ones_first_and_tell_what_is_cut(report: Report) -> None:
    lines = render_github(report, Gate(min_severity="error")).splitlines()
    assert not any(line.startswith("::error") for line in lines)
    many = replace(report, tracked=all_new(list(report.findings) * 3))
    assert f"GitHub shows {SHOWN} annotations of each kind a step; not shown: 8 warning annotations" in render_github(
        many
    )


def test_the_job_summary_is_written_where_github_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile(tmp_path / "harbour")
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert run_command(["check", "--format", "github", str(tmp_path / "harbour")]) == 1
    assert summary.read_text("utf-8").startswith(f"before\n{MARK}\n### The harbour: 6 findings to look at")
    assert capsys.readouterr().out.startswith("::warning file=evidence/")


def test_gitlab_entries_are_whole_and_unique(report: Report) -> None:
    entries = json.loads(render_gitlab(report))
    assert {entry["severity"] for entry in entries} <= {"info", "minor", "major", "critical", "blocker"}
    assert len({entry["fingerprint"] for entry in entries}) == len(entries) == len(report.findings)
    for entry in entries:
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["location"]["lines"]["begin"] >= 1


def test_junit_is_read_by_another_parser(report: Report) -> None:
    suites = JUnitXml.fromstring(render_junit(report).encode())
    counted = {suite.name: (suite.tests, suite.failures, suite.errors) for suite in suites}
    assert counted["assurance-not-kept"] == (len(report.findings), len(report.findings), 0)
    assert counted["two-dates"] == (1, 0, 0)
    assert set(report.rules_run) <= set(counted)


def test_junit_has_errors_for_problems(tmp_path: Path) -> None:
    root = write(tmp_path, claims__bad='claims:\n  - {id: x, sujet: "\\u0000"}\n', evidence__papers=PAPERS)
    suites = {suite.name: suite for suite in JUnitXml.fromstring(render_junit(check_dossier(root)).encode())}
    assert suites["problems"].errors == len([p for p in check_dossier(root).problems if p.severity == "error"]) > 0


def test_the_comment_shows_hostile_words_as_they_are(report: Report) -> None:
    text = render_markdown(report)
    html = MarkdownIt("js-default").render(text)
    assert "<script>" not in html
    assert text.startswith(MARK)
    assert html.count("<h4>") == len(report.findings)


def test_a_comment_that_would_be_too_long_says_what_is_missing(report: Report) -> None:
    many = replace(report, tracked=all_new(list(report.findings) * 200))
    text = render_markdown(many)
    assert len(text) <= LONGEST + 100
    left_out = re.search(r"(\d+) more findings did not fit here", text)
    assert left_out
    assert int(left_out[1]) + text.count("\n#### ") == len(many.findings)


def test_no_cell_is_a_formula(report: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(render_csv(report))))
    assert [row["fails"] for row in rows] == ["yes"] * len(report.findings)
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    assert {row["state"] for row in rows} == {"new", "changed"}


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_each_format_is_the_same_twice_and_goes_to_a_file(form: str, tmp_path: Path) -> None:
    hostile(tmp_path / "harbour")
    for name in ("one", "two"):
        assert (
            run_command(["check", str(tmp_path / "harbour"), "--format", form, "--output", str(tmp_path / name)]) == 1
        )
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes() != b""


def test_ten_thousand_findings_are_no_trouble(report: Report) -> None:
    many = replace(report, tracked=all_new(list(report.findings) * 1700))
    assert len(many.findings) > 10_000
    assert len(failing(many, Gate())) == len(many.findings)
    for text in (render_sarif(many), render_jsonl(many), render_csv(many), render_junit(many), render_github(many)):
        assert len(text) > 1_000_000


def test_two_runs_at_once_and_an_interrupted_one_leave_whole_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(tmp_path, evidence__papers=PAPERS, claims__letter=LETTER, evidence__refusal=REFUSAL)
    command = [sys.executable, "-m", "claimcheck", "check", str(root), "--format", "sarif", "--output"]
    target = tmp_path / "out.sarif"
    runs = [subprocess.Popen([*command, str(target)]) for _ in range(3)]
    assert [run.wait() for run in runs] == [1, 1, 1]
    whole = target.read_bytes()
    json.loads(whole)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    assert run_command(["check", str(root), "--format", "csv", "--output", str(target)]) == 130
    assert target.read_bytes() == whole
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_place_in_the_repository_is_told(tmp_path: Path) -> None:
    inside = tmp_path / "repo" / "cases" / "one"
    inside.mkdir(parents=True)
    assert below_repository(inside) == ""
    (tmp_path / "repo" / ".git").mkdir()
    assert below_repository(inside) == "cases/one"
    assert below_repository(tmp_path / "repo") == ""


def test_a_check_writes_nothing_but_its_outputs(tmp_path: Path) -> None:
    root = tmp_path / "harbour"
    hostile(root)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    for path in [root, *root.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    check_dossier(root, choice=Choice(select=("assurance-not-kept",)))
    assert run_command(["check", str(root), "--quiet"]) == 1
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    for path in [root, *root.rglob("*")]:
        path.chmod(0o755)
