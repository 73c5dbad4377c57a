"""The papers of the repository: they exist, agree with the package, and their links lead somewhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

import claimcheck
from claimcheck.load import load_dossier

ROOT = Path(__file__).parent.parent
PAPERS = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "DOSSIER-LICENCE.md")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")


@pytest.mark.parametrize("name", PAPERS)
def test_every_link_and_path_in_a_paper_leads_somewhere(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    links = [link for link in LINK.findall(text) if not link.startswith("https://")]
    paths = re.findall(r"`((?:src|tests|docs|reports|claims|evidence)/[^`\s]*)`", text)
    missing = [path for path in (*links, *paths) if not re.search("[A-Z*]{4}", path) and not list(ROOT.glob(path))]
    assert missing == []


def test_the_citation_agrees_with_the_package() -> None:
    citation = yaml.load((ROOT / "CITATION.cff").read_text("utf-8"), Loader=yaml.BaseLoader)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert citation["version"] == claimcheck.__version__
    assert citation["license"] == project["license"]
    assert citation["title"] == project["name"]
    assert [set(author) for author in citation["authors"]] == [{"name"}], "the project as a whole, no persons"


def test_the_dossier_states_its_own_licence() -> None:
    settings = yaml.load((ROOT / "claimcheck.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    assert settings["licence"].startswith("CC BY 4.0")
    assert "DOSSIER-LICENCE.md" in settings["licence"]
    assert not [problem for problem in load_dossier(ROOT).problems if problem.location.path == "claimcheck.yaml"]
