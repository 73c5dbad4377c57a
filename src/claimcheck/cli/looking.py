"""`list` and `show`: which records a dossier has, and one record with everything that bears on it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.cli.completing import complete_entities, complete_ids, complete_kinds, complete_predicates
from claimcheck.cli.options import dossier_at, dossier_option, tell
from claimcheck.cli.output import say, terminal, warn
from claimcheck.exits import Exit

if TYPE_CHECKING:
    from claimcheck.dates import Window
    from claimcheck.findings import Report
    from claimcheck.listing import Filter, Row
    from claimcheck.model import Dossier
    from claimcheck.rules import Rulebook

CHECKED = ("findings", "problems")  # kinds that only a check can tell


@click.command(name="list")
@click.argument("kind", metavar="[KIND]", required=False, shell_complete=complete_kinds)
@dossier_option
@click.option("--subject", "subjects", metavar="ID", multiple=True, shell_complete=complete_entities,
              help="Claims about this entity, or about a part of it at any depth.")  # fmt: skip
@click.option("--by", metavar="ID", multiple=True, shell_complete=complete_entities,
              help="Said by this entity, a part of it, or who acts for it; of sources, the publisher.")  # fmt: skip
@click.option("--predicate", "predicates", metavar="ID", multiple=True, shell_complete=complete_predicates,
              help="Claims that affirm or deny exactly this predicate.")  # fmt: skip
@click.option("--since", metavar="DATE", help="Only what may reach into this date (EDTF) or a later one.")
@click.option("--until", metavar="DATE", help="Only what may reach into this date (EDTF) or an earlier one.")
@click.option("--said", is_flag=True, help="--since and --until look at when it was said, not at when it holds.")
@click.option("--search", "words", metavar="WORD", multiple=True, help="Only what holds this word, in any column.")
@click.option("--bounds", is_flag=True, help="Also the four bounds of each claim's time, as the rules compare it.")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
def list_(
    kind: str | None, directory: Path | None, subjects: Sequence[str], by: Sequence[str], predicates: Sequence[str],
    since: str | None, until: str | None, said: bool, words: Sequence[str], bounds: bool, form: str,
) -> Exit:  # fmt: skip
    """List the records of one kind.

    KIND is one of claims, assertions, facts, links, sources, entities, predicates, rules, findings, problems. Without
    it, the kinds are counted.

    A filter given twice lets either pass (--search: only both); different filters must all pass. A link passes with
    either of its claims, a finding with any. Times are compared as they may be: what has no date, or a coarse one, is
    listed as soon as it may fall into the time asked for. For sources, --since and --until look at the date of
    publication.

    With --bounds: a claim's time starts and ends somewhere between an earliest and a latest moment, in the civil time
    of the dossier; the ends are exclusive.

    Ends with 0, or with 2 when a filter names nothing or records could not be read.
    """
    from claimcheck.listing import FILTERS, KINDS, rows_of, searched

    root = dossier_at(directory)
    if kind is None:
        return _count(root)
    if kind not in KINDS:
        raise click.UsageError(f"there is no list of {kind}; {_meant(kind, KINDS, f'there are {_listed(KINDS)}')}")
    given = {"subject": subjects, "by": by, "predicate": predicates, "since": since, "until": until, "bounds": bounds}
    for name in [name for name, value in given.items() if value and kind not in FILTERS[name]]:
        raise click.UsageError(f"--{name} does not filter {kind}; it is for {_listed(FILTERS[name])}")
    if said and not (since or until):
        raise click.UsageError("--said says what --since and --until look at; give one of them")
    report, book = _open(root, checked=kind in CHECKED, rules=kind == "rules")
    choice = choice_of(report.dossier, subjects, by, predicates, since, until, said=said, bounds=bounds)
    rows = searched(rows_of(kind, report, choice, book.rules if book else ()), words)
    return _print(kind, report, rows, choice, form)


def _print(kind: str, report: Report, rows: tuple[Row, ...], choice: Filter, form: str) -> Exit:
    from claimcheck.listing import COLUMNS, undated
    from claimcheck.report.rows import BOUNDS, rows_csv, rows_json, rows_text

    if form == "json":
        say(rows_json(rows))
    elif form == "csv":
        say(rows_csv(rows, (*COLUMNS[kind], *(BOUNDS if choice.bounds else ()))))
    else:
        say(rows_text(kind, rows, terminal()[0]))
    open_dates = undated(kind, report.dossier, choice)
    if open_dates:
        warn(f"{open_dates} of these {'have' if open_dates > 1 else 'has'} no date, and may fall into that time")
    if kind != "problems":
        tell(tuple(problem for problem in report.problems if problem.severity == "error"))
    return Exit.INCOMPLETE if any(problem.severity == "error" for problem in report.problems) else Exit.CLEAN


def _count(root: Path) -> Exit:
    from claimcheck.listing import CLAIMS, KINDS, Filter, rows_of

    report, book = _open(root, checked=True, rules=True)
    assert book is not None
    for kind in KINDS:
        count = len(rows_of(kind, report, Filter(), book.rules))
        say(f"{count:>6} {'  ' if kind in CLAIMS[1:] else ''}{kind}\n")
    return Exit.INCOMPLETE if any(problem.severity == "error" for problem in report.problems) else Exit.CLEAN


@click.command()
@click.argument("name", metavar="ID", required=False, shell_complete=complete_ids)
@dossier_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def show(name: str | None, directory: Path | None, form: str) -> Exit:
    """Show one record with everything that bears on it.

    Of a claim: its words, how its time is read, what follows from it, its links, what supports it, and the findings
    that it is part of. Of an entity: its names and ties, and the claims about it and by it. Of a source: the claims
    read there. Of a predicate: its meaning, and the claims that use it.

    A former id (`was`) leads to the record too. Where records of several kinds have one id, all are shown.
    """
    from claimcheck.cards import all_ids, cards_of
    from claimcheck.report.cards import cards_json, cards_text

    root = dossier_at(directory)
    if name is None:
        raise click.UsageError("which record? name its id; `claimcheck list claims` shows the ids of claims")
    report, _ = _open(root, checked=True, rules=False)
    cards = cards_of(name, report)
    if not cards:
        left_out = [reason for what, reason in report.dossier.skipped if what.split(" ", 1)[-1] == name]
        if left_out:
            raise click.ClickException(f"{name} was left out, because of {left_out[0]}")
        raise click.UsageError(_unknown(name, report, all_ids(report.dossier)))
    say(cards_json(cards) if form == "json" else cards_text(cards, terminal()[0]))
    for card in cards:
        if card.id != name:
            warn(f"{name} is the former id of {card.id}")
    return Exit.CLEAN


def _unknown(name: str, report: Report, ids: Sequence[str]) -> str:
    if name in report.rules_run or any(one.fingerprint.startswith(name) for one in report.findings if len(name) > 3):
        return f"no record has the id {name}; `claimcheck explain {name}` tells the rule or finding"
    return f"no record has the id {name}; {_meant(name, ids, '`claimcheck list claims` shows the ids of claims')}"


def _open(root: Path, *, checked: bool, rules: bool) -> tuple[Report, Rulebook | None]:
    """The dossier as a report; one that was only loaded has no findings."""
    from claimcheck.findings import Report
    from claimcheck.load import load_dossier

    if checked:
        from claimcheck.check import check_dossier

        report = check_dossier(root)
    else:
        dossier = load_dossier(root)
        report = Report(
            dossier=dossier, tracked=(), standings=(), problems=dossier.problems, not_checked=(), rules_run=()
        )  # fmt: skip
    if not rules:
        return report, None
    from claimcheck.rules import load_rulebook

    return report, load_rulebook(report.dossier)


def choice_of(
    dossier: Dossier, subjects: Sequence[str], by: Sequence[str], predicates: Sequence[str],
    since: str | None, until: str | None, *, said: bool, bounds: bool,
) -> Filter:  # fmt: skip
    """What the options narrow a list to; an id or a date that cannot be is wrong usage."""
    from claimcheck.listing import Filter

    return Filter(
        subjects=known_ids("--subject", "entity", subjects, dossier.entities),
        predicates=known_ids("--predicate", "predicate", predicates, dossier.predicates),
        by=known_ids("--by", "entity", by, dossier.entities),
        since=_window("--since", since, dossier),
        until=_window("--until", until, dossier),
        said=said,
        bounds=bounds,
    )


def known_ids(option: str, what: str, names: Sequence[str], ids: Collection[str]) -> tuple[str, ...]:
    """The ids given to an option, each of which a record must have."""
    for name in names:
        if name not in ids:
            kind = "predicates" if what == "predicate" else "entities"
            raise click.UsageError(
                f"{option}: no {what} has the id {name}; {_meant(name, ids, f'`claimcheck list {kind}` shows them')}"
            )
    return tuple(names)


def _window(option: str, text: str | None, dossier: Dossier) -> Window | None:
    from claimcheck.dates import DateProblem, parse_edtf

    if text is None:
        return None
    try:
        when = parse_edtf(text, dossier.timezone)
    except DateProblem as problem:
        raise click.UsageError(f"{option}: {problem.message}; {problem.hint}") from problem
    if when.form == "unknown":
        raise click.UsageError(f"{option} needs a date; leave it out where none is known")
    return when.window


def _meant(word: str, known: Collection[str], otherwise: str) -> str:
    from claimcheck.load.keys import nearest

    found = nearest(word, known)
    return f"did you mean {found}?" if found else otherwise


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)
