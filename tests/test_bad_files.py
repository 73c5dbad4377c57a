"""Files that no repository can hold: pipes, links, huge files, names that a terminal would obey, no permission."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from claimcheck.errors import Problem, in_order, visible
from claimcheck.load import load_dossier
from claimcheck.load.folder import LARGEST
from claimcheck.location import Location
from claimcheck.model import Dossier

HERE = Path(__file__).parent
LETTER = "claims/letter.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(HERE / "small_dossier", tmp_path / "dossier")
    return tmp_path / "dossier"


def told(dossier: Dossier) -> list[str]:
    return [f"{problem.severity}: {problem}" for problem in dossier.problems]


def test_a_pipe_is_not_waited_for(root: Path) -> None:
    os.mkfifo(root / "claims" / "pipe.yaml")
    os.mkfifo(root / "rules" / "pipe.yaml")
    dossier = load_dossier(root)
    expected = "NO-PLAIN-FILE this is no file but a pipe, a socket or a device"
    assert told(dossier) == [f"error: {folder}/pipe.yaml:1:1: {expected}" for folder in ("claims", "rules")]
    assert [what for what, _ in dossier.skipped] == ["claims/pipe.yaml", "rules/pipe.yaml"]


def test_a_link_to_a_device_is_not_read(root: Path) -> None:
    (root / "claims" / "zero.yaml").symlink_to("/dev/zero")
    assert told(load_dossier(root)) == [
        "error: claims/zero.yaml:1:1: OUTSIDE-DOSSIER this link leads out of the dossier"
    ]


def test_links_inside_the_dossier_are_read_and_others_are_told(root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text("claims: []\n", "utf-8")
    (root / "kept").mkdir()
    (root / "kept" / "more.yaml").write_text("entities:\n  - {id: lock-keeper, name: Lock keeper}\n", "utf-8")
    claims = root / "claims"
    (claims / "inside.yaml").symlink_to("../kept/more.yaml")
    (claims / "dangling.yaml").symlink_to("../kept/gone.yaml")
    (claims / "loop-a.yaml").symlink_to("loop-b.yaml")
    (claims / "loop-b.yaml").symlink_to("loop-a.yaml")
    (claims / "outside.yaml").symlink_to(tmp_path / "outside.yaml")
    (claims / "around").symlink_to("..")
    dossier = load_dossier(root)
    assert "lock-keeper" in dossier.entities
    places = {str(problem.location): problem.code for problem in dossier.problems if problem.severity == "error"}
    assert places.keys() >= {f"claims/{name}:1:1" for name in ("dangling.yaml", "loop-a.yaml", "loop-b.yaml")}
    assert places["claims/outside.yaml:1:1"] == places["claims/around:1:1"] == "OUTSIDE-DOSSIER"
    assert places["claims/dangling.yaml:1:1"] == "UNREADABLE-FILE"
    assert {problem.hint for problem in dossier.problems} > {"check that it exists and that you may read it"}


def test_a_file_of_fifty_megabytes_is_told_at_once(root: Path) -> None:
    for name in ("huge.yaml", "huge.csv", "huge.jsonl"):
        with (root / "claims" / name).open("wb") as file:
            file.truncate(50_000_000)
    start = time.process_time()
    dossier = load_dossier(root)
    assert time.process_time() - start < 5
    assert told(dossier) == [
        f"error: claims/huge.{ending}:1:1: TOO-LARGE this file has 50 MB; at most {LARGEST // 1_000_000} MB are read"
        for ending in ("csv", "jsonl", "yaml")
    ]


def test_names_that_a_terminal_would_obey_are_spelled_out(root: Path) -> None:
    text = "claims:\n  - {id: x}\n"
    for name in ("two\nlines.yaml", "bell\x07.yaml", "turn\u202etxt.yaml", "fine é.yaml"):
        (root / "claims" / name).write_text(text, "utf-8")
    (root / "rules" / "tw\no.yaml").write_text("id: x\n", "utf-8")
    dossier = load_dossier(root)
    paths = {problem.location.path for problem in dossier.problems}
    assert paths == {
        "claims/bell<U+0007>.yaml", "claims/fine é.yaml", "claims/turn<U+202E>txt.yaml", "claims/two<U+000A>lines.yaml",
        "rules/tw<U+000A>o.yaml",
    }  # fmt: skip
    assert [problem.code for problem in dossier.problems if problem.location.path.startswith("rules/")] == ["BAD-NAME"]


def test_bytes_that_are_no_name_are_spelled_out(root: Path) -> None:
    try:
        (Path(os.fsdecode(os.fsencode(root / "claims") + b"/caf\xe9.yaml"))).write_text("- x\n", "utf-8")
    except OSError as error:
        pytest.skip(f"this file system takes no such name: {error.strerror}")
    assert any("caf\\udce9.yaml" in line for line in told(load_dossier(root)))


def test_a_file_that_may_not_be_read_is_told(root: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("the superuser may read everything")
    (root / LETTER).chmod(0)
    assert any("UNREADABLE-FILE" in line and LETTER in line for line in told(load_dossier(root)))


def test_an_empty_folder_and_a_folder_named_like_a_file(tmp_path: Path) -> None:
    (tmp_path / "claimcheck.yaml").mkdir()
    assert [problem.code for problem in load_dossier(tmp_path).problems] == ["NO-DOSSIER"]
    (tmp_path / "claimcheck.yaml").rmdir()
    (tmp_path / "claimcheck.yaml").write_text("format: 1\n", "utf-8")
    (tmp_path / "claims" / "letter.yaml").mkdir(parents=True)
    assert [problem.code for problem in load_dossier(tmp_path).problems] == ["EMPTY-DOSSIER"]


def test_an_export_with_empty_columns_and_rows_is_read(root: Path) -> None:
    (root / "claims" / "export.csv").write_bytes(
        "\ufeffid,text,subject,denies,said_by,said_on,source,,,\r\n"
        "shut,No gate was open.,weir,gate-open,spokesperson,2021-05-04,board-letter,,,\r\n,,,,,,,,,\r\n".encode()
    )
    dossier = load_dossier(root)
    assert told(dossier) == []
    assert dossier.claims["shut"].location == Location(path="claims/export.csv", line=2, column=1)


def test_many_mistyped_ids_among_many_are_told_in_time(root: Path) -> None:
    rows = "".join(f"e{number:05d},Entity {number}\n" for number in range(3000))
    (root / "evidence" / "entities.csv").write_text("id,name\n" + rows, "utf-8")
    wrong = "".join(f"c{number},No gate.,x{number:05d},gate-open,spokesperson,board-letter\n" for number in range(1500))
    (root / "claims" / "many.csv").write_text("id,text,subject,denies,said_by,source\n" + wrong, "utf-8")
    start = time.process_time()
    dossier = load_dossier(root)
    assert sum(problem.code == "UNKNOWN-ENTITY" for problem in dossier.problems) == 1500
    assert time.process_time() - start < 30


def test_output_carries_no_sign_that_a_terminal_obeys(root: Path) -> None:
    (root / "claims" / "evil\x1b[2J\u202e.yaml").write_text(
        "defaults: {denies: gate-open, source: board-letter, said_by: spokesperson}\nclaims:\n"
        "  - {id: one, text: 'No \u202egate', subject: 'we\u2066ir'}\n"
        "  - {id: two, text: 'Gate \u202e\u2067 shut.', subject: weir, quote: 'none \u202e'}\n",
        "utf-8",
    )
    for command in ("check", "verify", "report"):
        done = subprocess.run(
            [sys.executable, "-m", "claimcheck", command, str(root)], capture_output=True, check=False
        )
        assert done.returncode == 2
        shown = (done.stdout + done.stderr).decode()
        assert shown
        assert not [sign for sign in shown if sign != "\n" and (ord(sign) < 32 or sign in "\x7f\u202e\u2066\u2067")]


def test_what_nobody_sees_is_named_and_joiners_stay() -> None:
    assert visible("a\u00a0b\u202ec\nd") == "a<U+00A0>b<U+202E>c<U+000A>d"
    persian = "می‌خواهم"  # with a zero-width non-joiner, as it is spelled
    assert visible(persian) == persian
    long = Problem(code="X", location=Location(path="a"), message=f"found `{'9' * 5000}` here")
    assert in_order([long])[0].message == f"found `{'9' * 80}…` here"
