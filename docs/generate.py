"""Writes every page that follows from the program: `python docs/generate.py`; with `--check` it only names the stale.

Written are the pages of commands, rules, vocabulary packages, the rule language and the JSON output, and, in the pages
that show commands, what these print now. What a page leaves out by `...` is left as it is; the tests compare it.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from pagewriter.commandpage import command_page
from pagewriter.jsonpage import json_page
from pagewriter.languagepage import language_page
from pagewriter.rulepages import rule_pages
from pagewriter.shown import refreshed
from pagewriter.vocabularypages import vocabulary_pages

DOCS = Path(__file__).parent
MARK = "<!-- Written by docs/generate.py: what is changed here by hand is lost. -->\n\n"
RULES = DOCS / "reference" / "rules"
VOCABULARY = DOCS / "reference" / "vocabulary"


def generated() -> dict[Path, str]:
    """Every page that is written whole."""
    reference = DOCS / "reference"
    pages = {
        reference / "commands.md": command_page(),
        reference / "rule-language.md": language_page(),
        reference / "json.md": json_page(),
        **{RULES / name: text for name, text in rule_pages().items()},
        **{VOCABULARY / name: text for name, text in vocabulary_pages().items()},
    }
    return {path: MARK + text for path, text in pages.items()}


def pages_with_commands() -> Iterator[Path]:
    """The pages written by hand that show commands and what they print."""
    for path in sorted(DOCS.rglob("*.md")):
        text = path.read_text("utf-8")
        if "```console\n" in text and not text.startswith(MARK):
            yield path


def current() -> dict[Path, str | None]:
    """What every page would hold if it were written now; None for a page of a rule that is no more."""
    texts: dict[Path, str | None] = dict.fromkeys(RULES.glob("*.md"))
    texts.update(generated())
    for path in pages_with_commands():
        with tempfile.TemporaryDirectory() as folder:
            texts[path] = refreshed(path.read_text("utf-8"), Path(folder))
    return texts


def stale(texts: Mapping[Path, str | None]) -> list[Path]:
    """The pages that hold something else."""
    return [
        path for path, text in sorted(texts.items()) if text != (path.read_text("utf-8") if path.exists() else None)
    ]


def main() -> int:
    """Write the stale pages, or with `--check` name them and end with 1."""
    texts = current()
    wrong = stale(texts)
    for path in wrong:
        print(path.relative_to(DOCS.parent))
        text = texts[path]
        if "--check" in sys.argv[1:]:
            continue
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return int(bool(wrong) and "--check" in sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
