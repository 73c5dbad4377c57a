"""The commands. Each imports what it needs when it runs, so that `--help` and `check` start fast."""

from __future__ import annotations

from pathlib import Path

import click

from claimcheck import __version__
from claimcheck.cli.baselines import baseline
from claimcheck.cli.checking import check
from claimcheck.cli.completing import complete_rules, completion
from claimcheck.cli.exporting import export
from claimcheck.cli.graphs import graph
from claimcheck.cli.looking import list_, show
from claimcheck.cli.options import dossier_at, dossier_option, dossier_or_none, folder, lang_option, language_for
from claimcheck.cli.renaming import rename
from claimcheck.cli.reporting import report
from claimcheck.cli.reviewing import review
from claimcheck.cli.schemas import schema
from claimcheck.cli.starting import init
from claimcheck.cli.timelines import timeline
from claimcheck.exits import Exit

EXIT_CODES = """\b
Exit codes:
  0    nothing to act on
  1    something to act on: findings, a rule example that fails
  2    not all of it could be done: wrong usage, bad data, a bad rule
  3    a bug in claimcheck
  130  interrupted
"""


@click.group(epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.option("--traceback", is_flag=True, help="Show where in the code a bug struck; may stand anywhere.")
def claimcheck(traceback: bool) -> None:
    """Compare what officials say with what is documented, and explain where both cannot stand.

    Without DIR a command takes the nearest folder upwards that holds claimcheck.yaml.
    """


claimcheck.add_command(check)
claimcheck.add_command(baseline)
claimcheck.add_command(report)
claimcheck.add_command(review)


@claimcheck.command()
@folder
@click.option(
    "--originals",
    metavar="DIR",
    multiple=True,
    envvar="CLAIMCHECK_ORIGINALS",
    show_envvar=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of originals kept outside the dossier, found by their sha256; may be given more than once.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def verify(directory: Path | None, originals: tuple[Path, ...], form: str) -> Exit:
    """Compare quotes and hashes with the kept originals.

    A quote must stand in the original of its source to the letter; only white space and typography are forgiven.
    `...` and `[...]` mark words left out, other square brackets words put in. Translations are not compared.

    Ends with 1 when a quote or hash fails, and with 2 when not everything could be verified; both are listed.
    """
    from claimcheck.cli.verifying import verify_folder

    return verify_folder(dossier_at(directory), originals, form)


@claimcheck.command()
@click.argument("name", metavar="[RULE|FINDING]", required=False, shell_complete=complete_rules)
@dossier_option
@click.option("--plan", is_flag=True, help="The plan that the rule compiles to.")
@click.option("--sql", is_flag=True, help="The SQL that the rule runs as.")
@lang_option
def explain(name: str | None, directory: Path | None, plan: bool, sql: bool, lang: str | None) -> Exit:
    """Tell a rule in words, or derive a finding.

    A rule is told with an example; a finding step by step, each record with its place. A finding is named by its
    fingerprint, of which the first four signs or more are enough. Without a name the rules are listed. A rule is
    told in English whatever --lang says.
    """
    from claimcheck.cli.explaining import explain_name
    from claimcheck.i18n import speaking

    root = dossier_or_none(directory)
    with speaking(language_for(lang, root)):
        return explain_name(name, root, plan=plan, sql=sql)


@claimcheck.group()
def rules() -> None:
    """Work with rules."""


@rules.command(name="test")
@click.argument("rule", required=False, shell_complete=complete_rules)
@dossier_option
def test_(rule: str | None, directory: Path | None) -> Exit:
    """Run the examples that rules carry.

    Each conflict must be found, each look-alike must not. Ends with 1 when an example fails and with 2 when a rule
    cannot be read.
    """
    from claimcheck.cli.explaining import test_rules

    return test_rules(rule, dossier_or_none(directory))


for command in (completion, export, graph, init, list_, rename, schema, show, timeline):
    claimcheck.add_command(command)
