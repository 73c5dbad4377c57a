"""`claimcheck check`: what cannot both stand, in one or several formats, and whether that makes the run fail."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from claimcheck.cli.options import dossier_at, folder, has_errors, lang_option, language_for
from claimcheck.cli.output import append_file, say, terminal, write_file
from claimcheck.exits import Exit

if TYPE_CHECKING:
    from claimcheck.check import Choice
    from claimcheck.findings import Report
    from claimcheck.gate import Gate

FORMATS = {
    "text": "text", "json": "jsonform", "jsonl": "jsonform", "sarif": "sarif", "github": "github", "gitlab": "gitlab",
    "junit": "junit", "markdown": "comment", "csv": "csvform",
}  # fmt: skip
"""Every format and the module of `report` in which `render_FORMAT` writes it."""
SPOKEN = ("text", "markdown")
"""The formats for people, in the language asked for; those for machines stay English."""
OUTPUTS = "claimcheck.outputs"


class Output(NamedTuple):
    """One format to write, and where to: a file, or standard output."""

    form: str
    path: Path | None


class CheckCommand(click.Command):
    """A command that remembers which `--output` follows which `--format`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Note the pairs in the order in which they stand, and let click read and check the arguments as ever."""
        ctx.meta[OUTPUTS] = outputs_of(args)
        return super().parse_args(ctx, args)


def outputs_of(arguments: Sequence[str]) -> tuple[Output, ...]:
    """Each format with the file named after it: `--format sarif --output x.sarif --format github`.

    An output before any format is for text. Raises UsageError where two formats are meant for standard output.
    """
    found: list[Output] = []
    for name, value in _values(arguments):
        if name == "--format":
            found.append(Output(value, None))
        elif found and found[-1].path is None:
            found[-1] = Output(found[-1].form, Path(value))
        else:
            found.append(Output("text", Path(value)))
    printed = [output.form for output in found if output.path is None]
    if len(printed) > 1:
        raise click.UsageError(
            f"{' and '.join(printed)} would both go to standard output: name a file after all but one of them, "
            f"such as `--format {printed[0]} --output FILE`"
        )
    return tuple(found) or (Output("text", None),)


def _values(arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            return
        name, given, value = argument.partition("=")
        if name in ("--format", "--output"):
            yield name, value if given else next(rest, "")


def _rules(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """Rule ids, also several separated by commas."""
    return tuple(name.strip() for text in given for name in text.split(",") if name.strip())


@click.command(cls=CheckCommand)
@folder
@click.option("--format", "_forms", multiple=True, type=click.Choice(list(FORMATS)), default=["text"],
              show_default=True, help="Several may be given, each before its --output.")  # fmt: skip
@click.option("--output", "_files", multiple=True, metavar="FILE", type=click.Path(dir_okay=False),
              help="Write to a file instead of printing.")  # fmt: skip
@click.option("--fail-on", type=click.Choice(["new", "any", "never"]), default="new", show_default=True,
              help="Fail on findings that are new or changed, on any, or never.")  # fmt: skip
@click.option("--min-grade", type=click.Choice(["possible", "presumed", "certain"]), default="possible",
              show_default=True, help="Fail on findings of this grade or a surer one.")  # fmt: skip
@click.option("--min-severity", type=click.Choice(["note", "warning", "error"]), default="warning",
              show_default=True, help="Fail on findings of this severity or a higher one.")  # fmt: skip
@click.option("--select", multiple=True, metavar="RULE", callback=_rules, help="Run these rules only.")
@click.option("--ignore", multiple=True, metavar="RULE", callback=_rules, help="Leave these rules out.")
@click.option("--baseline-ref", metavar="REVISION",
              help="Count what was found at this revision in git as known, such as origin/main.")  # fmt: skip
@click.option("--as-of", metavar="DATE", help="Take only what had been said or published by the end of this date.")
@lang_option
@click.option("--ignore-failed-rules", is_flag=True, help="Do not end with 2 because a rule could not run.")
@click.option("-q", "--quiet", is_flag=True, help="Print only what makes the check fail, a line each.")
@click.option("-v", "--verbose", is_flag=True, help="Print known findings in full too.")
@click.pass_context
def check(
    context: click.Context, directory: Path | None, *, fail_on: str, min_grade: str, min_severity: str,
    select: tuple[str, ...], ignore: tuple[str, ...], baseline_ref: str | None, as_of: str | None,
    lang: str | None, ignore_failed_rules: bool, quiet: bool, verbose: bool, _forms: object, _files: object,
) -> Exit:  # fmt: skip
    """Print what cannot both stand, with its reasons.

    Ends with 1 when there are findings that nobody has looked at: not in baseline/, not at the revision of
    --baseline-ref, not judged in reviews/ to be no conflict. Ends with 2 when something is wrong with the files or
    rules; what could be checked is printed all the same. Writes nothing but its outputs.
    """
    from claimcheck.gate import failing
    from claimcheck.i18n import language, speaking

    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose cannot be used together")
    root = dossier_at(directory)
    choice = chosen(select, ignore, baseline_ref, as_of)
    spoken = language_for(lang, root)
    gate = gate_of(fail_on, min_grade, min_severity)
    reports: dict[str, Report] = {}
    for output in context.meta[OUTPUTS]:
        with speaking(spoken if output.form in SPOKEN else "en"):
            if language() not in reports:
                reports[language()] = _checked(root, choice)
                _know_rules(reports[language()], (*select, *ignore))
            _write(output, reports[language()], gate, root, quiet=quiet, verbose=verbose)
    report = next(iter(reports.values()))
    if has_errors(report, but_of_rules=ignore_failed_rules) or (report.failed and not ignore_failed_rules):
        return Exit.INCOMPLETE
    return Exit.FOUND if failing(report, gate) else Exit.CLEAN


def chosen(select: tuple[str, ...], ignore: tuple[str, ...], revision: str | None, as_of: str | None) -> Choice:
    """What the options ask of the check; raises UsageError for a date that cannot be read."""
    from claimcheck.check import Choice

    if as_of is None:
        return Choice(select=select, ignore=ignore, revision=revision or "")
    from claimcheck.dates import DateProblem, parse_edtf

    try:
        date = parse_edtf(as_of)
    except DateProblem as problem:
        raise click.UsageError(f"--as-of: {problem.message} ({problem.hint})") from None
    if date.form != "date" or date.marked:
        raise click.UsageError(f"--as-of: expected one date such as 2018-10-08 or 2018, found `{as_of}`")
    return Choice(select=select, ignore=ignore, revision=revision or "", as_of=date)


def gate_of(fail_on: str, min_grade: str, min_severity: str) -> Gate:
    """The gate that the options describe; click has checked the words."""
    from claimcheck.gate import FAIL_ON, GRADES, SEVERITIES, Gate

    return Gate(
        fail_on=next(word for word in FAIL_ON if word == fail_on),
        min_grade=next(word for word in GRADES if word == min_grade),
        min_severity=next(word for word in SEVERITIES if word == min_severity),
    )


def _checked(root: Path, choice: Choice) -> Report:
    from claimcheck.check import check_dossier

    if not choice.revision:
        return check_dossier(root, choice=choice)
    from claimcheck.revision import RevisionError

    try:
        return check_dossier(root, choice=choice)
    except RevisionError as problem:
        raise click.ClickException(f"--baseline-ref: {problem}") from None


def _know_rules(report: Report, named: Sequence[str]) -> None:
    """Raises UsageError for a rule that nobody has: a check that left it out in silence would pass for nothing."""
    known = {*report.rules_run, *report.failed, *report.rules_off}
    for name in named:
        if name not in known:
            from claimcheck.rules.words import did_you_mean

            hint = did_you_mean(name, known, "`claimcheck explain` lists the rules")
            raise click.UsageError(f"no rule is called `{name}`; {hint}")


def _write(output: Output, report: Report, gate: Gate, root: Path, *, quiet: bool, verbose: bool) -> None:
    if output.form == "text":
        from claimcheck.report.text import render_text

        width, colour = (80, False) if output.path else terminal()
        text = render_text(report, gate, width=width, colour=colour, quiet=quiet, verbose=verbose)
    else:
        text = _rendered(output.form, report, gate, root)
    if output.path is None:
        say(text)
    else:
        write_file(output.path, text)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if output.form == "github" and summary:
        append_file(Path(summary), _rendered("markdown", report, gate, root))


def _rendered(form: str, report: Report, gate: Gate, root: Path) -> str:
    module = import_module(f"claimcheck.report.{FORMATS[form]}")
    text: str = getattr(module, f"render_{form}")(report, gate, below_repository(root))
    return text


def below_repository(root: Path) -> str:
    """The path of the dossier from the top of the git checkout it lies in, with `/`; empty at the top or outside."""
    here = root.resolve()
    top = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
    below = here.relative_to(top).as_posix()
    return "" if below == "." else below.encode("utf-8", "backslashreplace").decode("utf-8")
