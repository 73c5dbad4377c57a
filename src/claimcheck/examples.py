"""Runs the examples that rules carry: what must be found is found as said, and look-alikes are left in peace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from claimcheck.engine.duckdb import DuckEngine
from claimcheck.engine.interface import Engine, Result
from claimcheck.explain import explain
from claimcheck.load import load_snippet
from claimcheck.model import Dossier, Predicate
from claimcheck.rules import Rule
from claimcheck.rules.syntax import Example, Expected


class Outcome(Struct, frozen=True, kw_only=True):
    """An example and what was wrong with it, in sentences; none when it came out as it says."""

    example: Example
    faults: tuple[str, ...]


class Found(Struct, frozen=True, kw_only=True):
    """What a rule found in an example; `timing` and `parties` are empty for rules that tell no conflict."""

    claims: frozenset[str]
    grade: str
    timing: str = ""
    parties: str = ""


def run_examples(
    rule: Rule, rules: Sequence[Rule], predicates: Mapping[str, Predicate], engine: Engine | None = None
) -> tuple[Outcome, ...]:
    """Run each example of a rule by itself, with the inference rules beside it and no other rule."""
    running = tuple(one for one in rules if one.id == rule.id or one.derive is not None)
    chosen = DuckEngine() if engine is None else engine
    return tuple(
        Outcome(example=example, faults=tuple(_faults(rule, example, running, predicates, chosen)))
        for example in rule.examples
    )


def _faults(
    rule: Rule, example: Example, running: Sequence[Rule], predicates: Mapping[str, Predicate], engine: Engine
) -> Iterator[str]:
    dossier = load_snippet(example.snippet, example.location.path, predicates)
    yield from (f"{p.location}: {p.code} {p.message}" for p in dossier.problems if p.severity == "error")
    result = engine.run(dossier, running)
    yield from (f"did not run: {reason}" for name, reason in result.failed if name == rule.id)
    found = found_by(rule, dossier, running, result)
    for expected in example.finds:
        yield from _compare(expected, found)
    wanted = {frozenset(expected.claims) for expected in example.finds}
    for one in found:
        if one.claims not in wanted:
            told = ", ".join(word for word in (one.grade, one.timing, one.parties) if word)
            yield f"found, but not expected: {', '.join(sorted(one.claims))} ({told})"


def found_by(rule: Rule, dossier: Dossier, running: Sequence[Rule], result: Result) -> tuple[Found, ...]:
    """What one rule found: its grounds, or its matches where it is not a rule of conflict."""
    if rule.finds != "conflict":
        matches = [match for match in result.matches if match.rule == rule.id]
        return tuple(Found(claims=frozenset(match.witnesses), grade=match.grade.word) for match in matches)
    findings, _ = explain(dossier, running, result)
    return tuple(
        Found(
            claims=frozenset(witness.claim.id for witness in ground.witnesses),
            grade=ground.grade.word,
            timing=ground.timing,
            parties=ground.parties,
        )
        for finding in findings
        for ground in (finding.ground, *finding.further)
        if ground.rule == rule.id
    )


def _compare(expected: Expected, found: Sequence[Found]) -> Iterator[str]:
    named = ", ".join(expected.claims)
    same = [one for one in found if one.claims == frozenset(expected.claims)]
    if not same:
        yield f"not found: {named}"
        return
    for what, wish, got in (
        ("grade", expected.grade, same[0].grade),
        ("timing", expected.timing, same[0].timing),
        ("parties", expected.parties, same[0].parties),
    ):
        if wish and got != wish:
            yield f"{named}: {what} is {got or 'not told'}, expected {wish}"
