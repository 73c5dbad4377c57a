"""The command line as a person at a terminal and a script meet it."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from bridge import ENDED, write_bridge
from claimcheck.cli import run as run_command
from claimcheck.cli.pages import write_pages
from claimcheck.errors import Problem
from claimcheck.findings import NotChecked, Report, all_new
from claimcheck.location import Location
from claimcheck.report.escape import escaped
from claimcheck.report.site import MADE_HERE
from claimcheck.report.text import render_text
from small_world import RULES, claim, dossier, link
from test_explain import in_use, run, shut

HEAVY = {"pydantic", "networkx", "jinja2", "pyarrow", "pandas", "numpy"}
OWN_RULE = """\
id: own-rule
title: A rule of this dossier
severity: note
why: To be tested.
match: {a: {listing: fact}, b: {listing: assertion}}
where: [a contradicts b]
message: "{a.text} {b.text}"
examples:
  conflicts:
    - name: never found
      evidence:
        - {id: e, text: It was shut., subject: bridge, affirms: shut, when: 2001}
      claims:
        - {id: c, text: It was shut., subject: bridge, affirms: shut, when: 2001, said_by: ministry}
      finds: [{claims: [e, c]}]
"""


@pytest.fixture
def bridge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_bridge(tmp_path / "bridge")
    monkeypatch.chdir(root)
    return root


def shell(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "claimcheck", *arguments],
        cwd=cwd, capture_output=True, text=True, check=False, env=os.environ | environment,
    )  # fmt: skip


def watched(*arguments: str, cwd: Path, **environment: str) -> str:
    """What a person sees who runs the program in a terminal."""
    ours, theirs = pty.openpty()
    clean = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLUMNS")}
    with subprocess.Popen(
        [sys.executable, "-m", "claimcheck", *arguments],
        cwd=cwd, stdout=theirs, stdin=theirs, env=clean | {"TERM": "xterm"} | environment,
    ) as process:  # fmt: skip
        os.close(theirs)
        seen = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            seen += piece
        process.wait()
    os.close(ours)
    return seen.decode()


# check


def test_check_puts_both_sides_next_to_each_other_and_ends_with_what_was_not_checked(
    bridge: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["check"]) == 1
    text = capsys.readouterr().out
    rows = [line.split(" |", 1) for line in text.splitlines() if " |" in line]
    left, right = (" ".join(" ".join(row[index] for row in rows).split()) for index in (0, 1))
    words = ("Said 13 Aug 2018", "Ministry of Roads to the Council", "“open to all lorries”")
    for part in (*words, "claims/letter.yaml:2", "Letter to the Council, page 2"):
        assert part in left
    for part in ("Reported for 20 Jul 2018", "The Paper", "The bridge was shut in July.", "evidence/july.yaml:2"):
        assert part in right
    order = [text.index(part) for part in ("  Why\n", "  Depends on\n", "  What would settle it\n", "\nNot checked\n")]
    assert order == sorted(order)
    assert "1 quote: not compared with the original" in " ".join(text.split())


def test_check_finds_the_dossier_upwards_or_where_it_is_told(
    bridge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(bridge / "claims")
    assert run_command(["check"]) == 1
    here = capsys.readouterr().out
    monkeypatch.chdir(tmp_path)
    assert run_command(["check", "bridge"]) == 1
    assert capsys.readouterr().out == here


def test_check_without_a_dossier_says_what_it_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_command(["check"]) == 2
    assert "no claimcheck.yaml in" in capsys.readouterr().err


def test_check_writes_to_a_file(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["check", "--format", "json", "--output", "out/findings.json"]) == 1
    assert capsys.readouterr().out == ""
    assert json.loads((bridge / "out/findings.json").read_text("utf-8"))["schema_version"] == "1.1"
    assert [path.name for path in (bridge / "out").iterdir()] == ["findings.json"]


def test_check_imports_nothing_heavy(bridge: Path) -> None:
    code = "import sys; from claimcheck.cli import run; run(['check']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], cwd=bridge, capture_output=True, text=True, check=True)
    assert not {name.partition(".")[0] for name in done.stderr.split()} & HEAVY


def test_output_is_the_same_in_any_locale_and_hash_order(bridge: Path) -> None:
    outputs = {
        shell("check", cwd=bridge, PYTHONHASHSEED=seed, LC_ALL=locale).stdout
        for seed, locale in (("1", "C"), ("2", "C.UTF-8"), ("3", "POSIX"))
    }
    assert len(outputs) == 1
    assert "“open to all lorries”" in outputs.pop()


# The terminal


def test_colour_is_for_people_who_want_it(bridge: Path) -> None:
    assert "\x1b[" not in shell("check", cwd=bridge).stdout
    assert "\x1b[33m" in watched("check", cwd=bridge)
    assert "\x1b[" not in watched("check", cwd=bridge, NO_COLOR="1")
    assert "\x1b[" not in watched("check", cwd=bridge, TERM="dumb")


def long_report() -> Report:
    words = "A long sentence that goes on for quite a while, so that it has to be broken somewhere. " * 3
    act = claim("act", words, predicate="act", when="2018-10-08", said_on="2018-10-08", quote=words)
    basis = claim("basis", words, listing="fact", predicate="order", when="2018-10-09?", said_by="office")
    held = dossier([in_use(), shut(), act, basis], [link("act", "relies-on", "basis", why=words)])
    findings, standings = run(held)
    problem = Problem(code="UNKNOWN-KEY", location=Location(path="claims/a.yaml"), message=words, hint=words)
    return Report(
        dossier=held, tracked=all_new(findings), standings=standings, problems=(problem,),
        not_checked=(NotChecked(what="rule x", reason=words),), rules_run=tuple(rule.id for rule in RULES),
    )  # fmt: skip


@pytest.mark.parametrize("width", [40, 60, 77, 78, 80, 100, 200])
@pytest.mark.parametrize("colour", [False, True])
def test_no_line_is_wider_than_the_terminal(width: int, colour: bool) -> None:
    text = render_text(long_report(), width=width, colour=colour)
    plain = text
    for code in ("1", "2", "31", "33", "36", "0"):
        plain = plain.replace(f"\x1b[{code}m", "")
    assert max(map(len, plain.splitlines())) <= min(width, 100)
    assert (" | " in plain) == (width >= 78)
    assert not [line for line in plain.splitlines() if line != line.rstrip()]


def test_control_characters_never_reach_the_terminal() -> None:
    held = dossier([in_use(quote="\x1b[2Jwiped\x07"), shut()])
    findings, standings = run(held)
    report = Report(
        dossier=held, tracked=all_new(findings), standings=standings, problems=(), not_checked=(), rules_run=()
    )  # fmt: skip
    text = render_text(report)
    assert "wiped" in text
    assert not [sign for sign in text if ord(sign) < 32 and sign != "\n"]


def test_words_follow_the_grade() -> None:
    for finding in long_report().findings:
        whole = Report(
            dossier=long_report().dossier, tracked=all_new([finding]), standings=(), problems=(), not_checked=(),
            rules_run=(),
        )  # fmt: skip
        text = " ".join(render_text(whole).split())
        assert ("These may not both stand." in text) == (finding.ground.grade.word == "possible")
        assert ("cannot both stand" in text) == (finding.ground.grade.word != "possible")
        for word in ("contradict", "false", " lie", "untrue"):
            assert word not in text.lower()


def test_disputes_of_others_and_inside_one_source_stand_under_their_own_headings() -> None:
    one = claim("a", listing="fact", predicate="order", when="2018-07-12")
    other = claim("b", listing="fact", predicate="order", when="2018-07-20")
    denied = claim("c", listing="fact", predicate="act", polarity="denies", when="2018-08", said_by="council")
    held = dossier([one, other, denied, claim("d", listing="fact", predicate="act", when="2018-08-03")],
                   [link("a", "same-event", "b")])  # fmt: skip
    findings, standings = run(held)
    text = render_text(
        Report(dossier=held, tracked=all_new(findings), standings=standings, problems=(), not_checked=(), rules_run=())
    )
    assert "Among them 1 dispute between others and 1 inside one source." in text
    assert text.index("Disputes between others (no official is part of them)") < text.index("Inside one source")
    assert "Officials and the record" not in text


# report


def test_report_writes_pages_once_and_clears_away_its_own(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (bridge / "reports").mkdir()
    (bridge / "reports/stale.md").write_text(MADE_HERE + "\nold", "utf-8")
    (bridge / "reports/mine.md").write_text("# Mine\n", "utf-8")
    assert run_command(["report"]) == 0
    assert "9 written, 0 unchanged, 1 removed" in capsys.readouterr().out
    pages = {path.name: path.read_bytes() for path in (bridge / "reports").iterdir()}
    assert sorted(pages) == [
        "about-bridge.html", "about-ministry.html", "index.html", "index.md", "letter.html", "letter.md", "method.html",
        "mine.md", "not-checked.html", "sources.html",
    ]  # fmt: skip
    assert run_command(["report"]) == 0
    assert "0 written, 9 unchanged, 0 removed" in capsys.readouterr().out
    assert {path.name: path.read_bytes() for path in (bridge / "reports").iterdir()} == pages


def test_a_page_tells_words_sides_why_and_what_would_settle_it(bridge: Path) -> None:
    run_command(["report", "--output", "elsewhere"])
    page = (bridge / "elsewhere/letter.md").read_text("utf-8")
    for part in (
        "> “open to all lorries”",
        "- Said 13 Aug 2018, by Ministry of Roads to the Council",
        "| | Said 13 Aug 2018 | Reported for 20 Jul 2018 |",
        r"| Read in | Letter to the Council, page 2 | An article \| with a bar |",
        r"The bridge is open to \*all\* lorries.",
        "Depends on:",
        "What would settle it:",
    ):
        assert part in page, part
    index = (bridge / "elsewhere/index.md").read_text("utf-8")
    assert "](letter.md#" in index
    assert "no original is kept with the dossier" in index


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("a *b* _c_ `d`", r"a \*b\* \_c\_ \`d\`"),
        ("[x](y) <b> | #1", r"\[x\](y) \<b\> \| \#1"),
        ("- not a list", r"\- not a list"),
        ("1. not a list", r"1\. not a list"),
        ("two\nlines  and spaces", "two lines and spaces"),
        ("a &lt; b & c", "a &amp;lt; b & c"),
        ("plain 1.5 text - with dash", "plain 1.5 text - with dash"),
    ],
)
def test_markdown_shows_what_users_typed(typed: str, written: str) -> None:
    assert escaped(typed) == written


def test_a_page_that_cannot_be_written_is_no_bug(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (bridge / "reports").write_text("a file", "utf-8")
    assert run_command(["report"]) == 2
    assert "cannot write" in capsys.readouterr().err


def test_pages_are_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_pages(tmp_path, {"index.md": "first\n"})
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        write_pages(tmp_path, {"index.md": "second\n"})
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("index.md", "first\n")]


# explain, rules test, schema


def test_explain_tells_a_rule_and_derives_a_finding(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_command(["check", "--format", "json"])
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert run_command(["explain", finding["fingerprint"][:6]]) == 0
    text = " ".join(capsys.readouterr().out.split())
    for witness in finding["claims"]:
        assert f"{witness['file']}:{witness['line']}" in text
    assert "no record found that this ended before 13 Aug 2018" in text
    assert run_command(["explain", finding["rule"]]) == 0
    assert "For example" in capsys.readouterr().out
    assert run_command(["explain"]) == 0
    assert finding["rule"] in capsys.readouterr().out


def test_explain_shows_plan_and_sql(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["explain", "two-dates", "--plan"]) == 0
    assert capsys.readouterr().out.strip()
    assert run_command(["explain", "affirmed-and-denied", "--sql"]) == 0
    assert "SELECT" in capsys.readouterr().out


def test_explain_of_a_name_nobody_knows(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["explain", "no-such-thing"]) == 2
    assert "no rule and no finding is called no-such-thing; `claimcheck explain` lists" in capsys.readouterr().err
    assert run_command(["explain", "two-date"]) == 2
    assert "did you mean `two-dates`?" in capsys.readouterr().err


def test_rules_work_without_a_dossier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_command(["rules", "test", "two-dates"]) == 0
    assert capsys.readouterr().out.startswith("ok    two-dates: ")
    assert run_command(["explain", "two-dates"]) == 0


def test_an_example_that_fails_is_named_with_its_place(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_bridge(bridge, **{"rules__own-rule": OWN_RULE})
    assert run_command(["rules", "test", "own-rule"]) == 1
    text = capsys.readouterr().out
    assert "FAIL  own-rule: 1 to be found, 0 look-alikes" in text
    assert "rules/own-rule.yaml:10:7: never found" in text
    assert "not found: e, c" in text


def test_schema_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("findings", "files"):
        assert run_command(["schema", name]) == 0
        assert json.loads(capsys.readouterr().out)["$schema"].endswith("/schema" if name == "findings" else "/schema#")


def test_a_record_of_the_end_before_the_letter_clears_it(bridge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_bridge(bridge, evidence__ended=ENDED)
    assert run_command(["check"]) == 0
    assert "No findings." in capsys.readouterr().out
