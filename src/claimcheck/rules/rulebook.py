"""Gathers the rules that run on a dossier: the shipped ones and its own, checked, switched and re-graded."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from claimcheck.errors import Problem, in_order
from claimcheck.i18n import tr, trn
from claimcheck.location import Location
from claimcheck.model import Dossier, Predicate, RuleSetting
from claimcheck.rules.read import read_rule
from claimcheck.rules.syntax import Rule
from claimcheck.rules.validate import validate_rule
from claimcheck.rules.words import SEVERITIES, did_you_mean, listed

SHIPPED = Path(__file__).parent.parent / "rulebook"


class Rulebook(Struct, frozen=True, kw_only=True):
    """The rules to run, by id; what is wrong with rules; and those that do not run, each with a reason.

    `off` are switched off by the dossier, `broken` have an error among the problems.
    """

    rules: tuple[Rule, ...]
    problems: tuple[Problem, ...]
    off: tuple[tuple[str, str], ...] = ()
    broken: tuple[tuple[str, str], ...] = ()


def load_rulebook(dossier: Dossier, *, examples: bool = True) -> Rulebook:
    """The shipped rules and the dossier's own, as its settings have them; never raises on a bad rule.

    Without `examples` those of the shipped rules, which are most of their text and stand last, are not even read.
    """
    shipped = [
        _within_vocabulary(_shipped(path, dossier.predicates, examples=examples))
        for path in sorted(SHIPPED.glob("*.yaml"))
    ]
    own = [_own(dossier, path) for path in sorted(dossier.rule_files)]
    reads = _once_each([*shipped, *own])
    rules = {read.id: read.rule for read in reads if read.rule is not None}
    off, stay, unsettled = _settle(rules, frozenset(read.id for read in reads), dossier.rule_settings)
    broken = {(read.id, _reason(read)) for read in reads if read.rule is None and read.id not in off}
    return Rulebook(
        rules=tuple(stay[rule_id] for rule_id in sorted(stay)),
        problems=in_order((*(problem for read in reads for problem in read.problems), *unsettled)),
        off=tuple(sorted(off.items())),
        broken=tuple(sorted(broken)),
    )


def narrowed(book: Rulebook, select: Collection[str], ignore: Collection[str]) -> Rulebook:
    """The rulebook with the selected rules alone (all, where none is), and without those to be ignored.

    Inference rules stay unless they are ignored by name: what others conclude may rest on them.
    """
    if not select and not ignore:
        return book
    left: dict[str, str] = {}
    for rule in book.rules:
        if rule.id in ignore:
            left[rule.id] = tr("left out on the command line")
        elif select and rule.id not in select and rule.finds == "conflict" and rule.derive is None:
            left[rule.id] = tr("not among the rules selected on the command line")
    kept = tuple(rule for rule in book.rules if rule.id not in left)
    return replace(book, rules=kept, off=tuple(sorted({**dict(book.off), **left}.items())))


def check_rule(data: bytes, path: str, predicates: Mapping[str, Predicate]) -> tuple[Rule | None, tuple[Problem, ...]]:
    """A rule that may run, or None, with all that is wrong with it: its text and its meaning together."""
    rule, problems = read_rule(data, path)
    if rule is not None:
        whole = not any(problem.severity == "error" for problem in problems)
        problems = in_order((*problems, *validate_rule(rule, predicates, whole=whole)))
    if any(problem.severity == "error" for problem in problems):
        return None, problems
    return rule, problems


class _Read(Struct, frozen=True, kw_only=True):
    """A rule file as checked; `rule` is None where it must not run."""

    id: str
    path: str
    rule: Rule | None
    problems: tuple[Problem, ...]


def _checked(data: bytes, path: str, predicates: Mapping[str, Predicate]) -> _Read:
    rule, problems = check_rule(data, path, predicates)
    return _Read(id=Path(path).stem if rule is None else rule.id, path=path, rule=rule, problems=problems)


def _shipped(path: Path, predicates: Mapping[str, Predicate], *, examples: bool) -> _Read:
    data = path.read_bytes()
    if examples:
        return _checked(data, f"rulebook/{path.name}", predicates)
    read = _checked(data.partition(b"\nexamples:\n")[0] + b"\n", f"rulebook/{path.name}", predicates)
    return replace(read, problems=tuple(problem for problem in read.problems if problem.code != "NO-EXAMPLE"))


def _within_vocabulary(read: _Read) -> _Read:
    """A shipped rule is no problem of the dossier whose choice of packages leaves out predicates of the rule."""
    errors = [problem for problem in read.problems if problem.severity == "error"]
    if errors and all(problem.code == "UNKNOWN-PREDICATE" for problem in errors):
        return replace(read, problems=())
    return read


def _own(dossier: Dossier, path: str) -> _Read:
    try:
        data = (Path(dossier.root) / path).read_bytes()
    except OSError as error:
        problem = Problem(code="UNREADABLE-FILE", location=Location(path=path),
                          message=f"the rule file cannot be read: {error.strerror}")  # fmt: skip
        return _Read(id=Path(path).stem, path=path, rule=None, problems=(problem,))
    return _checked(data, path, dossier.predicates)


def _reason(read: _Read) -> str:
    errors = [problem for problem in read.problems if problem.severity == "error"]
    if not errors:
        return "it speaks of predicates that `vocabulary:` in claimcheck.yaml leaves out"
    twice = next((problem for problem in errors if problem.code == "DUPLICATE-RULE"), None)
    if twice is not None:
        return tr("a rule with this id exists already, see {place}", place=twice.location)
    place = errors[0].location
    return trn("the rule has {count} problem, see {place}", "the rule has {count} problems, see {place}", len(errors),
               place=place)  # fmt: skip


def _once_each(reads: Iterable[_Read]) -> list[_Read]:
    """Of two rules with one id the first stands, so that a shipped rule is never silently replaced."""
    first: dict[str, Rule] = {}
    found: list[_Read] = []
    for read in reads:
        if read.rule is None or first.setdefault(read.id, read.rule) is read.rule:
            found.append(read)
            continue
        problem = Problem(
            code="DUPLICATE-RULE", location=read.rule.places.get("id", read.rule.location),
            message=f"a rule called `{read.id}` exists already at {first[read.id].location}",
            hint="choose another id; a shipped rule can be switched off in claimcheck.yaml, with a reason",
        )  # fmt: skip
        found.append(replace(read, rule=None, problems=(*read.problems, problem)))
    return found


def _settle(
    rules: Mapping[str, Rule], known: frozenset[str], settings: Iterable[RuleSetting]
) -> tuple[dict[str, str], dict[str, Rule], list[Problem]]:
    """What is switched off and why, the rules that stay with their severities, and settings that fit no rule."""
    off: dict[str, str] = {}
    stay = dict(rules)
    problems: list[Problem] = []
    for setting in settings:
        severity = next((known for known in SEVERITIES if known == setting.severity), None)
        if setting.off:
            off[setting.rule] = tr("switched off: {reason}", reason=setting.reason)
        if setting.rule not in known:
            problems.append(Problem(
                code="UNKNOWN-RULE", location=setting.location, message=f"no rule is called `{setting.rule}`",
                hint=did_you_mean(setting.rule, known, "`claimcheck explain` lists the rules"),
            ))  # fmt: skip
        elif setting.off:
            stay.pop(setting.rule, None)
        elif severity is not None and setting.rule in rules:
            stay[setting.rule] = dataclasses.replace(rules[setting.rule], severity=severity)
        elif severity is None and setting.severity:
            problems.append(Problem(
                code="WRONG-CHOICE", location=setting.location,
                message=f"expected {listed(SEVERITIES)}, found `{setting.severity}`",
            ))  # fmt: skip
    return off, stay, problems
