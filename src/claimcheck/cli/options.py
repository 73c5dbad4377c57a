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


lang_option = click.option(
    "--lang", metavar="CODE", help="Tell it in this language, such as ru; without it in that of the dossier, else en."
)


def language_for(code: str | None, root: Path | None) -> str:
    """The language asked for, else that of the dossier if there is a translation, else English."""
    from claimcheck.i18n import languages

    known = languages()
    if code is not None:
        plain = code.replace("_", "-").lower()
        found = next((one for one in (plain, plain.partition("-")[0]) if one in known), None)
        if found is None:
            raise click.UsageError(f"--lang: there is no translation into `{code}`; there are {', '.join(known)}")
        return found
    if root is None or len(known) == 1:
        return "en"
    from claimcheck.load.home import dossier_language

    wanted = dossier_language(root)
    return wanted if wanted in known else "en"


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
