"""A dossier is loaded whole: what its files say, what follows from them, and nothing guessed or lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimcheck.dates import NEG, POS, parse_edtf
from claimcheck.load import load_dossier, load_snippet, load_vocabulary
from claimcheck.load.values import number_hint, parse_number
from claimcheck.location import Location
from claimcheck.model import Dossier, Tie
from claimcheck.yamlfile import MapNode, read_yaml

HERE = Path(__file__).parent
SMALL = HERE / "small_dossier"


@pytest.fixture(scope="module")
def small() -> Dossier:
    return load_dossier(SMALL)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "dossier"))


def codes(dossier: Dossier) -> list[str]:
    return [problem.code for problem in dossier.problems]


def window(text: str) -> tuple[int, int]:
    found = parse_edtf(text).window
    return found.lo, found.hi


# ---- what the files say


def test_a_good_dossier_has_no_problems(small: Dossier) -> None:
    assert small.problems == ()
    assert small.skipped == ()
    assert (small.title, small.timezone, small.language) == ("The weir at Orrin Mouth", "UTC", "en")
    assert small.rule_files == ("rules/own-rule.yaml",)
    assert [(one.rule, one.severity, one.reason) for one in small.rule_settings] == [
        ("two-dates", "note", "dates are rough in this country")
    ]


def test_records_are_in_the_order_of_their_ids(small: Dossier) -> None:
    for records in (small.claims, small.entities, small.sources, small.predicates):
        assert list(records) == sorted(records)
    assert set(small.claims) == {
        "letter-not-open", "letter-level", "raised", "level-read", "inscription", "csv-level", "csv-built",
        "remark-kept",
    }  # fmt: skip


def test_a_claim_has_its_own_keys_and_those_of_defaults(small: Dossier) -> None:
    letter, level = small.claims["letter-not-open"], small.claims["letter-level"]
    assert (letter.said_by, level.said_by) == ("spokesperson", "water-board")
    assert letter.source == letter.said_in == "board-letter"
    assert (letter.polarity, letter.predicate, letter.mode, letter.said_to) == (
        "denies", "gate-open", "assures", ("river-post",))  # fmt: skip
    assert letter.location == Location(path="claims/letter.yaml", line=4, column=5)
    assert letter.text == "No gate of the weir is open."


def test_listing_tells_assertions_from_facts(small: Dossier) -> None:
    facts = {name for name, claim in small.claims.items() if claim.listing == "fact"}
    assert facts == {"raised", "level-read", "inscription", "csv-level", "csv-built"}


def test_tables_are_read_like_yaml(small: Dossier) -> None:
    level, built, kept = (small.claims[name] for name in ("csv-level", "csv-built", "remark-kept"))
    assert (level.text, level.tags, level.said_by) == ("Water, read at dawn", ("dawn", "gauge"), "harbour-office")
    assert level.value is not None
    assert (level.value.lo, level.value.hi) == (300, float("inf"))
    assert level.location == Location(path="evidence/levels.csv", line=2, column=1)
    assert built.when is None
    assert built.value is not None
    assert (built.value.kind, (built.value.lo, built.value.hi)) == ("date", window("1901"))
    assert kept.value is not None
    assert (kept.listing, kept.value.text, kept.tags) == ("assertion", "water-board", ("keeping",))


def test_parquet_is_read_like_yaml(copy: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    rows = """SELECT 'p' AS id, 'The gate was raised.' AS text, 'north-gate' AS subject, 'gate-raised' AS affirms,
        DATE '2021-05-03' AS "when", 'post-article' AS source, ['river-post', 'water-board'] AS said_to,
        CAST(NULL AS VARCHAR) AS cite, true AS restricted"""
    duckdb.sql(f"COPY ({rows}) TO '{copy}/evidence/more.parquet' (FORMAT parquet)")
    dossier = load_dossier(copy)
    assert dossier.problems == ()
    claim = dossier.claims["p"]
    assert (claim.said_to, claim.restricted, claim.cite) == (("river-post", "water-board"), True, "")
    assert claim.when is not None
    assert claim.when.text == "2021-05-03"


def test_a_parquet_file_that_is_none_is_told(copy: Path) -> None:
    (copy / "evidence" / "more.parquet").write_bytes(b"nothing")
    assert codes(load_dossier(copy)) == ["BAD-PARQUET"]


@pytest.mark.parametrize("name", ["links.csv", "entities.jsonl"])
def test_a_table_holds_the_list_of_its_name(copy: Path, name: str) -> None:
    text = (
        "from,relation,to\nraised,before,level-read\n"
        if name == "links.csv"
        else '{"id": "lock", "name": "the lock"}\n'
    )
    (copy / "claims" / name).write_text(text)
    dossier = load_dossier(copy)
    assert dossier.problems == ()
    assert len(dossier.links) == 2 if name == "links.csv" else "lock" in dossier.entities


def test_entities_keep_their_ties(small: Dossier) -> None:
    assert small.entities["north-gate"].part_of == (Tie(to="weir"),)
    assert small.entities["north-gate"].not_ == ("south-gate",)
    assert small.entities["south-gate"].maybe == (Tie(to="old-gate", hangs_on="the map of 1901"),)
    assert small.entities["spokesperson"].acts_for[0] == Tie(to="press-desk", when=parse_edtf("2020/2022"))
    assert small.entities["harbour-office"].identifiers == {"register": "0017"}


def test_predicates_are_the_chosen_packages_and_the_dossiers_own(small: Dossier) -> None:
    assert {predicate.package for predicate in small.predicates.values()} == {"core", "dossier"}
    level = small.predicates["water-level"]
    assert (level.kind, level.value, level.single, level.tolerance, level.persists) == (
        "quantity", "number", True, "2%", "never")  # fmt: skip
    assert small.predicates["gate-shut"].implies == ("not gate-open",)
    assert small.predicates["gate-open"].labels == {"en": ("{subject} is open", "{subject} is not open")}


def test_the_shipped_vocabulary_has_no_problems() -> None:
    predicates, problems = load_vocabulary()
    assert problems == ()
    assert list(predicates) == sorted(predicates)
    assert all(predicate.location.path.startswith("claimcheck/vocabulary/") for predicate in predicates.values())


# ---- what follows from them


def test_attribution_leads_to_the_authority_in_force_when_it_was_said(small: Dossier) -> None:
    letter = small.claims["letter-not-open"]
    assert (letter.authority, letter.official, letter.own_voice) == ("water-board", True, False)
    assert small.claims["letter-level"].own_voice
    assert small.claims["csv-level"].authority == "harbour-office"
    assert (small.claims["raised"].said_by, small.claims["raised"].authority) == ("river-post", "")
    assert small.claims["raised"].own_voice


@pytest.mark.parametrize(
    ("said_on", "more", "authority"),
    [
        ("2021-05-04", "", "water-board"),
        ("2023-02", "", "harbour-office"),
        ("2019", "", ""),
        ("2021-05-04", "capacity: personal", ""),
    ],
)
def test_ties_are_dated_and_a_personal_capacity_cuts_them(copy: Path, said_on: str, more: str, authority: str) -> None:
    (copy / "claims" / "more.yaml").write_text(f"""
claims:
  - id: more
    text: The gate is open.
    subject: north-gate
    affirms: gate-open
    said_by: spokesperson
    said_on: {said_on}
    source: post-article
    {more}
""")
    dossier = load_dossier(copy)
    assert dossier.problems == ()
    assert dossier.claims["more"].authority == authority


def test_said_on_left_out_is_the_publication_by_the_speaker(small: Dossier) -> None:
    raised = small.claims["raised"]
    assert raised.said_on is None
    assert raised.said is not None
    assert (raised.said.start_earliest, raised.said.end_latest) == window("2021-06")
    assert small.claims["csv-level"].said is None


def test_a_list_of_one_range_is_one_unknown_date_between(small: Dossier) -> None:
    raised = small.claims["raised"]
    assert raised.when is not None
    assert (raised.when.text, raised.when.form) == ("[2021-05-01..2021-05-03]", "one-of")
    assert raised.time is not None
    assert (raised.time.shape, raised.time.start_earliest, raised.time.end_latest) == (
        "moment", window("2021-05-01")[0], window("2021-05-03")[1])  # fmt: skip


def test_a_fixed_claim_holds_at_all_times(small: Dossier) -> None:
    time = small.claims["inscription"].time
    assert time is not None
    assert (time.start_earliest, time.start_latest, time.end_earliest, time.end_latest) == (NEG, NEG, POS, POS)


def test_a_time_left_out_is_read_as_of_the_saying_and_says_so(small: Dossier) -> None:
    letter = small.claims["letter-not-open"]
    assert letter.when is None
    assert letter.time_note
    assert letter.time is not None
    assert (letter.time.start_earliest, letter.time.end_latest) == window("2021-05-04")


def test_what_a_claim_hangs_on_is_in_sentences(small: Dossier) -> None:
    assert small.claims["level-read"].weak == (
        "the gauge was read from the bank",
        "the date 2021-05-03? is marked as uncertain",
        "the number 340 is approximate",
        "inferred, not stated, by river-post",
    )
    assert small.claims["letter-level"].weak == ()


def test_tolerance_of_the_predicate_is_a_share_of_the_number(small: Dossier) -> None:
    value = small.claims["level-read"].value
    assert value is not None
    assert (value.lo, value.hi, value.marked) == (340, 340, True)
    assert value.tolerance == pytest.approx(6.8)


def test_the_oldest_id_is_kept_through_a_rename(small: Dossier) -> None:
    assert small.claims["inscription"].oldest_id == "old-inscription"


def test_a_start_after_its_end_is_kept_to_be_shown_and_takes_no_part(copy: Path) -> None:
    file = copy / "claims" / "letter.yaml"
    file.write_text(file.read_text().replace("when: 2021-05-03", "when: 2021-05-03/2021-05-01"))
    dossier = load_dossier(copy)
    assert codes(dossier) == ["START-AFTER-END"]
    assert dossier.claims["letter-level"].time is None
    assert [what for what, _ in dossier.skipped] == ["claim letter-level"]


@pytest.mark.parametrize(
    ("typed", "lo", "hi", "marked"),
    [
        ("21", 21, 21, False), ("-3.5", -3.5, -3.5, False), ("20..30", 20, 30, False), ("20 .. 30", 20, 30, False),
        ("~ 21", 21, 21, True), ("~21", 21, 21, True), (">= 24", 24, float("inf"), False),
        ("<=5", float("-inf"), 5, False),
    ],
)  # fmt: skip
def test_numbers_are_closed_bounds(typed: str, lo: float, hi: float, marked: bool) -> None:
    found = parse_number(typed)
    assert found is not None
    assert (found.lo, found.hi, found.marked) == (lo, hi, marked)


def test_more_than_three_never_meets_at_most_three() -> None:
    more, at_most = parse_number("> 3"), parse_number("<= 3")
    assert more is not None
    assert at_most is not None
    assert more.lo > at_most.hi


@pytest.mark.parametrize("typed", ["", "many", "1 000", "1,5", "30..20", "9" * 400, "1e5", ">= ", "3%", "٣"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert parse_number(typed) is None
    assert number_hint(typed)


@pytest.mark.parametrize(
    ("typed", "written"),
    [("at least 24", ">= 24"), ("24+", ">= 24"), ("about 21", "~ 21"), ("between 20 and 30", "20..30"),
     ("1 200", "1200"), ("2.000.000", "2000000"), ("less than 5", "< 5")],
)  # fmt: skip
def test_a_number_in_words_is_given_in_its_form(typed: str, written: str) -> None:
    assert written in number_hint(typed)


# ---- nothing is guessed, nothing is lost


def shuffled(root: Path) -> None:
    """The same records in other files, in another order."""
    for file in sorted(root.rglob("evidence/*.yaml")):
        file.rename(file.with_name(f"z-{9 - len(file.stem)}-{file.stem[::-1]}.yaml"))
    levels = (root / "evidence" / "levels.csv").read_text().splitlines()
    (root / "evidence" / "levels.csv").write_text("\n".join([levels[0], *levels[:0:-1]]) + "\n")


def test_the_order_of_files_and_lines_does_not_matter(copy: Path, small: Dossier) -> None:
    shuffled(copy)
    dossier = load_dossier(copy)
    assert dossier.problems == ()
    for ours, theirs in ((dossier.claims, small.claims), (dossier.entities, small.entities)):
        assert {name: repr(one).replace(repr(one.location), "") for name, one in ours.items()} == {
            name: repr(one).replace(repr(one.location), "") for name, one in theirs.items()
        }


def test_an_unreadable_file_is_told_once_and_what_it_holds_is_doubted(copy: Path) -> None:
    (copy / "evidence" / "bodies.yaml").unlink()
    (copy / "evidence" / "bodies.yaml").symlink_to("nothing.yaml")
    dossier = load_dossier(copy)
    assert [problem.code for problem in dossier.problems if problem.severity == "error"] == ["UNREADABLE-FILE"]
    assert {problem.severity for problem in dossier.problems if problem.code == "UNKNOWN-ENTITY"} == {"warning"}
    assert dossier.claims == {}
    assert {what for what, _ in dossier.skipped} >= {"claim raised", "claim csv-level", "evidence/bodies.yaml"}


def test_links_that_lead_out_of_the_dossier_are_refused(copy: Path) -> None:
    outside = copy.parent / "outside"
    outside.mkdir()
    (outside / "secret.yaml").write_text("claims: []\n")
    (copy / "claims" / "file.yaml").symlink_to(outside / "secret.yaml")
    (copy / "claims" / "folder").symlink_to(outside)
    (copy / "papers" / "letter.txt").symlink_to(outside / "secret.yaml")
    (copy / "evidence" / "more.yaml").write_text("sources:\n  - {id: one, title: One, file: papers/letter.txt}\n")
    dossier = load_dossier(copy)
    assert [(problem.code, str(problem.location)) for problem in dossier.problems] == [
        ("OUTSIDE-DOSSIER", "claims/file.yaml:1:1"),
        ("OUTSIDE-DOSSIER", "claims/folder:1:1"),
        ("OUTSIDE-DOSSIER", "evidence/more.yaml:2:33"),
    ]


def test_a_link_that_leads_to_itself_is_refused(copy: Path) -> None:
    (copy / "claims" / "loop.yaml").symlink_to("loop.yaml")
    assert codes(load_dossier(copy)) in (["OUTSIDE-DOSSIER"], ["UNREADABLE-FILE"])


def test_a_folder_of_records_that_is_a_link_is_not_followed(copy: Path) -> None:
    (copy / "claims").rename(copy / "statements")
    (copy / "claims").symlink_to("statements")
    assert "OUTSIDE-DOSSIER" in codes(load_dossier(copy))


@pytest.mark.skipif(sys.platform != "linux", reason="only there may a file have any bytes for a name")
def test_a_file_name_of_any_bytes_can_be_printed(copy: Path) -> None:
    place = os.path.join(os.fsencode(copy / "claims"), b"caf\xe9.yaml")  # noqa: PTH118  # pathlib takes no bytes
    with open(place, "wb") as file:  # noqa: PTH123
        file.write(b"claim: []\n")
    (problem,) = load_dossier(copy).problems
    assert str(problem).encode("utf-8").startswith(b"claims/caf\\udce9.yaml:1:1: UNKNOWN-KEY")


def test_no_folder_at_all_is_told(tmp_path: Path) -> None:
    assert codes(load_dossier(tmp_path / "nowhere")) == ["NO-DOSSIER"]
    (tmp_path / "file").write_text("")
    assert codes(load_dossier(tmp_path / "file")) == ["NO-DOSSIER"]


def references(dossier: Dossier) -> Iterator[tuple[str, bool]]:
    """Every reference of every record that stands, and whether it leads to a record that stands."""
    for claim in dossier.claims.values():
        yield claim.source, claim.source in dossier.sources
        yield claim.predicate, claim.predicate in dossier.predicates
        people = (claim.subject, claim.said_by, claim.proceeding, *claim.said_to, *claim.via, claim.authority)
        yield from ((name, name in dossier.entities) for name in people if name)
        if claim.value is not None and claim.value.kind == "entity":
            yield claim.value.text, claim.value.text in dossier.entities
    for source in dossier.sources.values():
        yield source.publisher, not source.publisher or source.publisher in dossier.entities
    for entity in dossier.entities.values():
        ties = (*entity.part_of, *entity.acts_for, *entity.maybe)
        yield from ((name, name in dossier.entities) for name in (*entity.not_, *(tie.to for tie in ties)))
    for link in dossier.links:
        yield from ((name, name in dossier.claims) for name in (link.from_, link.to))


FILES = sorted(path.relative_to(SMALL) for path in SMALL.rglob("*.*") if path.parent != SMALL / "rules")
EDITS = st.lists(
    st.tuples(
        st.sampled_from(FILES),
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 6),
        st.sampled_from(
            ["", " ", "\n", "\t", ":", "- ", "[", "}", '"', "'", "#", " #", "~", ">", "@", "x", ";", ",", "\\", "0"]
        ),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS)
def test_no_edit_makes_loading_fail_lose_a_record_or_leave_a_loose_end(
    tmp_path: Path, edits: list[tuple[Path, float, int, str]]
) -> None:
    root = tmp_path / "dossier"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(SMALL, root)
    for file, where, cut, put in edits:
        text = (root / file).read_text()
        index = int(where * len(text))
        (root / file).write_text(text[:index] + put + text[index + cut :])
    dossier = load_dossier(root)
    assert [name for name, leads in references(dossier) if not leads] == []
    if len(dossier.claims) < 8:
        assert dossier.problems
        assert dossier.skipped or "EMPTY-FILE" in codes(dossier) or "UNKNOWN-KEY" in codes(dossier)


# ---- snippets, schema, cost


def snippet(text: str) -> Dossier:
    node, problems = read_yaml(text.encode(), "example.yaml")
    assert problems == ()
    assert isinstance(node, MapNode)
    return load_snippet(node, "example.yaml", load_dossier(SMALL).predicates)


def test_a_snippet_needs_no_sources_and_may_name_entities_only() -> None:
    dossier = snippet("""
name: the gate
finds: []
entities: [mayor, {id: north-gate, part_of: weir}]
claims:
  - {id: one, text: The gate is shut., subject: north-gate, denies: gate-open, said_by: mayor, said_on: 2021-05-04}
evidence:
  - {id: two, text: It was open., subject: weir, affirms: gate-open, when: 2021-05-04}
links: [{from: one, relation: answers, to: two}]
""")
    assert dossier.problems == ()
    assert {name: entity.name for name, entity in dossier.entities.items()} == {
        name: name for name in ("example-publisher", "mayor", "north-gate", "weir")
    }
    assert list(dossier.sources) == ["example-source"]
    assert [(claim.source, claim.said_by) for claim in dossier.claims.values()] == [
        ("example-source", "mayor"), ("example-source", "example-publisher")]  # fmt: skip
    assert len(dossier.links) == 1


def test_a_snippet_tells_its_problems() -> None:
    dossier = snippet("claims: [{id: one, text: x, subject: s, affirms: gate-opn, said_by: m}]\nfinds: 3\n")
    assert [(problem.code, problem.hint) for problem in dossier.problems] == [
        ("UNKNOWN-PREDICATE", "did you mean `gate-open`?")
    ]


def test_loading_imports_neither_pydantic_nor_the_database() -> None:
    program = (
        "import sys; from pathlib import Path; from claimcheck.load import load_dossier; "
        f"load_dossier(Path({str(HERE / 'cases' / 'food-recall')!r})); "
        "print(sorted({'pydantic', 'duckdb', 'difflib', 'csv', 'json', 'networkx', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


HEAD = ("id", "text", "subject", "affirms", "said_by", "said_to", "source", "restricted", "quote")
ROW = (
    "one",
    "Shut; since 5 May, it says.",
    "gate",
    "gate-shut",
    "mayor",
    "council;mayor",
    "note",
    "TRUE",
    'a "bad" gate',
)


def exported(delimiter: str, *, hint: bool = False, mark: bool = False, end: str = "\r\n", empty: int = 0) -> bytes:
    """What a spreadsheet writes: cells in quotation marks only where they need them."""

    def cell(text: str) -> str:
        odd = any(sign in text for sign in (delimiter, '"', "\n"))
        return '"' + text.replace('"', '""') + '"' if odd else text

    lines = [delimiter.join([*map(cell, row), *[""] * empty]) for row in (HEAD, ROW)]
    lines += [delimiter * (len(HEAD) + empty - 1)]
    text = (f"sep={delimiter}{end}" if hint else "") + end.join(lines) + end
    return (b"\xef\xbb\xbf" if mark else b"") + text.encode()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "form", [{}, {"hint": True}, {"mark": True}, {"end": "\n"}, {"end": "\r"}, {"empty": 3}], ids=str
)
def test_a_table_is_read_as_any_spreadsheet_exports_it(tmp_path: Path, delimiter: str, form: dict[str, Any]) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "claimcheck.yaml").write_text("format: 1\n", "utf-8")
    (tmp_path / "claims/base.yaml").write_text(
        "entities: [{id: gate, name: G}, {id: mayor, name: M}, {id: council, name: C}]\n"
        "sources: [{id: note, title: N}]\n"
        "predicates: [{id: gate-shut, kind: state, label: {en: {affirms: '{subject} x', denies: '{subject} y'}}}]\n",
        "utf-8",
    )
    (tmp_path / "claims/table.csv").write_bytes(exported(delimiter, **form))
    dossier = load_dossier(tmp_path)
    assert dossier.problems == ()
    claim = dossier.claims["one"]
    assert (claim.text, claim.said_to, claim.restricted, claim.quote) == (ROW[1], ("council", "mayor"), True, ROW[8])
    assert claim.location.line == (3 if form.get("hint") else 2)
