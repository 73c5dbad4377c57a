"""Fuzzing by coverage: feeds bytes to the readers of dossiers, rules and originals, and stops at any exception.

    pip install -e '.[fuzz]'
    python fuzz/harness.py -max_total_time=300 corpus/

The first byte chooses the file that the rest becomes. A run without a corpus starts from the files of the test
dossier. What it finds goes, as small as can be, into `tests/bad_input` or a test.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

import atheris

with atheris.instrument_imports(include=["claimcheck"]):
    from claimcheck.load import load_dossier
    from claimcheck.load.vocabulary import DOSSIER
    from claimcheck.rules.rulebook import check_rule
    from claimcheck.verify.folding import fold
    from claimcheck.verify.quotes import find_quote, nearest_passage
    from claimcheck.verify.texts import Unreadable, read_texts

HERE = Path(__file__).parent
SMALL = HERE.parent / "tests" / "small_dossier"
NAMES = (
    "claims/letter.yaml", "claims/remarks.jsonl", "evidence/article.yaml", "evidence/bodies.yaml",
    "evidence/levels.csv", "evidence/papers.yaml", "evidence/words.yaml", "claimcheck.yaml", "rules/own-rule.yaml",
)  # fmt: skip
ORIGINALS = ("a.txt", "a.html", "a.md")


class Target:
    """The test dossier in a folder of its own, one file of which each run replaces."""

    def __init__(self, folder: str) -> None:
        self.root = Path(shutil.copytree(SMALL, Path(folder) / "dossier"))
        self.predicates = load_dossier(self.root).predicates
        shipped = {name: one for name, one in self.predicates.items() if one.package != DOSSIER}
        # Reading them anew would take most of a run.
        patch("claimcheck.load.dossier.shipped_predicates", lambda _notes: shipped).start()

    def __call__(self, data: bytes) -> None:
        """Read the bytes as the file that the first of them chooses."""
        choice, rest = data[:1] or b"\0", data[1:]
        number = choice[0] % (len(NAMES) + len(ORIGINALS))
        if number >= len(NAMES):
            self._original(rest, ORIGINALS[number - len(NAMES)])
        elif NAMES[number].startswith("rules/"):
            check_rule(rest, NAMES[number], self.predicates)
        else:
            place = self.root / NAMES[number]
            place.write_bytes(rest)
            for problem in load_dossier(self.root).problems:
                assert problem.message.isprintable() or "\u200c" in problem.message or "\u200d" in problem.message
            shutil.copy(SMALL / NAMES[number], place)

    @staticmethod
    def _original(data: bytes, name: str) -> None:
        quote, _, text = data.partition(b"\n")
        try:
            texts = read_texts(text, name)
        except Unreadable:
            return
        for one in texts:
            folded = fold(one.text)
            find_quote(quote.decode("utf-8", "replace"), folded)
            nearest_passage(quote.decode("utf-8", "replace"), folded)


def seeds(folder: Path) -> None:
    """Write the files of the test dossier as a corpus, each with the byte that chooses it."""
    for number, name in enumerate(NAMES):
        (folder / f"seed-{number}").write_bytes(bytes([number]) + (SMALL / name).read_bytes())
    text = (SMALL / "papers" / "article.txt").read_bytes()
    for number in range(len(ORIGINALS)):
        (folder / f"original-{number}").write_bytes(bytes([len(NAMES) + number]) + text[:40] + b"\n" + text)


def main() -> None:
    """Fuzz until libFuzzer is told to stop; its own options and corpus folders are passed on."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = sys.argv
        if all(argument.startswith("-") for argument in arguments[1:]):
            corpus = Path(folder) / "corpus"
            corpus.mkdir()
            seeds(corpus)
            arguments = [*arguments, str(corpus)]
        atheris.Setup(arguments, Target(folder))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
