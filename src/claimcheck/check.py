"""The whole pipeline, told in order: load, rules, engine, explanation, report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct
from msgspec.structs import replace

from claimcheck.baseline import BASELINE, REVIEWS, accepted_of, off_the_scale, told_of, track, unmatched
from claimcheck.dates import When
from claimcheck.engine.duckdb import DuckEngine
from claimcheck.engine.interface import Engine, Result
from claimcheck.errors import Problem, in_order
from claimcheck.explain import explain
from claimcheck.explain.excepted import set_aside
from claimcheck.findings import NotChecked, Report, RuleNote
from claimcheck.i18n import tr, trn
from claimcheck.known import Accepted, Review
from claimcheck.load import load_dossier
from claimcheck.location import Location
from claimcheck.model import Dossier
from claimcheck.rules import Rule, Rulebook, load_rulebook
from claimcheck.rules.rulebook import narrowed
from claimcheck.settings import FILE_NAME
from claimcheck.unverified import records_not_checked


class Choice(Struct, frozen=True, kw_only=True):
    """What a check is asked to do other than everything.

    `select` are the rules to run (empty: all), `ignore` those to leave out; `as_of` is the day up to which records
    count. `revision` is a revision in git whose findings count as known.
    `in_words` has every rule that ran told in words as well, for pages that publish the method.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    as_of: When | None = None
    revision: str = ""
    in_words: bool = False


EVERYTHING = Choice()


def check_dossier(root: Path, *, engine: Engine | None = None, choice: Choice = EVERYTHING) -> Report:
    """Check the dossier in a folder; bad records and bad rules are part of the report, never an exception.

    Raises RevisionError where `choice` names a revision that cannot be read.
    """
    accepted, reviews, problems = _judged(root)
    before = _before(root, choice, engine)
    report = check_loaded(
        load_dossier(root), engine=engine, choice=choice, accepted=(*accepted, *before.accepted), reviews=reviews,
        before=before.claims,
    )  # fmt: skip
    return replace(
        report,
        problems=in_order((*report.problems, *problems)),
        not_checked=(*report.not_checked, *before.unsure),
        against=(*((f"{BASELINE}/",) if (root / BASELINE).is_dir() else ()), *before.name),
    )


def check_loaded(
    dossier: Dossier,
    *,
    rulebook: Rulebook | None = None,
    engine: Engine | None = None,
    choice: Choice = EVERYTHING,
    accepted: Iterable[Accepted] = (),
    reviews: Iterable[Review] = (),
    before: Mapping[str, str] | None = None,
) -> Report:
    """Check a loaded dossier with its own and the shipped rules, on DuckDB unless another engine is given.

    `accepted` and `reviews` are what people have said of findings, `before` the claims of an earlier revision.
    """
    book = narrowed(
        load_rulebook(dossier, examples=False) if rulebook is None else rulebook, choice.select, choice.ignore
    )
    if choice.as_of is not None:
        from claimcheck.asof import known_by

        dossier = known_by(dossier, choice.as_of)
    found = (engine or DuckEngine()).run(dossier, book.rules)
    result, excepted, useless = set_aside(dossier, book.rules, found)
    findings, standings = explain(dossier, book.rules, result)
    failed = tuple(sorted({rule for rule, _ in (*result.failed, *book.broken)}))
    idle = frozenset((*failed, *(rule for rule, _ in book.off)))
    known, judged = tuple(accepted), tuple(reviews)
    tracked = track(findings, known, judged, dossier.entities, idle, before)
    lost = (*unmatched(findings, judged, idle), *off_the_scale(judged, dossier.verdicts))
    if choice.as_of is not None:  # what came later is not gone
        tracked, lost, useless = tuple(one for one in tracked if one.finding is not None), (), ()
    return Report(
        dossier=dossier,
        tracked=tracked,
        standings=standings,
        problems=in_order((*dossier.problems, *book.problems, *lost, *useless)),
        not_checked=tuple(not_checked(dossier, book, result)),
        rules_run=tuple(rule.id for rule in book.rules if rule.id not in failed),
        failed=failed,
        rules_off=tuple(rule for rule, _ in book.off),
        excepted=excepted,
        rules=tuple(_note(rule, dossier, choice) for rule in book.rules if rule.id not in failed),
    )


def _note(rule: Rule, dossier: Dossier, choice: Choice) -> RuleNote:
    reasons = [one.reason for one in dossier.rule_settings if one.rule == rule.id and one.severity and not one.off]
    return RuleNote(
        id=rule.id, title=tr(rule.title), why=tr(rule.why), severity=rule.severity, reweighed=next(iter(reasons), ""),
        conflict=rule.finds == "conflict" and rule.derive is None,
        finds=tuple(example.name for example in rule.examples if example.finds),
        passes=tuple(example.name for example in rule.examples if not example.finds),
        words=_in_words(rule) if choice.in_words else "",
    )  # fmt: skip


def _in_words(rule: Rule) -> str:
    from claimcheck.rules.show import show_rule

    return show_rule(rule)


def _judged(root: Path) -> tuple[tuple[Accepted, ...], tuple[Review, ...], tuple[Problem, ...]]:
    """What people have said of findings; most dossiers begin without."""
    if not any((root / folder).exists() for folder in (BASELINE, REVIEWS)):
        return (), (), ()
    from claimcheck.load.judged import read_judged

    return read_judged(root)


class _Before(Struct, frozen=True, kw_only=True):
    """Another revision: its findings as known ones, its claims, what to call it, and what makes it unsure."""

    accepted: tuple[Accepted, ...] = ()
    claims: Mapping[str, str] | None = None
    name: tuple[str, ...] = ()
    unsure: tuple[NotChecked, ...] = ()


def _before(root: Path, choice: Choice, engine: Engine | None) -> _Before:
    if not choice.revision:
        return _Before()
    from claimcheck.revision import write_revision

    with TemporaryDirectory(prefix="claimcheck-") as name:
        folder = Path(name)
        commit = write_revision(root, choice.revision, folder)
        if not (folder / FILE_NAME).is_file():
            return _Before(claims={}, name=(tr("{revision}, where there was no dossier", revision=choice.revision),))
        there = check_loaded(load_dossier(folder), engine=engine, choice=replace(choice, revision=""))
    errors = sum(problem.severity == "error" for problem in there.problems)
    reason = trn(
        "{count} error in its files may hide findings there, which then count as new here",
        "{count} errors in its files may hide findings there, which then count as new here",
        errors,
    )
    what = tr("the comparison with {revision}", revision=choice.revision)
    return _Before(
        accepted=tuple(
            replace(accepted_of(finding, there.dossier.entities), location=Location(path=FILE_NAME))
            for finding in there.findings
        ),
        claims=told_of(there.dossier.claims.values(), there.dossier.entities),
        name=(f"{choice.revision} ({commit[:10]})",),
        unsure=(NotChecked(what=what, reason=reason),) if errors else (),
    )


def not_checked(dossier: Dossier, book: Rulebook, result: Result) -> Iterator[NotChecked]:
    """What this check did not do: rules that did not run, records left out, sources and quotes without an original."""
    for rule, reason in book.off:
        yield NotChecked(what=tr("rule {rule}", rule=rule), reason=reason)
    for rule, reason in result.failed:
        yield NotChecked(what=tr("rule {rule}", rule=rule), reason=reason)
    for rule, reason in book.broken:
        yield NotChecked(what=tr("rule {rule}", rule=rule), reason=reason)
    for record, reason in dossier.skipped:
        yield NotChecked(what=record, reason=reason)
    yield from records_not_checked(dossier)
