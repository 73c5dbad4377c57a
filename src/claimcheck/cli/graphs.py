"""`claimcheck graph`: the temporal graph for other programs, and the neighbourhood of a record as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.cli.completing import complete_ids
from claimcheck.cli.looking import known_ids
from claimcheck.cli.options import dossier_at, dossier_option, has_errors, tell
from claimcheck.cli.output import deliver, warn
from claimcheck.exits import Exit

if TYPE_CHECKING:
    from claimcheck.findings import Report

FORMS = ("graphml", "dot", "json", "svg")
ENDINGS = {".graphml": "graphml", ".xml": "graphml", ".dot": "dot", ".gv": "dot", ".json": "json", ".svg": "svg"}


@click.command()
@click.argument("subject", metavar="[SUBJECT]", required=False, shell_complete=complete_ids)
@dossier_option
@click.option("--format", "form", type=click.Choice(FORMS), help="Default: as --output ends, or graphml.")
@click.option("--depth", type=click.IntRange(min=1), help="Steps from SUBJECT.  [default: 2]")
@click.option("--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Instead of printing.")
@click.option("--public/--internal", default=True, show_default=True,
              help="Leave out restricted records and what would identify them, or keep all.")  # fmt: skip
def graph(
    subject: str | None, directory: Path | None, form: str | None, depth: int | None, output: Path | None, public: bool
) -> Exit:
    """Write the graph of claims, entities, sources and dates.

    Its edges say who said what, about whom and when, where it is read, which links there are between claims, and which
    of them are in conflict. GraphML, DOT and JSON (node-link) are for other programs.

    SUBJECT is the id of an entity, a claim or a source: then only what can be reached from it in --depth steps is
    written. A picture (svg) needs one. Other entities, sources and dates are reached, but not passed through.

    Ends with 0, or with 2 when SUBJECT names nothing or records could not be read.
    """
    from claimcheck.check import check_dossier
    from claimcheck.report.redact import for_public

    form = form or ENDINGS.get(output.suffix.lower() if output else "", "graphml")
    if subject is None and (form == "svg" or depth is not None):
        what = "a picture shows the neighbourhood of a record" if form == "svg" else "--depth counts from a record"
        raise click.UsageError(f"{what}; name its id: SUBJECT")
    found = check_dossier(dossier_at(directory))
    report = for_public(found) if public else found
    deliver(_written(report, subject, form, depth or 2), output)
    for sentence in report.left_out:
        warn(sentence)
    tell(tuple(problem for problem in found.problems if problem.severity == "error"))
    return Exit.INCOMPLETE if has_errors(found) else Exit.CLEAN


def _written(report: Report, subject: str | None, form: str, depth: int) -> str:
    from claimcheck.graph import around, temporal_graph
    from claimcheck.report import graphforms
    from claimcheck.report.graphpicture import graph_svg
    from claimcheck.report.svg import standalone

    whole = temporal_graph(report)
    centre = "" if subject is None else _centre(report, subject)
    part = around(whole, centre, depth) if centre else whole
    match form:
        case "svg":
            return standalone(graph_svg(part, centre, title=str(part.nodes[centre]["label"])))
        case "dot":
            return graphforms.dot(part)
        case "json":
            return graphforms.node_link(part)
    return graphforms.graphml(part)


def _centre(report: Report, subject: str) -> str:
    """The node of the entity, claim or source of this id; the first of these where several have it."""
    from claimcheck.graph import node

    dossier = report.dossier
    kinds = (("entity", dossier.entities), ("claim", dossier.claims), ("source", dossier.sources))
    for kind, records in kinds:
        if subject in records:
            return node(kind, subject)
    known_ids("SUBJECT", "entity", (subject,), {*dossier.entities, *dossier.claims, *dossier.sources})
    raise AssertionError  # `known_ids` has told that there is none
