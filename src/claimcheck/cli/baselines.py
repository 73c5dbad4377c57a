"""`claimcheck baseline`: the findings that have been accepted, one small file each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.cli.options import dossier_at, dossier_option, edtf_date, tell
from claimcheck.cli.output import say, terminal, warn, write_file
from claimcheck.exits import Exit

if TYPE_CHECKING:
    from claimcheck.findings import Report, Tracked

SHORTEST = 4


@click.group()
def baseline() -> None:
    """Work with the findings that have been accepted.

    Each stands in a file of its own, baseline/FINGERPRINT.yaml, with the rule, the claims and what was compared of
    them. `check` fails on a finding that is not there, and on one that has changed since.
    """


@baseline.command()
@click.argument("findings", nargs=-1, metavar="[FINDING]...")
@dossier_option
@click.option("--note", metavar="TEXT", default="", help="Why; needed to accept a finding of severity error.")
@click.option("--by", metavar="NAME", default="", help="Who accepts; without it the name that git is set up with.")
@click.option("--on", metavar="DATE", default="", help="When; left out of the file unless given here.")
def accept(findings: tuple[str, ...], directory: Path | None, note: str, by: str, on: str) -> Exit:
    """Accept findings: the named ones, or all that are new or changed.

    A finding is named by the first four or more signs of its fingerprint. Accepting says that the finding is known,
    not that it is right or wrong: a judgment belongs into reviews/. Ends with 2 when nothing could be accepted.
    """
    from claimcheck.baseline import BASELINE, accepted_of, grounds_of, written
    from claimcheck.check import check_dossier

    root = dossier_at(directory)
    date = edtf_date("--on", on)
    report = check_dossier(root)
    chosen = named(report, findings) if findings else [one for one in report.tracked if one.open]
    grave = [one.finding.fingerprint for one in chosen if one.finding and one.finding.ground.severity == "error"]
    if grave and not note.strip():
        raise click.UsageError(
            f"{len(grave)} of these findings {'are' if len(grave) > 1 else 'is'} of severity error "
            f"({', '.join(grave[:3])}{', ...' if len(grave) > 3 else ''}): say with --note why they are accepted"
        )
    name = by.strip() or _git_name(root)
    if chosen and not name:
        raise click.UsageError("say with --by who accepts them: git has no user.name here")
    for one in chosen:
        assert one.finding is not None, "what is gone cannot be named"
        entry = accepted_of(one.finding, report.dossier.entities, note=note.strip(), by=name, on=date)
        write_file(root / entry.location.path, written(entry))
        prints = {ground.fingerprint for ground in grounds_of(one.finding)}
        _remove(root / BASELINE / f"{print_}.yaml" for print_ in _overtaken(report, prints) - {entry.fingerprint})
        say(f"accepted {entry.fingerprint}  {entry.rule}: {', '.join(entry.claims)}\n")
    if not chosen:
        say("Nothing to accept: no finding is new or changed.\n")
    tell(tuple(problem for problem in report.problems if problem.severity == "error"))
    return Exit.CLEAN


def _overtaken(report: Report, prints: Iterable[str]) -> set[str]:
    """The files of accepted findings that share a ground with one: the new file says all that they did."""
    wanted = set(prints)
    return {
        one.accepted.fingerprint
        for one in report.tracked
        if one.accepted and wanted & {ground.fingerprint for ground in one.accepted.grounds}
    }


@baseline.command()
@click.argument("finding", required=False)
@dossier_option
def show(finding: str | None, directory: Path | None) -> Exit:
    """Show the accepted findings, each with its state, its note, and who accepted it."""
    from claimcheck.check import check_dossier
    from claimcheck.report.text import render_known

    report = check_dossier(dossier_at(directory))
    known = [one for one in report.tracked if one.accepted]
    if finding:
        known = [one for one in known if one.accepted and one.accepted.fingerprint.startswith(finding)]
        if not known:
            raise click.UsageError(f"no accepted finding has a fingerprint that begins with `{finding}`")
    say(render_known(known, width=terminal()[0]) if known else "No finding has been accepted.\n")
    return Exit.CLEAN


@baseline.command()
@dossier_option
def prune(directory: Path | None) -> Exit:
    """Delete the files of accepted findings that are gone.

    Those of rules that did not run stay, since nobody knows of them. Ends with 2, and deletes nothing, while records
    with errors are left out of the check, since their findings only seem to be gone.
    """
    from claimcheck.check import check_dossier

    root = dossier_at(directory)
    report = check_dossier(root)
    errors = tuple(problem for problem in report.problems if problem.severity == "error")
    if errors:
        tell(errors)
        warn("nothing was deleted: while these errors keep records out, their findings only seem to be gone")
        return Exit.INCOMPLETE
    gone = [one.accepted for one in report.tracked if one.state == "gone" and one.accepted]
    _remove(root / entry.location.path for entry in gone)
    for entry in gone:
        say(f"deleted {entry.fingerprint}  {entry.rule}: {', '.join(entry.claims)}\n")
    if not gone:
        say("Nothing to delete: every accepted finding is still there.\n")
    return Exit.CLEAN


def named(report: Report, names: Sequence[str]) -> list[Tracked]:
    """The findings with these fingerprints or beginnings of one; raises UsageError where none or several fit."""
    found: dict[str, Tracked] = {}
    for name in names:
        fitting = [one for one in report.tracked if one.finding and one.finding.fingerprint.startswith(name)]
        if len(name) < SHORTEST or len(fitting) != 1:
            why = "shorter than four signs" if len(name) < SHORTEST else f"fits {len(fitting) or 'no'} findings"
            raise click.UsageError(f"`{name}` {why}: `claimcheck check` prints the fingerprints")
        found.setdefault(name, fitting[0])
    return list({id(one): one for one in found.values()}.values())


def _git_name(root: Path) -> str:
    from claimcheck.revision import user_name

    return user_name(root)


def _remove(places: Iterable[Path]) -> None:
    for place in sorted(places):
        try:
            place.unlink(missing_ok=True)
        except OSError as problem:
            raise click.ClickException(f"cannot delete {place}: {problem.strerror or problem}") from problem
