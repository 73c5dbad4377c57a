"""Printing and writing: streams that never fail on a sign or a closed pipe, files that are whole or not there."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

PLAIN_WIDTH = 80


def prepare_streams() -> None:
    """Make both streams print what they can, and a pipe carry UTF-8 whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8", errors="replace")


def say(text: str) -> None:
    """Print to standard output; a reader that has closed the pipe (`| head`) is no error."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_the_rest()


def flush() -> None:
    """Send what is still held back, so that nothing is left to fail when the program ends."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_the_rest()


def warn(text: str) -> None:
    """Print to standard error, each message under the program's name."""
    click.echo(f"claimcheck: {text}", err=True)


def _discard_the_rest() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def terminal() -> tuple[int, bool]:
    """The width to print in and whether to use colour: plain and 80 columns wide unless a person is watching."""
    if not sys.stdout.isatty():
        return PLAIN_WIDTH, False
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns, not plain


def write_file(path: Path, text: str) -> bool:
    """Write a file whole or not at all, and only where it differs; whether it was written.

    A folder that cannot be written is the user's to mend, so it ends as wrong usage.
    """
    data = text.encode("utf-8")
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except OSError as problem:
        raise click.ClickException(f"cannot write {path}: {problem.strerror or problem}") from problem
    return True


def deliver(text: str, output: Path | None) -> None:
    """Print a text, or write it whole to a file and say so."""
    if output is None:
        say(text)
        return
    state = "written" if write_file(output, text) else "unchanged"
    say(f"{output}: {state}.\n")


def append_file(path: Path, text: str) -> None:
    """Add to the end of a file that others write to as well."""
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError as problem:
        raise click.ClickException(f"cannot write {path}: {problem.strerror or problem}") from problem


def replace_all(files: Mapping[Path, bytes]) -> None:
    """Give files new contents, all of them or none; their modes stay. A file that is not there is made.

    Every draft is written before the first file is replaced; if one cannot be replaced, those before it get their old
    contents back.
    """
    drafts: dict[Path, Path] = {}
    done: dict[Path, bytes | None] = {}
    try:
        for path, data in files.items():
            drafts[path] = _draft(path, data)
        for path, draft in drafts.items():
            done[path] = path.read_bytes() if path.exists() else None  # noted first: a break may come at any moment
            draft.replace(path)
    except (OSError, KeyboardInterrupt) as problem:
        for path, before in done.items():
            if before is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(before)
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
        if isinstance(problem, KeyboardInterrupt):
            raise
        where = problem.filename or next((path for path in files if path not in done), path)
        told = f"cannot write {where}: {problem.strerror or problem}; nothing was changed"
        raise click.ClickException(told) from problem


def _draft(path: Path, data: bytes) -> Path:
    """A file beside another one, with its mode and new contents; readable by all where there is none yet."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        if path.exists():
            shutil.copymode(path, name)
        else:
            Path(name).chmod(0o644)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        draft.chmod(0o644)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
