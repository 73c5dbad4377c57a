"""The site builds with every warning an error, a broken link fails it, and nothing in it is loaded from elsewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
EXTERNAL = re.compile(
    r"""(?:<(?:link|script|img|iframe|source)\b[^>]*?(?:href|src)=["']|url\(\s*["']?|@import\s*["'])
                          (?:https?:)?//""",
    re.VERBOSE,
)

if not os.environ.get("CI"):  # with CI set a missing generator is a failure
    pytest.importorskip("sphinx", reason="the extra `docs` is not installed")
    pytest.importorskip("myst_parser", reason="the extra `docs` is not installed")
    pytest.importorskip("furo", reason="the extra `docs` is not installed")


def build(docs: Path, out: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sphinx", "-W", "-n", "--keep-going", "-q", str(docs), str(out)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_site_builds_without_a_warning_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    run = build(DOCS, tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    pages = [path for path in sorted(tmp_path.rglob("*")) if path.suffix in (".html", ".css")]
    found = [f"{path.name}: {hit.group()}" for path in pages for hit in EXTERNAL.finditer(path.read_text("utf-8"))]
    assert len(pages) > 20
    assert found == []


@pytest.mark.parametrize("link", ["[x](no-such-page.md)", "[x](index.md#no-such-heading)", "[x](how-to/gone.md)"])
def test_a_broken_link_fails_the_build(link: str, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    shutil.copy(DOCS / "conf.py", docs)
    (docs / "index.md").write_text(f"# Title\n\n{link}\n", "utf-8")
    assert build(docs, tmp_path / "out").returncode != 0


@pytest.mark.parametrize("text", ['<script src="https://cdn.example/x.js">', "@import '//fonts.example/x.css'"])
def test_the_search_for_foreign_files_finds_them(text: str) -> None:
    assert EXTERNAL.search(text)
