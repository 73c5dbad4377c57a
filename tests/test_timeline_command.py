"""`timeline` on the command line: what it tells of a subject, as text, picture and table, and what it refuses."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from claimcheck.cli.app import run
from claimcheck.exits import Exit

FILES = {
    "claimcheck.yaml": "format: 1\ntitle: The footbridge\n",
    "claims/works.yaml": """
sources: [{id: notice, title: Notice at the stairs, publisher: works, published: 2003-05-06}]
defaults: {said_by: works, source: notice}
claims:
  - {id: open-said, text: The footbridge is open., subject: footbridge, denies: closed-to-all, said_on: 2003-05-06}
  - {id: old-promise, text: The stairs will be mended., subject: stairs, affirms: mended, said_on: 2002}
""",
    "evidence/log.yaml": """
predicates:
  - {id: closed-to-all, kind: state, persists: until-ended,
     label: {en: {affirms: "{subject} is closed to all", denies: "{subject} is open"}}}
  - {id: barred, kind: event, starts: closed-to-all,
     label: {en: {affirms: "{subject} was barred", denies: "{subject} was not barred"}}}
  - {id: mended, kind: event, label: {en: {affirms: "{subject} was mended", denies: "{subject} was not mended"}}}
entities:
  - {id: works, name: Office of Works, official: true, authority: true}
  - {id: footbridge, name: the footbridge, kind: thing}
  - {id: stairs, name: the stairs, kind: thing, part_of: footbridge}
  - {id: harbour, name: the harbour, kind: place}
  - {id: witness, name: A night porter, kind: person, restricted: true}
sources: [{id: log, title: Log of the harbour, publisher: harbour}]
evidence:
  - {id: barred-1, text: The harbour master barred the footbridge., subject: footbridge, affirms: barred,
     when: 2003-04-01, source: log, said_by: harbour}
  - {id: no-date, text: The stairs were mended., subject: stairs, affirms: mended, when: unknown, source: log}
  - {id: seen, text: Nobody was at work on the stairs., subject: stairs, denies: mended, when: 2003-04-02, source: log,
     said_by: witness, restricted: true}
""",
}


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def drop_restricted(world: Path) -> None:
    log = world / "evidence/log.yaml"
    kept = log.read_text("utf-8").split("  - {id: seen")[0].replace("- {id: witness", "# {id: witness")
    log.write_text(kept, "utf-8")


def test_a_subject_with_its_parts_in_the_order_of_time(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["timeline", "footbridge"]) == Exit.CLEAN
    told = capsys.readouterr()
    assert "night porter" not in told.out
    assert "restricted" in told.err
    assert "presumed so" not in told.out, "a record that was left out may tell of the end"
    assert "Nothing is shown as presumed to have lasted" in told.out
    drop_restricted(world)
    assert run(["timeline", "footbridge"]) == Exit.CLEAN
    told = capsys.readouterr()
    names = [line.split("[")[1].split("]")[0] for line in told.out.splitlines() if line.startswith(" " * 24 + "[")]
    assert names == ["old-promise", "barred-1", "open-said", "no-date"]
    assert max(len(line) for line in told.out.splitlines()) <= 80
    assert "1 Apr 2003" in told.out
    flat = " ".join(told.out.split())
    assert "- presumed so from then on, with no record of an end: the footbridge is closed to all" in flat
    assert "Without a date" in told.out
    assert "[barred-1] finding 1" in told.out
    assert "presumed: " in told.out
    assert told.err == ""


def test_internal_keeps_what_is_restricted(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["timeline", "footbridge", "--internal"]) == Exit.CLEAN
    told = capsys.readouterr()
    assert "[seen]" in told.out
    assert "presumed so from then on" in told.out
    assert told.err == ""


def test_the_whole_dossier_as_a_table(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drop_restricted(world)
    assert run(["timeline", "--format", "csv"]) == Exit.CLEAN
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}
    assert sorted(rows) == ["barred-1", "no-date", "old-promise", "open-said"]
    assert (rows["old-promise"]["start_earliest"], rows["old-promise"]["end_latest"]) == (
        "2002-01-01T00:00:00", "2003-01-01T00:00:00",
    )  # fmt: skip
    assert rows["barred-1"]["presumed_until"] == "closed-to-all unbounded"
    assert rows["no-date"]["start_earliest"] == ""
    assert rows["open-said"]["lane"] == "said"
    assert rows["open-said"]["findings"] == rows["barred-1"]["findings"] != ""


def test_filters_narrow_it(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["timeline", "--since", "2003-05", "--said", "--by", "works"]) == Exit.CLEAN
    told = capsys.readouterr().out
    assert "[open-said]" in told
    assert "[old-promise]" not in told
    assert "[barred-1]" not in told


def test_a_picture_in_a_file_by_the_ending_of_its_name(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["timeline", "stairs", "--output", "stairs.svg", "--width", "360"]) == Exit.CLEAN
    assert capsys.readouterr().out == "stairs.svg: written.\n"
    root = ET.fromstring((world / "stairs.svg").read_text("utf-8"))
    assert root.get("width") == "360"
    assert "Timeline: the stairs" in ET.tostring(root, "unicode")
    assert run(["timeline", "stairs", "--output", "stairs.svg", "--width", "360"]) == Exit.CLEAN
    assert capsys.readouterr().out == "stairs.svg: unchanged.\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["timeline", "footbrige"], "no entity has the id footbrige; did you mean footbridge?"),
        (["timeline", "witness"], "witness is restricted"),
        (["timeline", "--said"], "--said says what --since and --until look at"),
        (["timeline", "--since", "May"], "--since"),
        (["timeline", "--width", "200"], "--width"),
    ],
)
def test_wrong_usage_is_told(
    world: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:  # fmt: skip
    assert run(arguments) == Exit.INCOMPLETE
    assert told in capsys.readouterr().err


def test_records_that_cannot_be_read_are_told_and_the_rest_is_shown(
    world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (world / "claims/odd.yaml").write_text("sources: [{id: odd, title: X, kidn: letter}]\n", "utf-8")
    assert run(["timeline", "footbridge"]) == Exit.INCOMPLETE
    found = capsys.readouterr()
    assert "claims/odd.yaml:1" in found.err
