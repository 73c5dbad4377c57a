"""Every bad input of `tests/bad_input` is told with its place, what was expected, and how to mend it.

A folder is a whole dossier; a `.yaml`, `.csv` or `.jsonl` file is added to the claims of `tests/small_dossier`, which
has no problems of its own. Beside each stands its `.out`; `pytest --rewrite-golden` writes it anew.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from claimcheck.errors import Problem
from claimcheck.load import load_dossier
from claimcheck.load.judged import read_judged
from claimcheck.model import Dossier

HERE = Path(__file__).parent
BAD = HERE / "bad_input"
INPUTS = sorted(path for path in BAD.iterdir() if path.suffix != ".out")
SOURCES = HERE.parent / "src" / "claimcheck"
CODE = re.compile(r'"([A-Z][A-Z0-9]+(?:-[A-Z0-9]+)+)"')


def told(root: Path) -> str:
    """The problems as a reader meets them, and what was left out."""
    return "".join(f"{line}\n" for line in lines(load_dossier(root), read_judged(root)[2]))


def lines(dossier: Dossier, judged: tuple[Problem, ...]) -> Iterator[str]:
    for problem in (*dossier.problems, *judged):
        yield f"{problem.severity}: {problem}"
        if problem.hint:
            yield f"    hint: {problem.hint}"
    for what, reason in dossier.skipped:
        yield f"left out: {what}: {reason}"


def placed(bad: Path, folder: Path) -> Path:
    """The dossier that holds the bad input."""
    root = folder / "dossier"
    if bad.is_dir():
        shutil.copytree(bad, root)
    else:
        shutil.copytree(HERE / "small_dossier", root)
        shutil.copy(bad, root / "claims" / bad.name)
    return root


@pytest.mark.parametrize("bad", INPUTS, ids=[path.name for path in INPUTS])
def test_bad_input_is_told(bad: Path, tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    golden(BAD / f"{bad.stem}.out", told(placed(bad, tmp_path)))


def test_every_expected_output_has_its_input() -> None:
    assert {path.stem for path in BAD.glob("*.out")} == {path.stem for path in INPUTS}


def test_no_input_is_without_a_message() -> None:
    assert [path.name for path in BAD.glob("*.out") if not path.read_text("utf-8").strip()] == []


def test_every_code_of_the_loader_has_a_bad_input() -> None:
    files = [*(SOURCES / "load").glob("*.py"), *(SOURCES / "yamlfile").glob("*.py")]
    codes = {code for file in files for code in CODE.findall(file.read_text("utf-8"))}
    codes -= {"UTF-16", "UTF-32"}  # names of encodings
    codes |= {"UNKNOWN-ENTITY", "UNKNOWN-SOURCE", "UNKNOWN-PREDICATE", "UNKNOWN-CLAIM"}
    shown = "".join(path.read_text("utf-8") for path in BAD.glob("*.out"))
    # these need a file that the test cannot commit; test_load and test_bad_files make them
    made = {"UNREADABLE-FILE", "BAD-PARQUET", "BAD-NAME", "TOO-LARGE", "NO-PLAIN-FILE"}
    assert {code for code in codes if f" {code} " not in shown} <= made
