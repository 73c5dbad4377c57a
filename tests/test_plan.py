"""Rules become plans: comparisons that say what `extents` says, joint possibility, joins, statements without values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from typing import cast

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from claimcheck import extents
from claimcheck.closures import Vocabulary
from claimcheck.extents import Extent, Grade
from claimcheck.rules import Rule, load_rulebook
from claimcheck.rules.compile import compile_rule
from claimcheck.rules.expressions import (
    FALSE,
    NOTHING,
    TRUE,
    Apply,
    Bound,
    Case,
    Column,
    Expr,
    Nothing,
    Truth,
    Whole,
    all_of,
    any_of,
    at_most,
    case,
    equal,
    less,
    negate,
    plus,
)
from claimcheck.rules.joint import Bounds, Edge, bound_tests, own_edges
from claimcheck.rules.plan import Plan, selects_of, show_plan
from claimcheck.rules.read import read_rule
from claimcheck.rules.settle import Seen, settled
from claimcheck.rules.sources import Present, UncompilableError
from claimcheck.rules.sql import plan_sql, write
from claimcheck.rules.times import Judged, Time, agrees, before, differs, disjoint, overlaps, touches
from claimcheck.table import Cell
from small_world import VOCABULARY, dossier

A, B = Column("a", "x"), Column("b", "y")


# A small interpreter of expressions, so that what they say can be compared with what they should


def value(expression: Expr, row: Mapping[tuple[str, str], object]) -> object:
    match expression:
        case Column(source=source, name=name):
            return row[source, name]
        case Whole(value=whole):
            return whole
        case Truth(value=truth):
            return truth
        case Bound(value=word):
            return word
        case Nothing():
            return None
        case Case(cases=cases, otherwise=otherwise):
            return next((value(v, row) for condition, v in cases if value(condition, row)), value(otherwise, row))
        case Apply(op=op, arguments=arguments):
            return applied(op, [value(argument, row) for argument in arguments])
    raise AssertionError(expression)


def applied(op: str, found: list[object]) -> object:
    if op == "and":
        return False if False in found else None if None in found else True
    if op == "or":
        return True if True in found else None if None in found else False
    if op == "is null":
        return found[0] is None
    if op in ("least", "greatest"):
        some = [one for one in found if isinstance(one, int)]
        return None if not some else min(some) if op == "least" else max(some)
    if op == "in":
        return None if found[0] is None else found[0] in found[1:]
    if op == "coalesce":
        return next((one for one in found if one is not None), None)
    if None in found:
        return None
    if op == "not":
        return not found[0]
    a, b = found[0], found[1]
    if op in ("=", "<>"):
        return (a == b) == (op == "=")
    assert isinstance(a, int)
    assert isinstance(b, int)
    return {"<": a < b, "<=": a <= b, "+": sum(map(int, (a, b))), "-": a - b}[op]


@pytest.mark.parametrize(
    ("built", "expected"),
    [
        (all_of(TRUE, less(A, B)), less(A, B)),
        (all_of(FALSE, less(A, B)), FALSE),
        (any_of(TRUE, less(A, B)), TRUE),
        (all_of(less(A, B), less(A, B)), less(A, B)),
        (negate(negate(A)), A),
        (plus(plus(A, 1), -1), A),
        (at_most(plus(A, 1), B), less(A, B)),
        (less(plus(A, -1), B), at_most(A, B)),
        (at_most(plus(A, 1), plus(B, 1)), at_most(A, B)),
        (less(Whole(1), Whole(2)), TRUE),
        (case((FALSE, A), (TRUE, B), (TRUE, A), otherwise=NOTHING), B),
        (case((equal(A, B), A), otherwise=A), A),
    ],
)
def test_what_is_always_true_is_left_out(built: Expr, expected: Expr) -> None:
    assert built == expected


CELLS: Mapping[str, st.SearchStrategy[object]] = {
    "mode": st.sampled_from(["states", "asks", None]),
    "unit": st.sampled_from(["EUR", None]),
    "s1": st.sampled_from([1, 2, None]),
    "moment": st.sampled_from([True, False, None]),
}
"""Columns of the claim table of every type, with few values, so that a column often has one alone."""

WORDS = [Bound(word) for word in ("states", "asks", "undertakes", "EUR")]


def columns(*names: str) -> st.SearchStrategy[Expr]:
    return st.builds(Column, st.sampled_from(["a", "b"]), st.sampled_from(names))


def comparisons() -> st.SearchStrategy[Expr]:
    words, numbers = columns("mode", "unit"), columns("s1")
    bounds = st.one_of(numbers, st.sampled_from([Whole(1), Whole(2)]))
    bounds = st.one_of(bounds, st.builds(lambda x, y, op: Apply(op, (x, y)), bounds, bounds,
                                         st.sampled_from(["least", "greatest", "+"])))  # fmt: skip
    return st.one_of(
        columns("moment"),
        st.builds(lambda x, y, op: Apply(op, (x, y)), words, st.one_of(words, st.sampled_from(WORDS)),
                  st.sampled_from(["=", "<>"])),
        st.builds(lambda x, some: Apply("in", (x, *some)), words, st.lists(st.sampled_from(WORDS), min_size=1)),
        st.builds(lambda x: Apply("is null", (x,)), st.one_of(words, numbers)),
        st.builds(lambda x, y, op: Apply(op, (x, y)), bounds, bounds, st.sampled_from(["=", "<>", "<", "<="])),
    )  # fmt: skip


def told(condition: Expr, *, swapped: bool) -> Expr:
    yes, no = Bound("true"), Bound("false")
    return case((condition, no if swapped else yes), otherwise=yes if swapped else no)


def conditions() -> st.SearchStrategy[Expr]:
    return st.recursive(comparisons(), lambda inner: st.one_of(
        st.builds(lambda some: all_of(*some), st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda some: any_of(*some), st.lists(inner, min_size=1, max_size=3)),
        st.builds(negate, inner),
        st.builds(lambda x, y: Apply("coalesce", (x, y)), inner, st.sampled_from([TRUE, FALSE])),
        st.builds(lambda x, y, z: case((x, y), otherwise=z), inner, inner, inner),
        st.builds(lambda x, swapped: equal(told(x, swapped=swapped), Bound("true")), inner, st.booleans()),
        st.builds(lambda x, y: equal(told(x, swapped=False), told(y, swapped=False)), inner, inner),
    ), max_leaves=8)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.fixed_dictionaries(dict(CELLS)), max_size=3), conditions(), st.sampled_from(WORDS))
def test_what_is_settled_by_the_claims_says_the_same_of_each_of_them(
    rows: list[dict[str, object]], condition: Expr, mode: Bound
) -> None:
    table = {name: [cast("Cell", row[name]) for row in rows] for name in CELLS}
    passing = [row for row in rows if row["mode"] == mode.value]
    seen = Seen({"row": list(range(len(rows))), **table}, {"a": [equal(Column("a", "mode"), mode)], "b": []})
    assert seen.none("a") == (not passing)
    for a, b in product(passing, rows):
        row = {("a", name): cell for name, cell in a.items()} | {("b", name): cell for name, cell in b.items()}
        assert value(settled(condition, seen), row) == value(condition, row)
        assert bool(value(settled(condition, seen, asked=True), row)) == bool(value(condition, row))


def test_what_no_claim_has_is_not_asked_for() -> None:
    few = Present(frozenset(VOCABULARY), frozenset(), columns={"row": [0], "mode": ["asks"], "unit": [None]})
    assert compiled("match: {a: {mode: undertakes}}\nwhere: [dated(a)]\n", few).result is None
    assert compiled("match: {a: {mode: asks}}\nwhere: [a.unit is EUR]\n", few).result is None
    assert compiled("match: {a: {mode: asks}}\nwhere: [given(a.unit) is false]\n", few).result is not None


@given(st.integers(-3, 3), st.integers(-3, 3), st.integers(-2, 2), st.integers(-2, 2))
def test_seconds_move_across_a_comparison_without_changing_it(x: int, y: int, i: int, j: int) -> None:
    row = {("a", "x"): x, ("b", "y"): y}
    assert value(at_most(plus(A, i), plus(B, j)), row) == (x + i <= y + j)
    assert value(less(plus(A, i), plus(B, j)), row) == (x + i < y + j)


# Comparisons of times


def moments() -> st.SearchStrategy[Extent]:
    bounds = st.tuples(st.integers(0, 12), st.integers(1, 5), st.booleans())
    return bounds.map(lambda b: extents.moment(b[0], b[0] + b[1], state=b[2]))


@st.composite
def stretches(draw: st.DrawFn) -> Extent:
    s1, s2, e1, e2 = sorted(draw(st.lists(st.integers(0, 14), min_size=4, max_size=4)))
    if draw(st.booleans()):
        s2, e1 = e1, s2
    assume(s1 < e2)
    return extents.stretch(s1, s2, e1, e2, state=True)


def times() -> st.SearchStrategy[Extent]:
    return st.one_of(moments(), stretches())


def as_time(time: Extent, lasting: Extent | None = None) -> Time:
    """An extent as constants: no columns for written dates, so that these are worked out from the bounds."""
    lasts = lasting or time
    return Time(
        s1=Whole(time.start_earliest), s2=Whole(time.start_latest), e1=Whole(time.end_earliest),
        e2=Whole(time.end_latest), l1=Whole(lasts.end_earliest), l2=Whole(lasts.end_latest),
        moment=Truth(time.shape == "moment"), lasts_moment=Truth(lasts.shape == "moment"), state=Truth(time.state),
    )  # fmt: skip


def grade(judged: Judged) -> Grade:
    found = value(judged.whole, {})
    assert isinstance(found, int)
    return Grade(found)


@given(times(), times())
def test_comparisons_of_stated_times_say_what_extents_say(a: Extent, b: Extent) -> None:
    x, y = as_time(a), as_time(b)
    assert grade(overlaps(x, y)) == extents.overlaps(a, b)
    assert grade(touches(x, y)) == extents.touches(a, b)
    assert grade(before(x, y)) == extents.before(a, b)
    assert grade(agrees(x, y)) == extents.agrees(a, b)
    assert grade(differs(x, y)) == extents.differs(a, b)
    assert grade(disjoint(x, y)) == extents.disjoint(a, b)


@given(moments(), st.integers(0, 6), st.integers(0, 6), stretches())
def test_what_needs_the_presumed_end_is_presumed(a: Extent, longer: int, still: int, b: Extent) -> None:
    end = a.end_earliest + longer, a.end_latest + longer + still
    lasting = extents.stretch(a.start_earliest, a.start_latest, *end, state=a.state)
    found = grade(touches(as_time(a, lasting), as_time(b)))
    if extents.touches(lasting, b) == Grade.NO:
        assert found == Grade.NO
    elif extents.touches(a, b) == Grade.CERTAIN:
        assert found == Grade.CERTAIN
    else:
        assert found == (Grade.PRESUMED if extents.touches(lasting, b) == Grade.CERTAIN else Grade.POSSIBLE)


# Joint possibility

WINDOWS = st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(1, 3), st.integers(0, 3), st.booleans())


def choices(window: tuple[int, int, int, int, bool]) -> Iterator[tuple[int, int]]:
    """Every start and end of a row whose bounds are drawn as steps from the first."""
    s1, start, length, end, moment = window
    for s in range(s1, s1 + start + 1):
        if moment:
            yield s, s + 1
        else:
            yield from ((s, e) for e in range(s1 + length, s1 + start + length + end + 1) if e > s)


def bounds_of_row(name: str, window: tuple[int, int, int, int, bool]) -> Iterator[tuple[tuple[str, str], Bounds]]:
    pairs = list(choices(window))
    for part, index in (("start", 0), ("end", 1)):
        found = [pair[index] for pair in pairs]
        yield (name, part), Bounds(Whole(min(found)), Whole(max(found)))


@settings(max_examples=150)
@given(
    st.tuples(WINDOWS, WINDOWS, WINDOWS),
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["start", "end"]), st.sampled_from("abc"),
                       st.sampled_from(["start", "end"]), st.integers(-2, 2)), min_size=2, max_size=4),
)  # fmt: skip
def test_chains_hold_exactly_where_some_choice_of_dates_meets_all_conditions(
    windows: tuple[tuple[int, int, int, int, bool], ...], asked: list[tuple[str, str, str, str, int]]
) -> None:
    asked = [one for one in asked if one[0] != one[2]]
    bounds = dict(pair for name, window in zip("abc", windows, strict=True) for pair in bounds_of_row(name, window))
    edges = [Edge((x, p), (y, q), gap) for x, p, y, q, gap in asked]
    # The chains are right only given that each condition can be met by itself, as the filter before them asks.
    for x, p, y, q, gap in asked:
        lo, hi = bounds[x, p].lo, bounds[y, q].hi
        assume(isinstance(lo, Whole) and isinstance(hi, Whole) and lo.value <= hi.value + gap)
    for name, window in zip("abc", windows, strict=True):
        edges.extend(own_edges(name, {"end": Truth(window[4])}))
    some = any(
        all(chosen["abc".index(x)][p == "end"] <= chosen["abc".index(y)][q == "end"] + gap for x, p, y, q, gap in asked)
        for chosen in product(*map(choices, windows))
    )
    assert (value(all_of(*bound_tests(edges, bounds)), {}) is True) == some


def test_two_orders_in_a_row_become_one_comparison_of_bounds() -> None:
    bounds = {
        (name, part): Bounds(Column(name, f"{part}1"), Column(name, f"{part}2"))
        for name in "abc"
        for part in ("start", "end")
    }
    edges = [
        Edge(("a", "end"), ("b", "start"), 0),
        Edge(("b", "end"), ("c", "start"), 0),
        *own_edges("b", {"end": FALSE}),
    ]
    assert bound_tests(edges, bounds) == (less(Column("a", "end1"), Column("c", "start2")),)


# Rules


def rule(text: str, name: str = "rule") -> Rule:
    head = f"id: {name}\ntitle: t\nseverity: note\nwhy: w\nmessage: m\n"
    found, problems = read_rule((head + text).encode(), f"{name}.yaml")
    assert found is not None, problems
    assert not problems
    return found


def compiled(text: str, present: Present | None = None) -> Plan:
    return compile_rule(rule(text), Vocabulary(VOCABULARY), present)


TIED = "match: {a: claim, b: {polarity: denies}}\nwhere: [a contradicts b, lasting(a) overlaps b]\n"


def test_a_plan_starts_with_the_table_that_ties_its_claims() -> None:
    first = next(iter(selects_of(compiled(TIED))))
    assert [join.scan.table for join in first.joins] == ["pairs", "rows", "rows", "links"]
    assert "join rows as b on (a contradicts b.b = b.row)" in show_plan(compiled(TIED))


def test_alternatives_that_join_alike_share_a_select_and_others_get_their_own() -> None:
    alike = compiled("match: {a: claim, b: claim}\nwhere: [a contradicts b, any: [a before b, b before a]]\n")
    assert [[way.branch for way in ways] for ways in alike.ways] == [[0, 1]]
    other = compiled("match: {a: claim, b: claim}\nwhere: [any: [a contradicts b, a same-event b], a before b]\n")
    assert [[way.branch for way in ways] for ways in other.ways] == [[0], [1]]


def test_what_a_dossier_lacks_is_not_looked_for() -> None:
    nothing = Present(predicates=frozenset(), relations=frozenset())
    assert compiled(TIED, nothing).result is None
    assert "nothing" in show_plan(compiled(TIED, nothing))
    assert "no statement" in plan_sql(compiled(TIED, nothing))
    linked = "match: {a: claim, b: claim, l: {from: a, relation: relies-on, to: b}}\nwhere: [a before b]\n"
    assert compiled(linked, nothing).result is None
    assert compiled(linked).result is not None


def test_words_of_a_rule_are_bound_and_never_part_of_the_statement() -> None:
    wicked = """x'; DROP TABLE "rows"; --"""
    statement = write(
        compiled(f'match: {{a: {{subject: "{wicked.replace(chr(34), "")}"}}}}\nwhere: [a.unit is "o\'k"]\n')
    )
    assert "DROP" not in statement.text
    assert statement.values == (wicked.replace('"', ""), "o'k")
    assert "-- ?1 = " in plan_sql(compiled(TIED))


def test_a_filter_by_what_is_implied_names_the_predicates_that_imply_it() -> None:
    present = Present(predicates=frozenset(VOCABULARY), relations=frozenset())
    statement = write(compiled("match: {a: {affirms: out-of-use}}\nwhere: [dated(a)]\n", present))
    assert {"closed", "out-of-use"} <= set(statement.values)
    assert "reopened" not in statement.values


def test_a_rule_that_plans_cannot_say_is_refused_with_the_reason() -> None:
    asked = "match: {a: claim, b: claim}\nwhere: [a contradicts b, b + P1D within horizon(a) of a, a before b]\n"
    with pytest.raises(UncompilableError, match="sum"):
        compiled(asked)


@cache
def shipped() -> tuple[Rule, ...]:
    return load_rulebook(dossier(())).rules


@pytest.mark.parametrize("shipped_rule", shipped(), ids=lambda one: one.id)
def test_every_join_of_a_shipped_rule_has_an_equality(shipped_rule: Rule) -> None:
    for select in selects_of(compile_rule(shipped_rule, Vocabulary(VOCABULARY))):
        for join in select.joins[1:]:
            assert any(isinstance(on, Apply) and on.op == "=" for on in join.on), join


@pytest.mark.parametrize("shipped_rule", shipped(), ids=lambda one: one.id)
def test_a_plan_is_the_same_every_time(shipped_rule: Rule) -> None:
    one, other = (compile_rule(shipped_rule, Vocabulary(VOCABULARY)) for _ in range(2))
    assert one == other
    assert plan_sql(one) == plan_sql(other)
    assert show_plan(one) == show_plan(other)


def test_parameters_come_in_the_order_of_their_marks() -> None:
    statement = write(compiled("match: {a: {unit: first}, b: {unit: second}}\nwhere: [a same-event b]\n"))
    assert statement.text.count("?") == len(statement.values)
    assert [text for text in statement.values if text in ("first", "second")] == ["first", "second"]
    assert Bound("x") == Bound("x")


def test_counts_can_be_asked_for_under_where_only() -> None:
    counted = (
        "match: {a: claim, n: {count: {kind: event}, where: [n.subject is a.subject]}}\nwhere: [count(n) > 1]\n"
        "unless: {b: {where: [b.subject is a.subject, count(n) > 2]}}\n"
    )
    with pytest.raises(UncompilableError, match="count"):
        compiled(counted)
