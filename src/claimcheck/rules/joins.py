"""Checks that the names of a rule are tied together, so that no engine has to try every pair of claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from claimcheck.errors import Problem
from claimcheck.rules.sorts import field_word
from claimcheck.rules.syntax import (
    HANGS_ON,
    AnyOf,
    Call,
    ClaimVar,
    Compare,
    Condition,
    CountVar,
    Field,
    LinkVar,
    Rule,
    Sum,
    Term,
    Unless,
    Var,
)
from claimcheck.rules.words import OPERATORS

MOST_BRANCHES = 64
_HOW = "join it by an equality such as `{one}.subject is {other}.subject`, by `contradicts`, or by a link"


def branches(conditions: Sequence[Condition]) -> tuple[tuple[Compare, ...], ...]:
    """The conditions as alternatives, each a list of lines that must all hold.

    `[x, any: [y, z]]` becomes `[x, y]` and `[x, z]`.
    """
    options: list[tuple[tuple[Compare, ...], ...]] = []
    for condition in conditions:
        if isinstance(condition, Compare):
            options.append(((condition,),))
        else:
            options.append(tuple(branch for inner in condition.branches for branch in branches(inner)))
    return tuple(tuple(line for part in choice for line in part) for choice in product(*options))


def branch_count(conditions: Sequence[Condition]) -> int:
    """How many alternatives `branches` would give, without making them."""
    total = 1
    for condition in conditions:
        if isinstance(condition, AnyOf):
            total *= sum(branch_count(inner) for inner in condition.branches)
    return total


def lines(conditions: Iterable[Condition]) -> tuple[Compare, ...]:
    """Every line, inside `any` too, in the order written."""
    found: list[Compare] = []
    for condition in conditions:
        if isinstance(condition, Compare):
            found.append(condition)
        else:
            found.extend(line for inner in condition.branches for line in lines(inner))
    return tuple(found)


def names_in(term: Term) -> frozenset[str]:
    """The names that a term speaks of."""
    if isinstance(term, Var | Field):
        return frozenset({term.name})
    if isinstance(term, Call):
        return frozenset[str]().union(*(names_in(argument) for argument in term.arguments))
    return names_in(term.term) if isinstance(term, Sum) else frozenset()


def names_of(line: Compare) -> frozenset[str]:
    """The names that a line speaks of, on either side or in its duration."""
    within = names_in(line.within) if isinstance(line.within, Call) else frozenset()
    return names_in(line.left) | names_in(line.right) | within


def joined(line: Compare) -> frozenset[str]:
    """The two names that a line ties together by an equality or a table, or nothing."""
    operator = OPERATORS.get(line.op)
    if operator is None or not operator.joins or not (_is_key(line.left) and _is_key(line.right)):
        return frozenset()
    names = names_in(line.left) | names_in(line.right)
    return names if len(names) == 2 else frozenset()


def _is_key(term: Term) -> bool:
    """Whether few claims share what a term stands for: not so for `a.mode` or `a.subject.kind`."""
    if isinstance(term, Field):
        word = field_word(term.path)
        return word is not None and not word.values and len(term.path) == 1
    return isinstance(term, Var) or (isinstance(term, Sum) and _is_key(term.term))


def check_joins(rule: Rule) -> tuple[Problem, ...]:
    """Names of `match` that nothing ties together, counts that count everything, and unsafe negation."""
    many = tuple(_many(rule))
    return many or (*_foreign_lines(rule), *_cross_products(rule), *_loose_counts(rule), *_loose_unless(rule))


def _many(rule: Rule) -> Iterable[Problem]:
    for conditions in (rule.where, *(unless.conditions for unless in rule.unless), *(
        binding.conditions for binding in rule.match if isinstance(binding, CountVar)
    )):  # fmt: skip
        count = branch_count(conditions)
        if count > MOST_BRANCHES:
            first = next(condition for condition in conditions if isinstance(condition, AnyOf))
            yield Problem(code="TOO-MANY-ALTERNATIVES", location=first.location,
                          message=f"the `any` lists multiply to {count} alternatives, more than {MOST_BRANCHES}",
                          hint="write several rules")  # fmt: skip


def _cross_products(rule: Rule) -> Iterable[Problem]:
    claims = [binding for binding in rule.match if isinstance(binding, ClaimVar)]
    links = [frozenset({link.from_, link.to}) for link in rule.match if isinstance(link, LinkVar)]
    for branch in branches(rule.where):
        loose = _unreached([claim.name for claim in claims], [*links, *(joined(line) for line in branch)])
        if loose:
            claim = next(claim for claim in claims if claim.name == loose)
            way = "" if branch_count(rule.where) == 1 else " in one of the alternatives"
            yield Problem(code="CROSS-PRODUCT", location=claim.location,
                          message=f"nothing joins `{loose}` to `{claims[0].name}`{way}, "
                                  "so every pair of claims would be tried",
                          hint=_HOW.format(one=claims[0].name, other=loose))  # fmt: skip
            return


def _unreached(names: Sequence[str], ties: Iterable[frozenset[str]]) -> str:
    """The first name that no chain of ties leads to from the first, or empty."""
    reached = set(names[:1])
    edges = [tie for tie in ties if tie]
    while True:
        more = {name for tie in edges if tie & reached for name in tie} - reached
        if not more:
            return next((name for name in names if name not in reached), "")
        reached |= more


def _loose_counts(rule: Rule) -> Iterable[Problem]:
    claims = {binding.name for binding in rule.match if isinstance(binding, ClaimVar)}
    for binding in rule.match:
        if isinstance(binding, CountVar) and claims and not _tied(binding.name, binding.conditions):
            yield Problem(code="COUNT-WITHOUT-JOIN", location=binding.location,
                          message=f"nothing joins the counted set `{binding.name}` to a claim of the match, "
                                  "so the same claims would be counted for every match",
                          hint=_HOW.format(one=binding.name, other=min(claims)))  # fmt: skip


def _loose_unless(rule: Rule) -> Iterable[Problem]:
    claims = [binding.name for binding in rule.match if isinstance(binding, ClaimVar)]
    for unless in rule.unless:
        if not _tied(unless.name, unless.conditions):
            yield Problem(code="UNSAFE-NEGATION", location=unless.location,
                          message=f"nothing joins `{unless.name}` to a claim of the match, "
                                  "so any claim in the dossier could lift it",
                          hint=_HOW.format(one=unless.name, other=claims[0] if claims else "a"))  # fmt: skip


def _tied(name: str, conditions: Sequence[Condition]) -> bool:
    """Whether in every alternative some line ties a name to another."""
    return all(any(name in joined(line) for line in branch) for branch in branches(conditions))


def _foreign_lines(rule: Rule) -> Iterable[Problem]:
    """Conditions of an `unless` or a count that do not speak of the name they are about."""
    about: list[Unless | CountVar] = [*rule.unless, *(b for b in rule.match if isinstance(b, CountVar))]
    for part in about:
        for line in lines(part.conditions):
            if part.name not in names_of(line) and line.op != HANGS_ON:
                yield Problem(code="FOREIGN-CONDITION", location=line.location,
                              message=f"this condition does not speak of `{part.name}`",
                              hint="conditions on the claims of the match belong under `where:`")  # fmt: skip
