"""`init` starts a dossier that checks clean and explains itself, and never writes over anything."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from claimcheck.check import check_dossier
from claimcheck.cli import run

FILES = [".gitignore", "claimcheck.yaml", "claims/first-statement.yaml", "evidence/first-facts.yaml"]


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_new_dossier_checks_clean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["init"]) == 0
    told = capsys.readouterr().out
    assert "claims/first-statement.yaml" in told
    assert sorted(name for name in tree(tmp_path) if not name.startswith(".claimcheck/")) == FILES
    assert (tmp_path / "reports").is_dir()
    report = check_dossier(tmp_path)
    assert (report.problems, report.findings) == ((), ())
    assert {claim.listing for claim in report.dossier.claims.values()} == {"assertion", "fact"}
    assert run(["check"]) == 0


def test_the_change_that_its_comment_proposes_makes_a_finding(tmp_path: Path) -> None:
    run(["init", str(tmp_path)])
    facts = tmp_path / "evidence/first-facts.yaml"
    text = facts.read_text("utf-8")
    assert "Change `affirms: in-operation` to `affirms: shut-down`" in text
    facts.write_text(text.replace("    affirms: in-operation\n", "    affirms: shut-down\n"), "utf-8")
    assert len(check_dossier(tmp_path).findings) == 1


def test_what_its_comments_propose_can_be_taken_in(tmp_path: Path) -> None:
    run(["init", str(tmp_path)])
    for path in (tmp_path / "claims/first-statement.yaml", tmp_path / "evidence/first-facts.yaml"):
        lines = path.read_text("utf-8").splitlines()
        keys = ("# when:", "# quote:", "# mode:", "# hangs_on:")
        taken = [line.replace("# ", "", 1) if line.lstrip().startswith(keys) else line for line in lines]
        start = next((index for index, line in enumerate(taken) if line == "# predicates:"), len(taken))
        taken[start:] = [line.removeprefix("# ") for line in taken[start:]]
        path.write_text("\n".join(taken) + "\n", "utf-8")
    report = check_dossier(tmp_path)
    assert report.problems == ()
    assert report.dossier.claims["bridge-not-closed"].mode == "assures"
    assert report.dossier.claims["bridge-not-closed"].quote
    assert "painted-blue" in report.dossier.predicates


@pytest.mark.parametrize("flags", [[], ["--example"]])
def test_every_file_names_its_schema_and_fits_it(tmp_path: Path, flags: list[str]) -> None:
    assert run(["init", str(tmp_path / "d"), *flags]) == 0
    texts = list((tmp_path / "d").rglob("*.yaml"))
    assert len(texts) == 3
    for path in texts:
        first, _, rest = path.read_text("utf-8").partition("\n")
        schema = path.parent / first.removeprefix("# yaml-language-server: $schema=")
        validator = jsonschema.Draft7Validator(json.loads(schema.read_text("utf-8")))
        validator.validate(yaml.load(rest, Loader=yaml.BaseLoader))


def test_the_example_is_marked_as_made_up_and_shows_all_grades(tmp_path: Path) -> None:
    run(["init", "--example", str(tmp_path)])
    report = check_dossier(tmp_path)
    assert report.problems == ()
    assert "made-up" in report.dossier.title
    for folder in ("claims", "evidence"):
        assert all("Fictional" in path.read_text("utf-8") for path in (tmp_path / folder).iterdir())
    found = {
        tuple(sorted(witness.claim.id for witness in one.ground.witnesses)): one.ground.grade.word
        for one in report.findings
    }  # fmt: skip
    assert found == {
        ("council-decision", "stopped-on-the-decision"): "certain",
        ("crack-in-north-cabin", "no-defect-in-march"): "certain",
        ("cabins-recalled", "no-recall"): "presumed",
        ("institute-wrote", "not-told-of-the-crack"): "possible",
    }


@pytest.mark.parametrize("name", ["claims/first-statement.yaml", ".claimcheck/schema/files.json", "claimcheck.yaml"])
def test_nothing_is_overwritten_and_nothing_is_left_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    mine = tmp_path / name
    mine.parent.mkdir(parents=True, exist_ok=True)
    mine.write_text("mine\n", "utf-8")
    assert run(["init", str(tmp_path)]) == 2
    assert name in capsys.readouterr().err
    assert tree(tmp_path) == {name: b"mine\n"}


def test_all_that_is_in_the_way_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "evidence").write_text("a file", "utf-8")
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims/first-statement.yaml").write_text("", "utf-8")
    assert run(["init", str(tmp_path)]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert "evidence" in told
    assert "first-statement.yaml" in told


def test_it_starts_in_a_git_checkout_with_its_own_ignore_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text("mine\n", "utf-8")
    assert run(["init", str(tmp_path)]) == 0
    assert (tmp_path / ".gitignore").read_text("utf-8") == "mine\n"


def test_a_failure_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = Path.open

    def full(path: Path, *arguments: Any, **named: Any) -> Any:
        if path.suffix == ".json" and "xb" in arguments:
            raise OSError(28, "No space left on device", str(path))
        return first(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", full)
    assert run(["init", str(tmp_path / "new/one")]) == 2
    assert "No space left on device; nothing was written" in " ".join(capsys.readouterr().err.split())
    assert list(tmp_path.iterdir()) == []


def test_a_dossier_in_a_dossier_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["init", str(tmp_path)])
    assert capsys.readouterr().err == ""
    assert run(["init", str(tmp_path / "inner")]) == 0
    assert "inside the dossier" in capsys.readouterr().err
