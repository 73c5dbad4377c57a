"""`claimcheck export`: parts of a dossier in the formats of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.cli.options import dossier_at, has_errors, tell
from claimcheck.cli.output import say, warn, write_file
from claimcheck.exits import Exit

if TYPE_CHECKING:
    from claimcheck.findings import Report

WHAT = ("sources", "reviews")


@click.command()
@click.argument("what", metavar="WHAT", required=False, type=click.Choice(WHAT))
@click.argument(
    "directory", metavar="[DIR]", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--output", "path", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
              help="Write to a file instead of printing.")  # fmt: skip
@click.option("--public/--internal", default=True, show_default=True,
              help="Leave out restricted records and what would identify them, or keep all.")  # fmt: skip
def export(what: str | None, directory: Path | None, path: Path | None, *, public: bool) -> Exit:
    """Write sources or reviews in a format of other programs.

    sources: CSL-JSON, for Zotero and other reference managers. reviews: every signed verdict as ClaimReview of
    schema.org (JSON-LD), for search engines and archives of fact-checks; the pages of `report` hold them too.

    Ends with 0, or with 2 when something is wrong with the files.
    """
    if what is None:
        raise click.UsageError(f"which part? name one of {', '.join(WHAT)}")
    from claimcheck.check import check_dossier
    from claimcheck.report.redact import for_public

    found = check_dossier(dossier_at(directory))
    shown = for_public(found) if public else found
    text = _rendered(what, shown)
    if path is None:
        say(text)
    elif write_file(path, text):
        say(f"{path} written.\n")
    else:
        say(f"{path} is current.\n")
    for sentence in shown.left_out:
        warn(sentence)
    errors = tuple(problem for problem in found.problems if problem.severity == "error")
    tell(errors)
    return Exit.INCOMPLETE if has_errors(found) else Exit.CLEAN


def _rendered(what: str, report: Report) -> str:
    if what == "sources":
        from claimcheck.report.csl import render_csl

        return render_csl(report)
    from claimcheck.report.claimreview import render_claim_reviews, untold

    for sentence in untold(report):
        warn(sentence)
    return render_claim_reviews(report)
