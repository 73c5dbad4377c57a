"""What the repository as a whole must keep: no install by bare name, no stray paths, dependencies with a reason."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BARE_NAME = re.compile(
    r"\b(?:pip3?|pipx|uv|uvx|poetry|pdm|conda|mamba)\s+(?:\w+\s+)?"
    r"(?:install|add|run|tool install)?\s*(?:-\S+\s+)*[\"']?claimcheck\b(?!\s*@)(?!/)",
)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: the tracked files are not known")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("pip install claimcheck", True),
        ("pip install -U claimcheck", True),
        ("pipx install claimcheck", True),
        ("uvx claimcheck check", True),
        ("uv tool install claimcheck", True),
        ("pip install 'claimcheck[test]'", True),
        ("pip install 'claimcheck @ git+https://example.org/claimcheck'", False),
        ("pip install .", False),
        (".venv/bin/claimcheck report", False),
    ],
)
def test_the_search_for_bare_installs_tells_them_apart(line: str, bare: bool) -> None:
    assert bool(BARE_NAME.search(line)) is bare


def test_nothing_tells_anyone_to_install_by_the_bare_name() -> None:
    files = [path for path in tracked() if path != Path(__file__)]
    found = [f"{path.relative_to(ROOT)}: {hit.group()}" for path in files for hit in BARE_NAME.finditer(text_of(path))]
    assert files
    assert found == []


def test_every_dependency_has_its_reason_beside_it() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    project = tomllib.loads(text)["project"]
    for requirement in project["dependencies"]:
        line = next(line for line in text.splitlines() if requirement.split(";")[0].strip() in line)
        assert "#" in line, requirement


def test_the_base_install_needs_no_heavy_tables() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.split(r"[<>=;\s\[]", requirement)[0] for requirement in project["dependencies"]}
    assert not names & {"pandas", "numpy", "pyarrow"}
