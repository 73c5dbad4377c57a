"""`claimcheck timeline`: what was said and what is on record, in the order of time, as text, picture or table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.cli.completing import complete_entities, complete_predicates
from claimcheck.cli.looking import choice_of, known_ids
from claimcheck.cli.options import dossier_at, dossier_option, has_errors, tell
from claimcheck.cli.output import deliver, terminal, warn
from claimcheck.exits import Exit

if TYPE_CHECKING:
    from claimcheck.findings import Report

NARROWEST = 360


@click.command()
@click.argument("subject", metavar="[SUBJECT]", required=False, shell_complete=complete_entities)
@dossier_option
@click.option("--by", metavar="ID", multiple=True, shell_complete=complete_entities,
              help="Said by this entity, a part of it, or who acts for it.")  # fmt: skip
@click.option("--predicate", "predicates", metavar="ID", multiple=True, shell_complete=complete_predicates,
              help="Claims that affirm or deny exactly this predicate.")  # fmt: skip
@click.option("--since", metavar="DATE", help="Only what may reach into this date (EDTF) or a later one.")
@click.option("--until", metavar="DATE", help="Only what may reach into this date (EDTF) or an earlier one.")
@click.option("--said", is_flag=True, help="--since and --until look at when it was said, not at when it holds.")
@click.option("--format", "form", type=click.Choice(["text", "svg", "csv"]), help="Default: as --output ends, or text.")
@click.option("--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Instead of printing.")
@click.option("--width", type=click.IntRange(min=NARROWEST), default=900, show_default=True,
              help="How wide a picture is: 360 suits a telephone.")  # fmt: skip
@click.option("--public/--internal", default=True, show_default=True,
              help="Leave out restricted records and what would identify them, or keep all.")  # fmt: skip
def timeline(
    subject: str | None, directory: Path | None, by: Sequence[str], predicates: Sequence[str], since: str | None,
    until: str | None, said: bool, form: str | None, output: Path | None, width: int, public: bool,
) -> Exit:  # fmt: skip
    """Show records in the order of time.

    SUBJECT is an entity: the timeline tells what was said of it, by it and for it, what is on record of it, its parts
    included, and what other records conflict with these. Without it the whole dossier is told.

    What was said stands where it was said; what is on record where it holds or happened, no finer than it is dated.
    What is only presumed to have lasted is told as that. Filters work as in `claimcheck list`.

    Ends with 0, or with 2 when a filter names nothing or records could not be read.
    """
    from claimcheck.check import check_dossier
    from claimcheck.report.redact import for_public

    if said and not (since or until):
        raise click.UsageError("--said says what --since and --until look at; give one of them")
    form = form or {".svg": "svg", ".csv": "csv"}.get(output.suffix.lower() if output else "", "text")
    found = check_dossier(dossier_at(directory))
    report = for_public(found) if public else found
    if subject in found.dossier.entities and subject not in report.dossier.entities:
        raise click.UsageError(f"{subject} is restricted, or tells who is; --internal shows it")
    claims = _chosen(report, subject, by, predicates, since, until, said=said)
    deliver(_written(report, claims, subject, form, width), output)
    for sentence in report.left_out:
        warn(sentence)
    tell(tuple(problem for problem in found.problems if problem.severity == "error"))
    return Exit.INCOMPLETE if has_errors(found) else Exit.CLEAN


def _chosen(
    report: Report, subject: str | None, by: Sequence[str], predicates: Sequence[str], since: str | None,
    until: str | None, *, said: bool,
) -> frozenset[str]:  # fmt: skip
    from claimcheck.listing import passing
    from claimcheck.timeline import claims_around

    choice = choice_of(report.dossier, (), by, predicates, since, until, said=said, bounds=False)
    claims = passing(report.dossier, choice)
    if subject is None:
        return claims
    known_ids("SUBJECT", "entity", (subject,), report.dossier.entities)
    return claims & claims_around(report, subject)


def _written(report: Report, claims: frozenset[str], subject: str | None, form: str, width: int) -> str:
    from claimcheck.report import timelinetext
    from claimcheck.report.timeline import timeline_file

    title = timelinetext.title_words(report.dossier, subject)
    match form:
        case "svg":
            return timeline_file(report, claims, width=width, title=title)
        case "csv":
            return timelinetext.timeline_csv(report, claims)
    return timelinetext.timeline_text(report, claims, title=title, width=terminal()[0])
