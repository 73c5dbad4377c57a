"""`list`, `show` and `completion`: what a dossier holds, chosen and told as a person asks for it."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bridge import write_bridge
from claimcheck.check import check_dossier
from claimcheck.cli import run
from claimcheck.listing import COLUMNS, KINDS, Filter, rows_of
from claimcheck.rules import load_rulebook

MORE = """\
entities:
  - {id: north-arch, name: the north arch, kind: thing, part_of: bridge}
  - {id: minister, name: The Minister, kind: person, acts_for: ministry}
  - {id: works-office, name: the Works Office, kind: body, part_of: ministry, was: [roads-office]}
links:
  - {from: letter-open, relation: answers, to: shut-in-july, why: it names the article}
claims:
  - {id: minister-says, text: The north arch is open., subject: north-arch, denies: closed, said_by: minister,
     said_on: 2018-09, when: 2018-09, source: article}
  - {id: minister-privately, text: The arch worries me., subject: north-arch, affirms: closed, said_by: minister,
     capacity: personal, said_on: 2019-02-01, when: unknown, source: article}
evidence:
  - {id: reopening, text: The bridge was opened again., subject: bridge, affirms: opened-again, when: 2018/2019,
     said_by: paper, source: article}
"""


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_bridge(tmp_path / "bridge", evidence__more=MORE)
    monkeypatch.chdir(root)
    return root


def ids(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert run(["list", *arguments, "--format", "json"]) == 0
    return [row["id"] for row in json.loads(capsys.readouterr().out)]


# list


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (["claims"], ["letter-open", "minister-privately", "minister-says", "reopening", "shut-in-july"]),
        (["facts"], ["reopening", "shut-in-july"]),
        (["assertions"], ["letter-open", "minister-privately", "minister-says"]),
        # a part counts as its whole, the whole not as its part
        (["assertions", "--subject", "bridge"], ["letter-open", "minister-privately", "minister-says"]),
        (["assertions", "--subject", "north-arch"], ["minister-privately", "minister-says"]),
        # who acts for a body speaks for it, but not in a personal capacity
        (["claims", "--by", "ministry"], ["letter-open", "minister-says"]),
        (["claims", "--by", "minister"], ["minister-privately", "minister-says"]),
        (["claims", "--by", "works-office"], []),
        (["facts", "--by", "paper", "--by", "ministry"], ["reopening", "shut-in-july"]),
        (["claims", "--predicate", "closed", "--by", "ministry"], ["letter-open", "minister-says"]),
        # coarse and unknown dates are listed as soon as they may fall in
        (["claims", "--since", "2018-12-01"], ["minister-privately", "reopening"]),
        (["claims", "--until", "2018-07"], ["minister-privately", "reopening", "shut-in-july"]),
        (["facts", "--since", "2018-08-13", "--until", "2018-08-13"], ["reopening"]),
        (["assertions", "--since", "2018-08-13", "--until", "2018-08-13"], ["letter-open", "minister-privately"]),
        (["assertions", "--said", "--since", "2018-09-30"], ["minister-privately", "minister-says"]),
        (["assertions", "--said", "--since", "2018-10"], ["minister-privately"]),
        (["sources", "--by", "paper"], ["article"]),
        (["sources", "--until", "2018-08"], ["letter"]),
    ],
)  # fmt: skip
def test_filters_choose_what_may_fall_under_them(
    world: Path, capsys: pytest.CaptureFixture[str], filters: list[str], expected: list[str]
) -> None:
    assert ids(capsys, *filters) == expected


def test_a_search_looks_into_every_column(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ids(capsys, "claims", "--search", "ARTICLE") == ["minister-privately", "minister-says", "reopening",
                                                            "shut-in-july"]  # fmt: skip
    assert ids(capsys, "claims", "--search", "article", "--search", "july") == ["shut-in-july"]
    assert "recall-ended" in ids(capsys, "predicates", "--search", "recall of")
    assert ids(capsys, "entities", "--search", "no such word") == []


def test_a_list_says_how_many_of_it_have_no_date(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "claims", "--since", "2018-12-01"]) == 0
    assert "1 of these has no date" in capsys.readouterr().err
    assert run(["list", "claims", "--until", "2018-07", "--by", "paper"]) == 0
    assert capsys.readouterr().err == ""


def test_bounds_are_the_four_that_rules_compare(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["list", "claims", "--bounds", "--format", "json"])
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    names = ("time", "start_earliest", "start_latest", "end_earliest", "end_latest")
    shown = {
        name: tuple(rows[name][key] for key in names) for name in ("reopening", "minister-says", "minister-privately")
    }
    month = ("2018-09-01T00:00:00", "2018-10-01T00:00:00")
    assert shown["minister-says"] == ("stretch", month[0], month[0], month[1], month[1])
    assert shown["minister-privately"][0] == "moment"
    assert shown["minister-privately"][1] == shown["minister-privately"][4] == "unbounded"
    assert shown["reopening"] == (
        "stretch", "2018-01-01T00:00:00", "2018-12-31T23:59:59", "2019-01-01T00:00:01", "2020-01-01T00:00:00"
    )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_has_the_columns_of_its_kind(world: Path, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    (world / "claims/odd.yaml").write_text("sources: [{id: x, title: X, kidn: letter}]\n", "utf-8")
    report = check_dossier(world)
    rows = rows_of(kind, report, Filter(), load_rulebook(report.dossier).rules)
    assert rows
    assert {tuple(sorted(row)) for row in rows} == {tuple(sorted(COLUMNS[kind]))}
    assert run(["list", kind, "--format", "csv"]) == 2  # one source could not be read
    table = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert table[0] == list(COLUMNS[kind])
    assert len(table) == len(rows) + 1


def test_a_list_without_rows_still_has_its_columns(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "claims", "--by", "works-office", "--format", "csv", "--bounds"]) == 0
    assert capsys.readouterr().out.startswith("id,listing,")
    assert run(["list", "claims", "--by", "works-office"]) == 0
    assert capsys.readouterr().out == "0 claims\n"


def test_no_cell_is_a_formula(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (world / "evidence/odd.yaml").write_text(
        "entities: [{id: x, name: '=1+1'}, {id: y, name: '-5'}, {id: z, name: '-5+1'}]\n", "utf-8"
    )
    run(["list", "entities", "--format", "csv"])
    names = {row["id"]: row["name"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}
    assert [names[name] for name in ("x", "y", "z", "bridge")] == ["'=1+1", "-5", "'-5+1", "the Old Bridge"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["claim"], "there is no list of claim; did you mean claims?"),
        (["claims", "--subject", "brigde"], "--subject: no entity has the id brigde; did you mean bridge?"),
        (["claims", "--predicate", "zzz"], "no predicate has the id zzz; `claimcheck list predicates` shows them"),
        (["claims", "--since", "13.8.2018"], "write `2018-08-13`"),
        (["claims", "--until", "unknown"], "--until needs a date"),
        (["rules", "--by", "ministry"], "--by does not filter rules; it is for claims"),
        (["claims", "--said"], "give one of them"),
    ],
)
def test_a_wrong_filter_ends_with_2_and_the_way_out(
    world: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert run(["list", *arguments]) == 2
    heard = capsys.readouterr()
    assert told in heard.err
    assert heard.out == ""


def test_without_a_kind_the_kinds_are_counted(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    counted = {kind: count for count, kind in lines}
    assert tuple(counted) == KINDS
    assert (counted["claims"], counted["assertions"], counted["facts"], counted["links"]) == ("5", "3", "2", "1")


def test_lines_of_lists_and_cards_fit_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    first = str(Path(__file__).parent.parent)
    for kind in KINDS:
        run(["list", kind, "--dossier", first, *(["--bounds"] if kind == "claims" else [])])
    for name in ("letter-no-measures", "semenova", "odf-report", "detained"):
        assert run(["show", name, "--dossier", first]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 500
    assert max(map(len, lines)) <= 80


# show


def test_a_claim_is_shown_with_all_that_bears_on_it(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "shut-in-july", "--format", "json"]) == 0
    (card,) = json.loads(capsys.readouterr().out)
    assert (card["kind"], card["file"], card["line"]) == ("claim", "evidence/july.yaml", 2)
    assert card["words"] == ["The bridge was shut in July."]
    assert card["facts"]["says"] == "the Old Bridge was shut"
    assert card["facts"]["when"] == "20 Jul 2018; at some moment of it"
    assert card["facts"]["said by"] == "The Paper [paper]"
    assert card["sections"]["It leads to"] == [{"id": "closed", "text": "begins: the Old Bridge is closed"}]
    (link,) = card["sections"]["Links"]
    assert link["text"].startswith("letter-open answers this (it names the article): ")
    assert len(card["sections"]["Findings"]) == 1
    report = check_dossier(world)
    assert card["sections"]["Findings"][0]["id"] in {finding.fingerprint for finding in report.findings}


def test_a_statement_without_a_date_says_how_it_is_read(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "letter-open", "--format", "json"]) == 0
    (card,) = json.loads(capsys.readouterr().out)
    assert card["facts"]["when"] == "as of 13 Aug 2018; no date given: read as of the day it was said"
    assert "every moment" not in card["facts"]["when"]


def test_an_entity_a_source_and_a_predicate_are_shown(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def sections(name: str) -> dict[str, list[str]]:
        assert run(["show", name, "--format", "json"]) == 0
        (card,) = json.loads(capsys.readouterr().out)
        return {heading: [item["id"] for item in items] for heading, items in card["sections"].items()}

    ministry = sections("ministry")
    assert ministry["Parts"] == ["works-office"]
    assert ministry["Acting for it"] == ["minister"]
    assert ministry["Claims by it"] == ["letter-open", "minister-says"]
    assert sections("council") == {"Claims that name it otherwise": ["letter-open"]}
    assert sections("article")["Claims read in it"] == [
        "minister-privately", "minister-says", "reopening", "shut-in-july"
    ]  # fmt: skip
    assert sections("letter")["Claims said in it"] == ["letter-open"]
    closed = sections("closed")
    assert (closed["Begun by"], closed["Ended by"]) == (["shut"], ["opened-again"])


def test_a_former_id_leads_to_its_record(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "roads-office"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("entity works-office ")
    assert "roads-office is the former id of works-office" in told.err


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("leter-open", "no record has the id leter-open; did you mean letter-open?"),
        ("two-dates", "`claimcheck explain two-dates` tells the rule or finding"),
        ("odd", "odd was left out, because of claims/odd.yaml:1:"),
    ],
)
def test_an_id_that_nobody_has_ends_with_2(
    world: Path, capsys: pytest.CaptureFixture[str], name: str, told: str
) -> None:
    (world / "claims/odd.yaml").write_text("sources: [{id: odd, title: X, kidn: letter}]\n", "utf-8")
    assert run(["show", name]) == 2
    assert told in " ".join(capsys.readouterr().err.split())


# completion


def offered(*words: str, cwd: Path) -> list[str]:
    environment = os.environ | {
        "_CLAIMCHECK_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(("claimcheck", *words)),
        "COMP_CWORD": str(len(words)),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "claimcheck"], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return [line.removeprefix("plain,") for line in done.stdout.splitlines() if line]


def test_ids_are_offered_where_they_are_wanted(world: Path, tmp_path: Path) -> None:
    assert offered("show", "min", cwd=world) == ["minister", "minister-privately", "minister-says", "ministry"]
    assert offered("list", "claims", "--subject", "n", cwd=world) == ["north-arch"]
    assert offered("list", "f", cwd=world) == ["facts", "findings"]
    assert offered("explain", "two-", cwd=tmp_path) == ["two-dates", "two-values"]
    assert offered("show", "min", cwd=tmp_path) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_calls_the_program(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert "_CLAIMCHECK_COMPLETE" in script
    assert f"{shell}_complete" in script


def test_completion_asks_for_the_shell(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion"]) == 2
    assert "bash, zsh, fish" in capsys.readouterr().err
