"""Writing the pages of a report into a folder, clearing away those of an earlier one, and telling which are stale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import click
from msgspec import Struct

from claimcheck.cli.output import replace_all
from claimcheck.report.writing import MARKS


class State(Struct, frozen=True, kw_only=True):
    """The pages of a folder against those of a report, each a path below the folder, in order."""

    missing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    left_over: tuple[str, ...] = ()

    @property
    def current(self) -> bool:
        """Whether the folder holds exactly the pages of the report."""
        return not (self.missing or self.stale or self.left_over)


def state_of(folder: Path, pages: Mapping[str, str]) -> State:
    """Which pages are not there, not as the report has them, or of an earlier report.

    Only files that begin with a mark of this program are ever left over: what a person put there stays.
    """
    missing = tuple(name for name in sorted(pages) if not (folder / name).is_file())
    stale = (name for name in sorted(pages) if name not in missing)
    return State(
        missing=missing,
        stale=tuple(name for name in stale if (folder / name).read_bytes() != pages[name].encode()),
        left_over=tuple(_left_over(folder, pages)),
    )


def write_pages(folder: Path, pages: Mapping[str, str]) -> State:
    """Write the pages that differ, all or none, and then remove those left over; what was found before."""
    before = state_of(folder, pages)
    changed = {folder / name: pages[name].encode() for name in (*before.missing, *before.stale)}
    try:
        for path in changed:
            path.parent.mkdir(parents=True, exist_ok=True)
        replace_all(changed)
        for name in before.left_over:
            (folder / name).unlink()
    except OSError as problem:
        told = f"cannot write {problem.filename}: {problem.strerror or problem}"
        raise click.ClickException(told) from problem
    return before


def _left_over(folder: Path, pages: Mapping[str, str]) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix in MARKS and name not in pages and path.is_file() and _is_ours(path):
            yield name


def _is_ours(path: Path) -> bool:
    mark = MARKS[path.suffix].encode()
    with path.open("rb") as file:
        return file.read(len(mark)) == mark
