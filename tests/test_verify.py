"""Quotes and hashes against originals: to the letter, forgiving white space and typography, and nothing more."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.cli import run
from claimcheck.load import load_dossier
from claimcheck.report.schema import verification_schema
from claimcheck.report.verification import render_verification
from claimcheck.verify import verify_dossier
from claimcheck.verify.folding import fold
from claimcheck.verify.quotes import OMITTED, REPLACED, find_quote, nearest_passage
from claimcheck.verify.texts import LARGEST, Unreadable, read_texts

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("CLAIMCHECK_SHARED", ROOT.parent / "shared"))

TEXT = (
    "The ferry left the harbour at noon. “No passenger was hurt,” the port\n"
    "office said, “and the pumps – all of them – were inspec-\nted in May.” It's well-\nknown "
    "that the master's licence was illegal… It cost 10 000 crowns. The re-signed contract was kept."
)


def stands(quote: str, text: str = TEXT) -> bool:
    return find_quote(quote, fold(text)) is not None


@pytest.mark.parametrize(
    "quote",
    [
        "The ferry left the harbour at noon.",
        "the port office  said",  # white space
        '"No passenger was hurt," the port office said',  # quotation marks
        "the pumps - all of them - were inspected",  # dashes, a word broken at the end of a line
        "the pumps—all of them—were",
        "It’s well-known",  # an apostrophe; a hyphen of the word itself at the end of a line
        "illegal...",
        "10\u00a0000 crowns",  # a space that does not break
        "The fer\u00adry le\u200bft",  # signs that are not seen
        "'The ferry left the harbour'",  # quotation marks of the one who quotes
    ],
)
def test_typography_is_forgiven(quote: str) -> None:
    assert stands(quote)


@pytest.mark.parametrize(
    "quote",
    [
        "the ferry left",  # case
        "legal",  # inside another word
        "The ferry left the harbours",
        "No passengers was hurt",
        "The resigned contract",  # a hyphen inside a line belongs to the word
        "The ferry left the harbor",
        "at noon, “No",
        "10000 crowns",
        "the masters licence",
        "ferry the left",
        "No passenger was hurt.",
        "",
        "...",
        "[the ferry]",
    ],
)
def test_anything_else_is_not(quote: str) -> None:
    assert not stands(quote)


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("office", "the o\ufb03ce"),  # a ligature
        ("café", "cafe\u0301"),
        ("« oui »", "«\u202foui\u202f»"),
        ("Vraiment?", "Vraiment\u00a0?"),
        (
            "北京是首都",
            "他说北京\n是首都。",
        ),  # no spaces between words: neither at line ends, nor at the edges of a quote
        ("Ночью не было", "«Ночью\nне было»"),
    ],
)
def test_typography_of_other_languages(quote: str, text: str) -> None:
    assert stands(quote, text)


def test_superscripts_and_accents_are_no_typography() -> None:
    assert not stands("10 m2", "10 m²")
    assert not stands("resume", "résumé")
    assert not stands("He said “no”", "He said ‘no’")


@pytest.mark.parametrize(
    ("quote", "gaps"),
    [
        ("The ferry [...] at noon", [("[...]", "left the harbour")]),
        ("The ferry … at noon", [("...", "left the harbour")]),
        ("The ferry (...) noon. “No passenger [...] hurt", [("(...)", "left the harbour at"), ("[...]", "was")]),
        ("[t]he ferry left", []),
        ("The [big] ferry", [("[big]", "")]),
        ("[The ship] left the harbour", []),
        ("The ferry left [port] at noon", [("[port]", "the harbour")]),
        ("The ferr[ies] left", [("[ies]", "y")]),
        ("... left the harbour ...", []),
    ],
)
def test_marked_omissions_and_insertions(quote: str, gaps: list[tuple[str, str]]) -> None:
    found = find_quote(quote, fold(TEXT))
    assert found is not None
    assert [(gap.written, gap.original) for gap in found.gaps] == gaps


@pytest.mark.parametrize(
    "quote",
    [
        "at noon [...] The ferry",  # out of order
        "The ferry [...] at midnight",
        "[t]he harbour left",
        "[s]he ferry left",
        "The fer [...] noon",  # an omission does not cut a word
        "The ferry l[...]",
    ],
)
def test_pieces_must_stand_there_whole_and_in_order(quote: str) -> None:
    assert not stands(quote)


def test_brackets_that_the_original_prints_are_no_gap() -> None:
    text = "He was taken [by whom is not said] to the port, [and back] home."
    for quote in ("taken [by whom is not said] to", "taken [by whom is not said] to the [sea]port, [and back] home"):
        found = find_quote(quote, fold(text))
        assert found is not None
        assert [gap.written for gap in found.gaps] == (["[sea]"] if "sea" in quote else [])


def test_gaps_are_no_longer_than_stated() -> None:
    for room, mark in ((OMITTED, "[...]"), (REPLACED, "[it]")):
        for filling, there in ((room - 2, True), (room, False)):
            text = f"begin {'x' * filling} end"
            assert stands(f"begin {mark} end", text) is there


def test_of_several_beginnings_the_one_near_the_rest_is_found() -> None:
    text = "It was shut. " + "Nobody knew why. " * 100 + "It was shut and then, on Monday, open."
    found = find_quote("It was shut [...] open", fold(text))
    assert found is not None
    assert [gap.original for gap in found.gaps] == ["and then, on Monday,"]


def test_many_gaps_take_no_time_to_speak_of() -> None:
    assert not stands(" [...] ".join(["a"] * 60) + " b", "a " * 20_000)


@given(st.text(max_size=60), st.text(alphabet="ab -'\"\n.…“”–\u00ad", max_size=60))
def test_every_stretch_of_whole_words_stands_in_its_text(one: str, other: str) -> None:
    text = f"{one} word {other} word"
    assert stands(f"word {other} word".strip(), text) or not any(sign.isalnum() for sign in other)


@given(st.text(max_size=80))
def test_places_lead_back_into_the_original(text: str) -> None:
    folded = fold(text)
    places = [folded.origin(index) for index in range(len(folded.text) + 1)]
    assert places == sorted(places)
    assert all(0 <= place <= len(folded.original) for place in places)


def test_the_nearest_passage_is_where_most_of_the_words_stand() -> None:
    found = nearest_passage("the port office said, “and every pump – was new", fold(TEXT))
    assert found is not None
    assert found[0].passage.startswith("the port office said, “and the pumps")
    assert nearest_passage("Quite another matter", fold(TEXT)) is None


# Originals


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", "ve městě".encode("utf-16"), "ve městě"),
        ("a.txt", b"\xef\xbb\xbfplain", "plain"),
        ("a.html", b"<p>One <b>bo</b>ld&nbsp;wo&shy;rd<br>two<script>three</script>", "One bold word two"),
        ("page", b"<!DOCTYPE html><html><head><title>t</title></head><body><p>Body text</body>", "Body text"),
        ("a.html", '<meta charset="windows-1251"><p>Где он был'.encode("cp1251"), "Где он был"),
        (
            "a.md",
            b"# Head\n> It was *very* [well](http://x.example/y) `known`, 2 \\* 3\n",
            "It was very well known, 2 * 3",
        ),
    ],
)
def test_texts_are_read(name: str, data: bytes, words: str) -> None:
    assert any(find_quote(words, fold(text.text)) for text in read_texts(data, name))


def test_text_of_html_that_is_not_shown_is_no_text() -> None:
    (text,) = read_texts(b"<html><script>said so</script><style>said so</style><p>word<p>next</html>", "a.html")
    assert not stands("said so", text.text)
    assert not stands("wordnext", text.text)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "no text"),
        ("Где".encode("cp1251"), "neither UTF-8 nor says"),
        (b"%PDF-1.4 broken", "PDF cannot be read"),
    ],
)
def test_what_is_no_text_says_so(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_texts(data, "x.bin")


def test_a_huge_original_is_not_read() -> None:
    with pytest.raises(Unreadable, match="larger than"):
        read_texts(b" " * (LARGEST + 1), "x.txt")


def pdf(words: str) -> bytes:
    """The smallest document of one page that prints some words."""
    content = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources 5 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>",
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table, len(data),
    )  # fmt: skip


def test_a_pdf_is_read_by_its_pages() -> None:
    (text,) = read_texts(pdf("The pumps were sound."), "a.pdf")
    assert stands("The pumps were sound.", text.text)
    assert text.place(0) == "page 1"
    with pytest.raises(Unreadable, match="scan"):
        read_texts(pdf(""), "a.pdf")


def test_a_pdf_without_the_extra_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pypdf", None)
    with pytest.raises(Unreadable, match="pypdf is not installed"):
        read_texts(pdf("x"), "a.pdf")


# A dossier


def dossier(root: Path, source: str, quote: str = "no recall of any kind", more: str = "") -> Path:
    root.mkdir(exist_ok=True)
    (root / "claimcheck.yaml").write_text("format: 1\ntitle: Pumps\n", "utf-8")
    (root / "claims").mkdir(exist_ok=True)
    (root / "claims" / "a.yaml").write_text(
        "entities:\n  - {id: ministry, name: Ministry, official: true, authority: true}\n"
        "  - {id: pump-x, name: pump X}\n"
        f"sources:\n  - {{id: letter, title: Letter, publisher: ministry, published: 2021-05-05, {source}}}\n"
        "claims:\n  - {id: no-recall, text: No recall., subject: pump-x, denies: under-recall, said_by: ministry,\n"
        f"     source: letter, quote: '{quote}'{more}}}\n",
        "utf-8",
    )
    return root


def kept(folder: Path, text: str = "There is no recall\nof any kind.\n", name: str = "letter.txt") -> str:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def verified(root: Path, *originals: Path) -> str:
    held = load_dossier(root)
    assert [problem for problem in held.problems if problem.severity == "error"] == []
    return render_verification(verify_dossier(held, originals))


def test_a_quote_is_found_in_the_kept_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sha256 = kept(tmp_path / "d" / "papers")
    root = dossier(tmp_path / "d", f"file: papers/letter.txt, sha256: {sha256}")
    assert run(["verify", str(root)]) == 0
    text = capsys.readouterr().out
    assert "1 of 1 quote found in the original; 1 of 1 original with the stated hash." in text
    assert "nothing was left out" in text


def test_an_original_outside_is_found_by_its_hash_under_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sha256 = kept(tmp_path / "vault" / "deep", name="scan-17.dat")
    kept(tmp_path / "empty", "something else")
    root = dossier(tmp_path / "d", f"sha256: {sha256}")
    assert run(["verify", str(root)]) == 2
    assert "--originals DIR" in capsys.readouterr().out
    assert (
        run(["verify", str(root), "--originals", str(tmp_path / "empty"), "--originals", str(tmp_path / "vault")]) == 0
    )
    monkeypatch.setenv("CLAIMCHECK_ORIGINALS", os.pathsep.join([str(tmp_path / "empty"), str(tmp_path / "vault")]))
    assert run(["verify", str(root)]) == 0
    assert run(["verify", str(root), "--originals", str(tmp_path / "nowhere")]) == 2


def test_a_quote_that_is_not_there_shows_both_wordings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sha256 = kept(tmp_path / "d")
    root = dossier(tmp_path / "d", f"file: letter.txt, sha256: {sha256}", "no recall of any sort")
    assert run(["verify", str(root)]) == 1
    text = capsys.readouterr().out
    assert "claims/a.yaml:7:5: QUOTE-NOT-FOUND no-recall" in text
    assert "quote    “no recall of any sort”" in text
    assert "nearest line 1: “no recall of any kind.” (only the nearest words, not a match)" in " ".join(text.split())


def test_a_changed_file_fails_and_its_quotes_are_looked_up_in_the_true_original_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sha256 = kept(tmp_path / "vault", "There is no recall of any kind, yet.")
    kept(tmp_path / "d")
    root = dossier(tmp_path / "d", f"file: letter.txt, sha256: {sha256}")
    assert run(["verify", str(root)]) == 2
    text = " ".join(capsys.readouterr().out.split())
    assert "HASH-DIFFERS letter" in text
    assert "the kept file is not the original that its source names" in text
    assert run(["verify", str(root), "--originals", str(tmp_path / "vault")]) == 1
    assert "1 of 1 quote found" in capsys.readouterr().out


def test_what_cannot_be_verified_is_listed_with_the_reason(tmp_path: Path) -> None:
    sha256 = kept(tmp_path / "d")
    cases = {
        "kind: letter": "names no original",
        "file: letter.txt": f"states no sha256; that of the file is {sha256}",
        "file: gone.txt": "the dossier has no file gone.txt",
        f"sha256: {'0' * 64}": "no file with its sha256",
        f"restricted: true, sha256: {'0' * 64}": "restricted source",
    }
    for source, reason in cases.items():
        told = " ".join(verified(dossier(tmp_path / "d", source)).split())
        assert reason in told, source


def test_words_of_a_restricted_original_are_not_printed(tmp_path: Path) -> None:
    sha256 = kept(tmp_path / "d", "There is no recall of any kind known to agent Heron.")
    root = dossier(tmp_path / "d", f"restricted: true, file: letter.txt, sha256: {sha256}", "no recall of any sort")
    told = verified(root)
    assert "QUOTE-NOT-FOUND" in told
    assert "Heron" not in told


def test_a_quote_in_another_language_than_its_source_gets_a_hint(tmp_path: Path) -> None:
    sha256 = kept(tmp_path / "d")
    source = f"file: letter.txt, sha256: {sha256}, language: en"
    told = " ".join(verified(dossier(tmp_path / "d", source, "bez omezení", ", lang: cs")).split())
    assert "a translation of ours goes under `translation`" in told
    fine = dossier(tmp_path / "d", source, more=", lang: en, translation: 'žádné stažení'")
    assert "1 of 1 quote found" in verified(fine)


def test_json_follows_its_schema(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sha256 = kept(tmp_path / "d")
    for quote in ("no recall of any kind", "no recall of any sort", "no [...] kind", "quite other"):
        root = dossier(tmp_path / "d", f"file: letter.txt, sha256: {sha256}", quote)
        run(["verify", str(root), "--format", "json"])
        told = json.loads(capsys.readouterr().out)
        jsonschema.validate(told, verification_schema())
        assert [one["quote"] for one in told["quotes"]] == [quote]
    assert run(["schema", "verification"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "claimcheck verification"


def test_every_quote_of_the_first_dossier_stands_in_its_source() -> None:
    original = SHARED / "semenova" / "odf-report.txt"
    if not original.is_file():
        pytest.skip(f"the report on the first case is not at hand ({original}); set CLAIMCHECK_SHARED")
    held = load_dossier(ROOT)
    told = verify_dossier(held, [original.parent])
    assert {one.claim for one in told.quotes} == {claim.id for claim in held.claims.values() if claim.quote}
    assert [f"{one.location}: {one.quote}" for one in told.quotes if one.verdict != "good"] == []
    assert [one.source for one in told.files if one.verdict == "good"] == ["odf-report"]
