"""Findings against what was known before: through `baseline/`, through another revision, and as of an earlier day."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from claimcheck.baseline import accepted_of, written
from claimcheck.check import Choice, check_dossier
from claimcheck.cli import run as run_command
from claimcheck.dates import parse_edtf
from claimcheck.findings import Report
from claimcheck.load.judged import read_judged
from claimcheck.revision import RevisionError, write_revision
from first_dossier import ROOT, read_data, renamed, reworded, write_data

HOME = """\
format: 1
title: The harbour
"""
PAPERS = """\
entities:
  - {id: ministry, name: Ministry of Ports, official: true, authority: true}
  - {id: guard, name: Coast Guard, official: true, authority: true}
  - {id: captain, name: "the captain"}
sources:
  - {id: letter, title: Letter of the ministry, publisher: ministry, published: 2021-05-05}
  - {id: log, title: Log of the guard, publisher: guard, published: 2021-12-31}
"""
LETTER = """\
claims:
  - id: free-to-go
    text: "The captain may go wherever she wants."
    subject: captain
    denies: movement-restricted
    mode: assures
    said_by: ministry
    said_on: 2021-05-05
    source: letter
"""
REFUSAL = """\
evidence:
  - id: refused
    text: "The captain was refused departure."
    subject: captain
    affirms: departure-refused
    when: 2021-07-08
    source: log
"""
SECOND_REFUSAL = REFUSAL.replace("refused\n", "refused-again\n", 1).replace("2021-07-08", "2021-08-09")
UNRELATED = """\
evidence:
  - id: visit
    text: "The guard visited the ministry."
    subject: guard
    affirms: visited
    value: ministry
    when: 2021-07-01
    source: log
"""


def write(root: Path, **files: str) -> Path:
    for name, text in {"claimcheck": HOME, **files}.items():
        place = root / f"{name.replace('__', '/')}.yaml"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    return root


@pytest.fixture
def harbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write(tmp_path / "harbour", evidence__papers=PAPERS, claims__letter=LETTER)
    monkeypatch.chdir(root)
    return root


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), "-c", "user.name=Desk", "-c", "user.email=desk@example.org", *arguments],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def commit(root: Path, branch: str, message: str) -> None:
    git(root, "checkout", "-q", "-B", branch)
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message)


def states(report: Report) -> Counter[str]:
    return Counter(one.state for one in report.tracked)


def accept_all(root: Path, *, note: str = "known to the desk") -> None:
    for finding in check_dossier(root).findings:
        entry = accepted_of(finding, check_dossier(root).dossier.entities, note=note, by="Desk")
        write(root, **{entry.location.path.removesuffix(".yaml"): written(entry)})


# The four states


def test_without_anything_known_all_is_new(harbour: Path) -> None:
    write(harbour, evidence__refusal=REFUSAL)
    report = check_dossier(harbour)
    assert states(report) == {"new": 1}
    assert report.against == ()


def test_what_was_accepted_is_unchanged_and_passes(harbour: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = HOME + "rules:\n  assurance-not-kept: {severity: error, reason: the desk weighs it so}\n"
    write(harbour, claimcheck=home, evidence__refusal=REFUSAL)
    assert run_command(["check"]) == 1
    assert run_command(["baseline", "accept", "--by", "Desk"]) == 2  # an error needs a note
    assert "--note" in capsys.readouterr().err
    assert not (harbour / "baseline").exists()
    assert run_command(["baseline", "accept", "--by", "Desk", "--note", "under review", "--on", "2021-09-01"]) == 0
    assert states(check_dossier(harbour)) == {"unchanged": 1}
    assert run_command(["check"]) == 0
    assert "under review (Desk, 2021-09-01)" in capsys.readouterr().out
    assert run_command(["check", "--fail-on", "any"]) == 1


def test_an_edited_record_resurfaces_and_says_what_changed(harbour: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(harbour, evidence__refusal=REFUSAL)
    accept_all(harbour)
    write(harbour, evidence__refusal=REFUSAL.replace("2021-07-08", "2021-07-09"))
    report = check_dossier(harbour)
    assert [(one.state, one.changes, one.new_records) for one in report.tracked] == [
        ("changed", ("refused: `when` was `2021-07-08`, is `2021-07-09`",), ("refused",))
    ]
    assert run_command(["check"]) == 1
    assert "Changed: refused: `when` was `2021-07-08`, is `2021-07-09`." in capsys.readouterr().out
    assert run_command(["baseline", "accept", "--by", "Desk", "--note", "a slip"]) == 0
    assert states(check_dossier(harbour)) == {"unchanged": 1}
    assert len(list((harbour / "baseline").iterdir())) == 1


def test_a_finding_that_became_surer_has_changed(harbour: Path) -> None:
    doubtful = REFUSAL.replace("    source: log", "    source: log\n    hangs_on: that it was the same captain")
    write(harbour, evidence__refusal=doubtful)
    accept_all(harbour)
    write(harbour, evidence__refusal=REFUSAL)
    assert states(check_dossier(harbour)) == {"changed": 1}


def test_a_new_ground_resurfaces(harbour: Path) -> None:
    same = "links:\n  - {from: refused, relation: same-event, to: refused-again}\n"
    second = SECOND_REFUSAL.replace("2021-08-09", "2021-07-08")
    write(harbour, evidence__refusal=REFUSAL)
    accept_all(harbour)
    write(harbour, evidence__second=second + same)
    [one] = check_dossier(harbour).tracked
    assert one.state == "changed"
    assert one.changes == ("a further ground: assurance-not-kept, certain",)


def test_what_is_gone_passes_and_can_be_pruned(harbour: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(harbour, evidence__refusal=REFUSAL)
    accept_all(harbour)
    (harbour / "evidence/refusal.yaml").unlink()
    assert states(check_dossier(harbour)) == {"gone": 1}
    assert run_command(["check"]) == 0
    assert "Gone" in capsys.readouterr().out
    assert run_command(["baseline", "show"]) == 0
    assert capsys.readouterr().out.startswith("gone  assurance-not-kept")
    assert run_command(["baseline", "prune"]) == 0
    assert list((harbour / "baseline").iterdir()) == []
    assert states(check_dossier(harbour)) == {}


def test_nothing_is_pruned_while_errors_keep_records_out(harbour: Path) -> None:
    write(harbour, evidence__refusal=REFUSAL)
    accept_all(harbour)
    write(harbour, evidence__refusal=REFUSAL.replace("affirms", "afirms"))
    assert run_command(["baseline", "prune"]) == 2
    assert len(list((harbour / "baseline").iterdir())) == 1


def test_what_rests_on_a_rule_that_did_not_run_is_not_gone(harbour: Path) -> None:
    write(harbour, evidence__refusal=REFUSAL)
    accept_all(harbour)
    assert states(check_dossier(harbour, choice=Choice(ignore=("assurance-not-kept",)))) == {}
    assert states(check_dossier(harbour, choice=Choice(select=("two-dates",)))) == {}


# What changes no state, on the first dossier


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    folder = tmp_path_factory.mktemp("accepted")
    report = check_dossier(ROOT)
    for finding in report.findings:
        entry = accepted_of(finding, report.dossier.entities, note="known", by="Desk")
        write(folder, **{entry.location.path.removesuffix(".yaml"): written(entry)})
    return folder / "baseline", report


def with_baseline(root: Path, baseline: Path) -> Path:
    shutil.copytree(baseline, root / "baseline", dirs_exist_ok=True)
    return root


def test_an_entry_reads_back_as_it_was(accepted: tuple[Path, Report]) -> None:
    baseline, report = accepted
    entries, reviews, problems = read_judged(baseline.parent)
    assert problems == ()
    assert reviews == ()
    assert [written(entry) for entry in entries] == [
        path.read_text("utf-8") for path in sorted(baseline.iterdir())
    ]  # fmt: skip
    assert len(entries) == len(report.findings) > 10


@pytest.mark.parametrize("how", ["as it is", "moved", "renamed", "reworded", "unrelated", "severity", "reordered"])
def test_what_concerns_no_comparison_changes_no_state(how: str, accepted: tuple[Path, Report], tmp_path: Path) -> None:
    baseline, report = accepted
    data = read_data()
    if how == "renamed":
        data, old = renamed(data)
        for record in (record for records in data.lists.values() for record in records if record.get("id") in old):
            record.setdefault("was", [old[str(record["id"])]])
    if how == "reworded":
        data = reworded(data)
    root = with_baseline(write_data(data, tmp_path / "dossier"), baseline)
    if how == "moved":
        for place in sorted((root / "evidence").glob("*.yaml")):
            place.rename(root / "claims" / f"moved-{place.name}")
    if how == "unrelated":
        new = UNRELATED.replace("guard", "odf").replace("ministry", "un").replace("source: log", "source: odf-report")
        write(root, evidence__visit=new.replace("Log of the odf", "x"))
    if how == "severity":
        home = (root / "claimcheck.yaml").read_text("utf-8")
        home += "rules:\n  affirmed-and-denied: {severity: note, reason: the desk weighs them so}\n"
        (root / "claimcheck.yaml").write_text(home, "utf-8")
    if how == "reordered":
        for place in sorted((root / "claims").glob("*.yaml")):
            place.rename(root / "claims" / f"{place.stem[::-1]}.yaml")
    found = check_dossier(root)
    assert [str(problem) for problem in found.problems if problem.severity == "error"] == []
    assert states(found) == {"unchanged": len(report.findings)}


# Another revision


def test_a_branch_is_held_against_main(harbour: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(harbour, "init", "-q", "-b", "main")
    commit(harbour, "main", "a clean dossier")
    write(harbour, evidence__refusal=REFUSAL)
    assert run_command(["check", "--baseline-ref", "main", "--quiet"]) == 1
    assert capsys.readouterr().out.startswith("evidence/refusal.yaml:2:5: new certain assurance-not-kept")
    commit(harbour, "main", "the refusal")
    write(harbour, evidence__second=SECOND_REFUSAL)
    [old, new] = sorted(check_dossier(harbour, choice=Choice(revision="main")).tracked, key=lambda one: one.state)[::-1]
    assert (old.state, old.new_records) == ("unchanged", ())
    assert (new.state, new.new_records) == ("new", ("refused-again",))
    (harbour / "evidence/second.yaml").unlink()
    (harbour / "evidence/refusal.yaml").unlink()
    assert states(check_dossier(harbour, choice=Choice(revision="main"))) == {"gone": 1}
    assert run_command(["check", "--baseline-ref", "main"]) == 0


def test_reading_a_revision_disturbs_nothing(harbour: Path) -> None:
    git(harbour, "init", "-q", "-b", "main")
    commit(harbour, "main", "a clean dossier")
    write(harbour, evidence__refusal=REFUSAL)
    before = git(harbour, "status", "--porcelain"), git(harbour, "rev-parse", "HEAD"), git(harbour, "worktree", "list")
    check_dossier(harbour, choice=Choice(revision="main"))
    after = git(harbour, "status", "--porcelain"), git(harbour, "rev-parse", "HEAD"), git(harbour, "worktree", "list")
    assert before == after


def test_a_dossier_below_the_top_of_its_repository_is_found(tmp_path: Path) -> None:
    root = write(tmp_path / "repo" / "cases" / "Гавань 1", evidence__papers=PAPERS, claims__letter=LETTER)
    git(tmp_path / "repo", "init", "-q", "-b", "main")
    (tmp_path / "repo" / "other.txt").write_text("x", "utf-8")
    commit(tmp_path / "repo", "main", "start")
    write(root, **{"evidence__a b\nc": REFUSAL})
    git(tmp_path / "repo", "add", "-A")
    assert states(check_dossier(root, choice=Choice(revision="main"))) == {"new": 1}
    commit(tmp_path / "repo", "main", "more")
    assert states(check_dossier(root, choice=Choice(revision="main"))) == {"unchanged": 1}


def test_where_there_was_no_dossier_all_is_new(tmp_path: Path) -> None:
    repo = tmp_path / "repo"
    repo.mkdir()
    (repo / "notes.txt").write_text("x", "utf-8")
    git(repo, "init", "-q", "-b", "main")
    commit(repo, "main", "start")
    write(repo, evidence__papers=PAPERS, claims__letter=LETTER, evidence__refusal=REFUSAL)
    report = check_dossier(repo, choice=Choice(revision="main"))
    assert states(report) == {"new": 1}
    assert report.against == ("main, where there was no dossier",)


def test_errors_at_the_other_revision_are_told(harbour: Path) -> None:
    git(harbour, "init", "-q", "-b", "main")
    write(harbour, evidence__refusal=REFUSAL.replace("affirms", "afirms"))
    commit(harbour, "main", "a slip")
    write(harbour, evidence__refusal=REFUSAL)
    report = check_dossier(harbour, choice=Choice(revision="main"))
    assert states(report) == {"new": 1}
    assert [one.reason for one in report.not_checked if one.what == "the comparison with main"] == [
        "1 error in its files may hide findings there, which then count as new here"
    ]


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=x", "", "main:claims"])
def test_an_unknown_revision_is_an_error_with_a_way_out(
    revision: str, harbour: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(harbour, "init", "-q", "-b", "main")
    commit(harbour, "main", "start")
    with pytest.raises(RevisionError):
        write_revision(harbour, revision, tmp_path)
    if revision:
        assert run_command(["check", f"--baseline-ref={revision}"]) == 2
        assert "--baseline-ref" in capsys.readouterr().err


def test_outside_git_and_in_a_shallow_clone_the_message_says_what_to_do(harbour: Path, tmp_path: Path) -> None:
    with pytest.raises(RevisionError, match="in no git repository"):
        write_revision(harbour, "main", tmp_path)
    git(harbour, "init", "-q", "-b", "main")
    commit(harbour, "main", "start")
    first = git(harbour, "rev-parse", "HEAD").strip()
    write(harbour, evidence__refusal=REFUSAL)
    commit(harbour, "main", "more")
    subprocess.run(["git", "clone", "-q", "--depth=1", harbour.as_uri(), str(tmp_path / "shallow")], check=True)
    with pytest.raises(RevisionError, match=r"shallow clone.*git fetch"):
        write_revision(tmp_path / "shallow", first, tmp_path / "out")


# Branches through baseline/


def test_two_branches_that_accept_adjacent_findings_merge_without_conflict(harbour: Path) -> None:
    git(harbour, "init", "-q", "-b", "main")
    write(harbour, evidence__refusal=REFUSAL, evidence__second=SECOND_REFUSAL)
    commit(harbour, "main", "two findings")
    first, second = (finding.fingerprint for finding in check_dossier(harbour).findings)
    for branch, finding in (("one", first), ("two", second)):
        git(harbour, "checkout", "-q", "-B", branch, "main")
        assert run_command(["baseline", "accept", finding, "--by", "Desk", "--note", "known"]) == 0
        commit(harbour, branch, f"accept on {branch}")
    git(harbour, "merge", "-q", "one", "-m", "both")
    assert states(check_dossier(harbour)) == {"unchanged": 2}
    assert run_command(["check"]) == 0


# Reviews


def review(root: Path, **keys: str) -> None:
    ground = check_dossier(root).findings[0].ground
    told = {"finding": ground.fingerprint, "hash": ground.content_hash, "status": "not-a-conflict", "by": "Desk",
            "on": "2021-09-01", "note": "another captain", **keys}  # fmt: skip
    write(root, reviews__all="reviews:\n  - {" + ", ".join(f'{key}: "{text}"' for key, text in told.items()) + "}\n")


def test_a_review_that_finds_no_conflict_suppresses_and_is_listed(
    harbour: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(harbour, evidence__refusal=REFUSAL)
    review(harbour)
    assert [one.suppressed for one in check_dossier(harbour).tracked] == [True]
    assert run_command(["check"]) == 0
    assert run_command(["check", "--fail-on", "any"]) == 0
    out = capsys.readouterr().out
    assert "Judged to be no conflict" in out
    assert "Review by Desk (2021-09-01): not-a-conflict. another captain" in out


def test_a_review_of_other_records_no_longer_suppresses(harbour: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(harbour, evidence__refusal=REFUSAL)
    review(harbour)
    write(harbour, evidence__refusal=REFUSAL.replace("2021-07-08", "2021-07-09"))
    assert [(one.suppressed, one.outdated) for one in check_dossier(harbour).tracked] == [(False, True)]
    assert run_command(["check"]) == 1
    assert "Outdated: what it judged has been edited since." in " ".join(capsys.readouterr().out.split())


def test_other_verdicts_do_not_suppress(harbour: Path) -> None:
    write(harbour, evidence__refusal=REFUSAL)
    review(harbour, status="confirmed")
    assert run_command(["check"]) == 1


def test_a_review_of_nothing_is_reported(harbour: Path) -> None:
    write(harbour, evidence__refusal=REFUSAL)
    review(harbour, finding="0123456789abcdef")
    report = check_dossier(harbour)
    assert [(problem.code, problem.severity) for problem in report.problems] == [("REVIEW-OF-NOTHING", "warning")]


# As of an earlier day


@pytest.mark.parametrize(("day", "found"), [("2021-12-30", 0), ("2021-12-31", 1), ("2021", 1), ("2021-05-04", 0)])
def test_only_what_was_said_or_published_by_then_counts(day: str, found: int, harbour: Path) -> None:
    write(harbour, evidence__refusal=REFUSAL)
    report = check_dossier(harbour, choice=Choice(as_of=parse_edtf(day)))
    assert len(report.findings) == found
    left_out = [one for one in report.not_checked if "by 2021" in one.reason]
    assert bool(left_out) == (found == 0)


def test_an_undated_record_is_left_out_and_named(harbour: Path) -> None:
    undated = PAPERS.replace("publisher: guard, published: 2021-12-31", "publisher: guard")
    write(harbour, evidence__papers=undated, evidence__refusal=REFUSAL)
    report = check_dossier(harbour, choice=Choice(as_of=parse_edtf("2030")))
    assert report.findings == ()
    assert [one.what for one in report.not_checked if "neither" in one.reason] == ["1 record (refused)"]


@pytest.mark.parametrize("day", ["2021-05-05/2021-06-01", "soon", "2021?", "unknown"])
def test_as_of_takes_one_date(day: str, harbour: Path) -> None:
    assert run_command(["check", "--as-of", day]) == 2


# The gate


def test_grades_and_severities_below_the_gate_pass(harbour: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(harbour, evidence__refusal=REFUSAL.replace("source: log", "source: log\n    hangs_on: the name"))
    assert run_command(["check"]) == 1
    assert run_command(["check", "--min-grade", "presumed"]) == 0
    assert run_command(["check", "--fail-on", "never"]) == 0
    home = HOME + "rules:\n  assurance-not-kept: {severity: note, reason: the desk weighs it so}\n"
    write(harbour, claimcheck=home)
    capsys.readouterr()
    assert run_command(["check"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "assurance-not-kept is of severity note in this dossier: the desk weighs it so" in told
    assert run_command(["check", "--min-severity", "note"]) == 1


def test_rules_can_be_selected_and_an_unknown_one_is_refused(harbour: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(harbour, evidence__refusal=REFUSAL)
    assert run_command(["check", "--select", "two-dates,exclusive-states"]) == 0
    assert "not among the rules selected on the command line" in " ".join(capsys.readouterr().out.split())
    assert run_command(["check", "--ignore", "assurance-not-kept"]) == 0
    assert run_command(["check", "--ignore", "assurance-not-ket"]) == 2
    assert "did you mean `assurance-not-kept`?" in capsys.readouterr().err


def test_several_formats_go_to_their_files(harbour: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(harbour, evidence__refusal=REFUSAL)
    assert run_command(["check", "--format", "json", "--output", "x.json", "--format=text", "--output=x.txt"]) == 1
    assert capsys.readouterr().out == ""
    assert (harbour / "x.json").read_text("utf-8").startswith("{")
    assert (harbour / "x.txt").read_text("utf-8").startswith("The harbour")
    assert run_command(["check", "--format", "json", "--format", "text"]) == 2
    assert "both go to standard output" in capsys.readouterr().err
