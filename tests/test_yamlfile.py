"""YAML is read as typed, every node knows its place, and nothing that stands in a file makes reading fail."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.location import Location
from claimcheck.yamlfile import ListNode, MapNode, Node, Scalar, read_yaml, reading
from claimcheck.yamlfile.nodes import quoted
from claimcheck.yamlfile.trouble import blot

HERE = Path(__file__).parent


def read(text: str) -> Node:
    node, problems = read_yaml(text.encode(), "a.yaml")
    assert problems == ()
    assert node is not None
    return node


def value(text: str, key: str) -> Scalar:
    node = read(text)
    assert isinstance(node, MapNode)
    found = node.get(key)
    assert isinstance(found, Scalar)
    return found


@pytest.mark.parametrize(
    "typed",
    ["no", "NO", "yes", "12:30", "2018-10", "0x1F", "1_000", "1e3", "010", "true", "2018-10-08T22:30", "~ 21", "< 5"],
)
def test_every_scalar_stays_what_was_typed(typed: str) -> None:
    assert value(f"a: {typed}\n", "a").text == typed


@pytest.mark.parametrize(("typed", "null"), [("", True), ("~", True), ("null", True), ("'null'", False), ('""', False)])
def test_null_is_told_from_the_word(typed: str, null: bool) -> None:
    assert value(f"a: {typed}\n", "a").null is null


def test_columns_count_characters_from_one() -> None:
    node = read('{"Тор 𝔊": x, b: [y, "z"]}\n')
    assert isinstance(node, MapNode)
    assert node.location == Location(path="a.yaml")
    assert [name.location.column for name, _ in node.entries] == [2, 14]
    inner = node.get("b")
    assert isinstance(inner, ListNode)
    assert [item.location.column for item in inner.items] == [18, 21]


def test_a_line_separator_inside_a_text_is_no_line() -> None:
    node = read("a: 'x\u2028y'\nb: z\n")
    assert isinstance(node, MapNode)
    assert node.entries[1][0].location == Location(path="a.yaml", line=2, column=1)


@pytest.mark.parametrize(
    ("typed", "place"),
    [("2018-13", 9), ('"2018-13"', 10), ("|\n  2018-13", 4), ('"20\\x318-13"', 4)],
)
def test_a_character_of_a_text_has_its_place_where_it_stands_in_one_piece(typed: str, place: int) -> None:
    assert value(f"a: {typed}\n", "a").at(5).column == place


@pytest.mark.parametrize(
    ("typed", "comment"),
    [("cell #3", "#3"), ("cell#3", ""), ('"cell" #3', ""), ("#3", "#3"), ("cell\t#3  ", "#3"), ("cell", "")],
)
def test_a_comment_after_a_plain_text_is_remembered(typed: str, comment: str) -> None:
    assert value(f"a: {typed}\nb: c # d\n", "a").comment == comment


def test_a_byte_order_mark_is_passed_over() -> None:
    assert read_yaml(b"\xef\xbb\xbfa: b\n", "a.yaml") == read_yaml(b"a: b\n", "a.yaml")


def test_lists_may_be_nested_fifty_deep_and_no_deeper() -> None:
    assert isinstance(read("[" * 50 + "x" + "]" * 50), ListNode)
    node, problems = read_yaml(b"[" * 51 + b"]" * 51, "a.yaml")
    assert node is None
    assert [problem.code for problem in problems] == ["TOO-DEEP"]


def test_a_flood_of_brackets_is_stopped() -> None:
    assert [problem.code for problem in read_yaml(b"[" * 100_000, "a.yaml")[1]] == ["TOO-DEEP"]


def test_all_syntax_errors_of_a_file_are_told_and_the_rest_is_read() -> None:
    node, problems = read_yaml(b"a: >= 24\nb: fine\nc: @x\n  more: of it\nd: [x\n", "a.yaml")
    assert [(problem.code, problem.location.line) for problem in problems] == [("NEEDS-QUOTES", n) for n in (1, 3, 5)]
    assert isinstance(node, MapNode)
    assert [(name.text, below.flawed) for name, below in node.entries] == [
        ("a", True), ("b", False), ("c", True), ("d", True)]  # fmt: skip
    assert node.flawed


FILES = sorted(path for folder in ("bad_input", "small_dossier") for path in (HERE / folder).rglob("*.yaml"))


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="this PyYAML has no C parser to compare with")
@pytest.mark.parametrize("file", FILES, ids=[path.name for path in FILES])
def test_the_parser_in_python_tells_the_same(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = read_yaml(file.read_bytes(), file.name)
    monkeypatch.setattr(reading, "PARSER", yaml.SafeLoader)
    assert read_yaml(file.read_bytes(), file.name) == fast


PRINTABLE = st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cc", "Cs", "Zl", "Zp"])
YAML_SIGNS = st.text(st.sampled_from(list("ab:-?[]{},#&*!|>'\"%@` \n\t~<=/\\é")), max_size=60)


@given(st.text(PRINTABLE, min_size=1).filter(lambda text: text[0] not in "'\"" and "\\" not in text))
def test_a_text_put_in_quotes_as_the_hint_says_is_read_as_typed(text: str) -> None:
    assert value(f"a: {quoted(text)}\n", "a").text == text


@given(YAML_SIGNS)
def test_no_text_makes_reading_fail(text: str) -> None:
    node, problems = read_yaml(text.encode(), "a.yaml")
    assert node is not None or problems
    lines = text.split("\n")
    for problem in problems:
        assert 1 <= problem.location.line <= len(lines)
        assert 1 <= problem.location.column <= len(lines[problem.location.line - 1]) + 1
        assert problem.hint


@given(st.binary(max_size=40))
def test_no_bytes_make_reading_fail(data: bytes) -> None:
    node, problems = read_yaml(data, "a.yaml")
    assert node is not None or problems


@given(YAML_SIGNS, st.integers(0, 59))
def test_a_blot_changes_no_place(text: str, start: int) -> None:
    if start >= len(text) or text[start] == "\n":
        return
    done, end = blot(text, start)
    assert [len(line) for line in done.split("\n")] == [len(line) for line in text.split("\n")]
    assert done[:start] == text[:start]
    assert done[end:] == text[end:]
