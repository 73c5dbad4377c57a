"""The documents say what the program does: generated pages are current, and what pages show is run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from claimcheck.cli.checking import FORMATS
from claimcheck.edtf import parse_edtf
from claimcheck.exits import Exit
from claimcheck.load import load_snippet, load_vocabulary
from claimcheck.load.judged import ACCEPTED, REVIEW
from claimcheck.load.keys import (
    CLAIM,
    ENTITY,
    EXCEPTION,
    LINK,
    PREDICATE,
    RULE_SETTING,
    SECTIONS,
    SETTINGS,
    SOURCE,
    KeyTable,
)
from claimcheck.rules.words import GRADES, PARTIES, RELATIONS, SEVERITIES, TIMINGS
from claimcheck.yamlfile import MapNode, read_yaml
from generate import DOCS, MARK, RULES, generated, pages_with_commands, stale
from pagewriter.commandpage import helps
from pagewriter.rulepages import shipped_rules
from pagewriter.shown import Block, Shell, blocks, run_page, snippets

HAND_WRITTEN = [path for path in sorted(DOCS.rglob("*.md")) if not path.read_text("utf-8").startswith(MARK)]
WITH_YAML = [path for path in HAND_WRITTEN if "```yaml\n" in path.read_text("utf-8")]
REGENERATE = "run `python docs/generate.py` and commit what it writes"


def name_of(path: Path) -> str:
    return str(path.relative_to(DOCS))


def test_every_generated_page_is_current() -> None:
    assert [name_of(path) for path in stale(generated())] == [], REGENERATE


def test_a_page_of_a_rule_that_is_no_more_is_stale() -> None:
    assert stale({DOCS / "index.md": None}) == [DOCS / "index.md"]
    assert stale({DOCS / "no-such-page.md": None}) == []
    assert {path for path in RULES.glob("*.md") if path not in generated()} == set(), REGENERATE


@pytest.mark.parametrize("path", list(pages_with_commands()), ids=name_of)
def test_what_a_page_shows_is_what_the_program_does(path: Path, tmp_path: Path) -> None:
    faults = [
        f"{name_of(path)}, block of line {block.line}: $ {shown.command}\n"
        f"ended with {shown.exit}, expected {shown.wanted_exit}, and printed:\n{shown.printed}"
        for block, of_block in run_page(path.read_text("utf-8"), tmp_path)
        for shown in of_block
        if not shown.same
    ]
    assert not faults, "\n".join([*faults, f"if the program is right, {REGENERATE}; mend blocks with `...` by hand"])


def test_pages_that_must_show_something_do() -> None:
    shown = {name_of(path) for path in pages_with_commands()}
    how_to = {name_of(path) for path in (DOCS / "how-to").glob("*.md")} - {"how-to/index.md"}
    assert {"tutorial.md", *how_to} <= shown


@pytest.mark.parametrize("path", WITH_YAML, ids=name_of)
def test_every_snippet_on_a_page_loads(path: Path) -> None:
    predicates, _ = load_vocabulary()
    for block in snippets(path.read_text("utf-8")):
        node, problems = read_yaml(block.text.encode(), f"{name_of(path)} from line {block.line}")
        assert not problems
        assert isinstance(node, MapNode)
        assert {key.text for key, _ in node.entries} <= set(SECTIONS), "a snippet has the lists of a dossier"
        dossier = load_snippet(node, name_of(path), predicates)
        assert [str(problem) for problem in dossier.problems if problem.severity == "error"] == []
        assert dossier.claims or dossier.entities or set(dossier.predicates) - set(predicates)


def test_the_runner_notices_other_output_another_code_and_reads_files(tmp_path: Path) -> None:
    page = (
        "```yaml\n# a/b.yaml\nx: 1\n```\n\n```console\n$ cat a/b.yaml\n# a/b.yaml\nx: 1\n$ cd a\n$ ls\nc.yaml\n```\n"
        "<!-- exits: 3 -->\n```console\n$ (exit 4)\n```\n"
    )
    first, second = [shown for _, shown in run_page(page, tmp_path)]
    assert [one.same for one in first] == [True, True, False]
    assert (first[2].printed, first[2].exit) == ("b.yaml\n", 0)
    assert [(one.same, one.exit) for one in second] == [(False, 4)]


def test_the_runner_runs_this_program(tmp_path: Path) -> None:
    shown = Shell(tmp_path).show("claimcheck check", "", 2)
    assert "no claimcheck.yaml" in shown.printed
    assert shown.exit == Exit.INCOMPLETE


def test_a_console_block_without_a_command_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="line 1: a console block"):
        list(run_page("```console\nclaimcheck check\n```\n", tmp_path))


def test_the_command_page_holds_the_help_that_a_command_prints_in_a_terminal_of_80_columns() -> None:
    page = (DOCS / "reference" / "commands.md").read_text("utf-8")
    some = ["claimcheck", "claimcheck check", "claimcheck rules test"]  # that the others are there is compared above
    assert set(some) < {name for name, _ in helps()}
    for name in some:
        run = subprocess.run(
            [sys.executable, "-m", *name.split(), "--help"],
            env={"COLUMNS": "80", "PYTHONPATH": str(DOCS.parent / "src")},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert f"## {name}\n\n```text\n{run.stdout.rstrip()}\n```\n" in page


def test_every_shipped_rule_has_a_page_with_all_its_examples() -> None:
    rules = shipped_rules()
    assert {rule.id for rule in rules} == {
        path.stem for path in (DOCS.parent / "src" / "claimcheck" / "rulebook").glob("*.yaml")
    }
    for rule in rules:
        page = (DOCS / "reference" / "rules" / f"{rule.id}.md").read_text("utf-8")
        assert f"# {rule.id}\n" in page
        assert len(re.findall("^### Found: ", page, re.MULTILINE)) == sum(bool(one.finds) for one in rule.examples)
        assert len(re.findall("^### ", page, re.MULTILINE)) == len(rule.examples)
        assert rule.examples


def first_table(page: str, after: str) -> str:
    """The cells in the first column of the first table after a text, without its head."""
    rows = page.split(after)[1].split("|---|---|\n")[1].split("\n\n")[0]
    return " ".join(row.split("|")[1] for row in rows.strip().splitlines())


def keys_under(heading: str) -> set[str]:
    page = (DOCS / "reference" / "files.md").read_text("utf-8")
    return set(re.findall(r"`([a-z0-9_]+)`", first_table(page, f"\n## {heading}\n")))


@pytest.mark.parametrize(
    ("heading", "table"),
    [
        ("Settings", SETTINGS),
        ("Claims and evidence", CLAIM),
        ("Links", LINK),
        ("Sources", SOURCE),
        ("Entities", ENTITY),
        ("Predicates", PREDICATE),
    ],
)
def test_the_page_on_files_names_every_key_and_no_other(heading: str, table: KeyTable) -> None:
    assert keys_under(heading) == set(table.shapes)


def test_the_page_on_files_names_every_key_of_rule_settings_and_judgments() -> None:
    page = (DOCS / "reference" / "files.md").read_text("utf-8")
    found = set(re.findall(r"`([a-z0-9_]+)`", first_table(page, "each rule by its name:\n")))
    assert found == set(RULE_SETTING.shapes) | set(EXCEPTION.shapes)
    assert keys_under("Accepted findings") == set(ACCEPTED.shapes)
    assert keys_under("Reviews") == set(REVIEW.shapes)


def test_the_page_on_files_names_every_relation() -> None:
    page = (DOCS / "reference" / "files.md").read_text("utf-8")
    assert set(re.findall(r"`([a-z-]+)`", first_table(page, "where it was read |\n\n"))) == set(RELATIONS)


@pytest.mark.parametrize(("page", "column"), [("reference/time.md", 0), ("how-to/uncertain-dates.md", 1)])
def test_every_form_of_a_date_that_a_page_tells_is_read(page: str, column: int) -> None:
    table = re.split(r"^\|[-|]+\|$", (DOCS / page).read_text("utf-8"), flags=re.MULTILINE)[1].split("\n\n")[0]
    cells = [row.strip("| ").split(" | ")[column] for row in table.strip().splitlines()]
    forms = [form for cell in cells for form in re.findall("`([^`]+)`", cell)]
    assert len(forms) >= 15
    for form in forms:
        assert parse_edtf(form).text == form


def test_the_page_on_grades_names_every_grade_timing_party_and_severity() -> None:
    page = (DOCS / "reference" / "grades.md").read_text("utf-8")
    assert re.findall(r"\*\*([a-z]+)\*\*", first_table(page, "## Grade\n")) == list(GRADES)
    assert set(re.findall("`([a-z-]+)`", first_table(page, "## Timing\n"))) == set(TIMINGS)
    assert re.findall("`([a-z ]+)`", first_table(page, "## Parties\n")) == list(PARTIES)
    assert set(re.findall("`([a-z]+)`", page.split("## Severity\n")[1])) == set(SEVERITIES)


def test_the_page_on_exit_codes_names_every_code() -> None:
    page = (DOCS / "reference" / "exit-codes.md").read_text("utf-8")
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", page, re.MULTILINE)} == set(Exit)


def test_the_page_on_formats_names_every_format_of_check() -> None:
    page = (DOCS / "reference" / "formats.md").read_text("utf-8")
    assert re.findall(r"`([a-z]+)`", first_table(page, "each with its file:")) == list(FORMATS)


def test_the_tutorial_installs_as_the_readme_does() -> None:
    tutorial = (DOCS / "tutorial.md").read_text("utf-8")
    (install,) = [block.text.strip() for block in blocks(tutorial) if block.language == "sh"]
    assert install in (DOCS.parent / "README.md").read_text("utf-8")


def test_every_block_is_of_a_kind_that_is_checked_or_known() -> None:
    known = {"yaml", "console", "sh", "text"}
    for path in HAND_WRITTEN:
        found: list[Block] = list(blocks(path.read_text("utf-8")))
        assert {block.language for block in found} <= known, name_of(path)
        assert all(block.path for block in found if block.language == "text"), name_of(path)
