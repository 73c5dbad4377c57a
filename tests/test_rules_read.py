"""Rules as read: names, lines and places; the rulebook with its switches; and a rule told in plain words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from claimcheck.dates import parse_duration, parse_edtf
from claimcheck.load import load_vocabulary
from claimcheck.location import Location
from claimcheck.model import Dossier, RuleSetting
from claimcheck.rules import load_rulebook
from claimcheck.rules.read import read_rule
from claimcheck.rules.rulebook import SHIPPED
from claimcheck.rules.show import WIDTH, show_rule
from claimcheck.rules.syntax import (
    AnyOf,
    Call,
    ClaimVar,
    Compare,
    Constant,
    CountVar,
    Derive,
    Field,
    LinkVar,
    Rule,
    Sum,
    Term,
    Unless,
    Var,
)
from claimcheck.rules.terms import read_line
from claimcheck.rules.validate import validate_rule
from claimcheck.rules.words import FIELDS, FUNCTIONS, OPERATORS

PLACE = Location(path="rule.yaml", line=3, column=7)
A, B = Var(name="a"), Var(name="b")
HEAD = "id: r\ntitle: t\nseverity: note\nwhy: w\nmessage: m\n"


def line(text: str) -> Compare:
    read = read_line(text, PLACE, {"a", "b", "n"})
    assert read.problems == ()
    assert read.compare is not None
    return read.compare


def rule(text: str) -> Rule:
    read, problems = read_rule((HEAD + text.lstrip()).encode(), "r.yaml")
    assert problems == ()
    assert read is not None
    return read


def text(words: str) -> Constant:
    return Constant(kind="text", value=words, text=words)


def date(words: str) -> Constant:
    return Constant(kind="date", value=parse_edtf(words), text=words)


def number(words: str) -> Constant:
    return Constant(kind="number", value=float(words), text=words)


def a_field(*path: str) -> Field:
    return Field(name="a", path=path)


# Terms


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("a", A),
        ("a.said_on", a_field("said_on")),
        ("a.subject.kind", a_field("subject", "kind")),
        ("lasting(a)", Call(function="lasting", arguments=(A,))),
        ("parties(a, b)", Call(function="parties", arguments=(A, B))),
        ("given(a.value)", Call(function="given", arguments=(a_field("value"),))),
        ("c", text("c")),
        ("city-council", text("city-council")),
        ("'a'", text("a")),
        ('"two words, and (more)"', text("two words, and (more)")),
        ("21", number("21")),
        ("-3.5", number("-3.5")),
        ("2018", number("2018")),
        ("2018-10", date("2018-10")),
        ("2018-10-08T22:30", date("2018-10-08T22:30")),
        ("2018-XX", date("2018-XX")),
        ("2018-10/2018-12", date("2018-10/2018-12")),
        ("../2018-12", date("../2018-12")),
        ("2018-10~", date("2018-10~")),
        ("[2018-10-08..2018-10-09]", date("[2018-10-08..2018-10-09]")),
        ("[states, 'on the record', 5]", Constant(kind="list", value=("states", "on the record", "5"),
                                                  text="[states, on the record, 5]")),
        ("[]", Constant(kind="list", value=(), text="[]")),
        ("P90D", Constant(kind="duration", value=parse_duration("P90D"), text="P90D")),
        ("a.start + P16Y", Sum(term=a_field("start"), sign=1, amount=parse_duration("P16Y"))),
        ("a.value - 2.5", Sum(term=a_field("value"), sign=-1, amount=2.5)),
        ("a + P1Y - P1D", Sum(term=Sum(term=A, sign=1, amount=parse_duration("P1Y")), sign=-1,
                              amount=parse_duration("P1D"))),
        ("count(n) + 1", Sum(term=Call(function="count", arguments=(Var(name="n"),)), sign=1, amount=1.0)),
    ],
)  # fmt: skip
def test_a_term_is_read_on_either_side(written: str, term: Term) -> None:
    assert line(f"{written} is b").left == term
    assert line(f"b is {written}").right == term


@pytest.mark.parametrize("op", [op for op in OPERATORS if op != "within"])
def test_every_operator_is_read(op: str) -> None:
    read = line(f"a   {op.replace(' ', '  ')}   b")
    assert (read.left, read.op, read.right, read.within) == (A, op, B, None)


def test_signs_need_no_spaces_around_them() -> None:
    assert line("a.value<=21").op == "<="
    assert line("a.value<=21").right == number("21")


def test_within_takes_a_duration_or_a_horizon() -> None:
    assert line("a within P90D of b").within == parse_duration("P90D")
    read = line("a.start within horizon(a) of b.said_on - P1D")
    assert read.within == Call(function="horizon", arguments=(A,))
    assert read.op == "within"
    assert read.right == Sum(term=Field(name="b", path=("said_on",)), sign=-1, amount=parse_duration("P1D"))


def test_a_function_alone_is_a_condition() -> None:
    read = line("dated(a)")
    assert (read.left, read.op, read.right) == (Call(function="dated", arguments=(A,)), "is", text("true"))
    assert replace(line("dated(a) is true"), text="dated(a)") == read


def test_a_line_keeps_its_words_and_its_place() -> None:
    read = line("a  before   b + P1D")
    assert read.text == "a  before   b + P1D"
    assert read.location == PLACE


def test_every_term_knows_where_it_begins() -> None:
    places = read_line("lasting(a) overlaps b + P1D", PLACE, {"a", "b"}).places
    assert dict(places) == {
        A: 8,
        Call(function="lasting", arguments=(A,)): 0,
        B: 20,
        Constant(kind="duration", value=parse_duration("P1D"), text="P1D"): 24,
        Sum(term=B, sign=1, amount=parse_duration("P1D")): 20,
    }


@given(st.text(alphabet="abn .,()[]'\"+-<>=!P1D2018:/{}X~\tis", max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_line_is_too_odd_to_be_answered(written: str) -> None:
    read = read_line(written, PLACE, {"a", "b", "n"})
    assert (read.compare is None) == bool(read.problems)
    assert all(problem.location.column <= PLACE.column + len(written) for problem in read.problems)


@pytest.mark.parametrize(
    "written", ["lasting(" * 5000, "a" + " + P1D" * 5000 + " is b", "[" * 5000, "((((", "a is b" * 999]
)
def test_a_line_without_end_is_a_problem(written: str) -> None:
    assert [problem.code for problem in read_line(written, PLACE, {"a", "b"}).problems] == ["BAD-CONDITION"]


# Rules


def test_what_a_rule_matches() -> None:
    read = rule("""
match:
  a: claim
  b: {kind: event, mode: [states, assures]}
  tie: {from: a, relation: relies-on, to: b}
  n: {count: {listing: fact}, where: [n.subject is a.subject]}
  every: {count: claim}
""")
    counted = Compare(left=Field(name="n", path=("subject",)), op="is", right=a_field("subject"), within=None,
                      text="n.subject is a.subject", location=Location(path="r.yaml", line=10, column=39))  # fmt: skip
    plain = tuple(replace(binding, location=Location(path="")) for binding in read.match)
    assert plain == (
        ClaimVar(name="a"),
        ClaimVar(name="b", filters=(("kind", ("event",)), ("mode", ("states", "assures")))),
        LinkVar(name="tie", from_="a", relation="relies-on", to="b"),
        CountVar(name="n", filters=(("listing", ("fact",)),), conditions=(counted,)),
        CountVar(name="every", filters=(), conditions=()),
    )


def test_conditions_nest_and_know_their_places() -> None:
    read = rule("""
match: {a: claim, b: claim}
where:
  - a contradicts b
  - any:
      - a before b
      - ["b before a", {any: [a.mode is states, a.mode is assures]}]
""")
    first, either = read.where
    assert isinstance(first, Compare)
    assert first.location == Location(path="r.yaml", line=8, column=5)
    assert isinstance(either, AnyOf)
    (before,), (after, inner) = either.branches
    assert isinstance(before, Compare)
    assert isinstance(after, Compare)
    assert after.location == Location(path="r.yaml", line=11, column=11)
    assert isinstance(inner, AnyOf)
    assert [len(branch) for branch in inner.branches] == [1, 1]


def test_one_condition_may_stand_without_a_list() -> None:
    read = rule("match: {a: claim, b: claim}\nwhere: a contradicts b\nunless: {c: c same-event a}\n")
    assert [condition.text for condition in read.where if isinstance(condition, Compare)] == ["a contradicts b"]
    assert len(read.unless[0].conditions) == 1


def test_unless_takes_lines_or_filters_with_lines() -> None:
    read = rule("""
match: {a: claim, b: claim}
unless:
  c: [c same-event a, c before b]
  d: {listing: fact, where: [d same-event b]}
  e: {any: [e same-event a, e same-event b]}
""")
    shapes = [(one.name, one.filters, len(one.conditions)) for one in read.unless if isinstance(one, Unless)]
    assert shapes == [("c", (), 2), ("d", (("listing", ("fact",)),), 1), ("e", (), 1)]


def test_an_inference_rule_finds_a_claim() -> None:
    head = "id: r\ntitle: t\nwhy: w\nmatch: {a: claim}\n"
    read, problems = read_rule(
        (head + "derive: {affirms: closed, subject: a.subject, value: a.value, when: a}\n").encode(), "r.yaml"
    )
    assert problems == ()
    assert read is not None
    assert (read.finds, read.clash, read.severity) == ("claim", "none", "note")
    assert read.derive == Derive(
        predicate="closed", polarity="affirms", subject=a_field("subject"), value=a_field("value"), start=A, end=A
    )
    read, _ = read_rule((head + "derive: {denies: closed, subject: depot, start: a.end}\n").encode(), "r.yaml")
    assert read is not None
    assert read.derive == Derive(
        predicate="closed", polarity="denies", subject=text("depot"), value=None, start=a_field("end"), end=None
    )


@pytest.mark.parametrize(
    ("match", "written", "clash"),
    [
        ("{a: claim, b: claim}", "", "overlap"),
        ("{a: claim}", "", "a"),
        ("{a: claim, b: claim}", "clash: none\n", "none"),
        ("{a: claim, b: claim}", "clash: b\n", "b"),
        ("{a: claim, b: claim}", "finds: support\n", "none"),
    ],
)
def test_the_moment_of_the_clash_has_a_default(match: str, written: str, clash: str) -> None:
    assert rule(f"match: {match}\n{written}").clash == clash


def test_examples_that_must_be_found_come_first() -> None:
    read = rule("""
match: {a: claim, b: claim}
examples:
  lookalikes:
    - {name: nothing, claims: []}
  conflicts:
    - name: something
      claims: [{id: one}]
      evidence: [{id: two}]
      finds: [{claims: [one, two], grade: presumed, parties: same speaker}]
""")
    assert [(example.name, len(example.finds)) for example in read.examples] == [("something", 1), ("nothing", 0)]
    (expected,) = read.examples[0].finds
    assert (expected.claims, expected.grade, expected.timing) == (("one", "two"), "presumed", "")
    assert expected.parties == "same speaker"
    assert read.examples[0].snippet.get("evidence") is not None


def test_a_broken_file_gives_no_rule_but_its_problems() -> None:
    read, problems = read_rule(b"\xff\xfe", "r.yaml")
    assert read is None
    assert problems
    read, problems = read_rule(b"", "r.yaml")
    assert read is None
    assert problems


def test_a_match_that_cannot_be_read_makes_no_names_unknown() -> None:
    text = HEAD + "match: {a: claim, b: claim\nwhere: [a contradicts b, a.said_on before b]\n"
    read, problems = read_rule(text.encode(), "r.yaml")
    assert read is not None
    assert [problem.location.line for problem in problems] == [6]
    assert [problem.code for problem in validate_rule(read, {}, whole=False)] == ["NO-EXAMPLE"]


# The rulebook


def dossier(root: Path, *chosen: RuleSetting) -> Dossier:
    files = tuple(sorted(f"rules/{path.name}" for path in (root / "rules").glob("*.yaml")))
    return Dossier(
        root=str(root),
        title="",
        timezone="UTC",
        language="en",
        sources={},
        entities={},
        predicates=VOCABULARY,
        claims={},
        links=(),
        problems=(),
        rule_files=files,
        rule_settings=chosen,
    )


def own_rule(root: Path, name: str, where: str = "a contradicts b") -> None:
    (root / "rules").mkdir(exist_ok=True)
    written = (
        f"id: {name}\ntitle: t\nseverity: note\nwhy: w\nmessage: '{{a.text}}, {{b.text}}'\n"
        f"match: {{a: claim, b: claim}}\nwhere: [{where}]\n"
    )
    (root / "rules" / f"{name}.yaml").write_text(written, encoding="utf-8")


def setting(name: str, *, off: bool = False, severity: str = "") -> RuleSetting:
    place = Location(path="claimcheck.yaml", line=4, column=3)
    return RuleSetting(location=place, rule=name, off=off, severity=severity, reason="as agreed")


VOCABULARY, _ = load_vocabulary()
SHIPPED_IDS = [path.stem for path in sorted(SHIPPED.glob("*.yaml"))]


def test_the_shipped_rules_run_in_the_order_of_their_ids(tmp_path: Path) -> None:
    book = load_rulebook(dossier(tmp_path))
    assert [one.id for one in book.rules] == sorted(SHIPPED_IDS)
    assert book.problems == ()
    assert (book.off, book.broken) == ((), ())


def test_a_dossier_adds_rules_and_settles_others(tmp_path: Path) -> None:
    own_rule(tmp_path, "zebra")
    chosen = (setting("two-dates", off=True), setting("zebra", severity="error"))
    book = load_rulebook(dossier(tmp_path, *chosen))
    assert book.off == (("two-dates", "switched off: as agreed"),)
    assert "two-dates" not in [one.id for one in book.rules]
    assert {one.id: one.severity for one in book.rules}["zebra"] == "error"


def test_a_setting_that_fits_no_rule_is_reported(tmp_path: Path) -> None:
    book = load_rulebook(dossier(tmp_path, setting("two-date", off=True), setting("two-dates", severity="bad")))
    assert [(problem.code, problem.hint) for problem in book.problems] == [
        ("UNKNOWN-RULE", "did you mean `two-dates`?"),
        ("WRONG-CHOICE", ""),
    ]


def test_a_broken_rule_does_not_run_and_is_named(tmp_path: Path) -> None:
    own_rule(tmp_path, "zebra", where="a befor b")
    book = load_rulebook(dossier(tmp_path, setting("zebra", severity="error")))
    assert "zebra" not in [one.id for one in book.rules]
    assert book.broken == (("zebra", "the rule has 1 problem, see rules/zebra.yaml:7:11"),)
    assert {problem.code for problem in book.problems} == {"UNKNOWN-OPERATOR", "NO-EXAMPLE"}


def test_a_broken_rule_that_is_switched_off_counts_as_off(tmp_path: Path) -> None:
    own_rule(tmp_path, "zebra", where="a befor b")
    book = load_rulebook(dossier(tmp_path, setting("zebra", off=True)))
    assert (book.off, book.broken) == ((("zebra", "switched off: as agreed"),), ())


def test_a_shipped_rule_is_never_silently_replaced(tmp_path: Path) -> None:
    own_rule(tmp_path, "two-dates")
    book = load_rulebook(dossier(tmp_path))
    (kept,) = [one for one in book.rules if one.id == "two-dates"]
    assert kept.location.path == "rulebook/two-dates.yaml"
    assert [problem.code for problem in book.problems if problem.severity == "error"] == ["DUPLICATE-RULE"]
    assert book.broken == (("two-dates", "a rule with this id exists already, see rules/two-dates.yaml:1:5"),)


def test_a_missing_rule_file_is_a_problem(tmp_path: Path) -> None:
    book = load_rulebook(structs.replace(dossier(tmp_path), rule_files=("rules/gone.yaml",)))
    assert [problem.code for problem in book.problems] == ["UNREADABLE-FILE"]
    assert [name for name, _ in book.broken] == ["gone"]


# A rule in plain words


def test_a_rule_is_told_in_plain_words() -> None:
    shown = show_rule(
        rule("""
match:
  a: {polarity: affirms, once: "true", mode: [states, assures]}
  b: {denies: closed}
  tie: {from: a, relation: relies-on, to: b}
  n: {count: {listing: fact}, where: [n.subject is a.subject]}
where:
  - a contradicts b
  - a.said_on + P1Y2M before b.start
  - any: [dated(a), ["given(b.value) is false", a.subject.official is true]]
  - a within horizon(a) of b
  - a.mode in [states, assures]
  - count(n) > a.value
unless:
  c: [c same-event a, c before b]
settle: A record of {a.subject.name}.
examples:
  conflicts:
    - name: a bridge
      claims: [{id: one, text: It is open.}]
      evidence: [{id: two, text: It is shut., when: 2011-05}]
      finds: [{claims: [one, two], grade: certain}]
""")
    )
    assert (
        shown
        == """\
r (note)
t

w

It looks for
  - a, a claim
    - a affirms
    - what a says happens once
    - the mode of a is `states` or `assures`
  - b, a claim
    - b denies `closed`, or says what implies that
  - tie, a link: a relies-on b
  - n, all the claims
    - the listing of n is `fact`
    counted if all of this holds of n:
    - the subject of n is the subject of a
of which all of this holds:
  - one of a and b denies or excludes what the other says
  - the day a was said plus 1 year 2 months comes wholly before the beginning of
    b
  - one of these:
    - the date of a is given and known
    - all of this:
      - not so: the value of b is given
      - what the subject of a says is official
  - a and b begin no further apart than the horizon of a
  - the mode of a is one of `states` or `assures`
  - the number of claims in n is certainly more than the value of a

It is lifted by c, a claim
of which all of this holds:
  - c and a tell of one event
  - c comes wholly before b

It tells:
  m

It would be settled by:
  A record of {a.subject.name}.

For example, a bridge:
  - one: It is open.
  - two: It is shut. (2011-05)
  It finds `one` and `two`, certain.
"""
    )


def test_an_inference_is_told_in_plain_words() -> None:
    text_of = "id: r\ntitle: t\nwhy: w\nmatch: {{a: claim, b: claim}}\nwhere: [a contradicts b]\nderive: {}\n"
    told = []
    for derive in (
        "{affirms: closed, subject: a.subject, when: a}",
        "{denies: closed, subject: depot, value: b.value, start: a.end, end: 2012-05}",
        "{affirms: closed, subject: depot, start: a}",
    ):
        read, problems = read_rule(text_of.format(derive).encode(), "r.yaml")
        assert problems == ()
        assert read is not None
        shown = show_rule(read)
        told.append(" ".join(shown[shown.index("From this") :].split()))
    assert told == [
        "From this follows: `closed` is affirmed of the subject of a, for the time of a.",
        "From this follows: `closed` is denied of `depot`, the value of b, from the last moment of a to `2012-05`.",
        "From this follows: `closed` is affirmed of `depot`, from a for as long as it is presumed to last.",
    ]


@pytest.mark.parametrize("name", SHIPPED_IDS)
def test_a_shipped_rule_fits_the_width(name: str) -> None:
    read, _ = read_rule((SHIPPED / f"{name}.yaml").read_bytes(), f"{name}.yaml")
    assert read is not None
    assert max(map(len, show_rule(read).splitlines())) <= WIDTH


def test_every_phrase_has_its_places() -> None:
    assert all("{left}" in word.meaning and "{right}" in word.meaning for word in OPERATORS.values())
    assert all("{name}" in word.meaning for word in FIELDS.values())
    assert all(f"{{{n}}}" in f.meaning for f in FUNCTIONS.values() for n in range(len(f.arguments)))
