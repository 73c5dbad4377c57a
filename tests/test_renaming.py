"""`rename` rewrites every reference to an id and nothing else, and findings stay the same findings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from claimcheck.check import check_dossier
from claimcheck.cli import run
from claimcheck.load import load_dossier
from claimcheck.model import Claim, Entity, Source
from claimcheck.renaming import KINDS, Kind, edited, plan_renaming, take_inventory

ROOT = Path(__file__).parent.parent
SETTINGS = """\
format: 1
title: The mill
rules:
  two-dates:   {except: [{claims: [mill, other], reason: the mill burnt twice}]}   # mill
"""
RECORDS = """\
# mill is spoken of here; a comment keeps its words
entities:
  - {id: mill,   name: "the mill", kind: thing}      # mill
  - id:  owner
    name: mill
    acts_for: [ "mill", {to: mill, when: 2001} ]
    not: [fire]
  - {id: fire, name: fire, was: [blaze], part_of: mill, maybe: {to: 'owner', hangs_on: that mill is mill}}
sources:
  - {id: mill, title: "mill", publisher: mill}
  - id: paper
    title: paper
    was: gazette
predicates:
  - {id: ground, kind: state, implies: [not idle],
     label: {en: {affirms: "{subject} ground", denies: "{subject} not ground"}}}
  - {id: idle, kind: state, value: entity, label: {en: {affirms: "{subject} is idle", denies: "{subject} is not idle"}}}
defaults: {said_by: mill, source: mill, said_to: [owner, mill], value: mill}
claims:
  - id: mill
    text: "mill"
    quote: mill
    subject: mill
    affirms: idle
    via:
      - owner
      - mill
    scope: mill
    proceeding: "mill"
    tags: [mill]
  - {id: other, text: mill, subject: fire, denies: idle, value: mill, when: 2001}
links:
  - {from: mill, relation: same-event, to: other, by: mill, source: mill, why: mill}
"""
TABLE = 'id;subject;text;affirms;when;said_to;source\r\nrow;mill;"mill; and more";ground;2001;"owner;mill";mill\r\n'
LINES = '{"id": "line", "text": "mill", "subject": "mill", "denies": "ground", "when": "2001", "source": "mill"}\n'
RULE = """\
id: own
title: mill
severity: note
why: mill
match: {a: {subject: [mill, owner], predicate: idle, source: mill}, b: claim}
where:
  - a.said_by is mill
  - a.subject in [owner, mill]
  - a contradicts b
message: "mill {a.text}"
examples:
  conflicts:
    - name: mill
      claims: [{id: mill, text: mill, subject: mill, affirms: idle, said_by: mill}]
      finds: []
"""


@pytest.fixture
def mill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    texts = {"claimcheck.yaml": SETTINGS, "claims/a.yaml": RECORDS, "evidence/t.csv": "\ufeff" + TABLE,
             "evidence/l.jsonl": LINES, "rules/own.yaml": RULE}  # fmt: skip
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    assert [one for one in load_dossier(tmp_path).problems if one.severity == "error"] == []
    monkeypatch.chdir(tmp_path)
    return tmp_path


def texts_of(root: Path) -> dict[str, str]:
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes().decode() for path in files}


def changed(before: dict[str, str], after: dict[str, str]) -> dict[str, list[str]]:
    """The lines that are not as they were, file by file."""
    return {
        name: [new for old, new in zip(text.split("\n"), after[name].split("\n"), strict=False) if old != new]
        for name, text in before.items()
        if text != after[name]
    }


def test_an_entity_is_renamed_wherever_it_is_spoken_of(mill: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = texts_of(mill)
    assert run(["rename", "mill", "big-mill", "--kind", "entity"]) == 0
    after = texts_of(mill)
    expected = {
        '  - {id: mill,   name: "the mill"': '  - {id: big-mill, was: [mill],   name: "the mill"',
        '    acts_for: [ "mill", {to: mill, when': '    acts_for: [ "big-mill", {to: big-mill, when',
        "part_of: mill, maybe": "part_of: big-mill, maybe",
        "publisher: mill}": "publisher: big-mill}",
        "{said_by: mill, source: mill, said_to: [owner, mill], value: mill}":
            "{said_by: big-mill, source: mill, said_to: [owner, big-mill], value: big-mill}",
        "    subject: mill\n": "    subject: big-mill\n",
        "      - mill\n": "      - big-mill\n",
        "    scope: mill\n": "    scope: big-mill\n",
        '    proceeding: "mill"\n': '    proceeding: "big-mill"\n',
        "denies: idle, value: mill": "denies: idle, value: big-mill",
        "by: mill, source: mill, why": "by: big-mill, source: mill, why",
    }  # fmt: skip
    text = before["claims/a.yaml"]
    for old, new in expected.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    assert after["claims/a.yaml"] == text
    assert after["evidence/t.csv"] == "\ufeff" + TABLE.replace("row;mill", "row;big-mill").replace(
        "owner;mill", "owner;big-mill"
    )
    assert after["evidence/l.jsonl"] == LINES.replace('"subject": "mill"', '"subject": "big-mill"')
    assert after["rules/own.yaml"] == (
        RULE.replace("{subject: [mill, owner]", "{subject: [big-mill, owner]")
        .replace("a.said_by is mill", "a.said_by is big-mill")
        .replace("in [owner, mill]", "in [owner, big-mill]")
    )
    assert after["claimcheck.yaml"] == SETTINGS
    assert "mill -> big-mill: 20 places in 4 files rewritten." in capsys.readouterr().out


def test_a_claim_is_renamed_in_links_and_exceptions(mill: Path) -> None:
    before = texts_of(mill)
    assert run(["rename", "mill", "burnt", "--kind", "claim"]) == 0
    after = texts_of(mill)
    assert after["claimcheck.yaml"] == SETTINGS.replace("[mill, other]", "[burnt, other]")
    assert after["claims/a.yaml"] == (
        before["claims/a.yaml"]
        .replace('claims:\n  - id: mill\n    text', 'claims:\n  - id: burnt\n    was: [mill]\n    text')
        .replace("{from: mill,", "{from: burnt,")
    )  # fmt: skip
    assert changed(before, after).keys() == {"claimcheck.yaml", "claims/a.yaml"}


def test_a_source_is_renamed_in_defaults_tables_and_rules(mill: Path) -> None:
    assert run(["rename", "mill", "mill-post", "--kind", "source"]) == 0
    after = texts_of(mill)
    assert "said_by: mill, source: mill-post" in after["claims/a.yaml"]
    assert after["evidence/t.csv"].endswith('"owner;mill";mill-post\r\n')
    assert "source: mill-post}, b: claim" in after["rules/own.yaml"]
    assert load_dossier(mill).sources["mill-post"].was == ("mill",)


def test_a_predicate_of_the_dossier_is_renamed(mill: Path) -> None:
    assert run(["rename", "idle", "at-rest"]) == 0
    after = texts_of(mill)
    assert "implies: [not at-rest]" in after["claims/a.yaml"]
    assert "predicate: at-rest," in after["rules/own.yaml"]
    assert "affirms: at-rest, said_by" in after["rules/own.yaml"]
    assert "was" not in after["claims/a.yaml"].split("predicates:")[1].split("defaults:")[0]
    assert "at-rest" in load_dossier(mill).predicates


@pytest.mark.parametrize(
    ("old", "path", "expected"),
    [
        ("fire", "claims/a.yaml", "{id: flame, name: fire, was: [blaze, fire], part_of"),
        ("paper", "claims/a.yaml", "  - id: flame\n    title: paper\n    was: [gazette, paper]\n"),
        ("owner", "claims/a.yaml", "  - id:  flame\n    was: [owner]\n    name: mill\n"),
        ("line", "evidence/l.jsonl", '{"id": "flame", "was": ["line"], "text"'),
        ("row", "evidence/t.csv", TABLE.replace("source", "source;was").replace("row;", "flame;")[:-2] + ";row\r\n"),
    ],
)  # fmt: skip
def test_the_former_id_is_kept(mill: Path, old: str, path: str, expected: str) -> None:
    assert run(["rename", old, "flame"]) == 0
    assert expected in texts_of(mill)[path]
    assert [one for one in load_dossier(mill).problems if one.severity == "error"] == []
    assert run(["rename", "flame", "ember"]) == 0
    dossier = load_dossier(mill)
    found: list[Claim | Entity | Source] = [*dossier.claims.values(), *dossier.entities.values()]
    found += dossier.sources.values()
    assert [one.was[-2:] for one in found if one.id == "ember"] == [(old, "flame")]


def test_a_list_of_former_ids_over_lines_grows_by_one(mill: Path) -> None:
    path = mill / "claims/b.yaml"
    path.write_text("entities:\n  - id: tower\n    was:\n      - keep   # first\n    name: x\n", "utf-8")
    assert run(["rename", "tower", "spire"]) == 0
    assert path.read_text("utf-8") == (
        "entities:\n  - id: spire\n    was:\n      - keep   # first\n      - tower\n    name: x\n"
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["mill", "x"], "claim and entity and source have the id mill; choose one: --kind claim"),
        (["mil", "x"], "did you mean mill?"),
        (["owner", "fire"], "another entity has the id fire already: claims/a.yaml:"),
        (["owner", "Big Mill"], "cannot be an id"),
        (["owner", "null"], "cannot be an id"),
        (["owner", "blaze"], "blaze was an id of fire before"),
        (["blaze", "x"], "blaze was renamed already: the entity is called fire now"),
        (["detained", "held"], "a predicate of the shipped vocabulary"),
        (["idle", "detained"], "another predicate has the id detained already: the shipped vocabulary"),
        (["owner", "owner"], "are the same"),
        (["owner", "x", "--kind", "claim"], "no claim of this dossier has the id owner"),
        (["owner"], "claimcheck rename OLD NEW"),
    ],
)
def test_what_cannot_be_is_refused(
    mill: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    before = texts_of(mill)
    assert run(["rename", *arguments]) == 2
    assert told in " ".join(capsys.readouterr().err.split())
    assert texts_of(mill) == before


def test_a_file_that_cannot_be_read_may_speak_of_it(mill: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (mill / "claims/broken.yaml").write_text("claims: [", "utf-8")
    before = texts_of(mill)
    assert run(["rename", "owner", "x"]) == 2
    told = capsys.readouterr().err
    assert "claims/broken.yaml:1:" in told
    assert "what cannot be read may speak of owner" in told
    assert texts_of(mill) == before


def test_an_id_in_another_form_is_refused_at_its_place(mill: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (mill / "claims/odd.yaml").write_text('links: [{from: mill, relation: before, to: "\\x6fther"}]\n', "utf-8")
    before = texts_of(mill)
    assert run(["rename", "other", "x"]) == 2
    told = capsys.readouterr().err
    assert "claims/odd.yaml:1:" in told
    assert "nothing was written" in told
    assert texts_of(mill) == before


def test_a_dry_run_tells_the_places(mill: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = texts_of(mill)
    assert run(["rename", "paper", "gazette-2", "--dry-run"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "claims/a.yaml:11:9", "paper -> gazette-2: 1 place in 1 file would be rewritten."
    ]  # fmt: skip
    assert texts_of(mill) == before


def test_all_files_are_written_or_none(
    mill: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = texts_of(mill)
    first, calls = Path.replace, []

    def failing(path: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 3:
            raise OSError(5, "Input/output error")
        return first(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    assert run(["rename", "mill", "big-mill", "--kind", "entity"]) == 2
    assert "Input/output error" in capsys.readouterr().err
    assert texts_of(mill) == before


def test_findings_of_the_first_dossier_stay_the_same_when_every_record_is_renamed(tmp_path: Path) -> None:
    for name in ("claims", "evidence", "rules"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "claimcheck.yaml", tmp_path)

    def identity() -> dict[str, str]:
        report = check_dossier(tmp_path)
        assert [one for one in report.problems if one.severity == "error"] == []
        grounds = [ground for one in report.findings for ground in (one.ground, *one.further)]
        return {ground.fingerprint: ground.content_hash for ground in grounds}

    before = identity()
    assert len(before) > 10
    predicates = load_dossier(tmp_path).predicates
    inventory = take_inventory(tmp_path)
    kinds: list[Kind] = [kind for kind in KINDS if kind != "predicate"]
    plans = [
        plan_renaming(tmp_path, inventory, kind, name, f"{name}-renamed", predicates)
        for kind in kinds
        for name in inventory.ids(kind)
    ]
    assert [problem for plan in plans for problem in plan.problems] == []
    for path, data in edited(tmp_path, [edit for plan in plans for edit in plan.edits]).items():
        (tmp_path / path).write_bytes(data)
    dossier = load_dossier(tmp_path)
    assert len(plans) == len(dossier.claims) + len(dossier.entities) + len(dossier.sources)
    assert all(name.endswith("-renamed") for name in (*dossier.claims, *dossier.entities, *dossier.sources))
    assert identity() == before
