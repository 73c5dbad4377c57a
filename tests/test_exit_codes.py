"""Every way in which a command can end has one code, and a bug never looks like a finding."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bridge import CLAIMS, ENDED, write_bridge
from claimcheck.cli import run
from claimcheck.cli.commands import claimcheck
from claimcheck.exits import Exit


def leaves(group: click.Group, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from leaves(command, *path, name)
        else:
            yield (*path, name), command


COMMANDS = dict(leaves(claimcheck))


@pytest.fixture
def bridge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write_bridge(tmp_path))
    return tmp_path


def test_the_codes_are_those_of_the_design() -> None:
    assert {code.name: int(code) for code in Exit} == {
        "CLEAN": 0, "FOUND": 1, "INCOMPLETE": 2, "BUG": 3, "INTERRUPTED": 130,
    }  # fmt: skip


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(("raised", "code"), [(ZeroDivisionError("boom"), 3), (KeyboardInterrupt(), 130)])
def test_an_exception_inside_a_command(
    path: tuple[str, ...], raised: BaseException, code: int,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    def fail(**_: object) -> None:
        raise raised

    monkeypatch.setattr(COMMANDS[path], "callback", fail)
    assert run(list(path)) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    assert ("this is a bug in claimcheck" in told.err) == (code == 3)
    assert run([*path, "--traceback"]) == code
    assert ("Traceback" in capsys.readouterr().err) == (code == 3)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_wrong_usage(path: tuple[str, ...], bridge: Path) -> None:
    assert run([*path, "--no-such-option"]) == 2


@pytest.mark.parametrize("arguments", [["no-such-command"], ["check", "no-such-folder"], ["check", "--format", "xml"]])
def test_wrong_usage_of_other_kinds(arguments: list[str], bridge: Path) -> None:
    assert run(arguments) == 2


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], *([*path, "--help"] for path in COMMANDS)])
def test_help_and_version(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 0
    assert capsys.readouterr().out


def test_findings_bad_data_and_both(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check"]) == 1
    write_bridge(bridge, claims__bad=CLAIMS.replace("letter-open", "bad").replace("2018-08-13", "13 Aug 2018"))
    assert run(["check"]) == 2
    told = capsys.readouterr().out
    assert "1 finding: 1 presumed." in told
    assert "Problems in the files" in told
    assert run(["report"]) == 2
    assert (bridge / "reports/index.md").is_file()


def test_nothing_to_act_on(bridge: Path) -> None:
    write_bridge(bridge, evidence__ended=ENDED)
    assert run(["check"]) == 0
    assert run(["report"]) == 0


def test_report_ends_with_0_whatever_the_pages_say(bridge: Path) -> None:
    assert run(["report"]) == 0


def test_a_bad_rule_is_told_and_does_not_stop_the_others(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_bridge(bridge, rules__own="id: own\n")
    assert run(["check"]) == 2
    told = " ".join(capsys.readouterr().out.split())
    assert "1 finding: 1 presumed." in told
    assert "rule own:" in told
    assert run(["rules", "test"]) == 2


def test_a_reader_that_stops_reading_is_no_bug(bridge: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "claimcheck", "check"], cwd=bridge, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        told = process.stderr.read()
        assert process.wait() == 1
    assert told == b""
