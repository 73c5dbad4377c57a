"""`report` as files: formats, what is current, and that a break in the middle leaves the old report whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bridge import ENDED, write_bridge
from claimcheck.cli import run as run_command
from claimcheck.cli.pages import state_of, write_pages
from claimcheck.report.site import MADE_HERE


@pytest.fixture
def bridge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write_bridge(tmp_path / "bridge"))
    return tmp_path / "bridge"


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_check_tells_what_is_missing_stale_and_left_over(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["report", "--check"]) == 1
    assert "missing: index.html" in capsys.readouterr().out
    assert not (bridge / "reports").exists()
    assert run_command(["report"]) == 0
    assert run_command(["report", "--check"]) == 0
    assert "are current" in capsys.readouterr().out
    reports = bridge / "reports"
    before = files(reports)
    (reports / "letter.html").unlink()
    (reports / "index.md").write_text(f"{MADE_HERE}\nold\n", "utf-8")
    (reports / "gone.html").write_text(f"<!DOCTYPE html>\n{MADE_HERE}\n", "utf-8")
    (reports / "notes.html").write_text("<p>mine</p>", "utf-8")
    assert run_command(["report", "--check"]) == 1
    out = capsys.readouterr().out
    assert "missing: letter.html\nstale: index.md\nleft over: gone.html\n3 pages in" in out
    assert run_command(["report"]) == 0
    assert files(reports) == {**before, "notes.html": b"<p>mine</p>"}


def test_a_change_in_the_records_makes_pages_stale(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["report"]) == 0
    write_bridge(bridge, evidence__more=ENDED)
    assert run_command(["report", "--check"]) == 1
    assert "stale: letter.html" in capsys.readouterr().out


def test_only_the_formats_asked_for_stay(bridge: Path) -> None:
    reports = bridge / "reports"
    assert run_command(["report", "--format", "all"]) == 0
    assert {path.suffix for path in reports.iterdir()} == {".html", ".md", ".json"}
    report = json.loads((reports / "report.json").read_text("utf-8"))
    assert [one["rule"] for one in report["findings"]] == ["affirmed-and-denied"]
    assert run_command(["report", "--format", "markdown"]) == 0
    assert {path.suffix for path in reports.iterdir()} == {".md"}
    assert run_command(["report", "--format", "json", "--format", "html"]) == 0
    assert {path.suffix for path in reports.iterdir()} == {".html", ".json"}


def test_bad_data_ends_with_2_and_pages_are_written_all_the_same(bridge: Path) -> None:
    write_bridge(bridge, evidence__more="evidence:\n  - {id: x}\n")
    assert run_command(["report"]) == 2
    assert (bridge / "reports/index.html").is_file()
    assert run_command(["report", "--check"]) == 2


@pytest.mark.parametrize("after", [0, 1, 2])
@pytest.mark.parametrize("break_", [KeyboardInterrupt, PermissionError(13, "denied")])
def test_a_break_while_pages_are_replaced_leaves_the_old_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int, break_: BaseException
) -> None:
    old = {"a.md": f"{MADE_HERE}\nold a", "b.md": f"{MADE_HERE}\nold b", "gone.md": f"{MADE_HERE}\nold"}
    write_pages(tmp_path, old)
    before = files(tmp_path)
    real, count = Path.replace, 0

    def replace(self: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count > after:
            raise break_
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(BaseException, match=r".*"):
        write_pages(tmp_path, {"a.md": f"{MADE_HERE}\nnew a", "b.md": f"{MADE_HERE}\nnew b", "c.md": "new c"})
    assert files(tmp_path) == before


def test_only_files_that_begin_with_the_mark_are_removed(tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text(f"See: {MADE_HERE}", "utf-8")
    (tmp_path / "mine.html").write_text(MADE_HERE, "utf-8")
    (tmp_path / "mine.json").write_text('{"schema_version": 1}', "utf-8")
    (tmp_path / "mine.txt").write_text(MADE_HERE, "utf-8")
    before = files(tmp_path)
    write_pages(tmp_path, {"a.md": "a"})
    assert state_of(tmp_path, {"a.md": "a"}).current
    assert files(tmp_path) == {**before, "a.md": b"a"}
