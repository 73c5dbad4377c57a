"""`claimcheck review`: a named person judges findings, one by one at the terminal or one by its name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from claimcheck.baseline import REVIEWS, review_text
from claimcheck.cli.baselines import named
from claimcheck.cli.options import dossier_at, dossier_option, edtf_date, tell
from claimcheck.cli.output import say, terminal, write_file
from claimcheck.exits import Exit
from claimcheck.known import Correction, Review
from claimcheck.location import Location

if TYPE_CHECKING:
    from claimcheck.findings import Finding, Report, Tracked

HEAD = "# Reviews of one finding, the newest last, made by `claimcheck review`. Earlier ones stay.\nreviews:\n"
STATUSES = ("open", "confirmed", "not-a-conflict", "undecided")
SKIP, QUIT = "skip", "quit"


@click.command()
@click.argument("finding", required=False)
@dossier_option
@click.option("--status", type=click.Choice(STATUSES), help="Where the work stands.")
@click.option("--verdict", metavar="NAME", help="A verdict of the scale in claimcheck.yaml.")
@click.option("--note", metavar="TEXT", help="The reasons; needed for not-a-conflict.")
@click.option("--by", metavar="NAME", help="Who judges.")
@click.option("--on", metavar="DATE", help="The day of the judgment.")
@click.option("--second-reader", metavar="NAME", help="Who read it a second time.")
@click.option("--reply-asked", metavar="DATE", help="When the speaker was asked for a reply.")
@click.option("--reply-received", metavar="DATE", help="When the reply came.")
@click.option("--reply", metavar="TEXT", help="The reply, in the speaker's words.")
@click.option("--correct", metavar="TEXT", help="A correction to what was published, dated --on.")
def review(finding: str | None, directory: Path | None, **given: str | None) -> Exit:
    """Judge findings: the machine finds, a named person judges.

    Without FINDING it walks through those that nobody has judged, or whose records changed since, and asks. With
    FINDING (the first four or more signs of a fingerprint) the options say it all; what they leave out stays as the
    last review of it has it. Each judgment is added to reviews/FINGERPRINT.yaml; earlier ones stay.
    """
    from claimcheck.check import check_dossier

    root = dossier_at(directory)
    report = check_dossier(root)
    errors = tuple(problem for problem in report.problems if problem.severity == "error")
    tell(errors)
    if finding is None:
        if any(given.values()):
            raise click.UsageError("name the finding that these options are about, or give none to be asked")
        return _walk(root, report)
    [tracked] = named(report, (finding,))
    _save(root, _from_options(report, tracked, given))
    return Exit.INCOMPLETE if errors else Exit.CLEAN


def _from_options(report: Report, tracked: Tracked, given: dict[str, str | None]) -> Review:
    """The last review of the finding, with what the options change; raises UsageError where something is missing."""
    dates = {name: edtf_date(f"--{name.replace('_', '-')}", given[name] or "") for name in
             ("on", "reply_asked", "reply_received")}  # fmt: skip
    before = tracked.review or _blank(_finding(tracked))
    status = next((status for status in STATUSES if status == given["status"]), None)
    if tracked.outdated and status is None:
        raise click.UsageError("the records were edited since the last review: say with --status how it stands now")
    told = {key: text for key, text in {**given, **dates}.items() if text and key != "correct"}
    changed = replace(before, **_prints(_finding(tracked)), **told)
    if given["correct"]:
        if not dates["on"]:
            raise click.UsageError("say with --on when the correction was made")
        changed = replace(
            changed, corrections=(*changed.corrections, Correction(on=dates["on"], text=given["correct"]))
        )
    return _complete(report, changed)


def _complete(report: Report, judged: Review) -> Review:
    missing = [f"--{name}" for name, told in (("by", judged.by), ("on", judged.on)) if not told]
    if judged.status == "not-a-conflict" and not judged.note:
        missing.append("--note")
    if missing:
        raise click.UsageError(f"a review needs {', '.join(missing)}")
    scale = [verdict.id for verdict in report.dossier.verdicts]
    if judged.verdict and judged.verdict not in scale:
        told = f"its verdicts are {', '.join(scale)}" if scale else "publish one under `verdicts:` in claimcheck.yaml"
        raise click.UsageError(f"`{judged.verdict}` is not of the dossier's scale; {told}")
    return judged


def _walk(root: Path, report: Report) -> Exit:
    """Show each finding that waits for a judgment, ask for one, and write it before the next is shown."""
    from claimcheck.report.text import render_finding

    waiting = [one for one in report.tracked if one.finding and (one.review is None or one.outdated)]
    if not waiting:
        say("Nothing to review: every finding has been judged on the records as they are.\n")
        return Exit.CLEAN
    by = click.prompt("Your name, as it will be published", err=True)
    on = ""
    for number, tracked in enumerate(waiting, 1):
        width, colour = terminal()
        say(f"\n{number} of {len(waiting)}\n\n")
        say(render_finding(report, _finding(tracked), width=width, colour=colour))
        if tracked.outdated and tracked.review:
            last = tracked.review
            say(f"\nJudged before by {last.by} on {last.on} ({last.status}); the records were edited since.\n")
        choices = click.Choice([*STATUSES, SKIP, QUIT])
        status = click.prompt("\nStatus", type=choices, default=SKIP, err=True)
        if status == QUIT:
            break
        if status == SKIP:
            continue
        on = _ask_date(on)
        _save(root, _complete(report, _asked(report, tracked, status, by, on)))
    return Exit.CLEAN


def _asked(report: Report, tracked: Tracked, status: str, by: str, on: str) -> Review:
    scale = report.dossier.verdicts
    verdict = ""
    if scale and status in ("confirmed", "undecided"):
        for one in scale:
            say(f"  {one.id}  {one.label}: {one.meaning}\n")
        kinds = click.Choice([*(one.id for one in scale), "none"])
        verdict = click.prompt("Verdict", type=kinds, default="none", err=True)
    note = _ask_reasons(needed=status == "not-a-conflict")
    second = click.prompt("Second reader, if any", default="", show_default=False, err=True)
    before = tracked.review or _blank(_finding(tracked))
    return replace(
        before,
        **_prints(_finding(tracked)),
        status=next(known for known in STATUSES if known == status),
        verdict="" if verdict == "none" else verdict,
        note=note, by=by.strip(), on=on, second_reader=second.strip(),
    )  # fmt: skip


def _ask_reasons(*, needed: bool) -> str:
    while True:
        note: str = click.prompt("Reasons", default="", show_default=False, err=True).strip()
        if note or not needed:
            return note
        say("A review that calls a finding no conflict says why.\n")


def _ask_date(last: str) -> str:
    while True:
        typed = click.prompt("Day of the judgment, such as 2024-05-31", default=last or None, err=True)
        try:
            return edtf_date("day", typed)
        except click.UsageError as problem:
            say(f"{problem.message}\n")


def _finding(tracked: Tracked) -> Finding:
    assert tracked.finding is not None, "what is gone is not reviewed"
    return tracked.finding


def _prints(finding: Finding) -> dict[str, str]:
    return {"finding": finding.fingerprint, "content_hash": finding.ground.content_hash}


def _blank(finding: Finding) -> Review:
    return Review(
        location=Location(path=""), finding=finding.fingerprint, content_hash=finding.ground.content_hash,
        status="open", by="", on="",
    )  # fmt: skip


def _save(root: Path, judged: Review) -> None:
    """Add the review to the file of its finding; a file that is no list of ours is left alone, and another begun."""
    place = root / REVIEWS / f"{judged.finding}.yaml"
    before = place.read_text("utf-8") if place.is_file() else HEAD
    number = 2
    while not before.startswith(HEAD):
        place = root / REVIEWS / f"{judged.finding}-{number}.yaml"
        before = place.read_text("utf-8") if place.is_file() else HEAD
        number += 1
    write_file(place, f"{before.rstrip()}\n{review_text(judged)}")
    say(f"written to {place}\n")
