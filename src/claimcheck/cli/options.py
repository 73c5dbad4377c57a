"""What commands share: how a dossier is named and found, and what problems and reports mean for the exit code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.cli.output import warn

if TYPE_CHECKING:
    from claimcheck.errors import Problem
    from claimcheck.findings import Report

MARKER = "claimcheck.yaml"

folder = click.argument(
    "directory", metavar="[DIR]", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
dossier_option = click.option(
    "--dossier",
    "directory",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The dossier; without it the nearest folder upwards that holds claimcheck.yaml.",
)


def dossier_at(directory: Path | None) -> Path:
    """The folder of the dossier: the one given, or the nearest one upwards."""
    found = directory or dossier_or_none(None)
    if found is None:
        raise click.UsageError(f"no {MARKER} in {Path.cwd()} or any folder above it; name a dossier: DIR")
    return found


def dossier_or_none(directory: Path | None) -> Path | None:
    """The folder given, or the nearest folder upwards with a dossier, or None."""
    if directory is not None:
        return directory
    here = Path.cwd()
    return next((parent for parent in (here, *here.parents) if (parent / MARKER).is_file()), None)


def has_errors(report: Report, *, but_of_rules: bool = False) -> bool:
    """Whether something kept records or rules out of the check; on demand, of records alone."""
    return any(
        problem.severity == "error" and not (but_of_rules and problem.location.path.startswith(("rules/", "rulebook/")))
        for problem in report.problems
    )


def edtf_date(option: str, text: str) -> str:
    """A date as typed, or empty where none was; raises UsageError for what is none."""
    if not text:
        return ""
    from claimcheck.dates import DateProblem, parse_edtf

    try:
        return parse_edtf(text).text
    except DateProblem as problem:
        raise click.UsageError(f"{option}: {problem.message} ({problem.hint})") from None


def tell(problems: tuple[Problem, ...]) -> None:
    """Print problems to standard error, one a line, each with its hint."""
    for problem in problems:
        warn(f"{problem.severity}: {problem}{f' ({problem.hint})' if problem.hint else ''}")
