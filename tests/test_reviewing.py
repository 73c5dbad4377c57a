"""`review`: what a named person says of findings, at the terminal or by options, and how an edit makes it outdated."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from claimcheck.check import check_dossier
from claimcheck.cli import run as run_command
from claimcheck.cli.commands import claimcheck
from test_baseline import HOME, LETTER, PAPERS, REFUSAL, SECOND_REFUSAL, write

SCALE = """\
verdicts:
  not-kept: {label: Not kept, meaning: What was assured had ceased to hold., rating: 2}
  unproven: {label: Unproven, meaning: The records do not decide it.}
"""
BY = ["--by", "A. Reader (fictional)", "--on", "2021-09-01"]


@pytest.fixture
def harbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write(tmp_path, claimcheck=HOME + SCALE, evidence__papers=PAPERS, claims__letter=LETTER,
                 evidence__refusal=REFUSAL, evidence__second=SECOND_REFUSAL)  # fmt: skip
    monkeypatch.chdir(root)
    return root


def prints(root: Path) -> list[str]:
    return [finding.fingerprint for finding in check_dossier(root).findings]


def entries(root: Path, name: str) -> list[dict[str, object]]:
    text = (root / "reviews" / f"{name}.yaml").read_text("utf-8")
    found: list[dict[str, object]] = yaml.load(text, Loader=yaml.BaseLoader)["reviews"]
    return found


def test_a_review_by_options_is_written_and_read_back(harbour: Path) -> None:
    name = prints(harbour)[0]
    arguments = [
        "review",
        name[:6],
        "--status",
        "confirmed",
        "--verdict",
        "not-kept",
        "--note",
        'seen: "both"\n# lines',
    ]
    assert run_command([*arguments, *BY, "--second-reader", "B. Reader (fictional)"]) == 0
    tracked = next(one for one in check_dossier(harbour).tracked if one.finding and one.finding.fingerprint == name)
    assert tracked.review is not None
    assert (tracked.review.status, tracked.review.verdict, tracked.review.second_reader) == (
        "confirmed", "not-kept", "B. Reader (fictional)")  # fmt: skip
    assert tracked.review.note == 'seen: "both"\n# lines'
    assert not tracked.outdated


def test_later_reviews_are_added_and_keep_what_they_do_not_change(harbour: Path) -> None:
    name = prints(harbour)[0]
    run_command(["review", name, "--status", "confirmed", "--verdict", "not-kept", *BY])
    run_command(["review", name, "--reply-asked", "2021-09-02", "--on", "2021-09-02"])
    run_command(["review", name, "--reply-received", "2021-09-09", "--reply", "No comment.", "--on", "2021-09-09"])
    run_command(["review", name, "--correct", "The date of the letter was mistyped.", "--on", "2021-10-01"])
    kept = entries(harbour, name)
    assert [entry["on"] for entry in kept] == ["2021-09-01", "2021-09-02", "2021-09-09", "2021-10-01"]
    assert kept[-1]["reply"] == {"asked": "2021-09-02", "received": "2021-09-09", "text": "No comment."}
    assert kept[-1]["corrections"] == [{"on": "2021-10-01", "text": "The date of the letter was mistyped."}]
    assert kept[-1]["verdict"] == "not-kept"
    assert check_dossier(harbour).problems == ()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--status", "confirmed"], "--by, --on"),
        (["--status", "not-a-conflict", *BY], "--note"),
        (["--status", "confirmed", "--verdict", "lie", *BY], "its verdicts are not-kept, unproven"),
        (["--correct", "x", "--by", "A"], "--on"),
        (["--status", "confirmed", "--by", "A", "--on", "tomorrow"], "--on: expected a date"),
    ],
)
def test_what_is_missing_or_wrong_is_told_and_nothing_written(
    arguments: list[str], told: str, harbour: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["review", prints(harbour)[0], *arguments]) == 2
    assert told in capsys.readouterr().err
    assert not (harbour / "reviews").exists()


def test_options_without_a_finding_are_refused(harbour: Path) -> None:
    assert run_command(["review", "--status", "confirmed"]) == 2
    assert run_command(["review", "ffffffff", "--status", "confirmed", *BY]) == 2


def test_walking_through_asks_shows_and_writes(harbour: Path) -> None:
    typed = (
        "A. Reader (fictional)\nconfirmed\n2021-09-01\nnot-kept\nboth are on record\n\nnot-a-conflict\n\n\nanother\n\n"
    )
    done = CliRunner().invoke(claimcheck, ["review"], input=typed, standalone_mode=False)
    assert done.exception is None, done.output
    assert "1 of 2" in done.output
    assert "assurance-not-kept" in done.output
    assert "Not kept: What was assured had ceased to hold." in done.output
    statuses = sorted(str(entries(harbour, name)[0]["status"]) for name in prints(harbour))
    assert statuses == ["confirmed", "not-a-conflict"]
    again = CliRunner().invoke(claimcheck, ["review"], standalone_mode=False)
    assert "Nothing to review" in again.output


def test_skipping_and_quitting_write_nothing(harbour: Path) -> None:
    done = CliRunner().invoke(
        claimcheck, ["review"], input="A. Reader (fictional)\nskip\nquit\n", standalone_mode=False
    )
    assert done.exception is None, done.output
    assert not (harbour / "reviews").exists()


def test_an_outdated_review_asks_to_be_renewed(harbour: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (harbour / "evidence/second.yaml").unlink()
    name = prints(harbour)[0]
    run_command(["review", name, "--status", "not-a-conflict", "--note", "another captain", *BY])
    write(harbour, evidence__refusal=REFUSAL.replace("2021-07-08", "2021-07-09"))
    assert run_command(["review", name, "--second-reader", "B"]) == 2
    assert "edited since the last review" in capsys.readouterr().err
    done = CliRunner().invoke(
        claimcheck, ["review"], input="A\nconfirmed\n2021-10-01\nnone\n\n\n", standalone_mode=False
    )
    assert "the records were edited since" in done.output
    assert len(entries(harbour, name)) == 2
    assert [one.outdated for one in check_dossier(harbour).tracked] == [False]


def test_a_verdict_off_the_scale_is_a_problem(harbour: Path) -> None:
    name = prints(harbour)[0]
    run_command(["review", name, "--status", "confirmed", "--verdict", "unproven", *BY])
    write(harbour, claimcheck=HOME)
    assert [problem.code for problem in check_dossier(harbour).problems] == ["UNKNOWN-VERDICT"]


def test_a_file_of_another_hand_is_left_alone(harbour: Path) -> None:
    name = prints(harbour)[0]
    write(harbour, **{f"reviews__{name}": "reviews: []\n"})
    assert run_command(["review", name, "--status", "confirmed", *BY]) == 0
    assert (harbour / "reviews" / f"{name}.yaml").read_text("utf-8") == "reviews: []\n"
    assert (harbour / "reviews" / f"{name}-2.yaml").is_file()
