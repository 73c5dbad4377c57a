"""Runs what a page shows: its files are written into a folder, its commands run there, what they print is compared.

A page is plain Markdown. Its fenced blocks are read so:

- `yaml` whose first line is a comment with a path (`# claims/letter.yaml`), and any block under `<!-- file: PATH -->`,
  is a file of the dossier;
- `console` holds commands, each behind `$ `, and under each what it prints. `...`, alone or in a line, stands for
  anything. `<!-- exits: 1 -->` above it is the exit code of its last command; without it every command ends with 0;
- `<!-- new folder -->` starts again with an empty folder, `<!-- not a dossier -->` says that YAML is something else;
- any other `yaml` is a snippet of a dossier, and has to load.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(r"((?:^<!--[^\n]*-->\n)*)^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
MARK = re.compile(r"<!-- ([a-z ]+)(?:: (.*?))? -->")
NAMED = re.compile(r"# (\S+\.yaml)\n")
ANYTHING = "..."


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block of a page, with the marks in the comments right above it."""

    language: str
    text: str
    marks: dict[str, str]
    line: int
    span: tuple[int, int]

    @property
    def path(self) -> str:
        """The file that the block is, or empty."""
        named = NAMED.match(self.text) if self.language == "yaml" else None
        return self.marks.get("file", named[1] if named else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A command with what the page says it prints and how it ends, next to what it did."""

    command: str
    wanted: str
    printed: str
    wanted_exit: int
    exit: int

    @property
    def same(self) -> bool:
        """Whether it printed and ended as the page says."""
        checker = doctest.OutputChecker()
        return self.exit == self.wanted_exit and checker.check_output(self.wanted, self.printed, doctest.ELLIPSIS)


def blocks(page: str) -> Iterator[Block]:
    """The fenced blocks of a page in their order."""
    for found in BLOCK.finditer(page):
        yield Block(
            language=found[2],
            text=found[3],
            marks={name: text or "" for name, text in MARK.findall(found[1])},
            line=page.count("\n", 0, found.start(3)),
            span=found.span(3),
        )


def snippets(page: str) -> Iterator[Block]:
    """The YAML of a page that is neither a file nor said to be no dossier."""
    for block in blocks(page):
        if block.language == "yaml" and not block.path and "not a dossier" not in block.marks:
            yield block


def run_page(page: str, folder: Path) -> Iterator[tuple[Block, list[Shown]]]:
    """Every `console` block of a page with its commands as they ran; the folder has to be empty."""
    shell = Shell(folder)
    for number, block in enumerate(blocks(page)):
        if "new folder" in block.marks:
            shell = Shell(folder / f"again-{number}")
        if block.path:
            shell.write(block.path, block.text)
        elif block.language == "console":
            yield block, [shell.show(*one) for one in commands(block)]


def commands(block: Block) -> Iterator[tuple[str, str, int]]:
    """The commands of a block, each with what it should print and its exit code."""
    first, *parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    if first or not parts:
        raise ValueError(f"line {block.line}: a console block starts with `$ ` and a command")
    for number, part in enumerate(parts, start=1):
        command, _, wanted = part.partition("\n")
        last = number == len(parts)
        yield command, wanted, int(block.marks.get("exits", "0")) if last else 0


class Shell:
    """A folder in which commands run one after the other, as in one terminal of 80 columns."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.here = folder

    def write(self, path: str, text: str) -> None:
        """Write a file of the page, relative to where the terminal stands."""
        place = self.here / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")

    def show(self, command: str, wanted: str, wanted_exit: int) -> Shown:
        """Run a command and put it beside what the page says."""
        script = f'claimcheck() {{ "{sys.executable}" -m claimcheck "$@"; }}\n{command}\ncode=$?\npwd >&3; exit $code\n'
        environment = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "CI")}
        source = str(Path(__file__).parents[2] / "src")
        environment["PYTHONPATH"] = os.pathsep.join([source, *filter(None, [environment.get("PYTHONPATH")])])
        place = self.folder / ".pwd"
        run = subprocess.run(  # noqa: S603  the commands are those of our own pages
            ["/bin/sh", "-c", f'exec 3>"{place}"\n{script}'],
            cwd=self.here, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        self.here = Path(place.read_text("utf-8").strip() or self.here)
        place.unlink()
        return Shown(command=command, wanted=wanted, printed=run.stdout, wanted_exit=wanted_exit, exit=run.returncode)


def refreshed(page: str, folder: Path) -> str:
    """The page with what its commands print now; a block that leaves something out by `...` is left alone."""
    whole = [block for block in blocks(page) if block.language == "console" and ANYTHING not in block.text]
    if not whole:
        return page
    changed = page
    for block, shown in reversed(list(run_page(page, folder))):
        if ANYTHING not in block.text:
            start, end = block.span
            text = "".join(f"$ {one.command}\n{one.printed}" for one in shown)
            changed = changed[:start] + text + changed[end:]
    return changed
