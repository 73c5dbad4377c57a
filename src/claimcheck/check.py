"""The whole pipeline, told in order: load, rules, engine, explanation, report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from claimcheck.engine.duckdb import DuckEngine
from claimcheck.engine.interface import Engine, Result
from claimcheck.errors import in_order
from claimcheck.explain import explain
from claimcheck.findings import NotChecked, Report
from claimcheck.load import load_dossier
from claimcheck.model import Dossier
from claimcheck.rules import Rulebook, load_rulebook


def check_dossier(root: Path, *, engine: Engine | None = None) -> Report:
    """Check the dossier in a folder; bad records and bad rules are part of the report, never an exception."""
    return check_loaded(load_dossier(root), engine=engine)


def check_loaded(dossier: Dossier, *, rulebook: Rulebook | None = None, engine: Engine | None = None) -> Report:
    """Check a loaded dossier with its own and the shipped rules, on DuckDB unless another engine is given."""
    book = load_rulebook(dossier) if rulebook is None else rulebook
    result = (engine or DuckEngine()).run(dossier, book.rules)
    findings, standings = explain(dossier, book.rules, result)
    failed = {rule for rule, _ in result.failed}
    return Report(
        dossier=dossier,
        findings=findings,
        standings=standings,
        problems=in_order((*dossier.problems, *book.problems)),
        not_checked=tuple(not_checked(dossier, book, result)),
        rules_run=tuple(rule.id for rule in book.rules if rule.id not in failed),
    )


def not_checked(dossier: Dossier, book: Rulebook, result: Result) -> Iterator[NotChecked]:
    """What this check did not do: rules that did not run, records left out, sources and quotes without an original."""
    for rule, reason in book.off:
        yield NotChecked(what=f"rule {rule}", reason=f"switched off: {reason}")
    for rule, reason in result.failed:
        yield NotChecked(what=f"rule {rule}", reason=reason)
    for rule, reason in book.broken:
        yield NotChecked(what=f"rule {rule}", reason=reason)
    for record, reason in dossier.skipped:
        yield NotChecked(what=record, reason=reason)
    yield from _restricted(dossier)
    yield from _unverified(dossier)


def _restricted(dossier: Dossier) -> Iterator[NotChecked]:
    kept_back = (
        sum(source.restricted for source in dossier.sources.values())
        + sum(entity.restricted for entity in dossier.entities.values())
        + sum(claim.restricted for claim in dossier.claims.values())
    )
    if kept_back:
        yield NotChecked(
            what=f"{kept_back} restricted records" if kept_back > 1 else "1 restricted record",
            reason="printed like all others: this version leaves nothing out, so keep this output to yourselves",
        )


def _unverified(dossier: Dossier) -> Iterator[NotChecked]:
    bare = sorted(name for name, source in dossier.sources.items() if not source.file)
    if bare:
        some = ", ".join(bare[:3]) + (", ..." if len(bare) > 3 else "")
        yield NotChecked(
            what=f"{len(bare)} of {len(dossier.sources)} sources",
            reason=f"no original is kept with the dossier ({some})",
        )
    quoted = [claim for claim in dossier.claims.values() if claim.quote]
    if quoted:
        yield NotChecked(
            what=f"{len(quoted)} quotes" if len(quoted) > 1 else "1 quote",
            reason="not compared with the original wording: `claimcheck verify` does that",
        )
