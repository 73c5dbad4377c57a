"""Writing the pages of a report into a folder, and clearing away the pages of an earlier one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from claimcheck.cli.output import write_file
from claimcheck.report.markdown import MADE_HERE


def write_pages(folder: Path, pages: Mapping[str, str]) -> tuple[int, int]:
    """Write each page where it differs; the number written, and of earlier pages removed.

    Only files that begin with the mark of this program are ever removed: what a person put there stays.
    """
    written = sum(write_file(folder / name, text) for name, text in sorted(pages.items()))
    return written, sum(_remove(path) for path in sorted(folder.rglob("*.md")) if _is_stale(path, folder, pages))


def _is_stale(path: Path, folder: Path, pages: Mapping[str, str]) -> bool:
    if path.relative_to(folder).as_posix() in pages:
        return False
    with path.open("rb") as file:
        return file.read(len(MADE_HERE)) == MADE_HERE.encode()


def _remove(path: Path) -> bool:
    path.unlink()
    return True
