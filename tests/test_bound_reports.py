"""The report as a PDF and as a Word file: read back by other programs, whole, inert, and the same bytes every time."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from pypdf import PdfReader

from claimcheck.check import check_dossier
from claimcheck.cli import run as run_command
from claimcheck.findings import Report
from claimcheck.report.pdf import render_pdf
from claimcheck.report.redact import for_public
from claimcheck.report.word import render_docx
from hostile import LONG, OVERRIDE, SCRIPT, write_hostile
from test_baseline import HOME, LETTER, PAPERS, REFUSAL, write

LINKED = PAPERS.replace(
    "published: 2021-05-05}", 'published: 2021-05-05, url: "https://example.org/letter?a=1&b=2", language: ar}'
)
QUOTED = LETTER.replace("    source:", "    quote: 'wherever she wants'\n    translation: 'où elle veut'\n    source:")


def has_weasyprint() -> bool:
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


needs_weasyprint = pytest.mark.skipif(
    not has_weasyprint() and not os.environ.get("CI"), reason="WeasyPrint or the Pango that it draws with is missing"
)


@pytest.fixture
def harbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write(tmp_path / "harbour", claimcheck=HOME, evidence__papers=LINKED, claims__letter=QUOTED,
                 evidence__refusal=REFUSAL)  # fmt: skip
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def report(harbour: Path) -> Report:
    return for_public(check_dossier(harbour))


def opened(data: bytes) -> DocumentObject:
    return Document(io.BytesIO(data))


def words_of(document: DocumentObject) -> str:
    """All text of a Word file in its order, tables and links included."""
    return "\n".join(
        "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        for paragraph in document.element.body.iter(qn("w:p"))
    )


def test_a_word_file_has_headings_tables_lists_and_links(report: Report) -> None:
    document = opened(render_docx(report))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style and p.style.name.startswith("Heading")]
    assert [text for style, text in headings if style == "Heading 1"] == [
        "Letter of the ministry", "Sources", "Method", "What was not checked",
    ]  # fmt: skip
    assert ("Heading 2", "The captain may go wherever she wants.") in headings
    assert [style for style, text in headings if text.startswith("Certain:")] == ["Heading 3"]
    overview, sides = document.tables
    assert [cell.text for cell in overview.rows[0].cells] == [
        "Grade", "Timing", "What stands against what", "Who against whom",
    ]  # fmt: skip
    assert overview.rows[1].cells[0].text == "certain"
    told = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in sides.rows}
    assert told["Own words"] == ["“wherever she wants”", ""]
    assert told["Claim"] == ["The captain may go wherever she wants.", "The captain was refused departure."]
    assert told["Who"] == ["Ministry of Ports", "Coast Guard"]
    styles = [p.style.name for p in document.paragraphs if p.style]
    assert {"Title", "Quote", "List Bullet", "List Number"} <= set(styles)
    links = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert links == ["https://example.org/letter?a=1&b=2"]
    anchors = {mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))}
    inside = {link.get(qn("w:anchor")) for link in document.element.body.iter(qn("w:hyperlink"))} - {None}
    assert inside == anchors == {f"a_{finding.fingerprint}" for finding in report.findings}


def test_numbered_lists_begin_at_one_each(report: Report) -> None:
    document = opened(render_docx(report))
    steps = [p for p in document.paragraphs if p.style is not None and p.style.name == "List Number"]
    numbers = [int(mark.get(qn("w:val"))) for step in steps for mark in step._p.iter(qn("w:numId"))]
    lists = set(numbers)
    assert len(lists) > 1
    numbering = document.part.numbering_part.element
    for number in lists:
        (override,) = numbering.num_having_numId(number).iter(qn("w:startOverride"))
        assert override.get(qn("w:val")) == "1"


def test_words_keep_their_language_and_direction(report: Report) -> None:
    document = opened(render_docx(report))
    (quote,) = [p for p in document.paragraphs if p.style is not None and p.style.name == "Quote"]
    (mark,) = quote._p.iter(qn("w:lang"))
    assert mark.get(qn("w:bidi")) == "ar"
    assert quote.runs[0].font.rtl is True
    assert list(quote._p.iter(qn("w:bidi")))


def test_a_word_file_has_a_footer_with_numbers_and_no_clock(report: Report) -> None:
    data = render_docx(report)
    assert data == render_docx(report)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    document = opened(data)
    footer = document.sections[0].footer.paragraphs[0]
    assert "The harbour" in footer.text
    assert [field.get(qn("w:instr")) for field in footer._p.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    about = document.core_properties
    assert (about.title, about.author, about.comments) == ("The harbour", "", "")
    assert about.created is not None
    assert about.created.year == about.modified.year == 1980 if about.modified else False


@needs_weasyprint
def test_a_pdf_has_the_words_an_outline_and_links_and_no_clock(report: Report) -> None:
    data = render_pdf(report)
    assert data == render_pdf(report)
    reader = PdfReader(io.BytesIO(data))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "wherever she wants" in text
    assert "The captain was refused departure." in text
    assert f"Page 1 of {len(reader.pages)}" in text
    assert "/CreationDate" not in (reader.metadata or {})
    assert reader.metadata is not None
    assert reader.metadata.title == "The harbour"
    outline = [str(entry["/Title"]) for entry in reader.outline if not isinstance(entry, list)]
    assert outline == ["The harbour", "Letter of the ministry", "Sources", "Method", "What was not checked"]
    links = [note.get_object() for page in reader.pages for note in page.get("/Annots", ())]
    outside = {str(link["/A"]["/URI"]) for link in links if "/A" in link and "/URI" in link["/A"]}
    assert outside == {"https://example.org/letter?a=1&b=2"}
    inside = [link for link in links if "/Dest" in link or ("/A" in link and "/D" in link["/A"])]
    assert inside


@needs_weasyprint
def test_a_pdf_leads_to_the_published_pages_that_it_does_not_hold(harbour: Path) -> None:
    write(harbour, claimcheck=f"{HOME}site: https://example.org/checks\n")
    reader = PdfReader(io.BytesIO(render_pdf(check_dossier(harbour))))
    links = [note.get_object() for page in reader.pages for note in page.get("/Annots", ())]
    outside = {str(link["/A"]["/URI"]) for link in links if "/A" in link and "/URI" in link["/A"]}
    assert "https://example.org/checks/about-captain.html" in outside


def test_a_word_file_of_hostile_texts_opens_and_shows_them_as_text(tmp_path: Path) -> None:
    found = check_dossier(write_hostile(tmp_path))
    document = opened(render_docx(found))
    text = words_of(document)
    assert SCRIPT in text
    assert LONG in text
    assert OVERRIDE not in text
    assert OVERRIDE.replace("\u202e", "\ufffd").replace("\u2066", "\ufffd") in text
    targets = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert all(target.startswith(("https://", "http://")) for target in targets)


@needs_weasyprint
def test_a_pdf_of_hostile_texts_holds_them_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hostile.LONG", "w" * 500)  # what takes minutes in the layout of paper is no other text
    reader = PdfReader(io.BytesIO(render_pdf(check_dossier(write_hostile(tmp_path)))))
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    assert SCRIPT in text
    assert "{{7*7}}" in text
    root = reader.root_object
    assert not [key for key in ("/OpenAction", "/AA", "/Names") if key in root and "/JavaScript" in str(root[key])]
    assert "/OpenAction" not in root
    links = [note.get_object() for page in reader.pages for note in page.get("/Annots", ())]
    outside = {str(link["/A"]["/URI"]) for link in links if "/A" in link and "/URI" in link["/A"]}
    assert all(url.startswith("https://example.org/") for url in outside)


def test_what_is_restricted_is_in_neither(harbour: Path) -> None:
    hidden = "  - {id: log, title: Log of the guard, publisher: guard, published: 2021-12-31, restricted: true}\n"
    papers = LINKED[: LINKED.index("  - {id: log")] + hidden
    write(harbour, claimcheck=HOME, evidence__papers=papers)
    found = check_dossier(harbour)
    assert "Log of the guard" in words_of(opened(render_docx(found)))
    public = words_of(opened(render_docx(for_public(found))))
    assert "Log of the guard" not in public
    assert "left out" in public


class Refusing:
    """Stands in the way of an import, as a missing library or a missing part of the system does."""

    def __init__(self, name: str, problem: Exception) -> None:
        self.name, self.problem = name, problem

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name == self.name:
            raise self.problem
        return None


@pytest.mark.parametrize(
    ("form", "library", "problem", "told"),
    [
        ("docx", "docx", ImportError("no docx"), "pip install '.[report-docx]'"),
        ("pdf", "weasyprint", ImportError("no weasyprint"), "pip install '.[report-pdf]'"),
        ("pdf", "weasyprint", OSError("cannot load library 'libpango-1.0-0'"), "apt install libpango-1.0-0"),
    ],
)
def test_what_is_missing_is_told_with_the_way_out_and_nothing_is_written(
    form: str, library: str, problem: Exception, told: str, harbour: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    for name in [name for name in sys.modules if name.partition(".")[0] == library]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Refusing(library, problem), *sys.meta_path])
    assert run_command(["report", "--format", form]) == 2
    assert told in capsys.readouterr().err
    assert not (harbour / "reports").exists()


def test_report_writes_the_word_file_and_leaves_the_pages(harbour: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["report"]) == 0
    pages = sorted(path.name for path in (harbour / "reports").iterdir())
    capsys.readouterr()
    assert run_command(["report", "--format", "docx"]) == 0
    assert "report.docx: written" in capsys.readouterr().out
    assert sorted(path.name for path in (harbour / "reports").iterdir()) == sorted([*pages, "report.docx"])
    assert run_command(["report", "--format", "docx", "--format", "html", "--format", "markdown"]) == 0
    assert "report.docx: unchanged" in capsys.readouterr().out
    assert run_command(["report", "--format", "docx", "--check"]) == 2
    assert "--check compares pages" in capsys.readouterr().err
