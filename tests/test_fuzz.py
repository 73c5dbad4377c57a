"""Whatever happens to the bytes of a file: problems with places, never an exception, a hang or a gigabyte."""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.check import check_loaded
from claimcheck.errors import Problem
from claimcheck.load import load_dossier
from claimcheck.report.jsonform import render_json
from claimcheck.report.markdown import render_pages
from claimcheck.report.text import render_text
from claimcheck.rules import load_rulebook
from claimcheck.verify.folding import fold
from claimcheck.verify.quotes import find_quote, nearest_passage
from claimcheck.verify.texts import Unreadable, read_texts
from mutations import mutate

HERE = Path(__file__).parent
SMALL = HERE / "small_dossier"
FILES = sorted(
    path.relative_to(SMALL).as_posix() for path in SMALL.rglob("*") if path.suffix in (".yaml", ".csv", ".jsonl")
)
SEEDS = {
    "claims/seed.yaml": min((HERE.parent / "claims").glob("*.yaml")),
    "evidence/seed.yaml": min((HERE.parent / "evidence").glob("*.yaml")),
    "evidence/words.yaml": SMALL / "evidence" / "words.yaml",
    "rules/own-rule.yaml": HERE.parent / "src" / "claimcheck" / "rulebook" / "act-before-its-basis.yaml",
} | {name: SMALL / name for name in FILES}
SECONDS = 20  # of processor time; a mutated file of this size takes a tenth of one
GIGABYTE = 1_000_000_000
OBEYED = {chr(code) for code in (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A))} - {"\n"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("fuzz") / "dossier"))


def problems_of(root: Path) -> Iterator[Problem]:
    dossier = load_dossier(root)
    yield from dossier.problems
    yield from load_rulebook(dossier).problems


def broken(root: Path, name: str, chooser: random.Random) -> None:
    (root / name).write_bytes(mutate(SEEDS[name].read_bytes(), chooser))


def mended(root: Path, name: str) -> None:
    if name in FILES:
        shutil.copy(SMALL / name, root / name)
    else:
        (root / name).unlink()


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_a_broken_file_gives_problems_with_places(root: Path, name: str) -> None:
    @given(st.randoms(use_true_random=False))
    @settings(max_examples=40)
    def hold(chooser: random.Random) -> None:
        broken(root, name, chooser)
        start = time.process_time()
        for problem in problems_of(root):
            assert problem.location.line >= 1
            assert problem.location.column >= 1
            assert problem.message
            assert not OBEYED & {*problem.message, *problem.hint, *problem.location.path}
        assert time.process_time() - start < SECONDS

    hold()
    mended(root, name)


@settings(max_examples=15)
@given(st.randoms(use_true_random=False), st.sampled_from(sorted(SEEDS)))
def test_a_dossier_with_a_broken_file_is_checked_and_printed(root: Path, chooser: random.Random, name: str) -> None:
    broken(root, name, chooser)
    report = check_loaded(load_dossier(root))
    assert not OBEYED & {*render_text(report)}
    assert render_json(report)
    assert render_pages(report)
    mended(root, name)


@settings(max_examples=100)
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.html", "a.md", "a.pdf"]), st.text(max_size=40))
def test_any_bytes_are_an_original_or_none(data: bytes, name: str, quote: str) -> None:
    try:
        texts = read_texts(b"%PDF-1.4\n" + data if name == "a.pdf" else data, name)
    except Unreadable:
        return
    for text in texts:
        folded = fold(text.text)
        find_quote(quote, folded)
        nearest_passage(quote, folded)


def test_no_broken_dossier_takes_a_gigabyte() -> None:
    """A hundred dossiers in one process of its own, which may not have more memory than that."""
    done = subprocess.run(
        [sys.executable, __file__, "100"], capture_output=True, text=True, check=False, timeout=600,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    runs, megabytes = done.stdout.split()
    print(f"{runs} broken dossiers, at most {megabytes} MB")
    assert int(runs) == 100


def main(runs: int) -> None:
    """Load so many broken dossiers, each with two broken files, under a limit on memory."""
    import tempfile

    resource.setrlimit(resource.RLIMIT_AS, (GIGABYTE, GIGABYTE))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(shutil.copytree(SMALL, Path(folder) / "dossier"))
        for seed in range(runs):
            chooser = random.Random(seed)
            names = chooser.sample(sorted(SEEDS), 2)
            for name in names:
                broken(root, name, chooser)
            start = time.process_time()
            list(problems_of(root))
            assert time.process_time() - start < SECONDS, f"seed {seed} took too long"
            for name in names:
                mended(root, name)
    print(runs, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    main(int(sys.argv[1]))
