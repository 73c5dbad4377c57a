"""A Word document under construction: headings, texts, tables and lists, in one calm style and with a footer.

Needs python-docx, of the extra `report-docx`. Everything that users wrote is cleaned of what XML cannot hold and of
what would show as something else.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from claimcheck.i18n import language, tr
from claimcheck.report.htmltext import clean, is_linked

EPOCH = datetime(1980, 1, 1, tzinfo=UTC)  # the first moment that a ZIP archive can name: the document has no clock
RIGHT_TO_LEFT = frozenset(("ar", "arc", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"))
SERIF, SANS = "Georgia", "Arial"
INK, SOFT, LINK = RGBColor(0x1C, 0x1B, 0x19), RGBColor(0x56, 0x51, 0x49), RGBColor(0x1D, 0x4F, 0x7C)
_SIZES = {1: 18, 2: 13.5, 3: 11.5, 4: 9.5}  # points of the headings, by level
_ANCHOR = 40  # signs that Word takes of the name of a bookmark


class Paper:
    """The document; each method adds to its end."""

    def __init__(self, title: str, publisher: str) -> None:
        self._document = Document()
        self._anchors = 0
        _set_style(self._document)
        _set_page(self._document, title)
        about = self._document.core_properties
        about.title, about.author, about.language = clean(title)[:255], clean(publisher)[:255], language()
        about.comments, about.last_modified_by, about.revision = "", "", 1
        about.created = about.modified = EPOCH
        _write(self._add("Title"), title)

    def chapter(self, title: str) -> None:
        """A heading of the highest level, on a new page."""
        self.heading(title, 1)  # its style begins a new page

    def heading(self, text: str, level: int, anchor: str = "") -> None:
        """A heading that the outline of the document shows; links may lead to its anchor."""
        paragraph = self._add(f"Heading {level}")
        run = _write(paragraph, text)
        if anchor:
            self._mark(paragraph, run, anchor)

    def _add(self, style: str) -> Paragraph:
        paragraph = self._document.add_paragraph()
        _dress(paragraph, style)
        return paragraph

    def _mark(self, paragraph: Paragraph, run: Run, anchor: str) -> None:
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        number = str(self._anchors)
        self._anchors += 1
        start.set(qn("w:id"), number)
        start.set(qn("w:name"), bookmark(anchor))
        end.set(qn("w:id"), number)
        run._r.addprevious(start)
        paragraph._p.append(end)

    def text(self, text: str, *, bold: bool = False, small: bool = False, label: str = "") -> None:
        """A paragraph, with a label in bold before it."""
        paragraph = self._add("Small" if small else "Normal")
        if label:
            _write(paragraph, f"{label}: ").bold = True
        _write(paragraph, text).bold = bold or None

    def quote(self, words: str, code: str) -> None:
        """A speaker's own words, in their language and direction."""
        paragraph = self._add("Quote")
        _in_language(paragraph, _write(paragraph, words), code)

    def bullets(self, texts: Iterable[str]) -> None:
        """A list without an order."""
        for text in texts:
            _write(self._add("List Bullet"), text)

    def steps(self, steps: Iterable[tuple[str, str]]) -> None:
        """A numbered list that starts at one; each step with the word that introduces it."""
        number = self._new_list()
        for word, text in steps:
            paragraph = self._add("List Number")
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = number
            _write(paragraph, f"{word}: ").bold = True
            _write(paragraph, text)

    def _new_list(self) -> int:
        """The number of a new list in the style of numbered lists: by itself Word goes on counting."""
        numbering = self._document.part.numbering_part.element
        style = self._document.styles["List Number"].element
        kind = numbering.num_having_numId(style.pPr.numPr.numId.val).abstractNumId.val
        new = numbering.add_num(kind)
        new.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(new.numId)

    def facts(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Names and what is known under them, a line each."""
        for name, text in pairs:
            paragraph = self._add("Small")
            _write(paragraph, f"{name}: ").bold = True
            _write(paragraph, text)

    def source(self, title: str, about: str, links: Sequence[str]) -> None:
        """An entry of the list of sources, with its addresses."""
        paragraph = self._add("List Bullet")
        _write(paragraph, title).bold = True
        _write(paragraph, f"; {about}" if about else "")
        for url in links:
            if url:
                _write(paragraph, "; ")
                _link(paragraph, url)

    def table(self, heads: Sequence[str], widths: Sequence[float]) -> Grid:
        """A table with a head that is repeated on every page; widths are in centimetres."""
        table = self._document.add_table(rows=1, cols=len(heads))
        table.autofit = False
        grid = Grid(table, [Cm(width) for width in widths])
        _rule(table)
        grid.fill(table.rows[0], heads, bold=True)
        head = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(head)
        after = self._add("Small")
        after.paragraph_format.space_after = Pt(0)
        return grid

    def to_bytes(self) -> bytes:
        """The file, with no clock in it: the same document gives the same bytes."""
        raw, out = io.BytesIO(), io.BytesIO()
        self._document.save(raw)
        with ZipFile(raw) as old, ZipFile(out, "w") as new:
            for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
                entry = ZipInfo(name, EPOCH.timetuple()[:6])
                entry.compress_type = ZIP_DEFLATED
                entry.create_system = 0
                new.writestr(entry, old.read(name))
        return out.getvalue()


class Grid:
    """A table under construction."""

    def __init__(self, table: Table, widths: Sequence[Length]) -> None:
        self._table = table
        self._widths = widths
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width

    def row(self, texts: Sequence[str]) -> Cells:
        """A further row; where the first cell names it, that stands in bold."""
        row = self._table.add_row()  # type: ignore[no-untyped-call]  # python-docx gives it no types
        self.fill(row, texts, bold=False)
        return Cells(row)

    def fill(self, row: _Row, texts: Sequence[str], *, bold: bool) -> None:
        """Put texts into the cells of a row, which stays together on a page."""
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, width in zip(row.cells, texts, self._widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            _dress(paragraph, "Cell")
            _write(paragraph, text).bold = bold or None


class Cells:
    """A row, to say more of a cell than its text."""

    def __init__(self, row: _Row) -> None:
        self._cells: Sequence[_Cell] = row.cells

    def link_to(self, place: int, anchor: str, text: str) -> None:
        """Fill a cell with a link inside the document."""
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), bookmark(anchor))
        paragraph = self._cells[place].paragraphs[0]
        run = _write(paragraph, text)
        run.font.color.rgb = LINK
        link.append(run._r)
        paragraph._p.append(link)

    def speak(self, place: int, code: str) -> None:
        """Say in which language the text of a cell is."""
        paragraph = self._cells[place].paragraphs[0]
        for run in paragraph.runs:
            _in_language(paragraph, run, code)


def bookmark(anchor: str) -> str:
    """The name of an anchor as Word takes it: a letter first, and no long ones."""
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in anchor)
    return f"a_{plain}"[:_ANCHOR]


def _dress(paragraph: Paragraph, style: str) -> None:
    """Give a paragraph a style by its id: to look it up by its name takes most of the time of a long document."""
    paragraph._p.style = style.replace(" ", "")


def _write(paragraph: Paragraph, text: str) -> Run:
    return paragraph.add_run(clean(text))


def _link(paragraph: Paragraph, url: str) -> None:
    """An address as a link where one may follow it, else as plain text."""
    run = _write(paragraph, url)
    if is_linked(url):
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(url.strip(), RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run.font.color.rgb, run.font.underline = LINK, True
        link.append(run._r)
        paragraph._p.append(link)


def _rule(table: Table) -> None:
    """Thin lines between the rows, and none between the columns."""
    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "999999")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)


def _in_language(paragraph: Paragraph, run: Run, code: str) -> None:
    """Mark words with their language, and with their direction where they run from right to left."""
    if not code or not code.replace("-", "").isalnum() or not code.isascii():
        return
    mark = OxmlElement("w:lang")
    backwards = code.lower().partition("-")[0] in RIGHT_TO_LEFT
    mark.set(qn("w:bidi" if backwards else "w:val"), code)
    run._r.get_or_add_rPr().append(mark)
    if backwards:
        run.font.rtl = True
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))


def _set_style(document: DocumentObject) -> None:
    """Quiet serif text, sans-serif headings in ink, and styles for small print and cells."""
    styles = document.styles
    for name in ("Small", "Cell"):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
    sizes = {"Normal": 10.5, "Small": 9.0, "Cell": 9.0, "Quote": 12.0, "Title": 24.0, "List Bullet": 10.5,
             "List Number": 10.5, "Footer": 8.5}  # fmt: skip
    for name, size in sizes.items():
        _set_font(styles[name], SERIF if name in ("Normal", "Quote", "Title") or "List" in name else SANS, size)
    for level, size in _SIZES.items():
        style = styles[f"Heading {level}"]
        _set_font(style, SANS, size)
        style.font.italic = False
        style.paragraph_format.space_before = Pt(size)
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.page_break_before = level == 1
    styles["Heading 4"].font.color.rgb = SOFT
    for border in styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    for name in ("Normal", "Small", "Quote", "List Bullet", "List Number"):
        styles[name].paragraph_format.space_after = Pt(4)
    styles["Cell"].paragraph_format.space_after = Pt(1)
    styles["Quote"].font.italic = False  # quotation marks stand around the words
    defaults = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}")
    if defaults is not None:
        defaults.set(qn("w:val"), language())


def _set_font(style: ParagraphStyle, name: str, size: float) -> None:
    """A font for all scripts: without the further names Word takes another one for Cyrillic or Arabic."""
    font = style.font
    font.name, font.size, font.color.rgb = name, Pt(size), INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), name)


def _set_page(document: DocumentObject, title: str) -> None:
    """A4 with a footer that says what this is and which page of how many."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.15)
    section.top_margin = section.bottom_margin = Cm(2.2)
    footer = section.footer.paragraphs[0]
    document.styles["Footer"].paragraph_format.tab_stops.clear_all()
    footer.paragraph_format.tab_stops.add_tab_stop(Cm(16.7), WD_TAB_ALIGNMENT.RIGHT)
    _write(footer, f"{' '.join(clean(title).split())[:80]}\t")
    before, between, after = tr("Page {page} of {pages}", page="\0", pages="\0").split("\0")
    _write(footer, before)
    _field(footer, "PAGE")
    _write(footer, between)
    _field(footer, "NUMPAGES")
    _write(footer, after)


def _field(paragraph: Paragraph, code: str) -> None:
    """A number that Word works out when it lays out the pages."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    field.append(_write(paragraph, "1")._r)
    paragraph._p.append(field)
