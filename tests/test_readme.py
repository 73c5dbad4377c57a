"""The README's example is a real dossier and its output is what the program prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def test_the_example_prints_what_the_readme_shows(tmp_path: Path) -> None:
    files = {text.splitlines()[0].removeprefix("# "): text for text in blocks("yaml")}
    assert set(files) == {"claimcheck.yaml", "claims/ministry.yaml", "evidence/gazette.yaml"}
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    command = [sys.executable, "-m", "claimcheck", "check"]
    environment = {key: value for key, value in os.environ.items() if key != "COLUMNS"}
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert run.stderr == ""
    assert run.returncode == 1
    (shown,) = blocks("text")
    assert run.stdout == shown


def test_the_table_of_rules_names_every_shipped_rule_that_finds_conflicts() -> None:
    rulebook = Path(__file__).parent.parent / "src" / "claimcheck" / "rulebook"
    texts = {path.stem: path.read_text("utf-8") for path in rulebook.glob("*.yaml")}
    conflicts = {name for name, text in texts.items() if not re.search(r"^(finds|derive):", text, re.MULTILINE)}
    table = README.split("## What it finds")[1].split("## Words")[0]
    assert conflicts
    assert set(re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)) == conflicts
