"""`explain` and `rules test`: a rule in words, a finding derived step by step, and the examples of rules."""

from __future__ import annotations

from pathlib import Path

import click

from claimcheck.check import check_loaded
from claimcheck.cli.options import tell
from claimcheck.cli.output import say, terminal
from claimcheck.exits import Exit
from claimcheck.findings import Finding, Report
from claimcheck.i18n import tr
from claimcheck.load import load_dossier, load_vocabulary
from claimcheck.model import Dossier
from claimcheck.rules import Rule, Rulebook, load_rulebook
from claimcheck.rules.words import did_you_mean

SHORTEST = 4


def open_dossier(directory: Path | None) -> Dossier:
    """The dossier, or, where there is none, an empty one that knows the shipped vocabulary."""
    if directory is not None:
        return load_dossier(directory)
    predicates, problems = load_vocabulary()
    return Dossier(
        root="", title="", timezone="UTC", language="en", sources={}, entities={}, predicates=predicates, claims={},
        links=(), problems=problems,
    )  # fmt: skip


def explain_name(name: str | None, directory: Path | None, *, plan: bool, sql: bool) -> Exit:
    """Print what is known under a name; without a name, the rules that there are."""
    dossier = open_dossier(directory)
    book = load_rulebook(dossier)
    if name is None:
        say("".join(f"{rule.id}  {tr(rule.title)}\n" for rule in book.rules))
        return Exit.CLEAN
    rule = next((rule for rule in book.rules if rule.id == name), None)
    if rule is not None:
        return _explain_rule(rule, dossier, plan=plan, sql=sql)
    report = check_loaded(dossier, rulebook=book)
    finding = _find(name, report, book)
    if plan or sql:
        return _explain_rule(
            next(rule for rule in book.rules if rule.id == finding.ground.rule), dossier, plan=plan, sql=sql
        )
    from claimcheck.report.text import render_finding

    width, colour = terminal()
    say(render_finding(report, finding, width=width, colour=colour))
    return Exit.CLEAN


def _find(name: str, report: Report, book: Rulebook) -> Finding:
    if len(name) >= SHORTEST:
        found = [
            finding
            for finding in report.findings
            if any(ground.fingerprint.startswith(name) for ground in (finding.ground, *finding.further))
        ]
        if len(found) == 1:
            return found[0]
        if found:
            listed = ", ".join(finding.fingerprint for finding in found)
            raise click.UsageError(f"{name} is the beginning of several findings: {listed}")
    broken = dict((*book.broken, *book.off)).get(name)
    if broken:
        raise click.ClickException(f"the rule {name} does not run: {broken}")
    hint = did_you_mean(name, (rule.id for rule in book.rules), "`claimcheck explain` lists the rules")
    raise click.UsageError(f"no rule and no finding is called {name}; {hint}")


def _explain_rule(rule: Rule, dossier: Dossier, *, plan: bool, sql: bool) -> Exit:
    if not plan and not sql:
        from claimcheck.rules.show import show_rule

        say(show_rule(rule))
    if plan:
        from claimcheck.closures import Vocabulary
        from claimcheck.rules.compile import compile_rule
        from claimcheck.rules.plan import show_plan

        say(show_plan(compile_rule(rule, Vocabulary(dossier.predicates))).rstrip("\n") + "\n")
    if sql:
        from claimcheck.engine.duckdb import DuckEngine

        say(DuckEngine().sql(rule, dossier).rstrip("\n") + "\n")
    return Exit.CLEAN


def test_rules(name: str | None, directory: Path | None) -> Exit:
    """Run the examples of one rule or of all, print each that fails, and count."""
    from claimcheck.examples import run_examples
    from claimcheck.report.words import plural

    dossier = open_dossier(directory)
    book = load_rulebook(dossier)
    rules = [rule for rule in book.rules if name in (None, rule.id)]
    if name is not None and not rules and name not in dict(book.broken):
        raise click.UsageError(f"no rule is called {name}; `claimcheck explain` lists the rules")
    failures = 0
    for rule in rules:
        outcomes = run_examples(rule, book.rules, dossier.predicates)
        wrong = [outcome for outcome in outcomes if outcome.faults]
        failures += len(wrong)
        found = sum(bool(outcome.example.finds) for outcome in outcomes)
        alike = plural(len(outcomes) - found, "look-alike")
        say(f"{'FAIL' if wrong else 'ok':<5} {rule.id}: {found} to be found, {alike}\n")
        for outcome in wrong:
            say(f"      {outcome.example.location}: {outcome.example.name}\n")
            say("".join(f"        {fault}\n" for fault in outcome.faults))
    tell(book.problems)
    if any(problem.severity == "error" for problem in book.problems):
        return Exit.INCOMPLETE
    return Exit.FOUND if failures else Exit.CLEAN
